//! `docs/reference.md` is what the declarations say. `cargo xtask docs` writes it; this test keeps it true.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fmt::Write;
use std::path::PathBuf;

use xconnect_actions::all;
use xconnect_actions::declare::{Entry, Mode, Run};
use xconnect_wire::ErrorSpec;
use xconnect_wire::public::{BOUNDS, EXPECTED, PUBLIC};

#[test]
fn the_reference_is_up_to_date() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference.md");
    let reference = reference();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&path, &reference).unwrap();
    }
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        present == reference,
        "docs/reference.md is not what the declarations say: run `cargo xtask docs`"
    );
}

fn reference() -> String {
    let mut text = String::from(
        "# Reference\n\nGenerated from the declarations by `cargo xtask docs`; do not edit.\n\n\
         Errors marked with a dagger are documented, but nothing provokes them here; the reason stands beside them.\n\n\
         ## Actions\n\n",
    );
    for entry in all() {
        let name = entry.declaration.name;
        let anchor = format!("{name}-{}", entry.declaration.api.version()).to_lowercase().replace('.', "");
        writeln!(text, "- [{name}](#{anchor}) {}", entry.declaration.summary).unwrap();
    }
    for entry in all() {
        write_action(&mut text, entry);
    }
    text.push_str("\n## Errors that every action shares\n\n");
    for (title, rows) in [
        ("From the table of public errors", PUBLIC),
        ("From other chapters, or what official clients count on", EXPECTED),
        ("Bounds of a request, which no document has", BOUNDS),
    ] {
        writeln!(text, "\n### {title}\n").unwrap();
        write_errors(&mut text, rows);
    }
    text
}

fn write_action(text: &mut String, entry: &Entry) {
    let declaration = &entry.declaration;
    let kind = if matches!(entry.run, Run::Read(_)) { "Reads" } else { "Writes" };
    writeln!(text, "\n## {} ({})\n", declaration.name, declaration.api.version()).unwrap();
    writeln!(text, "{} {kind}. RAM resource `{}`.\n", declaration.summary, declaration.resource).unwrap();
    writeln!(text, "Source: {}.\n", declaration.source).unwrap();
    if !entry.params.is_empty() || declaration.token.is_some() {
        text.push_str("| Parameter | Type | | What it is |\n|---|---|---|---|\n");
    }
    for param in entry.params {
        let mode = match param.mode {
            Mode::Required => "required",
            Mode::Optional => "optional",
            Mode::List => "list",
        };
        let rule = cell(param.rule.trim());
        writeln!(text, "| `{}` | {} | {mode} | {rule} |", param.name, param.kind).unwrap();
    }
    if let Some(token) = declaration.token {
        writeln!(text, "| `{token}` | String | optional | Idempotency token: at most 64 ASCII characters |")
            .unwrap();
    }
    if !declaration.errors.is_empty() {
        text.push('\n');
        write_errors(text, declaration.errors);
    }
}

fn write_errors(text: &mut String, rows: &[&ErrorSpec]) {
    text.push_str("| HTTP | Code | Message | When |\n|---|---|---|---|\n");
    for row in rows {
        let (dagger, reason) = match row.unprovoked {
            Some(reason) => (" †", format!(" († {reason})")),
            None => ("", String::new()),
        };
        let when = cell(&format!("{}{reason}", row.when));
        writeln!(text, "| {} | `{}`{dagger} | {} | {when} |", row.http, row.code, cell(row.message)).unwrap();
    }
}

/// A text that stands in one cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

//! The table for people.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::verdict::{Table, Verdict, Verdicts};

const INTRODUCTION: &str = "# Coverage

Written by `cargo xtask coverage` from the calls that the tests made; do not edit. The same as data is in
[coverage.json](coverage.json). `a / b` means: a of b rows proved; `+ c` more rows that nothing can prove, for the reasons given
below. Answers made by an injected fault never count.

- parameters: came with a call that succeeded; limits: each bound and each value tried, with the right outcome
- fields: had a value in an answer; errors: provoked through HTTP; states: seen in an answer
- clients: **P** alibabacloud_vpc20160428, **p** aliyun-python-sdk-vpc, **g** alibabacloud-tea-openapi; **N** @alicloud/vpc20160428,
  **n** @alicloud/pop-core, **r** @alicloud/rpc-client, **o** @alicloud/openapi-client
- forms: **J** JSON, **X** XML; variants: generated requests that were answered as they should be
";

/// The whole page.
pub(crate) fn of(table: &Table) -> String {
    let mut page = INTRODUCTION.to_owned();
    let mut families = BTreeMap::<&str, Vec<(&String, &Verdicts)>>::new();
    for (name, verdicts) in &table.actions {
        families.entry(&verdicts.family).or_default().push((name, verdicts));
    }
    for (family, actions) in &families {
        let _ = write!(
            page,
            "\n## {}\n\n| Action | parameters | limits | fields | errors | states | variants | clients | forms |\n|---|---|---|---|---|---|---|---|---|\n",
            family.replace('_', " ")
        );
        for (name, verdicts) in actions {
            page.push_str(&line(name, verdicts));
        }
    }
    page.push_str("\n## Open\n\n");
    list(&mut page, table, |verdict| (*verdict == Verdict::Open).then_some(""));
    page.push_str("\n## Beyond reach\n\n");
    list(&mut page, table, |verdict| match verdict {
        Verdict::Beyond(reason) => Some(reason),
        _ => None,
    });
    page
}

fn line(name: &str, verdicts: &Verdicts) -> String {
    let axes = verdicts.axes().map(|(_, rows)| share(rows)).join(" | ");
    let variants =
        verdicts.variants.map_or_else(String::new, |it| format!("{} / {}", it.passed, it.generated));
    let letters = [
        ("Python alibabacloud_vpc20160428", 'P'),
        ("Python aliyun-python-sdk-vpc", 'p'),
        ("Python alibabacloud-tea-openapi", 'g'),
        ("Node @alicloud/vpc20160428", 'N'),
        ("Node @alicloud/pop-core", 'n'),
        ("Node @alicloud/rpc-client", 'r'),
        ("Node @alicloud/openapi-client", 'o'),
    ];
    let clients: String = letters
        .iter()
        .filter(|(client, _)| verdicts.clients.contains(*client))
        .map(|(_, letter)| *letter)
        .collect();
    let forms: String = verdicts.forms.iter().filter_map(|form| form.chars().next()).collect();
    format!("| {name} | {axes} | {variants} | {clients} | {forms} |\n")
}

fn share(rows: &BTreeMap<String, Verdict>) -> String {
    let beyond = rows.values().filter(|verdict| matches!(verdict, Verdict::Beyond(_))).count();
    let proved = rows.values().filter(|verdict| **verdict == Verdict::Proved).count();
    match (rows.len() - beyond, beyond) {
        (0, 0) => String::new(),
        (all, 0) => format!("{proved} / {all}"),
        (all, beyond) => format!("{proved} / {all} + {beyond}"),
    }
}

fn list<'t>(page: &mut String, table: &'t Table, pick: impl Fn(&'t Verdict) -> Option<&'t str>) {
    let mut any = false;
    for (name, verdicts) in &table.actions {
        let mut head = Some(format!("- {name}\n"));
        for (axis, rows) in verdicts.axes() {
            for (row, verdict) in rows {
                let Some(reason) = pick(verdict) else { continue };
                page.push_str(&head.take().unwrap_or_default());
                let colon = if reason.is_empty() { "" } else { ": " };
                let _ = writeln!(page, "  - {axis}: `{}`{colon}{reason}", row.replace('`', "'"));
                any = true;
            }
        }
    }
    if !any {
        page.push_str("Nothing.\n");
    }
}

//! Writes the coverage table: what the tests have proved of what is documented.
//!
//! ```text
//! xconnect-evidence --calls target/evidence --docs docs [--write]
//! ```
//!
//! The tests leave a record of every call behind; nothing else goes into the table. Without `--write`, the table is
//! compared with the one that is kept: the exit status is 1 when it has lost a proof.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a verdict on the terminal is what this program is for"
)]

mod calls;
mod catalogue;
mod limits;
mod page;
mod proof;
mod verdict;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::catalogue::Catalogue;
use crate::proof::Proofs;
use crate::verdict::Table;

/// Writes the coverage table, or compares it with the one that is kept
#[derive(Parser)]
struct Options {
    /// The folder with the records of calls
    #[arg(long)]
    calls: PathBuf,
    /// The folder with coverage.md and coverage.json
    #[arg(long)]
    docs: PathBuf,
    /// Put the new table in the place of the old one
    #[arg(long)]
    write: bool,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(lost) if lost.is_empty() => ExitCode::SUCCESS,
        Ok(lost) => {
            eprintln!("{} proofs are gone:\n  {}", lost.len(), lost.join("\n  "));
            ExitCode::FAILURE
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// What the table has lost since it was last kept.
fn run(options: &Options) -> Result<Vec<String>, String> {
    let catalogue = Catalogue::read()?;
    let mut proofs = Proofs::default();
    let calls = calls::each(&options.calls, |call| proofs.add(&catalogue, &call))?;
    let variants = calls::variants(&options.calls)?;
    let table = Table::of(&catalogue, &proofs, &variants)?;
    println!("{calls} calls; {}", table.summary());
    let (json, page) = (options.docs.join("coverage.json"), options.docs.join("coverage.md"));
    if options.write {
        let write = |path: &PathBuf, text: String| {
            std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
        };
        write(&json, table.to_json()?)?;
        write(&page, page::of(&table))?;
        return Ok(Vec::new());
    }
    let kept = std::fs::read_to_string(&json).map_err(|error| format!("{}: {error}", json.display()))?;
    let kept: Table = serde_json::from_str(&kept).map_err(|error| format!("{}: {error}", json.display()))?;
    let gained = kept.lost_in(&table, "is new");
    if !gained.is_empty() {
        println!("{} proofs are new: `cargo xtask coverage` keeps them", gained.len());
    }
    Ok(table.lost_in(&kept, "is gone"))
}

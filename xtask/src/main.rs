//! The project's own commands, run as `cargo xtask COMMAND`.
//!
//! - `test [--only STEP]`: everything that must hold before a change is taken: formatting, lints, licences, the Rust
//!   tests, the release binary driven by official Python and Node clients, crashes, and many cases of the property
//!   tests. Installs what the client tests need, once.
//! - `bench [quick] [PART ...]`: the figures that the project promises, measured in one go on this machine, as a
//!   Markdown table with a verdict each; the raw output goes to `docs/bench`. The parts `peers` and
//!   `python-peers` install other emulators from their package registries, once, to compare with: they run only when
//!   they are named.
//! - `fuzz [--seconds N] [TARGET ...]`: the fuzz targets under libFuzzer, ten minutes each unless told otherwise.
//! - `fmt`: formats every source file.
//! - `coverage`: writes `docs/coverage.md` from the calls of the last whole run of the tests.
//! - `docs`: writes `docs/reference.md` from the declarations of the actions.
//!
//! The exit status is 0 when all is well, 1 when something failed or missed its target, and 2 for a command line that
//! makes no sense. This crate stays nearly free of dependencies, so that it is there in seconds.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "commands talk to the person who runs them")]
#![expect(clippy::disallowed_methods, reason = "steps are timed, and measuring is what bench is for")]

mod bench;
mod fuzz;
mod shell;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use workspace::Workspace;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.split_first() {
        Some((&"test", options)) => test::parse(options).map(|plan| test::run(&plan, &Workspace::find())),
        Some((&"bench", options)) => bench::parse(options).map(|plan| bench::run(&plan, &Workspace::find())),
        Some((&"fuzz", options)) => fuzz::parse(options).map(|plan| fuzz::run(&plan, &Workspace::find())),
        Some((&"fmt", [])) => Ok(test::rustfmt(&Workspace::find(), &[])),
        Some((&"coverage", [])) => Ok(test::write_coverage(&Workspace::find())),
        Some((&"docs", [])) => Ok(test::write_docs(&Workspace::find())),
        Some((other, _)) => Err(format!("there is no command {other:?}, or not with these options")),
        None => Err("no command given".to_owned()),
    };
    match outcome {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
        Err(mistake) => {
            eprintln!("xtask: {mistake}\n\n{}", usage());
            ExitCode::from(2)
        }
    }
}

fn usage() -> String {
    format!(
        "usage: cargo xtask test [--only STEP]\n       cargo xtask bench [quick] [PART ...]\n       \
         cargo xtask fuzz [--seconds N] [TARGET ...]\n       cargo xtask fmt\n       cargo xtask docs\n       cargo xtask coverage\n\n\
         steps of test:\n{}\nparts of bench:\n{}",
        test::describe_steps(),
        bench::describe_parts()
    )
}

//! `cargo xtask fuzz`: the fuzz targets under libFuzzer, which follows the branches that an input takes and keeps those
//! inputs that take new ones.
//!
//! The compiler's own coverage pass feeds it, so that stable Rust is enough; cargo-fuzz asks for nightly only because
//! it turns on sanitizers, and there is little here for them to find: the project's own crates forbid `unsafe`.

use std::path::{Path, PathBuf};

use crate::shell::{capture, command, run as run_command};
use crate::tools;
use crate::workspace::Workspace;

/// What rustc needs to be told, for libFuzzer to see where an input goes and what it is compared with.
const INSTRUMENTED: [&str; 6] = [
    "--cfg fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// What an input may take before it counts as a finding: seconds, and megabytes of the whole process.
const BOUNDS: [&str; 2] = ["-timeout=10", "-rss_limit_mb=2048"];
/// How long each target is run unless something else is asked for: all six together are an hour.
const SECONDS: u32 = 600;

/// What to run, and how long.
#[derive(Debug, PartialEq)]
pub(crate) struct Plan {
    seconds: u32,
    targets: Vec<String>,
}

impl Plan {
    /// Every target, each for this long.
    pub(crate) fn all(seconds: u32) -> Self {
        Self { seconds, targets: Vec::new() }
    }
}

/// Reads `[--seconds N] [TARGET ...]`.
pub(crate) fn parse(options: &[&str]) -> Result<Plan, String> {
    let (seconds, names) = match options {
        ["--seconds", seconds, names @ ..] => {
            // To libFuzzer, no seconds are no end.
            let some = seconds.parse().ok().filter(|seconds| *seconds > 0);
            (some.ok_or_else(|| format!("{seconds:?} is no number of seconds"))?, names)
        }
        names => (SECONDS, names),
    };
    match names.iter().find(|name| name.starts_with('-')) {
        Some(option) => Err(format!("fuzz does not understand {option:?}")),
        None => Ok(Plan { seconds, targets: names.iter().map(|name| (*name).to_owned()).collect() }),
    }
}

/// Builds the targets and runs one after the other. The inputs that are found on the way stay beside the build and are
/// where the next run begins; the corpus under version control is only read. An input that makes a target fail is kept
/// there too, and its path printed.
pub(crate) fn run(plan: &Plan, workspace: &Workspace) -> Result<(), String> {
    let targets = chosen(plan, &known(workspace)?)?;
    let programs = build(workspace, &targets)?;
    for target in &targets {
        let (found, failed) = (workspace.fuzz().join("found").join(target), workspace.fuzz().join("failed"));
        for folder in [&found, &failed] {
            std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let mut fuzzer = command(programs.join(target), workspace.top(), &BOUNDS);
        fuzzer
            .arg(format!("-max_total_time={}", plan.seconds))
            .args(["-verbosity=0", "-print_final_stats=1"]);
        fuzzer.arg(format!("-artifact_prefix={}/{target}-", failed.display()));
        fuzzer.arg(&found).arg(corpus(workspace).join(target));
        run_command(fuzzer)?;
    }
    Ok(())
}

/// The targets that there are: each has a folder of inputs.
fn known(workspace: &Workspace) -> Result<Vec<String>, String> {
    let corpus = corpus(workspace);
    let folders = std::fs::read_dir(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    let mut names: Vec<_> =
        folders.flatten().map(|folder| folder.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    Ok(names)
}

fn chosen(plan: &Plan, known: &[String]) -> Result<Vec<String>, String> {
    match plan.targets.iter().find(|name| !known.contains(name)) {
        Some(name) => Err(format!("there is no fuzz target {name:?}, only {}", known.join(", "))),
        None if plan.targets.is_empty() => Ok(known.to_vec()),
        None => Ok(plan.targets.clone()),
    }
}

fn corpus(workspace: &Workspace) -> PathBuf {
    workspace.top().join("fuzz/corpus")
}

/// Builds them for the machine's own target by name: otherwise the flags would be those of build scripts, too.
fn build(workspace: &Workspace, targets: &[String]) -> Result<PathBuf, String> {
    tools::fuzzer()?;
    let version = capture(command("rustc", workspace.top(), &["-vV"]))?;
    let host = host(&version).ok_or("rustc does not say which machine it is for")?;
    let mut build =
        command(env!("CARGO"), &workspace.top().join("fuzz"), &["build", "--release", "--locked"]);
    build.args(["--target", host]).arg("--target-dir").arg(workspace.fuzz());
    build.args(targets.iter().flat_map(|target| ["--bin", target]));
    build.env("RUSTFLAGS", INSTRUMENTED.join(" "));
    run_command(build)?;
    Ok(workspace.fuzz().join(Path::new(host)).join("release"))
}

fn host(version: &str) -> Option<&str> {
    version.lines().find_map(|line| line.strip_prefix("host: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn targets_and_seconds_are_chosen_and_mistakes_told() {
        assert_eq!(parse(&[]), Ok(Plan::all(600)));
        assert_eq!(
            parse(&["--seconds", "5", "decode"]),
            Ok(Plan { seconds: 5, targets: names(&["decode"]) })
        );
        for mistake in [&["--seconds"][..], &["--seconds", "long"], &["--seconds", "0"], &["decode", "-x"]] {
            assert!(parse(mistake).is_err(), "{mistake:?}");
        }
        let there = names(&["decode", "fixture"]);
        assert_eq!(chosen(&Plan::all(1), &there), Ok(there.clone()));
        assert_eq!(chosen(&parse(&["fixture"]).unwrap(), &there), Ok(names(&["fixture"])));
        assert!(chosen(&parse(&["nothing"]).unwrap(), &there).unwrap_err().contains("decode, fixture"));
    }

    #[test]
    fn the_machine_is_the_one_that_rustc_names() {
        assert_eq!(
            host("rustc 1.95.0\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\n"),
            Some("x86_64-unknown-linux-gnu")
        );
        assert_eq!(host("rustc 1.95.0\n"), None);
    }
}

//! `cargo xtask test`: everything that must hold, step by step, stopping at the first that does not.

use std::path::PathBuf;
use std::time::Instant;

use crate::fuzz;
use crate::shell::{capture, command, run as run_command, works};
use crate::tools::{self, remove};
use crate::workspace::Workspace;

/// Cases per property in the `fuzz` step: minutes rather than the moments that the everyday run takes.
const FUZZ_CASES: &str = "20000";
/// Random calls that are compared with the reference model in the `fuzz` step.
const MODEL_CALLS: &str = "100000";
/// Seconds of libFuzzer on each target in the `fuzz` step: enough to find what a change has just broken.
const FUZZ_SECONDS: u32 = 10;

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace) -> Result<(), String>,
    /// Whether a test runner prints its own counts here.
    counts_itself: bool,
}

/// Cheapest first, so that a slip costs seconds.
const STEPS: &[Step] = &[
    Step { name: "fmt", about: "the source is formatted", run: fmt, counts_itself: false },
    Step { name: "clippy", about: "no lint complains", run: clippy, counts_itself: false },
    Step {
        name: "deny",
        about: "licences and sources of dependencies (where cargo-deny is installed)",
        run: deny,
        counts_itself: false,
    },
    Step {
        name: "rust",
        about: "unit, integration, and documentation tests",
        run: rust,
        counts_itself: true,
    },
    Step { name: "build", about: "the release binary", run: build, counts_itself: false },
    Step {
        name: "python",
        about: "official Python clients against the binary",
        run: python,
        counts_itself: true,
    },
    Step { name: "node", about: "official Node clients against the binary", run: node, counts_itself: true },
    Step {
        name: "coverage",
        about: "docs/coverage.md has lost no proof: what the calls of the steps before have shown",
        run: coverage,
        counts_itself: false,
    },
    Step { name: "crash", about: "nothing acknowledged is lost by kill -9", run: crash, counts_itself: true },
    Step {
        name: "fuzz",
        about: "many more cases of the property tests, and of the fuzz targets, which libFuzzer tries, too",
        run: fuzzing,
        counts_itself: true,
    },
];

/// The steps to run.
pub(crate) struct Plan(Vec<&'static Step>);

/// Reads `[--only STEP]`.
pub(crate) fn parse(options: &[&str]) -> Result<Plan, String> {
    match options {
        [] => Ok(Plan(STEPS.iter().collect())),
        ["--only", name] => match STEPS.iter().find(|step| step.name == *name) {
            Some(step) => Ok(Plan(vec![step])),
            None => Err(format!("there is no step {name:?}")),
        },
        _ => Err(format!("test does not understand {:?}", options.join(" "))),
    }
}

/// One line per step, for the usage text.
pub(crate) fn describe_steps() -> String {
    STEPS.iter().map(|step| format!("  {:<9}{}\n", step.name, step.about)).collect()
}

/// Runs the plan. Whoever counts tests in the output finds the runners' own lines; only where no runner had a say are
/// the steps themselves counted, so that nothing is counted twice.
pub(crate) fn run(plan: &Plan, workspace: &Workspace) -> Result<(), String> {
    let started = Instant::now();
    for (done, step) in plan.0.iter().enumerate() {
        println!("\n=== {}: {} ===", step.name, step.about);
        let step_started = Instant::now();
        let outcome = (step.run)(workspace);
        let verdict = if outcome.is_ok() { "ok" } else { "FAILED" };
        println!("=== {}: {verdict} in {:.1} s ===", step.name, step_started.elapsed().as_secs_f64());
        if let Err(failure) = outcome {
            println!("{done} passed, 1 failed");
            return Err(format!("{} failed: {failure}", step.name));
        }
    }
    println!("\nall of {} in {:.1} s", names(plan), started.elapsed().as_secs_f64());
    if !plan.0.iter().any(|step| step.counts_itself) {
        println!("{} passed, 0 failed", plan.0.len());
    }
    Ok(())
}

fn names(plan: &Plan) -> String {
    plan.0.iter().map(|step| step.name).collect::<Vec<_>>().join(", ")
}

fn fmt(workspace: &Workspace) -> Result<(), String> {
    rustfmt(workspace, &["--check"])
}

/// Formats every source file, or checks that it is. `cargo fmt` would miss those whose module is declared by a macro.
pub(crate) fn rustfmt(workspace: &Workspace, options: &[&str]) -> Result<(), String> {
    let listing = ["ls-files", "--cached", "--others", "--exclude-standard", "--", "*.rs"];
    let files = capture(command("git", workspace.top(), &listing))?;
    let mut arguments = options.to_vec();
    arguments.extend(files.lines().filter(|file| workspace.top().join(file).exists()));
    let mut rustfmt = command("rustfmt", workspace.top(), &arguments);
    rustfmt.stdout(std::process::Stdio::inherit());
    match rustfmt.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("some files are not formatted: run `cargo xtask fmt`".to_owned()),
        Err(error) => Err(format!("rustfmt did not start: {error}")),
    }
}

/// Writes `docs/reference.md` from the declarations.
pub(crate) fn write_docs(workspace: &Workspace) -> Result<(), String> {
    let arguments = ["test", "--quiet", "--package", "xconnect-actions", "--test", "reference"];
    let mut writer = command("cargo", workspace.top(), &arguments);
    writer.env("UPDATE_REFERENCE", "1");
    run_command(writer)
}

fn clippy(workspace: &Workspace) -> Result<(), String> {
    cargo(workspace, &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])
}

fn deny(workspace: &Workspace) -> Result<(), String> {
    if !works(&["cargo-deny", "--version"]) {
        println!("cargo-deny is not installed: not checked");
        return Ok(());
    }
    cargo(workspace, &["deny", "check", "licenses", "bans", "sources"])
}

fn rust(workspace: &Workspace) -> Result<(), String> {
    let evidence = workspace.evidence();
    remove(&evidence)?;
    std::fs::create_dir_all(&evidence).map_err(|error| format!("{}: {error}", evidence.display()))?;
    let mut tests = command(env!("CARGO"), workspace.top(), &["test", "--quiet", "--workspace"]);
    tests.env("XCONNECT_EVIDENCE", evidence);
    run_command(tests)
}

/// Where servers that a step starts write their calls down; what an earlier run left there is gone.
fn record(workspace: &Workspace, step: &str) -> Result<PathBuf, String> {
    let file = workspace.evidence().join(format!("{step}.jsonl"));
    std::fs::create_dir_all(workspace.evidence())
        .and_then(|()| std::fs::write(&file, ""))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file)
}

fn coverage(workspace: &Workspace) -> Result<(), String> {
    evidence(workspace, &[])
}

/// Writes `docs/coverage.md` and `docs/coverage.json` from the calls of the last whole run of the tests.
pub(crate) fn write_coverage(workspace: &Workspace) -> Result<(), String> {
    evidence(workspace, &["--write"])
}

fn evidence(workspace: &Workspace, options: &[&str]) -> Result<(), String> {
    let (calls, docs) = (workspace.evidence(), workspace.top().join("docs"));
    let mut judge = command(
        env!("CARGO"),
        workspace.top(),
        &["run", "--quiet", "--package", "xconnect-evidence", "--", "--calls"],
    );
    judge.arg(calls).arg("--docs").arg(docs).args(options);
    run_command(judge)
}

fn build(workspace: &Workspace) -> Result<(), String> {
    cargo(workspace, &["build", "--quiet", "--release", "--package", "xconnect"])
}

fn python(workspace: &Workspace) -> Result<(), String> {
    let interpreter = tools::python(workspace)?;
    build(workspace)?;
    let mut pytest = command(interpreter, workspace.top(), &["-m", "pytest", "clients/python", "-q"]);
    pytest.env("XCONNECT_BIN", workspace.release("xconnect"));
    pytest.env("XCONNECT_RECORD", record(workspace, "python")?);
    run_command(pytest)
}

fn node(workspace: &Workspace) -> Result<(), String> {
    tools::node(workspace)?;
    build(workspace)?;
    let mut runner = command("node", &workspace.top().join("clients/node"), &["--test"]);
    runner.env("XCONNECT_BIN", workspace.release("xconnect"));
    runner.env("XCONNECT_RECORD", record(workspace, "node")?);
    run_command(runner)
}

fn crash(workspace: &Workspace) -> Result<(), String> {
    cargo(workspace, &["test", "--package", "xconnect", "--test", "crash", "--", "--include-ignored"])
}

/// The crates that read what strangers wrote: requests, and files after a crash. The fuzz targets are tests
/// over the corpus and around it; then libFuzzer has a short go at each. The model test makes calls at random,
/// too, and wants many.
fn fuzzing(workspace: &Workspace) -> Result<(), String> {
    let many = |arguments: &[&str]| {
        let mut tests = command(env!("CARGO"), workspace.top(), &[&["test", "--quiet"], arguments].concat());
        tests.env("PROPTEST_CASES", FUZZ_CASES).env("MODEL_CALLS", MODEL_CALLS);
        run_command(tests)
    };
    many(&["--package", "xconnect-wire", "--package", "xconnect-log"])?;
    many(&["--package", "xconnect", "--test", "fuzz_corpus", "--test", "model"])?;
    fuzz::run(&fuzz::Plan::all(FUZZ_SECONDS), workspace)
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<(), String> {
    run_command(command(env!("CARGO"), workspace.top(), arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_picks_one_step_and_anything_else_is_a_mistake() {
        assert_eq!(parse(&[]).unwrap().0.len(), STEPS.len());
        assert_eq!(names(&parse(&["--only", "clippy"]).unwrap()), "clippy");
        for mistake in [&["--only"][..], &["--only", "nothing"], &["fmt"], &["--only", "fmt", "rust"]] {
            assert!(parse(mistake).is_err(), "{mistake:?}");
        }
    }
}

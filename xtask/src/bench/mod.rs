//! `cargo xtask bench`: the promised figures, measured on this machine, next to what they are promised to be.
//!
//! Everything runs on one machine, load generator and server on the same cores. That understates what the server can
//! do, but the same for all: hence ratios between runs that alternate, and medians of rounds. Each part starts its own
//! servers on free ports, with data under cargo's target directory (a real disk, where `/tmp` may be memory).

mod lines;
mod parts;
mod peers;
mod report;
mod routes;
mod server;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::shell::{capture, command, run as run_command};
use crate::tools::remove;
use crate::workspace::Workspace;
use parts::{NAMED_PARTS, PARTS};
use report::Report;
use server::Server;

/// Lifts the quotas that stand between a benchmark and a million interfaces, 400,000 border routers, or large route
/// tables.
const CONFIGURATION: &str = "[quotas]\ninterfaces_per_router = 2000\nvpcs_per_region = 100000\n\
    lines_not_enabled = 1000000\nlines_per_access_point = 1000000\n\
    vbrs_per_line = 1000000\nvbrs_per_account = 1000000\nroutes_per_table = 1000000\n";

/// Half the quota: routers fill evenly, and leave room for what is created while measuring.
const INTERFACES_PER_ROUTER: u64 = 1000;

/// What to measure.
pub(crate) struct Plan {
    quick: bool,
    parts: Vec<&'static parts::Part>,
}

/// Reads `[quick] [PART ...]`; no part means all of them that need nothing from outside.
pub(crate) fn parse(options: &[&str]) -> Result<Plan, String> {
    let mut plan = Plan { quick: false, parts: Vec::new() };
    for option in options {
        match PARTS.iter().chain(NAMED_PARTS).find(|part| part.name == *option) {
            Some(part) => plan.parts.push(part),
            None if *option == "quick" => plan.quick = true,
            None => return Err(format!("bench has no part {option:?}")),
        }
    }
    if plan.parts.is_empty() {
        plan.parts = PARTS.iter().collect();
    }
    Ok(plan)
}

/// One line per part, for the usage text.
pub(crate) fn describe_parts() -> String {
    let lines = PARTS.iter().chain(NAMED_PARTS).map(|part| format!("  {:<13}{}\n", part.name, part.about));
    lines
        .chain([
            "  quick        fewer rounds, a tenth of the interfaces; does not touch docs/bench\n".to_owned()
        ])
        .collect()
}

/// Measures; prints the table; keeps the raw output. A missed target is a failure.
pub(crate) fn run(plan: &Plan, workspace: &Workspace) -> Result<(), String> {
    let packages = ["build", "--quiet", "--release", "--package", "xconnect", "--package", "xconnect-bench"];
    run_command(command(env!("CARGO"), workspace.top(), &packages))?;
    // A quick look must not pass for evidence.
    let folder = if plan.quick { workspace.scratch() } else { workspace.top().join("docs/bench") };
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;

    let mut reports = Vec::new();
    for part in &plan.parts {
        println!("\n=== {}: {} ===", part.name, part.about);
        let mut bench = Bench::new(workspace, plan.quick)?;
        let rows = (part.run)(&mut bench)?;
        remove(&bench.folder)?;
        let report = Report { part: part.name, quick: plan.quick, rows, runs: bench.runs };
        report.write(workspace, &folder)?;
        reports.push(report);
    }
    println!("\n{}", report::table(&reports));
    match reports.iter().flat_map(|report| &report.rows).filter(|row| row.met() == Some(false)).count() {
        0 => Ok(()),
        missed => Err(format!("figures that miss their target: {missed}")),
    }
}

/// What the parts of a benchmark have at hand.
struct Bench<'a> {
    workspace: &'a Workspace,
    quick: bool,
    /// An empty folder of this part's own.
    folder: PathBuf,
    /// Every line that the load generator printed, and every start.
    runs: Vec<Value>,
}

impl<'a> Bench<'a> {
    fn new(workspace: &'a Workspace, quick: bool) -> Result<Self, String> {
        let folder = workspace.scratch().join("data");
        remove(&folder)?;
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        fs::write(folder.join("xconnect.toml"), CONFIGURATION).map_err(|error| error.to_string())?;
        Ok(Self { workspace, quick, folder, runs: Vec::new() })
    }

    /// `full`, or `quick` where that was asked for.
    fn choose(&self, full: u64, quick: u64) -> u64 {
        if self.quick { quick } else { full }
    }

    fn bare(&self) -> Result<Server, String> {
        let api = server::free_address()?;
        let program = self.workspace.release("bare");
        Server::start(&program, &["--addr", &api.to_string()], api, &self.folder.join("bare.log"))
    }

    /// The product, durable, on the data folder `name`, which is kept from one start to the next.
    fn xconnect(&mut self, name: &str) -> Result<Server, String> {
        self.xconnect_at(name, "instant")
    }

    /// As [`Bench::xconnect`], with another timing profile.
    fn xconnect_at(&mut self, name: &str, timing: &str) -> Result<Server, String> {
        let (api, operator) = (server::free_address()?, server::free_address()?);
        let (data, configuration) = (self.folder.join(name), self.folder.join("xconnect.toml"));
        let arguments = [
            ["--api", &api.to_string()],
            ["--api-tls", "127.0.0.1:0"],
            ["--operator", &operator.to_string()],
            ["--data", &data.to_string_lossy()],
            ["--config", &configuration.to_string_lossy()],
            ["--timing", timing],
        ];
        let arguments: Vec<&str> =
            std::iter::once("serve").chain(arguments.iter().flatten().copied()).collect();
        let log = self.folder.join(format!("{name}.log"));
        let server = Server::start(&self.workspace.release("xconnect"), &arguments, api, &log)?;
        let server = server.with_operator(operator);
        self.runs.push(json!({ "mode": "start", "data": name, "ms": server.start_ms() }));
        Ok(server)
    }

    /// One run of the load generator.
    fn load(&mut self, server: &Server, run: &Load<'_>) -> Result<Figures, String> {
        let mut load = command(self.workspace.release("load"), &self.folder, &["--mode", run.mode]);
        load.args(["--addr", &server.api().to_string()]);
        load.args(["--connections", &run.connections.to_string()]);
        load.args(["--requests", &run.requests.to_string(), "--warmup", &run.warmup.to_string()]);
        for (option, file) in [("--subjects", run.subjects), ("--collect", run.collect)] {
            if let Some(file) = file {
                load.arg(option).arg(file);
            }
        }
        if let Some(call) = run.call {
            load.args(call.parameters.iter().flat_map(|parameter| ["--param", parameter]));
            load.args(["--evidence", call.evidence]);
            if let Some((id, secret)) = &call.key {
                load.args(["--access-key-id", id, "--access-key-secret", secret]);
            }
        }
        let line = capture(load)?;
        println!("{}", line.trim());
        let value: Value =
            serde_json::from_str(&line).map_err(|error| format!("load printed {line:?}: {error}"))?;
        let figures = Figures::read(&value).ok_or_else(|| format!("load left figures out: {line}"))?;
        self.runs.push(value);
        Ok(figures)
    }

    /// Creates routers and then interfaces on them; the file that names the interfaces.
    fn fill(&mut self, server: &Server, name: &str, interfaces: u64) -> Result<PathBuf, String> {
        let routers = self.routers(server, name, interfaces)?;
        let ids = self.folder.join(format!("{name}-interfaces.txt"));
        let create =
            Load { collect: Some(&ids), subjects: Some(&routers), ..Load::new("create", interfaces) };
        self.load(server, &create)?;
        Ok(ids)
    }

    /// Creates as many routers as `interfaces` want; the file that names them.
    fn routers(&mut self, server: &Server, name: &str, interfaces: u64) -> Result<PathBuf, String> {
        let file = self.folder.join(format!("{name}-routers.txt"));
        let count = interfaces.div_ceil(INTERFACES_PER_ROUTER);
        self.load(server, &Load { collect: Some(&file), ..Load::new("routers", count) })?;
        Ok(file)
    }
}

/// One run of the load generator, in its own terms.
struct Load<'a> {
    mode: &'static str,
    /// What mode `call` asks.
    call: Option<&'a Call>,
    connections: u64,
    requests: u64,
    warmup: u64,
    subjects: Option<&'a Path>,
    collect: Option<&'a Path>,
}

impl Load<'_> {
    fn new(mode: &'static str, requests: u64) -> Self {
        Self { mode, call: None, connections: 64, requests, warmup: 0, subjects: None, collect: None }
    }
}

/// A call of any action.
#[derive(Debug, Clone)]
struct Call {
    /// `name=value` for each parameter, the action first, with blanks as the load generator has them.
    parameters: Vec<String>,
    /// The member that an answer must have.
    evidence: &'static str,
    /// Id and secret of the access key; the first account's when absent.
    key: Option<(String, String)>,
}

impl Call {
    /// The action's name.
    fn action(&self) -> &str {
        self.parameters.first().map_or("", |action| action.trim_start_matches("Action="))
    }
}

/// What a run came to.
#[derive(Debug, Clone, Copy)]
struct Figures {
    /// Answers a second.
    rps: f64,
    p50_us: f64,
    p99_us: f64,
}

impl Figures {
    fn read(line: &Value) -> Option<Self> {
        let number = |name| line[name].as_f64();
        Some(Self { rps: number("rps")?, p50_us: number("p50_us")?, p99_us: number("p99_us")? })
    }
}

/// The middle one of a few measurements, of which there is at least one.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() / 2 {
        middle if values.len() % 2 == 1 => values[middle],
        middle => (values[middle - 1] + values[middle]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_may_be_picked_and_made_quick() {
        let names = |options: &[&str]| {
            let plan = parse(options).ok()?;
            Some((plan.quick, plan.parts.iter().map(|part| part.name).collect::<Vec<_>>()))
        };
        let all: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        assert_eq!(names(&[]), Some((false, all.clone())));
        assert_eq!(names(&["quick"]), Some((true, all)));
        assert_eq!(names(&["start", "memory"]), Some((false, vec!["start", "memory"])));
        assert_eq!(names(&["describe", "quick"]), Some((true, vec!["describe"])));
        assert_eq!(names(&["peers"]), Some((false, vec!["peers"])));
        assert_eq!(names(&["slow"]), None);
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![3.0]), 3.0);
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 9.0]), 3.0);
    }
}

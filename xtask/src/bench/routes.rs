//! Routes: how quickly the path engine answers among a million of them, what an entry weighs, and what it costs to add
//! one to a table that has many.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::report::{Row, Unit, grouped};
use super::server::Server;
use super::{Bench, Call, Load, median};
use crate::shell::{capture, command};

/// Answers about a packet there and back, for a second of one core.
const PATHS_PER_SECOND: f64 = 50_000.0;
/// Of the rate at which entries are added to empty tables.
const SHARE_OF_EMPTY: f64 = 0.9;

/// The account that a server has out of the box.
const OWNER: &str = "1234567890123456";
/// Tables with many entries, and as many with hardly any.
const TABLES: u64 = 4_000;
/// What is left to do may take so long.
const PATIENCE: Duration = Duration::from_secs(120);

pub(super) fn routes(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let mut rows = paths(bench)?;
    rows.extend(creations(bench)?);
    Ok(rows)
}

/// Asks the path engine without a server around it, on one thread.
fn paths(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let (sites, queries) = (bench.choose(2_000, 200).to_string(), bench.choose(500_000, 50_000).to_string());
    let arguments = ["--sites", &sites, "--queries", &queries];
    let line = capture(command(bench.workspace.release("paths"), &bench.folder, &arguments))?;
    println!("{}", line.trim());
    let report: Value =
        serde_json::from_str(&line).map_err(|error| format!("paths printed {line:?}: {error}"))?;
    let number = |name: &str| report[name].as_f64().ok_or_else(|| format!("paths left {name} out: {line}"));
    let by_processor = number("queries_per_processor_second")?;
    let (routers, entries) = (grouped(number("routers")?), grouped(number("routes")?));
    let mut rows = vec![
        Row::at_least(
            format!(
                "paths there and back, {routers} routers, {entries} routes, per second of one core's time"
            ),
            by_processor,
            Unit::PerSecond,
            PATHS_PER_SECOND,
        ),
        Row::plain(
            "the same by the clock, on a machine that others use too",
            number("queries_per_second")?,
            Unit::PerSecond,
        ),
        Row::plain(
            "first answer after one more entry, in the path engine",
            number("follow_ms")?,
            Unit::Milliseconds,
        ),
    ];
    for (measure, name) in [
        ("memory of a route entry", "state_bytes_per_route"),
        ("memory of a route entry in the path engine", "trie_bytes_per_route"),
        ("memory of a route learned over BGP", "bytes_per_learned_route"),
        ("memory of a BGP peer", "bytes_per_bgp_peer"),
        ("memory of a BGP network", "bytes_per_bgp_network"),
    ] {
        rows.push(Row::plain(measure, number(name)?, Unit::Bytes));
    }
    bench.runs.push(report);
    Ok(rows)
}

/// Adds entries to tables with many and to tables with hardly any, in turns, on one server. A table takes one entry at a
/// time, as the next one has to wait until the one before is Available: hence many tables of each kind, and runs
/// that give each of them one.
fn creations(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let entries = bench.choose(250, 25);
    let tables = Tables::new(bench)?;
    let alone = tables.add(bench, &tables.empty, 19, 0)?;
    let runs = bench.runs.len();
    for nth in 0..entries {
        tables.add(bench, &tables.full, 20, nth)?;
    }
    // What filled them was not measured.
    bench.runs.truncate(runs);
    let (mut at_empty, mut at_full, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..bench.choose(21, 7) {
        // Who comes first has what the machine did before: each does every other time.
        let mut both = [&tables.empty, &tables.full];
        both.rotate_left((round % 2) as usize);
        let mut rates = [tables.add(bench, both[0], 21, round)?, tables.add(bench, both[1], 21, round)?];
        rates.rotate_right((round % 2) as usize);
        let [one, other] = rates;
        at_empty.push(one);
        at_full.push(other);
        shares.push(other / one);
    }
    let all = grouped((TABLES * entries) as f64);
    let full = format!("CreateRouteEntry, tables of {} entries", grouped(entries as f64));
    Ok(vec![
        Row::plain("CreateRouteEntry, no other entries, 64 connections", alone, Unit::PerSecond),
        Row::plain(
            format!("CreateRouteEntry, empty tables among {all} entries"),
            median(at_empty),
            Unit::PerSecond,
        ),
        Row::plain(full.as_str(), median(at_full), Unit::PerSecond),
        Row::at_least(format!("{full} beside empty ones"), median(shares), Unit::Ratio, SHARE_OF_EMPTY),
    ])
}

/// A server with route tables, each with something that routes can lead to. The files have a table and its next hop a
/// line.
struct Tables {
    server: Server,
    empty: PathBuf,
    full: PathBuf,
}

impl Tables {
    fn new(bench: &mut Bench<'_>) -> Result<Self, String> {
        let server = bench.xconnect_at("routes", "fast")?;
        bench.load(&server, &Load::new("routers", 2 * TABLES))?;
        Self::settle(&server)?;
        server.operate("POST", "/v1/clock/freeze", "{}")?;
        let drawn = server.operate("GET", "/v1/topology?routes=true", "")?;
        let drawn: Value = serde_json::from_str(&drawn).map_err(|error| error.to_string())?;
        let list = |name: &str| drawn[name].as_array().cloned().unwrap_or_default();
        // A VPC comes with one entry, and both lists are in the order of creation.
        let mut lines = [Vec::new(), Vec::new()];
        for (nth, (vpc, entry)) in list("nodes").iter().zip(&list("routes")).enumerate() {
            let target =
                json!({ "kind": "Instance", "account": OWNER, "region": "cn-hangzhou", "vpc": vpc["id"] });
            server.operate("PUT", &format!("/v1/targets/i-{nth}"), &target.to_string())?;
            let table = entry["table"].as_str().ok_or("an entry has no table")?;
            lines[nth % 2].push(format!("{table} i-{nth}"));
        }
        let [empty, full] = ["empty", "full"].map(|name| bench.folder.join(format!("routes-{name}.txt")));
        for (file, lines) in [&empty, &full].into_iter().zip(lines) {
            fs::write(file, lines.join("\n")).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(Self { server, empty, full })
    }

    /// Adds one entry to each of these tables, the `nth` whose destination begins with this octet; how many a second.
    /// Returns when all of them are Available, which nobody's answer has waited for.
    fn add(&self, bench: &mut Bench<'_>, tables: &Path, octet: u64, nth: u64) -> Result<f64, String> {
        let destination = format!("DestinationCidrBlock={octet}.{}.{}.0/24", nth / 256, nth % 256);
        let parameters =
            ["Action=CreateRouteEntry", "RouteTableId={1}", "NextHopType=Instance", "NextHopId={2}"];
        let parameters = parameters.into_iter().chain([destination.as_str()]).map(str::to_owned);
        let call = Call { parameters: parameters.collect(), evidence: "RouteEntryId", key: None };
        let load = Load { call: Some(&call), subjects: Some(tables), ..Load::new("call", TABLES) };
        let figures = bench.load(&self.server, &load)?;
        Self::settle(&self.server)?;
        Ok(figures.rps)
    }

    fn settle(server: &Server) -> Result<(), String> {
        let began = Instant::now();
        loop {
            match server.operate("POST", "/v1/clock/run-dry", "{}") {
                Ok(answer) if answer.contains("\"settled\":true") => return Ok(()),
                Err(reason) if began.elapsed() > PATIENCE => return Err(reason),
                Ok(answer) if began.elapsed() > PATIENCE => return Err(format!("does not settle: {answer}")),
                Ok(_) | Err(_) => {}
            }
        }
    }
}

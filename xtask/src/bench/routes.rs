//! Routes: how quickly the path engine answers among a million of them, what an entry weighs, and what it costs to add
//! one to a table that has many.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::report::{Row, Unit};
use super::server::Server;
use super::{Bench, Call, Load, median};
use crate::shell::{capture, command};

/// Answers about a packet there and back, for a second of one core.
const PATHS_PER_SECOND: f64 = 50_000.0;
/// Of the rate at which entries are added to empty tables.
const SHARE_OF_EMPTY: f64 = 0.9;

/// The account that a server has out of the box.
const OWNER: &str = "1234567890123456";
/// Entries of one table that differ in one octet.
const SPREAD: u64 = 250;

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
    let mut rows = vec![
        Row::at_least(
            "paths there and back, 10,000 routers and 1,000,000 routes, for a second of one core's time",
            by_processor,
            Unit::PerSecond,
            PATHS_PER_SECOND,
        ),
        Row::plain(
            "the same by the clock, on a shared machine",
            number("queries_per_second")?,
            Unit::PerSecond,
        ),
        Row::plain("the same after one more entry, first answer", number("follow_ms")?, Unit::Milliseconds),
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

/// Adds entries to tables with many and to tables with hardly any, in turns. A table takes one entry at a time, as the
/// next one has to wait until the one before is Available: hence many tables, each with one entry under way at most.
fn creations(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let (tables, entries) = (500, bench.choose(1_000, 250));
    let mut empty = Tables::new(bench, "routes-empty", tables)?;
    let mut full = Tables::new(bench, "routes-full", tables)?;
    for octet in 0..entries / SPREAD {
        full.add(bench, 20, octet, SPREAD)?;
    }
    let (mut at_empty, mut at_full, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..bench.choose(7, 3) {
        let (one, other) = (empty.add(bench, 21, round, 10)?, full.add(bench, 21, round, 10)?);
        at_empty.push(one);
        at_full.push(other);
        shares.push(other / one);
    }
    let measure = format!("CreateRouteEntry, {tables} tables of {entries} entries beside empty ones");
    Ok(vec![
        Row::plain("CreateRouteEntry, empty tables, 64 connections", median(at_empty), Unit::PerSecond),
        Row::plain(
            format!("CreateRouteEntry, tables of {entries} entries, 64 connections"),
            median(at_full),
            Unit::PerSecond,
        ),
        Row::at_least(measure, median(shares), Unit::Ratio, SHARE_OF_EMPTY),
    ])
}

/// A server with route tables, each with something that routes can lead to.
struct Tables {
    server: Server,
    count: u64,
    /// A table and its next hop a line.
    subjects: PathBuf,
}

impl Tables {
    fn new(bench: &mut Bench<'_>, name: &str, count: u64) -> Result<Self, String> {
        let server = bench.xconnect(name)?;
        bench.load(&server, &Load::new("routers", count))?;
        let drawn = server.operate("GET", "/v1/topology?routes=true", "")?;
        let drawn: Value = serde_json::from_str(&drawn).map_err(|error| error.to_string())?;
        let list = |name: &str| drawn[name].as_array().cloned().unwrap_or_default();
        // A VPC comes with one entry, and both lists are in the order of creation.
        let mut lines = Vec::new();
        for (nth, (vpc, entry)) in list("nodes").iter().zip(&list("routes")).enumerate() {
            let target =
                json!({ "kind": "Instance", "account": OWNER, "region": "cn-hangzhou", "vpc": vpc["id"] });
            server.operate("PUT", &format!("/v1/targets/i-{nth}"), &target.to_string())?;
            let table = entry["table"].as_str().ok_or("an entry has no table")?;
            lines.push(format!("{table} i-{nth}"));
        }
        let subjects = bench.folder.join(format!("{name}.txt"));
        std::fs::write(&subjects, lines.join("\n"))
            .map_err(|error| format!("{}: {error}", subjects.display()))?;
        Ok(Self { server, count, subjects })
    }

    /// Adds entries to all tables, and returns how many a second.
    fn add(&mut self, bench: &mut Bench<'_>, first: u64, second: u64, each: u64) -> Result<f64, String> {
        let destination = format!("DestinationCidrBlock={first}.{second}.{{turn}}.0/24");
        let parameters =
            ["Action=CreateRouteEntry", "RouteTableId={1}", "NextHopType=Instance", "NextHopId={2}"];
        let parameters = parameters.into_iter().chain([destination.as_str()]).map(str::to_owned);
        let call = Call { parameters: parameters.collect(), evidence: "RouteEntryId", key: None };
        let load = Load {
            call: Some(&call),
            subjects: Some(&self.subjects),
            ..Load::new("call", self.count * each)
        };
        Ok(bench.load(&self.server, &load)?.rps)
    }
}

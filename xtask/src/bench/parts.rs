//! What is measured, part by part, and what it is promised to come to.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use super::lines::lines;
use super::peers::{peers, python_peers};
use super::report::{Row, Unit, grouped};
use super::routes::routes;
use super::server::Server;
use super::{Bench, Figures, Load, median};

/// One part of the benchmark, which can run alone.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) run: fn(&mut Bench<'_>) -> Result<Vec<Row>, String>,
}

/// The parts that need nothing from outside, quickest first.
pub(super) const PARTS: &[Part] = &[
    Part { name: "start", about: "from nothing to the first answer", run: start },
    Part { name: "memory", about: "resident memory, empty and with 10,000 interfaces", run: memory },
    Part { name: "describe", about: "signed reads beside a server that does nothing else", run: describe },
    Part { name: "create", about: "durable writes", run: create },
    Part {
        name: "scale",
        about: "1,000 interfaces beside 1,000,000, and a restart with so many",
        run: scale,
    },
    Part { name: "lines", about: "lists of lines among many, and each write about lines", run: lines },
    Part {
        name: "routes",
        about: "paths among a million routes, and entries in tables with many",
        run: routes,
    },
];

/// Parts that are run only when they are named: they install what they compare with.
pub(super) const NAMED_PARTS: &[Part] = &[
    Part {
        name: "peers",
        about: "beside other emulators, from package registries; only when named",
        run: peers,
    },
    Part {
        name: "python-peers",
        about: "the same without fakecloud, which takes an hour to build; only when named",
        run: python_peers,
    },
];

/// Signed answers a second on two cores that also carry the load generator.
const DESCRIBES_PER_SECOND: f64 = 40_000.0;
/// Of the bare server's rate.
const SHARE_OF_BARE: f64 = 0.5;
const DURABLE_CREATES_PER_SECOND: f64 = 10_000.0;
/// Of the rate with a thousand interfaces: a description may cost at most 1.3 times as much.
pub(super) const SHARE_AT_A_MILLION: f64 = 1.0 / 1.3;
const START_MS: f64 = 30.0;
const START_AT_A_MILLION_MS: f64 = 3_000.0;
const RESIDENT_MB: f64 = 15.0;
const RESIDENT_WITH_10_000_MB: f64 = 30.0;

fn start(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let mut times = Vec::new();
    for round in 0..bench.choose(21, 5) {
        times.push(bench.xconnect(&format!("start-{round}"))?.start_ms());
    }
    let slowest = times.iter().copied().fold(0.0, f64::max);
    Ok(vec![
        Row::at_most("first answer, empty", median(times), Unit::Milliseconds, START_MS),
        Row::plain("first answer, empty, slowest", slowest, Unit::Milliseconds),
    ])
}

fn memory(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let server = bench.xconnect("memory")?;
    settle();
    let empty = server.resident_mb()?;
    bench.fill(&server, "memory", 10_000)?;
    settle();
    let filled = server.resident_mb()?;
    Ok(vec![
        Row::at_most("resident, empty", empty, Unit::Megabytes, RESIDENT_MB),
        Row::at_most("resident, 10,000 interfaces", filled, Unit::Megabytes, RESIDENT_WITH_10_000_MB),
    ])
}

fn describe(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let (bare, xconnect) = (bench.bare()?, bench.xconnect("describe")?);
    let ids = bench.fill(&xconnect, "describe", 1_000)?;
    let (mut ceiling, mut real) = (Vec::new(), Vec::new());
    for _ in 0..bench.choose(5, 3) {
        ceiling.push(bench.load(&bare, &reads(bench, "bare", None))?);
        real.push(bench.load(&xconnect, &reads(bench, "describe", Some(&ids)))?);
    }
    let (ceiling, real) = (middle(&ceiling), middle(&real));
    let share = real.rps / ceiling.rps;
    Ok(vec![
        Row::plain("bare server, 64 connections", ceiling.rps, Unit::PerSecond),
        Row::at_least("describe, 64 connections", real.rps, Unit::PerSecond, DESCRIBES_PER_SECOND),
        Row::at_least("describe, share of the bare server", share, Unit::Ratio, SHARE_OF_BARE),
        Row::plain("describe, half within", real.p50_us, Unit::Microseconds),
        Row::plain("describe, 99 of 100 within", real.p99_us, Unit::Microseconds),
    ])
}

fn create(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let flush = flush_us(&bench.folder).map_err(|error| format!("measuring the disk: {error}"))?;
    let server = bench.xconnect("create")?;
    let (rounds, requests, warmup) = (3, bench.choose(20_000, 5_000), 1_000);
    let routers = bench.routers(&server, "create", rounds * (requests + warmup))?;
    let mut figures = Vec::new();
    for _ in 0..rounds {
        let run = Load { warmup, subjects: Some(&routers), ..Load::new("create", requests) };
        figures.push(bench.load(&server, &run)?);
    }
    let figures = middle(&figures);
    Ok(vec![
        Row::plain("the disk's own flush", flush, Unit::Microseconds),
        Row::at_least(
            "durable create, 64 connections",
            figures.rps,
            Unit::PerSecond,
            DURABLE_CREATES_PER_SECOND,
        ),
        Row::plain("durable create, half within", figures.p50_us, Unit::Microseconds),
        Row::plain("durable create, 99 of 100 within", figures.p99_us, Unit::Microseconds),
    ])
}

fn scale(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    let many = bench.choose(1_000_000, 100_000);
    let (small, large) = (bench.xconnect("few")?, bench.xconnect("many")?);
    let few_ids = bench.fill(&small, "few", 1_000)?;
    let many_ids = bench.fill(&large, "many", many)?;
    let (mut few, mut lots) = (Vec::new(), Vec::new());
    for _ in 0..bench.choose(5, 3) {
        few.push(bench.load(&small, &reads(bench, "describe", Some(&few_ids)))?);
        lots.push(bench.load(&large, &reads(bench, "describe", Some(&many_ids)))?);
    }
    drop(small);
    let crowd = grouped(many as f64);
    let (few, lots) = (middle(&few), middle(&lots));
    let mut rows = vec![
        Row::plain("describe among 1,000", few.rps, Unit::PerSecond),
        Row::plain(format!("describe among {crowd}"), lots.rps, Unit::PerSecond),
        Row::at_least(format!("{crowd} beside 1,000"), lots.rps / few.rps, Unit::Ratio, SHARE_AT_A_MILLION),
        Row::plain(format!("resident, {crowd} interfaces"), large.resident_mb()?, Unit::Megabytes),
    ];
    rows.extend(restarts(bench, large, &crowd, &many_ids)?);
    Ok(rows)
}

/// How long a server with data takes to come back: once after `kill -9`, then after being asked to stop.
fn restarts(bench: &mut Bench<'_>, running: Server, crowd: &str, ids: &Path) -> Result<Vec<Row>, String> {
    drop(running);
    let mut server = bench.xconnect("many")?;
    let after_kill = server.start_ms();
    // A fast start that forgot something would be no start at all.
    bench.load(&server, &Load { subjects: Some(ids), ..Load::new("describe", 10_000) })?;
    let mut after_stop = Vec::new();
    for _ in 0..3 {
        server.stop()?;
        server = bench.xconnect("many")?;
        after_stop.push(server.start_ms());
    }
    settle();
    let (limit, resident) = (START_AT_A_MILLION_MS, server.resident_mb()?);
    Ok(vec![
        Row::plain(format!("first answer after kill -9, {crowd} interfaces"), after_kill, Unit::Milliseconds),
        Row::at_most(
            format!("first answer, {crowd} interfaces"),
            median(after_stop),
            Unit::Milliseconds,
            limit,
        ),
        Row::plain(format!("resident after a restart, {crowd} interfaces"), resident, Unit::Megabytes),
    ])
}

/// One round of reads.
fn reads<'a>(bench: &Bench<'_>, mode: &'static str, ids: Option<&'a Path>) -> Load<'a> {
    let warmup = bench.choose(20_000, 5_000);
    Load { warmup, subjects: ids, ..Load::new(mode, bench.choose(200_000, 50_000)) }
}

/// The middle of several rounds, figure by figure.
fn middle(rounds: &[Figures]) -> Figures {
    let median_of = |figure: fn(&Figures) -> f64| median(rounds.iter().map(figure).collect());
    Figures {
        rps: median_of(|round| round.rps),
        p50_us: median_of(|round| round.p50_us),
        p99_us: median_of(|round| round.p99_us),
    }
}

/// Lets a server put away what its last requests left lying about.
pub(super) fn settle() {
    std::thread::sleep(Duration::from_secs(1));
}

/// What the disk takes to make a small append durable: the figure below which no single durable write can come.
fn flush_us(folder: &Path) -> std::io::Result<f64> {
    let mut file = File::create(folder.join("flush"))?;
    let mut times = Vec::new();
    for _ in 0..101 {
        let began = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        times.push(began.elapsed().as_secs_f64() * 1e6);
    }
    Ok(median(times))
}

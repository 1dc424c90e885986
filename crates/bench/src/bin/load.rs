//! Asks a server the same kind of thing over many connections, as fast as it answers, and prints one line of JSON.
//!
//! ```text
//! load --addr 127.0.0.1:8900 --mode routers  --requests 10 --collect routers.txt
//! load --addr 127.0.0.1:8900 --mode create   --requests 1000 --subjects routers.txt --collect interfaces.txt
//! load --addr 127.0.0.1:8900 --mode describe --requests 500000 --subjects interfaces.txt
//! load --addr 127.0.0.1:8900 --mode call --param Action=CancelPhysicalConnection --param PhysicalConnectionId={1} \
//!     --requests 100 --subjects lines.txt
//! load --addr 127.0.0.1:5000 --mode ec2 --param Action=CreateVpc --param CidrBlock=10.0.0.0/16 --evidence vpcId
//! ```
//!
//! The exit status is 1 when any answer was not the one asked for; the first of those goes to standard error.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a report on standard output is what this program is"
)]
#![expect(clippy::disallowed_methods, reason = "requests carry the time at which they are signed")]

use std::error::Error;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use jiff::Timestamp;
use xconnect_bench::client::Client;
use xconnect_bench::request::{AccessKey, Mode, Presigner};
use xconnect_bench::tally::Tally;
use xconnect_bench::template::Template;

/// Requests signed at a time. Sending them takes seconds at most, so that their timestamps are always fresh.
const BATCH: u64 = 1 << 16;

/// A closed-loop load generator.
#[derive(Debug, Parser)]
struct Options {
    /// The server's address.
    #[arg(long)]
    addr: SocketAddr,
    /// What to ask.
    #[arg(long)]
    mode: Mode,
    /// A parameter of a `call`, `ec2`, or `direct-connect`: a name and a value, with the blanks {1}, {2}, {3}, {n}, and {turn}.
    #[arg(long = "param", value_name = "NAME=VALUE")]
    params: Vec<String>,
    /// The member that an answer to one of these must have, and that is collected; an element, for `ec2`.
    #[arg(long)]
    evidence: Option<String>,
    /// Connections, each with one request under way.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    connections: u16,
    /// Requests to measure.
    #[arg(long, default_value_t = 100_000)]
    requests: u64,
    /// Requests to send before measuring.
    #[arg(long, default_value_t = 0)]
    warmup: u64,
    /// A file of what to ask about, one a line: interfaces for `describe`, routers for `create`, up to three words
    /// for `call`.
    #[arg(long)]
    subjects: Option<PathBuf>,
    /// A file to write the ids to that the measured answers name, one a line, in the order of the requests.
    #[arg(long)]
    collect: Option<PathBuf>,
    /// The access key to sign with.
    #[arg(long, default_value = "testid")]
    access_key_id: String,
    /// Its secret.
    #[arg(long, default_value = "testsecret")]
    access_key_secret: String,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("load: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures, prints, and returns the number of wrong answers.
fn run(options: &Options) -> Result<u64, Box<dyn Error>> {
    let key = AccessKey { id: options.access_key_id.clone(), secret: options.access_key_secret.clone() };
    let subjects = read_subjects(options)?;
    let template = Template::new(options.params.iter().map(String::as_str));
    let action = template.action().to_owned();
    let presigner = Presigner::new(options.mode, options.addr, key, subjects, getrandom::u64()?);
    let mut presigner = presigner.with_template(template);
    let evidence = options.evidence.as_deref().unwrap_or(options.mode.evidence());
    let mut client = Client::connect(options.addr, options.connections.into())?;
    send(&mut client, &mut presigner, options.warmup, &mut tally_for(options.mode, evidence, false))?;
    let mut tally = tally_for(options.mode, evidence, options.collect.is_some());
    let elapsed = send(&mut client, &mut presigner, options.requests, &mut tally)?;

    if let Some(path) = &options.collect {
        fs::write(path, tally.collected().join("\n")).map_err(|error| about(path, &error))?;
    }
    if let Some(answer) = tally.first_error() {
        eprintln!("load: the first wrong answer: {answer}");
    }
    let mode = options.mode.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let report = tally.report(if action.is_empty() { &mode } else { &action }, client.connections(), elapsed);
    println!("{}", serde_json::to_string(&report)?);
    Ok(report.errors)
}

/// Sends `count` requests batch by batch; the time spent signing is not in the result.
fn send(
    client: &mut Client,
    presigner: &mut Presigner,
    count: u64,
    tally: &mut Tally,
) -> Result<Duration, Box<dyn Error>> {
    let mut elapsed = Duration::ZERO;
    let mut left = count;
    while left > 0 {
        let size = left.min(BATCH);
        let batch = presigner.batch(usize::try_from(size)?, Timestamp::now());
        elapsed += client.run(&batch, tally)?;
        left -= size;
    }
    Ok(elapsed)
}

fn tally_for(mode: Mode, evidence: &str, collect: bool) -> Tally {
    match mode {
        Mode::Ec2 => Tally::of_elements(evidence, collect),
        _ => Tally::new(evidence, collect),
    }
}

fn read_subjects(options: &Options) -> Result<Vec<String>, Box<dyn Error>> {
    let path = match &options.subjects {
        None if options.mode.needs_subjects() => return Err("this mode needs --subjects".into()),
        Some(path) if options.mode.needs_subjects() || options.mode.follows_template() => path,
        _ => return Ok(Vec::new()),
    };
    let text = fs::read_to_string(path).map_err(|error| about(path, &error))?;
    let subjects: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if subjects.is_empty() { Err(format!("{} names nothing", path.display()).into()) } else { Ok(subjects) }
}

fn about(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

//! What is read from files: logs, and fixtures.
//!
//! - [`log_reader`] takes a log: a line an entry; a line that begins with `snapshot ` is a chunk of a snapshot that is
//!   taken of the entries before it;
//! - [`fixture`] takes a fixture as it is.

use std::sync::Arc;
use std::time::Duration;

use xconnect::fixture as fixtures;
use xconnect_engine::clock::ManualWall;
use xconnect_engine::fabric::Simulated;
use xconnect_engine::timing::{Step, Timing};
use xconnect_engine::{Engine, Options, OsRandom, Provider, Retention, StartError};
use xconnect_log::{FailingLog, Fault, FaultSwitch, Log, MemoryLog, Position};
use xconnect_model::Time;
use xconnect_model::account::ProviderMode;
use xconnect_state::State;

/// Entries of a log; more tell nothing that fewer do not.
const MOST_ENTRIES: usize = 64;
/// What begins a line that is no entry.
const SNAPSHOT: &[u8] = b"snapshot ";

/// A log of any content gives the same State whenever it is read, or is refused with the position of what is wrong.
pub fn log_reader(input: &[u8]) {
    let log = log_of(input);
    match (state(&log), state(&log)) {
        (Ok(once), Ok(again)) => assert!(once == again, "two States of one log"),
        (Err(StartError::Unreadable { position, reason }), Err(_)) => {
            let head = log.clone().head().unwrap_or_else(|error| panic!("{error}"));
            assert!(position <= head && !reason.is_empty(), "{position} of {head}: {reason}");
        }
        (once, _) => panic!("neither read nor refused, or not always: {:?}", once.err()),
    }
}

/// A fixture of any content is read, or refused with words for it; what is read holds no more than it may.
pub fn fixture(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    match fixtures::read(text) {
        Ok(fixture) => assert!(fixture.records() <= fixtures::RECORDS),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn log_of(input: &[u8]) -> MemoryLog {
    let mut log = MemoryLog::new();
    let lines: Vec<_> = input.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let (mut head, mut chunks) = (0, Vec::new());
    for line in lines.into_iter().take(MOST_ENTRIES) {
        match line.strip_prefix(SNAPSHOT) {
            Some(chunk) => chunks.push(chunk),
            None => {
                take_snapshot(&mut log, head, &mut chunks);
                head = log.append(head, &[line.to_vec()]).unwrap_or_else(|error| panic!("{error}"));
            }
        }
    }
    take_snapshot(&mut log, head, &mut chunks);
    log
}

fn take_snapshot(log: &mut MemoryLog, at: Position, chunks: &mut Vec<&[u8]>) {
    if chunks.is_empty() {
        return;
    }
    let taken = log.snapshot_writer(at).and_then(|mut writer| {
        chunks.drain(..).try_for_each(|chunk| writer.write(chunk))?;
        writer.commit()
    });
    taken.unwrap_or_else(|error| panic!("{error}"));
}

/// The State that an engine begins with. Nothing ends by itself, and nothing can be written.
fn state(log: &MemoryLog) -> Result<State, StartError> {
    let never = Step::ALL.into_iter().fold(Timing::default(), |all, (_, step)| all.with(step, Duration::MAX));
    let faults = FaultSwitch::new();
    faults.set(Fault::Always);
    let engine = Engine::start(Options {
        log: Box::new(FailingLog::new(log.clone(), faults)),
        wall: Arc::new(ManualWall::at(Time(1_800_000_000_000))),
        fabric: Arc::new(Simulated::new(never.clone())),
        random: Box::new(OsRandom::default()),
        provider: Provider { timing: never, mode: ProviderMode::Manual },
        retention: Retention::default(),
    })?;
    let state = State::clone(&engine.state());
    engine.stop();
    Ok(state)
}

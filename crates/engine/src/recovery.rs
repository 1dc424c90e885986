//! Start-up: the newest snapshot, and the entries after it, decoded on all cores.

use std::collections::VecDeque;
use std::sync::mpsc::{SyncSender, sync_channel};

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use xconnect_log::{Entry, Log, LogError, Position, SnapshotReader};
use xconnect_model::Time;
use xconnect_state::{Change, Loader, State};

use crate::commit::{Commit, Nonce, VERSION};
use crate::engine::StartError;
use crate::snapshot::{self, Chunk};

/// Entries that are read and decoded at a time.
const PAGE: usize = 4_096;
/// Snapshot chunks that are decoded at a time.
const CHUNKS: usize = 256;

/// What the log says.
pub(crate) struct Recovered {
    pub(crate) state: State,
    /// The last entry.
    pub(crate) position: Position,
    /// The entry that the newest snapshot holds; 0 without one.
    pub(crate) snapshot: Position,
    /// The latest service time in the log.
    pub(crate) latest: Time,
    /// Nonces that were used up, oldest first.
    pub(crate) nonces: VecDeque<Nonce>,
}

/// Reads a log from its newest snapshot on.
pub(crate) fn recover(log: &mut dyn Log) -> Result<Recovered, StartError> {
    let mut loader = Loader::default();
    let mut recovered = Recovered {
        state: State::default(),
        position: 0,
        snapshot: 0,
        latest: Time::default(),
        nonces: VecDeque::new(),
    };
    load_snapshot(log, &mut loader, &mut recovered)?;
    replay(log, &mut loader, &mut recovered)?;
    recovered.state = loader.finish();
    Ok(recovered)
}

fn load_snapshot(log: &mut dyn Log, loader: &mut Loader, found: &mut Recovered) -> Result<(), StartError> {
    let Some(mut reader) = log.latest_snapshot()? else { return Ok(()) };
    let position = reader.position();
    // Reading goes on while the cores decode what was read before.
    let (batches, waiting) = sync_channel(2);
    std::thread::scope(|scope| {
        let read = scope.spawn(move || read_chunks(reader.as_mut(), &batches));
        for raw in waiting {
            let decoded: Result<Vec<_>, _> =
                raw.into_par_iter().map(|chunk: Vec<u8>| snapshot::decode(&chunk)).collect();
            for chunk in decoded.map_err(|reason| StartError::Unreadable { position, reason })? {
                match chunk {
                    Chunk::Rows(rows) => loader.add(rows),
                    Chunk::Nonces(nonces) => found.nonces.extend(nonces),
                    Chunk::Rest { version, latest } => {
                        check_version(position, version)?;
                        found.latest = latest;
                    }
                }
            }
        }
        let panicked = |_| StartError::Unreadable { position, reason: "the reader has panicked".to_owned() };
        read.join().map_err(panicked)?.map_err(StartError::from)
    })?;
    found.position = position;
    found.snapshot = position;
    Ok(())
}

/// Reads a snapshot to its end. Only a reader that comes to the end knows that the snapshot was whole.
fn read_chunks(reader: &mut dyn SnapshotReader, batches: &SyncSender<Vec<Vec<u8>>>) -> Result<(), LogError> {
    loop {
        let mut raw = Vec::with_capacity(CHUNKS);
        while raw.len() < CHUNKS {
            let Some(chunk) = reader.next_chunk()? else { break };
            raw.push(chunk);
        }
        // Nobody listens any more when an earlier chunk could not be decoded.
        if raw.is_empty() || batches.send(raw).is_err() {
            return Ok(());
        }
    }
}

fn replay(log: &mut dyn Log, loader: &mut Loader, found: &mut Recovered) -> Result<(), StartError> {
    let after = found.position;
    // Reading goes on while the cores decode what was read before.
    let (pages, waiting) = sync_channel(2);
    std::thread::scope(|scope| {
        let read = scope.spawn(move || read_pages(log, after, &pages));
        for entries in waiting {
            let replayed: Result<Vec<Replayed>, _> =
                entries.par_iter().map(|entry| decode(entry, |entry: &Replayed| entry.version)).collect();
            for entry in replayed? {
                found.latest = found.latest.max(entry.at);
                found.nonces.extend(entry.nonce);
                loader.apply(entry.changes);
            }
            found.position = entries.last().map_or(found.position, |last| last.position);
        }
        let panicked =
            |_| StartError::Unreadable { position: after, reason: "the reader has panicked".to_owned() };
        read.join().map_err(panicked)?.map_err(StartError::from)
    })
}

/// Reads the entries after this one to the end.
fn read_pages(
    log: &mut dyn Log,
    mut after: Position,
    pages: &SyncSender<Vec<Entry>>,
) -> Result<(), LogError> {
    loop {
        let entries = log.read(after, PAGE)?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.position;
        // Nobody listens any more when an earlier entry could not be decoded.
        if pages.send(entries).is_err() {
            return Ok(());
        }
    }
}

/// An entry as far as it says what happened. Who asked for it is for the audit trail, and passed over unread.
#[derive(Deserialize)]
struct Replayed {
    #[serde(rename = "v")]
    version: u32,
    at: Time,
    nonce: Option<Nonce>,
    changes: Vec<Change>,
}

/// Reads one entry.
pub(crate) fn read(entry: &Entry) -> Result<Commit, StartError> {
    decode(entry, |commit: &Commit| commit.version)
}

fn decode<T: DeserializeOwned>(entry: &Entry, version: impl Fn(&T) -> u32) -> Result<T, StartError> {
    // That it is UTF-8 is checked once for all of it, which is quicker than text by text.
    let read = match std::str::from_utf8(&entry.body) {
        Ok(text) => serde_json::from_str::<T>(text),
        Err(_) => serde_json::from_slice(&entry.body),
    };
    // The version comes first: what a later version has written need not look like a commit to this one.
    let version = match &read {
        Ok(read) => Some(version(read)),
        Err(_) => serde_json::from_slice::<Versioned>(&entry.body).ok().map(|entry| entry.version),
    };
    check_version(entry.position, version.unwrap_or(VERSION))?;
    read.map_err(|error| unreadable(entry.position, &error))
}

/// The part of an entry that every version has.
#[derive(Deserialize)]
struct Versioned {
    #[serde(rename = "v")]
    version: u32,
}

fn check_version(position: Position, version: u32) -> Result<(), StartError> {
    if version <= VERSION {
        return Ok(());
    }
    let reason = format!("it was written by a later version (form {version}, this program reads {VERSION})");
    Err(StartError::Unreadable { position, reason })
}

fn unreadable(position: Position, error: &dyn std::error::Error) -> StartError {
    StartError::Unreadable { position, reason: error.to_string() }
}

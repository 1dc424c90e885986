//! Any byte of any file of a data directory altered, or any end of it cut off: what is read is all that was written,
//! or it is refused with the place of the damage. Never a part of it as if it were all, and never anything else.
#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

use std::fs;
use std::ops::Range;
use std::path::Path;

use tempfile::TempDir;
use xconnect_log::{Log, LogError, OpenError, Position, SqliteLog};

/// Up to here the log is trimmed, and there is a snapshot.
const TRIMMED: Position = 4;
/// The last entry of a log that was closed, and of one that was not.
const HEAD: Position = 14;
/// Commits of one that was not closed.
const COMMITS: Range<Position> = 9..HEAD;

/// How the write-ahead log is laid out: a header, then frames, each with a header of its own and a page.
const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const PAGE: usize = 4096;
const FRAME: usize = FRAME_HEADER + PAGE;

/// Everything that a log says: where it was trimmed, its snapshot, and its entries.
#[derive(Debug, PartialEq)]
struct Content {
    trimmed: Position,
    snapshot: Option<(Position, Vec<Vec<u8>>)>,
    entries: Vec<Vec<u8>>,
}

/// The files of a data directory.
#[derive(Clone)]
struct Files(Vec<(String, Vec<u8>)>);

impl Files {
    fn of(dir: &Path) -> Self {
        let file =
            |file: fs::DirEntry| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap());
        Self(fs::read_dir(dir).unwrap().map(|entry| file(entry.unwrap())).collect())
    }

    fn get(&self, name: &str) -> &[u8] {
        &self.0.iter().find(|(known, _)| known == name).unwrap().1
    }

    /// Puts them into a directory, with other bytes in one of them.
    fn put(&self, dir: &Path, altered: &str, bytes: &[u8]) {
        for file in fs::read_dir(dir).unwrap() {
            fs::remove_file(file.unwrap().path()).unwrap();
        }
        for (name, truth) in &self.0 {
            fs::write(dir.join(name), if name == altered { bytes } else { truth }).unwrap();
        }
    }
}

/// A log with everything in it: trimmed entries, a snapshot, small entries, one over several pages.
fn written(dir: &Path) -> SqliteLog {
    let mut log = SqliteLog::open(dir).unwrap();
    log.append(0, &bodies(0..COMMITS.start)).unwrap();
    let mut writer = log.snapshot_writer(TRIMMED).unwrap();
    for chunk in chunks() {
        writer.write(&chunk).unwrap();
    }
    writer.commit().unwrap();
    log.trim(TRIMMED).unwrap();
    // Closed, so that what comes next is alone in the write-ahead log.
    drop(log);
    let mut log = SqliteLog::open(dir).unwrap();
    for head in COMMITS {
        log.append(head, &bodies(head..head + 1)).unwrap();
    }
    log
}

fn bodies(after: Range<Position>) -> Vec<Vec<u8>> {
    let length = |position| if position == 7 { 4_500 } else { 15 * position };
    let body = |position: Position| {
        (0..length(position)).map(|byte| (byte * 31 + position * 7 + (byte >> 8)) as u8).collect()
    };
    after.map(|after| body(after + 1)).collect()
}

fn chunks() -> Vec<Vec<u8>> {
    vec![b"the first part of the state".to_vec(), Vec::new(), vec![0; 100], b"the last part".to_vec()]
}

/// What a whole log says that ends here.
fn truth(head: Position) -> Content {
    Content { trimmed: TRIMMED, snapshot: Some((TRIMMED, chunks())), entries: bodies(TRIMMED..head) }
}

/// Reads as whoever recovers does. An error has a place.
fn read(dir: &Path) -> Result<Content, String> {
    let mut log = SqliteLog::open(dir).map_err(|error| match error {
        OpenError::Corrupt { .. } | OpenError::NewerFormat { .. } => error.to_string(),
        other => panic!("no word of damage: {other:?}"),
    })?;
    let content = content(&mut log).map_err(|error| match error {
        LogError::Corrupt { position, .. } if position <= HEAD => error.to_string(),
        other => panic!("no word of damage: {other:?}"),
    })?;
    Ok(content)
}

fn content(log: &mut SqliteLog) -> Result<Content, LogError> {
    let trimmed = log.trimmed()?;
    let mut snapshot = None;
    if let Some(mut reader) = log.latest_snapshot()? {
        let mut chunks = Vec::new();
        while let Some(chunk) = reader.next_chunk()? {
            chunks.push(chunk);
        }
        snapshot = Some((reader.position(), chunks));
    }
    let mut entries = Vec::new();
    loop {
        let page = log.read(trimmed + entries.len() as Position, 3)?;
        if page.is_empty() {
            return Ok(Content { trimmed, snapshot, entries });
        }
        entries.extend(page.into_iter().map(|entry| entry.body));
    }
}

/// Reads after every one of these alterations of a file: how many were refused. What is read must be one of `truths`.
fn refused(
    files: &Files,
    name: &str,
    alterations: impl Iterator<Item = (usize, Vec<u8>)>,
    truths: impl Fn(usize) -> Vec<Content>,
) -> usize {
    // In memory, where a flush costs nothing.
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let mut refused = 0;
    for (place, bytes) in alterations {
        files.put(dir.path(), name, &bytes);
        match read(dir.path()) {
            Ok(content) => {
                let heads = content.trimmed + content.entries.len() as Position;
                assert!(truths(place).contains(&content), "{name}, {place}: the log ends at {heads}");
            }
            Err(_) => refused += 1,
        }
    }
    refused
}

/// The file with one byte altered, in one of these places after the other.
fn flipped(bytes: &[u8], places: impl Iterator<Item = usize>) -> impl Iterator<Item = (usize, Vec<u8>)> {
    places.map(|at| {
        let mut altered = bytes.to_vec();
        altered[at] ^= if at % 2 == 0 { 0xff } else { 0x41 };
        (at, altered)
    })
}

/// The file cut off at every length.
fn cut(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..bytes.len()).map(|length| (length, bytes[..length].to_vec()))
}

fn closed() -> Files {
    let dir = TempDir::new().unwrap();
    drop(written(dir.path()));
    assert_eq!(read(dir.path()), Ok(truth(HEAD)));
    Files::of(dir.path())
}

/// What a crash leaves: the last commits are in the write-ahead log alone.
fn crashed() -> Files {
    let dir = TempDir::new().unwrap();
    let log = written(dir.path());
    let files = Files::of(dir.path());
    drop(log);
    let copy = TempDir::new().unwrap();
    files.put(copy.path(), "", &[]);
    assert_eq!(read(copy.path()), Ok(truth(HEAD)));
    files
}

#[test]
fn any_byte_of_the_database() {
    let files = closed();
    let bytes = files.get("log.db");
    // The head of every page, all of the first with the schema, and a sample of the entries and of what is unused.
    let looked_at = |at: &usize| match bytes[*at] {
        _ if at % PAGE < 64 => true,
        0 => at.is_multiple_of(61),
        _ => *at < PAGE || at.is_multiple_of(3),
    };
    let places: Vec<_> = (0..bytes.len()).filter(looked_at).collect();
    let refused = refused(&files, "log.db", flipped(bytes, places.iter().copied()), |_| vec![truth(HEAD)]);
    assert!(refused > places.len() / 2, "{refused} of {}", places.len());
}

#[test]
fn any_length_of_the_database() {
    let files = closed();
    let bytes = files.get("log.db");
    let every_page = (0..bytes.len()).step_by(512).flat_map(|at| [at, at + 1, at + 511]);
    let lengths = every_page.filter(|length| *length < bytes.len());
    let mut count = 0;
    let cuts = lengths.map(|length| (length, bytes[..length].to_vec())).inspect(|_| count += 1);
    let refused = refused(&files, "log.db", cuts, |_| vec![truth(HEAD)]);
    // All that a page that is unused can lose is itself.
    assert!(refused > count / 2, "{refused} of {count}");
}

#[test]
fn any_byte_and_any_length_of_the_snapshot() {
    let files = closed();
    let name = format!("snapshot-{TRIMMED}.xcs");
    let bytes = files.get(&name);
    assert_eq!(refused(&files, &name, flipped(bytes, 0..bytes.len()), |_| Vec::new()), bytes.len());
    assert_eq!(refused(&files, &name, cut(bytes), |_| Vec::new()), bytes.len());
}

#[test]
fn any_byte_and_any_length_of_the_small_files() {
    let files = closed();
    for name in ["format", "LOCK"] {
        let bytes = files.get(name);
        refused(&files, name, flipped(bytes, 0..bytes.len()), |_| vec![truth(HEAD)]);
        refused(&files, name, cut(bytes), |_| vec![truth(HEAD)]);
    }
}

#[test]
fn any_byte_of_the_write_ahead_log() {
    let files = crashed();
    let bytes = files.get("log.db-wal");
    // Pages are summed up as a whole: a sample of them is enough. Heads are looked at byte by byte.
    let looked_at =
        |at: &usize| *at < HEADER || (at - HEADER) % FRAME < FRAME_HEADER || at.is_multiple_of(37);
    // The last commit alone may be taken for one that a crash interrupted.
    let last = last_commit(bytes);
    let flips = flipped(bytes, (0..bytes.len()).filter(looked_at));
    refused(&files, "log.db-wal", flips, |place| {
        let interrupted = (place >= last).then(|| truth(HEAD - 1));
        interrupted.into_iter().chain([truth(HEAD)]).collect()
    });
}

#[test]
fn any_length_of_the_write_ahead_log() {
    // A file that ends early says nothing of what it has lost: it is read as a crash at that time would have left it,
    // up to a commit.
    let files = crashed();
    let bytes = files.get("log.db-wal");
    let lengths = (0..bytes.len()).step_by(509).map(|length| (length, bytes[..length].to_vec()));
    let refused = refused(&files, "log.db-wal", lengths, |_| (COMMITS.start..=HEAD).map(truth).collect());
    assert_eq!(refused, 0);
}

/// Where the frames of the last commit begin: behind the last but one that ends a commit.
fn last_commit(bytes: &[u8]) -> usize {
    let ends_commit = |at: &usize| bytes[at + 4..at + 8] != [0; 4];
    let ends: Vec<_> = (HEADER..bytes.len()).step_by(FRAME).filter(ends_commit).collect();
    assert_eq!(ends.len() as Position, COMMITS.end - COMMITS.start);
    ends[ends.len() - 2] + FRAME
}

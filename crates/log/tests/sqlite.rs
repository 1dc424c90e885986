//! What a data directory goes through: restarts, second processes, other releases, full disks, and damage.
#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;
use xconnect_log::{AppendError, Log, LogError, OpenError, Position, SqliteLog, SqliteOptions};

fn open(dir: &TempDir) -> SqliteLog {
    SqliteLog::open(dir.path()).unwrap()
}

fn body(position: Position) -> Vec<u8> {
    format!("the body at {position}, {}", "x".repeat(position as usize % 700)).into_bytes()
}

/// A closed log of `count` entries.
fn filled(count: u64) -> TempDir {
    let dir = TempDir::new().unwrap();
    open(&dir).append(0, &(1..=count).map(body).collect::<Vec<_>>()).unwrap();
    dir
}

fn take_snapshot(log: &mut SqliteLog, at: Position) {
    let mut writer = log.snapshot_writer(at).unwrap();
    for part in 1..=3 {
        writer.write(format!("part {part} of the state at {at}").as_bytes()).unwrap();
    }
    writer.commit().unwrap();
}

/// Edits the database of a closed log.
fn edit(dir: &TempDir, sql: &str) {
    Connection::open(dir.path().join("log.db")).unwrap().execute_batch(sql).unwrap();
}

fn snapshot_file(dir: &TempDir, at: Position) -> PathBuf {
    dir.path().join(format!("snapshot-{at}.xcs"))
}

/// Everything in the log, read page by page, as far as it gets; each body must be the one that was written.
fn read_checked(log: &mut SqliteLog) -> Result<u64, LogError> {
    let mut after = log.trimmed()?;
    loop {
        let page = log.read(after, 7)?;
        let Some(last) = page.last() else { return Ok(after) };
        for (expected, entry) in (after + 1..).zip(&page) {
            assert_eq!((entry.position, &entry.body), (expected, &body(expected)));
        }
        after = last.position;
    }
}

fn position_of(error: LogError) -> Position {
    match error {
        LogError::Corrupt { position, .. } => position,
        other => panic!("{other}"),
    }
}

/// What whoever recovers does: open the newest snapshot, and read all of it.
fn read_to_the_end(log: &mut SqliteLog) -> Result<(), LogError> {
    let mut reader = log.latest_snapshot()?.expect("a snapshot, or an error");
    while reader.next_chunk()?.is_some() {}
    Ok(())
}

#[test]
fn everything_outlives_a_restart() {
    let dir = filled(20);
    let mut log = open(&dir);
    take_snapshot(&mut log, 12);
    log.trim(10).unwrap();
    drop(log);
    let mut log = open(&dir);
    assert_eq!((log.trimmed(), log.head()), (Ok(10), Ok(20)));
    assert_eq!(read_checked(&mut log), Ok(20));
    let mut reader = log.latest_snapshot().unwrap().unwrap();
    assert_eq!(reader.position(), 12);
    assert_eq!(reader.next_chunk(), Ok(Some(b"part 1 of the state at 12".to_vec())));
}

#[test]
fn everything_outlives_a_crash() {
    let (dir, copy) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut log = open(&dir);
    for position in 1..=50 {
        log.append(position - 1, &[body(position)]).unwrap();
    }
    let unfinished = log.snapshot_writer(9).unwrap();
    // What a crash leaves is what is in the files while the log is still open.
    for file in fs::read_dir(dir.path()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    assert!(copy.path().join("snapshot-9.part").exists());
    let mut log = open(&copy);
    assert!(!copy.path().join("snapshot-9.part").exists());
    assert_eq!(read_checked(&mut log), Ok(50));
    drop(unfinished);
}

#[cfg(unix)]
#[test]
fn a_new_directory_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let parent = TempDir::new().unwrap();
    let dir = parent.path().join("a/b");
    let mut log = SqliteLog::open(&dir).unwrap();
    log.append(0, &[body(1)]).unwrap();
    take_snapshot(&mut log, 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    let names: Vec<_> = fs::read_dir(&dir).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(names.len(), 5, "{names:?}");
    for file in names {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}

#[test]
fn one_directory_is_for_one_log() {
    let dir = TempDir::new().unwrap();
    let mut log = open(&dir);
    let held_by = |pid: Option<u32>| match SqliteLog::open(dir.path()) {
        Err(OpenError::Locked { holder_pid, .. }) => assert_eq!(holder_pid, pid),
        other => panic!("{other:?}"),
    };
    held_by(Some(std::process::id()));
    fs::remove_file(dir.path().join("LOCK")).unwrap();
    held_by(None);
    drop(log);
    log = open(&dir);
    let writer = log.snapshot_writer(0).unwrap();
    drop(log);
    held_by(Some(std::process::id()));
    writer.commit().unwrap();
    assert_eq!(open(&dir).latest_snapshot().unwrap().unwrap().position(), 0);
}

#[test]
fn another_format_is_refused_before_anything_is_touched() {
    let dir = filled(1);
    fs::write(dir.path().join("log.db"), b"something this release does not know").unwrap();
    fs::write(dir.path().join("format"), "2\n").unwrap();
    let error = SqliteLog::open(dir.path()).unwrap_err();
    assert!(matches!(error, OpenError::NewerFormat { found: 2, supported: 1 }), "{error}");
    assert_eq!(fs::read(dir.path().join("log.db")).unwrap(), b"something this release does not know");
    for damaged in [&b""[..], b"0", b"one", b"-1", b"99999999999999999999", b"\xff"] {
        fs::write(dir.path().join("format"), damaged).unwrap();
        let error = SqliteLog::open(dir.path()).unwrap_err();
        assert!(matches!(error, OpenError::Corrupt { .. }), "{damaged:?}: {error}");
    }
}

#[test]
fn a_lost_file_is_not_taken_for_a_new_directory() {
    for lost in ["format", "log.db"] {
        let dir = filled(3);
        fs::remove_file(dir.path().join(lost)).unwrap();
        let Err(OpenError::Corrupt { path, .. }) = SqliteLog::open(dir.path()) else { panic!("{lost}") };
        assert_eq!(path, dir.path().join(lost));
    }
    let dir = filled(3);
    fs::write(dir.path().join("log.db"), b"").unwrap();
    assert!(matches!(SqliteLog::open(dir.path()), Err(OpenError::Corrupt { .. })));
}

#[test]
fn an_interrupted_first_start_is_finished() {
    let dir = TempDir::new().unwrap();
    drop(open(&dir));
    // After the marker, before the rename of the database.
    fs::rename(dir.path().join("log.db"), dir.path().join("log.db.part")).unwrap();
    drop(open(&dir));
    // In the middle of making the database.
    fs::remove_file(dir.path().join("format")).unwrap();
    fs::remove_file(dir.path().join("log.db")).unwrap();
    fs::write(dir.path().join("log.db.part"), [0x5a; 5000]).unwrap();
    assert_eq!(open(&dir).head(), Ok(0));
}

#[test]
fn a_full_log_refuses_until_a_trim_makes_room() {
    let dir = TempDir::new().unwrap();
    let options = SqliteOptions { max_bytes: Some(256 << 10) };
    let mut log = SqliteLog::open_with(dir.path(), options).unwrap();
    let bodies = |head: Position| (head + 1..head + 6).map(body).collect::<Vec<_>>();
    let mut head = 0;
    let error = loop {
        match log.append(head, &bodies(head)) {
            Ok(new) => head = new,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, AppendError::Unavailable { .. }), "{error}");
    assert!(head > 100);
    assert_eq!(log.head(), Ok(head));
    assert_eq!(read_checked(&mut log), Ok(head));
    take_snapshot(&mut log, head - 10);
    log.trim(head - 10).unwrap();
    head = log.append(head, &bodies(head)).unwrap();
    drop(log);
    assert!(fs::metadata(dir.path().join("log.db")).unwrap().len() <= 256 << 10);
    assert_eq!(read_checked(&mut open(&dir)), Ok(head));
}

#[test]
fn an_altered_row_is_found_where_it_is() {
    for (sql, position) in [
        ("UPDATE entry SET body = CAST('other' AS BLOB) WHERE position = 5", 5),
        ("UPDATE entry SET body = CAST(body AS TEXT) WHERE position = 5", 5),
        ("UPDATE entry SET checksum = checksum + 1 WHERE position = 9", 9),
        ("UPDATE entry SET checksum = -1 WHERE position = 9", 9),
        ("UPDATE entry SET checksum = 'none' WHERE position = 9", 9),
        ("DELETE FROM entry WHERE position = 7", 7),
        ("UPDATE entry SET position = 0 WHERE position = 3; UPDATE entry SET position = 3 WHERE position = 4;
          UPDATE entry SET position = 4 WHERE position = 0", 3),
    ] {
        let dir = filled(20);
        edit(&dir, sql);
        assert_eq!(read_checked(&mut open(&dir)).map_err(position_of), Err(position), "{sql}");
    }
}

#[test]
fn a_lost_end_or_beginning_is_found_at_once() {
    for sql in [
        "DELETE FROM entry WHERE position = 1",
        "DELETE FROM entry WHERE position = 20",
        "DELETE FROM entry",
        "INSERT INTO entry SELECT 21, checksum, body FROM entry WHERE position = 20",
        "INSERT INTO entry SELECT -1, checksum, body FROM entry WHERE position = 20",
        "DELETE FROM extent",
        "UPDATE extent SET head = 19",
        "UPDATE extent SET trimmed = 1",
        "UPDATE extent SET head = -1",
        "UPDATE extent SET head = 'none'",
        "PRAGMA user_version = 2",
    ] {
        let dir = filled(20);
        edit(&dir, sql);
        let error = SqliteLog::open(dir.path()).unwrap_err();
        assert!(matches!(error, OpenError::Corrupt { .. }), "{sql}: {error}");
    }
}

#[test]
fn a_damaged_database_never_gives_wrong_entries() {
    let dir = filled(200);
    let path = dir.path().join("log.db");
    let truth = fs::read(&path).unwrap();
    let page_heads = (0..truth.len()).step_by(4096).flat_map(|page| page..page + 16);
    let mut refused = 0;
    for offset in page_heads.chain((0..truth.len()).step_by(211)).chain(0..120) {
        let mut damaged = truth.clone();
        damaged[offset] ^= 0x41;
        fs::write(&path, &damaged).unwrap();
        // Bytes that SQLite does not use may change; whatever is given out must be what was written, all of it.
        match SqliteLog::open(dir.path()).map(|mut log| read_checked(&mut log)) {
            Ok(Ok(head)) => assert_eq!(head, 200, "offset {offset}"),
            Ok(Err(_)) | Err(_) => refused += 1,
        }
        for leftover in ["log.db-wal", "log.db-journal"] {
            let _ = fs::remove_file(dir.path().join(leftover));
        }
    }
    assert!(refused > 200, "{refused}");
}

#[test]
fn a_damaged_snapshot_is_passed_over_while_the_log_is_whole() {
    let dir = filled(20);
    let mut log = open(&dir);
    take_snapshot(&mut log, 5);
    let older = fs::read(snapshot_file(&dir, 5)).unwrap();
    take_snapshot(&mut log, 10);
    assert!(!snapshot_file(&dir, 5).exists());
    let truth = fs::read(snapshot_file(&dir, 10)).unwrap();
    for offset in 0..truth.len() {
        let mut damaged = truth.clone();
        damaged[offset] ^= 1;
        fs::write(snapshot_file(&dir, 10), &damaged).unwrap();
        assert!(log.latest_snapshot().unwrap().is_none(), "offset {offset}");
        assert_eq!(log.warnings().into_iter().map(position_of).collect::<Vec<_>>(), [10]);
    }
    // A crash between a commit and the removal of the older snapshot leaves both.
    fs::write(snapshot_file(&dir, 5), older).unwrap();
    log.trim(5).unwrap();
    assert_eq!(log.latest_snapshot().unwrap().unwrap().position(), 5);
    assert_eq!(log.warnings().len(), 1);
    log.trim(6).unwrap();
    assert_eq!(read_to_the_end(&mut log).err().map(position_of), Some(10));
    fs::write(snapshot_file(&dir, 10), truth).unwrap();
    assert_eq!(log.latest_snapshot().unwrap().unwrap().position(), 10);
    assert!(log.warnings().is_empty());
}

#[test]
fn a_torn_snapshot_is_an_error_once_the_log_is_trimmed() {
    let dir = filled(20);
    let mut log = open(&dir);
    take_snapshot(&mut log, 10);
    log.trim(10).unwrap();
    let truth = fs::read(snapshot_file(&dir, 10)).unwrap();
    for length in 0..truth.len() {
        fs::write(snapshot_file(&dir, 10), &truth[..length]).unwrap();
        assert_eq!(read_to_the_end(&mut log).err().map(position_of), Some(10), "length {length}");
    }
    fs::remove_file(snapshot_file(&dir, 10)).unwrap();
    assert_eq!(log.latest_snapshot().err().map(position_of), Some(10));
}

#[test]
fn a_snapshot_damaged_while_it_is_read_never_ends_well() {
    let dir = filled(5);
    let mut log = open(&dir);
    let mut writer = log.snapshot_writer(5).unwrap();
    for number in 0..8 {
        writer.write(&[number; 200_000]).unwrap();
    }
    writer.commit().unwrap();
    let mut reader = log.latest_snapshot().unwrap().unwrap();
    assert_eq!(reader.next_chunk(), Ok(Some(vec![0; 200_000])));
    fs::File::options().write(true).open(snapshot_file(&dir, 5)).unwrap().set_len(1_000_000).unwrap();
    let error = loop {
        match reader.next_chunk() {
            Ok(Some(chunk)) => assert_eq!(chunk.len(), 200_000),
            Ok(None) => panic!("a short read"),
            Err(error) => break error,
        }
    };
    assert_eq!(reader.next_chunk(), Err(error.clone()));
    assert_eq!(position_of(error), 5);
}

#[test]
fn a_snapshot_of_another_position_is_not_accepted() {
    let dir = filled(20);
    let mut log = open(&dir);
    take_snapshot(&mut log, 10);
    fs::rename(snapshot_file(&dir, 10), snapshot_file(&dir, 11)).unwrap();
    assert!(log.latest_snapshot().unwrap().is_none());
    assert_eq!(log.warnings().into_iter().map(position_of).collect::<Vec<_>>(), [11]);
    fs::rename(snapshot_file(&dir, 11), snapshot_file(&dir, 21)).unwrap();
    assert_eq!(log.latest_snapshot().err().map(position_of), Some(21));
}

//! A log in a data directory: entries in a SQLite database, snapshots in files beside it.
//!
//! One process has the directory for itself. The lock file says so first; SQLite's own lock, held for as long as the
//! database is open, says so again should someone remove the lock file.

mod data_dir;
mod entries;
mod frame;
mod snapshots;
mod wal;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use self::data_dir::{DataDir, FORMAT, MARKER, io_error};
use self::entries::Extent;
use self::snapshots::{FileSnapshotReader, FileSnapshotWriter};
use crate::bounds::check_bodies;
use crate::{AppendError, Entry, Log, LogError, OpenError, Position, SnapshotReader, SnapshotWriter};

const DATABASE: &str = "log.db";
const DATABASE_PART: &str = "log.db.part";
const WRITE_AHEAD: &str = "log.db-wal";

/// A log that lasts, in a data directory of its own.
#[derive(Debug)]
pub struct SqliteLog {
    // The connection is closed before the lock of `dir` is let go.
    conn: Connection,
    dir: Arc<DataDir>,
    warnings: Vec<LogError>,
}

/// What an operator may decide about a [`SqliteLog`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SqliteOptions {
    /// The most bytes the database file may take; appends beyond it are refused as
    /// [`Unavailable`](AppendError::Unavailable) until a trim makes room. The write-ahead log (some 32 MB) and
    /// the snapshots come on top. A database that is already larger stays, but does not grow.
    pub max_bytes: Option<u64>,
}

impl SqliteLog {
    /// Opens the log in `dir`, which is created (readable by its owner only) if it is absent.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        Self::open_with(dir, SqliteOptions::default())
    }

    /// As [`SqliteLog::open`], with other than the usual options.
    pub fn open_with(dir: &Path, options: SqliteOptions) -> Result<Self, OpenError> {
        let dir = DataDir::claim(dir)?;
        prepare(&dir)?;
        check_write_ahead(&dir)?;
        let conn = connect(&dir, options)?;
        entries::check_ends(&conn).map_err(|error| unreadable(error, &dir.file(DATABASE)))?;
        // Only now that both locks are held can nobody be at work on what looks unfinished.
        snapshots::remove_unfinished(dir.path())
            .map_err(io_error("remove unfinished snapshots from", dir.path()))?;
        Ok(Self { conn, dir: Arc::new(dir), warnings: Vec::new() })
    }
}

/// Sees to it that the directory is marked and has a database: makes both in a new directory, and finishes what a
/// crash interrupted. An old directory without its marker or its database has lost it, and is refused: an empty log
/// in the place of a lost one would be the worst answer.
fn prepare(dir: &DataDir) -> Result<(), OpenError> {
    let (database, part) = (dir.file(DATABASE), dir.file(DATABASE_PART));
    let missing =
        |path: &Path| OpenError::Corrupt { path: path.to_owned(), reason: "it is missing".to_owned() };
    let exists = database.try_exists().map_err(io_error("look for", &database))?;
    match (dir.is_marked()?, exists) {
        (true, true) => return Ok(()),
        (false, true) => return Err(missing(&dir.file(MARKER))),
        (true, false) => {}
        (false, false) => {
            create_database(&part)?;
            dir.mark()?;
        }
    }
    match fs::rename(&part, &database).and_then(|()| dir.sync()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(missing(&database)),
        result => result.map_err(io_error("put in place", &database)),
    }
}

/// What a crash left may have lost the transaction that was under way, and no other.
fn check_write_ahead(dir: &DataDir) -> Result<(), OpenError> {
    let path = dir.file(WRITE_AHEAD);
    match wal::damage(&path).map_err(io_error("read", &path))? {
        Some(reason) => Err(OpenError::Corrupt { path, reason }),
        None => Ok(()),
    }
}

/// Makes the file of an empty log, whole and durable. Until the one flush at the end nothing is kept safe: after a
/// crash the file is simply made anew.
fn create_database(part: &Path) -> Result<(), OpenError> {
    let file =
        data_dir::private_file().truncate(true).open(part).map_err(io_error("create the database", part))?;
    let create = || {
        let conn = open_connection(part)?;
        conn.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL;",
        )?;
        entries::create(&conn)?;
        conn.pragma_update(None, "user_version", FORMAT)?;
        conn.close().map_err(|(_, error)| error)
    };
    create().map_err(|error| open_error(error, part))?;
    file.sync_all().map_err(io_error("flush the database", part))
}

fn connect(dir: &DataDir, options: SqliteOptions) -> Result<Connection, OpenError> {
    let path = dir.file(DATABASE);
    let open = || {
        let conn = open_connection(&path)?;
        // The locking mode comes first: set before the write-ahead log is touched, it spares the shared-memory file.
        // The cache stays small because the log is read once, at the start, and otherwise only appended to. Moving
        // what was written ahead to its place holds up everybody, for 8 ms at 4 MB and for 50 ms at 32 MB: so
        // it is done seldom.
        conn.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA cache_size = -512;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA fullfsync = ON;
             PRAGMA wal_autocheckpoint = 8000;
             PRAGMA journal_size_limit = 33554432;",
        )?;
        if let Some(max_bytes) = options.max_bytes {
            let page_bytes: u64 = conn.pragma_query_value(None, "page_size", |row| row.get(0))?;
            let pages = (max_bytes / page_bytes).clamp(1, u32::MAX.into());
            conn.pragma_update(None, "max_page_count", pages)?;
        }
        let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
        Ok((conn, version))
    };
    let (conn, version) = open().map_err(|error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy) => OpenError::Locked { dir: dir.path().to_owned(), holder_pid: None },
        _ => open_error(error, &path),
    })?;
    if version != i64::from(FORMAT) {
        let reason = format!("it has format {version}, but its directory is marked with format {FORMAT}");
        return Err(OpenError::Corrupt { path, reason });
    }
    Ok(conn)
}

/// Never creates a file, takes no path for a URI, and never waits for a lock: whoever holds it will keep it.
fn open_connection(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.busy_timeout(std::time::Duration::ZERO)?;
    Ok(conn)
}

fn open_error(error: rusqlite::Error, path: &Path) -> OpenError {
    if entries::is_damage(&error) {
        OpenError::Corrupt { path: path.to_owned(), reason: error.to_string() }
    } else {
        OpenError::Sqlite(error)
    }
}

fn unreadable(error: LogError, path: &Path) -> OpenError {
    match error {
        LogError::Corrupt { position, reason } => {
            OpenError::Corrupt { path: path.to_owned(), reason: format!("at position {position}, {reason}") }
        }
        other => io_error("read", path)(io::Error::other(other)),
    }
}

impl Log for SqliteLog {
    fn head(&mut self) -> Result<Position, LogError> {
        Ok(entries::extent(&self.conn)?.head)
    }

    fn append(&mut self, after: Position, bodies: &[Vec<u8>]) -> Result<Position, AppendError> {
        check_bodies(bodies)?;
        entries::append(&mut self.conn, after, bodies)
    }

    fn read(&mut self, after: Position, limit: usize) -> Result<Vec<Entry>, LogError> {
        entries::read(&self.conn, after, limit)
    }

    fn latest_snapshot(&mut self) -> Result<Option<Box<dyn SnapshotReader>>, LogError> {
        self.warnings.clear();
        let Extent { trimmed, head } = entries::extent(&self.conn)?;
        let mut positions = snapshots::list(self.dir.path()).map_err(LogError::unavailable)?;
        if let Some(&position) = positions.last().filter(|&&position| position > head) {
            return Err(LogError::corrupt(
                position,
                format!("a snapshot was taken here, but the log ends at {head}: it lost its last entries"),
            ));
        }
        let mut damage = Vec::new();
        // A snapshot before the trim is of no use: entries are missing between the two.
        while let Some(position) = positions.pop().filter(|&position| position >= trimmed) {
            let replaceable = trimmed == 0 || positions.last().is_some_and(|&older| older >= trimmed);
            match FileSnapshotReader::open(&self.dir, position, replaceable) {
                Ok(reader) => {
                    self.warnings = damage;
                    return Ok(Some(Box::new(reader)));
                }
                Err(error @ LogError::Corrupt { .. }) => damage.push(error),
                Err(error) => return Err(error),
            }
        }
        if trimmed > 0 {
            return Err(damage.into_iter().next().unwrap_or_else(|| LogError::uncovered(trimmed)));
        }
        self.warnings = damage;
        Ok(None)
    }

    fn snapshot_writer(&mut self, at: Position) -> Result<Box<dyn SnapshotWriter>, LogError> {
        let head = self.head()?;
        if at > head {
            return Err(LogError::BeyondHead { at, head });
        }
        Ok(Box::new(FileSnapshotWriter::begin(Arc::clone(&self.dir), at)?))
    }

    fn trim(&mut self, through: Position) -> Result<(), LogError> {
        entries::trim(&mut self.conn, through)
    }

    fn trimmed(&mut self) -> Result<Position, LogError> {
        Ok(entries::extent(&self.conn)?.trimmed)
    }

    fn warnings(&mut self) -> Vec<LogError> {
        self.warnings.clone()
    }
}

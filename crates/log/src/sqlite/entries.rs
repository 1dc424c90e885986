//! The entries in SQLite: the schema, and the statements on it.
//!
//! `entry` holds one row an entry. Its checksum covers the position as well as the body, so that an edited row and
//! two swapped rows are both found. `extent` holds one row, always, which every append and trim rewrites: it tells a
//! log that was trimmed from one that lost its beginning, and a log that ends from one that lost its end.

use rusqlite::ffi::{SQLITE_ERROR, SQLITE_IOERR_SHORT_READ};
use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};

use crate::bounds::READ_BUDGET_BYTES;
use crate::{AppendError, Entry, LogError, Position};

/// Which entries there are: those after `trimmed`, up to and including `head`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) trimmed: Position,
    pub(super) head: Position,
}

/// Creates the tables of an empty log.
pub(super) fn create(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "CREATE TABLE entry (position INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, body BLOB NOT NULL);
         CREATE TABLE extent (id INTEGER PRIMARY KEY CHECK (id = 0), trimmed INTEGER NOT NULL,
                              head INTEGER NOT NULL, checksum INTEGER NOT NULL);
         INSERT INTO extent VALUES (0, 0, 0, 0);",
    )?;
    set_extent(conn, Extent { trimmed: 0, head: 0 })
}

/// Compares what can be compared at once, without reading the log: its first and its last entry with its extent.
pub(super) fn check_ends(conn: &Connection) -> Result<(), LogError> {
    let Extent { trimmed, head } = extent(conn)?;
    let ends: (Option<i64>, Option<i64>) = conn
        .query_row("SELECT (SELECT MIN(position) FROM entry), (SELECT MAX(position) FROM entry)", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(|error| refused(error, head))?;
    let expected = if trimmed == head { (None, None) } else { (Some(trimmed as i64 + 1), Some(head as i64)) };
    if ends.0 != expected.0 {
        let reason = format!("the first entry is {}, not {}", shown(ends.0), shown(expected.0));
        return Err(LogError::corrupt(trimmed + 1, reason));
    }
    if ends.1 != expected.1 {
        let reason = format!("the last entry is {}, not {}", shown(ends.1), shown(expected.1));
        return Err(LogError::corrupt(head, reason));
    }
    Ok(())
}

fn shown(position: Option<i64>) -> String {
    position.map_or_else(|| "none".to_owned(), |position| position.to_string())
}

pub(super) fn extent(conn: &Connection) -> Result<Extent, LogError> {
    let row: Option<(Extent, u32)> = conn
        .prepare_cached("SELECT trimmed, head, checksum FROM extent WHERE id = 0")
        .and_then(|mut statement| {
            let parts = |row: &rusqlite::Row<'_>| {
                Ok((Extent { trimmed: row.get(0)?, head: row.get(1)? }, row.get(2)?))
            };
            statement.query_row([], parts).optional()
        })
        .map_err(|error| refused(error, 0))?;
    match row {
        Some((extent, stored)) if stored == extent_checksum(extent) => Ok(extent),
        Some((extent, _)) => {
            Err(LogError::corrupt(extent.head, "the record of the log's extent was altered"))
        }
        None => Err(LogError::corrupt(0, "the record of the log's extent is missing")),
    }
}

fn set_extent(conn: &Connection, extent: Extent) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE extent SET trimmed = ?1, head = ?2, checksum = ?3 WHERE id = 0")?
        .execute(params![extent.trimmed, extent.head, extent_checksum(extent)])
        .map(drop)
}

/// On any error the transaction is rolled back as it is dropped, and the connection is ready for the next.
pub(super) fn append(
    conn: &mut Connection,
    after: Position,
    bodies: &[Vec<u8>],
) -> Result<Position, AppendError> {
    let transaction =
        conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(AppendError::unavailable)?;
    let extent = extent(&transaction).map_err(AppendError::unavailable)?;
    if after != extent.head {
        return Err(AppendError::Conflict { head: extent.head });
    }
    if bodies.is_empty() {
        return Ok(after);
    }
    let head = insert(&transaction, extent, bodies).map_err(AppendError::unavailable)?;
    transaction.commit().map_err(AppendError::unavailable)?;
    Ok(head)
}

fn insert(conn: &Connection, extent: Extent, bodies: &[Vec<u8>]) -> rusqlite::Result<Position> {
    let mut statement = conn.prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3)")?;
    let mut head = extent.head;
    for body in bodies {
        head += 1;
        statement.execute(params![head, checksum(head, body), body])?;
    }
    set_extent(conn, Extent { head, ..extent })?;
    Ok(head)
}

pub(super) fn read(conn: &Connection, after: Position, limit: usize) -> Result<Vec<Entry>, LogError> {
    let Extent { trimmed, head } = extent(conn)?;
    if after < trimmed {
        return Err(LogError::Trimmed { after, trimmed });
    }
    let mut entries = Vec::new();
    if after >= head || limit == 0 {
        return Ok(entries);
    }
    let last = head.min(after.saturating_add(limit as u64));
    let mut statement = conn
        .prepare_cached("SELECT position, checksum, body FROM entry WHERE position > ?1 ORDER BY position")
        .map_err(|error| refused(error, after + 1))?;
    let mut rows = statement.query([after]).map_err(|error| refused(error, after + 1))?;
    let mut bytes = 0;
    for expected in after + 1..=last {
        let row = rows.next().map_err(|error| refused(error, expected))?;
        let entry = entry(row, expected)?;
        bytes += entry.body.len();
        entries.push(entry);
        if bytes >= READ_BUDGET_BYTES {
            break;
        }
    }
    Ok(entries)
}

/// Takes the row for what it should be, or says what is wrong with it.
fn entry(row: Option<&rusqlite::Row<'_>>, expected: Position) -> Result<Entry, LogError> {
    let corrupt = |reason: &str| LogError::corrupt(expected, reason);
    let row = row.ok_or_else(|| corrupt("the entry is missing"))?;
    let position: Position = row.get(0).map_err(|error| refused(error, expected))?;
    if position != expected {
        return Err(corrupt("the entry is missing"));
    }
    let body = row
        .get_ref(2)
        .map_err(|error| refused(error, expected))?
        .as_blob()
        .map_err(|_| corrupt("its body is not bytes"))?;
    if row.get(1) != Ok(checksum(position, body)) {
        return Err(corrupt("its checksum does not match its body"));
    }
    Ok(Entry { position, body: body.to_vec() })
}

pub(super) fn trim(conn: &mut Connection, through: Position) -> Result<(), LogError> {
    let Extent { trimmed, head } = extent(conn)?;
    let through = through.min(head);
    if through <= trimmed {
        return Ok(());
    }
    delete(conn, Extent { trimmed: through, head }).map_err(|error| refused(error, trimmed))
}

fn delete(conn: &mut Connection, kept: Extent) -> rusqlite::Result<()> {
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute("DELETE FROM entry WHERE position <= ?1", [kept.trimmed])?;
    set_extent(&transaction, kept)?;
    transaction.commit()
}

fn checksum(position: Position, body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&position.to_le_bytes());
    hasher.update(body);
    hasher.finalize()
}

fn extent_checksum(extent: Extent) -> u32 {
    checksum(extent.trimmed, &extent.head.to_le_bytes())
}

/// Tells damage, which stays, from a refusal, which may pass.
fn refused(error: rusqlite::Error, position: Position) -> LogError {
    if is_damage(&error) { LogError::corrupt(position, error) } else { LogError::unavailable(error) }
}

/// Whether SQLite found the database file, or a value in it, to be other than what was written. It does not always say
/// so: statements that make no sense to it are always these, so it is the schema that has become another; no value is
/// written that is too big; and a file that ends too early has lost its end.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, SqlInputError,
    };
    let code = error.sqlite_error().map(|error| error.extended_code);
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::TooBig)
    ) || matches!(code, Some(SQLITE_ERROR | SQLITE_IOERR_SHORT_READ))
        || matches!(
            error,
            FromSqlConversionFailure(..)
                | IntegralValueOutOfRange(..)
                | InvalidColumnType(..)
                | SqlInputError { .. }
        )
}

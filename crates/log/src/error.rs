//! What can go wrong, told apart by what the caller or the operator can do about it.

use std::io;
use std::path::PathBuf;

use crate::Position;

/// Why the log could not be read, trimmed, or put into a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// What is stored is not what was written; trying again will not help.
    #[error("the log is damaged at position {position}: {reason}; restore the data directory from a backup")]
    Corrupt {
        /// The first entry, or the snapshot, that cannot be trusted.
        position: Position,
        /// What was found.
        reason: String,
    },
    /// The entries asked for were let go by a trim; start again from the latest snapshot.
    #[error("the entries after {after} were asked for, but those up to {trimmed} are trimmed away")]
    Trimmed {
        /// Where the read was to start.
        after: Position,
        /// The last position that is gone.
        trimmed: Position,
    },
    /// A snapshot may only speak of entries that exist.
    #[error("position {at} lies beyond the head of the log, which is {head}")]
    BeyondHead {
        /// The position asked for.
        at: Position,
        /// The last entry there is.
        head: Position,
    },
    /// A snapshot has to be cut into smaller chunks.
    #[error("a snapshot chunk of {bytes} bytes is larger than the limit of {limit} bytes")]
    ChunkTooLarge {
        /// The size of the chunk.
        bytes: usize,
        /// [`MAX_CHUNK_BYTES`](crate::MAX_CHUNK_BYTES).
        limit: usize,
    },
    /// The storage refuses for now: disk full, I/O error, no permission.
    #[error("the log's storage refuses: {reason}")]
    Unavailable {
        /// What the storage said.
        reason: String,
    },
}

impl LogError {
    pub(crate) fn corrupt(position: Position, reason: impl ToString) -> Self {
        Self::Corrupt { position, reason: reason.to_string() }
    }

    pub(crate) fn unavailable(reason: impl ToString) -> Self {
        Self::Unavailable { reason: reason.to_string() }
    }

    /// The log's beginning was trimmed away although no snapshot stands in for it.
    pub(crate) fn uncovered(trimmed: Position) -> Self {
        Self::corrupt(trimmed, "the entries up to here are trimmed away and no snapshot stands in for them")
    }
}

/// Why an append did not take place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The entries were meant for another place than the end of the log: catch up and decide again.
    #[error("another writer was faster: the head of the log is {head}")]
    Conflict {
        /// The last entry there is.
        head: Position,
    },
    /// One body is over the limit; nothing was appended.
    #[error("body {index} has {bytes} bytes, more than the limit of {limit} bytes")]
    BodyTooLarge {
        /// Which of the bodies, counted from 0.
        index: usize,
        /// Its size.
        bytes: usize,
        /// [`MAX_BODY_BYTES`](crate::MAX_BODY_BYTES).
        limit: usize,
    },
    /// The storage refuses for now. Nothing of the append may be counted on, and a later try may succeed.
    #[error("the log's storage refuses: {reason}")]
    Unavailable {
        /// What the storage said.
        reason: String,
    },
}

impl AppendError {
    pub(crate) fn unavailable(reason: impl ToString) -> Self {
        Self::Unavailable { reason: reason.to_string() }
    }
}

/// Why a data directory could not be opened, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Two processes must never write one log.
    #[error(
        "the data directory {} is in use by another xconnect{}: stop that one, or choose another directory",
        dir.display(), holder_pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
    )]
    Locked {
        /// The data directory.
        dir: PathBuf,
        /// The process that holds it, as far as its lock file tells.
        holder_pid: Option<u32>,
    },
    /// A later release wrote here; this one could only misread it.
    #[error(
        "the data directory has format {found}, and this xconnect knows formats up to {supported}: \
         start the release that wrote it, or a later one"
    )]
    NewerFormat {
        /// The format in the directory's marker.
        found: u32,
        /// The newest format this release knows.
        supported: u32,
    },
    /// A file is not what this program wrote.
    #[error("{} is damaged: {reason}; restore the data directory from a backup", path.display())]
    Corrupt {
        /// The damaged file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The file system refused.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was being done, as a verb.
        doing: &'static str,
        /// What it was done to.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite refused for another reason than damage.
    #[error("cannot open the log's database: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

//! The log: ordered, durable appends of opaque entries, and snapshots that save replay time.
//!
//! One log is the truth. What has been appended happened, in that order; what has not, did not. A snapshot holds
//! nothing the entries before it did not say: it only spares a restart from reading them all again. This crate moves
//! bytes and knows nothing of what they mean.
//!
//! Whoever replays a log asks for [`Log::latest_snapshot`], decodes it if there is one, and then calls [`Log::read`]
//! from its position until the answer is empty.
//!
//! [`MemoryLog`] forgets with the process, [`SqliteLog`] keeps a data directory, and [`FailingLog`] wraps either to
//! refuse appends on demand.

mod bounds;
mod error;
mod failing;
mod memory;
mod sqlite;

pub use bounds::{MAX_BODY_BYTES, MAX_CHUNK_BYTES, READ_BUDGET_BYTES};
pub use error::{AppendError, LogError, OpenError};
pub use failing::{FailingLog, Fault, FaultSwitch};
pub use memory::MemoryLog;
pub use sqlite::{SqliteLog, SqliteOptions};

/// Where an entry stands in the log, counted from 1; 0 is the place before the first entry.
pub type Position = u64;

/// One entry as it was appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the order.
    pub position: Position,
    /// The bytes the appender gave.
    pub body: Vec<u8>,
}

/// An ordered, durable sequence of entries, with snapshots beside it.
pub trait Log: Send {
    /// The position of the last durable entry, trimmed or not; 0 while nothing was ever appended.
    fn head(&mut self) -> Result<Position, LogError>;

    /// Appends all `bodies` directly after `after`, all or none, and returns the new head once they are durable.
    ///
    /// [`AppendError::Conflict`] says that `after` is not the head: another writer was faster, or the caller is
    /// behind. After any other error nothing of the bodies may be counted on, and the log takes a later try. An empty
    /// `bodies` only compares `after` with the head.
    fn append(&mut self, after: Position, bodies: &[Vec<u8>]) -> Result<Position, AppendError>;

    /// The entries after `after`, in order and without a gap, at most `limit` of them.
    ///
    /// May return fewer (see [`READ_BUDGET_BYTES`]): with a limit above zero, only an empty answer means that the
    /// head is reached. [`LogError::Corrupt`] names the first position that is missing or damaged, and
    /// [`LogError::Trimmed`] says that the entry after `after` is gone for good.
    fn read(&mut self, after: Position, limit: usize) -> Result<Vec<Entry>, LogError>;

    /// The newest snapshot from which the log can be replayed up to its head, or `None` when replay has to start at
    /// the first entry.
    ///
    /// A damaged snapshot is passed over, and listed in [`Log::warnings`], as long as an older one or the entries
    /// themselves still tell the whole story; otherwise the answer, or that of the reader when it meets the damage, is
    /// [`LogError::Corrupt`].
    fn latest_snapshot(&mut self) -> Result<Option<Box<dyn SnapshotReader>>, LogError>;

    /// Starts a snapshot of what the entries up to and including `at` say.
    ///
    /// The writer may go to another thread and be used while appends go on. [`LogError::BeyondHead`] when `at` is
    /// past the head.
    fn snapshot_writer(&mut self, at: Position) -> Result<Box<dyn SnapshotWriter>, LogError>;

    /// Lets the entries up to and including `through` go; past the head it means the head.
    ///
    /// The caller answers for a committed snapshot at `through` or later: without one the log cannot be replayed any
    /// more, and [`Log::latest_snapshot`] will say so.
    fn trim(&mut self, through: Position) -> Result<(), LogError>;

    /// The last position that was trimmed away; reading may start after it. 0 while nothing was.
    fn trimmed(&mut self) -> Result<Position, LogError>;

    /// The damage that the last call of [`Log::latest_snapshot`] found and could pass over; an operator should know.
    fn warnings(&mut self) -> Vec<LogError> {
        Vec::new()
    }
}

/// Takes a snapshot, chunk by chunk. Dropped without a commit, it leaves no trace.
pub trait SnapshotWriter: Send {
    /// Adds a chunk of at most [`MAX_CHUNK_BYTES`]; the reader will get the same chunks in the same order.
    fn write(&mut self, chunk: &[u8]) -> Result<(), LogError>;

    /// Makes the snapshot durable and lets older ones go.
    fn commit(self: Box<Self>) -> Result<(), LogError>;
}

/// Gives a snapshot back, chunk by chunk.
pub trait SnapshotReader: Send {
    /// The position the snapshot was taken at; replay goes on after it.
    fn position(&self) -> Position;

    /// The next chunk, or `None` after the last.
    ///
    /// Only `None` says that the snapshot was whole: on an error the caller throws away what it decoded so far. The
    /// same error is given again to whoever asks again.
    fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, LogError>;
}

//! A log that lives and dies with the process: for `--memory` servers and for tests.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::bounds::{READ_BUDGET_BYTES, check_bodies, check_chunk};
use crate::{AppendError, Entry, Log, LogError, Position, SnapshotReader, SnapshotWriter};

/// Entries and snapshots in memory.
///
/// Clones share one log, as several writers over one database would: a test can race two of them, or drop one and go
/// on with the other as if the process had restarted.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog {
    shared: Arc<Mutex<Contents>>,
}

impl MemoryLog {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        lock(&self.shared)
    }
}

#[derive(Debug, Default)]
struct Contents {
    /// How many entries are gone from the front of `bodies`.
    trimmed: Position,
    /// The bodies at `trimmed + 1` and after.
    bodies: VecDeque<Vec<u8>>,
    /// Readers share the chunks, so that a later commit may drop a snapshot that is still being read.
    snapshots: BTreeMap<Position, Arc<[Vec<u8>]>>,
}

impl Contents {
    fn head(&self) -> Position {
        self.trimmed + self.bodies.len() as Position
    }
}

/// No code panics half-way through a change of the contents, so they are whole even if some holder panicked.
fn lock(shared: &Mutex<Contents>) -> MutexGuard<'_, Contents> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Log for MemoryLog {
    fn head(&mut self) -> Result<Position, LogError> {
        Ok(self.contents().head())
    }

    fn append(&mut self, after: Position, bodies: &[Vec<u8>]) -> Result<Position, AppendError> {
        check_bodies(bodies)?;
        let mut contents = self.contents();
        let head = contents.head();
        if after != head {
            return Err(AppendError::Conflict { head });
        }
        contents.bodies.extend(bodies.iter().cloned());
        Ok(contents.head())
    }

    fn read(&mut self, after: Position, limit: usize) -> Result<Vec<Entry>, LogError> {
        let contents = self.contents();
        let trimmed = contents.trimmed;
        let Some(skipped) = after.checked_sub(trimmed) else {
            return Err(LogError::Trimmed { after, trimmed });
        };
        if after >= contents.head() {
            return Ok(Vec::new());
        }
        let mut entries = Vec::new();
        let mut bytes = 0;
        for (position, body) in (after + 1..).zip(contents.bodies.range(skipped as usize..)).take(limit) {
            entries.push(Entry { position, body: body.clone() });
            bytes += body.len();
            if bytes >= READ_BUDGET_BYTES {
                break;
            }
        }
        Ok(entries)
    }

    fn latest_snapshot(&mut self) -> Result<Option<Box<dyn SnapshotReader>>, LogError> {
        let contents = self.contents();
        let newest = contents.snapshots.range(contents.trimmed..).next_back();
        match newest {
            Some((&position, chunks)) => {
                Ok(Some(Box::new(MemorySnapshotReader { position, chunks: Arc::clone(chunks), next: 0 })))
            }
            None if contents.trimmed == 0 => Ok(None),
            None => Err(LogError::uncovered(contents.trimmed)),
        }
    }

    fn snapshot_writer(&mut self, at: Position) -> Result<Box<dyn SnapshotWriter>, LogError> {
        let head = self.contents().head();
        if at > head {
            return Err(LogError::BeyondHead { at, head });
        }
        Ok(Box::new(MemorySnapshotWriter {
            position: at,
            chunks: Vec::new(),
            shared: Arc::clone(&self.shared),
        }))
    }

    fn trim(&mut self, through: Position) -> Result<(), LogError> {
        let mut contents = self.contents();
        let through = through.min(contents.head());
        let gone = through.saturating_sub(contents.trimmed);
        contents.bodies.drain(..gone as usize);
        contents.trimmed += gone;
        Ok(())
    }

    fn trimmed(&mut self) -> Result<Position, LogError> {
        Ok(self.contents().trimmed)
    }
}

struct MemorySnapshotWriter {
    position: Position,
    chunks: Vec<Vec<u8>>,
    shared: Arc<Mutex<Contents>>,
}

impl SnapshotWriter for MemorySnapshotWriter {
    fn write(&mut self, chunk: &[u8]) -> Result<(), LogError> {
        check_chunk(chunk)?;
        self.chunks.push(chunk.to_vec());
        Ok(())
    }

    fn commit(self: Box<Self>) -> Result<(), LogError> {
        let mut contents = lock(&self.shared);
        contents.snapshots = contents.snapshots.split_off(&self.position);
        contents.snapshots.insert(self.position, self.chunks.into());
        Ok(())
    }
}

struct MemorySnapshotReader {
    position: Position,
    chunks: Arc<[Vec<u8>]>,
    next: usize,
}

impl SnapshotReader for MemorySnapshotReader {
    fn position(&self) -> Position {
        self.position
    }

    fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, LogError> {
        let chunk = self.chunks.get(self.next).cloned();
        self.next += usize::from(chunk.is_some());
        Ok(chunk)
    }
}

//! A log whose appends wait while a gate is closed: the only way to meet a write that is still under way.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use xconnect_log::{AppendError, Entry, Log, LogError, Position, SnapshotReader, SnapshotWriter};

/// Any log, behind a gate.
pub(crate) struct GatedLog<L> {
    inner: L,
    gate: Arc<Gate>,
}

/// A gate that is open until it is closed.
#[derive(Default)]
pub(crate) struct Gate {
    passage: Mutex<Passage>,
    changed: Condvar,
}

#[derive(Default)]
struct Passage {
    closed: bool,
    somebody_waits: bool,
}

impl Gate {
    /// Lets no append pass any more, until it is opened.
    pub(crate) fn close(&self) {
        self.passage().closed = true;
    }

    /// Lets appends pass.
    pub(crate) fn open(&self) {
        self.passage().closed = false;
        self.changed.notify_all();
    }

    /// Returns once an append stands before the gate.
    pub(crate) fn wait_for_append(&self) {
        drop(self.changed.wait_while(self.passage(), |passage| !passage.somebody_waits).unwrap());
    }

    fn pass(&self) {
        let mut passage = self.passage();
        passage.somebody_waits = passage.closed;
        self.changed.notify_all();
        drop(self.changed.wait_while(passage, |passage| passage.closed).unwrap());
    }

    fn passage(&self) -> MutexGuard<'_, Passage> {
        self.passage.lock().unwrap()
    }
}

impl<L> GatedLog<L> {
    pub(crate) fn new(inner: L, gate: Arc<Gate>) -> Self {
        Self { inner, gate }
    }
}

impl<L: Log> Log for GatedLog<L> {
    fn append(&mut self, after: Position, bodies: &[Vec<u8>]) -> Result<Position, AppendError> {
        self.gate.pass();
        self.inner.append(after, bodies)
    }

    fn head(&mut self) -> Result<Position, LogError> {
        self.inner.head()
    }

    fn read(&mut self, after: Position, limit: usize) -> Result<Vec<Entry>, LogError> {
        self.inner.read(after, limit)
    }

    fn latest_snapshot(&mut self) -> Result<Option<Box<dyn SnapshotReader>>, LogError> {
        self.inner.latest_snapshot()
    }

    fn snapshot_writer(&mut self, at: Position) -> Result<Box<dyn SnapshotWriter>, LogError> {
        self.inner.snapshot_writer(at)
    }

    fn trim(&mut self, through: Position) -> Result<(), LogError> {
        self.inner.trim(through)
    }

    fn trimmed(&mut self) -> Result<Position, LogError> {
        self.inner.trimmed()
    }
}

//! A log that refuses appends on demand, to prove what its users do when storage fails.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{AppendError, Entry, Log, LogError, Position, SnapshotReader, SnapshotWriter};

/// Any log, with a switch that makes its appends fail. Everything else passes through.
#[derive(Debug)]
pub struct FailingLog<L> {
    inner: L,
    switch: Arc<FaultSwitch>,
}

impl<L: Log> FailingLog<L> {
    /// Wraps `inner`; whoever holds the same switch decides what becomes of the next appends.
    pub fn new(inner: L, switch: Arc<FaultSwitch>) -> Self {
        Self { inner, switch }
    }
}

/// What becomes of the next appends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// They reach the log.
    #[default]
    None,
    /// All are refused, until the switch is set again.
    Always,
    /// The next one is refused before anything is written.
    OnceBefore,
    /// The next one is written and then reported as failed: the case in which nobody can know. One that the log
    /// itself turns down is reported as what it is, and the fault waits for another.
    OnceAfter,
}

/// The switch of a [`FailingLog`], to be shared with the test that turns it.
#[derive(Debug, Default)]
pub struct FaultSwitch {
    fault: Mutex<Fault>,
}

impl FaultSwitch {
    /// A switch that lets everything pass, ready to be shared.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Decides what becomes of the next appends.
    pub fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// What will become of the next append; `None` again once a fault for one append has struck.
    pub fn get(&self) -> Fault {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<L: Log> Log for FailingLog<L> {
    fn append(&mut self, after: Position, bodies: &[Vec<u8>]) -> Result<Position, AppendError> {
        let fault = self.switch.get();
        if matches!(fault, Fault::Always | Fault::OnceBefore) {
            if fault == Fault::OnceBefore {
                self.switch.set(Fault::None);
            }
            return Err(AppendError::unavailable("a fault was injected before the write"));
        }
        let head = self.inner.append(after, bodies)?;
        if fault == Fault::OnceAfter {
            self.switch.set(Fault::None);
            return Err(AppendError::unavailable("a fault was injected after the write"));
        }
        Ok(head)
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

    fn warnings(&mut self) -> Vec<LogError> {
        self.inner.warnings()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryLog;

    fn failing() -> (FailingLog<MemoryLog>, Arc<FaultSwitch>) {
        let switch = FaultSwitch::new();
        (FailingLog::new(MemoryLog::new(), Arc::clone(&switch)), switch)
    }

    fn is_unavailable(result: Result<Position, AppendError>) -> bool {
        matches!(result, Err(AppendError::Unavailable { .. }))
    }

    #[test]
    fn refuses_once_without_writing() {
        let (mut log, switch) = failing();
        switch.set(Fault::OnceBefore);
        assert!(is_unavailable(log.append(0, &[b"a".to_vec()])));
        assert_eq!(log.head(), Ok(0));
        assert_eq!(log.append(0, &[b"a".to_vec()]), Ok(1));
    }

    #[test]
    fn reports_a_failure_for_what_it_wrote() {
        let (mut log, switch) = failing();
        switch.set(Fault::OnceAfter);
        assert_eq!(log.append(9, &[b"a".to_vec()]), Err(AppendError::Conflict { head: 0 }));
        assert!(is_unavailable(log.append(0, &[b"a".to_vec()])));
        assert_eq!(log.head(), Ok(1));
        assert_eq!(switch.get(), Fault::None);
    }

    #[test]
    fn refuses_until_told_otherwise() {
        let (mut log, switch) = failing();
        switch.set(Fault::Always);
        assert!(is_unavailable(log.append(0, &[])));
        assert!(is_unavailable(log.append(0, &[])));
        switch.set(Fault::None);
        assert_eq!(log.append(0, &[]), Ok(0));
    }
}

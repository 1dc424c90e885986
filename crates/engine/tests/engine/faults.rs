//! A log that fails: nobody sees what is not durable, and the engine goes on when the log does.

use std::sync::Arc;

use xconnect_engine::{CommitError, Engine};
use xconnect_log::{
    AppendError, Entry, FailingLog, Fault, FaultSwitch, Log, LogError, MemoryLog, Position, SnapshotReader,
    SnapshotWriter,
};
use xconnect_model::Vpc;
use xconnect_model::network::NetworkStatus;

use crate::support::{Drive, Site, put_group};

fn start(site: &Site) -> (Engine, Arc<FaultSwitch>) {
    let switch = FaultSwitch::new();
    (site.start_on(FailingLog::new(site.log.clone(), Arc::clone(&switch))), switch)
}

fn unavailable(engine: &Engine) -> bool {
    let outcome = engine.attempt(|_, draft| Ok(put_group(draft)));
    outcome == Err(CommitError::Unavailable)
}

/// The State agrees with what a start would read from the log.
fn agrees_with_the_log(site: &Site, engine: &Engine) {
    let fresh = site.start();
    assert!(**fresh.state() == **engine.state());
    fresh.stop();
}

#[test]
fn nobody_sees_what_the_log_refuses() {
    let site = Site::instant();
    let (engine, switch) = start(&site);
    engine.make_group();
    let before = engine.state().clone();
    switch.set(Fault::Always);
    assert!(engine.accepts_commits());
    assert!((0..5).all(|_| unavailable(&engine)));
    assert!(!engine.accepts_commits());
    assert!(Arc::ptr_eq(&before, &engine.state()));
    assert_eq!(
        engine.attempt(|state, _| Ok(state.records())),
        Ok(1),
        "there is nothing to write for a reader"
    );

    switch.set(Fault::None);
    assert_eq!(engine.make_group(), 1, "the places of the failed commits are free");
    assert!(engine.accepts_commits());
    assert_eq!(site.log.clone().head(), Ok(2));
    agrees_with_the_log(&site, &engine);
    engine.stop();
}

#[test]
fn a_write_that_failed_cleanly_has_not_happened() {
    let site = Site::instant();
    let (engine, switch) = start(&site);
    switch.set(Fault::OnceBefore);
    assert!(unavailable(&engine));
    assert_eq!(engine.make_group(), 0);
    assert_eq!(engine.state().resource_groups.len(), 1);
    agrees_with_the_log(&site, &engine);
    engine.stop();
}

#[test]
fn a_write_that_failed_after_all_is_found_by_the_next_one() {
    let site = Site::instant();
    let (engine, switch) = start(&site);
    engine.make_group();
    switch.set(Fault::OnceAfter);
    assert!(unavailable(&engine));
    assert_eq!(engine.state().records(), 1, "nobody was told that it is there, so nobody sees it yet");

    assert_eq!(engine.make(|state, draft| (state.records(), put_group(draft))), (2, 2));
    assert_eq!(engine.state().resource_groups.len(), 3);
    agrees_with_the_log(&site, &engine);
    engine.stop();
}

#[test]
fn a_reader_alone_finds_the_doubtful_write_too() {
    let site = Site::instant();
    let (engine, switch) = start(&site);
    switch.set(Fault::OnceAfter);
    assert!(unavailable(&engine));
    assert_eq!(engine.make(|state, _| state.records()), 1);
    assert_eq!(engine.state().records(), 1);
    engine.stop();
}

#[test]
fn what_the_fabric_has_done_is_recorded_when_the_log_is_back() {
    let site = Site::instant();
    let (engine, switch) = start(&site);
    engine.freeze();
    switch.set(Fault::OnceAfter);
    // Durable, but nobody knows: neither does the reconciler, until somebody looks.
    let outcome = engine.attempt(|_, draft| {
        let (seq, since) = (draft.seq(), draft.now());
        draft.put(Vpc { seq, since, status: NetworkStatus::Pending, ..Vpc::default() });
        Ok(())
    });
    assert_eq!(outcome, Err(CommitError::Unavailable));
    // The reconciler's own commit is refused once, and is made again.
    switch.set(Fault::OnceBefore);
    assert_eq!(engine.make(|state, _| state.vpcs.len()), 1);
    engine.until("the VPC is available", |state| {
        state.vpcs.iter().all(|vpc| vpc.status == NetworkStatus::Available)
    });
    assert_eq!(switch.get(), Fault::None);
    agrees_with_the_log(&site, &engine);
    engine.stop();
}

/// A log that answers every append with a conflict, and has nothing new to read.
struct LostLog(MemoryLog);

impl Log for LostLog {
    fn append(&mut self, _: Position, _: &[Vec<u8>]) -> Result<Position, AppendError> {
        Err(AppendError::Conflict { head: 0 })
    }

    fn head(&mut self) -> Result<Position, LogError> {
        self.0.head()
    }

    fn read(&mut self, after: Position, limit: usize) -> Result<Vec<Entry>, LogError> {
        self.0.read(after, limit)
    }

    fn latest_snapshot(&mut self) -> Result<Option<Box<dyn SnapshotReader>>, LogError> {
        self.0.latest_snapshot()
    }

    fn snapshot_writer(&mut self, at: Position) -> Result<Box<dyn SnapshotWriter>, LogError> {
        self.0.snapshot_writer(at)
    }

    fn trim(&mut self, through: Position) -> Result<(), LogError> {
        self.0.trim(through)
    }

    fn trimmed(&mut self) -> Result<Position, LogError> {
        self.0.trimmed()
    }
}

#[test]
fn a_log_that_contradicts_itself_is_no_reason_to_spin() {
    let engine = Site::instant().start_on(LostLog(MemoryLog::new()));
    assert!(unavailable(&engine));
    assert!(unavailable(&engine));
    engine.stop();
}

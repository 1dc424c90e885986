//! What every log promises, asked of each of them: the examples, and random histories against a model.
#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

use std::ops::RangeInclusive;
use std::sync::Arc;

use proptest::prelude::*;
use tempfile::TempDir;
use xconnect_log::{
    AppendError, FailingLog, FaultSwitch, Log, LogError, MAX_BODY_BYTES, MAX_CHUNK_BYTES, MemoryLog,
    Position, READ_BUDGET_BYTES, SqliteLog,
};

/// Runs one promise against every implementation, each time with an empty log.
macro_rules! every_log {
    ($($(#[$doc:meta])* fn $promise:ident($log:ident) $body:block)*) => {
        $(fn $promise($log: &mut dyn Log) $body)*

        mod memory {
            $(#[test] fn $promise() { super::$promise(&mut super::MemoryLog::new()); })*
        }

        mod sqlite {
            $(#[test] fn $promise() {
                let dir = super::TempDir::new().unwrap();
                super::$promise(&mut super::SqliteLog::open(dir.path()).unwrap());
            })*
        }

        mod failing_never {
            $(#[test] fn $promise() {
                let log = super::MemoryLog::new();
                super::$promise(&mut super::FailingLog::new(log, super::FaultSwitch::new()));
            })*
        }
    };
}

every_log! {
    fn begins_empty(log) {
        assert_eq!((log.head(), log.trimmed()), (Ok(0), Ok(0)));
        assert_eq!(log.read(0, 10), Ok(Vec::new()));
        assert!(log.latest_snapshot().unwrap().is_none());
        assert!(log.warnings().is_empty());
    }

    fn appends_in_order(log) {
        assert_eq!(log.append(0, &[b"a".to_vec(), Vec::new()]), Ok(2));
        assert_eq!(log.append(2, &[b"c".to_vec()]), Ok(3));
        assert_eq!(log.head(), Ok(3));
        assert_eq!(all(log, 0), [(1, b"a".to_vec()), (2, Vec::new()), (3, b"c".to_vec())]);
    }

    fn refuses_an_append_elsewhere(log) {
        fill(log, 3);
        for after in [0, 2, 4, u64::MAX] {
            assert_eq!(log.append(after, &[b"x".to_vec()]), Err(AppendError::Conflict { head: 3 }));
            assert_eq!(log.append(after, &[]), Err(AppendError::Conflict { head: 3 }));
        }
        assert_eq!(log.append(3, &[]), Ok(3));
        assert_eq!(all(log, 0).len(), 3);
    }

    fn refuses_a_body_too_large(log) {
        let bodies = [vec![1], vec![0; MAX_BODY_BYTES + 1]];
        let error = AppendError::BodyTooLarge { index: 1, bytes: MAX_BODY_BYTES + 1, limit: MAX_BODY_BYTES };
        assert_eq!(log.append(0, &bodies), Err(error));
        assert_eq!(log.append(0, &[vec![1; MAX_BODY_BYTES]]), Ok(1));
        assert_eq!(all(log, 0), [(1, vec![1; MAX_BODY_BYTES])]);
    }

    fn reads_in_pages(log) {
        fill(log, 10);
        assert_eq!(positions(log, 0, 4), [1, 2, 3, 4]);
        assert_eq!(positions(log, 4, 4), [5, 6, 7, 8]);
        assert_eq!(positions(log, 8, 4), [9, 10]);
        assert_eq!(positions(log, 9, usize::MAX), [10]);
        for (after, limit) in [(10, 4), (11, 4), (u64::MAX, 4), (0, 0)] {
            assert_eq!(positions(log, after, limit), [0; 0]);
        }
    }

    fn bounds_what_one_read_returns(log) {
        let body = vec![7; MAX_BODY_BYTES];
        let fitting = READ_BUDGET_BYTES / MAX_BODY_BYTES;
        log.append(0, &vec![body; fitting + 1]).unwrap();
        assert_eq!(positions(log, 0, 100).len(), fitting);
        assert_eq!(all(log, 0).len(), fitting + 1);
    }

    fn trims_the_beginning_only(log) {
        fill(log, 5);
        log.trim(3).unwrap();
        log.trim(1).unwrap();
        assert_eq!((log.trimmed(), log.head()), (Ok(3), Ok(5)));
        assert_eq!(positions(log, 3, 9), [4, 5]);
        assert_eq!(log.read(2, 9), Err(LogError::Trimmed { after: 2, trimmed: 3 }));
    }

    fn goes_on_where_it_stood_after_a_trim_of_all(log) {
        fill(log, 5);
        log.trim(u64::MAX).unwrap();
        assert_eq!((log.trimmed(), log.head()), (Ok(5), Ok(5)));
        assert_eq!(log.append(5, &[b"six".to_vec()]), Ok(6));
        assert_eq!(all(log, 5), [(6, b"six".to_vec())]);
    }

    fn snapshots_while_appends_go_on(log) {
        fill(log, 2);
        let mut writer = log.snapshot_writer(2).unwrap();
        let handle = std::thread::spawn(move || {
            writer.write(b"one").unwrap();
            writer.write(b"").unwrap();
            writer.write(&vec![3; MAX_CHUNK_BYTES]).unwrap();
            writer.commit().unwrap();
        });
        log.append(2, &[b"later".to_vec()]).unwrap();
        handle.join().unwrap();
        let chunks = vec![b"one".to_vec(), Vec::new(), vec![3; MAX_CHUNK_BYTES]];
        assert_eq!(snapshot(log), Some((2, chunks)));
        assert_eq!(positions(log, 2, 9), [3]);
    }

    fn an_uncommitted_snapshot_leaves_no_trace(log) {
        fill(log, 2);
        take_snapshot(log, 1, &[b"old"]);
        let mut writer = log.snapshot_writer(2).unwrap();
        writer.write(b"new").unwrap();
        assert_eq!(snapshot(log), Some((1, vec![b"old".to_vec()])));
        drop(writer);
        assert_eq!(snapshot(log), Some((1, vec![b"old".to_vec()])));
        take_snapshot(log, 2, &[b"again"]);
        assert_eq!(snapshot(log), Some((2, vec![b"again".to_vec()])));
    }

    fn a_snapshot_can_be_replaced_while_it_is_read(log) {
        fill(log, 2);
        take_snapshot(log, 1, &[b"a", b"b"]);
        let mut reader = log.latest_snapshot().unwrap().unwrap();
        assert_eq!(reader.next_chunk(), Ok(Some(b"a".to_vec())));
        take_snapshot(log, 2, &[]);
        assert_eq!(reader.next_chunk(), Ok(Some(b"b".to_vec())));
        assert_eq!((reader.next_chunk(), reader.next_chunk()), (Ok(None), Ok(None)));
        assert_eq!(snapshot(log), Some((2, Vec::new())));
    }

    fn a_snapshot_at_the_same_position_replaces(log) {
        take_snapshot(log, 0, &[b"first"]);
        take_snapshot(log, 0, &[b"second"]);
        assert_eq!(snapshot(log), Some((0, vec![b"second".to_vec()])));
    }

    fn an_older_snapshot_does_not_hide_a_newer(log) {
        fill(log, 5);
        let slow = log.snapshot_writer(2).unwrap();
        take_snapshot(log, 4, &[b"newer"]);
        slow.commit().unwrap();
        assert_eq!(snapshot(log), Some((4, vec![b"newer".to_vec()])));
    }

    fn bounds_what_a_snapshot_may_say(log) {
        fill(log, 2);
        assert_eq!(log.snapshot_writer(3).err(), Some(LogError::BeyondHead { at: 3, head: 2 }));
        let error = LogError::ChunkTooLarge { bytes: MAX_CHUNK_BYTES + 1, limit: MAX_CHUNK_BYTES };
        let mut writer = log.snapshot_writer(2).unwrap();
        assert_eq!(writer.write(&vec![0; MAX_CHUNK_BYTES + 1]), Err(error));
        writer.write(b"still usable").unwrap();
        writer.commit().unwrap();
        assert_eq!(snapshot(log), Some((2, vec![b"still usable".to_vec()])));
    }

    fn says_when_a_trim_went_past_the_snapshot(log) {
        fill(log, 5);
        take_snapshot(log, 3, &[b"three"]);
        log.trim(3).unwrap();
        assert_eq!(snapshot(log), Some((3, vec![b"three".to_vec()])));
        log.trim(4).unwrap();
        assert!(matches!(log.latest_snapshot(), Err(LogError::Corrupt { position: 4, .. })));
    }
}

fn fill(log: &mut dyn Log, count: u64) {
    let bodies: Vec<_> = (1..=count).map(|number| number.to_string().into_bytes()).collect();
    log.append(0, &bodies).unwrap();
}

fn positions(log: &mut dyn Log, after: Position, limit: usize) -> Vec<Position> {
    log.read(after, limit).unwrap().iter().map(|entry| entry.position).collect()
}

fn all(log: &mut dyn Log, mut after: Position) -> Vec<(Position, Vec<u8>)> {
    let mut entries = Vec::new();
    loop {
        let page = log.read(after, 1000).unwrap();
        let Some(last) = page.last() else { return entries };
        after = last.position;
        entries.extend(page.into_iter().map(|entry| (entry.position, entry.body)));
    }
}

fn take_snapshot(log: &mut dyn Log, at: Position, chunks: &[&[u8]]) {
    let mut writer = log.snapshot_writer(at).unwrap();
    for chunk in chunks {
        writer.write(chunk).unwrap();
    }
    writer.commit().unwrap();
}

fn snapshot(log: &mut dyn Log) -> Option<(Position, Vec<Vec<u8>>)> {
    let mut reader = log.latest_snapshot().unwrap()?;
    let mut chunks = Vec::new();
    while let Some(chunk) = reader.next_chunk().unwrap() {
        chunks.push(chunk);
    }
    Some((reader.position(), chunks))
}

#[test]
fn clones_of_a_memory_log_race_for_the_head() {
    let mut one = MemoryLog::new();
    let mut other = one.clone();
    assert_eq!(one.append(0, &[b"one".to_vec()]), Ok(1));
    assert_eq!(other.append(0, &[b"other".to_vec()]), Err(AppendError::Conflict { head: 1 }));
    assert_eq!(all(&mut other, 0), [(1, b"one".to_vec())]);
}

/// One step of a random history. Numbers are taken modulo what makes sense at the time.
#[derive(Debug, Clone)]
enum Step {
    Append(Vec<Vec<u8>>),
    AppendAt(u64),
    Read(u64, usize),
    Trim(u64),
    Snapshot(u64, Vec<Vec<u8>>, bool),
    Reopen,
}

fn bytes(length: RangeInclusive<usize>) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), length)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => proptest::collection::vec(bytes(0..=300), 0..6).prop_map(Step::Append),
        1 => any::<u64>().prop_map(Step::AppendAt),
        4 => (any::<u64>(), 0..12_usize).prop_map(|(after, limit)| Step::Read(after, limit)),
        1 => any::<u64>().prop_map(Step::Trim),
        1 => (any::<u64>(), proptest::collection::vec(bytes(0..=100), 0..4), any::<bool>())
            .prop_map(|(at, chunks, commit)| Step::Snapshot(at, chunks, commit)),
        1 => Just(Step::Reopen),
    ]
}

/// What a log should hold, in the simplest terms.
#[derive(Default)]
struct Model {
    bodies: Vec<Vec<u8>>,
    trimmed: u64,
    snapshot: Option<(u64, Vec<Vec<u8>>)>,
}

impl Model {
    fn head(&self) -> u64 {
        self.bodies.len() as u64
    }

    fn run(&mut self, log: &mut dyn Log, step: Step) {
        let beyond = self.head() + 2;
        match step {
            Step::Append(bodies) => {
                self.bodies.extend(bodies.iter().cloned());
                assert_eq!(log.append(self.head() - bodies.len() as u64, &bodies), Ok(self.head()));
            }
            Step::AppendAt(after) if after % beyond != self.head() => {
                let conflict = Err(AppendError::Conflict { head: self.head() });
                assert_eq!(log.append(after % beyond, &[Vec::new()]), conflict);
            }
            Step::Read(after, limit) => self.read(log, after % beyond, limit),
            Step::Trim(through) => {
                log.trim(through % beyond).unwrap();
                self.trimmed = (through % beyond).min(self.head()).max(self.trimmed);
            }
            Step::Snapshot(at, chunks, commit) => {
                let at = at % (self.head() + 1);
                let mut writer = log.snapshot_writer(at).unwrap();
                chunks.iter().for_each(|chunk| writer.write(chunk).unwrap());
                if commit {
                    writer.commit().unwrap();
                    self.snapshot =
                        self.snapshot.take().filter(|(newest, _)| *newest > at).or(Some((at, chunks)));
                }
            }
            Step::AppendAt(_) | Step::Reopen => {}
        }
        self.compare(log);
    }

    fn read(&self, log: &mut dyn Log, after: u64, limit: usize) {
        let trimmed = self.trimmed;
        if after < trimmed {
            assert_eq!(log.read(after, limit), Err(LogError::Trimmed { after, trimmed }));
            return;
        }
        let read = log.read(after, limit).unwrap();
        let expected: Vec<_> = self.bodies.iter().skip(after as usize).take(limit).collect();
        assert_eq!(read.iter().map(|entry| &entry.body).collect::<Vec<_>>(), expected);
        assert!(read.iter().map(|entry| entry.position).eq((after + 1..).take(expected.len())));
    }

    fn compare(&self, log: &mut dyn Log) {
        assert_eq!((log.head(), log.trimmed()), (Ok(self.head()), Ok(self.trimmed)));
        match &self.snapshot {
            Some((at, _)) if *at >= self.trimmed => assert_eq!(snapshot(log), self.snapshot),
            _ if self.trimmed == 0 => assert_eq!(snapshot(log), None),
            _ => assert!(matches!(log.latest_snapshot(), Err(LogError::Corrupt { .. }))),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn memory_follows_the_model(steps in proptest::collection::vec(step(), 1..40)) {
        let (mut log, mut model) = (MemoryLog::new(), Model::default());
        for step in steps {
            model.run(&mut log, step);
        }
        model.read(&mut log, model.trimmed, usize::MAX);
    }

    #[test]
    fn sqlite_follows_the_model(steps in proptest::collection::vec(step(), 1..40)) {
        let dir = TempDir::new().unwrap();
        let (mut log, mut model) = (SqliteLog::open(dir.path()).unwrap(), Model::default());
        for step in steps {
            if matches!(step, Step::Reopen) {
                drop(log);
                log = SqliteLog::open(dir.path()).unwrap();
            }
            model.run(&mut log, step);
        }
        model.read(&mut log, model.trimmed, usize::MAX);
    }
}

#[test]
fn a_log_can_be_boxed_and_sent() {
    let log: Box<dyn Log> = Box::new(FailingLog::new(MemoryLog::new(), Arc::new(FaultSwitch::default())));
    std::thread::spawn(move || drop(log)).join().unwrap();
}

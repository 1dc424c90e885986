//! Snapshots: the State as of one position, written beside the log while commits go on.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use xconnect_log::{Log, Position, SnapshotWriter};
use xconnect_model::Time;
use xconnect_state::{Rows, State};

use crate::commit::{Nonce, VERSION};

/// A snapshot is worth its work when this many commits came after the last one...
const COMMITS: usize = 20_000;
/// ...or this many bytes...
const BYTES: usize = 64 << 20;
/// ...and a quarter as many commits as there are records, so that a large State is not written again and again: with
/// this, a commit pays for writing four records, which is little beside its own flush, and a start after a crash
/// replays no more than a quarter of what it loads.
const ROWS_PER_COMMIT: usize = 4;
/// After fewer commits than this, a stop leaves them to the next start's replay.
const WORTH_IT_AT_STOP: usize = 1_000;
/// Entries that are dropped in one go; commits wait meanwhile.
const TRIMMED: Position = 4_096;
/// How often, within the retention, the age of the oldest entries is looked at.
const AGE_LOOKS: u32 = 32;
/// Records in a chunk: as many of the largest as stay below the log's bound.
const ROWS: usize = 64;
/// A pause after each chunk, about as long as writing it takes: a snapshot is in no hurry, and commits are.
const PAUSE: Duration = Duration::from_micros(200);
/// Nonces in a chunk.
const NONCES: usize = 16_384;

/// A piece of a snapshot.
#[derive(Serialize, Deserialize)]
pub(crate) enum Chunk {
    /// Records.
    Rows(Rows),
    /// What is no record.
    Rest {
        /// The version of the form.
        version: u32,
        /// The latest service time.
        latest: Time,
    },
    /// Nonces that were used up, oldest first; later chunks go on where earlier ones end.
    Nonces(Vec<Nonce>),
}

/// An entry, as far as its age goes.
#[derive(Deserialize)]
struct Dated {
    at: Time,
}

/// Reads a chunk. That it is UTF-8 is checked once and for all of it, which is quicker than text by text.
pub(crate) fn decode(chunk: &[u8]) -> Result<Chunk, String> {
    let text = std::str::from_utf8(chunk).map_err(|error| error.to_string())?;
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// What a snapshot is taken of.
#[derive(Clone)]
pub(crate) struct Moment {
    pub(crate) state: Arc<State>,
    /// The last entry that the State holds.
    pub(crate) position: Position,
    /// The service time.
    pub(crate) latest: Time,
}

/// How long entries stay in the log for the audit trail, after a snapshot could take their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Older entries go, by service time.
    pub age: Duration,
    /// With more entries than this, the oldest go.
    pub entries: u64,
}

impl Default for Retention {
    /// A month, and a hundred thousand entries.
    fn default() -> Self {
        Self { age: Duration::from_secs(30 * 86_400), entries: 100_000 }
    }
}

/// Decides when to write a snapshot, and has it written by a thread of its own.
pub(crate) struct Snapshots {
    commits: usize,
    bytes: usize,
    newest: Position,
    /// Everything up to here is gone.
    trimmed: Position,
    retention: Retention,
    /// Entries up to here are older than the retention, as far as that has been looked at.
    outdated: Position,
    /// When the age of entries was looked at last.
    aged_at: Time,
    running: Option<JoinHandle<Result<Position, String>>>,
    /// The process is to end: there is no time for pauses any more.
    ending: Arc<AtomicBool>,
}

impl Snapshots {
    /// For a log that ends at `head`, and whose newest snapshot holds `newest`.
    ///
    /// The commits in between count, or a server that is killed again and again would never take a snapshot. Their
    /// bytes are not known any more.
    pub(crate) fn after(newest: Position, head: Position, retention: Retention) -> Self {
        let commits = usize::try_from(head.saturating_sub(newest)).unwrap_or(usize::MAX);
        Self {
            commits,
            bytes: 0,
            newest,
            trimmed: 0,
            retention,
            outdated: 0,
            aged_at: Time::default(),
            running: None,
            ending: Arc::default(),
        }
    }

    /// Counts what has been committed.
    pub(crate) fn count(&mut self, commits: usize, bytes: usize) {
        self.commits += commits;
        self.bytes += bytes;
    }

    /// Begins a snapshot if one is due, and tidies up after one that is finished.
    pub(crate) fn step(&mut self, log: &mut dyn Log, moment: &Moment, nonces: &VecDeque<Nonce>) {
        if self.running.as_ref().is_some_and(JoinHandle::is_finished) {
            self.collect();
        }
        self.trim(log, moment);
        let enough = (self.commits >= COMMITS || self.bytes >= BYTES)
            && self.commits >= moment.state.records() / ROWS_PER_COMMIT;
        if self.running.is_none() && enough {
            self.begin(log, moment, nonces);
        }
    }

    /// Writes a last snapshot before the end, if it saves the next start some time.
    pub(crate) fn last(&mut self, log: &mut dyn Log, moment: &Moment, nonces: &VecDeque<Nonce>) {
        self.ending.store(true, Ordering::SeqCst);
        self.collect();
        if self.commits >= WORTH_IT_AT_STOP && moment.position > self.newest {
            self.begin(log, moment, nonces);
            self.collect();
        }
    }

    fn begin(&mut self, log: &mut dyn Log, moment: &Moment, nonces: &VecDeque<Nonce>) {
        (self.commits, self.bytes) = (0, 0);
        let writer = match log.snapshot_writer(moment.position) {
            Ok(writer) => writer,
            Err(error) => return tracing::warn!(%error, "no snapshot: the log goes on without it"),
        };
        let (moment, nonces, ending) = (moment.clone(), nonces.clone(), Arc::clone(&self.ending));
        let work = move || write(writer, &moment, nonces, &ending).map(|()| moment.position);
        match std::thread::Builder::new().name("snapshot".into()).spawn(work) {
            Ok(thread) => self.running = Some(thread),
            Err(error) => tracing::warn!(%error, "no snapshot: the log goes on without it"),
        }
    }

    /// Drops some of the entries that the newest snapshot covers and that nobody is to see any more.
    fn trim(&mut self, log: &mut dyn Log, moment: &Moment) {
        if self.trimmed >= self.newest {
            return;
        }
        self.look_at_age(log, moment.latest);
        let too_many = moment.position.saturating_sub(self.retention.entries);
        let target = self.newest.min(too_many.max(self.outdated));
        if self.trimmed >= target {
            return;
        }
        let before = log.trimmed().unwrap_or(target);
        self.drop_through(log, target.min(before + TRIMMED));
    }

    /// Finds out, now and then, whether the oldest entries have outlived the retention.
    fn look_at_age(&mut self, log: &mut dyn Log, now: Time) {
        let age = self.retention.age;
        if now.since(self.aged_at) < age / AGE_LOOKS && self.aged_at != Time::default() {
            return;
        }
        let trimmed = log.trimmed().unwrap_or(self.newest);
        let last = self.newest.min(trimmed + TRIMMED);
        let at = last.checked_sub(1).and_then(|after| log.read(after, 1).ok()).and_then(|entries| {
            serde_json::from_slice::<Dated>(&entries.first()?.body).ok().map(|entry| entry.at)
        });
        if at.is_some_and(|at| now.since(at) > age) {
            // There may be more behind it: the next step looks again.
            self.outdated = last;
        } else {
            self.aged_at = now;
        }
    }

    /// Drops everything that the newest snapshot covers.
    pub(crate) fn make_room(&mut self, log: &mut dyn Log) {
        if self.trimmed < self.newest {
            self.drop_through(log, self.newest);
        }
    }

    fn drop_through(&mut self, log: &mut dyn Log, through: Position) {
        self.trimmed = through;
        if let Err(error) = log.trim(through) {
            tracing::warn!(%error, "entries that a snapshot covers could not be dropped");
        }
    }

    /// Waits for the running snapshot.
    fn collect(&mut self) {
        let Some(thread) = self.running.take() else { return };
        match thread.join() {
            Ok(Ok(position)) => self.newest = position,
            Ok(Err(error)) => tracing::warn!(error, "no snapshot: the log goes on without it"),
            Err(_) => tracing::error!("the thread that writes snapshots has panicked"),
        }
    }
}

fn write(
    mut writer: Box<dyn SnapshotWriter>,
    moment: &Moment,
    nonces: VecDeque<Nonce>,
    ending: &AtomicBool,
) -> Result<(), String> {
    let rest = Chunk::Rest { version: VERSION, latest: moment.latest };
    let mut nonces = nonces.into_iter();
    let nonces = std::iter::from_fn(|| {
        let some: Vec<_> = nonces.by_ref().take(NONCES).collect();
        (!some.is_empty()).then_some(Chunk::Nonces(some))
    });
    for chunk in std::iter::once(rest).chain(moment.state.pieces(ROWS).map(Chunk::Rows)).chain(nonces) {
        let bytes = serde_json::to_vec(&chunk).map_err(|error| error.to_string())?;
        writer.write(&bytes).map_err(|error| error.to_string())?;
        if !ending.load(Ordering::SeqCst) {
            std::thread::sleep(PAUSE);
        }
    }
    writer.commit().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::Index;
    use xconnect_log::MemoryLog;
    use xconnect_model::{ClockSetting, ResourceGroup, Vpc};
    use xconnect_state::{Change, Kind, Record};

    use super::*;
    use crate::commit::{Commit, Origin};
    use crate::recovery;

    fn change() -> impl Strategy<Value = Change> {
        let time = any::<i64>().prop_map(Time);
        let group = |(seq, created_at)| ResourceGroup { seq, created_at, ..ResourceGroup::default() };
        let vpc = |(seq, since)| Vpc { seq, since, ..Vpc::default() };
        let clock = |service| ClockSetting { service, ..ClockSetting::default() };
        let kind = prop::sample::select(&[Kind::ResourceGroup, Kind::Vpc][..]);
        prop_oneof![
            4 => (0..40u64, time.clone()).prop_map(move |parts| Change::Put(group(parts).into())),
            4 => (0..40u64, time.clone()).prop_map(move |parts| Change::Put(vpc(parts).into())),
            1 => time.prop_map(move |service| Change::Put(Record::Clock(clock(service)))),
            3 => (kind, 0..40u64)
                .prop_map(|(kind, seq)| Change::Delete { kind, seq, label: String::new() }),
        ]
    }

    prop_compose! {
        fn commit()(
            at in any::<i64>().prop_map(Time),
            nonce in prop::option::of(any::<u64>().prop_map(|print| Nonce { at: Time(1), print })),
            changes in prop::collection::vec(change(), 0..4),
        ) -> Commit {
            let origin = Origin { nonce, ..Origin::service("Test") };
            Commit { version: VERSION, at, origin, refused: None, changes, before: Vec::new() }
        }
    }

    /// What an engine knows after some commits.
    fn known(commits: &[Commit]) -> (Moment, VecDeque<Nonce>) {
        let mut state = State::default();
        commits.iter().for_each(|commit| state.apply(&commit.changes));
        let latest = commits.iter().map(|commit| commit.at).max().unwrap_or_default().max(Time::default());
        let nonces = commits.iter().filter_map(|commit| commit.origin.nonce).collect();
        (Moment { state: Arc::new(state), position: commits.len() as Position, latest }, nonces)
    }

    #[test]
    fn commits_from_before_the_start_count() {
        let newest = 7;
        for (since, is_due) in [(COMMITS - 1, false), (COMMITS, true)] {
            let mut snapshots = Snapshots::after(newest, newest + since as Position, Retention::default());
            let (moment, nonces) = known(&[]);
            snapshots.step(&mut MemoryLog::new(), &moment, &nonces);
            assert_eq!(snapshots.running.is_some(), is_due, "{since} commits");
        }
    }

    proptest! {
        #[test]
        fn a_recovery_knows_what_was_known(
            commits in prop::collection::vec(commit(), 0..60),
            snapshots in prop::collection::vec((any::<Index>(), any::<Index>()), 0..4),
        ) {
            let mut log = MemoryLog::new();
            let bodies: Vec<_> = commits.iter().map(|commit| serde_json::to_vec(commit).unwrap()).collect();
            log.append(0, &bodies).unwrap();
            let mut newest = 0;
            for (at, trimmed) in snapshots {
                let at = at.index(commits.len() + 1);
                // Snapshots are only ever taken of later and later positions.
                if at as Position >= newest {
                    newest = at as Position;
                    let (moment, nonces) = known(&commits[..at]);
                    write(log.snapshot_writer(newest).unwrap(), &moment, nonces, &AtomicBool::new(true)).unwrap();
                    log.trim(trimmed.index(at + 1) as Position).unwrap();
                }
            }
            let recovered = recovery::recover(&mut log).unwrap();
            let (expected, nonces) = known(&commits);
            prop_assert!(recovered.state == *expected.state);
            prop_assert_eq!((recovered.position, recovered.snapshot), (expected.position, newest));
            prop_assert_eq!((recovered.latest, recovered.nonces), (expected.latest, nonces));
        }
    }
}

//! What the tests are made with: a place to start engines in, a log that can be held up, and bounded waiting.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use xconnect_engine::clock::ManualWall;
use xconnect_engine::fabric::Simulated;
use xconnect_engine::timing::{Profile, Timing};
use xconnect_engine::{Commit, CommitError, Engine, Options, Origin, OsRandom, Provider, Retention};
use xconnect_log::{AppendError, Entry, Log, LogError, MemoryLog, Position, SnapshotReader, SnapshotWriter};
use xconnect_model::account::ProviderMode;
use xconnect_model::{ClockSetting, ResourceGroup, Seq, Time};
use xconnect_state::{Draft, State};

/// What the wall's clock shows at first.
pub(crate) const START: Time = Time(1_800_000_000_000);

/// Milliseconds, which is what most durations here are.
pub(crate) const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Everything that outlives an engine: it can be started here again and again.
pub(crate) struct Site {
    pub(crate) log: MemoryLog,
    pub(crate) wall: Arc<ManualWall>,
    pub(crate) fabric: Arc<Simulated>,
    pub(crate) provider: Provider,
    pub(crate) retention: Retention,
}

impl Site {
    /// A site where steps take as long as this says, and where nobody pays by themselves.
    pub(crate) fn new(timing: Timing) -> Self {
        Self {
            log: MemoryLog::new(),
            wall: Arc::new(ManualWall::at(START)),
            fabric: Arc::new(Simulated::new(timing)),
            provider: Provider { mode: ProviderMode::Manual, ..Provider::default() },
            retention: Retention { entries: 0, ..Retention::default() },
        }
    }

    /// A site where nothing takes time.
    pub(crate) fn instant() -> Self {
        Self::new(Timing::new(Profile::Instant))
    }

    /// An engine on the site's log.
    pub(crate) fn start(&self) -> Engine {
        self.start_on(self.log.clone())
    }

    /// An engine on another log.
    pub(crate) fn start_on(&self, log: impl Log + 'static) -> Engine {
        Engine::start(Options {
            log: Box::new(log),
            wall: Arc::clone(&self.wall) as _,
            fabric: Arc::clone(&self.fabric) as _,
            random: Box::new(OsRandom::default()),
            provider: self.provider.clone(),
            retention: self.retention,
        })
        .expect("the engine starts")
    }

    /// What stands in the site's log, oldest first.
    pub(crate) fn commits(&self) -> Vec<Commit> {
        let mut log = self.log.clone();
        let trimmed = log.trimmed().expect("a log in memory answers");
        let entries = log.read(trimmed, usize::MAX).expect("a log in memory can be read");
        entries.iter().map(|e| serde_json::from_slice(&e.body).expect("an entry is a commit")).collect()
    }
}

/// What tests do with an engine, from a plain thread.
pub(crate) trait Drive {
    /// Commits work that is not refused.
    fn make<T: Send + 'static>(&self, work: impl FnMut(&State, &mut Draft<'_>) -> T + Send + 'static) -> T;

    /// Commits work that may be refused or fail.
    fn attempt<T: Send + 'static>(
        &self,
        work: impl FnMut(&State, &mut Draft<'_>) -> Result<T, String> + Send + 'static,
    ) -> Result<T, CommitError<String>>;

    /// Commits a resource group, the smallest of records, and returns its place.
    fn make_group(&self) -> Seq {
        self.make(|_, draft| put_group(draft))
    }

    /// Sets the service clock.
    fn set(&self, setting: ClockSetting);

    /// Moves the service clock forward.
    fn advance(&self, by: Duration);

    /// Freezes the service clock.
    fn freeze(&self);

    /// Waits until the State is so.
    fn until(&self, what: &str, condition: impl Fn(&State) -> bool);
}

impl Drive for Engine {
    fn make<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&State, &mut Draft<'_>) -> T + Send + 'static,
    ) -> T {
        self.attempt(move |state, draft| Ok(work(state, draft))).expect("the commit is accepted")
    }

    fn attempt<T: Send + 'static>(
        &self,
        work: impl FnMut(&State, &mut Draft<'_>) -> Result<T, String> + Send + 'static,
    ) -> Result<T, CommitError<String>> {
        self.commit_blocking(Origin::service("Test"), work)
    }

    fn set(&self, setting: ClockSetting) {
        block_on(self.set_clock(setting)).expect("the clock can be set");
    }

    fn advance(&self, by: Duration) {
        self.set(self.clock().advanced(by));
    }

    fn freeze(&self) {
        self.set(self.clock().frozen());
    }

    fn until(&self, what: &str, condition: impl Fn(&State) -> bool) {
        eventually(what, || condition(&self.state()));
    }
}

/// Stages a resource group, and returns its place.
pub(crate) fn put_group(draft: &mut Draft<'_>) -> Seq {
    let (seq, created_at) = (draft.seq(), draft.now());
    let id = draft.id("bp1");
    draft.put(ResourceGroup { seq, id, created_at, ..ResourceGroup::default() });
    seq
}

/// Waits for another thread, but not for ever.
pub(crate) fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    for _ in 0..10_000 {
        if condition() {
            return;
        }
        std::thread::sleep(ms(1));
    }
    panic!("in vain waited for this: {what}");
}

/// Waits for a future on this thread.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be made").block_on(future)
}

/// A commit that has been asked for.
pub(crate) type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, CommitError<String>>> + 'a>>;

/// Asks for a commit without waiting for it: it is in the queue, or already refused, when this returns.
pub(crate) fn ask<'a, T: Send + 'static>(
    engine: &'a Engine,
    origin: Origin,
    work: impl FnMut(&State, &mut Draft<'_>) -> Result<T, String> + Send + 'static,
) -> Result<Pending<'a, T>, CommitError<String>> {
    let mut future: Pending<'a, T> = Box::pin(engine.commit(origin, work));
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Err(error)) => Err(error),
        Poll::Ready(Ok(value)) => Ok(Box::pin(std::future::ready(Ok(value)))),
        Poll::Pending => Ok(future),
    }
}

/// A log whose appends wait at a gate.
pub(crate) struct GatedLog<L> {
    inner: L,
    arrived: Sender<usize>,
    permits: Receiver<()>,
}

/// The outside of the gate of a [`GatedLog`].
pub(crate) struct Gate {
    /// Hears of every append that has arrived at the gate: how many entries it brings.
    pub(crate) arrived: Receiver<usize>,
    /// Lets one append pass each time; once dropped, all pass.
    pub(crate) permits: Sender<()>,
}

impl<L: Log> GatedLog<L> {
    pub(crate) fn new(inner: L) -> (Self, Gate) {
        let ((arrival, arrived), (permits, permitted)) = (channel(), channel());
        (Self { inner, arrived: arrival, permits: permitted }, Gate { arrived, permits })
    }
}

impl<L: Log> Log for GatedLog<L> {
    fn append(&mut self, after: Position, bodies: &[Vec<u8>]) -> Result<Position, AppendError> {
        // Neither matters: nobody listens any more, or the gate has been opened for good.
        let _ = self.arrived.send(bodies.len());
        let _ = self.permits.recv();
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

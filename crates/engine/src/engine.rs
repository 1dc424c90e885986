//! The engine from outside: start it, read its State, commit to it, stop it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use arc_swap::{ArcSwap, Guard};
use thiserror::Error;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use xconnect_log::{Log, LogError};
use xconnect_model::account::ProviderMode;
use xconnect_model::{ClockSetting, Time};
use xconnect_state::{Change, Draft, State};

use crate::clock::{self, ServiceClock, Wall};
use crate::commit::{Nonce, Origin};
use crate::fabric::Fabric;
use crate::random::Random;
use crate::reconciler::{self, Agenda, Rest};
use crate::recovery::{self, Recovered};
use crate::snapshot::Retention;
use crate::timing::Timing;
use crate::writer::{self, Job, Message, Task, Verdict};

/// Commits that may wait for their turn; one more is refused, so that a flood cannot fill the memory.
const QUEUE: usize = 8_192;

/// What an engine is made of.
pub struct Options {
    /// Where commits go.
    pub log: Box<dyn Log>,
    /// Where time comes from.
    pub wall: Arc<dyn Wall>,
    /// What carries out intents.
    pub fabric: Arc<dyn Fabric>,
    /// What fresh ids are made of.
    pub random: Box<dyn Random>,
    /// How the provider's steps are taken.
    pub provider: Provider,
    /// How long the audit trail reaches back.
    pub retention: Retention,
}

/// How the provider's steps are taken: approvals, allocations, letters, payments.
#[derive(Debug, Clone, Default)]
pub struct Provider {
    /// How long they take where the service takes them.
    pub timing: Timing,
    /// Who takes them for accounts that say nothing else.
    pub mode: ProviderMode,
}

/// One order of commits over one State.
pub struct Engine {
    shared: Arc<Shared>,
    jobs: mpsc::Sender<Message>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    nonces: Vec<Nonce>,
}

/// What the engine's threads and its users have in common.
pub(crate) struct Shared {
    pub(crate) state: ArcSwap<State>,
    pub(crate) clock: ServiceClock,
    pub(crate) agenda: Agenda,
    pub(crate) rest: Rest,
    /// The log has refused the last commit.
    pub(crate) failing: AtomicBool,
}

/// Why a commit did not happen.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CommitError<E> {
    /// The rules said no.
    #[error("{0}")]
    Refused(E),
    /// The log did not take it. Whether it will be there after a restart is open; nobody was told that it is.
    #[error("the log does not accept commits")]
    Unavailable,
    /// The work panicked. Nothing of it has happened.
    #[error("a defect of this program")]
    Defect,
    /// Too many commits are waiting.
    #[error("too many commits are waiting")]
    Overloaded,
}

/// What is under way did not settle in time.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("what is under way has not settled in time")]
pub struct NotSettled;

/// Why an engine did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The log could not be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// An entry or a snapshot is not what this version can read.
    #[error("the log cannot be read at position {position}: {reason}")]
    Unreadable {
        /// The entry's position, or the snapshot's.
        position: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system did not give a thread.
    #[error("no thread could be started: {0}")]
    Thread(#[from] std::io::Error),
}

impl Engine {
    /// Reads the log, and goes on where it ends. What was under way goes on as if nothing had happened.
    pub fn start(mut options: Options) -> Result<Self, StartError> {
        let recovered = recovery::recover(options.log.as_mut())?;
        Self::go_on(options, recovered)
    }

    /// Goes on from this State, as of this service time, in place of what a log says. For rehearsals: the log has to
    /// be empty, and holds what comes after the State only.
    pub fn rehearse(mut options: Options, state: State, now: Time) -> Result<Self, StartError> {
        let empty = recovery::recover(options.log.as_mut())?;
        Self::go_on(options, Recovered { state, latest: now, ..empty })
    }

    fn go_on(options: Options, recovered: Recovered) -> Result<Self, StartError> {
        let clock = ServiceClock::new(options.wall, recovered.state.clock, recovered.latest);
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let shared = Arc::new(Shared {
            state: ArcSwap::from_pointee(recovered.state),
            clock,
            agenda: Agenda::default(),
            rest: Rest::default(),
            failing: AtomicBool::new(false),
        });
        let nonces = recovered.nonces.iter().copied().collect();
        let writer = writer::Writer::new(
            Arc::clone(&shared),
            options.log,
            options.random,
            recovered.position,
            recovered.snapshot,
            recovered.nonces,
            options.retention,
        );
        let reconciler = reconciler::Reconciler::new(
            Arc::clone(&shared),
            options.fabric,
            options.provider,
            jobs.clone().downgrade(),
        );
        let threads = Mutex::new(vec![
            std::thread::Builder::new().name("writer".into()).spawn(move || writer.run(waiting))?,
            std::thread::Builder::new().name("reconciler".into()).spawn(move || reconciler.run())?,
        ]);
        Ok(Self { shared, jobs, threads, nonces })
    }

    /// The State as it is now. Everything in it is durable.
    pub fn state(&self) -> Guard<Arc<State>> {
        self.shared.state.load()
    }

    /// The clock of the service.
    pub fn clock(&self) -> &ServiceClock {
        &self.shared.clock
    }

    /// Whether the last commit got through to the log.
    pub fn accepts_commits(&self) -> bool {
        !self.shared.failing.load(Ordering::SeqCst)
    }

    /// The nonces that were used up before this start, newest last.
    pub fn recovered_nonces(&self) -> &[Nonce] {
        &self.nonces
    }

    /// Runs a piece of work on the newest State, and returns when what it staged is durable and readable.
    ///
    /// The work may be run more than once when another writer was faster, so it must depend on nothing but what it
    /// is given.
    pub async fn commit<T, E, F>(&self, origin: Origin, work: F) -> Result<T, CommitError<E>>
    where
        T: Send + 'static,
        E: std::fmt::Display + Send + 'static,
        F: FnMut(&State, &mut Draft<'_>) -> Result<T, E> + Send + 'static,
    {
        let (job, answer) = Work::boxed(origin, work);
        match self.jobs.try_send(Message::Job(job)) {
            Ok(()) => answer.await.unwrap_or(Err(CommitError::Unavailable)),
            Err(TrySendError::Full(_)) => Err(CommitError::Overloaded),
            Err(TrySendError::Closed(_)) => Err(CommitError::Unavailable),
        }
    }

    /// As [`Engine::commit`], for threads outside the runtime.
    pub fn commit_blocking<T, E, F>(&self, origin: Origin, work: F) -> Result<T, CommitError<E>>
    where
        T: Send + 'static,
        E: std::fmt::Display + Send + 'static,
        F: FnMut(&State, &mut Draft<'_>) -> Result<T, E> + Send + 'static,
    {
        let (job, answer) = Work::boxed(origin, work);
        if self.jobs.blocking_send(Message::Job(job)).is_err() {
            return Err(CommitError::Unavailable);
        }
        answer.blocking_recv().unwrap_or(Err(CommitError::Unavailable))
    }

    /// Sets the service clock: durable, and kept over restarts. Refused for a rate below 0, above 1,000,000, or
    /// that is no number.
    pub async fn set_clock(&self, setting: ClockSetting) -> Result<(), CommitError<String>> {
        self.set_clock_for(Origin::service("SetClock"), setting).await
    }

    /// As [`Engine::set_clock`], for somebody who is named in the log.
    pub async fn set_clock_for(
        &self,
        origin: Origin,
        setting: ClockSetting,
    ) -> Result<(), CommitError<String>> {
        self.commit(origin, move |_, draft| {
            if !clock::is_rate(setting.rate) {
                return Err(format!("no clock can run at the rate {}", setting.rate));
            }
            draft.put(xconnect_state::Record::Clock(setting));
            Ok(())
        })
        .await
    }

    /// Waits until everything that is due by now has been looked at and settled, and says when there is something to
    /// do again; `None` when nothing is under way. What waits for no fixed time (an account without money, a
    /// renewal months ahead) is not counted. Gives up, with an error, after `patience` in real time.
    pub fn next_step(&self, patience: Duration) -> Result<Option<Time>, NotSettled> {
        let (generation, now) = (self.shared.agenda.generation(), self.clock().now());
        self.shared.clock.bell().ring();
        self.shared.rest.wait(generation, now, patience).ok_or(NotSettled)
    }

    /// Has a look at the log, between two commits. It has to be short.
    pub(crate) fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&mut dyn Log) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, seen) = oneshot::channel();
        let look = Box::new(move |log: &mut dyn Log| drop(answer.send(look(log))));
        self.jobs.blocking_send(Message::Look(look)).ok()?;
        seen.blocking_recv().ok()
    }

    /// Stops after what has been asked for is done. Commits from now on are refused as unavailable.
    pub fn stop(&self) {
        self.shared.agenda.close();
        self.shared.clock.bell().ring();
        // A full queue is drained by the writer, which ends when it meets this.
        let _ = self.jobs.blocking_send(Message::Stop);
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the engine has panicked");
            }
        }
    }
}

impl Drop for Engine {
    /// Lets the threads end by themselves. The writer does so when nobody can send it anything any more; the
    /// reconciler has to be told.
    fn drop(&mut self) {
        self.shared.agenda.close();
        self.shared.clock.bell().ring();
    }
}

/// A closure on its way through the writer, with the place where its outcome goes.
pub(crate) struct Work<T, E, F> {
    origin: Origin,
    work: F,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, CommitError<E>>>,
}

impl<T, E, F> Work<T, E, F>
where
    T: Send + 'static,
    E: std::fmt::Display + Send + 'static,
    F: FnMut(&State, &mut Draft<'_>) -> Result<T, E> + Send + 'static,
{
    #[expect(clippy::type_complexity, reason = "the receiver's type says exactly what comes back")]
    pub(crate) fn boxed(
        origin: Origin,
        work: F,
    ) -> (Box<dyn Job>, oneshot::Receiver<Result<T, CommitError<E>>>) {
        let (answer, receiver) = oneshot::channel();
        (Box::new(Self { origin, work, outcome: None, answer }), receiver)
    }
}

impl<T, E, F> Job for Work<T, E, F>
where
    T: Send + 'static,
    E: std::fmt::Display + Send + 'static,
    F: FnMut(&State, &mut Draft<'_>) -> Result<T, E> + Send + 'static,
{
    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn run(&mut self, state: &State, draft: &mut Draft<'_>) -> Result<(), String> {
        // A defect in one piece of work must not end the writer, and with it everybody's.
        let work = std::panic::AssertUnwindSafe(|| (self.work)(state, draft));
        let Ok(outcome) = std::panic::catch_unwind(work) else {
            self.outcome = None;
            return Err("a defect of this program".to_owned());
        };
        let refused = outcome.as_ref().err().map(ToString::to_string);
        self.outcome = Some(outcome);
        refused.map_or(Ok(()), Err)
    }

    fn finish(self: Box<Self>, verdict: Verdict) {
        let result = match (verdict, self.outcome) {
            (Verdict::Durable, Some(Ok(value))) => Ok(value),
            (Verdict::Durable, Some(Err(error))) => Err(CommitError::Refused(error)),
            (Verdict::Durable, None) => Err(CommitError::Defect),
            (Verdict::Unavailable, _) => Err(CommitError::Unavailable),
        };
        // Nobody waits any more when the caller has hung up; the commit stands all the same.
        let _ = self.answer.send(result);
    }
}

impl Shared {
    /// Tells the reconciler about changes that put something under way.
    pub(crate) fn announce<'a>(&self, changes: impl IntoIterator<Item = &'a Change>) {
        let tasks: Vec<_> = changes.into_iter().flat_map(Task::of).collect();
        if !tasks.is_empty() {
            self.agenda.add(tasks);
            self.clock.bell().ring();
        }
    }
}

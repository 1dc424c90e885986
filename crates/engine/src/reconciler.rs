//! The reconciler: drives what is under way until the fabric says that it is done, and commits what it saw.
//!
//! It keeps nothing but a list of what to look at and when. Everything else it reads from the State, so that a
//! restart in the middle of anything is no special case: the list is made anew, and the work goes on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;
use xconnect_model::Time;
use xconnect_state::{State, rows};

use crate::commit::Origin;
use crate::engine::{CommitError, Shared, Work};
use crate::fabric::{Fabric, Progress};
use crate::settle::{self, Observation};
use crate::timing::Timing;
use crate::writer::{Message, Task};

/// Observations in one commit.
const BATCH: usize = 256;
/// How long to wait, in real time, after the log has refused a commit.
const PAUSE: Duration = Duration::from_millis(500);

/// How often, at most, an account is looked at again that could not pay.
const DUNNING: Duration = Duration::from_secs(60);

/// What other threads tell the reconciler.
#[derive(Default)]
pub(crate) struct Agenda {
    added: Mutex<Vec<Task>>,
    closed: AtomicBool,
}

impl Agenda {
    /// Something is under way.
    pub(crate) fn add(&self, tasks: Vec<Task>) {
        self.added.lock().unwrap_or_else(PoisonError::into_inner).extend(tasks);
    }

    /// It is time to end.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    fn take(&self) -> Vec<Task> {
        std::mem::take(&mut *self.added.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The thread that reconciles.
pub(crate) struct Reconciler {
    shared: Arc<Shared>,
    fabric: Arc<dyn Fabric>,
    provider: Option<Timing>,
    jobs: mpsc::WeakSender<Message>,
    due: BinaryHeap<Reverse<(Time, Task)>>,
}

/// What is to be done about a task.
enum Next {
    /// Look again at this time.
    Wait(Time),
    /// Commit this.
    Commit(Observation),
    /// Nothing is under way, or somebody else sees to it.
    Nothing,
}

impl Reconciler {
    pub(crate) fn new(
        shared: Arc<Shared>,
        fabric: Arc<dyn Fabric>,
        provider: Option<Timing>,
        jobs: mpsc::WeakSender<Message>,
    ) -> Self {
        Self { shared, fabric, provider, jobs, due: BinaryHeap::new() }
    }

    pub(crate) fn run(mut self) {
        let unfinished = under_way(&self.shared.state.load());
        self.schedule(unfinished);
        while !self.shared.agenda.closed.load(Ordering::SeqCst) {
            let added = self.shared.agenda.take();
            self.schedule(added);
            let observations = self.look();
            if observations.is_empty() {
                let wait = self.due.peek().map(|Reverse((time, _))| self.shared.clock.wait_for(*time));
                self.shared.clock.bell().wait(wait.flatten());
            } else {
                self.commit(observations);
            }
        }
    }

    fn schedule(&mut self, tasks: Vec<Task>) {
        // Looked at once at the start: that tells when to look again.
        let now = self.shared.clock.now();
        self.due.extend(tasks.into_iter().map(|task| Reverse((now, task))));
    }

    /// Looks at everything whose time has come.
    fn look(&mut self) -> Vec<Observation> {
        let state = self.shared.state.load_full();
        let now = self.shared.clock.now();
        let mut observations = Vec::new();
        while observations.len() < BATCH && self.due.peek().is_some_and(|Reverse((time, _))| *time <= now) {
            let Some(Reverse((_, task))) = self.due.pop() else { break };
            match self.next(&state, task, now) {
                Next::Wait(time) => {
                    self.due.push(Reverse((time.max(now.after(Duration::from_millis(1))), task)))
                }
                Next::Commit(observation) => observations.push(observation),
                Next::Nothing => {}
            }
        }
        observations
    }

    fn next(&self, state: &State, task: Task, now: Time) -> Next {
        use crate::fabric::Work;
        let work = match task {
            Task::Vpc(seq) => state.vpcs.at(seq).map(|vpc| Work::Vpc(vpc)),
            Task::VSwitch(seq) => state.vswitches.at(seq).map(|vswitch| Work::VSwitch(vswitch)),
            Task::Interface(seq) => state.router_interfaces.at(seq).map(|one| Work::Interface(one)),
            Task::Order(seq) => return self.next_for_order(state, seq, now),
        };
        let Some((work, (_, since))) = work.and_then(|work| Some((work, work.step()?))) else {
            return Next::Nothing;
        };
        let failure = match self.fabric.drive(&work, now) {
            Progress::Later(time) => return Next::Wait(time),
            Progress::Done => None,
            Progress::Failed(reason) => Some(reason),
        };
        Next::Commit(Observation { task, since, failure })
    }

    fn next_for_order(&self, state: &State, seq: u64, now: Time) -> Next {
        use crate::timing::Step;
        let (Some(order), Some(timing)) = (state.orders.at(seq), &self.provider) else {
            return Next::Nothing;
        };
        let payday = order.created_at.after(timing.of(Step::PayOrder));
        if now < payday {
            return Next::Wait(payday);
        }
        if !settle::can_pay(state, order) {
            return Next::Wait(now.after(timing.of(Step::PayOrder).max(DUNNING)));
        }
        Next::Commit(Observation { task: Task::Order(seq), since: order.created_at, failure: None })
    }

    fn commit(&mut self, observations: Vec<Observation>) {
        let Some(jobs) = self.jobs.upgrade() else { return };
        let seen = observations.clone();
        let (job, answer) = Work::boxed(Origin::service("Observe"), move |state: &State, draft| {
            settle::settle(state, draft, &seen);
            Ok::<(), String>(())
        });
        let sent = jobs.blocking_send(Message::Job(job)).is_ok();
        drop(jobs);
        let outcome = if sent { answer.blocking_recv() } else { return };
        if !matches!(outcome, Ok(Ok(()))) {
            let reason = outcome.map_or_else(
                |_| "the engine is stopping".into(),
                |outcome| match outcome {
                    Err(CommitError::Refused(reason)) => reason,
                    _ => "the log does not accept it".into(),
                },
            );
            tracing::warn!(reason, "what the fabric has done is not recorded yet");
            let now = self.shared.clock.now();
            self.due.extend(observations.into_iter().map(|seen| Reverse((now, seen.task))));
            self.shared.clock.bell().wait(Some(PAUSE));
        }
    }
}

/// Everything that a State has under way.
pub(crate) fn under_way(state: &State) -> Vec<Task> {
    let vpcs = state.vpcs.find(rows::network::pending()).map(|vpc| Task::Vpc(vpc.seq));
    let vswitches = state.vswitches.find(rows::network::pending()).map(|vswitch| Task::VSwitch(vswitch.seq));
    let moving = rows::router_interface::in_transition();
    let interfaces = state.router_interfaces.find(moving).map(|interface| Task::Interface(interface.seq));
    let orders = state.orders.find(rows::order::unpaid()).map(|order| Task::Order(order.seq));
    vpcs.chain(vswitches).chain(interfaces).chain(orders).collect()
}

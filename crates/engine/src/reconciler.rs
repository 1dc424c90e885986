//! The reconciler: drives what is under way until the fabric says that it is done, and commits what it saw.
//!
//! It keeps nothing but a list of what to look at and when. Everything else it reads from the State, so that a
//! restart in the middle of anything is no special case: the list is made anew, and the work goes on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;
use xconnect_model::account::ProviderMode;
use xconnect_model::bgp::SessionState;
use xconnect_model::router_interface::Charge;
use xconnect_model::{AccountId, Time};
use xconnect_state::steps::billing;
use xconnect_state::steps::line::{self, By, LineStep};
use xconnect_state::{State, rows};

use crate::commit::Origin;
use crate::engine::{CommitError, Provider, Shared, Work};
use crate::fabric::{self, Fabric, Progress};
use crate::settle::{self, Observation};
use crate::timing::Step;
use crate::writer::{Message, Task};

/// Observations in one commit. They are settled in one go, and whoever waits for a commit of their own waits for that.
const BATCH: usize = 64;
/// How long to wait, in real time, after the log has refused a commit.
const PAUSE: Duration = Duration::from_millis(500);

/// How often, at most, an account is looked at again that could not pay.
const DUNNING: Duration = Duration::from_secs(60);

/// What other threads tell the reconciler.
#[derive(Default)]
pub(crate) struct Agenda {
    added: Mutex<Added>,
    closed: AtomicBool,
}

#[derive(Default)]
struct Added {
    tasks: Vec<Task>,
    /// How often something has been added.
    generation: u64,
}

impl Agenda {
    /// Something is under way.
    pub(crate) fn add(&self, tasks: Vec<Task>) {
        let mut added = self.lock();
        added.tasks.extend(tasks);
        added.generation += 1;
    }

    /// It is time to end.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    /// How often something has been added.
    pub(crate) fn generation(&self) -> u64 {
        self.lock().generation
    }

    fn take(&self) -> (Vec<Task>, u64) {
        let mut added = self.lock();
        (std::mem::take(&mut added.tasks), added.generation)
    }

    fn lock(&self) -> MutexGuard<'_, Added> {
        self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the reconciler tells other threads: how far it has come.
#[derive(Default)]
pub(crate) struct Rest {
    point: Mutex<Point>,
    reached: Condvar,
}

/// Everything that had been added by a generation, and was due by a time, is settled.
#[derive(Default, Clone, Copy)]
struct Point {
    generation: u64,
    looked_at: Time,
    /// When there is something to do again.
    next: Option<Time>,
}

impl Rest {
    fn reach(&self, point: Point) {
        *self.point.lock().unwrap_or_else(PoisonError::into_inner) = point;
        self.reached.notify_all();
    }

    /// Waits for a point; answers when there is something to do again, or nothing at all when it takes too long.
    pub(crate) fn wait(&self, generation: u64, now: Time, patience: Duration) -> Option<Option<Time>> {
        let point = self.point.lock().unwrap_or_else(PoisonError::into_inner);
        let ahead = |point: &mut Point| point.generation < generation || point.looked_at < now;
        let (point, timeout) =
            self.reached.wait_timeout_while(point, patience, ahead).unwrap_or_else(PoisonError::into_inner);
        (!timeout.timed_out()).then_some(point.next)
    }
}

/// The thread that reconciles.
pub(crate) struct Reconciler {
    shared: Arc<Shared>,
    fabric: Arc<dyn Fabric>,
    provider: Provider,
    jobs: mpsc::WeakSender<Message>,
    due: BinaryHeap<Reverse<(Time, Task)>>,
    /// As `due`, for what nobody waits for: a renewal months ahead, an account without money.
    background: BinaryHeap<Reverse<(Time, Task)>>,
}

/// What is to be done about a task.
enum Next {
    /// Look again at this time.
    Wait(Time),
    /// Look again at this time; nobody waits for it.
    Background(Time),
    /// Commit this.
    Commit(Observation),
    /// Nothing is under way, or somebody else sees to it.
    Nothing,
}

impl Reconciler {
    pub(crate) fn new(
        shared: Arc<Shared>,
        fabric: Arc<dyn Fabric>,
        provider: Provider,
        jobs: mpsc::WeakSender<Message>,
    ) -> Self {
        Self { shared, fabric, provider, jobs, due: BinaryHeap::new(), background: BinaryHeap::new() }
    }

    pub(crate) fn run(mut self) {
        let unfinished = under_way(&self.shared.state.load());
        self.schedule(unfinished);
        while !self.shared.agenda.closed.load(Ordering::SeqCst) {
            let (added, generation) = self.shared.agenda.take();
            self.schedule(added);
            let looked_at = self.shared.clock.now();
            let observations = self.look(looked_at);
            // What was found to be looked at meanwhile comes first: only then is there rest.
            if observations.is_empty() && self.shared.agenda.generation() != generation {
                continue;
            }
            if observations.is_empty() {
                let next = self.due.peek().map(|Reverse((time, _))| *time);
                self.shared.rest.reach(Point { generation, looked_at, next });
                let background = self.background.peek().map(|Reverse((time, _))| *time);
                let earliest = next.into_iter().chain(background).min();
                let wait = earliest.map(|time| self.shared.clock.wait_for(time));
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
    fn look(&mut self, now: Time) -> Vec<Observation> {
        let state = self.shared.state.load_full();
        let mut observations = Vec::new();
        while observations.len() < BATCH
            && let Some(task) = self.take_due(now)
        {
            let later = |time: Time| Reverse((time.max(now.after(Duration::from_millis(1))), task));
            match self.next(&state, task, now) {
                Next::Wait(time) => self.due.push(later(time)),
                Next::Background(time) => self.background.push(later(time)),
                Next::Commit(observation) => observations.push(observation),
                Next::Nothing => {}
            }
        }
        observations
    }

    fn take_due(&mut self, now: Time) -> Option<Task> {
        for heap in [&mut self.due, &mut self.background] {
            if heap.peek().is_some_and(|Reverse((time, _))| *time <= now) {
                return heap.pop().map(|Reverse((_, task))| task);
            }
        }
        None
    }

    fn next(&self, state: &State, task: Task, now: Time) -> Next {
        use fabric::Work;
        let work = match task {
            Task::Vpc(seq) => state.vpcs.at(seq).map(|vpc| Work::Vpc(vpc)),
            Task::VSwitch(seq) => state.vswitches.at(seq).map(|vswitch| Work::VSwitch(vswitch)),
            Task::Interface(seq) => state.router_interfaces.at(seq).map(|one| Work::Interface(one)),
            Task::BorderRouter(seq) => {
                state.virtual_border_routers.at(seq).map(|router| Work::BorderRouter(router))
            }
            Task::VbrHa(seq) => state.vbr_has.at(seq).map(|group| Work::VbrHa(group)),
            Task::Cen(seq) => state.cens.at(seq).map(|cen| Work::Cen(cen)),
            Task::CenAttachment(seq) => state.cen_attachments.at(seq).map(|one| Work::CenAttachment(one)),
            Task::Route(seq) => state.route_entries.at(seq).map(|entry| Work::Route(entry)),
            Task::BgpGroup(seq) => state.bgp_groups.at(seq).map(|group| Work::BgpGroup(group)),
            Task::BgpPeer(seq) => state.bgp_peers.at(seq).map(|peer| Work::BgpPeer(peer)),
            Task::BgpNetwork(seq) => state.bgp_networks.at(seq).map(|network| Work::BgpNetwork(network)),
            Task::Session(seq) => return self.next_for_session(state, seq, now),
            Task::Health(seq) => return next_for_health(state, seq, now),
            Task::Order(seq) => return self.next_for_order(state, seq, now),
            Task::Line(seq) => return self.next_for_line(state, seq, now),
            Task::Everything => {
                self.shared.agenda.add(under_way(state));
                self.shared.clock.bell().ring();
                return Next::Nothing;
            }
        };
        let Some((work, (_, since))) = work.and_then(|work| Some((work, work.step()?))) else {
            return next_renewal(state, task, now);
        };
        let failure = match self.fabric.drive(&work, now) {
            Progress::Later(time) => return Next::Wait(time),
            Progress::Done => None,
            Progress::Failed(reason) => Some(reason),
        };
        Next::Commit(Observation { task, since, failure, step: None, at: None })
    }

    /// A session whose ends introduce themselves, or one of whose ends is silent. What has happened meanwhile has
    /// happened when its time had come, however late it is looked at: so the fabric is asked about the past, too.
    fn next_for_session(&self, state: &State, seq: u64, now: Time) -> Next {
        let Some(peer) = state.bgp_peers.at(seq) else { return Next::Nothing };
        let (task, since) = (Task::Session(seq), peer.session.since);
        let seen = |at| Observation { task, since, failure: None, step: None, at: Some(at) };
        match peer.session.down_at {
            Some(noticed) if now < noticed => return Next::Wait(noticed),
            Some(noticed) => return Next::Commit(seen(noticed)),
            None if peer.session.state != SessionState::Connecting => return Next::Nothing,
            None => {}
        }
        let mut at = since;
        loop {
            match self.fabric.drive(&fabric::Work::Session(peer), at) {
                Progress::Later(time) if at < time && time <= now => at = time,
                Progress::Later(time) => return Next::Wait(time),
                Progress::Done | Progress::Failed(_) => return Next::Commit(seen(at)),
            }
        }
    }

    /// Whether the service takes the provider's steps for an account.
    fn acts_for(&self, state: &State, account: AccountId) -> bool {
        let own = state.account(account).and_then(|account| account.provider);
        own.unwrap_or(self.provider.mode) == ProviderMode::Auto
    }

    fn next_for_order(&self, state: &State, seq: u64, now: Time) -> Next {
        let order = state.orders.at(seq).filter(|order| self.acts_for(state, order.account));
        let Some(order) = order else { return Next::Nothing };
        let time = self.provider.timing.of(Step::PayOrder);
        let payday = order.created_at.after(time);
        if now < payday {
            return Next::Wait(payday);
        }
        if !billing::can_pay(state, order) {
            return Next::Background(now.after(time.max(DUNNING)));
        }
        let since = order.created_at;
        Next::Commit(Observation { task: Task::Order(seq), since, failure: None, step: None, at: None })
    }

    /// The first of the steps that a line has before it.
    fn next_for_line(&self, state: &State, seq: u64, now: Time) -> Next {
        let Some(line) = state.physical_connections.at(seq) else { return Next::Nothing };
        let (mut soonest, mut background) = (None::<Time>, None::<Time>);
        for pending in line::pending(state, line) {
            let ready = match pending.by {
                By::Provider if !self.acts_for(state, line.account) => continue,
                By::Provider => pending.since.after(self.provider.timing.of(provider_step(&pending.step))),
                By::Clock(time) => time,
                By::Service => match self.fabric.drive(&fabric::Work::Line(line), now) {
                    Progress::Later(time) => time,
                    Progress::Done | Progress::Failed(_) => now,
                },
            };
            if ready <= now {
                let (task, since) = (Task::Line(seq), pending.since);
                return Next::Commit(Observation {
                    task,
                    since,
                    failure: None,
                    step: Some(pending.step),
                    at: None,
                });
            }
            let ahead = if matches!(pending.step, LineStep::Renew | LineStep::Forget) {
                &mut background
            } else {
                &mut soonest
            };
            *ahead = Some(ahead.map_or(ready, |time| time.min(ready)));
        }
        match (soonest, background) {
            (Some(time), _) => Next::Wait(time),
            (None, Some(time)) => Next::Background(time),
            (None, None) => Next::Nothing,
        }
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

/// How long the provider takes for a step of a line.
fn provider_step(step: &LineStep) -> Step {
    match step {
        LineStep::StartAllocation => Step::StartAllocation,
        LineStep::Allocate(_) | LineStep::FailAllocation(_) => Step::AllocateLine,
        LineStep::Construct(_) => Step::ConstructLine,
        LineStep::AcceptLoa | LineStep::RejectLoa(_) => Step::AcceptLoa,
        LineStep::IssueLoa(_) => Step::IssueLoa,
        LineStep::CompleteLoa => Step::CompleteLoa,
        _ => Step::ApproveLine,
    }
}

/// An interface whose probes say the opposite of what counts.
fn next_for_health(state: &State, seq: u64, now: Time) -> Next {
    let Some(interface) = state.router_interfaces.at(seq) else { return Next::Nothing };
    match interface.health_changes_at() {
        Some(counts) if now < counts => Next::Wait(counts),
        Some(counts) => {
            let (task, since, at) = (Task::Health(seq), interface.since, Some(counts));
            Next::Commit(Observation { task, since, failure: None, step: None, at })
        }
        None => Next::Nothing,
    }
}

/// An interface that rests may have a renewal before it.
fn next_renewal(state: &State, task: Task, now: Time) -> Next {
    let Task::Interface(seq) = task else { return Next::Nothing };
    let Some(interface) = state.router_interfaces.at(seq) else { return Next::Nothing };
    match &interface.charge {
        Charge::PrePaid { renewal: Some(renewal), .. } if now < renewal.active_at => {
            Next::Background(renewal.active_at)
        }
        Charge::PrePaid { renewal: Some(_), .. } => {
            Next::Commit(Observation { task, since: interface.since, failure: None, step: None, at: None })
        }
        _ => Next::Nothing,
    }
}

/// Everything that a State has under way.
pub(crate) fn under_way(state: &State) -> Vec<Task> {
    let vpcs = state.vpcs.find(rows::network::pending()).map(|vpc| Task::Vpc(vpc.seq));
    let vswitches = state.vswitches.find(rows::network::pending()).map(|vswitch| Task::VSwitch(vswitch.seq));
    let interfaces = [rows::router_interface::in_transition(), rows::router_interface::renewing()]
        .into_iter()
        .flat_map(|key| state.router_interfaces.find(key))
        .map(|interface| Task::Interface(interface.seq));
    let orders = state.orders.find(rows::order::unpaid()).map(|order| Task::Order(order.seq));
    let lines = rows::physical_connection::under_way();
    let lines = state.physical_connections.find(lines).map(|line| Task::Line(line.seq));
    let routers = rows::virtual_border_router::in_transition();
    let routers = state.virtual_border_routers.find(routers).map(|router| Task::BorderRouter(router.seq));
    let groups = state.vbr_has.find(rows::vbr_ha::in_transition()).map(|group| Task::VbrHa(group.seq));
    let cens = state.cens.find(rows::cen::in_transition()).map(|cen| Task::Cen(cen.seq));
    let attachments = state.cen_attachments.find(rows::cen::in_transition());
    let attachments = attachments.map(|attachment| Task::CenAttachment(attachment.seq));
    let moving = rows::bgp::in_transition();
    let bgp_groups = state.bgp_groups.find(moving).map(|group| Task::BgpGroup(group.seq));
    let peers = state.bgp_peers.find(moving).map(|peer| Task::BgpPeer(peer.seq));
    let announced = state.bgp_networks.find(moving).map(|network| Task::BgpNetwork(network.seq));
    let routes = state.route_entries.find(rows::route::in_transition()).map(|entry| Task::Route(entry.seq));
    let sessions =
        state.bgp_peers.find(rows::bgp::peer::session_moving()).map(|peer| Task::Session(peer.seq));
    let checked = state.router_interfaces.find(rows::router_interface::health_changing());
    let checked = checked.map(|interface| Task::Health(interface.seq));
    let routing = routes.chain(bgp_groups).chain(peers).chain(announced).chain(sessions).chain(checked);
    let networks = vpcs.chain(vswitches).chain(interfaces).chain(orders);
    networks.chain(lines).chain(routers).chain(groups).chain(cens).chain(attachments).chain(routing).collect()
}

//! The writer: one thread, one order of commits, one flush for everybody who waits.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::mpsc;
use xconnect_log::{AppendError, Log, LogError, Position};
use xconnect_model::cen::{CenAttachmentStatus, CenStatus};
use xconnect_model::network::NetworkStatus;
use xconnect_model::order::OrderStatus;
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{Seq, Time};
use xconnect_state::steps::follow;
use xconnect_state::{Change, Draft, Kind, Record, Row, State};

use crate::commit::{Commit, Nonce, Origin, VERSION};
use crate::engine::Shared;
use crate::random::Random;
use crate::reconciler;
use crate::recovery;
use crate::snapshot::{Moment, Retention, Snapshots};

/// Commits that share a flush.
const BATCH: usize = 256;
/// Nonces of writes that are remembered for the next start; with more in two windows, older ones are dropped.
const NONCES: usize = 1 << 20;

/// A piece of work that can be run, perhaps more than once, and then hears what became of it.
pub(crate) trait Job: Send {
    /// Who asks.
    fn origin(&self) -> &Origin;
    /// Runs it on a State; an error is the reason of a refusal.
    fn run(&mut self, state: &State, draft: &mut Draft<'_>) -> Result<(), String>;
    /// Hears the end.
    fn finish(self: Box<Self>, verdict: Verdict);
}

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Everything that it saw and staged is durable.
    Durable,
    /// The log failed.
    Unavailable,
}

/// A look at the log.
pub(crate) type Look = Box<dyn FnOnce(&mut dyn Log) + Send>;

/// What the writer is sent.
pub(crate) enum Message {
    /// Work.
    Job(Box<dyn Job>),
    /// A look at the log, which has to be short: commits wait meanwhile.
    Look(Look),
    /// The end.
    Stop,
}

/// A record with something under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Task {
    Vpc(Seq),
    VSwitch(Seq),
    Interface(Seq),
    Order(Seq),
    Line(Seq),
    BorderRouter(Seq),
    VbrHa(Seq),
    Cen(Seq),
    CenAttachment(Seq),
    Route(Seq),
    BgpGroup(Seq),
    BgpPeer(Seq),
    BgpNetwork(Seq),
    /// A peer whose session changes by itself when its time has come.
    Session(Seq),
    /// An interface whose probes say something that will count when they go on saying it.
    Health(Seq),
    /// An account's provider may have changed: everything is looked at again.
    Everything,
}

impl Task {
    /// What a change puts under way.
    pub(crate) fn of(change: &Change) -> impl Iterator<Item = Self> + use<> {
        let Change::Put(record) = change else { return [None, None].into_iter().flatten() };
        [Self::of_life(record), Self::of_what_it_watches(record)].into_iter().flatten()
    }

    /// What goes on beside a record's own life.
    fn of_what_it_watches(record: &Record) -> Option<Self> {
        match record {
            Record::BgpPeer(peer) => peer.session.is_moving().then_some(Self::Session(peer.seq())),
            Record::RouterInterface(one) => one.health_changes_at().map(|_| Self::Health(one.seq())),
            _ => None,
        }
    }

    fn of_life(record: &Record) -> Option<Self> {
        match record {
            Record::Vpc(vpc) => (vpc.status == NetworkStatus::Pending).then_some(Self::Vpc(vpc.seq())),
            Record::VSwitch(one) => {
                (one.status == NetworkStatus::Pending).then_some(Self::VSwitch(one.seq()))
            }
            Record::RouterInterface(one) => {
                let moves = one.status.is_transitional() || one.charge.is_renewing();
                moves.then_some(Self::Interface(one.seq()))
            }
            Record::Order(order) => (order.status == OrderStatus::Unpaid).then_some(Self::Order(order.seq())),
            Record::PhysicalConnection(line) => Some(Self::Line(line.seq())),
            Record::VirtualBorderRouter(router) => {
                router.status.is_transitional().then_some(Self::BorderRouter(router.seq()))
            }
            Record::VbrHa(group) => {
                (group.status == VbrHaStatus::Creating).then_some(Self::VbrHa(group.seq()))
            }
            Record::Cen(cen) => (cen.status != CenStatus::Active).then_some(Self::Cen(cen.seq())),
            Record::CenAttachment(one) => {
                (one.status != CenAttachmentStatus::Attached).then_some(Self::CenAttachment(one.seq()))
            }
            Record::RouteEntry(entry) => entry.status.is_transitional().then_some(Self::Route(entry.seq())),
            Record::BgpGroup(group) => group.status.is_transitional().then_some(Self::BgpGroup(group.seq())),
            Record::BgpPeer(peer) => peer.status.is_transitional().then_some(Self::BgpPeer(peer.seq())),
            Record::BgpNetwork(network) => {
                network.status.is_transitional().then_some(Self::BgpNetwork(network.seq()))
            }
            _ => None,
        }
    }
}

/// The thread that writes.
pub(crate) struct Writer {
    shared: Arc<Shared>,
    log: Box<dyn Log>,
    random: Box<dyn Random>,
    /// What the log says, as far as it is known here.
    durable: Arc<State>,
    position: Position,
    /// An append has failed, and may have happened all the same.
    doubtful: bool,
    snapshots: Snapshots,
    nonces: VecDeque<Nonce>,
}

/// What the jobs of a batch have led to, before it is durable.
struct Staged {
    state: State,
    commits: Vec<Commit>,
    bodies: Vec<Vec<u8>>,
}

impl Writer {
    pub(crate) fn new(
        shared: Arc<Shared>,
        log: Box<dyn Log>,
        random: Box<dyn Random>,
        position: Position,
        snapshot: Position,
        nonces: VecDeque<Nonce>,
        retention: Retention,
    ) -> Self {
        let durable = shared.state.load_full();
        Self {
            shared,
            log,
            random,
            durable,
            position,
            doubtful: false,
            snapshots: Snapshots::after(snapshot, position, retention),
            nonces,
        }
    }

    pub(crate) fn run(mut self, mut waiting: mpsc::Receiver<Message>) {
        let mut stopping = false;
        while !stopping {
            let Some(first) = waiting.blocking_recv() else { break };
            let mut jobs = Vec::with_capacity(BATCH);
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Job(job) => jobs.push(job),
                    Message::Look(look) => look(self.log.as_mut()),
                    Message::Stop => {
                        stopping = true;
                        waiting.close();
                    }
                }
                next = if jobs.len() < BATCH { waiting.try_recv().ok() } else { None };
            }
            if !jobs.is_empty() {
                self.commit(jobs);
            }
            let moment = self.moment();
            self.snapshots.step(self.log.as_mut(), &moment, &self.nonces);
        }
        let moment = self.moment();
        self.snapshots.last(self.log.as_mut(), &moment, &self.nonces);
    }

    fn moment(&self) -> Moment {
        let latest = self.shared.clock.now();
        Moment { state: Arc::clone(&self.durable), position: self.position, latest }
    }

    fn commit(&mut self, mut jobs: Vec<Box<dyn Job>>) {
        let verdict = match self.try_commit(&mut jobs) {
            Ok(()) => Verdict::Durable,
            Err(reason) => {
                tracing::error!(reason, "commits are refused: the log does not accept them");
                self.doubtful = true;
                // A full log has to make room: what it keeps for the audit trail alone goes.
                self.snapshots.make_room(self.log.as_mut());
                Verdict::Unavailable
            }
        };
        self.shared.failing.store(verdict == Verdict::Unavailable, Ordering::SeqCst);
        for job in jobs {
            job.finish(verdict);
        }
    }

    fn try_commit(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), String> {
        if self.doubtful {
            self.catch_up()?;
            self.doubtful = false;
        }
        loop {
            let staged = self.stage(jobs)?;
            if staged.bodies.is_empty() {
                return Ok(());
            }
            match self.log.append(self.position, &staged.bodies) {
                Ok(head) => {
                    self.accept(staged, head);
                    return Ok(());
                }
                Err(AppendError::Conflict { head }) => {
                    let known = self.position;
                    self.catch_up()?;
                    if self.position == known {
                        return Err(format!("its head is {head}, and nothing can be read after {known}"));
                    }
                }
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    /// Runs the jobs one after the other, each on what the one before has left.
    fn stage(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<Staged, String> {
        let mut state = State::clone(&self.durable);
        let (mut commits, mut bodies) = (Vec::with_capacity(jobs.len()), Vec::with_capacity(jobs.len()));
        for job in jobs {
            let at = self.shared.clock.now();
            let mut draft = Draft::new(at, state.next_seq(), self.random.as_mut());
            let refused = job.run(&state, &mut draft).err();
            let changes = if refused.is_some() { Vec::new() } else { draft.into_changes() };
            let origin = job.origin();
            // A refused write leaves its nonce behind, or it could be sent again after a restart.
            if changes.is_empty() && origin.nonce.is_none() && !origin.audited {
                continue;
            }
            let mut before = before(&state, &changes);
            state.apply(&changes);
            let mut changes = changes;
            let random = self.random.as_mut();
            follow(&mut state, at, random, &mut changes, &mut before);
            let commit = Commit { version: VERSION, at, origin: origin.clone(), refused, changes, before };
            bodies.push(serde_json::to_vec(&commit).map_err(|error| error.to_string())?);
            commits.push(commit);
        }
        Ok(Staged { state, commits, bodies })
    }

    fn accept(&mut self, staged: Staged, head: Position) {
        self.position = head;
        self.snapshots.count(staged.commits.len(), staged.bodies.iter().map(Vec::len).sum());
        self.publish(staged.state, &staged.commits);
    }

    /// Takes over what stands in the log beyond what is known here.
    fn catch_up(&mut self) -> Result<(), String> {
        loop {
            let entries = match self.log.read(self.position, BATCH) {
                Err(LogError::Trimmed { .. }) => return self.start_over(),
                entries => entries.map_err(|error| error.to_string())?,
            };
            let Some(last) = entries.last() else { return Ok(()) };
            let head = last.position;
            let mut state = State::clone(&self.durable);
            let mut commits = Vec::with_capacity(entries.len());
            for entry in &entries {
                let commit = recovery::read(entry).map_err(|error| error.to_string())?;
                state.apply(&commit.changes);
                self.shared.clock.not_before(commit.at);
                commits.push(commit);
            }
            self.position = head;
            self.publish(state, &commits);
        }
    }

    /// Takes over the newest snapshot and what came after it: the entries that are unknown here have been trimmed
    /// away by another writer.
    fn start_over(&mut self) -> Result<(), String> {
        let recovered = recovery::recover(self.log.as_mut()).map_err(|error| error.to_string())?;
        self.shared.clock.not_before(recovered.latest);
        self.position = recovered.position;
        self.nonces = recovered.nonces;
        self.publish(recovered.state, &[]);
        self.shared.agenda.add(reconciler::under_way(&self.durable));
        self.shared.clock.bell().ring();
        Ok(())
    }

    fn publish(&mut self, state: State, commits: &[Commit]) {
        if state.clock != self.durable.clock {
            self.shared.clock.set(state.clock);
        }
        self.durable = Arc::new(state);
        self.shared.state.store(Arc::clone(&self.durable));
        self.nonces.extend(commits.iter().filter_map(|commit| commit.origin.nonce));
        let excess = self.nonces.len().saturating_sub(NONCES);
        self.nonces.drain(..excess);
        self.shared.announce(commits.iter().flat_map(|commit| &commit.changes));
        if commits.iter().any(hands_over) {
            self.shared.agenda.add(vec![Task::Everything]);
            self.shared.clock.bell().ring();
        }
    }
}

/// Adds what sessions and health checks see of the changes that have led to a State, and applies it.
fn follow(
    state: &mut State,
    at: Time,
    random: &mut dyn Random,
    changes: &mut Vec<Change>,
    before: &mut Vec<Record>,
) {
    let mut draft = Draft::new(at, state.next_seq(), random);
    follow::follow(state, &mut draft, changes, before);
    let following = draft.into_changes();
    if following.is_empty() {
        return;
    }
    let staged: HashSet<_> = changes.iter().filter_map(Change::place).collect();
    let newly = following.iter().filter_map(Change::place).filter(|place| !staged.contains(place));
    before.extend(newly.filter_map(|(kind, seq)| state.record(kind, seq)));
    state.apply(&following);
    changes.extend(following);
}

/// What the records that are changed look like. Idempotency tokens are of no interest to anybody.
fn before(state: &State, changes: &[Change]) -> Vec<Record> {
    let places = changes.iter().filter_map(Change::place);
    let interesting = places.filter(|(kind, _)| *kind != Kind::Token);
    interesting.filter_map(|(kind, seq)| state.record(kind, seq)).collect()
}

/// Whether somebody else takes the provider's steps for an account from now on.
fn hands_over(commit: &Commit) -> bool {
    commit.changes.iter().any(|change| {
        let Change::Put(Record::Account(account)) = change else { return false };
        let was = commit.before.iter().find_map(|record| match record {
            Record::Account(was) if was.seq == account.seq => was.provider,
            _ => None,
        });
        was != account.provider
    })
}

//! An engine with three accounts and a small access point, in which a case happens. After every step the laws are
//! looked at.

use std::sync::Arc;
use std::time::Duration;

use xconnect_actions::declare::{Caller, Context, Reply, Run};
use xconnect_actions::{Settings, find};
use xconnect_engine::clock::ManualWall;
use xconnect_engine::fabric::Simulated;
use xconnect_engine::timing::{Profile, Timing};
use xconnect_engine::{CommitError, Engine, Options, Origin, Provider, Retention};
use xconnect_log::MemoryLog;
use xconnect_model::access_point::Device;
use xconnect_model::account::ProviderMode;
use xconnect_model::id::RandomBytes;
use xconnect_model::physical_connection::{Status, VpconnStatus, Work};
use xconnect_model::{AccessPoint, Account, AccountId, Time};
use xconnect_state::steps::line::{self, By};
use xconnect_state::steps::{StepError, account};
use xconnect_state::{Draft, Record, State};
use xconnect_wire::{ApiError, Format, Params, RequestId};

use crate::calls::{self, ACCOUNTS, Call, POINT, REGION};
use crate::laws;
use crate::operations;
use crate::reach::Reached;
use crate::step::{Action, Case, Operation, Pick, Step, Who};

const PATIENCE: Duration = Duration::from_secs(10);
/// Far more than any case takes to come to rest.
const STEPS_TO_REST: usize = 1_000;

pub(crate) struct Site {
    pub(crate) engine: Engine,
    pub(crate) log: MemoryLog,
    pub(crate) settings: Arc<Settings>,
    /// What has happened so far, for whoever has to find out what went wrong.
    story: Vec<String>,
    pub(crate) reached: Reached,
}

/// Ids that differ, and are the same whenever the case runs again.
struct Counter(u64);

impl RandomBytes for Counter {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 56) as u8;
        }
    }
}

/// An engine on a log, whose clock moves when it is told to.
pub(crate) fn engine(log: &MemoryLog) -> Engine {
    let timing = Timing::new(Profile::Fast);
    Engine::start(Options {
        log: Box::new(log.clone()),
        wall: Arc::new(ManualWall::at(Time::from_wire("2026-11-21T00:00:00Z").unwrap())),
        fabric: Arc::new(Simulated::new(timing.clone())),
        random: Box::new(Counter(1)),
        provider: Provider { timing, mode: ProviderMode::Manual },
        retention: Retention::default(),
    })
    .unwrap()
}

/// Small quotas, so that they are reached.
fn settings() -> Arc<Settings> {
    let mut settings = Settings::default();
    for (name, most) in [
        ("lines_not_enabled", 4),
        ("lines_per_access_point", 6),
        ("vbrs_per_line", 3),
        ("vbrs_per_account", 5),
        ("lines_per_vbr", 2),
        ("interfaces_per_router", 2),
        ("cens_per_account", 2),
        ("routes_per_table", 4),
        ("routes_per_havip", 1),
        ("bgp_groups_per_vbr", 2),
        ("bgp_peers_per_vbr", 3),
        ("bgp_networks_per_vbr", 2),
        ("bgp_routes_per_peer", 3),
    ] {
        assert!(settings.quotas.set(name, most), "{name} is no quota");
    }
    Arc::new(settings)
}

impl Site {
    pub(crate) fn new(case: &Case) -> Self {
        let log = MemoryLog::new();
        let mut site = Self {
            engine: engine(&log),
            log,
            settings: settings(),
            story: Vec::new(),
            reached: Reached::default(),
        };
        let auto = case.auto;
        site.commit(move |_, draft| {
            for (id, auto) in ACCOUNTS.into_iter().zip(auto) {
                let provider = Some(if auto { ProviderMode::Auto } else { ProviderMode::Manual });
                account::create(draft, Account { id, provider, ..Account::default() });
            }
            let device = |name: &str, ports| Device { name: name.into(), location: name.into(), ports };
            let seq = draft.seq();
            draft.put(AccessPoint {
                seq,
                id: POINT.into(),
                region: REGION.into(),
                name: "small".into(),
                devices: vec![device("D1", 3), device("D2", 2)],
                ..AccessPoint::default()
            });
            Ok(())
        })
        .unwrap();
        for (owner, lines) in case.ready.into_iter().enumerate() {
            for number in 0..lines {
                site.make_ready(owner, (number > 0).then_some(Pick(0)));
            }
        }
        site
    }

    /// A new line of an account, taken all the way to service; the second one on another device than the first.
    fn make_ready(&mut self, owner: usize, redundant: Option<Pick>) {
        let apply = Action::CreateLine { redundant, mbps: 1_000 };
        self.take(&Step::Call(Who::Account(owner), apply));
        for _ in 0..8 {
            self.take(&Step::Forward(Pick(0)));
        }
    }

    pub(crate) fn state(&self) -> Arc<State> {
        Arc::clone(&self.engine.state())
    }

    pub(crate) fn now(&self) -> Time {
        self.engine.clock().now()
    }

    /// Takes a step, and looks at the laws.
    pub(crate) fn take(&mut self, step: &Step) {
        let before = self.state();
        let refused = match step {
            Step::Call(who, action) => self.call(*who, action),
            Step::Operate(operation) => self.operate(operation),
            Step::Forward(pick) => return self.forward(*pick),
            Step::Pass(time) => {
                self.pass(*time);
                false
            }
        };
        self.rest();
        let after = self.state();
        if refused {
            self.expect(*before == *after, "a refusal has changed something");
        }
        let broken = laws::broken(&after, &self.settings, self.now());
        self.expect(broken.is_empty(), &broken.join("\n"));
        let crowded = laws::crowded(&before, &after, &self.settings);
        self.expect(crowded.is_empty(), &crowded.join("\n"));
    }

    /// Fails with the story so far.
    #[track_caller]
    pub(crate) fn expect(&self, holds: bool, otherwise: &str) {
        assert!(holds, "{otherwise}\nafter\n  {}", self.story.join("\n  "));
    }

    fn call(&mut self, who: Who, action: &Action) -> bool {
        let state = self.state();
        let call = calls::call(action, &state);
        let caller = match (who, action) {
            (Who::Account(account), _) => ACCOUNTS[account],
            (Who::Owner, _) => call.owner,
            (Who::Other, _) => call.other,
        };
        let outcome = self.perform(caller, &call);
        let name = match action {
            Action::CreateSharedRoute { .. } => "CreateRouteEntry NextHopList",
            _ => call.action,
        };
        *self.reached.0.entry(name).or_default() += usize::from(outcome.is_ok());
        let told =
            outcome.as_ref().map_or_else(|error| format!("{} {}", error.http(), error.code()), Clone::clone);
        let params: Vec<_> = call.params[1..].iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.story.push(format!("{caller} {} {}: {told}", call.action, params.join(" ")));
        outcome.is_err()
    }

    /// Runs a call of the API as the server does, past signatures.
    pub(crate) fn perform(&self, account: AccountId, call: &Call) -> Result<String, ApiError> {
        let caller = Caller { account, access_key: "key".into(), host: "localhost".into() };
        let entry = find(call.version, call.action).unwrap();
        let params = Params::from_pairs(call.params.iter().map(|(name, value)| (name, value)))?;
        if let Run::Read(run) = entry.run {
            let state = self.state();
            let context =
                Context { state: &state, caller: &caller, now: self.now(), settings: &self.settings };
            let reply = Reply { request_id: RequestId::from_bytes([0; 16]), format: Format::Json };
            let answer = run(context, params.root(), reply)?;
            return Ok(String::from_utf8(answer.body.to_vec()).unwrap());
        }
        let prepared = entry.prepare(&caller, &self.settings, &params)?.unwrap();
        let origin =
            Origin { action: entry.declaration.name.into(), account: Some(account), ..Origin::service("") };
        let work = move |state: &State, draft: &mut Draft<'_>| prepared.run(state, draft);
        self.engine.commit_blocking(origin, work).map_err(|error| match error {
            CommitError::Refused(error) => {
                let declared = entry.declaration.errors.iter().any(|row| std::ptr::eq(*row, error.spec()));
                self.expect(declared || error.http() < 500, &format!("{} raises {error}", call.action));
                error
            }
            other => panic!("{}: {other}\nafter\n  {}", call.action, self.story.join("\n  ")),
        })
    }

    fn operate(&mut self, operation: &Operation) -> bool {
        let doing = operation.clone();
        let outcome = self.commit(move |state, draft| operations::operate(state, draft, &doing));
        let told = outcome.as_ref().err().map_or("done".to_owned(), ToString::to_string);
        self.story.push(format!("operator {operation:?}: {told}"));
        outcome.is_err()
    }

    fn commit(
        &self,
        work: impl FnMut(&State, &mut Draft<'_>) -> Result<(), StepError> + Send + 'static,
    ) -> Result<(), CommitError<StepError>> {
        self.engine.commit_blocking(Origin::service("Test"), work)
    }

    /// A line takes the step that it has before it.
    fn forward(&mut self, pick: Pick) {
        let state = self.state();
        let Some(line) = calls::picked(&state.physical_connections, pick) else { return };
        let by_provider = line::pending(&state, line).into_iter().find(|pending| pending.by == By::Provider);
        let step = match (by_provider, line.status, &line.shared) {
            (Some(pending), ..) => Step::Operate(Operation::Line(pick, pending.step)),
            (None, Status::Allocated, shared)
                if shared.as_ref().is_none_or(|one| one.status == VpconnStatus::UnConfirmed) =>
            {
                Step::Call(Who::Owner, Action::ConfirmLine(pick))
            }
            (None, Status::Confirmed, _) if !matches!(line.work, Some(Work::Enabling(_))) => {
                Step::Call(Who::Owner, Action::EnableLine(pick))
            }
            _ => Step::Pass(Duration::from_secs(1)),
        };
        self.take(&step);
    }

    fn pass(&mut self, time: Duration) {
        self.story.push(format!("{time:?} pass"));
        let clock = self.engine.clock().advanced(time);
        self.commit(move |_, draft| {
            draft.put(Record::Clock(clock));
            Ok(())
        })
        .unwrap();
    }

    /// Waits until everything that is due has been looked at.
    fn rest(&self) -> Option<Time> {
        self.engine.next_step(PATIENCE).unwrap()
    }

    /// Lets time pass until nothing is under way.
    pub(crate) fn run_dry(&mut self) {
        for _ in 0..STEPS_TO_REST {
            let Some(next) = self.rest() else {
                let under_way = self.state().under_way();
                return self.expect(under_way == 0, &format!("{under_way} records are left on their way"));
            };
            self.take(&Step::Pass(next.since(self.now()).max(Duration::from_millis(1))));
        }
        self.expect(false, "it never comes to rest");
    }
}

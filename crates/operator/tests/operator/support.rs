//! An interface over an engine in memory, whose clock stands still and whose provider is the operator.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request};
use serde_json::Value;
use tokio::runtime::Runtime;
use xconnect_engine::clock::ManualWall;
use xconnect_engine::fabric::Simulated;
use xconnect_engine::timing::{Profile, Timing};
use xconnect_engine::{Commit, Engine, Options, Origin, OsRandom, Provider};
use xconnect_log::{Log, MemoryLog};
use xconnect_model::account::ProviderMode;
use xconnect_model::physical_connection::{LineOperator, Loa, LoaStatus, Status};
use xconnect_model::router_interface::Charge;
use xconnect_model::{Account, AccountId, Order, OrderId, PhysicalConnection, RouterInterface, Time};
use xconnect_operator::{Faults, Operator};
use xconnect_state::{Draft, Record, State};

pub(crate) const START: Time = Time(1_800_000_000_000);
pub(crate) const OWN: AccountId = AccountId(1_234_567_890_123_456);
pub(crate) const POINT: &str = "ap-cn-hangzhou-yh-B";

/// An interface to operate.
pub(crate) struct World {
    /// The faults that it puts in force.
    pub(crate) faults: Arc<Faults>,
    operator: Operator,
    pub(crate) engine: Arc<Engine>,
    log: MemoryLog,
    runtime: Runtime,
}

impl World {
    /// One account, and nothing else.
    pub(crate) fn new() -> Self {
        let log = MemoryLog::new();
        let timing = Timing::new(Profile::Fast);
        let options = Options {
            log: Box::new(log.clone()),
            wall: Arc::new(ManualWall::at(START)),
            fabric: Arc::new(Simulated::new(timing.clone())),
            random: Box::new(OsRandom::default()),
            provider: Provider { timing, mode: ProviderMode::Manual },
            retention: xconnect_engine::Retention::default(),
        };
        let engine = Arc::new(Engine::start(options).unwrap());
        let faults = Arc::<Faults>::default();
        let operator = Operator::new(Arc::clone(&engine), Arc::clone(&faults), "1.2.3", None);
        let runtime = Runtime::new().unwrap();
        let world = Self { faults, operator, engine, log, runtime };
        world.put(Account { id: OWN, name: "own".into(), balance: Some(1_000), ..Account::default() });
        world
    }

    /// The answer to a request: its status, and its body (null where there is none).
    pub(crate) fn ask(&self, method: Method, path: &str, body: &str) -> (u16, Value) {
        let request = Request::builder().method(method).uri(path).header("host", "localhost");
        let request = request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
        let from = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let answer = self.runtime.block_on(self.operator.answer(request, from));
        let body = answer.body();
        let json = if body.is_empty() { Value::Null } else { serde_json::from_slice(body).unwrap() };
        (answer.status().as_u16(), json)
    }

    /// What is at a path, as it stands there.
    pub(crate) fn text(&self, method: Method, path: &str) -> String {
        let request = Request::builder().method(method).uri(path).header("host", "localhost");
        let request = request.body(Bytes::new()).unwrap();
        let answer = self.runtime.block_on(self.operator.answer(request, IpAddr::V4(Ipv4Addr::LOCALHOST)));
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        String::from_utf8(answer.body().to_vec()).unwrap()
    }

    /// What is at a path, which has to be there.
    pub(crate) fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, "");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// What has become of something after a POST that has to succeed.
    pub(crate) fn post(&self, path: &str, body: &str) -> Value {
        let (status, answer) = self.ask(Method::POST, path, body);
        assert!(matches!(status, 200 | 201), "{path}: {status} {answer}");
        answer
    }

    /// Status and code of a POST that has to be refused: `409 wrong_state`.
    pub(crate) fn refused(&self, path: &str, body: &str) -> String {
        self.refusal(Method::POST, path, body)
    }

    /// Status and code of a request that has to be refused.
    pub(crate) fn refusal(&self, method: Method, path: &str, body: &str) -> String {
        let (status, answer) = self.ask(method, path, body);
        assert!(answer["message"].as_str().is_some_and(|message| !message.is_empty()), "{status} {answer}");
        format!("{status} {}", answer["code"].as_str().unwrap())
    }

    /// Puts a new record past all rules.
    pub(crate) fn put(&self, record: impl Into<Record>) {
        let record = record.into();
        let work = move |_: &State, draft: &mut Draft<'_>| {
            let seq = draft.seq();
            draft.put(placed(record.clone(), seq));
            Ok::<(), String>(())
        };
        self.engine.commit_blocking(Origin::service("Test"), work).unwrap();
    }

    /// Puts records past all rules, in one commit, where they say.
    pub(crate) fn put_all(&self, records: Vec<Record>) {
        let work = move |_: &State, draft: &mut Draft<'_>| {
            records.iter().cloned().for_each(|record| draft.put(record));
            Ok::<(), String>(())
        };
        self.engine.commit_blocking(Origin::service("Test"), work).unwrap();
    }

    /// The State as it is now.
    pub(crate) fn state(&self) -> State {
        State::clone(&self.engine.state())
    }

    /// A dedicated line in this state.
    pub(crate) fn line(&self, id: &str, status: Status) {
        self.put(line(id, status));
    }

    /// An unpaid order of this amount for a line.
    pub(crate) fn order(&self, number: u64, line: &str, amount: i64) {
        self.put(Order { id: OrderId(number), account: OWN, line: line.into(), amount, ..Order::default() });
    }

    /// An interface without a connection.
    pub(crate) fn interface(&self, id: &str, charge: Charge) {
        let region = "cn-hangzhou".into();
        self.put(RouterInterface {
            id: id.into(),
            account: OWN,
            region,
            charge,
            ..RouterInterface::default()
        });
    }

    /// The newest commit whose action this is.
    pub(crate) fn commit(&self, action: &str) -> Commit {
        let mut commits = self.commits().into_iter().rev();
        commits.find(|commit| commit.origin.action == action).expect("there is such a commit")
    }

    /// All commits.
    pub(crate) fn commits(&self) -> Vec<Commit> {
        let mut log = self.log.clone();
        let trimmed = log.trimmed().unwrap();
        let entries = log.read(trimmed, usize::MAX).unwrap();
        entries.iter().map(|entry| serde_json::from_slice(&entry.body).unwrap()).collect()
    }
}

/// A dedicated line that holds nothing.
pub(crate) fn line(id: &str, status: Status) -> PhysicalConnection {
    PhysicalConnection {
        id: id.into(),
        account: OWN,
        region: "cn-hangzhou".into(),
        access_point: POINT.into(),
        line_operator: LineOperator::ChinaUnicom,
        status,
        ..PhysicalConnection::default()
    }
}

/// A line with a letter of authorisation in this state.
pub(crate) fn line_with_letter(id: &str, status: LoaStatus) -> PhysicalConnection {
    let loa = Loa { status, contractor: "builders".into(), ..Loa::default() };
    PhysicalConnection { loa: Some(loa), ..line(id, Status::Allocated) }
}

fn placed(record: Record, seq: u64) -> Record {
    match record {
        Record::Account(row) => Account { seq, ..Account::clone(&row) }.into(),
        Record::PhysicalConnection(row) => {
            PhysicalConnection { seq, ..PhysicalConnection::clone(&row) }.into()
        }
        Record::Order(row) => Order { seq, ..Order::clone(&row) }.into(),
        Record::RouterInterface(row) => RouterInterface { seq, ..RouterInterface::clone(&row) }.into(),
        other => other,
    }
}

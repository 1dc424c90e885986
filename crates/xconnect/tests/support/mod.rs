//! A server under test, in this process: calls go to it over real sockets, time passes when the test says so,
//! and what no call can bring about is put into the State through the engine.

#![allow(dead_code, reason = "every test binary uses a part of this")]

pub(crate) mod border_routers;
pub(crate) mod call;
pub(crate) mod cens;
pub(crate) mod client;
pub(crate) mod lines;
pub(crate) mod log;
pub(crate) mod operator;
pub(crate) mod records;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::Runtime;
use xconnect::config::Config;
use xconnect::fixture::{self, Fixture};
use xconnect::serve::{Certificate, Options, ServeError, Server, Store};
use xconnect_engine::Origin;
use xconnect_engine::clock::ManualWall;
use xconnect_engine::timing::Profile;
use xconnect_log::{FailingLog, FaultSwitch, MemoryLog};
use xconnect_model::Time;
use xconnect_model::account::ProviderMode;
use xconnect_operator::OperatorToken;
use xconnect_state::{Draft, State};

use self::call::Call;
use self::client::{Answer, Connection};
use self::log::{Gate, GatedLog};

/// How often, a millisecond apart, a test looks for something that is bound to happen.
const PATIENCE: usize = 10_000;

/// Four accounts: the caller's with all kinds of keys, a partner, a stranger, and one of another site.
const ACCOUNTS: &str = r#"
[[accounts]]
id = "1234567890123456"
name = "test"
access_keys = [
    { id = "testid", secret = "testsecret" },
    { id = "disabledid", secret = "disabledsecret", enabled = false },
    { id = "STS.id", secret = "stssecret", security_token = "ststoken" },
]
[[accounts]]
id = "6543210987654321"
name = "partner"
access_keys = [{ id = "partnerid", secret = "partnersecret" }]
[[accounts]]
id = "1111222233334444"
name = "stranger"
access_keys = [{ id = "strangerid", secret = "strangersecret" }]
[[accounts]]
id = "5555666677778888"
name = "abroad"
site = "alibabacloud.com"
access_keys = [{ id = "abroadid", secret = "abroadsecret" }]
"#;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
});

/// The file that this process writes its calls down in, when whoever runs the tests collects evidence.
fn evidence() -> Option<PathBuf> {
    let folder = std::env::var_os("XCONNECT_EVIDENCE")?;
    Some(PathBuf::from(folder).join(format!("calls-{}.jsonl", std::process::id())))
}

/// What a server is started with, as often as it is started.
#[derive(Clone)]
pub(crate) struct Setup {
    config: String,
    storage: Storage,
    provider: ProviderMode,
    tls: Option<PathBuf>,
    token: Option<String>,
    wall: Arc<ManualWall>,
    recorded: bool,
    fixture: Option<Fixture>,
}

#[derive(Clone)]
enum Storage {
    /// A log that stays when its server is stopped, and that can be made to fail or to wait.
    Memory {
        log: MemoryLog,
        faults: Arc<FaultSwitch>,
        gate: Arc<Gate>,
    },
    Folder(PathBuf),
}

impl Default for Setup {
    fn default() -> Self {
        let storage =
            Storage::Memory { log: MemoryLog::new(), faults: FaultSwitch::new(), gate: Arc::default() };
        let start = Time::from_wire("2026-11-21T00:00:00Z").unwrap();
        Self {
            config: ACCOUNTS.to_owned(),
            storage,
            provider: ProviderMode::Auto,
            tls: None,
            token: None,
            fixture: None,
            wall: Arc::new(ManualWall::at(start)),
            recorded: true,
        }
    }
}

impl Setup {
    /// More lines for the configuration.
    pub(crate) fn config(mut self, lines: &str) -> Self {
        self.config.push_str(lines);
        self
    }

    /// Keeps everything in a folder, with the log that `xconnect serve` uses.
    pub(crate) fn folder(self, folder: impl Into<PathBuf>) -> Self {
        Self { storage: Storage::Folder(folder.into()), ..self }
    }

    /// Begins with this world.
    pub(crate) fn fixture(self, text: &str) -> Self {
        Self { fixture: Some(fixture::read(text).unwrap()), ..self }
    }

    /// Leaves the provider's part to an operator.
    pub(crate) fn manual(self) -> Self {
        Self { provider: ProviderMode::Manual, ..self }
    }

    /// Listens for HTTPS too, with a certificate made in this folder.
    pub(crate) fn tls(self, folder: impl Into<PathBuf>) -> Self {
        Self { tls: Some(folder.into()), ..self }
    }

    /// Opens the operator interface to those who have this token only.
    pub(crate) fn token(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    /// What random calls happen to meet is no evidence: another run would not meet it again.
    pub(crate) fn unrecorded(self) -> Self {
        Self { recorded: false, ..self }
    }

    /// Starts a server, which has to work.
    pub(crate) fn start(self) -> World {
        self.try_start().unwrap()
    }

    /// Starts a server.
    pub(crate) fn try_start(self) -> Result<World, ServeError> {
        let any_port = || std::net::SocketAddr::from(([127, 0, 0, 1], 0));
        let server = RUNTIME.block_on(Server::start(Options {
            api: any_port(),
            api_tls: self.tls.as_ref().map(|_| any_port()),
            certificate: Certificate::Made(self.tls.clone().unwrap_or_default()),
            operator: Some(any_port()),
            operator_token: self.token.as_deref().map(|token| OperatorToken::new(token).unwrap()),
            store: self.storage.open(),
            config: Config::parse(&self.config).unwrap(),
            profile: Profile::Fast,
            provider: self.provider,
            wall: Arc::clone(&self.wall) as _,
            record: evidence().filter(|_| self.recorded),
            fixture: self.fixture.clone(),
        }))?;
        Ok(World { server, setup: self, made: AtomicU32::new(0) })
    }
}

impl Storage {
    fn open(&self) -> Store {
        match self {
            Self::Folder(folder) => Store::Folder(folder.clone()),
            Self::Memory { log, faults, gate } => {
                let gated = GatedLog::new(log.clone(), Arc::clone(gate));
                Store::Log(Box::new(FailingLog::new(gated, Arc::clone(faults))))
            }
        }
    }
}

/// A server that is listening. Its clock stands still unless a test moves it.
pub(crate) struct World {
    pub(crate) server: Server,
    setup: Setup,
    /// How many records were made by hand.
    made: AtomicU32,
}

impl World {
    pub(crate) fn new() -> Self {
        Setup::default().start()
    }

    /// Stops the server, and starts another one on what it leaves.
    pub(crate) fn restart(self) -> Self {
        self.stop().start()
    }

    /// Stops the server; what it was made of can be started again.
    pub(crate) fn stop(self) -> Setup {
        let Self { server, setup, .. } = self;
        RUNTIME.block_on(server.stop());
        setup
    }

    /// What makes the log fail.
    pub(crate) fn faults(&self) -> &FaultSwitch {
        let Storage::Memory { faults, .. } = &self.setup.storage else { panic!("the log is in a folder") };
        faults
    }

    /// What makes the log wait.
    pub(crate) fn gate(&self) -> &Arc<Gate> {
        let Storage::Memory { gate, .. } = &self.setup.storage else { panic!("the log is in a folder") };
        gate
    }

    /// The log itself, beside whoever writes it.
    pub(crate) fn log(&self) -> MemoryLog {
        let Storage::Memory { log, .. } = &self.setup.storage else { panic!("the log is in a folder") };
        log.clone()
    }

    /// The machine's clock.
    pub(crate) fn wall(&self) -> &ManualWall {
        &self.setup.wall
    }

    /// The State as it is now.
    pub(crate) fn state(&self) -> State {
        State::clone(&self.server.engine().state())
    }

    /// A call of the Vpc API by the first account, ready to be varied and sent.
    pub(crate) fn call(&self, action: &str, params: &[(&str, &str)]) -> Call {
        use xconnect_engine::clock::Wall;
        Call::new(action, params, self.wall().now())
    }

    /// A connection to the cloud API.
    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.server.addresses().api)
    }

    /// Sends a call on a connection of its own.
    pub(crate) fn send(&self, call: &Call) -> Answer {
        self.connect().exchange(&call.signed())
    }

    /// Sends a call while the test goes on.
    pub(crate) fn send_aside(&self, call: &Call) -> JoinHandle<Answer> {
        let (mut connection, request) = (self.connect(), call.signed());
        std::thread::spawn(move || connection.exchange(&request))
    }

    /// A call that has to succeed.
    pub(crate) fn ok(&self, action: &str, params: &[(&str, &str)]) -> Value {
        self.send(&self.call(action, params)).success()
    }

    /// `/health` of the operator interface.
    pub(crate) fn health(&self) -> Answer {
        let mut connection = Connection::open(self.server.addresses().operator.unwrap());
        connection.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        connection.receive().unwrap()
    }

    /// Lets service time pass, and does not wait for what follows from it.
    pub(crate) fn pass(&self, time: Duration) {
        let engine = self.server.engine();
        RUNTIME.block_on(engine.set_clock(engine.clock().advanced(time))).unwrap();
    }

    /// Lets service time pass until nothing is under way.
    pub(crate) fn settle(&self) {
        self.pass(Duration::from_secs(1));
        self.until("nothing is under way", |state| state.under_way() == 0);
    }

    /// Lets service time pass from step to step until nothing is under way, what the provider does included.
    pub(crate) fn finish(&self) {
        let engine = self.server.engine();
        while let Some(next) = engine.next_step(Duration::from_secs(10)).unwrap() {
            let ahead = next.since(engine.clock().now()).max(Duration::from_millis(1));
            RUNTIME.block_on(engine.set_clock(engine.clock().advanced(ahead))).unwrap();
        }
    }

    /// Waits until something is so that is bound to be so.
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&State) -> bool) {
        for _ in 0..PATIENCE {
            if holds(&self.server.engine().state()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("waited in vain: {what}");
    }

    /// Changes the State past all rules.
    pub(crate) fn edit(&self, mut work: impl FnMut(&State, &mut Draft<'_>) + Send + 'static) {
        let work = move |state: &State, draft: &mut Draft<'_>| {
            work(state, draft);
            Ok::<(), String>(())
        };
        self.server.engine().commit_blocking(Origin::service("Test"), work).unwrap();
    }

    /// Runs something on the server's runtime.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> F::Output {
        RUNTIME.block_on(future)
    }

    /// A number that no other record of this world has.
    fn number(&self) -> u32 {
        self.made.fetch_add(1, Ordering::SeqCst)
    }
}

//! `xconnect serve`: reads the log, opens the listeners, and serves until it is told to stop.

mod api;
mod guide;
mod handlers;
mod listener;
mod loa;
mod record;
mod seed;
mod throttle;
mod tls;
mod unreadable;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use xconnect_engine::clock::{SystemWall, Wall};
use xconnect_engine::fabric::{Fabric, Simulated};
use xconnect_engine::timing::Profile;
use xconnect_engine::{Engine, Options as EngineOptions, OsRandom, StartError};
use xconnect_log::{Log, MemoryLog, OpenError, SqliteLog, SqliteOptions};
use xconnect_model::account::ProviderMode;
use xconnect_operator::{Faults, Operator, OperatorToken};

use self::api::{Api, ApiOptions};
pub use self::guide::guide;
use self::listener::Shared;
use self::record::Recorder;
pub use self::tls::Certificate;
use self::tls::Tls;
use crate::config::Config;
use crate::fixture::{self, Fixture, FixtureError, Outcome};

/// How long requests that are under way may take when the server stops.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections to the operator interface at a time.
const OPERATORS: u32 = 64;

/// What a server is started with.
pub struct Options {
    /// Where the cloud API listens.
    pub api: SocketAddr,
    /// Where it listens for HTTPS; `None`: nowhere.
    pub api_tls: Option<SocketAddr>,
    /// The certificate for HTTPS.
    pub certificate: Certificate,
    /// Where the operator interface listens; `None`: nowhere.
    pub operator: Option<SocketAddr>,
    /// What opens the operator interface; needed where it does not listen on a loopback address.
    pub operator_token: Option<OperatorToken>,
    /// Where everything is kept.
    pub store: Store,
    /// Accounts, quotas, limits.
    pub config: Config,
    /// How long the service's steps take.
    pub profile: Profile,
    /// Whether the provider acts by itself.
    pub provider: ProviderMode,
    /// Where time comes from.
    pub wall: Arc<dyn Wall>,
    /// A file that calls and answers are written down in.
    pub record: Option<PathBuf>,
    /// The world to begin with, where there are no resources yet.
    pub fixture: Option<Fixture>,
}

/// Where everything is kept.
pub enum Store {
    /// In memory: gone with the process.
    Memory,
    /// In a folder.
    Folder(PathBuf),
    /// In a log of the caller's.
    Log(Box<dyn Log>),
}

/// Why a server did not start.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The log cannot be used.
    #[error(transparent)]
    Start(#[from] StartError),
    /// An address cannot be used.
    #[error("{what} cannot listen on {address}: {source}")]
    Listen {
        /// What was to listen.
        what: &'static str,
        /// Where.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The system does not say where it listens.
    #[error("the address of a listener is not known: {0}")]
    Address(std::io::Error),
    /// Without a token, the operator interface stays on this machine.
    #[error(
        "without a token, the operator interface listens on loopback addresses only, not on {0}: give it one with --operator-token-file or XCONNECT_OPERATOR_TOKEN"
    )]
    OperatorNotLocal(SocketAddr),
    /// Calls cannot be written down.
    #[error("calls cannot be recorded: {0}")]
    Record(std::io::Error),
    /// HTTPS cannot be offered.
    #[error("HTTPS cannot be offered: {0}")]
    Tls(String),
    /// The fixture cannot be loaded.
    #[error(transparent)]
    Fixture(#[from] FixtureError),
    /// The configuration cannot be used.
    #[error("the configuration cannot be used: {0}")]
    Config(String),
}

/// A server that is listening.
pub struct Server {
    engine: Arc<Engine>,
    fabric: Arc<Simulated>,
    addresses: Addresses,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    /// Places for connections to the API, and to the operator interface, with how many there are.
    places: [(Arc<Semaphore>, u32); 2],
}

/// Where a server listens.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// The cloud API.
    pub api: SocketAddr,
    /// The cloud API over HTTPS, and the file to trust it by if its certificate was made here.
    pub api_tls: Option<(SocketAddr, Option<PathBuf>)>,
    /// The operator interface.
    pub operator: Option<SocketAddr>,
}

impl Server {
    /// Starts a server. When this returns, the first request will be answered.
    pub async fn start(options: Options) -> Result<Self, ServeError> {
        let unguarded = options.operator.filter(|_| options.operator_token.is_none());
        if let Some(address) = unguarded.filter(|address| !address.ip().is_loopback()) {
            return Err(ServeError::OperatorNotLocal(address));
        }
        let config = options.config;
        let (accounts, keys) = config.accounts().map_err(ServeError::Config)?;
        let settings = config.settings().map_err(ServeError::Config)?;
        let timing = config.timing(options.profile).map_err(ServeError::Config)?;
        let retention =
            config.retention(matches!(options.store, Store::Memory)).map_err(ServeError::Config)?;
        let fabric = Arc::new(Simulated::new(timing.clone()));
        let engine_options = EngineOptions {
            log: open(options.store, config.limits.log_bytes)?,
            wall: options.wall,
            fabric: Arc::clone(&fabric) as Arc<dyn Fabric>,
            random: Box::new(OsRandom::default()),
            provider: xconnect_engine::Provider { timing, mode: options.provider },
            retention,
        };
        // Reading the log and its first commit wait for the disk, which the runtime's threads must not do.
        let rules = Arc::new(settings.clone());
        let (rules_of_fixture, fixture) = (Arc::clone(&rules), options.fixture);
        let started = tokio::task::spawn_blocking(move || {
            let engine = Arc::new(Engine::start(engine_options)?);
            if let Err(error) = seed::accounts(&engine, accounts, keys) {
                tracing::error!(%error, "the configured accounts could not be stored; going on with those that are");
            }
            if let Some(fixture) = fixture
                && fixture::load(&engine, &fixture, &rules_of_fixture)? == Outcome::Skipped
            {
                tracing::warn!("the fixture is not loaded: there are resources already");
            }
            Ok::<_, ServeError>(engine)
        });
        let engine = started.await.map_err(|error| ServeError::Config(error.to_string()))??;
        let faults = Arc::<Faults>::default();
        let recorder =
            options.record.as_deref().map(Recorder::open).transpose().map_err(ServeError::Record)?;
        let api = Arc::new(Api::new(
            Arc::clone(&engine),
            ApiOptions {
                settings,
                window_ms: i64::try_from(config.limits.timestamp_window_seconds.saturating_mul(1_000))
                    .unwrap_or(i64::MAX),
                nonces: config.limits.nonces,
                calls_per_minute: config.limits.calls_per_minute,
                faults: Arc::clone(&faults),
                recorder,
            },
        ));
        let (stop, stopping) = watch::channel(false);
        let places = [config.limits.connections, OPERATORS]
            .map(|places| (Arc::new(Semaphore::new(places as usize)), places));
        // A crowd at the API keeps no operator out.
        let [shared, operators] =
            places.each_ref().map(|(places, _)| Shared::new(Arc::clone(places), stopping.clone()));
        // Nobody is answered before every address is known to be free.
        let sockets =
            Sockets::open(options.api, options.api_tls, &options.certificate, options.operator).await?;
        let addresses = sockets.addresses()?;
        let mut tasks = JoinSet::new();
        tasks.spawn(listener::run(sockets.api, None, Arc::clone(&api), shared.clone()));
        if let Some((socket, tls)) = sockets.api_tls {
            tasks.spawn(listener::run(socket, Some(tls.acceptor), api, shared));
        }
        if let Some(socket) = sockets.operator {
            let version = env!("CARGO_PKG_VERSION");
            let operator = Operator::new(Arc::clone(&engine), faults, version, options.operator_token);
            let operator = operator.with_settings(rules);
            tasks.spawn(listener::run(socket, None, Arc::new(operator), operators));
        }
        Ok(Self { engine, fabric, addresses, stop, tasks, places })
    }

    /// Where it listens.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The engine behind it.
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// The fabric behind it.
    pub fn fabric(&self) -> &Arc<Simulated> {
        &self.fabric
    }

    /// Stops: no new connections, requests that are under way are answered, the log is closed.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
        let all = async {
            for (places, all) in &self.places {
                let _ = places.acquire_many(*all).await;
            }
        };
        if tokio::time::timeout(PATIENCE, all).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
        let engine = Arc::clone(&self.engine);
        // Joining threads waits for the disk.
        let _ = tokio::task::spawn_blocking(move || engine.stop()).await;
    }
}

impl Options {
    /// Loopback addresses, an ordinary folder, real time: what runs when nothing is said.
    pub fn standard(folder: PathBuf) -> Self {
        Self {
            api: SocketAddr::from(([127, 0, 0, 1], 8900)),
            api_tls: Some(SocketAddr::from(([127, 0, 0, 1], 8943))),
            certificate: Certificate::Made(folder.join("tls")),
            operator: Some(SocketAddr::from(([127, 0, 0, 1], 8901))),
            operator_token: None,
            store: Store::Folder(folder),
            config: Config::default(),
            profile: Profile::default(),
            provider: ProviderMode::default(),
            wall: Arc::new(SystemWall),
            record: None,
            fixture: None,
        }
    }
}

fn open(store: Store, max_bytes: Option<u64>) -> Result<Box<dyn Log>, ServeError> {
    Ok(match store {
        Store::Memory => Box::new(MemoryLog::new()),
        Store::Folder(folder) => Box::new(SqliteLog::open_with(&folder, SqliteOptions { max_bytes })?),
        Store::Log(log) => log,
    })
}

/// The listening sockets.
struct Sockets {
    api: TcpListener,
    api_tls: Option<(TcpListener, Tls)>,
    operator: Option<TcpListener>,
}

impl Sockets {
    async fn open(
        api: SocketAddr,
        api_tls: Option<SocketAddr>,
        certificate: &Certificate,
        operator: Option<SocketAddr>,
    ) -> Result<Self, ServeError> {
        let api = bind("the cloud API", api).await?;
        let api_tls = match api_tls {
            Some(address) => {
                let tls = Tls::new(certificate, address).map_err(ServeError::Tls)?;
                Some((bind("the cloud API over HTTPS", address).await?, tls))
            }
            None => None,
        };
        let operator = match operator {
            Some(address) => Some(bind("the operator interface", address).await?),
            None => None,
        };
        Ok(Self { api, api_tls, operator })
    }

    /// Where they really listen: a port that was given as 0 has been chosen by the system.
    fn addresses(&self) -> Result<Addresses, ServeError> {
        let address = |socket: &TcpListener| socket.local_addr().map_err(ServeError::Address);
        let api_tls = match &self.api_tls {
            Some((socket, tls)) => Some((address(socket)?, tls.authority.clone())),
            None => None,
        };
        Ok(Addresses {
            api: address(&self.api)?,
            api_tls,
            operator: self.operator.as_ref().map(address).transpose()?,
        })
    }
}

async fn bind(what: &'static str, address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Listen { what, address, source })
}

//! The operator interface: what the provider and a test need beside the cloud API.
//!
//! JSON over HTTP, with an OpenAPI document that is made of the same declarations as the routes. This crate knows
//! paths and answers; the sockets are somebody else's. One module a group of operations, put together in [`router`].

mod accounts;
mod audit;
mod auth;
mod bgp;
mod body;
mod clock;
pub mod consistency;
mod error;
mod faults;
mod interfaces;
mod lines;
mod orders;
mod page;
mod paths;
mod places;
mod request;
mod reset;
mod router;
mod service;
mod step;
mod targets;
mod view;

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use tower::ServiceExt;
use xconnect_actions::Settings;
use xconnect_engine::{CommitError, Engine, OsRandom};
use xconnect_model::id::RandomBytes;
use xconnect_state::{Draft, State};
use xconnect_wire::RequestId;

pub use self::auth::OperatorToken;
use self::error::Refusal;
pub use self::error::{Code, Problem};
pub use self::faults::{Faults, Strike};
use self::request::Asker;

/// The largest body that is read, in bytes.
pub const BODY_LIMIT: usize = 1 << 20;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The operator interface over an engine.
pub struct Operator {
    app: Arc<App>,
    token: Option<OperatorToken>,
    /// Made for the first request: a server that nobody operates starts without it.
    router: OnceLock<Router>,
}

/// What all handlers share.
pub(crate) struct App {
    engine: Arc<Engine>,
    faults: Arc<Faults>,
    version: &'static str,
    /// Held while the clock is set: what it is set to depends on what it shows.
    clock: Arc<tokio::sync::Mutex<()>>,
    document: OnceLock<Bytes>,
    /// What the cloud API's calls go by, for those that are only proposed.
    settings: Arc<Settings>,
    paths: paths::Newest,
}

impl Operator {
    /// An interface; without a token it is for a listener on loopback addresses only.
    /// The faults are those that the cloud API asks.
    pub fn new(
        engine: Arc<Engine>,
        faults: Arc<Faults>,
        version: &'static str,
        token: Option<OperatorToken>,
    ) -> Self {
        let app = App {
            engine,
            faults,
            version,
            clock: Arc::default(),
            document: OnceLock::new(),
            settings: Arc::default(),
            paths: paths::Newest::default(),
        };
        Self { app: Arc::new(app), token, router: OnceLock::new() }
    }

    /// The same with the rules of the cloud API: proposed calls are run by them. Without, by the defaults.
    pub fn with_settings(mut self, settings: Arc<Settings>) -> Self {
        // Nobody else holds it before the first request.
        if let Some(app) = Arc::get_mut(&mut self.app) {
            app.settings = settings;
        }
        self
    }

    /// Answers a request whose body has been read, within [`BODY_LIMIT`].
    pub async fn answer(&self, request: Request<Bytes>, from: IpAddr) -> Response<Bytes> {
        let (mut head, body) = request.into_parts();
        let request_id = fresh_request_id();
        if !service::is_open(head.uri.path())
            && let Err(problem) = auth::check(self.token.as_ref(), &head)
        {
            return finished(problem.into_response(), &request_id).await;
        }
        let asker = Asker::of(&head, &body, from, request_id.clone());
        head.extensions.insert(asker.clone());
        let router = self.router.get_or_init(|| router::routes(Arc::clone(&self.app)));
        let request = Request::from_parts(head, Body::from(body));
        let response = match router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        if let Some(Refusal(reason)) = response.extensions().get()
            && response.status().is_client_error()
            && asker.is_untold()
        {
            self.app.tell_refusal(&asker, reason.clone()).await;
        }
        finished(response, &request_id).await
    }

    /// Answers a request whose body is too large, or did not come.
    pub async fn refuse_body(&self, too_large: bool) -> Response<Bytes> {
        let problem = if too_large {
            Problem::new(Code::TooLarge, format!("a body has at most {BODY_LIMIT} bytes"))
        } else {
            Problem::new(Code::BadRequest, "the body did not come")
        };
        finished(problem.into_response(), &fresh_request_id()).await
    }
}

impl App {
    /// Changes the State in one commit that tells who asked for it.
    pub(crate) async fn commit<T, F>(
        &self,
        asker: &Asker,
        action: &'static str,
        work: F,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnMut(&State, &mut Draft<'_>) -> Result<T, Problem> + Send + 'static,
    {
        let committed: Result<T, CommitError<Problem>> = self.engine.commit(asker.origin(action), work).await;
        committed.map_err(Problem::from)
    }

    /// Puts into the audit trail what was refused before there was anything to commit. That it was refused is all
    /// that matters to whoever asked, so a log that does not take it is not told of.
    async fn tell_refusal(&self, asker: &Asker, reason: String) {
        let refuse = move |_: &State, _: &mut Draft<'_>| Err::<(), _>(reason.clone());
        let _: Result<(), CommitError<String>> =
            self.engine.commit(asker.origin("operator:Refused"), refuse).await;
    }
}

/// Random bytes, for what a draft has no ids for.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    OsRandom::default().fill(&mut bytes);
    bytes
}

fn fresh_request_id() -> String {
    RequestId::from_bytes(random()).to_string()
}

/// The answer in one piece. Nothing of it is to be kept by anybody on the way: it may hold a secret.
async fn finished(response: axum::response::Response, request_id: &str) -> Response<Bytes> {
    let (mut head, body) = response.into_parts();
    // Bodies are made here, of bytes that are there.
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    head.headers.insert(http::header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        head.headers.insert(REQUEST_ID, id);
    }
    Response::from_parts(head, body)
}

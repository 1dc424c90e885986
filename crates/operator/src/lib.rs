//! The operator interface: what the provider and a test need beside the cloud API.
//!
//! JSON over HTTP, with an OpenAPI document that is made of the same declarations as the routes. This crate knows
//! paths and answers; the sockets are somebody else's. One module a group of operations, put together in [`router`].

mod accounts;
mod auth;
mod body;
mod clock;
mod error;
mod interfaces;
mod lines;
mod orders;
mod page;
mod request;
mod router;
mod service;
mod step;
mod view;

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use tower::ServiceExt;
use xconnect_engine::{CommitError, Engine, OsRandom};
use xconnect_model::id::RandomBytes;
use xconnect_state::{Draft, State};
use xconnect_wire::RequestId;

pub use self::auth::OperatorToken;
pub use self::error::{Code, Problem};
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
    version: &'static str,
    /// Held while the clock is set: what it is set to depends on what it shows.
    clock: Arc<tokio::sync::Mutex<()>>,
    document: OnceLock<Bytes>,
}

impl Operator {
    /// An interface; without a token it is for a listener on loopback addresses only.
    pub fn new(engine: Arc<Engine>, version: &'static str, token: Option<OperatorToken>) -> Self {
        let app = App { engine, version, clock: Arc::default(), document: OnceLock::new() };
        Self { app: Arc::new(app), token, router: OnceLock::new() }
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
        head.extensions.insert(Asker { from, request_id: request_id.clone() });
        let router = self.router.get_or_init(|| router::routes(Arc::clone(&self.app)));
        let request = Request::from_parts(head, Body::from(body));
        let response = match router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
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

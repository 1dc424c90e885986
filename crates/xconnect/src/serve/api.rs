//! One request of the cloud API, from its bytes to its answer.

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderName;
use http::request::Parts;
use subtle::ConstantTimeEq;
use xconnect_actions::declare::{Caller, Context, Entry, Reply, Run};
use xconnect_actions::{Prepared, Settings};
use xconnect_engine::{Asked, CommitError, Engine, Nonce, Origin, OsRandom};
use xconnect_model::id::RandomBytes;
use xconnect_model::{AccessKey, Text, Time};
use xconnect_state::{Draft, State};
use xconnect_wire::public::{
    ACCESS_KEY_DISABLED, ACCESS_KEY_NOT_FOUND, BODY_TOO_LARGE, HEADERS_TOO_LARGE, INTERNAL_ERROR,
    INVALID_ACTION_OR_VERSION, INVALID_PARAMETER, INVALID_VERSION, LAST_TOKEN_PROCESSING,
    SECURITY_TOKEN_MISMATCH, SERVICE_UNAVAILABLE, TARGET_TOO_LONG, THROTTLING,
};
use xconnect_wire::{
    Answer, ApiError, Call, Format, Incoming, Limits, NonceMark, NoncePrint, Params, ReplayGuard, RequestId,
    decode,
};

use super::loa;
use super::throttle::Throttle;

/// The cloud API over an engine.
pub(super) struct Api {
    engine: Arc<Engine>,
    settings: Arc<Settings>,
    guard: ReplayGuard,
    window_ms: i64,
    throttle: Option<Throttle>,
    limits: Limits,
    tokens: InUse<(u64, &'static str, Text, Text)>,
}

/// What an [`Api`] is made of, beside its engine.
pub(super) struct ApiOptions {
    /// Quotas, limits, prices.
    pub settings: Settings,
    /// How far a request's timestamp may be from the server's time.
    pub window_ms: i64,
    /// Nonces that are remembered.
    pub nonces: usize,
    /// Calls of one access key in a minute.
    pub calls_per_minute: Option<u32>,
}

impl Api {
    /// An API that goes on where the engine's log ends: used nonces stay used.
    pub(super) fn new(engine: Arc<Engine>, options: ApiOptions) -> Self {
        let guard = ReplayGuard::new(options.window_ms, options.nonces);
        for nonce in engine.recovered_nonces() {
            guard.restore(NonceMark { at: nonce.at.0, print: NoncePrint::from_bits(nonce.print) });
        }
        Self {
            engine,
            settings: Arc::new(options.settings),
            guard,
            window_ms: options.window_ms,
            throttle: options.calls_per_minute.map(Throttle::new),
            limits: Limits::default(),
            tokens: InUse::default(),
        }
    }

    /// The bounds of one request.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Answers a request.
    pub(super) async fn answer(&self, head: &Parts, body: &[u8], from: IpAddr) -> Answer {
        let request_id = RequestId::from_bytes(random_bytes());
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        let incoming = Incoming { method: &head.method, target, headers: &head.headers, body };
        let (format, outcome) = match decode(&incoming, &self.limits) {
            Ok(call) => (call.format(), self.perform(&call, host(head), from, request_id)),
            Err(refusal) => (refusal.format, Err(refusal.error)),
        };
        let outcome = match outcome {
            Ok(Performed::Read(answer)) => Ok(answer),
            // A box, so that reads need not carry about the room for what a write has to remember.
            Ok(Performed::Write(write)) => Box::pin(self.write(*write, request_id, format)).await,
            Err(error) => Err(error),
        };
        outcome.unwrap_or_else(|error| xconnect_wire::failure(&error, request_id, host(head), format))
    }

    /// Hands out a letter of authorisation to whoever has its address.
    pub(super) fn letter(&self, head: &Parts) -> http::Response<Bytes> {
        loa::document(&self.engine.state(), head.uri.path()).unwrap_or_else(|| {
            let error = ApiError::new(&loa::LETTER_NOT_FOUND);
            let request_id = RequestId::from_bytes(random_bytes());
            to_http(xconnect_wire::failure(&error, request_id, host(head), Format::Json))
        })
    }

    /// Answers a request whose body is too large, or did not come.
    pub(super) fn refuse_body(&self, head: &Parts, too_large: bool) -> Answer {
        let error = ApiError::new(if too_large { &BODY_TOO_LARGE } else { &INVALID_PARAMETER });
        let request_id = RequestId::from_bytes(random_bytes());
        xconnect_wire::failure(&error, request_id, host(head), Format::Json)
    }

    /// Answers what could not be read as HTTP, under the status that was found for it.
    pub(super) fn refuse_unreadable(status: u16) -> Answer {
        let error = ApiError::new(match status {
            414 => &TARGET_TOO_LONG,
            431 => &HEADERS_TOO_LARGE,
            _ => &INVALID_PARAMETER,
        });
        xconnect_wire::failure(&error, RequestId::from_bytes(random_bytes()), "", Format::Json)
    }

    fn perform(
        &self,
        call: &Call,
        host: &str,
        from: IpAddr,
        request_id: RequestId,
    ) -> Result<Performed, ApiError> {
        let state = self.engine.state();
        let (caller, nonce) = self.authenticate(&state, call, host)?;
        let entry = entry(call)?;
        xconnect_actions::check_risk_control(&state, &caller)?;
        xconnect_actions::check_owner(&state, &caller, call.params())?;
        if let Run::Read(run) = entry.run {
            let now = self.engine.clock().now();
            let context = Context { state: &state, caller: &caller, now, settings: &self.settings };
            let reply = Reply { request_id, format: call.format() };
            return run(context, call.params().root(), reply).map(Performed::Read);
        }
        let prepared = entry.prepare(&caller, &self.settings, call.params())?;
        let prepared = prepared.ok_or(&INTERNAL_ERROR)?;
        let origin = Origin {
            action: entry.declaration.name.into(),
            account: Some(caller.account),
            access_key: caller.access_key.into(),
            from: from.to_string(),
            request_id: request_id.to_string(),
            nonce: Some(nonce),
            request: asked(call.params()),
            audited: false,
        };
        Ok(Performed::Write(Box::new(Write { action: entry.declaration.name, prepared, origin })))
    }

    /// Who calls, if the request is really theirs and really new.
    fn authenticate(&self, state: &State, call: &Call, host: &str) -> Result<(Caller, Nonce), ApiError> {
        let key = state.access_key(call.access_key_id()).ok_or(&ACCESS_KEY_NOT_FOUND)?;
        if key.disabled {
            return Err(ApiError::new(&ACCESS_KEY_DISABLED));
        }
        let now = self.engine.clock().wall();
        call.check_time(now.0, self.window_ms)?;
        call.verify(key.secret.reveal())?;
        check_security_token(key, call.security_token())?;
        let mark = self.guard.admit(call.access_key_id(), call.nonce(), call.timestamp_ms(), now.0)?;
        if let Some(throttle) = &self.throttle {
            throttle.admit(call.access_key_id(), now)?;
        }
        let caller = Caller { account: key.account, access_key: key.id.as_str().into(), host: host.into() };
        Ok((caller, Nonce { at: Time(mark.at), print: mark.print.to_bits() }))
    }

    /// Runs a write, and answers when it is durable.
    async fn write(&self, write: Write, request_id: RequestId, format: Format) -> Result<Answer, ApiError> {
        let json = self.commit(write.prepared, write.origin).await?;
        xconnect_wire::success_raw(write.action, request_id, format, &json)
            .map_err(|_| ApiError::new(&INTERNAL_ERROR))
    }

    /// Runs a write, and returns when it is durable.
    async fn commit(&self, prepared: Prepared, origin: Origin) -> Result<String, ApiError> {
        if prepared.is_dry_run() {
            let state = self.engine.state();
            let mut random = OsRandom::default();
            let mut draft = Draft::new(self.engine.clock().now(), state.next_seq(), &mut random);
            return prepared.run(&state, &mut draft);
        }
        // Held until the answer is there: the same token must not be at work twice.
        let _token = match prepared.token() {
            Some(token) => Some(self.tokens.take(token).ok_or(&LAST_TOKEN_PROCESSING)?),
            None => None,
        };
        let work = move |state: &State, draft: &mut Draft<'_>| prepared.run(state, draft);
        self.engine.commit(origin, work).await.map_err(|error| match error {
            CommitError::Refused(error) => error,
            CommitError::Unavailable => ApiError::new(&SERVICE_UNAVAILABLE),
            CommitError::Overloaded => ApiError::new(&THROTTLING),
            CommitError::Defect => ApiError::new(&INTERNAL_ERROR),
        })
    }
}

/// What came of a call that may be made.
enum Performed {
    /// The answer.
    Read(Answer),
    /// What is to be done before it can be answered.
    Write(Box<Write>),
}

/// A write on its way to the engine.
struct Write {
    action: &'static str,
    prepared: Prepared,
    origin: Origin,
}

fn entry(call: &Call) -> Result<&'static Entry, ApiError> {
    xconnect_actions::find(call.version(), call.action()).ok_or_else(|| {
        let version_exists =
            xconnect_actions::all().any(|entry| entry.declaration.api.version() == call.version());
        ApiError::new(if version_exists { &INVALID_ACTION_OR_VERSION } else { &INVALID_VERSION })
    })
}

/// What was asked for, without what the wire adds.
fn asked(params: &Params) -> Asked {
    Asked::of(params.iter().filter(|(name, _)| !xconnect_wire::is_system_parameter(name)))
}

fn check_security_token(key: &AccessKey, given: Option<&str>) -> Result<(), ApiError> {
    let Some(expected) = &key.security_token else { return Ok(()) };
    let same = given.is_some_and(|given| expected.reveal().as_bytes().ct_eq(given.as_bytes()).into());
    if same { Ok(()) } else { Err(ApiError::new(&SECURITY_TOKEN_MISMATCH)) }
}

/// The host that the client meant, as it spelled it.
fn host(head: &Parts) -> &str {
    head.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()
}

fn random_bytes() -> [u8; 16] {
    thread_local! {
        static RANDOM: RefCell<OsRandom> = RefCell::default();
    }
    let mut bytes = [0; 16];
    RANDOM.with_borrow_mut(|random| random.fill(&mut bytes));
    bytes
}

/// Values that are in use: each can be taken by one at a time.
struct InUse<T: Eq + Hash>(Mutex<HashSet<T>>);

impl<T: Eq + Hash> Default for InUse<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Eq + Hash + Clone> InUse<T> {
    /// Takes a value until the guard is dropped; `None` when somebody else has it.
    fn take(&self, value: T) -> Option<Taken<'_, T>> {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(value.clone());
        free.then_some(Taken { all: self, value })
    }
}

struct Taken<'a, T: Eq + Hash> {
    all: &'a InUse<T>,
    value: T,
}

impl<T: Eq + Hash> Drop for Taken<'_, T> {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.value);
    }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-acs-request-id");
const RETRY_AFTER: HeaderName = HeaderName::from_static("x-acs-retry-after");

/// The answer as HTTP.
pub(super) fn to_http(answer: Answer) -> http::Response<Bytes> {
    let mut response = http::Response::new(answer.body);
    *response.status_mut() =
        http::StatusCode::from_u16(answer.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(answer.content_type));
    if let Ok(id) = http::HeaderValue::from_str(answer.request_id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    if let Some(wait) = answer.retry_after_ms {
        headers.insert(RETRY_AFTER, http::HeaderValue::from(wait));
    }
    response
}

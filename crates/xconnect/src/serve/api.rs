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
use xconnect_operator::{Faults, Strike};
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
use super::record::Recorder;
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
    faults: Arc<Faults>,
    recorder: Option<Recorder>,
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
    /// The faults that are in force.
    pub faults: Arc<Faults>,
    /// Writes calls down.
    pub recorder: Option<Recorder>,
}

impl Api {
    /// An API that goes on where the engine's log ends: used nonces stay used.
    pub(super) fn new(engine: Arc<Engine>, options: ApiOptions) -> Self {
        let guard = ReplayGuard::new(options.window_ms, options.nonces);
        restore(&guard, engine.recovered_nonces());
        Self {
            engine,
            settings: Arc::new(options.settings),
            guard,
            window_ms: options.window_ms,
            throttle: options.calls_per_minute.map(Throttle::new),
            limits: Limits::default(),
            tokens: InUse::default(),
            faults: options.faults,
            recorder: options.recorder,
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
        let (format, to_record, outcome) = match decode(&incoming, &self.limits) {
            Ok(call) => {
                let to_record = self.recorder.as_ref().map(|recorder| Box::new((recorder, call.clone())));
                (call.format(), to_record, self.begin(call, host(head), from, request_id))
            }
            Err(refusal) => (refusal.format, None, Err(refusal.error)),
        };
        let fault = matches!(outcome, Ok(Begun::Struck(_)));
        let outcome = match outcome {
            Ok(Begun::Performed(Performed::Read(answer))) => Ok(answer),
            // A box, so that reads need not carry about the room for what a write has to remember.
            Ok(Begun::Performed(Performed::Write(write))) => {
                Box::pin(self.write(*write, request_id, format)).await
            }
            Ok(Begun::Struck(struck)) => Box::pin(self.go_on_struck(*struck)).await,
            Err(error) => Err(error),
        };
        let answer =
            outcome.unwrap_or_else(|error| xconnect_wire::failure(&error, request_id, host(head), format));
        if let Some(to_record) = to_record {
            let (recorder, call) = *to_record;
            recorder.write(head, &call, &answer, fault);
        }
        answer
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

    /// Lets a call in, and performs it, unless a fault strikes it.
    fn begin(&self, call: Call, host: &str, from: IpAddr, request_id: RequestId) -> Result<Begun, ApiError> {
        let state = self.engine.state();
        let (caller, nonce) = self.authenticate(&state, &call, host)?;
        let entry = entry(&call)?;
        let strike = self.faults.strike(entry.declaration.name, caller.account);
        let admitted = Admitted { caller, nonce, entry, from, request_id };
        if let Some(strike) = strike {
            return Ok(Begun::Struck(Box::new(Struck { call, admitted, strike })));
        }
        self.perform(&state, &call, &admitted).map(Begun::Performed)
    }

    fn perform(&self, state: &State, call: &Call, admitted: &Admitted) -> Result<Performed, ApiError> {
        let Admitted { caller, entry, request_id, .. } = admitted;
        xconnect_actions::check_risk_control(state, caller)?;
        xconnect_actions::check_owner(state, caller, call.params())?;
        if let Run::Read(run) = entry.run {
            let now = self.engine.clock().now();
            let context = Context { state, caller, now, settings: &self.settings };
            let reply = Reply { request_id: *request_id, format: call.format() };
            return run(context, call.params().root(), reply).map(Performed::Read);
        }
        let prepared = entry.prepare(caller, &self.settings, call.params())?;
        let prepared = prepared.ok_or(&INTERNAL_ERROR)?;
        let origin = admitted.origin(call);
        Ok(Performed::Write(Box::new(Write { action: entry.declaration.name, prepared, origin })))
    }

    /// What a fault makes of a call: it waits, and then fails, or runs after all.
    async fn go_on_struck(&self, struck: Struck) -> Result<Answer, ApiError> {
        let Struck { call, admitted, strike } = struck;
        if !strike.delay.is_zero() {
            tokio::time::sleep(strike.delay).await;
        }
        let Some(error) = strike.error else {
            let performed = self.perform(&self.engine.state(), &call, &admitted)?;
            return match performed {
                Performed::Read(answer) => Ok(answer),
                Performed::Write(write) => self.write(*write, admitted.request_id, call.format()).await,
            };
        };
        if let Run::Read(_) = admitted.entry.run {
            return Err(error);
        }
        // A write that fails leaves its nonce and its place in the audit trail behind, like any refused one.
        let refuse = move |_: &State, _: &mut Draft<'_>| Err(error.clone());
        self.engine.commit(admitted.origin(&call), refuse).await.map_err(refusal)
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
        self.engine.commit(origin, work).await.map_err(refusal)
    }
}

/// How a commit that did not happen is answered.
fn refusal(error: CommitError<ApiError>) -> ApiError {
    match error {
        CommitError::Refused(error) => error,
        CommitError::Unavailable => ApiError::new(&SERVICE_UNAVAILABLE),
        CommitError::Overloaded => ApiError::new(&THROTTLING),
        CommitError::Defect => ApiError::new(&INTERNAL_ERROR),
    }
}

/// What has become of a call that was let in.
enum Begun {
    /// It goes its way.
    Performed(Performed),
    /// A fault strikes it.
    Struck(Box<Struck>),
}

/// A call that a fault strikes.
struct Struck {
    call: Call,
    admitted: Admitted,
    strike: Strike,
}

/// Who calls, what, and from where.
struct Admitted {
    caller: Caller,
    nonce: Nonce,
    entry: &'static Entry,
    from: IpAddr,
    request_id: RequestId,
}

impl Admitted {
    /// Where a commit of this call comes from.
    fn origin(&self, call: &Call) -> Origin {
        Origin {
            action: self.entry.declaration.name.into(),
            account: Some(self.caller.account),
            access_key: self.caller.access_key.to_string(),
            from: self.from.to_string(),
            request_id: self.request_id.to_string(),
            nonce: Some(self.nonce),
            request: asked(call.params()),
            audited: false,
        }
    }
}

/// Makes a guard remember nonces that were used before the start. There may be a million, and nobody may be answered
/// before the last: hence the threads. In whatever order they come, none is admitted again.
fn restore(guard: &ReplayGuard, nonces: &[Nonce]) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for share in nonces.chunks(nonces.len().div_ceil(threads).max(MANY_NONCES)) {
            scope.spawn(move || {
                for nonce in share {
                    let print = NoncePrint::from_bits(nonce.print);
                    guard.restore(NonceMark { at: nonce.at.0, print });
                }
            });
        }
    });
}

/// So many nonces are worth a thread.
const MANY_NONCES: usize = 1 << 14;

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

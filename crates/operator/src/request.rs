//! What a handler is given: who asks, and path, query, and body, each refused in the interface's own form.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{FromRequest, FromRequestParts, Request};
use bytes::Bytes;
use http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::Value;
use xconnect_engine::{Asked, Origin};

use crate::App;
use crate::error::{Code, Problem};

/// What is asked for with POST and changes nothing.
const QUESTIONS: [&str; 1] = ["/v1/trace"];
/// What names of fields that hold secrets contain.
const SECRETS: [&str; 5] = ["secret", "password", "auth_key", "authkey", "token"];

/// Who asks, and for what; goes into the log with what is changed.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    from: IpAddr,
    request_id: String,
    /// Empty for what only reads.
    request: Asked,
    /// The log has, or will have, an entry of it.
    told: Arc<AtomicBool>,
}

impl Asker {
    /// Whoever sent this.
    pub(crate) fn of(head: &Parts, body: &[u8], from: IpAddr, request_id: String) -> Self {
        let path = head.uri.path();
        let reads = head.method.is_safe() || QUESTIONS.contains(&path);
        let request = if reads { Asked::default() } else { asked(head, path, body) };
        Self { from, request_id, request, told: Arc::default() }
    }

    /// Where a commit comes from that does this, such as `operator:ApproveLine`.
    pub(crate) fn origin(&self, action: &'static str) -> Origin {
        self.told.store(true, Ordering::Relaxed);
        Origin {
            action: action.into(),
            from: self.from.to_string(),
            request_id: self.request_id.clone(),
            request: self.request.clone(),
            audited: true,
            ..Origin::default()
        }
    }

    /// Whether it asks for a change of which the log has heard nothing.
    pub(crate) fn is_untold(&self) -> bool {
        !self.request.is_empty() && !self.told.load(Ordering::Relaxed)
    }
}

/// What was asked for, as the audit trail has it.
fn asked(head: &Parts, path: &str, body: &[u8]) -> Asked {
    let body = match serde_json::from_slice::<Value>(body) {
        Ok(mut body) => {
            mask(&mut body);
            body.to_string()
        }
        // What cannot be read may hold anything, secrets included.
        Err(_) => String::new(),
    };
    let id = path.strip_prefix("/v1/").and_then(|path| path.split('/').nth(1)).unwrap_or_default();
    let all = [("method", head.method.as_str()), ("path", path), ("id", id), ("body", &body)];
    Asked::of(all.into_iter().filter(|(_, value)| !value.is_empty()))
}

/// Masks what stands in fields of secrets, wherever they are.
fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let plain = name.to_ascii_lowercase();
                if !value.is_null() && SECRETS.iter().any(|secret| plain.contains(secret)) {
                    *value = Value::from("***");
                } else {
                    mask(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}

impl FromRequestParts<Arc<App>> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Problem> {
        let missing = || Problem::new(Code::Internal, "the request has no sender");
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}

/// The one variable part of a path, or all of them.
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let path = axum::extract::Path::from_request_parts(parts, app).await;
        path.map(|path| Self(path.0)).map_err(|error| Problem::new(Code::BadRequest, error.body_text()))
    }
}

/// The query.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let query = axum::extract::Query::from_request_parts(parts, app).await;
        query.map(|query| Self(query.0)).map_err(|error| Problem::new(Code::BadRequest, error.body_text()))
    }
}

/// A JSON body, whatever it is called in its head. No body at all stands for `{}`.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        let bad = |error: String| Problem::new(Code::BadRequest, format!("the body cannot be read: {error}"));
        let bytes = Bytes::from_request(request, app).await.map_err(|error| bad(error.body_text()))?;
        let text = if bytes.is_empty() { b"{}".as_slice() } else { &bytes };
        // Fields without their names would be understood, too.
        if text.trim_ascii_start().first() != Some(&b'{') {
            return Err(bad("it is no JSON object".to_owned()));
        }
        serde_json::from_slice(text).map(Self).map_err(|error| bad(error.to_string()))
    }
}

//! What a handler is given: who asks, and path, query, and body, each refused in the interface's own form.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use bytes::Bytes;
use http::request::Parts;
use serde::de::DeserializeOwned;
use xconnect_engine::Origin;

use crate::App;
use crate::error::{Code, Problem};

/// Who asks; goes into the log with what is changed.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) from: IpAddr,
    pub(crate) request_id: String,
}

impl Asker {
    /// Where a commit comes from that does this, such as `operator:ApproveLine`.
    pub(crate) fn origin(&self, action: &'static str) -> Origin {
        Origin {
            action: action.into(),
            from: self.from.to_string(),
            request_id: self.request_id.clone(),
            ..Origin::default()
        }
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

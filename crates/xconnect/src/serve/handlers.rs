//! The two things that listen: the cloud API and the operator interface.

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use xconnect_engine::Engine;

use super::api::{Api, to_http};
use super::listener::{BodyRead, Handler};

impl Handler for Api {
    /// One byte more than a request may have: the wire refuses it in its own words.
    fn body_limit(&self) -> usize {
        self.limits().body
    }

    async fn handle(&self, head: Parts, body: BodyRead, from: IpAddr) -> Response<Full<Bytes>> {
        match body {
            BodyRead::Whole(body) => to_http(self.answer(&head, &body, from).await),
            BodyRead::TooLarge => close_after(to_http(self.refuse_body(&head, true))),
            BodyRead::Broken => close_after(to_http(self.refuse_body(&head, false))),
        }
    }
}

/// The operator interface over an engine.
pub(super) struct Operator {
    pub(super) engine: Arc<Engine>,
}

impl Handler for Operator {
    fn body_limit(&self) -> usize {
        64 * 1024
    }

    async fn handle(&self, head: Parts, _: BodyRead, _: IpAddr) -> Response<Full<Bytes>> {
        let version = env!("CARGO_PKG_VERSION");
        let reply = xconnect_operator::answer(&self.engine, version, head.method.as_str(), head.uri.path());
        let mut response = Response::new(Full::new(Bytes::from(reply.body.to_string())));
        *response.status_mut() =
            StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(http::header::CONTENT_TYPE, json);
        response
    }
}

/// The rest of a body that was not read would be taken for the next request.
fn close_after(mut response: Response<Full<Bytes>>) -> Response<Full<Bytes>> {
    response.headers_mut().insert(http::header::CONNECTION, HeaderValue::from_static("close"));
    response
}

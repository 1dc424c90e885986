//! The two things that listen: the cloud API and the operator interface.

use std::net::IpAddr;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode};
use xconnect_operator::{BODY_LIMIT, Operator};

use super::api::{Api, to_http};
use super::listener::{BodyRead, Handler};
use super::loa;

impl Handler for Api {
    /// One byte more than a request may have: the wire refuses it in its own words.
    fn body_limit(&self) -> usize {
        self.limits().body
    }

    async fn handle(&self, head: Parts, body: BodyRead, from: IpAddr) -> Response<Bytes> {
        match body {
            BodyRead::Whole(_) if loa::is_asked_for(&head) => self.letter(&head),
            BodyRead::Whole(body) => to_http(self.answer(&head, &body, from).await),
            BodyRead::TooLarge => close_after(to_http(self.refuse_body(&head, true))),
            BodyRead::Broken => close_after(to_http(self.refuse_body(&head, false))),
        }
    }

    fn unreadable(&self, status: StatusCode) -> Option<Response<Bytes>> {
        Some(to_http(Self::refuse_unreadable(status.as_u16())))
    }
}

impl Handler for Operator {
    fn body_limit(&self) -> usize {
        BODY_LIMIT
    }

    async fn handle(&self, head: Parts, body: BodyRead, from: IpAddr) -> Response<Bytes> {
        match body {
            BodyRead::Whole(body) => self.answer(Request::from_parts(head, body), from).await,
            BodyRead::TooLarge => close_after(self.refuse_body(true).await),
            BodyRead::Broken => close_after(self.refuse_body(false).await),
        }
    }
}

/// The rest of a body that was not read would be taken for the next request.
fn close_after(mut response: Response<Bytes>) -> Response<Bytes> {
    response.headers_mut().insert(http::header::CONNECTION, HeaderValue::from_static("close"));
    response
}

//! `GET /loa/<line>/<key>`: issued letters of authorisation, for whoever has the address.
//!
//! The address is what DescribePhysicalConnectionLOA says (`LoaUrl`). Its key cannot be guessed, and stays the same
//! as long as the letter does, so that the address can be handed to the contractor, who has no access key.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use http::{HeaderValue, Method, Response};
use subtle::ConstantTimeEq;
use xconnect_model::PhysicalConnection;
use xconnect_model::physical_connection::Loa;
use xconnect_state::State;
use xconnect_wire::ErrorSpec;

/// What the paths of letters begin with.
const PATH: &str = "/loa/";

/// There is no such letter, or the key is another one.
pub(super) static LETTER_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidLoaUrl.NotFound",
    "The specified LOA does not exist.",
    "The address is not that of an issued letter of authorisation.",
);

/// Whether a request asks for a letter.
pub(super) fn is_asked_for(head: &Parts) -> bool {
    head.method == Method::GET && head.uri.path().starts_with(PATH)
}

/// The document at a path; none where the path does not name an issued letter with its key.
pub(super) fn document(state: &State, path: &str) -> Option<Response<Bytes>> {
    let (line, key) = path.strip_prefix(PATH)?.split_once('/')?;
    let line = state.physical_connection(line)?;
    let loa = line.loa.as_ref().filter(|loa| loa.status.is_issued() && has_key(loa, key))?;
    let point = state.access_point(line.access_point.as_str());
    let document = xconnect_document::letter(line, loa, point.as_deref());
    Some(response(line, document))
}

fn has_key(loa: &Loa, key: &str) -> bool {
    let expected = loa.document_key.reveal();
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(key.as_bytes()))
}

fn response(line: &PhysicalConnection, document: Vec<u8>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(document));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(name) = HeaderValue::from_str(&format!("inline; filename=\"{}.pdf\"", line.id)) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    response
}

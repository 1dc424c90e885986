//! Answers: the bytes of a success or a failure, as JSON or XML.
//!
//! `RequestId` belongs to every answer but to no action, so an action's body is serialised without it and it
//! is put in as the first member. That is also how a stored answer is given again, under the new request's
//! id.

mod json;
mod xml;

use std::fmt;

use bytes::Bytes;
use serde::{Serialize, Serializer};

use crate::ApiError;

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One object without a root.
    Json,
    /// A document whose root names the action, or `Error`.
    Xml,
}

/// One answer, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The `Content-Type` header. Clients compare it to the letter.
    pub content_type: &'static str,
    /// The id in the body, for the header `x-acs-request-id`.
    pub request_id: RequestId,
    /// The body, never empty.
    pub body: Bytes,
    /// For the header `x-acs-retry-after`, in milliseconds; only on throttling, because clients obey it on
    /// anything.
    pub retry_after_ms: Option<u64>,
}

/// Why an answer could not be written: a fault of this program's, not of the caller's.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The body does not serialise.
    #[error("the answer is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The body is a scalar or a list, which leaves no place for the request's id.
    #[error("the answer is not an object")]
    NotAnObject,
}

/// An upper-case UUID made from 16 random bytes given by the caller.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestId([u8; 36]);

/// How long a throttled client is asked to wait, unless the sender of the answer knows better.
const RETRY_AFTER_MS: u64 = 1000;

/// The answer of an action that succeeded. `body` serialises to a JSON object without `RequestId`.
///
/// # Errors
/// If it does not.
pub fn success<T: Serialize>(
    action: &str,
    request_id: RequestId,
    format: Format,
    body: &T,
) -> Result<Answer, AnswerError> {
    match format {
        Format::Json => {
            let mut text = json_head(request_id);
            let body_from = text.len();
            json::write(&mut text, body)?;
            splice(&mut text, body_from)?;
            Ok(Answer::new(200, format, request_id, text))
        }
        Format::Xml => success_raw(action, request_id, format, &serde_json::to_string(body)?),
    }
}

/// As [`success`], for a body that is already JSON text, such as a stored answer.
///
/// # Errors
/// If the text is not a JSON object.
pub fn success_raw(
    action: &str,
    request_id: RequestId,
    format: Format,
    json: &str,
) -> Result<Answer, AnswerError> {
    let text = match format {
        Format::Json => {
            let mut text = json_head(request_id);
            let body_from = text.len();
            text.extend_from_slice(json.as_bytes());
            splice(&mut text, body_from)?;
            text
        }
        Format::Xml => xml::success(action, request_id, json)?,
    };
    Ok(Answer::new(200, format, request_id, text))
}

/// The answer to a request that was refused or failed. `host_id` is the address that was called.
pub fn failure(error: &ApiError, request_id: RequestId, host_id: &str, format: Format) -> Answer {
    let envelope = Envelope {
        request_id,
        host_id,
        code: error.code(),
        message: error.message(),
        recommend: (format == Format::Json).then_some(""),
    };
    let json = serde_json::to_vec(&envelope).expect("a struct of texts serialises");
    let text = match format {
        Format::Json => json,
        Format::Xml => xml::failure(&json),
    };
    let retry_after_ms = error.code().starts_with("Throttling").then_some(RETRY_AFTER_MS);
    Answer { retry_after_ms, ..Answer::new(error.http(), format, request_id, text) }
}

/// The body of a failure. All members are strings: anything else crashes Go clients.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope<'a> {
    request_id: RequestId,
    host_id: &'a str,
    code: &'a str,
    message: &'a str,
    /// Not in the XML form.
    #[serde(skip_serializing_if = "Option::is_none")]
    recommend: Option<&'a str>,
}

/// `{"RequestId":"..."`, still open.
fn json_head(request_id: RequestId) -> Vec<u8> {
    // Room for a page with one resource on it.
    let mut text = Vec::with_capacity(2048);
    text.extend_from_slice(br#"{"RequestId":""#);
    text.extend_from_slice(&request_id.0);
    text.push(b'"');
    text
}

/// Joins the head with the object that was written behind it.
fn splice(text: &mut Vec<u8>, body_from: usize) -> Result<(), AnswerError> {
    match &text[body_from..] {
        [b'{', b'}'] => drop(text.remove(body_from)),
        [b'{', .., b'}'] => text[body_from] = b',',
        _ => return Err(AnswerError::NotAnObject),
    }
    Ok(())
}

impl Answer {
    fn new(status: u16, format: Format, request_id: RequestId, body: Vec<u8>) -> Self {
        let content_type = format.content_type();
        Self { status, content_type, request_id, body: body.into(), retry_after_ms: None }
    }
}

impl Format {
    /// What the parameter `Format` asks for. Absent, and anything unknown, means JSON: one client sends
    /// `None`.
    pub fn from_parameter(value: Option<&str>) -> Self {
        match value {
            Some(name) if name.eq_ignore_ascii_case("XML") => Self::Xml,
            _ => Self::Json,
        }
    }

    /// The `Content-Type` of answers in this form.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json;charset=utf-8",
            Self::Xml => "text/xml;charset=utf-8",
        }
    }
}

impl RequestId {
    /// The id made from these bytes, with the bits set that mark a random UUID (version 4).
    pub fn from_bytes(mut random: [u8; 16]) -> Self {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        random[6] = random[6] & 0x0f | 0x40;
        random[8] = random[8] & 0x3f | 0x80;
        let mut text = [b'-'; 36];
        let places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
        for (at, byte) in places.into_iter().zip(random) {
            text[at] = HEX[usize::from(byte >> 4)];
            text[at + 1] = HEX[usize::from(byte & 15)];
        }
        Self(text)
    }

    /// The id as text: 36 characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an id is made of ASCII")
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for RequestId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;

//! Decoding: from the bytes of a request to who asks, what, and in which form to answer.
//!
//! [`decode`] checks in this order, and the first fault is the answer:
//!
//! 1. the method is GET or POST, the path is `/`;
//! 2. target, headers, and body are within [`Limits`], and the body is not compressed;
//! 3. the scheme: ACS3 if `Authorization` starts with `ACS3-`, else RPC;
//! 4. the parameters can be decoded and are within [`Limits`];
//! 5. what every request must have: action, access key, signature, timestamp, version, nonce;
//! 6. the timestamp's form, the signature's method and version;
//! 7. the signature's form and what it covers; under ACS3, the hash of the body.
//!
//! It checks neither the time nor the signature itself: both need what only the server knows. It does write
//! down the string to sign, which is all that has to be kept of the request for that.

mod acs3;
mod rpc;

use http::{HeaderMap, Method, header};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use subtle::ConstantTimeEq;

use crate::params::Span;
use crate::public::{
    BODY_TOO_LARGE, HEADERS_TOO_LARGE, ILLEGAL_TIMESTAMP, INVALID_PARAMETER, PATH_NOT_FOUND,
    SIGNATURE_DOES_NOT_MATCH, TARGET_TOO_LONG, UNSUPPORTED_CONTENT_ENCODING, UNSUPPORTED_HTTP_METHOD,
};
use crate::sign::{Acs3Code, RpcCode};
use crate::{ApiError, Format, Limits, Params, sign};

/// A request as it was received.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The HTTP method.
    pub method: &'a Method,
    /// Path and query, neither decoded nor normalised.
    pub target: &'a str,
    /// All headers, `Host` verbatim among them: ACS3 signs it as sent.
    pub headers: &'a HeaderMap,
    /// The whole body.
    pub body: &'a [u8],
}

/// Why a request could not be decoded, and the form its sender wants to hear it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The answer.
    pub error: ApiError,
    /// The form of the answer.
    pub format: Format,
}

/// How a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// RPC V1: HMAC-SHA1 in the parameter `Signature`.
    Rpc,
    /// ACS3-HMAC-SHA256 in the header `Authorization`.
    Acs3,
}

/// A decoded request whose signature is still to be verified.
#[derive(Debug, Clone)]
pub struct Call {
    /// Holds the texts of the call itself, too.
    params: Params,
    action: Span,
    version: Span,
    format: Format,
    access_key_id: Span,
    /// Empty: none.
    security_token: Span,
    nonce: Span,
    timestamp_ms: i64,
    claim: Claim,
}

/// The signature a request came with, and what it should be a signature of.
#[derive(Debug, Clone)]
enum Claim {
    Rpc { signature: RpcCode, string_to_sign: String },
    Acs3 { signature: Acs3Code, string_to_sign: String, canonical_request: String },
}

/// Decodes one request. See the module's text for the order of the checks.
///
/// # Errors
/// A [`Refusal`] with a row of [`crate::public`], never a 5xx one.
pub fn decode(incoming: &Incoming<'_>, limits: &Limits) -> Result<Call, Refusal> {
    read(incoming, limits).map_err(|error| Refusal { error, format: format_asked_for(incoming, limits) })
}

fn read(incoming: &Incoming<'_>, limits: &Limits) -> Result<Call, ApiError> {
    if !matches!(*incoming.method, Method::GET | Method::POST) {
        return Err(ApiError::new(&UNSUPPORTED_HTTP_METHOD));
    }
    let (path, query) = incoming.target.split_once('?').unwrap_or((incoming.target, ""));
    if path != "/" {
        return Err(ApiError::new(&PATH_NOT_FOUND));
    }
    check_bounds(incoming, limits)?;
    if acs3::applies(incoming.headers) {
        acs3::read(incoming, query, limits)
    } else {
        rpc::read(incoming, query, limits)
    }
}

fn check_bounds(incoming: &Incoming<'_>, limits: &Limits) -> Result<(), ApiError> {
    let headers: usize = incoming.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if incoming.target.len() > limits.target {
        return Err(ApiError::new(&TARGET_TOO_LONG));
    }
    if headers > limits.headers {
        return Err(ApiError::new(&HEADERS_TOO_LARGE));
    }
    if incoming.body.len() > limits.body {
        return Err(ApiError::new(&BODY_TOO_LARGE));
    }
    let plain = |encoding: &http::HeaderValue| encoding.as_bytes().eq_ignore_ascii_case(b"identity");
    if !incoming.headers.get_all(header::CONTENT_ENCODING).iter().all(plain) {
        return Err(ApiError::new(&UNSUPPORTED_CONTENT_ENCODING));
    }
    Ok(())
}

/// The form a sender wants an answer in whose request could not be decoded: nothing is known but the raw
/// bytes.
///
/// `Format=XML` needs no encoding, so no client encodes it, and it is found without decoding.
fn format_asked_for(incoming: &Incoming<'_>, limits: &Limits) -> Format {
    if acs3::applies(incoming.headers) {
        return Format::Json;
    }
    let query = incoming.target.split_once('?').map_or("", |(_, query)| query).as_bytes();
    let form =
        if incoming.body.len() <= limits.body && is_form(incoming.headers) { incoming.body } else { b"" };
    let pieces = query.split(|byte| *byte == b'&').chain(form.split(|byte| *byte == b'&'));
    let asked = pieces.filter_map(|piece| piece.strip_prefix(b"Format=")).next_back();
    Format::from_parameter(asked.and_then(|name| std::str::from_utf8(name).ok()))
}

/// The media type of the body, without its parameters.
fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split_once(';').map_or(value, |(media_type, _)| media_type).trim()
}

fn is_form(headers: &HeaderMap) -> bool {
    media_type(headers).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Adds the parameters of a form body, if the body is one. Bodies of other kinds are left alone.
fn add_form_body(params: &mut Params, incoming: &Incoming<'_>) -> Result<(), ApiError> {
    if incoming.body.is_empty() || !is_form(incoming.headers) {
        return Ok(());
    }
    params.add_form(std::str::from_utf8(incoming.body).map_err(|_| &INVALID_PARAMETER)?)
}

/// Milliseconds since 1970 of a timestamp of the one form the API knows, `YYYY-MM-DDThh:mm:ssZ`.
fn timestamp_ms(text: &str) -> Result<i64, ApiError> {
    read_timestamp(text).ok_or_else(|| ApiError::new(&ILLEGAL_TIMESTAMP))
}

fn read_timestamp(text: &str) -> Option<i64> {
    const FORM: &[u8; 20] = b"0000-00-00T00:00:00Z";
    let text: &[u8; 20] = text.as_bytes().try_into().ok()?;
    let fits = |(byte, form): (&u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form };
    if !text.iter().zip(FORM).all(fits) {
        return None;
    }
    let digit = |at: usize| text[at] - b'0';
    let pair = |at: usize| (digit(at) * 10 + digit(at + 1)).cast_signed();
    let year = i16::from(pair(0)) * 100 + i16::from(pair(2));
    // A leap second counts as the one before it.
    let second = pair(17) - i8::from(pair(17) == 60);
    let moment = DateTime::new(year, pair(5), pair(8), pair(11), pair(14), second, 0).ok()?;
    Some(Offset::UTC.to_timestamp(moment).ok()?.as_millisecond())
}

/// Whether `name` belongs to the request itself, not to what the action is asked: who signs it, when, and
/// how.
///
/// A client that repeats a request sends other values of these, so they say nothing about its being the same
/// one.
pub fn is_system_parameter(name: &str) -> bool {
    rpc::SYSTEM_PARAMETERS.binary_search(&name).is_ok()
}

impl Call {
    /// The action's name. Case matters.
    pub fn action(&self) -> &str {
        self.params.at(self.action)
    }

    /// The API version, `2016-04-28` unless another API on the same port is meant.
    pub fn version(&self) -> &str {
        self.params.at(self.version)
    }

    /// The form to answer in. Always JSON under ACS3.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whose secret the signature should be made with.
    pub fn access_key_id(&self) -> &str {
        self.params.at(self.access_key_id)
    }

    /// The token that belongs to a temporary access key.
    pub fn security_token(&self) -> Option<&str> {
        (!self.security_token.is_empty()).then(|| self.params.at(self.security_token))
    }

    /// What makes this request unlike every other of the same key.
    pub fn nonce(&self) -> &str {
        self.params.at(self.nonce)
    }

    /// When the request was signed, in milliseconds since 1970 by the caller's clock.
    pub fn timestamp_ms(&self) -> i64 {
        self.timestamp_ms
    }

    /// The parameters. Under RPC the system parameters are among them.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// How the request is signed.
    pub fn scheme(&self) -> Scheme {
        match &self.claim {
            Claim::Rpc { .. } => Scheme::Rpc,
            Claim::Acs3 { .. } => Scheme::Acs3,
        }
    }

    /// What the signature should be a signature of.
    pub fn string_to_sign(&self) -> &str {
        match &self.claim {
            Claim::Rpc { string_to_sign, .. } | Claim::Acs3 { string_to_sign, .. } => string_to_sign,
        }
    }

    /// What an ACS3 string to sign holds the hash of; none under RPC.
    pub fn canonical_request(&self) -> Option<&str> {
        match &self.claim {
            Claim::Rpc { .. } => None,
            Claim::Acs3 { canonical_request, .. } => Some(canonical_request),
        }
    }

    /// Checks the signature, in a time that does not tell how much of it is right.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch`, with the string to sign in the form clients take apart.
    pub fn verify(&self, secret: &str) -> Result<(), ApiError> {
        let genuine = match &self.claim {
            Claim::Rpc { signature, string_to_sign } => {
                sign::rpc_code(string_to_sign, secret).ct_eq(signature)
            }
            Claim::Acs3 { signature, string_to_sign, .. } => {
                sign::acs3_code(string_to_sign, secret).ct_eq(signature)
            }
        };
        if bool::from(genuine) {
            return Ok(());
        }
        let message = match &self.claim {
            Claim::Rpc { string_to_sign, .. } => {
                SIGNATURE_DOES_NOT_MATCH.message.replace("%s", string_to_sign)
            }
            // No client parses this one; it is for the eyes of whoever writes a new client.
            Claim::Acs3 { string_to_sign, canonical_request, .. } => format!(
                "Specified signature does not match our calculation. server StringToSign is \
                 [{string_to_sign}] server CanonicalRequest is [{canonical_request}]"
            ),
        };
        Err(ApiError::with_message(&SIGNATURE_DOES_NOT_MATCH, message))
    }

    /// Checks that the request was signed within `window_ms` of `now_ms`, earlier or later.
    ///
    /// # Errors
    /// `IllegalTimestamp`.
    pub fn check_time(&self, now_ms: i64, window_ms: i64) -> Result<(), ApiError> {
        if self.timestamp_ms.abs_diff(now_ms) > window_ms.max(0).unsigned_abs() {
            return Err(ApiError::new(&ILLEGAL_TIMESTAMP));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

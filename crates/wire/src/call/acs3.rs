//! ACS3-HMAC-SHA256: who asks, what, and when are headers, and `Authorization` says which of them are signed.
//!
//! The signature covers the query, the listed headers, and the hash of the body. So a body may be a form or
//! JSON, and its parameters join those of the query only after the canonical form is written.

use http::{HeaderMap, HeaderName, header};

use super::{Call, Claim, Incoming, add_form_body, media_type, timestamp_ms};
use crate::public::{
    CONTENT_HASH_MISMATCH, INCOMPLETE_SIGNATURE, INVALID_SIGNATURE_METHOD, MISSING_ACTION, MISSING_TIMESTAMP,
    MISSING_VERSION, missing_parameter,
};
use crate::sign::{self, ACS3_ALGORITHM, Acs3Canonical, Acs3Code};
use crate::{ApiError, Format, Limits, Params};

/// Without these under the signature, a request could be turned into another one.
const ALWAYS_SIGNED: [&str; 6] =
    ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"];

const SECURITY_TOKEN: &str = "x-acs-security-token";

/// Whether the request is signed this way.
pub(super) fn applies(headers: &HeaderMap) -> bool {
    headers.get(header::AUTHORIZATION).is_some_and(|value| value.as_bytes().starts_with(b"ACS3-"))
}

/// Decodes a request whose method, path, and size are already known to be acceptable.
pub(super) fn read(incoming: &Incoming<'_>, query: &str, limits: &Limits) -> Result<Call, ApiError> {
    let mut params = Params::new(*limits);
    params.add_form(query)?;

    let headers = incoming.headers;
    let given =
        |name| headers.get(name).and_then(|value| value.to_str().ok()).filter(|value| !value.is_empty());
    let action = given("x-acs-action").ok_or(&MISSING_ACTION)?;
    let date = given("x-acs-date").ok_or(&MISSING_TIMESTAMP)?;
    let version = given("x-acs-version").ok_or(&MISSING_VERSION)?;
    let nonce = given("x-acs-signature-nonce").ok_or_else(|| missing_parameter("x-acs-signature-nonce"))?;
    let timestamp_ms = timestamp_ms(date)?;

    let authorization = Authorization::read(headers)?;
    let signed = authorization.headers(headers)?;
    let content_sha256 = sign::sha256_hex(incoming.body);
    if given("x-acs-content-sha256") != Some(&content_sha256) {
        return Err(ApiError::new(&CONTENT_HASH_MISMATCH));
    }
    let canonical = Acs3Canonical {
        method: incoming.method.as_str(),
        signed_headers: authorization.signed_headers,
        headers: signed.into_iter(),
        content_sha256: &content_sha256,
    };
    let canonical_request = canonical.request(params.iter());
    add_body(&mut params, incoming)?;

    let string_to_sign = sign::acs3_string_to_sign(&canonical_request);
    Ok(Call {
        action: params.keep(action),
        version: params.keep(version),
        format: Format::Json,
        access_key_id: params.keep(authorization.credential),
        security_token: params.keep(given(SECURITY_TOKEN).unwrap_or_default()),
        nonce: params.keep(nonce),
        timestamp_ms,
        claim: Claim::Acs3 { signature: authorization.signature, string_to_sign, canonical_request },
        params,
    })
}

/// Adds the parameters of a form or JSON body. Any other body is left alone.
fn add_body(params: &mut Params, incoming: &Incoming<'_>) -> Result<(), ApiError> {
    let json = media_type(incoming.headers).eq_ignore_ascii_case("application/json");
    if json && !incoming.body.is_empty() {
        return params.add_json_object(incoming.body);
    }
    add_form_body(params, incoming)
}

/// The parts of the header: `ACS3-HMAC-SHA256 Credential=..,SignedHeaders=..;..,Signature=..`.
struct Authorization<'a> {
    credential: &'a str,
    signed_headers: &'a str,
    signature: Acs3Code,
}

impl<'a> Authorization<'a> {
    fn read(headers: &'a HeaderMap) -> Result<Self, ApiError> {
        let incomplete = || ApiError::new(&INCOMPLETE_SIGNATURE);
        let value = single(headers, &header::AUTHORIZATION)?;
        let value = value.to_str().map_err(|_| incomplete())?;
        let (algorithm, parts) = value.split_once(' ').ok_or_else(incomplete)?;
        if algorithm != ACS3_ALGORITHM {
            return Err(ApiError::new(&INVALID_SIGNATURE_METHOD));
        }
        let (mut credential, mut signed_headers, mut signature) = (None, None, None);
        for part in parts.split(',') {
            let (name, value) = part.trim().split_once('=').ok_or_else(incomplete)?;
            let slot = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => return Err(incomplete()),
            };
            if value.is_empty() || slot.replace(value).is_some() {
                return Err(incomplete());
            }
        }
        match (credential, signed_headers, signature.and_then(sign::read_sha256_hex)) {
            (Some(credential), Some(signed_headers), Some(signature)) => {
                Ok(Self { credential, signed_headers, signature })
            }
            _ => Err(incomplete()),
        }
    }

    /// The signed headers in the order listed, each exactly once in the list and exactly once in the request.
    fn headers(&self, headers: &'a HeaderMap) -> Result<Vec<(&'a str, &'a str)>, ApiError> {
        let incomplete = || ApiError::new(&INCOMPLETE_SIGNATURE);
        let mut names: Vec<&str> = self.signed_headers.split(';').collect();
        names.sort_unstable();
        let covers = |name: &str| names.binary_search(&name).is_ok();
        let repeated = names.windows(2).any(|pair| pair[0] == pair[1]);
        let token_uncovered = headers.contains_key(SECURITY_TOKEN) && !covers(SECURITY_TOKEN);
        if repeated || token_uncovered || !ALWAYS_SIGNED.into_iter().all(covers) {
            return Err(incomplete());
        }
        let pair = |name: &'a str| {
            let header = HeaderName::from_lowercase(name.as_bytes()).map_err(|_| incomplete())?;
            let value =
                std::str::from_utf8(single(headers, &header)?.as_bytes()).map_err(|_| incomplete())?;
            Ok((name, value))
        };
        self.signed_headers.split(';').map(pair).collect()
    }
}

/// The value of a header that must be there, and only once: of two, which one is signed?
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a http::HeaderValue, ApiError> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value),
        _ => Err(ApiError::new(&INCOMPLETE_SIGNATURE)),
    }
}

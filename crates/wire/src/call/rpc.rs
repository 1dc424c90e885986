//! RPC V1: everything is a parameter, the signature too.

use super::{Call, Claim, Incoming, add_form_body, timestamp_ms};
use crate::params::Span;
use crate::public::{
    INCOMPLETE_SIGNATURE, INVALID_SIGNATURE_METHOD, INVALID_SIGNATURE_VERSION, MISSING_ACCESS_KEY_ID,
    MISSING_ACTION, MISSING_SIGNATURE, MISSING_TIMESTAMP, MISSING_VERSION, missing_parameter,
};
use crate::{ApiError, Format, Limits, Params, sign};

/// Every parameter that is the request's own, sorted.
pub(super) const SYSTEM_PARAMETERS: &[&str] = &[
    "AccessKeyId",
    "Action",
    "BearerToken",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "TimeStamp",
    "Timestamp",
    "Version",
];

/// The system parameters of one request. A blank value would name no action, no key, no moment: it counts as absent.
#[derive(Default)]
struct System {
    action: Span,
    version: Span,
    format: Span,
    access_key_id: Span,
    security_token: Span,
    signature: Span,
    method: Span,
    signature_version: Span,
    nonce: Span,
    timestamp: Span,
    /// The document's other spelling.
    time_stamp: Span,
}

impl System {
    fn of(params: &Params) -> Self {
        let mut system = Self::default();
        for (name, value) in params.spans() {
            let place = match name {
                b"AccessKeyId" => &mut system.access_key_id,
                b"Action" => &mut system.action,
                b"Format" => &mut system.format,
                b"SecurityToken" => &mut system.security_token,
                b"Signature" => &mut system.signature,
                b"SignatureMethod" => &mut system.method,
                b"SignatureNonce" => &mut system.nonce,
                b"SignatureVersion" => &mut system.signature_version,
                b"TimeStamp" => &mut system.time_stamp,
                b"Timestamp" => &mut system.timestamp,
                b"Version" => &mut system.version,
                _ => continue,
            };
            *place = value;
        }
        system
    }
}

/// Decodes a request whose method, path, and size are already known to be acceptable.
pub(super) fn read(incoming: &Incoming<'_>, query: &str, limits: &Limits) -> Result<Call, ApiError> {
    let mut params = Params::new(*limits);
    params.add_form(query)?;
    // Only a form's parameters are signed, so no other body may have an effect.
    add_form_body(&mut params, incoming)?;

    let system = System::of(&params);
    let given = |value: Span| (!value.is_empty()).then_some(value);
    let action = given(system.action).ok_or(&MISSING_ACTION)?;
    let access_key_id = given(system.access_key_id).ok_or(&MISSING_ACCESS_KEY_ID)?;
    let signature = given(system.signature).ok_or(&MISSING_SIGNATURE)?;
    let timestamp = given(system.timestamp).or(given(system.time_stamp)).ok_or(&MISSING_TIMESTAMP)?;
    let version = given(system.version).ok_or(&MISSING_VERSION)?;
    let nonce = given(system.nonce).ok_or_else(|| missing_parameter("SignatureNonce"))?;

    let timestamp_ms = timestamp_ms(params.at(timestamp))?;
    if params.at(system.method) != "HMAC-SHA1" {
        return Err(ApiError::new(&INVALID_SIGNATURE_METHOD));
    }
    // The table says 1.0; the document's own Java sample sends 1.
    if !matches!(params.at(system.signature_version), "1.0" | "1") {
        return Err(ApiError::new(&INVALID_SIGNATURE_VERSION));
    }
    let string_to_sign = sign::rpc_string_to_sign(incoming.method.as_str(), params.iter());
    let Some(signature) = sign::read_rpc_signature(params.at(signature)) else {
        return Err(incomplete(&string_to_sign));
    };
    Ok(Call {
        action,
        version,
        format: Format::from_parameter(Some(params.at(system.format))),
        access_key_id,
        security_token: system.security_token,
        nonce,
        timestamp_ms,
        claim: Claim::Rpc { signature, string_to_sign },
        params,
    })
}

/// The refusal of a value that is no signature at all. Go clients look for the string to sign in this one
/// too.
fn incomplete(string_to_sign: &str) -> ApiError {
    let message = format!("{} server string to sign is:{string_to_sign}", INCOMPLETE_SIGNATURE.message);
    ApiError::with_message(&INCOMPLETE_SIGNATURE, message)
}

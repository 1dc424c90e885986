//! RPC V1: everything is a parameter, the signature too.

use super::{Call, Claim, Incoming, add_form_body, timestamp_ms};
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

/// Decodes a request whose method, path, and size are already known to be acceptable.
pub(super) fn read(incoming: &Incoming<'_>, query: &str, limits: &Limits) -> Result<Call, ApiError> {
    let mut params = Params::new(*limits);
    params.add_form(query)?;
    // Only a form's parameters are signed, so no other body may have an effect.
    add_form_body(&mut params, incoming)?;

    // A blank value would name no action, no key, no moment: it counts as absent.
    let given = |name| params.get(name).filter(|value| !value.is_empty());
    let action = given("Action").ok_or(&MISSING_ACTION)?;
    let access_key_id = given("AccessKeyId").ok_or(&MISSING_ACCESS_KEY_ID)?;
    let signature = given("Signature").ok_or(&MISSING_SIGNATURE)?;
    let timestamp = given("Timestamp").or_else(|| given("TimeStamp")).ok_or(&MISSING_TIMESTAMP)?;
    let version = given("Version").ok_or(&MISSING_VERSION)?;
    let nonce = given("SignatureNonce").ok_or_else(|| missing_parameter("SignatureNonce"))?;

    let timestamp_ms = timestamp_ms(timestamp)?;
    if given("SignatureMethod") != Some("HMAC-SHA1") {
        return Err(ApiError::new(&INVALID_SIGNATURE_METHOD));
    }
    // The table says 1.0; the document's own Java sample sends 1.
    if !matches!(given("SignatureVersion"), Some("1.0" | "1")) {
        return Err(ApiError::new(&INVALID_SIGNATURE_VERSION));
    }
    let string_to_sign = sign::rpc_string_to_sign(incoming.method.as_str(), params.iter());
    if !sign::is_rpc_signature(signature) {
        return Err(incomplete(&string_to_sign));
    }

    Ok(Call {
        action: action.to_owned(),
        version: version.to_owned(),
        format: Format::from_parameter(params.get("Format")),
        access_key_id: access_key_id.to_owned(),
        security_token: given("SecurityToken").map(str::to_owned),
        nonce: nonce.to_owned(),
        timestamp_ms,
        claim: Claim { signature: signature.to_owned(), string_to_sign, canonical_request: None },
        params,
    })
}

/// The refusal of a value that is no signature at all. Go clients look for the string to sign in this one
/// too.
fn incomplete(string_to_sign: &str) -> ApiError {
    let message = format!("{} server string to sign is:{string_to_sign}", INCOMPLETE_SIGNATURE.message);
    ApiError::with_message(&INCOMPLETE_SIGNATURE, message)
}

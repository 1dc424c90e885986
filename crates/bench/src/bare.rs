//! The signature between the load generator and the bare server: HMAC-SHA1 over the query as it travels.
//!
//! This is the least that a server could do and still honestly check a signed request. It neither decodes nor
//! re-encodes nor sorts, all of which the real signature asks for; what the real server loses against this one is
//! therefore the whole price of speaking the real protocol.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha1::Sha1;

/// Stands between the query and its signature, and never inside a signature.
const SEPARATOR: &str = "&Signature=";

/// The query with its signature appended, ready to be put behind `/?`.
pub fn sign(query: &str, secret: &str) -> String {
    let signature = URL_SAFE_NO_PAD.encode(mac(query, secret).finalize().into_bytes());
    format!("{query}{SEPARATOR}{signature}")
}

/// Whether `query` ends in the signature of what stands before it. Takes the same time for every wrong signature.
pub fn verify(query: &str, secret: &str) -> bool {
    let Some((signed, signature)) = query.rsplit_once(SEPARATOR) else { return false };
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    mac(signed, secret).verify_slice(&signature).is_ok()
}

fn mac(query: &str, secret: &str) -> Hmac<Sha1> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(query.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_verifies_and_nothing_else_does() {
        let query = sign("Action=DescribeRouterInterfaces&SignatureNonce=1", "secret");
        assert!(verify(&query, "secret"));
        assert!(!verify(&query, "Secret"));
        assert!(!verify(&query.replace("Nonce=1", "Nonce=2"), "secret"));
        assert!(!verify(&query[..query.len() - 1], "secret"));
        assert!(!verify("Action=DescribeRouterInterfaces", "secret"));
        assert!(!verify("", "secret"));
    }
}

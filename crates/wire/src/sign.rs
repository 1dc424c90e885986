//! The two signatures: canonical forms, the codes over them, and the client's side of the RPC one.
//!
//! Server and client share the forms, so that `xconnect call`, the load generator, and the tests sign with
//! what the server verifies with. That both agree with the official clients is shown by `tests/vectors.rs`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::digest::Output;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::percent;

/// The algorithm's name, as it stands in `Authorization` and in the string to sign.
pub(crate) const ACS3_ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// Percent-encodes `text` as signatures and queries need it: RFC 3986, upper-case, a space as `%20`.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    percent::encode(&mut out, text);
    out
}

/// The value of `Signature` for an RPC request with these parameters, in any order and not encoded.
///
/// A `Signature` among them is passed over. Names must differ: a server sees only the last of equal ones.
pub fn sign_rpc(method: &str, params: &[(String, String)], secret: &str) -> String {
    rpc_signature(&rpc_string_to_sign(method, sorted(params)), secret)
}

/// The whole query of an RPC request: `params` encoded, and their `Signature`.
pub fn sign_query(method: &str, params: &[(String, String)], secret: &str) -> String {
    let mut query = String::new();
    for (name, value) in params.iter().filter(|(name, _)| name != "Signature") {
        percent::encode(&mut query, name);
        query.push('=');
        percent::encode(&mut query, value);
        query.push('&');
    }
    query.push_str("Signature=");
    percent::encode(&mut query, &sign_rpc(method, params, secret));
    query
}

fn sorted(params: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    let mut pairs: Vec<_> = params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    pairs.sort_unstable();
    pairs.into_iter()
}

/// The string an RPC signature covers. `params` are decoded and sorted by name; `Signature` is passed over.
///
/// The form nests two encodings: the query's own, and that of the query as a component of the string. Both
/// are written at once.
pub fn rpc_string_to_sign<'p>(method: &str, params: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    // Typical requests come to some 600 bytes.
    let mut text = String::with_capacity(1024);
    text.push_str(method);
    text.push_str("&%2F&");
    let mut separator = "";
    for (name, value) in params.filter(|(name, _)| *name != "Signature") {
        text.push_str(separator);
        percent::encode_twice(&mut text, name);
        text.push_str("%3D");
        percent::encode_twice(&mut text, value);
        separator = "%26";
    }
    text
}

/// What an RPC signature is before it is spelled: HMAC-SHA1.
pub(crate) type RpcCode = [u8; 20];

/// What an ACS3 signature is before it is spelled: HMAC-SHA256.
pub(crate) type Acs3Code = [u8; 32];

/// The value of `Signature` for this string to sign: HMAC-SHA1 in Base64, 28 characters.
pub fn rpc_signature(string_to_sign: &str, secret: &str) -> String {
    BASE64.encode(rpc_code(string_to_sign, secret))
}

/// The code that [`rpc_signature`] spells.
pub(crate) fn rpc_code(string_to_sign: &str, secret: &str) -> RpcCode {
    let key = [secret, "&"].concat();
    code::<Hmac<Sha1>>(key.as_bytes(), string_to_sign).into()
}

/// The code that a signature of [`rpc_signature`]'s form spells; every code has one spelling only.
pub(crate) fn read_rpc_signature(signature: &str) -> Option<RpcCode> {
    let mut code = RpcCode::default();
    (BASE64.decode_slice(signature, &mut code) == Ok(code.len())).then_some(code)
}

/// The parts of an ACS3 canonical request, whose path is always `/`.
pub(crate) struct Acs3Canonical<'a, H> {
    pub(crate) method: &'a str,
    /// The header names as `Authorization` lists them: lower-case, separated by semicolons.
    pub(crate) signed_headers: &'a str,
    /// The headers so named, in that order.
    pub(crate) headers: H,
    /// Hash of the body, lower-case hex.
    pub(crate) content_sha256: &'a str,
}

impl<'a, H: Iterator<Item = (&'a str, &'a str)>> Acs3Canonical<'a, H> {
    /// The canonical request. `query` is decoded and sorted by name.
    pub(crate) fn request<'p>(self, query: impl Iterator<Item = (&'p str, &'p str)>) -> String {
        let mut text = String::with_capacity(1024);
        text.push_str(self.method);
        text.push_str("\n/\n");
        let mut separator = "";
        for (name, value) in query {
            text.push_str(separator);
            percent::encode(&mut text, name);
            text.push('=');
            percent::encode(&mut text, value);
            separator = "&";
        }
        text.push('\n');
        for (name, value) in self.headers {
            text.push_str(name);
            text.push(':');
            text.push_str(value.trim());
            text.push('\n');
        }
        for part in ["\n", self.signed_headers, "\n", self.content_sha256] {
            text.push_str(part);
        }
        text
    }
}

/// The string an ACS3 signature covers.
pub fn acs3_string_to_sign(canonical_request: &str) -> String {
    [ACS3_ALGORITHM, "\n", &sha256_hex(canonical_request.as_bytes())].concat()
}

/// The `Signature` of `Authorization` for this string to sign: HMAC-SHA256 in lower-case hex, 64 characters.
pub fn acs3_signature(string_to_sign: &str, secret: &str) -> String {
    hex(&acs3_code(string_to_sign, secret))
}

/// The code that [`acs3_signature`] spells.
pub(crate) fn acs3_code(string_to_sign: &str, secret: &str) -> Acs3Code {
    code::<Hmac<Sha256>>(secret.as_bytes(), string_to_sign).into()
}

/// SHA-256 in lower-case hex: 64 characters.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The bytes that a text of the form of [`sha256_hex`]'s spells.
pub(crate) fn read_sha256_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let text: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, [high, low]) in bytes.iter_mut().zip(text.as_chunks().0) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

/// The message authentication code of `text`.
fn code<M: Mac + hmac::digest::KeyInit>(key: &[u8], text: &str) -> Output<M> {
    let mut mac = <M as Mac>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_documents_own_examples() {
        let common = [
            ("AccessKeyId", "testid"),
            ("Format", "XML"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"),
        ];
        let newest = [
            ("Action", "DescribeRegions"),
            ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
            ("TimeStamp", "2016-02-23T12:46:24Z"),
            ("Version", "2014-05-26"),
        ];
        let zones = [
            ("Action", "DescribeZones"),
            ("RegionId", "region1"),
            ("SignatureNonce", "NwDAxvLU6tFE0DVb"),
            ("TimeStamp", "2012-12-26T10:33:56Z"),
            ("Version", "2013-01-10"),
        ];
        let sign = |own: &[(&str, &str)]| sign_rpc("GET", &pairs(&[&common, own].concat()), "testsecret");
        assert_eq!(sign(&newest), "CT9X0VtwR86fNWSnsc6v8YGOjuE=");
        assert_eq!(sign(&zones), "SDFQNvyH5rtkc9T5Fwo8DOjw5hc=");
    }

    #[test]
    fn an_rpc_string_to_sign_has_no_colon_and_no_signature() {
        let params = pairs(&[("Timestamp", "2012-12-26T10:33:56Z"), ("A:", "é *"), ("Signature", "x")]);
        let text = rpc_string_to_sign("POST", sorted(&params));
        assert_eq!(text, "POST&%2F&A%253A%3D%25C3%25A9%2520%252A%26Timestamp%3D2012-12-26T10%253A33%253A56Z");
    }

    #[test]
    fn a_query_carries_everything_encoded() {
        let params = pairs(&[("Name", "a b"), ("Description", "")]);
        let signature = encode(&sign_rpc("GET", &params, "s"));
        assert_eq!(sign_query("GET", &params, "s"), format!("Name=a%20b&Description=&Signature={signature}"));
    }

    #[test]
    fn the_shape_of_a_signature() {
        let is_rpc_signature = |text| read_rpc_signature(text).is_some();
        assert!(is_rpc_signature("K9fCVP6Jrklpd3rLYKh1pfrrFNo="));
        for wrong in
            ["", "K9fCVP6JrkIpd3rLYKh1pfrFNo=", "K9fCVP6Jrklpd3rLYKh1pfrrFNo", "K9fCVP6Jrklpd3rLYKh1pfrrFNp="]
        {
            assert!(!is_rpc_signature(wrong), "{wrong}");
        }
        assert!(!is_rpc_signature(&"A".repeat(1000)));
        assert_eq!(read_sha256_hex(&sha256_hex(b"")), Some(Sha256::digest(b"").into()));
        assert_eq!(read_sha256_hex(&sha256_hex(b"").to_uppercase()), None);
        assert_eq!(read_sha256_hex(&"0".repeat(63)), None);
    }
}

//! Every recorded request of every official client verifies, and nothing that differs from it by one byte
//! does.
//!
//! `vectors.json` holds requests as eight clients sent them, and the signature examples of the documents,
//! with the string to sign that a third party computed. Their dates are whatever they were.

#![allow(clippy::unwrap_used, reason = "the helpers are tests too")]

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Deserialize;
use xconnect_wire::sign::{acs3_signature, encode, rpc_signature, sha256_hex};
use xconnect_wire::{Call, Incoming, Limits, Scheme, decode};

/// One request as it was sent.
#[derive(Clone, Deserialize)]
struct Vector {
    name: String,
    scheme: String,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
    secret: String,
    string_to_sign: String,
    signature: String,
    canonical_request: Option<String>,
}

impl Vector {
    fn decode(&self) -> Option<Call> {
        let method = Method::from_bytes(self.method.as_bytes()).unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            headers.append(HeaderName::try_from(name.as_str()).unwrap(), value);
        }
        let body = self.body.as_bytes();
        let incoming = Incoming { method: &method, target: &self.target, headers: &headers, body };
        decode(&incoming, &Limits::default()).ok()
    }

    fn verifies(&self) -> bool {
        self.decode().is_some_and(|call| call.verify(&self.secret).is_ok())
    }

    fn header(&mut self, name: &str) -> &mut String {
        let found = self.headers.iter_mut().find(|(other, _)| other.eq_ignore_ascii_case(name));
        &mut found.unwrap_or_else(|| panic!("no header {name}")).1
    }

    /// The same request with `pairs` as its query; RPC ones then have an empty body.
    fn with_query(&self, pairs: &[(String, String)]) -> Self {
        let pieces: Vec<_> =
            pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let mut vector = Self { target: format!("/?{}", pieces.join("&")), ..self.clone() };
        if vector.scheme == "Rpc" {
            vector.body.clear();
        }
        vector
    }

    /// The decoded pairs the signature covers and, under RPC, the signature itself.
    fn pairs(&self) -> Vec<(String, String)> {
        let mut vector = self.clone();
        if vector.scheme == "Acs3" && !vector.body.is_empty() {
            // The body is signed as a hash, so its parameters are to stay out of this.
            *vector.header("content-type") = "application/octet-stream".to_owned();
        }
        let call = vector.decode().unwrap();
        call.params().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn signed_headers(&self) -> Vec<String> {
        let request = self.canonical_request.as_deref().unwrap();
        let list = request.lines().rev().nth(1).unwrap();
        list.split(';').map(str::to_owned).collect()
    }
}

fn vectors() -> Vec<Vector> {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

/// `text` with each of its characters replaced in turn, and with one more at its end.
fn changes(text: &str) -> impl Iterator<Item = String> {
    let replaced = text.char_indices().map(|(at, c)| {
        let other = if c == 'x' { 'y' } else { 'x' };
        format!("{}{other}{}", &text[..at], &text[at + c.len_utf8()..])
    });
    replaced.chain([format!("{text}x")])
}

#[test]
fn every_vector_verifies_and_our_forms_are_theirs() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 106);
    for vector in vectors {
        let call = vector.decode().unwrap_or_else(|| panic!("{} does not decode", vector.name));
        assert_eq!(call.string_to_sign(), vector.string_to_sign, "{}", vector.name);
        assert_eq!(call.canonical_request(), vector.canonical_request.as_deref(), "{}", vector.name);
        assert_eq!(call.verify(&vector.secret), Ok(()), "{}", vector.name);
        let (scheme, signature) = match vector.scheme.as_str() {
            "Rpc" => (Scheme::Rpc, rpc_signature(call.string_to_sign(), &vector.secret)),
            _ => (Scheme::Acs3, acs3_signature(call.string_to_sign(), &vector.secret)),
        };
        assert_eq!((call.scheme(), signature), (scheme, vector.signature), "{}", vector.name);
    }
}

#[test]
fn no_other_method_verifies() {
    for vector in vectors() {
        let swapped = if vector.method == "GET" { "POST" } else { "GET" };
        for method in changes(&vector.method).chain([swapped.to_owned()]) {
            assert!(!Vector { method, ..vector.clone() }.verifies(), "{}", vector.name);
        }
    }
}

#[test]
fn no_other_secret_verifies() {
    for vector in vectors() {
        let call = vector.decode().unwrap();
        for secret in changes(&vector.secret) {
            assert!(call.verify(&secret).is_err(), "{} with {secret}", vector.name);
        }
    }
}

#[test]
fn no_other_parameter_name_or_value_verifies() {
    for vector in vectors() {
        let pairs = vector.pairs();
        assert!(vector.with_query(&pairs).verifies(), "{} as one query", vector.name);
        for at in 0..pairs.len() {
            let (name, value) = &pairs[at];
            let renamed = changes(name).map(|name| (name, value.clone()));
            let revalued = changes(value).map(|value| (name.clone(), value));
            for pair in renamed.chain(revalued) {
                let mut changed = pairs.clone();
                changed[at] = pair;
                assert!(!vector.with_query(&changed).verifies(), "{} with {:?}", vector.name, changed[at]);
            }
            let mut fewer = pairs.clone();
            fewer.remove(at);
            assert!(!vector.with_query(&fewer).verifies(), "{} without {name}", vector.name);
        }
        let more = [pairs, vec![("Zzz".to_owned(), String::new())]].concat();
        assert!(!vector.with_query(&more).verifies(), "{} with one more", vector.name);
    }
}

#[test]
fn no_other_signed_header_verifies() {
    for vector in vectors().into_iter().filter(|vector| vector.scheme == "Acs3") {
        for name in vector.signed_headers() {
            for value in changes(vector.clone().header(&name)) {
                let mut changed = vector.clone();
                *changed.header(&name) = value;
                assert!(!changed.verifies(), "{} with another {name}", vector.name);
            }
            let mut fewer = vector.clone();
            let list = vector
                .signed_headers()
                .into_iter()
                .filter(|other| *other != name)
                .collect::<Vec<_>>()
                .join(";");
            let authorization = fewer.header("authorization");
            *authorization = authorization.replace(&vector.signed_headers().join(";"), &list);
            assert!(!fewer.verifies(), "{} with {name} unsigned", vector.name);
        }
    }
}

#[test]
fn no_other_body_verifies() {
    for vector in vectors() {
        let form =
            vector.headers.iter().any(|(_, value)| value.starts_with("application/x-www-form-urlencoded"));
        if vector.scheme == "Rpc" && !form {
            continue;
        }
        for body in changes(&vector.body) {
            let mut changed = Vector { body, ..vector.clone() };
            assert!(!changed.verifies(), "{} with another body", vector.name);
            if vector.scheme == "Acs3" {
                let hash = sha256_hex(changed.body.as_bytes());
                *changed.header("x-acs-content-sha256") = hash;
                assert!(!changed.verifies(), "{} with another body and its hash", vector.name);
            }
        }
    }
}

#[test]
fn no_other_signature_verifies() {
    // An RPC signature is a parameter, and tried as one.
    for vector in vectors().into_iter().filter(|vector| vector.scheme == "Acs3") {
        for signature in changes(&vector.signature).chain([vector.signature.to_uppercase()]) {
            let mut changed = vector.clone();
            let authorization = changed.header("authorization");
            *authorization = authorization.replace(&vector.signature, &signature);
            assert!(!changed.verifies(), "{}", vector.name);
        }
        for flipped in (0..64).map(|at| flip_hex(&vector.signature, at)) {
            let mut changed = vector.clone();
            let authorization = changed.header("authorization");
            *authorization = authorization.replace(&vector.signature, &flipped);
            assert!(!changed.verifies(), "{}", vector.name);
        }
    }
}

/// `hex` with another digit at `at`, so that it still has the form of a signature.
fn flip_hex(hex: &str, at: usize) -> String {
    let other = if hex.as_bytes()[at] == b'0' { "1" } else { "0" };
    format!("{}{other}{}", &hex[..at], &hex[at + 1..])
}

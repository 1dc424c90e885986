//! Requests: decoding, and both signatures.
//!
//! - [`decode`] takes a request: `METHOD target`, lines `name: value`, an empty line, the body;
//! - [`rpc_signature`] and [`acs3_signature`] take a secret on the first line, a number that picks the
//!   forgery on the second, and lines `name=value` for the parameters, in which `\n` is a line break; for
//!   ACS3, a body may follow after an empty line.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use xconnect_wire::sign::{acs3_signature as acs3_code, encode, sha256_hex, sign_rpc};
use xconnect_wire::{Call, Incoming, Limits, Params, Refusal, RequestId, failure, is_system_parameter};

/// Parameters of one signed request. Well within [`Limits`], so that an honest request is never refused.
const MOST_PARAMETERS: usize = 200;
/// Bytes of a signed request's encoded parameters; likewise.
const MOST_BYTES: usize = 12 * 1024;
/// Bytes of a parameter's name; likewise, even with a byte more.
const LONGEST_NAME: usize = 200;

/// The headers that every ACS3 request signs, in their order.
const SIGNED: &str = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
/// What stands in those that do not follow from the request.
const FIXED: [(&str, &str); 5] = [
    ("host", "127.0.0.1:8900"),
    ("x-acs-action", "DescribeRegions"),
    ("x-acs-date", "2012-12-26T10:33:56Z"),
    ("x-acs-signature-nonce", "n1"),
    ("x-acs-version", "2016-04-28"),
];

/// A request of any shape is decoded, or refused with an answer in the form that was asked for.
pub fn decode(input: &[u8]) {
    let (head, body) = split(input, b"\n\n");
    let (line, fields) = split(head, b"\n");
    let (method, target) = split(line, b" ");
    let (Ok(method), Ok(target)) = (Method::from_bytes(method), std::str::from_utf8(target)) else { return };
    let mut headers = HeaderMap::new();
    for field in fields.split(|byte| *byte == b'\n') {
        let (name, value) = split(field, b": ");
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    match receive(&method, target, &headers, body) {
        Ok(call) => {
            for part in [call.action(), call.version(), call.access_key_id(), call.nonce()] {
                assert!(!part.is_empty(), "a call that says not who asks for what");
            }
            assert!(call.verify("").is_err() || call.verify("another").is_err(), "verifies with any secret");
            read(call.params());
        }
        Err(refusal) => {
            let answer = failure(&refusal.error, RequestId::from_bytes([0; 16]), "host", refusal.format);
            assert!((400..500).contains(&answer.status) && !answer.body.is_empty(), "{answer:?}");
        }
    }
}

/// What was signed the RPC way verifies and arrives unchanged; what differs from it anywhere does not verify.
pub fn rpc_signature(input: &[u8]) {
    let Some(case) = Case::read(input) else { return };
    let mut params = case.params;
    params.retain(|name, _| !is_system_parameter(name));
    let system = [
        ("AccessKeyId", "testid"),
        ("Action", "DescribeRegions"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", "n1"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", "2012-12-26T10:33:56Z"),
        ("Version", "2016-04-28"),
    ];
    params.extend(system.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let pairs: Vec<_> = params.into_iter().collect();
    let signature = sign_rpc("POST", &pairs, &case.secret);
    let send = |method: &Method, pairs: &[(String, String)]| {
        receive(
            method,
            &format!("/?{}&Signature={}", query(pairs), encode(&signature)),
            &HeaderMap::new(),
            b"",
        )
    };

    let call = honest(send(&Method::POST, &pairs));
    assert_eq!(call.verify(&case.secret), Ok(()), "{:?}", call.string_to_sign());
    arrived(&call, &pairs);
    assert!(call.verify(&(case.secret.clone() + "x")).is_err(), "another secret");
    let verifies = |sent: Result<Call, Refusal>| sent.is_ok_and(|call| call.verify(&case.secret).is_ok());
    assert!(!verifies(send(&Method::GET, &pairs)), "another method");
    let forged = forge(&pairs, case.choice);
    assert!(!verifies(send(&Method::POST, &forged)), "{forged:?} in the place of {pairs:?}");
}

/// What was signed the ACS3 way verifies and arrives unchanged; what differs from it anywhere does not
/// verify.
pub fn acs3_signature(input: &[u8]) {
    let Some(case) = Case::read(input) else { return };
    let pairs: Vec<_> = case.params.into_iter().collect();
    let send = |method: &Method, pairs: &[(String, String)], headers: &HeaderMap, body: &[u8]| {
        receive(method, &format!("/?{}", query(pairs)), headers, body)
    };
    let post = Method::POST;
    let unsigned = honest(send(&post, &pairs, &acs3_headers(case.body, &"0".repeat(64)), case.body));
    let signature = acs3_code(unsigned.string_to_sign(), &case.secret);
    let headers = acs3_headers(case.body, &signature);

    let call = honest(send(&post, &pairs, &headers, case.body));
    assert_eq!(call.verify(&case.secret), Ok(()), "{:?}", call.canonical_request());
    arrived(&call, &pairs);
    assert!(call.verify(&(case.secret.clone() + "x")).is_err(), "another secret");
    let verifies = |sent: Result<Call, Refusal>| sent.is_ok_and(|call| call.verify(&case.secret).is_ok());
    assert!(!verifies(send(&Method::GET, &pairs, &headers, case.body)), "another method");
    let forged = forge(&pairs, case.choice);
    assert!(!verifies(send(&post, &forged, &headers, case.body)), "{forged:?} in the place of {pairs:?}");
    let longer = [case.body, b"x"].concat();
    assert!(!verifies(send(&post, &pairs, &headers, &longer)), "another body");
    let hashed_anew = acs3_headers(&longer, &signature);
    assert!(!verifies(send(&post, &pairs, &hashed_anew, &longer)), "another body, and its hash");
    for (name, value) in FIXED {
        let mut headers = headers.clone();
        put(&mut headers, name, &format!("{value}x"));
        assert!(!verifies(send(&post, &pairs, &headers, case.body)), "another {name}");
    }
    let flipped = acs3_headers(case.body, &flip(&signature, case.choice));
    assert!(!verifies(send(&post, &pairs, &flipped, case.body)), "another signature");
}

/// An input of the two signature targets.
struct Case<'a> {
    secret: String,
    choice: usize,
    params: BTreeMap<String, String>,
    body: &'a [u8],
}

impl<'a> Case<'a> {
    /// `None` for what is no case: not a text, or so large that it would rightly be refused.
    fn read(input: &'a [u8]) -> Option<Self> {
        let (head, body) = split(input, b"\n\n");
        let mut lines = std::str::from_utf8(head).ok()?.split('\n');
        let (secret, choice) = (lines.next()?, lines.next()?);
        let pair = |line: &str| {
            let (name, value) = line.split_once('=').unwrap_or((line, ""));
            (name.replace("\\n", "\n"), value.replace("\\n", "\n"))
        };
        let params: BTreeMap<_, _> = lines.map(pair).collect();
        let bytes: usize =
            params.iter().map(|(name, value)| encode(name).len() + encode(value).len() + 2).sum();
        let small = params.len() <= MOST_PARAMETERS
            && bytes <= MOST_BYTES
            && params.keys().all(|name| name.len() <= LONGEST_NAME)
            && body.len() < Limits::default().body;
        small.then(|| Self { secret: secret.to_owned(), choice: choice.parse().unwrap_or(0), params, body })
    }
}

/// The parts before and after the first `separator`; everything is before it when there is none.
fn split<'a>(bytes: &'a [u8], separator: &[u8]) -> (&'a [u8], &'a [u8]) {
    match bytes.windows(separator.len()).position(|window| window == separator) {
        Some(at) => (&bytes[..at], &bytes[at + separator.len()..]),
        None => (bytes, b""),
    }
}

fn receive(method: &Method, target: &str, headers: &HeaderMap, body: &[u8]) -> Result<Call, Refusal> {
    xconnect_wire::decode(&Incoming { method, target, headers, body }, &Limits::default())
}

/// A request as a client makes it has no reason to be refused.
fn honest(sent: Result<Call, Refusal>) -> Call {
    sent.unwrap_or_else(|refusal| panic!("an honest request is refused: {}", refusal.error))
}

fn arrived(call: &Call, pairs: &[(String, String)]) {
    for (name, value) in pairs {
        assert_eq!(call.params().get(name), Some(value.as_str()), "{name:?}");
    }
}

fn query(pairs: &[(String, String)]) -> String {
    let piece = |(name, value): &(String, String)| format!("{}={}", encode(name), encode(value));
    pairs.iter().map(piece).collect::<Vec<_>>().join("&")
}

/// The parameters with one change: a value or a name that is longer, one parameter less, or one more. Which
/// of them, and where, is for `choice` to say.
fn forge(pairs: &[(String, String)], choice: usize) -> Vec<(String, String)> {
    let mut forged = pairs.to_vec();
    let at = (choice / 4).checked_rem(pairs.len());
    match (choice % 4, at) {
        (0, Some(at)) => forged[at].1.push('x'),
        (1, Some(at)) => forged[at].0.push('x'),
        (2, Some(at)) => drop(forged.remove(at)),
        // Longer than any name there is, so that it is a new one.
        _ => forged.push(("x".repeat(LONGEST_NAME + 1), String::new())),
    }
    forged
}

/// The signature with another digit.
fn flip(signature: &str, choice: usize) -> String {
    let at = choice % signature.len().max(1);
    let digit = |(index, digit)| if index == at { if digit == '0' { '1' } else { '0' } } else { digit };
    signature.chars().enumerate().map(digit).collect()
}

fn acs3_headers(body: &[u8], signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in FIXED {
        put(&mut headers, name, value);
    }
    put(&mut headers, "x-acs-content-sha256", &sha256_hex(body));
    let parts = format!("Credential=testid,SignedHeaders={SIGNED},Signature={signature}");
    put(&mut headers, header::AUTHORIZATION.as_str(), &format!("ACS3-HMAC-SHA256 {parts}"));
    headers
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    let value = HeaderValue::from_str(value).unwrap_or_else(|error| panic!("{name}: {error}"));
    headers.insert(HeaderName::from_static(name), value);
}

/// Reads parameters in every way that an action might.
fn read(params: &Params) {
    let root = params.root();
    for name in params.iter().filter_map(|(name, _)| name.split('.').next()) {
        let _ = (root.get(name), root.list(name));
        for (_, fields) in root.objects(name).unwrap_or_default() {
            let _ = (fields.get("Key"), fields.list("Value"), fields.objects("Value"));
        }
    }
}

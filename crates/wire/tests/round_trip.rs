//! Properties: what is signed verifies, whatever it says; and no bytes whatever make the decoder panic.

#![allow(clippy::unwrap_used, reason = "the helpers are tests too")]

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use proptest::prelude::*;
use xconnect_wire::sign::{acs3_signature, encode, sha256_hex, sign_query};
use xconnect_wire::{Call, Incoming, Limits, Params, decode};

const SIGNED: &str = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

/// Names of list elements, proper and improper.
const LISTED_NAME: &str = r"[LF](\.([0-9]{1,11}|Key|Value|\PC)){0,4}";

/// Names and values of any text; names differ and are not the system's.
fn business() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = r"[A-Z][a-z.0-9]{0,8}|\PC{1,8}";
    let pairs = prop::collection::btree_map(name, any::<String>(), 0..12);
    pairs.prop_map(|pairs| {
        pairs.into_iter().filter(|(name, _)| !xconnect_wire::is_system_parameter(name)).collect()
    })
}

fn with_system(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let system = [
        ("Action", "DescribeRegions"),
        ("Version", "2016-04-28"),
        ("AccessKeyId", "testid"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", "n1"),
        ("Timestamp", "2012-12-26T10:33:56Z"),
    ];
    pairs.extend(system.map(|(name, value)| (name.to_owned(), value.to_owned())));
    pairs
}

fn receive(method: &Method, target: &str, headers: &HeaderMap, body: &[u8]) -> Option<Call> {
    decode(&Incoming { method, target, headers, body }, &Limits::default()).ok()
}

fn acs3_headers(body: &[u8], signature: &str) -> HeaderMap {
    let authorization =
        format!("ACS3-HMAC-SHA256 Credential=testid,SignedHeaders={SIGNED},Signature={signature}");
    let pairs = [
        ("host", "127.0.0.1:8900"),
        ("x-acs-action", "DescribeRegions"),
        ("x-acs-content-sha256", &sha256_hex(body)),
        ("x-acs-date", "2012-12-26T10:33:56Z"),
        ("x-acs-signature-nonce", "n1"),
        ("x-acs-version", "2016-04-28"),
        ("authorization", &authorization),
    ];
    let header = |(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    pairs.map(header).into_iter().collect()
}

/// Reads a call's lists in every way an action might.
fn read_lists(params: &Params) {
    for name in params.iter().map(|(name, _)| name.split('.').next().unwrap_or_default()) {
        let _ = params.root().list(name);
        for (_, fields) in params.root().objects(name).unwrap_or_default() {
            let _ = (fields.get("Key"), fields.list("Value"), fields.objects("Value"));
        }
    }
}

proptest! {
    #[test]
    fn rpc_requests_survive_the_way(pairs in business(), secret: String, in_body: bool) {
        let method = if in_body { Method::POST } else { Method::GET };
        let query = sign_query(method.as_str(), &with_system(pairs.clone()), &secret);
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, form)]);
        let call = match in_body {
            true => receive(&method, "/", &headers, query.as_bytes()),
            false => receive(&method, &format!("/?{query}"), &headers, b""),
        };
        let call = call.unwrap();
        prop_assert_eq!(call.verify(&secret), Ok(()));
        for (name, value) in &pairs {
            prop_assert_eq!(call.params().get(name), Some(value.as_str()));
        }
        prop_assert!(call.verify(&(secret + "x")).is_err());
    }

    #[test]
    fn acs3_requests_survive_the_way(pairs in business(), secret: String, body: Vec<u8>) {
        let piece = |(name, value): &(String, String)| format!("{}={}", encode(name), encode(value));
        let pieces: Vec<_> = pairs.iter().map(piece).collect();
        let target = format!("/?{}", pieces.join("&"));
        let unsigned = receive(&Method::POST, &target, &acs3_headers(&body, &"0".repeat(64)), &body).unwrap();
        let signature = acs3_signature(unsigned.string_to_sign(), &secret);
        let call = receive(&Method::POST, &target, &acs3_headers(&body, &signature), &body).unwrap();
        prop_assert_eq!(call.verify(&secret), Ok(()));
        for (name, value) in &pairs {
            prop_assert_eq!(call.params().get(name), Some(value.as_str()));
        }
    }

    #[test]
    fn a_json_text_and_dotted_names_read_alike(list in prop::collection::vec(any::<String>(), 0..20)) {
        let text = serde_json::to_string(&list).unwrap();
        let dotted = list.iter().enumerate().map(|(at, value)| (format!("L.{}", at + 1), value.clone()));
        let dotted = Params::from_pairs(dotted).unwrap();
        let text = Params::from_pairs([("L", text)]).unwrap();
        prop_assert_eq!(text.root().list("L").unwrap(), dotted.root().list("L").unwrap());
    }

    #[test]
    fn no_target_and_body_make_it_panic(
        target in r"(/\?)?(\PC|[&=%+.\[\]{}]|Action|L\.[0-9]|Format=XML){0,60}",
        body: Vec<u8>,
        kind in prop::sample::select(vec!["application/x-www-form-urlencoded", "application/json", "x"]),
    ) {
        let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
        receive(&Method::POST, &target, &headers, &body);
    }

    #[test]
    fn no_headers_make_it_panic(
        values in prop::collection::vec((0_usize..8, any::<Vec<u8>>()), 0..10),
        authorization in r"ACS3-(HMAC-SHA256)?[ ,=;a-zA-Z0-9\-]{0,80}",
    ) {
        let names: Vec<_> = SIGNED.split(';').chain(["authorization", "content-type"]).collect();
        let mut headers = acs3_headers(b"", &"0".repeat(64));
        headers.insert("authorization", HeaderValue::from_str(&authorization).unwrap());
        for (name, value) in values {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                headers.insert(HeaderName::from_static(names[name]), value);
            }
        }
        receive(&Method::POST, "/?A=1", &headers, b"");
    }

    #[test]
    fn no_parameters_make_their_readers_panic(
        pairs in prop::collection::vec((LISTED_NAME, r#"\[?[\[\]{}",a1:\\ ]{0,30}|\PC*"#), 0..20),
        json in r#"\{("a":)?[\[\]{}",a1:\\.e\-]{0,60}"#,
    ) {
        if let Ok(params) = Params::from_pairs(pairs) {
            read_lists(&params);
        }
        if let Ok(params) = Params::from_pairs([("L", format!("[{json}"))]) {
            read_lists(&params);
        }
        let mut headers = acs3_headers(json.as_bytes(), &"0".repeat(64));
        headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        receive(&Method::POST, "/", &headers, json.as_bytes());
    }
}

//! The rules of decoding, one by one. That real clients' requests verify is shown by `tests/vectors.rs`.

use http::{HeaderName, HeaderValue};

use super::*;
use crate::ErrorSpec;
use crate::public::*;

const SECRET: &str = "testsecret";
const ALWAYS_SIGNED: &str =
    "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
/// 2012-12-26T10:33:56Z.
const TIME_MS: i64 = 1_356_518_036_000;

/// A request that decodes and verifies, to be spoiled by the tests.
struct Request {
    method: Method,
    target: String,
    headers: HeaderMap,
    body: String,
}

impl Request {
    /// RPC, everything in the query; `own` pairs override the usual ones, and a `None` leaves one out.
    fn rpc(own: &[(&str, Option<&str>)]) -> Self {
        let target = format!("/?{}", sign::sign_query("GET", &rpc_params(own), SECRET));
        Self { method: Method::GET, target, headers: HeaderMap::new(), body: String::new() }
    }

    /// ACS3; `Authorization` covers all headers that are always signed, and `content-type`.
    fn acs3(query: &str, content_type: &str, body: &str) -> Self {
        let names = format!("content-type;{ALWAYS_SIGNED}");
        let mut request = Self {
            method: Method::POST,
            target: format!("/?{query}"),
            headers: HeaderMap::new(),
            body: body.to_owned(),
        };
        for (name, value) in [
            ("host", "http://127.0.0.1:8900/"),
            ("content-type", content_type),
            ("x-acs-action", "DescribeRegions"),
            ("x-acs-version", "2016-04-28"),
            ("x-acs-date", "2012-12-26T10:23:56Z"),
            ("x-acs-signature-nonce", "n1"),
            ("x-acs-content-sha256", &sign::sha256_hex(body.as_bytes())),
            ("authorization", &authorization(&names, &"0".repeat(64))),
        ] {
            request = request.header(name, value);
        }
        let unsigned = request.decode().unwrap();
        let signature = sign::acs3_signature(unsigned.string_to_sign(), SECRET);
        request.header("authorization", &authorization(&names, &signature))
    }

    fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    fn decode_within(&self, limits: &Limits) -> Result<Call, Refusal> {
        let Self { method, target, headers, body } = self;
        decode(&Incoming { method, target, headers, body: body.as_bytes() }, limits)
    }

    fn decode(&self) -> Result<Call, Refusal> {
        self.decode_within(&Limits::default())
    }

    fn refused(&self) -> &'static ErrorSpec {
        self.decode().unwrap_err().error.spec()
    }
}

fn rpc_params(own: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let mut params: Vec<(&str, Option<&str>)> = vec![
        ("Action", Some("DescribeRegions")),
        ("Version", Some("2016-04-28")),
        ("AccessKeyId", Some("testid")),
        ("SignatureMethod", Some("HMAC-SHA1")),
        ("SignatureVersion", Some("1.0")),
        ("SignatureNonce", Some("n1")),
        ("Timestamp", Some("2012-12-26T10:23:56Z")),
    ];
    params.retain(|(name, _)| !own.iter().any(|(other, _)| other == name));
    params.extend(own);
    params.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect()
}

fn authorization(names: &str, signature: &str) -> String {
    format!("ACS3-HMAC-SHA256 Credential=testid,SignedHeaders={names},Signature={signature}")
}

#[test]
fn an_rpc_call_says_who_asks_what() {
    let call = Request::rpc(&[("SecurityToken", Some("t/+=")), ("Description", Some(""))]).decode().unwrap();
    assert_eq!((call.action(), call.version()), ("DescribeRegions", "2016-04-28"));
    assert_eq!((call.access_key_id(), call.security_token()), ("testid", Some("t/+=")));
    assert_eq!((call.nonce(), call.timestamp_ms()), ("n1", TIME_MS - 600_000));
    assert_eq!((call.scheme(), call.format(), call.canonical_request()), (Scheme::Rpc, Format::Json, None));
    assert_eq!(call.params().get("Description"), Some(""));
    assert_eq!(call.verify(SECRET), Ok(()));
}

#[test]
fn an_acs3_call_says_who_asks_what() {
    let call = Request::acs3("RegionId=r&Format=XML&Name=", "text/plain", "").decode().unwrap();
    assert_eq!((call.action(), call.version()), ("DescribeRegions", "2016-04-28"));
    assert_eq!((call.access_key_id(), call.security_token()), ("testid", None));
    assert_eq!((call.nonce(), call.timestamp_ms()), ("n1", TIME_MS - 600_000));
    assert_eq!((call.scheme(), call.format()), (Scheme::Acs3, Format::Json));
    assert!(call.canonical_request().unwrap().contains("\nhost:http://127.0.0.1:8900/\n"));
    assert_eq!(call.verify(SECRET), Ok(()));
}

#[test]
fn methods_and_paths() {
    for method in
        [Method::PUT, Method::DELETE, Method::HEAD, Method::OPTIONS, Method::from_bytes(b"get").unwrap()]
    {
        let request = Request { method, ..Request::rpc(&[]) };
        assert_eq!(request.refused(), &UNSUPPORTED_HTTP_METHOD);
    }
    for path in ["", "//", "/x", "/%2F", "http://h/", "*"] {
        let mut request = Request::rpc(&[]);
        request.target.replace_range(..1, path);
        assert_eq!(request.refused(), &PATH_NOT_FOUND, "{path}");
    }
    let bare = Request { target: "/".into(), ..Request::rpc(&[]) };
    assert_eq!(bare.refused(), &MISSING_ACTION);
}

#[test]
fn what_every_rpc_request_must_have() {
    for (name, spec) in [
        ("Action", &MISSING_ACTION),
        ("AccessKeyId", &MISSING_ACCESS_KEY_ID),
        ("Timestamp", &MISSING_TIMESTAMP),
        ("Version", &MISSING_VERSION),
        ("SignatureNonce", &MISSING_PARAMETER),
        ("SignatureMethod", &INVALID_SIGNATURE_METHOD),
        ("SignatureVersion", &INVALID_SIGNATURE_VERSION),
    ] {
        assert_eq!(Request::rpc(&[(name, None)]).refused(), spec, "{name} absent");
        assert_eq!(Request::rpc(&[(name, Some(""))]).refused(), spec, "{name} blank");
    }
    let mut unsigned = Request::rpc(&[]);
    unsigned.target.truncate(unsigned.target.find("Signature=").unwrap());
    assert_eq!(unsigned.refused(), &MISSING_SIGNATURE);
    let bearer = Request::rpc(&[("AccessKeyId", None), ("SignatureType", Some("BEARERTOKEN"))]);
    assert_eq!(bearer.refused(), &MISSING_ACCESS_KEY_ID);
}

#[test]
fn signature_methods_and_versions() {
    assert_eq!(
        Request::rpc(&[("SignatureMethod", Some("HMAC-SHA256"))]).refused(),
        &INVALID_SIGNATURE_METHOD
    );
    assert_eq!(Request::rpc(&[("SignatureVersion", Some("2.0"))]).refused(), &INVALID_SIGNATURE_VERSION);
    assert!(Request::rpc(&[("SignatureVersion", Some("1"))]).decode().is_ok());
}

#[test]
fn a_timestamp_has_two_names_and_one_form() {
    let other =
        Request::rpc(&[("Timestamp", None), ("TimeStamp", Some("2012-12-26T10:33:56Z"))]).decode().unwrap();
    assert_eq!((other.timestamp_ms(), other.verify(SECRET)), (TIME_MS, Ok(())));
    for text in [
        "2012-12-26T10:33:56",
        "2012-12-26 10:33:56Z",
        "2012-12-26T10:33:56z",
        "2012-12-26T10:33:56.0Z",
        "2012-12-26T10:33:56+00:00",
        "2012-13-26T10:33:56Z",
        "2012-02-30T10:33:56Z",
        "2012-12-26T24:33:56Z",
        "1356517436000",
        "２012-12-26T10:33Z",
    ] {
        assert_eq!(Request::rpc(&[("Timestamp", Some(text))]).refused(), &ILLEGAL_TIMESTAMP, "{text}");
        let dated = Request::acs3("", "a/b", "").without("x-acs-date");
        if let Ok(value) = HeaderValue::from_str(text).map(|value| value.to_str().map(str::to_owned)) {
            let expected = if value.is_ok() { &ILLEGAL_TIMESTAMP } else { &MISSING_TIMESTAMP };
            assert_eq!(dated.header("x-acs-date", text).refused(), expected, "{text}");
        }
    }
}

#[test]
fn a_timestamp_is_read_as_the_calendar_has_it() {
    for text in [
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2000-02-29T12:00:00Z",
        "2026-11-21T10:36:05Z",
        "2016-12-31T23:59:60Z",
        "9999-12-30T22:00:00Z",
    ] {
        let expected: jiff::Timestamp = text.parse().unwrap();
        assert_eq!(timestamp_ms(text), Ok(expected.as_millisecond()), "{text}");
    }
    for text in
        ["1900-02-29T12:00:00Z", "2026-11-21T10:60:05Z", "2026-11-21T10:36:61Z", "2026-00-21T10:36:05Z"]
    {
        assert!(timestamp_ms(text).is_err() && text.parse::<jiff::Timestamp>().is_err(), "{text}");
    }
}

#[test]
fn the_window_is_closed_on_both_sides() {
    let call = Request::rpc(&[("Timestamp", Some("2012-12-26T10:33:56Z"))]).decode().unwrap();
    for (now, fits) in
        [(0, true), (3_600_000, true), (-3_600_000, true), (3_600_001, false), (-3_600_001, false)]
    {
        assert_eq!(call.check_time(TIME_MS + now, 3_600_000).is_ok(), fits, "{now}");
    }
    assert_eq!(call.check_time(i64::MIN, i64::MAX).unwrap_err().spec(), &ILLEGAL_TIMESTAMP);
    assert!(call.check_time(TIME_MS, -1).is_ok());
}

#[test]
fn a_wrong_signature_is_answered_with_the_string_to_sign() {
    let call = Request::rpc(&[]).decode().unwrap();
    let error = call.verify("another").unwrap_err();
    assert_eq!((error.http(), error.code()), (400, "SignatureDoesNotMatch"));
    let parts: Vec<_> = error.message().split(':').collect();
    assert_eq!(
        parts,
        [
            "Specified signature is not matched with our calculation. server string to sign is",
            call.string_to_sign(),
        ]
    );
    let call = Request::acs3("A=1", "a/b", "").decode().unwrap();
    let error = call.verify("another").unwrap_err();
    let (before, request) = error.message().split_once("] server CanonicalRequest is [").unwrap();
    assert!(before.ends_with(&format!(" server StringToSign is [{}", call.string_to_sign())));
    assert_eq!(request.strip_suffix(']'), call.canonical_request());
}

#[test]
fn a_value_that_is_no_signature_is_incomplete() {
    let mut request = Request::rpc(&[]);
    let text = request.decode().unwrap().string_to_sign().to_owned();
    request.target.replace_range(request.target.find("Signature=").unwrap().., "Signature=abc");
    let error = request.decode().unwrap_err().error;
    assert_eq!((error.http(), error.code()), (400, "IncompleteSignature"));
    assert_eq!(error.message().split(':').nth(1), Some(text.as_str()));
}

#[test]
fn a_form_body_is_merged_and_wins_on_both_methods() {
    for method in [Method::GET, Method::POST] {
        for content_type in
            ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"]
        {
            let query =
                sign::sign_query(method.as_str(), &rpc_params(&[("RegionId", Some("body é"))]), SECRET);
            let (system, signature) = query.rsplit_once("&RegionId=body%20%C3%A9").unwrap();
            let request = Request {
                method: method.clone(),
                target: format!("/?RegionId=query&{system}"),
                headers: HeaderMap::new(),
                body: format!("RegionId=body+é{signature}"),
            };
            let call = request.header("content-type", content_type).decode().unwrap();
            assert_eq!(call.params().get("RegionId"), Some("body é"));
            assert_eq!(call.verify(SECRET), Ok(()));
        }
    }
}

#[test]
fn an_unsigned_rpc_body_has_no_effect() {
    for content_type in
        ["application/json", "multipart/form-data; boundary=b", "application/octet-stream", "text"]
    {
        let mut request = Request::rpc(&[]).header("content-type", content_type);
        request.body = r#"{"RegionId":"x"}&RegionId=x"#.into();
        let call = request.decode().unwrap();
        assert_eq!((call.params().get("RegionId"), call.verify(SECRET)), (None, Ok(())));
    }
}

#[test]
fn an_acs3_body_is_a_form_or_json() {
    let form = "application/x-www-form-urlencoded";
    for (content_type, body) in
        [(form, "B=body&L.1=x"), ("Application/JSON; charset=utf-8", r#"{"B":"body","L":["x"]}"#)]
    {
        let call = Request::acs3("A=1&B=query", content_type, body).decode().unwrap();
        let pairs: Vec<_> = call.params().iter().collect();
        assert_eq!(pairs, [("A", "1"), ("B", "body"), ("L.1", "x")]);
        assert!(call.canonical_request().unwrap().starts_with("POST\n/\nA=1&B=query\n"));
        assert_eq!(call.verify(SECRET), Ok(()));
    }
    let opaque = Request::acs3("A=1", "application/octet-stream", "B=2").decode().unwrap();
    assert_eq!((opaque.params().get("B"), opaque.verify(SECRET)), (None, Ok(())));
}

#[test]
fn an_acs3_body_must_be_what_was_hashed_and_what_it_says() {
    let mut request = Request::acs3("A=1", "application/json", "{}");
    request.body = "{ }".into();
    assert_eq!(request.refused(), &CONTENT_HASH_MISMATCH);
    for body in ["[]", "{", "1", "\u{feff}{}"] {
        let request = Request { body: body.into(), ..Request::acs3("", "application/json", "") };
        let request = request.header("x-acs-content-sha256", &sign::sha256_hex(body.as_bytes()));
        assert_eq!(request.refused(), &INVALID_PARAMETER, "{body}");
    }
}

#[test]
fn what_every_acs3_request_must_have() {
    for (name, spec) in [
        ("x-acs-action", &MISSING_ACTION),
        ("x-acs-date", &MISSING_TIMESTAMP),
        ("x-acs-version", &MISSING_VERSION),
        ("x-acs-signature-nonce", &MISSING_PARAMETER),
        ("x-acs-content-sha256", &INCOMPLETE_SIGNATURE),
        ("host", &INCOMPLETE_SIGNATURE),
        ("content-type", &INCOMPLETE_SIGNATURE),
        ("authorization", &MISSING_ACTION),
    ] {
        assert_eq!(Request::acs3("", "a/b", "").without(name).refused(), spec, "{name}");
    }
}

#[test]
fn a_malformed_authorization_is_incomplete() {
    let names = ALWAYS_SIGNED;
    let zeros = "0".repeat(64);
    let refused = |value: &str| Request::acs3("", "a/b", "").header("authorization", value).refused();
    assert!(
        Request::acs3("", "a/b", "").header("authorization", &authorization(names, &zeros)).decode().is_ok()
    );
    let listing = |names: &str| refused(&authorization(names, &zeros));
    for name in names.split(';') {
        let fewer = names.split(';').filter(|other| *other != name).collect::<Vec<_>>().join(";");
        assert_eq!(listing(&fewer), &INCOMPLETE_SIGNATURE, "without {name}");
    }
    for extra in ["host", "x-absent", "Host", "", "é", "a b"] {
        assert_eq!(listing(&format!("{names};{extra}")), &INCOMPLETE_SIGNATURE, "with {extra}");
    }
    for value in [
        "ACS3-HMAC-SHA256",
        "ACS3-HMAC-SHA256 ",
        "ACS3-HMAC-SHA256 Credential",
        &authorization(names, "short"),
        &authorization(names, &"A".repeat(64)),
        &authorization(names, &zeros).replace("Credential=testid,", ""),
        &authorization(names, &zeros).replace("testid", ""),
        &format!("{},Signature={zeros}", authorization(names, &zeros)),
        &format!("{},Other=1", authorization(names, &zeros)),
    ] {
        assert_eq!(refused(value), &INCOMPLETE_SIGNATURE, "{value}");
    }
    assert_eq!(refused("ACS3-HMAC-SM3 Credential=testid"), &INVALID_SIGNATURE_METHOD);
    assert_eq!(refused("Bearer token"), &MISSING_ACTION, "not ACS3, so RPC");
}

#[test]
fn a_signed_header_must_come_once_and_a_token_must_be_signed() {
    let mut twice = Request::acs3("", "a/b", "");
    twice.headers.append("host", HeaderValue::from_static("other"));
    assert_eq!(twice.refused(), &INCOMPLETE_SIGNATURE);
    let token = Request::acs3("", "a/b", "").header("x-acs-security-token", "t");
    assert_eq!(token.refused(), &INCOMPLETE_SIGNATURE);
}

#[test]
fn every_bound_has_its_own_refusal() {
    let limits =
        Limits { target: 400, headers: 400, body: 10, parameters: 12, name: 20, ..Limits::default() };
    let refused = |request: Request| request.decode_within(&limits).unwrap_err().error.spec();
    assert!(Request::rpc(&[]).decode_within(&limits).is_ok());
    assert_eq!(refused(Request::rpc(&[("A", Some(&"a".repeat(400)))])), &TARGET_TOO_LONG);
    assert_eq!(refused(Request::rpc(&[]).header("x-long", &"a".repeat(400))), &HEADERS_TOO_LARGE);
    let large = Request { body: "a".repeat(11), ..Request::rpc(&[]) };
    assert_eq!(refused(large), &BODY_TOO_LARGE);
    let many: Vec<_> = ["a", "b", "c", "d", "e"].map(|name| (name, Some("1"))).into();
    assert_eq!(refused(Request::rpc(&many)), &TOO_MANY_PARAMETERS);
    assert_eq!(refused(Request::rpc(&[("a.name.of.21.characters", Some("1"))])), &PARAMETER_NAME_TOO_LONG);
    let gzip = Request::rpc(&[]).header("content-encoding", "gzip");
    assert_eq!(refused(gzip), &UNSUPPORTED_CONTENT_ENCODING);
    assert!(Request::rpc(&[]).header("content-encoding", "Identity").decode_within(&limits).is_ok());
}

#[test]
fn undecodable_parameters_are_refused() {
    for piece in ["A=%", "A=%zz", "%C3=1", "A=%FF"] {
        let mut request = Request::rpc(&[]);
        request.target.push('&');
        request.target.push_str(piece);
        assert_eq!(request.refused(), &INVALID_PARAMETER, "{piece}");
    }
}

#[test]
fn a_refusal_comes_in_the_form_asked_for() {
    let format = |request: &Request| request.decode().unwrap_err().format;
    let mut request = Request::rpc(&[("Format", Some("xml")), ("Action", None)]);
    assert_eq!(format(&request), Format::Xml);
    request.method = Method::PUT;
    assert_eq!(format(&request), Format::Xml);
    request.body = "Format=JSON".into();
    assert_eq!(format(&request), Format::Xml, "the body is no form");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(format(&request), Format::Json, "the body wins");
    let request = Request::acs3("Format=XML", "a/b", "").without("host");
    assert_eq!(format(&request), Format::Json, "ACS3 knows no other");
    assert_eq!(format(&Request { target: "/?Format=None".into(), ..Request::rpc(&[]) }), Format::Json);
}

#[test]
fn system_parameters_are_told_from_the_actions_own() {
    assert!(rpc::SYSTEM_PARAMETERS.is_sorted());
    for (name, value) in rpc_params(&[]) {
        assert!(is_system_parameter(&name), "{name}={value}");
    }
    assert!(!is_system_parameter("RegionId") && !is_system_parameter("action"));
}

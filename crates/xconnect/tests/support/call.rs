//! A call as a client would sign it, and as a client that errs would.

use std::sync::atomic::{AtomicU64, Ordering};

use xconnect_model::Time;
use xconnect_wire::sign;

/// What the signed headers of ACS3 are here: those that every client signs.
const SIGNED_HEADERS: &str =
    "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

/// A call that is not signed yet.
#[derive(Clone)]
pub(crate) struct Call {
    action: String,
    method: String,
    path: String,
    host: String,
    access_key: (String, String),
    acs3: bool,
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
    body: Vec<u8>,
    headers: Vec<(String, String)>,
    /// Parameters as they are sent although they were signed otherwise.
    forged: Vec<(String, Option<String>)>,
}

/// A request, ready to be sent any number of times.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Call {
    /// A POST with everything in the query, signed by the first account's key.
    pub(crate) fn new(action: &str, params: &[(&str, &str)], now: Time) -> Self {
        static NONCE: AtomicU64 = AtomicU64::new(0);
        let system = [
            ("Action", action),
            ("Version", "2016-04-28"),
            ("Format", "JSON"),
            ("Timestamp", &now.to_wire()),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"),
            ("SignatureNonce", &format!("nonce-{}", NONCE.fetch_add(1, Ordering::SeqCst))),
        ];
        let call = Self {
            action: action.to_owned(),
            method: "POST".into(),
            path: "/".into(),
            host: "127.0.0.1:8900".into(),
            access_key: ("testid".into(), "testsecret".into()),
            acs3: false,
            query: Vec::new(),
            form: Vec::new(),
            body: Vec::new(),
            headers: Vec::new(),
            forged: Vec::new(),
        };
        system.iter().chain(params).fold(call, |call, (name, value)| call.with(name, value))
    }

    /// A parameter in the query, in place of one of that name.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        set(&mut self.query, name, value);
        self
    }

    /// What stands in the query.
    pub(crate) fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// Not this parameter, unless it is given again.
    pub(crate) fn left_out(mut self, name: &str) -> Self {
        self.query.retain(|(known, _)| known != name);
        self
    }

    /// No such parameter.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.query.retain(|(known, _)| known != name);
        self.forged.push((name.to_owned(), None));
        self
    }

    /// A parameter in a form body, beside whatever the query has.
    pub(crate) fn form(mut self, name: &str, value: &str) -> Self {
        set(&mut self.form, name, value);
        self
    }

    /// Everything in a form body, nothing in the query.
    pub(crate) fn all_in_form(mut self) -> Self {
        self.form = std::mem::take(&mut self.query);
        self
    }

    /// A parameter that was signed with another value.
    pub(crate) fn forged(mut self, name: &str, value: &str) -> Self {
        self.forged.push((name.to_owned(), Some(value.to_owned())));
        self
    }

    /// The HTTP method.
    pub(crate) fn method(self, method: &str) -> Self {
        Self { method: method.to_owned(), ..self }
    }

    /// The path, where it is not `/`.
    pub(crate) fn path(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// The `Host` header, to the letter.
    pub(crate) fn host(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }

    /// A body that is no form.
    pub(crate) fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// One more header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Another access key.
    pub(crate) fn key(self, id: &str, secret: &str) -> Self {
        Self { access_key: (id.to_owned(), secret.to_owned()), ..self }
    }

    /// The partner's key.
    pub(crate) fn by_partner(self) -> Self {
        self.key("partnerid", "partnersecret")
    }

    /// ACS3 in place of RPC.
    pub(crate) fn acs3(self) -> Self {
        Self { acs3: true, ..self }
    }

    /// Signs it.
    pub(crate) fn signed(&self) -> Request {
        if self.acs3 { self.signed_acs3() } else { self.signed_rpc() }
    }

    fn signed_rpc(&self) -> Request {
        let own_key = [("AccessKeyId".to_owned(), self.access_key.0.clone())];
        let key_in_form = self.query.is_empty();
        let (mut query, mut form) = (self.query.clone(), self.form.clone());
        let signed_part = if key_in_form { &mut form } else { &mut query };
        signed_part.extend(own_key);
        let mut merged = query.clone();
        for (name, value) in &form {
            set(&mut merged, name, value);
        }
        let removed = self.forged.iter().filter(|(_, value)| value.is_none());
        let removed: Vec<&str> = removed.map(|(name, _)| name.as_str()).collect();
        merged.retain(|(name, _)| !removed.contains(&name.as_str()));
        let signature = sign::sign_rpc(&self.method, &merged, &self.access_key.1);
        let signed_part = if key_in_form { &mut form } else { &mut query };
        signed_part.push(("Signature".to_owned(), signature));
        for (name, value) in &self.forged {
            match value {
                Some(value) => set(signed_part, name, value),
                None => signed_part.retain(|(known, _)| known != name),
            }
        }
        let mut headers = self.headers.clone();
        let mut body = self.body.clone();
        if !form.is_empty() {
            headers.push(("Content-Type".into(), "application/x-www-form-urlencoded".into()));
            body = encoded(&form).into_bytes();
        }
        self.request(&query, headers, body)
    }

    fn signed_acs3(&self) -> Request {
        let of =
            |name: &str| self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let business =
            |(name, _): &&(String, String)| name == "Format" || !xconnect_wire::is_system_parameter(name);
        let mut query: Vec<_> = self.query.iter().filter(business).cloned().collect();
        query.sort();
        let own = [
            ("host", self.host.clone()),
            ("x-acs-action", self.action.clone()),
            ("x-acs-content-sha256", sign::sha256_hex(&self.body)),
            ("x-acs-date", of("Timestamp").unwrap_or_default()),
            ("x-acs-signature-nonce", of("SignatureNonce").unwrap_or_default()),
            ("x-acs-version", of("Version").unwrap_or_default()),
        ];
        let canonical_headers: String = own.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let canonical = format!(
            "{}\n/\n{}\n{canonical_headers}\n{SIGNED_HEADERS}\n{}",
            self.method,
            encoded(&query),
            sign::sha256_hex(&self.body)
        );
        let signature = sign::acs3_signature(&sign::acs3_string_to_sign(&canonical), &self.access_key.1);
        let mut headers: Vec<_> =
            own.into_iter().skip(1).map(|(name, value)| (name.to_owned(), value)).collect();
        for (name, value) in &self.forged {
            set(&mut headers, name, value.as_deref().unwrap_or_default());
        }
        let credential = &self.access_key.0;
        headers.push((
            "Authorization".into(),
            format!(
                "ACS3-HMAC-SHA256 Credential={credential},SignedHeaders={SIGNED_HEADERS},Signature={signature}"
            ),
        ));
        headers.extend(self.headers.clone());
        self.request(&query, headers, self.body.clone())
    }

    fn request(
        &self,
        query: &[(String, String)],
        mut headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Request {
        headers.insert(0, ("Host".into(), self.host.clone()));
        let separator = if query.is_empty() { "" } else { "?" };
        let target = format!("{}{separator}{}", self.path, encoded(query));
        Request { method: self.method.clone(), target, headers, body }
    }
}

impl Request {
    /// The request as it goes over the wire.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.method != "GET" {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

fn set(pairs: &mut Vec<(String, String)>, name: &str, value: &str) {
    match pairs.iter_mut().find(|(known, _)| known == name) {
        Some(pair) => pair.1 = value.to_owned(),
        None => pairs.push((name.to_owned(), value.to_owned())),
    }
}

fn encoded(pairs: &[(String, String)]) -> String {
    let pair = |(name, value): &(String, String)| format!("{}={}", sign::encode(name), sign::encode(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

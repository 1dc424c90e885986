//! One generated request.

use crate::support::call::{Call, Request};

/// Names and values.
pub(crate) type Pairs = Vec<(String, String)>;

/// A generated request, and what has to come of it by law.
#[derive(Clone)]
pub(crate) struct Variant {
    /// What it is called in the baseline.
    pub(crate) name: String,
    pub(crate) call: Call,
    /// What follows the query after it has been signed.
    pub(crate) unsigned: &'static str,
    pub(crate) law: Law,
}

/// What has to come of a request, whatever the baseline says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Law {
    /// It succeeds.
    Accepted,
    /// It does not.
    Refused,
    /// It is refused, with a row for a parameter that is missing.
    Missing,
    /// The resource of another account looks like one that there is not.
    LikeNothing,
    /// A resource that there is not: what comes of it is what [`Law::LikeNothing`] compares with.
    Nothing,
    /// The baseline alone says it.
    Any,
}

impl Variant {
    pub(crate) fn new(name: impl Into<String>, call: Call, law: Law) -> Self {
        Self { name: name.into(), call, unsigned: "", law }
    }

    /// The same without a law.
    pub(crate) fn by_baseline(self) -> Self {
        Self { law: Law::Any, ..self }
    }

    /// The request, with a nonce of its own.
    pub(crate) fn request(&self, nonce: usize) -> Request {
        self.signed(self.call.clone(), nonce)
    }

    /// The same as XML.
    pub(crate) fn in_xml(&self, nonce: usize) -> Request {
        self.signed(set(self.call.clone(), "Format", "XML"), nonce)
    }

    fn signed(&self, call: Call, nonce: usize) -> Request {
        let mut request = set(call, "SignatureNonce", &format!("variant-{nonce}")).signed();
        request.target.push_str(self.unsigned);
        request
    }
}

/// A parameter where the call has all of its own.
fn set(call: Call, name: &str, value: &str) -> Call {
    if call.query().is_empty() { call.form(name, value) } else { call.with(name, value) }
}

/// These parameters, in place of those of their names.
pub(crate) fn with(call: Call, pairs: &[(String, String)]) -> Call {
    pairs.iter().fold(call, |call, (name, value)| call.with(name, value))
}

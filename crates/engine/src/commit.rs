//! What stands in the log: a commit, as JSON with named fields and a version.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use xconnect_model::{AccountId, Time};
use xconnect_state::{Change, Record};

/// The version of the entries that this program writes. It reads this one and all before it.
pub(crate) const VERSION: u32 = 1;

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commit {
    /// The version of the entry's form.
    #[serde(rename = "v")]
    pub version: u32,
    /// When it was made, in service time.
    pub at: Time,
    /// Who asked for it, and how.
    #[serde(flatten)]
    pub origin: Origin,
    /// Why it was refused; absent when it was done. A refused commit has no changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// What it changed.
    pub changes: Vec<Change>,
    /// What the changed records looked like before, those that were there; for the audit trail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Record>,
}

/// Who asked for a commit, and how.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// The action, or the name of a step of the service itself.
    pub action: Cow<'static, str>,
    /// The caller's account; absent for the service itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The access key that signed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub access_key: String,
    /// The address that the request came from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The RequestId of the answer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// The nonce that the request used up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// What was asked for.
    #[serde(skip_serializing_if = "Asked::is_empty")]
    pub request: Asked,
    /// Stands in the log even if it changes nothing.
    #[serde(skip)]
    pub audited: bool,
}

/// What was asked for: names and values as they came, as far as the audit trail may hold them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Asked(BTreeMap<String, String>);

/// Names and values that are kept.
const ASKED: usize = 200;
/// Bytes of a value that are kept.
const ASKED_BYTES: usize = 1_024;
/// What names of secrets contain.
const SECRETS: [&str; 6] = ["secret", "password", "signature", "securitytoken", "authkey", "auth_key"];

impl Asked {
    /// Takes over names and values. Secrets are masked, long values cut.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let kept = |(name, value): (&str, &str)| {
            let plain = name.to_ascii_lowercase();
            let value = if SECRETS.iter().any(|secret| plain.contains(secret)) {
                "***"
            } else {
                &value[..value.floor_char_boundary(ASKED_BYTES)]
            };
            (name.to_owned(), value.to_owned())
        };
        Self(pairs.into_iter().take(ASKED).map(kept).collect())
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Origin {
    /// A step that the service takes by itself.
    pub fn service(step: &'static str) -> Self {
        Self { action: Cow::Borrowed(step), ..Self::default() }
    }
}

/// A nonce that was used up: when its request was dated, and its fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonce {
    /// The request's own date, in wall time.
    pub at: Time,
    /// A fingerprint of access key and nonce.
    pub print: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_and_long_values_cut() {
        let long = "路".repeat(ASKED_BYTES);
        let asked = Asked::of([("AuthKey", "hush"), ("Name", &long), ("SecretAccessKey", "hush")]);
        let seen: Vec<_> = asked.iter().collect();
        assert_eq!(seen[0], ("AuthKey", "***"));
        assert_eq!(seen[2], ("SecretAccessKey", "***"));
        assert!(seen[1].1.len() <= ASKED_BYTES && seen[1].1.starts_with('路'));
    }
}

//! What stands in the log: a commit, as JSON with named fields and a version.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use xconnect_model::{AccountId, Time};
use xconnect_state::Change;

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

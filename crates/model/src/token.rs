//! Idempotency tokens: what a `ClientToken` has led to, so that a repeated call gets the same answer.

use serde::{Deserialize, Serialize};

use crate::Seq;
use crate::id::{AccountId, RegionId};
use crate::text::Text;
use crate::time::Time;

/// A token that a successful call has used up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Token {
    /// Order of creation.
    pub seq: Seq,
    /// Whose call it was.
    pub account: AccountId,
    /// What was called.
    pub action: Text,
    /// In which region; empty for a call without one.
    pub region: RegionId,
    /// The token itself.
    pub token: Text,
    /// A digest of the call's parameters, for telling a repeated call from another one.
    pub parameters: Text,
    /// The answer as JSON, without its RequestId.
    pub answer: String,
    /// When the call was made, in service time.
    pub created_at: Time,
}

//! Resource groups: how an account sorts its resources.

use serde::{Deserialize, Serialize};

use crate::Seq;
use crate::id::{AccountId, ResourceGroupId};
use crate::text::Text;
use crate::time::Time;

/// A group of an account's resources. Every account has a default group, and resources that name none are in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceGroup {
    /// Order of creation.
    pub seq: Seq,
    /// The group's id.
    pub id: ResourceGroupId,
    /// Whose it is.
    pub account: AccountId,
    /// A short name, unique in the account.
    pub name: Text,
    /// The name shown to people.
    pub display_name: Text,
    /// Whether this is the group of resources that name none.
    pub is_default: bool,
    /// When it was made.
    pub created_at: Time,
}

//! Failover groups: two border routers that stand in for each other. Source: Express Connect API reference 2022,
//! CreateVbrHa.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, RegionId, VbrHaId, VirtualBorderRouterId};
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// A failover group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VbrHa {
    /// Order of creation.
    pub seq: Seq,
    /// The group's id.
    pub id: VbrHaId,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The border router that was named first.
    pub vbr: VirtualBorderRouterId,
    /// The other one.
    pub peer: VirtualBorderRouterId,
    /// A name for people; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Text,
    /// May be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub description: Text,
    /// Where it is in its life.
    pub status: VbrHaStatus,
    /// Since when it has that status.
    pub since: Time,
    /// When it was made.
    pub created_at: Time,
}

/// States of a failover group. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum VbrHaStatus {
    /// Being made.
    #[default]
    Creating,
    /// Watches its two routers.
    Active,
}

impl VbrHaStatus {
    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "Creating",
            Self::Active => "Active",
        }
    }
}

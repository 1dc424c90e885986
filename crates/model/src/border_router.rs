//! Virtual border routers: the cloud's end of a physical line.

use serde::{Deserialize, Serialize};

use crate::id::{AccessPointId, AccountId, RegionId, ResourceGroupId, VirtualBorderRouterId};
use crate::tag::Tag;
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// A virtual border router, as far as the interfaces on it need to know it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VirtualBorderRouter {
    /// Order of creation.
    pub seq: Seq,
    /// The router's id.
    pub id: VirtualBorderRouterId,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The access point that its line ends at.
    pub access_point: AccessPointId,
    /// A name for people.
    pub name: Text,
    /// Where it is in its life.
    pub status: VbrStatus,
    /// Empty: the account's default group.
    #[serde(skip_serializing_if = "is_default")]
    pub resource_group: ResourceGroupId,
    /// Tags, in the order in which they came.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: Time,
}

/// States of a virtual border router. Source: Express Connect API reference 2022, DescribeVirtualBorderRouters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum VbrStatus {
    /// Made for another account, which has not accepted it yet.
    Unconfirmed,
    /// Working.
    #[default]
    Active,
    /// Being cut from its line.
    Terminating,
    /// Cut from its line.
    Terminated,
    /// Coming back.
    Recovering,
    /// Being removed.
    Deleting,
}

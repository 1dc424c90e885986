//! Cloud Enterprise Network, as far as border routers and VPCs are attached to it. Source: the Cbn 2017-09-12
//! models of the official clients.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, CenId, RegionId, ResourceGroupId};
use crate::tag::Tag;
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// A CEN instance. It belongs to no region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cen {
    /// Order of creation.
    pub seq: Seq,
    /// The instance's id.
    pub id: CenId,
    /// Who owns it.
    pub account: AccountId,
    /// A name for people; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Text,
    /// May be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub description: Text,
    /// `REDUCED` or `FULL`.
    #[serde(skip_serializing_if = "is_default")]
    pub protection_level: Text,
    /// Where it is in its life.
    pub status: CenStatus,
    /// Since when it has that status.
    pub since: Time,
    /// Empty: the account's default group.
    #[serde(skip_serializing_if = "is_default")]
    pub resource_group: ResourceGroupId,
    /// Tags, in the order in which they came.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: Time,
}

/// States of a CEN instance. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum CenStatus {
    /// Being made.
    #[default]
    Creating,
    /// Working.
    Active,
    /// Being removed.
    Deleting,
}

impl CenStatus {
    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "Creating",
            Self::Active => "Active",
            Self::Deleting => "Deleting",
        }
    }
}

/// A network that is attached to a CEN instance. A network is attached to one at most.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CenAttachment {
    /// Order of creation.
    pub seq: Seq,
    /// The CEN instance.
    pub cen: CenId,
    /// Who owns that.
    pub cen_account: AccountId,
    /// The network.
    pub child: Text,
    /// Which kind it is.
    pub child_type: CenChildType,
    /// Where it is.
    pub child_region: RegionId,
    /// Who owns it.
    pub child_account: AccountId,
    /// Where the attachment is in its life.
    pub status: CenAttachmentStatus,
    /// Since when it has that status.
    pub since: Time,
    /// When it was made.
    pub created_at: Time,
}

/// What can be attached. The names are the wire's, but for the letter case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum CenChildType {
    /// A VPC.
    #[default]
    #[serde(rename = "VPC")]
    Vpc,
    /// A virtual border router.
    #[serde(rename = "VBR")]
    Vbr,
}

impl CenChildType {
    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vpc => "VPC",
            Self::Vbr => "VBR",
        }
    }

    /// Reads the wire's spelling, letter case included.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Vpc, Self::Vbr].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// States of an attachment. The names are the wire's; a detached network has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum CenAttachmentStatus {
    /// Being attached.
    #[default]
    Attaching,
    /// Attached.
    Attached,
    /// Being detached.
    Detaching,
}

impl CenAttachmentStatus {
    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attaching => "Attaching",
            Self::Attached => "Attached",
            Self::Detaching => "Detaching",
        }
    }
}

/// The permission to attach a network to another account's CEN instance.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CenGrant {
    /// Order of creation.
    pub seq: Seq,
    /// Who owns the network.
    pub account: AccountId,
    /// Where the network is.
    pub region: RegionId,
    /// The network.
    pub instance: Text,
    /// Which kind it is.
    pub instance_type: CenChildType,
    /// The CEN instance that it may be attached to.
    pub cen: CenId,
    /// Who owns that.
    pub cen_account: AccountId,
    /// When it was given.
    pub created_at: Time,
}

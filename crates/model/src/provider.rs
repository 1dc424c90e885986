//! What an operator sets up beside the resources: regions of one's own, and next-hop targets.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, RegionId, VSwitchId, VpcId, ZoneId};
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// A region that the catalogue does not have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnRegion {
    /// Order of creation.
    pub seq: Seq,
    /// The region's id.
    pub id: RegionId,
    /// What ids made there carry: three characters.
    pub code: Text,
    /// The Chinese name.
    pub name_zh: Text,
    /// The English name.
    pub name_en: Text,
    /// Its zones.
    pub zones: Vec<ZoneId>,
}

/// Something that a route can lead to and that this service does not make itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NextHopTarget {
    /// Order of creation.
    pub seq: Seq,
    /// The target's id, as routes name it.
    pub id: Text,
    /// `Instance`, `HaVip`, `NetworkInterface`, `NatGateway`, `VpnGateway`, `IPv6Gateway`, ...: the `NextHopType`.
    pub kind: Text,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The VPC that it is in.
    pub vpc: VpcId,
    /// The vSwitch that it is in; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub vswitch: VSwitchId,
    /// A name for people; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Text,
    /// Whether it is in a state that routes can lead to.
    pub ready: bool,
    /// When it was registered.
    pub created_at: Time,
}

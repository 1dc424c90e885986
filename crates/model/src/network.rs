//! VPCs, their vSwitches, and their route tables: what surrounds Express Connect.

use std::net::Ipv4Addr;

use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, RegionId, ResourceGroupId, RouteTableId, VRouterId, VSwitchId, VpcId, ZoneId};
use crate::router::{RouterRef, RouterType};
use crate::tag::Tag;
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// A virtual private cloud. It has exactly one VRouter, which is no record of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vpc {
    /// Order of creation.
    pub seq: Seq,
    /// The VPC's id.
    pub id: VpcId,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// A name for people; may be empty.
    pub name: Text,
    /// May be empty.
    pub description: Text,
    /// The primary address block.
    pub cidr: Ipv4Net,
    /// Address blocks that the account routes itself.
    #[serde(skip_serializing_if = "is_default")]
    pub user_cidrs: Vec<Ipv4Net>,
    /// The IPv6 block, /56, when IPv6 is on.
    #[serde(skip_serializing_if = "is_default")]
    pub ipv6_cidr: Option<Ipv6Net>,
    /// The line type of the IPv6 block (`BGP` by default).
    #[serde(skip_serializing_if = "is_default")]
    pub ipv6_isp: Text,
    /// Whether DNS host names are on.
    pub dns_hostname: bool,
    /// The VPC's router.
    pub vrouter: VRouterId,
    /// The router's system route table.
    pub route_table: RouteTableId,
    /// Where it is in its life.
    pub status: NetworkStatus,
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

impl Default for Vpc {
    fn default() -> Self {
        Self {
            seq: 0,
            id: VpcId::default(),
            account: AccountId::default(),
            region: RegionId::default(),
            name: Text::default(),
            description: Text::default(),
            cidr: nothing(),
            user_cidrs: Vec::new(),
            ipv6_cidr: None,
            ipv6_isp: Text::default(),
            dns_hostname: false,
            vrouter: VRouterId::default(),
            route_table: RouteTableId::default(),
            status: NetworkStatus::default(),
            since: Time::default(),
            resource_group: ResourceGroupId::default(),
            tags: Vec::new(),
            created_at: Time::default(),
        }
    }
}

/// A vSwitch: a subnet of a VPC in one zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VSwitch {
    /// Order of creation.
    pub seq: Seq,
    /// The vSwitch's id.
    pub id: VSwitchId,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The zone in that region.
    pub zone: ZoneId,
    /// The VPC that it belongs to.
    pub vpc: VpcId,
    /// A name for people; may be empty.
    pub name: Text,
    /// May be empty.
    pub description: Text,
    /// The address block, inside the VPC's.
    pub cidr: Ipv4Net,
    /// The IPv6 block, /64, inside the VPC's.
    #[serde(skip_serializing_if = "is_default")]
    pub ipv6_cidr: Option<Ipv6Net>,
    /// The route table that applies.
    pub route_table: RouteTableId,
    /// Where it is in its life.
    pub status: NetworkStatus,
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

impl Default for VSwitch {
    fn default() -> Self {
        Self {
            seq: 0,
            id: VSwitchId::default(),
            account: AccountId::default(),
            region: RegionId::default(),
            zone: ZoneId::default(),
            vpc: VpcId::default(),
            name: Text::default(),
            description: Text::default(),
            cidr: nothing(),
            ipv6_cidr: None,
            route_table: RouteTableId::default(),
            status: NetworkStatus::default(),
            since: Time::default(),
            resource_group: ResourceGroupId::default(),
            tags: Vec::new(),
            created_at: Time::default(),
        }
    }
}

impl VSwitch {
    /// Addresses that instances can have: the block without the first, the last three, and those in use.
    /// Source: the VPC documentation's rule that four addresses of a vSwitch are reserved.
    pub fn available_addresses(&self) -> u64 {
        let size = 1u64 << (32 - u32::from(self.cidr.prefix_len()));
        size.saturating_sub(4)
    }
}

/// A route table of a router.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteTable {
    /// Order of creation.
    pub seq: Seq,
    /// The table's id.
    pub id: RouteTableId,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The router that it belongs to.
    pub router: RouterRef,
    /// The VPC of that router; empty for a virtual border router.
    pub vpc: VpcId,
    /// Made with its router, or by the user.
    pub kind: RouteTableKind,
    /// A name for people; may be empty.
    pub name: Text,
    /// May be empty.
    pub description: Text,
    /// Empty: the account's default group.
    #[serde(skip_serializing_if = "is_default")]
    pub resource_group: ResourceGroupId,
    /// Tags, in the order in which they came.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: Time,
}

/// Whether a table came with its router.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RouteTableKind {
    /// Made with the router, and removed with it.
    #[default]
    System,
    /// Made by the user.
    Custom,
}

/// The life of a VPC or a vSwitch. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum NetworkStatus {
    /// Being made.
    Pending,
    /// Ready.
    #[default]
    Available,
}

impl RouteTableKind {
    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Custom => "Custom",
        }
    }
}

impl NetworkStatus {
    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Available => "Available",
        }
    }
}

impl Vpc {
    /// The VPC's router, as interfaces name it.
    pub fn router(&self) -> RouterRef {
        RouterRef { kind: RouterType::VRouter, id: self.vrouter.as_str().into() }
    }
}

/// The block that holds nothing but the unspecified address: where an address block has to stand and none is known.
fn nothing() -> Ipv4Net {
    Ipv4Net::from(Ipv4Addr::UNSPECIFIED)
}

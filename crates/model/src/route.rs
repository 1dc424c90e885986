//! Route entries. Source: Express Connect API reference 2022, CreateRouteEntry and DescribeRouteEntryList.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, BgpPeerId, RegionId, RouteEntryId, RouteTableId, VpcId};
use crate::router::RouterRef;
use crate::text::Text;
use crate::time::Time;
use crate::wire_enum::wire_enum;
use crate::{Seq, is_default};

/// An entry of a route table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteEntry {
    /// Order of creation.
    pub seq: Seq,
    /// The entry's id.
    pub id: RouteEntryId,
    /// Who owns the table.
    pub account: AccountId,
    /// Where the table is.
    pub region: RegionId,
    /// The table.
    pub table: RouteTableId,
    /// The router that the table belongs to.
    pub router: RouterRef,
    /// The VPC of that router; empty for a border router's table.
    #[serde(skip_serializing_if = "is_default")]
    pub vpc: VpcId,
    /// Where it leads: host bits are clear.
    pub destination: IpNet,
    /// How it came to be.
    pub kind: RouteKind,
    /// The way there: one next hop, or 2 to 4 that share the traffic by weight. None for a system route, which
    /// leads into the VPC itself.
    #[serde(skip_serializing_if = "is_default")]
    pub next_hops: Vec<NextHop>,
    /// Made with a list of next hops.
    #[serde(skip_serializing_if = "is_default")]
    pub ecmp: bool,
    /// The peer that it was learned from; empty unless it is a BGP route.
    #[serde(skip_serializing_if = "is_default")]
    pub peer: BgpPeerId,
    /// A name for people; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Text,
    /// May be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub description: Text,
    /// Where it is in its life.
    pub status: RouteStatus,
    /// Since when it has that status.
    pub since: Time,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub modified_at: Time,
}

impl Default for RouteEntry {
    fn default() -> Self {
        Self {
            seq: 0,
            id: RouteEntryId::default(),
            account: AccountId::default(),
            region: RegionId::default(),
            table: RouteTableId::default(),
            router: RouterRef::default(),
            vpc: VpcId::default(),
            destination: IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0)),
            kind: RouteKind::default(),
            next_hops: Vec::new(),
            ecmp: false,
            peer: BgpPeerId::default(),
            name: Text::default(),
            description: Text::default(),
            status: RouteStatus::default(),
            since: Time::default(),
            created_at: Time::default(),
            modified_at: Time::default(),
        }
    }
}

impl RouteEntry {
    /// Whether it is written for IPv6.
    pub fn is_ipv6(&self) -> bool {
        matches!(self.destination, IpNet::V6(_))
    }
}

/// One way to go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NextHop {
    /// What it is.
    pub kind: NextHopType,
    /// Its id.
    pub id: Text,
    /// Its share, beside the others'; 0 where there are no others.
    #[serde(skip_serializing_if = "is_default")]
    pub weight: u32,
}

wire_enum! {
    /// What a route can lead to.
    NextHopType {
        /// An ECS instance.
        #[default] Instance = "Instance",
        /// A high-availability virtual address.
        HaVip = "HaVip",
        /// A router interface, or the built-in interface of a border router.
        RouterInterface = "RouterInterface",
        /// A network interface.
        NetworkInterface = "NetworkInterface",
        /// A VPN gateway.
        VpnGateway = "VpnGateway",
        /// An IPv6 gateway.
        Ipv6Gateway = "IPv6Gateway",
        /// A NAT gateway.
        NatGateway = "NatGateway",
        /// A transit router's attachment.
        Attachment = "Attachment",
        /// A VPC peering connection.
        VpcPeer = "VpcPeer",
    }
}

wire_enum! {
    /// How a route came to be.
    RouteKind {
        /// Made by its owner.
        #[default] Custom = "Custom",
        /// Made with its VPC or vSwitch.
        System = "System",
        /// Learned over BGP.
        Bgp = "BGP",
        /// Came through a CEN instance.
        Cen = "CEN",
    }
}

wire_enum! {
    /// States of a route entry. One that is being deleted shows as `Modifying`.
    RouteStatus {
        /// Being made.
        Pending = "Pending",
        /// In use.
        #[default] Available = "Available",
        /// Being changed.
        Modifying = "Modifying",
        /// Being deleted.
        Deleting = "Deleting",
    }
}

impl RouteStatus {
    /// Whether it ends by itself, and blocks other changes of its table until then.
    pub fn is_transitional(self) -> bool {
        self != Self::Available
    }
}

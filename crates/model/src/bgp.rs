//! BGP between a border router and the customer: groups, peers with their sessions, announced networks, and the
//! customer's router as an operator describes it. Source: Express Connect API reference 2022, BGP.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};
use serde::{Deserialize, Serialize};

use crate::account::Secret;
use crate::id::{AccountId, BgpGroupId, BgpPeerId, RegionId, VirtualBorderRouterId, VpcId};
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// The AS number of the cloud.
pub const CLOUD_ASN: u32 = 45_104;

/// What peers of a border router have in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BgpGroup {
    /// Order of creation.
    pub seq: Seq,
    /// The group's id.
    pub id: BgpGroupId,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The border router.
    pub vbr: VirtualBorderRouterId,
    /// A name for people; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Text,
    /// May be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub description: Text,
    /// The customer's AS number.
    pub peer_asn: u32,
    /// The cloud's AS number.
    pub local_asn: u32,
    /// The key that both ends have to know; empty: none.
    #[serde(skip_serializing_if = "is_default")]
    pub auth_key: Secret,
    /// The customer's end takes a substitute for the cloud's AS number.
    #[serde(skip_serializing_if = "is_default")]
    pub fake_asn: bool,
    /// Whether its peers speak IPv6.
    #[serde(skip_serializing_if = "is_default")]
    pub ipv6: bool,
    /// How many routes each peer may announce; what comes after them is not taken.
    #[serde(skip_serializing_if = "is_default")]
    pub route_limit: RouteLimit,
    /// Where it is in its life.
    pub status: BgpStatus,
    /// Since when it has that status.
    pub since: Time,
    /// When it was made.
    pub created_at: Time,
}

/// A number of routes: 110 where nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RouteLimit(pub u32);

impl Default for RouteLimit {
    fn default() -> Self {
        Self(110)
    }
}

/// A neighbour of a border router.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BgpPeer {
    /// Order of creation.
    pub seq: Seq,
    /// The peer's id.
    pub id: BgpPeerId,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The border router.
    pub vbr: VirtualBorderRouterId,
    /// Its group.
    pub group: BgpGroupId,
    /// The customer's address; absent: the peer gateway of the border router's own line.
    #[serde(skip_serializing_if = "is_default")]
    pub address: Option<IpAddr>,
    /// Whether losses are detected by BFD.
    #[serde(skip_serializing_if = "is_default")]
    pub bfd: bool,
    /// Hops that BFD may take, 1 to 255; 0 where it is off.
    #[serde(skip_serializing_if = "is_default")]
    pub bfd_multi_hop: u32,
    /// Where it is in its life.
    pub status: BgpStatus,
    /// Since when it has that status.
    pub since: Time,
    /// Its session.
    pub session: Session,
    /// Taken down by a fault, until that is mended.
    #[serde(skip_serializing_if = "is_default")]
    pub cut: bool,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub modified_at: Time,
}

/// A session, as the fabric has seen it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// How far it is.
    pub state: SessionState,
    /// Since when.
    pub since: Time,
    /// Since when the other end has not been heard, while nobody has noticed.
    #[serde(skip_serializing_if = "is_default")]
    pub silent_since: Option<Time>,
    /// When that is noticed, unless the other end is heard again before.
    #[serde(skip_serializing_if = "is_default")]
    pub down_at: Option<Time>,
    /// Why it is not established; empty where it is.
    #[serde(skip_serializing_if = "is_default")]
    pub reason: Text,
    /// What the cloud's end began it with; absent while it is down. With other terms it is another session.
    #[serde(skip_serializing_if = "is_default")]
    pub terms: Option<Terms>,
    /// Both ends speak BFD.
    #[serde(skip_serializing_if = "is_default")]
    pub bfd: bool,
    /// The other end announces more routes than it may; those beyond are not taken.
    #[serde(skip_serializing_if = "is_default")]
    pub limited: bool,
}

/// What the cloud's end brings to a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Its own address.
    pub local: IpAddr,
    /// The customer's address.
    pub peer: IpAddr,
    /// Its own AS number.
    pub local_asn: u32,
    /// The customer's AS number.
    pub peer_asn: u32,
    /// The key; empty: none.
    pub auth_key: Secret,
}

impl Session {
    /// Whether it changes by itself when its time has come.
    pub fn is_moving(&self) -> bool {
        self.state == SessionState::Connecting || self.down_at.is_some()
    }
}

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum SessionState {
    /// There is nobody to talk to.
    #[default]
    Down,
    /// The ends are introducing themselves.
    Connecting,
    /// Routes are exchanged.
    Established,
}

/// A network that a border router announces to the customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BgpNetwork {
    /// Order of creation.
    pub seq: Seq,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// The border router.
    pub vbr: VirtualBorderRouterId,
    /// The network: host bits are clear.
    pub network: IpNet,
    /// The VPC that it is in; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub vpc: VpcId,
    /// Where it is in its life.
    pub status: BgpStatus,
    /// Since when it has that status.
    pub since: Time,
    /// When it was made.
    pub created_at: Time,
}

impl Default for BgpNetwork {
    fn default() -> Self {
        Self {
            seq: 0,
            account: AccountId::default(),
            region: RegionId::default(),
            vbr: VirtualBorderRouterId::default(),
            network: IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0)),
            vpc: VpcId::default(),
            status: BgpStatus::default(),
            since: Time::default(),
            created_at: Time::default(),
        }
    }
}

/// The customer's router at the far end of a border router's VLAN, as an operator describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerRouter {
    /// Order of creation.
    pub seq: Seq,
    /// The operator's name for it, unique.
    pub id: Text,
    /// The border router that it faces.
    pub vbr: VirtualBorderRouterId,
    /// Its address, in the subnet of one of the border router's VLANs.
    pub address: IpAddr,
    /// The network that it belongs to, which may have routers on border routers of several accounts; empty: that of the
    /// border router's account.
    #[serde(skip_serializing_if = "is_default")]
    pub site: Text,
    /// Its AS number.
    pub asn: u32,
    /// The key that it knows; empty: none.
    #[serde(skip_serializing_if = "is_default")]
    pub auth_key: Secret,
    /// The prefixes that it announces.
    #[serde(skip_serializing_if = "is_default")]
    pub announces: Vec<IpNet>,
    /// Networks behind it, reachable through it without being announced.
    #[serde(skip_serializing_if = "is_default")]
    pub networks: Vec<IpNet>,
    /// Networks that it sends back without BGP: its own static routes towards the cloud.
    #[serde(skip_serializing_if = "is_default")]
    pub routes: Vec<IpNet>,
    /// Whether it speaks BFD.
    #[serde(skip_serializing_if = "is_default")]
    pub bfd: bool,
    /// Whether it is switched on.
    pub on: bool,
}

impl Default for CustomerRouter {
    fn default() -> Self {
        Self {
            seq: 0,
            id: Text::default(),
            vbr: VirtualBorderRouterId::default(),
            address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            site: Text::default(),
            asn: 0,
            auth_key: Secret::default(),
            announces: Vec::new(),
            networks: Vec::new(),
            routes: Vec::new(),
            bfd: false,
            on: true,
        }
    }
}

/// States of groups, peers, and networks. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum BgpStatus {
    /// Being made.
    #[default]
    Pending,
    /// In use.
    Available,
    /// Being changed.
    Modifying,
    /// Being deleted.
    Deleting,
}

/// What can happen to a group, peer, or network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BgpEvent {
    /// What was asked for is done.
    Done,
    /// Its owner changes it.
    Modify,
    /// Its owner deletes it.
    Delete,
}

impl BgpStatus {
    /// All states, in the documents' order.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Available, Self::Modifying, Self::Deleting];

    /// Where an event leads; `None` when it cannot happen here. What ends in `Deleting` is gone when that is done.
    pub fn on(self, event: BgpEvent) -> Option<Self> {
        match (self, event) {
            (Self::Pending | Self::Modifying, BgpEvent::Done) => Some(Self::Available),
            (Self::Available, BgpEvent::Modify) => Some(Self::Modifying),
            (Self::Available, BgpEvent::Delete) => Some(Self::Deleting),
            _ => None,
        }
    }

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Available => "Available",
            Self::Modifying => "Modifying",
            Self::Deleting => "Deleting",
        }
    }

    /// Whether it ends by itself.
    pub fn is_transitional(self) -> bool {
        self != Self::Available
    }
}

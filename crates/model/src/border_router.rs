//! Virtual border routers: the cloud's end of a physical line. Source: Express Connect API reference 2022 and 2016,
//! virtual border routers.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::Ipv6Net;
use serde::{Deserialize, Serialize};

use crate::id::{
    AccessPointId, AccountId, PhysicalConnectionId, RegionId, ResourceGroupId, RouteTableId,
    RouterInterfaceId, VirtualBorderRouterId,
};
use crate::tag::Tag;
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// A virtual border router: one VLAN of a line, with a route table.
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
    /// Its line.
    #[serde(skip_serializing_if = "is_default")]
    pub line: PhysicalConnectionId,
    /// Who owns that line.
    #[serde(skip_serializing_if = "is_default")]
    pub line_account: AccountId,
    /// Its VLAN on that line, 0 to 2999; 0 takes the whole line.
    #[serde(skip_serializing_if = "is_default")]
    pub vlan: u16,
    /// The built-in interface towards the customer, a possible next hop of its routes.
    #[serde(skip_serializing_if = "is_default")]
    pub vlan_interface: RouterInterfaceId,
    /// Its route table.
    #[serde(skip_serializing_if = "is_default")]
    pub route_table: RouteTableId,
    /// The carrier's code.
    #[serde(skip_serializing_if = "is_default")]
    pub circuit_code: Text,
    /// The addresses of both ends.
    #[serde(skip_serializing_if = "is_default")]
    pub peering: Peering,
    /// How losses are detected.
    #[serde(skip_serializing_if = "is_default")]
    pub bfd: Bfd,
    /// The limit out of the cloud, in Mbps; absent: the line's.
    #[serde(skip_serializing_if = "is_default")]
    pub bandwidth_mbps: Option<u32>,
    /// The largest packet, in bytes.
    #[serde(skip_serializing_if = "is_default")]
    pub mtu: Option<u32>,
    /// Whether two lines may talk to each other through it.
    #[serde(skip_serializing_if = "is_default")]
    pub sitelink: bool,
    /// A name for people; may be empty.
    pub name: Text,
    /// May be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub description: Text,
    /// Where it is in its life.
    pub status: VbrStatus,
    /// Since when it has that status.
    #[serde(skip_serializing_if = "is_default")]
    pub since: Time,
    /// When it was active first.
    #[serde(skip_serializing_if = "is_default")]
    pub activated_at: Option<Time>,
    /// When it was terminated last.
    #[serde(skip_serializing_if = "is_default")]
    pub terminated_at: Option<Time>,
    /// When it came back last.
    #[serde(skip_serializing_if = "is_default")]
    pub recovered_at: Option<Time>,
    /// Further lines that it uses.
    #[serde(skip_serializing_if = "is_default")]
    pub associated: Vec<Association>,
    /// Empty: the account's default group.
    #[serde(skip_serializing_if = "is_default")]
    pub resource_group: ResourceGroupId,
    /// Tags, in the order in which they came.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: Time,
}

/// A further line of a border router.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Association {
    /// The line.
    pub line: PhysicalConnectionId,
    /// Who owns it.
    pub line_account: AccountId,
    /// The VLAN on it.
    pub vlan: u16,
    /// The built-in interface towards the customer.
    pub vlan_interface: RouterInterfaceId,
    /// The carrier's code.
    #[serde(skip_serializing_if = "is_default")]
    pub circuit_code: Text,
    /// The addresses of both ends.
    #[serde(skip_serializing_if = "is_default")]
    pub peering: Peering,
    /// When it was made.
    pub created_at: Time,
}

/// The addresses at the two ends of a VLAN.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Peering {
    /// IPv4; absent while nobody has set it.
    #[serde(skip_serializing_if = "is_default")]
    pub v4: Option<PeeringV4>,
    /// IPv6; absent while nobody has set it.
    #[serde(skip_serializing_if = "is_default")]
    pub v6: Option<PeeringV6>,
    /// Whether IPv6 is on.
    #[serde(skip_serializing_if = "is_default")]
    pub ipv6_enabled: bool,
}

/// IPv4 addresses of the two ends, in one subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeeringV4 {
    /// The cloud's end (`LocalGatewayIp`).
    pub local: Ipv4Addr,
    /// The customer's end (`PeerGatewayIp`).
    pub peer: Ipv4Addr,
    /// The length of the mask, 24 to 30.
    pub prefix: u8,
}

impl PeeringV4 {
    /// The mask in dotted form (`PeeringSubnetMask`).
    pub fn mask(&self) -> Ipv4Addr {
        let bits = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
        Ipv4Addr::from(bits)
    }
}

/// IPv6 addresses of the two ends, in one subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeeringV6 {
    /// The cloud's end (`LocalIpv6GatewayIp`).
    pub local: Ipv6Addr,
    /// The customer's end (`PeerIpv6GatewayIp`).
    pub peer: Ipv6Addr,
    /// The subnet (`PeeringIpv6SubnetMask`).
    pub subnet: Ipv6Net,
}

/// Bidirectional Forwarding Detection on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bfd {
    /// Milliseconds between packets sent, 200 to 1000.
    pub min_tx_ms: u32,
    /// Milliseconds between packets received, 200 to 1000.
    pub min_rx_ms: u32,
    /// Packets in a row that may be lost, 3 to 10.
    pub multiplier: u32,
}

impl Default for Bfd {
    /// A second and three packets: what the real service begins with.
    fn default() -> Self {
        Self { min_tx_ms: 1_000, min_rx_ms: 1_000, multiplier: 3 }
    }
}

/// States of a virtual border router. Source: Express Connect API reference 2022, DescribeVirtualBorderRouters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
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

/// What can happen to a virtual border router.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VbrEvent {
    /// Its owner accepts it, by setting its addresses.
    Accept,
    /// The line's owner cuts it off.
    Terminate,
    /// It is cut off.
    Terminated,
    /// The line's owner brings it back.
    Recover,
    /// It is back.
    Recovered,
    /// It is deleted.
    Delete,
}

impl VbrStatus {
    /// All states, in the documents' order.
    pub const ALL: [Self; 6] = [
        Self::Unconfirmed,
        Self::Active,
        Self::Terminating,
        Self::Terminated,
        Self::Recovering,
        Self::Deleting,
    ];

    /// Where an event leads; `None` when it cannot happen here.
    pub fn on(self, event: VbrEvent) -> Option<Self> {
        Some(match (self, event) {
            (Self::Unconfirmed, VbrEvent::Accept) | (Self::Recovering, VbrEvent::Recovered) => Self::Active,
            (Self::Active, VbrEvent::Terminate) => Self::Terminating,
            (Self::Terminating, VbrEvent::Terminated) => Self::Terminated,
            (Self::Terminated, VbrEvent::Recover) => Self::Recovering,
            (Self::Unconfirmed | Self::Active | Self::Terminated, VbrEvent::Delete) => Self::Deleting,
            _ => return None,
        })
    }

    /// The spelling with a capital, as DescribeVirtualBorderRoutersForPhysicalConnection prints it.
    pub fn capitalized(self) -> &'static str {
        match self {
            Self::Unconfirmed => "Unconfirmed",
            Self::Active => "Active",
            Self::Terminating => "Terminating",
            Self::Terminated => "Terminated",
            Self::Recovering => "Recovering",
            Self::Deleting => "Deleting",
        }
    }

    /// The spelling in lower case, as DescribeVirtualBorderRouters prints it.
    pub fn lower_case(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Active => "active",
            Self::Terminating => "terminating",
            Self::Terminated => "terminated",
            Self::Recovering => "recovering",
            Self::Deleting => "deleting",
        }
    }

    /// Reads either spelling, and `Enabled` of the documents' prose.
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("enabled") {
            return Some(Self::Active);
        }
        Self::ALL.into_iter().find(|status| status.lower_case().eq_ignore_ascii_case(text))
    }

    /// Whether it ends by itself.
    pub fn is_transitional(self) -> bool {
        matches!(self, Self::Terminating | Self::Recovering | Self::Deleting)
    }
}

impl VirtualBorderRouter {
    /// The router after an event; `None` when that cannot happen now.
    pub fn after(&self, event: VbrEvent, now: Time) -> Option<Self> {
        let status = self.status.on(event)?;
        let mut next = Self { status, since: now, ..self.clone() };
        match event {
            VbrEvent::Accept => next.activated_at = next.activated_at.or(Some(now)),
            VbrEvent::Terminated => next.terminated_at = Some(now),
            VbrEvent::Recovered => next.recovered_at = Some(now),
            VbrEvent::Terminate | VbrEvent::Recover | VbrEvent::Delete => {}
        }
        Some(next)
    }

    /// Whether it counts for quotas and dependency checks. Deletion counts from the moment it is asked for.
    pub fn exists_for_others(&self) -> bool {
        self.status != VbrStatus::Deleting
    }

    /// The VLANs that it holds: line and number, its own first.
    pub fn vlans(&self) -> impl Iterator<Item = (&PhysicalConnectionId, u16)> {
        let further = self.associated.iter().map(|one| (&one.line, one.vlan));
        std::iter::once((&self.line, self.vlan)).chain(further)
    }

    /// The addresses of the VLAN that this built-in interface belongs to.
    pub fn peering_of(&self, vlan_interface: &str) -> Option<&Peering> {
        if self.vlan_interface.as_str() == vlan_interface {
            return Some(&self.peering);
        }
        self.associated
            .iter()
            .find(|one| one.vlan_interface.as_str() == vlan_interface)
            .map(|one| &one.peering)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_router_is_accepted_cut_off_and_brought_back() {
        let steps = [
            VbrEvent::Accept,
            VbrEvent::Terminate,
            VbrEvent::Terminated,
            VbrEvent::Recover,
            VbrEvent::Recovered,
            VbrEvent::Delete,
        ];
        let end = steps.into_iter().try_fold(VbrStatus::Unconfirmed, VbrStatus::on);
        assert_eq!(end, Some(VbrStatus::Deleting));
        assert_eq!(VbrStatus::Unconfirmed.on(VbrEvent::Terminate), None);
    }

    #[test]
    fn the_time_of_the_first_activation_stays() {
        let router = VirtualBorderRouter { status: VbrStatus::Unconfirmed, ..Default::default() };
        let accepted = router.after(VbrEvent::Accept, Time(1)).unwrap();
        assert_eq!(accepted.activated_at, Some(Time(1)));
        let back = [VbrEvent::Terminate, VbrEvent::Terminated, VbrEvent::Recover, VbrEvent::Recovered]
            .into_iter()
            .zip(2..)
            .fold(accepted, |router, (event, at)| router.after(event, Time(at)).unwrap());
        assert_eq!((back.activated_at, back.terminated_at), (Some(Time(1)), Some(Time(3))));
        assert_eq!(back.recovered_at, Some(Time(5)));
    }

    #[test]
    fn masks_are_dotted() {
        let peering =
            |prefix| PeeringV4 { local: Ipv4Addr::UNSPECIFIED, peer: Ipv4Addr::UNSPECIFIED, prefix };
        assert_eq!(peering(30).mask().to_string(), "255.255.255.252");
        assert_eq!(peering(24).mask().to_string(), "255.255.255.0");
    }

    #[test]
    fn a_status_is_read_in_any_letter_case() {
        for text in ["active", "Active", "Enabled"] {
            assert_eq!(VbrStatus::parse(text), Some(VbrStatus::Active));
        }
        assert_eq!(VbrStatus::parse("gone"), None);
    }
}

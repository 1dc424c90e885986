//! Why a packet dies, or a way carries nothing: a code for programs, a sentence that names the resources, and what
//! would mend it.

use std::fmt::Display;
use std::net::IpAddr;

use serde::Serialize;
use xconnect_model::{BgpPeer, CustomerRouter, PhysicalConnection, RouterInterface, VirtualBorderRouter};

/// Why something does not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What is wrong, for programs.
    pub code: Code,
    /// What is wrong, for people.
    pub sentence: String,
    /// What would mend it.
    pub mend: String,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The source address is in no vSwitch of the VPC that it is to start in.
    SourceNotInVswitch,
    /// The source address is not behind the customer's router that it is to start at.
    SourceNotBehindRouter,
    /// No entry of the table leads to the destination.
    NoRoute,
    /// Nothing leads back to the source.
    NoReturnRoute,
    /// A system route leads into the VPC, and no vSwitch there has the address.
    NotInVswitch,
    /// The next hop does not exist, or not on this router.
    NextHopGone,
    /// A next hop beside the interfaces is not in a state that routes can lead to.
    TargetNotReady,
    /// The question takes it as failed.
    TakenAsFailed,
    /// A router interface is not Active.
    InterfaceInactive,
    /// A router interface has no other end.
    InterfaceNotConnected,
    /// A router interface is locked.
    InterfaceLocked,
    /// A router interface is cut by a fault.
    InterfaceCut,
    /// The probes of a link are lost.
    HealthCheckFailed,
    /// A border router is not Active.
    VbrNotActive,
    /// A VLAN has no addresses of this IP version.
    NoPeeringAddress,
    /// A line does not exist.
    LineGone,
    /// A line is not Enabled.
    LineNotEnabled,
    /// A line is locked.
    LineLocked,
    /// A line is cut by a fault.
    LineCut,
    /// Another border router of its failover group carries the traffic.
    Standby,
    /// Nobody answers at the far end of a VLAN.
    NoCustomerRouter,
    /// The customer's router is switched off.
    CustomerRouterOff,
    /// The customer's router does not have the network.
    NoCustomerNetwork,
    /// The packet comes by the same table again.
    Loop,
    /// The packet passes more routers than a packet may.
    TooManyHops,
    /// An answer ends in another network that has the same address.
    OverlappingCidr,
    /// An answer ends at something that is not where the packet came from.
    ReturnElsewhere,
}

impl Reason {
    pub(crate) fn new(code: Code, sentence: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into(), mend: mend.into() }
    }

    pub(crate) fn no_route(router: impl Display, table: impl Display, to: IpAddr) -> Self {
        Self::new(
            Code::NoRoute,
            format!("Table {table} of {router} has no route to {to}."),
            format!("Add one with CreateRouteEntry in table {table}, or have it learned over BGP or CEN."),
        )
    }

    pub(crate) fn failed(what: &str, id: impl Display) -> Self {
        Self::new(
            Code::TakenAsFailed,
            format!("The {what} {id} is taken as failed."),
            format!("Leave {id} out of what is taken as failed, or give the traffic another way."),
        )
    }

    pub(crate) fn gone(what: &str, id: impl Display, on: impl Display) -> Self {
        Self::new(
            Code::NextHopGone,
            format!("The next hop {id} is no {what} on {on}."),
            "Delete the route (DeleteRouteEntry) and make one with a next hop that exists.",
        )
    }

    pub(crate) fn interface_inactive(interface: &RouterInterface) -> Self {
        let (id, status) = (&interface.id, interface.status.as_str());
        let mend = match status {
            "Idle" => format!("Connect it: ConnectRouterInterface on the initiating side of {id}."),
            "Inactive" => format!("Activate it: ActivateRouterInterface {id}."),
            "Deactivating" => {
                format!("Wait until {id} is Inactive, and activate it: ActivateRouterInterface {id}.")
            }
            "Deleting" => "Make another interface: CreateRouterInterface.".to_owned(),
            _ => format!("Wait until {id} is Active."),
        };
        Self::new(Code::InterfaceInactive, format!("Router interface {id} is {status}."), mend)
    }

    pub(crate) fn not_connected(interface: &RouterInterface) -> Self {
        Self::new(
            Code::InterfaceNotConnected,
            format!("The other end of router interface {} does not exist any more.", interface.id),
            format!(
                "Delete {} and make a new pair: CreateRouterInterface, ConnectRouterInterface.",
                interface.id
            ),
        )
    }

    pub(crate) fn interface_locked(interface: &RouterInterface) -> Self {
        Self::new(
            Code::InterfaceLocked,
            format!("Router interface {} is {}.", interface.id, interface.business_status.as_str()),
            "Pay what is outstanding, or have the provider unlock the interface.",
        )
    }

    pub(crate) fn interface_cut(interface: &RouterInterface) -> Self {
        Self::new(
            Code::InterfaceCut,
            format!("Router interface {} is cut by a fault.", interface.id),
            format!(
                "Have the interface mended: POST /v1/interfaces/{}/mend on the operator interface.",
                interface.id
            ),
        )
    }

    pub(crate) fn health_check_failed(interface: &RouterInterface) -> Self {
        let target = interface.health_check.target.map(|it| format!(" to {it}")).unwrap_or_default();
        Self::new(
            Code::HealthCheckFailed,
            format!("The health check of router interface {}{target} has failed.", interface.id),
            "Mend what is behind the link, or probe another address: ModifyRouterInterfaceAttribute.",
        )
    }

    pub(crate) fn vbr_not_active(vbr: &VirtualBorderRouter) -> Self {
        let (id, status) = (&vbr.id, vbr.status.lower_case());
        let mend = match status {
            "unconfirmed" => {
                "Its owner accepts it by setting its addresses: ModifyVirtualBorderRouterAttribute."
            }
            "terminating" => {
                "Wait until it is terminated; the line's owner brings it back: RecoverVirtualBorderRouter."
            }
            "terminated" => "The line's owner brings it back: RecoverVirtualBorderRouter.",
            "deleting" => "Make another border router: CreateVirtualBorderRouter.",
            _ => "Wait until it is active.",
        };
        Self::new(Code::VbrNotActive, format!("Border router {id} is {status}."), mend)
    }

    pub(crate) fn vbr_gone(vbr: impl Display) -> Self {
        Self::new(
            Code::VbrNotActive,
            format!("Border router {vbr} does not exist."),
            "Make another border router: CreateVirtualBorderRouter.",
        )
    }

    pub(crate) fn no_peering(vbr: &VirtualBorderRouter, interface: impl Display, ipv6: bool) -> Self {
        let version = if ipv6 { "IPv6" } else { "IPv4" };
        Self::new(
            Code::NoPeeringAddress,
            format!("The VLAN {interface} of border router {} has no {version} addresses.", vbr.id),
            format!(
                "Set the {version} addresses of both ends: ModifyVirtualBorderRouterAttribute {}.",
                vbr.id
            ),
        )
    }

    pub(crate) fn line_gone(vbr: &VirtualBorderRouter) -> Self {
        Self::new(
            Code::LineGone,
            format!("The line of border router {} does not exist.", vbr.id),
            "Associate a line that is Enabled: AssociatePhysicalConnectionToVirtualBorderRouter.",
        )
    }

    pub(crate) fn line_below_gone(line: &PhysicalConnection, below: impl Display) -> Self {
        Self::new(
            Code::LineGone,
            format!("Line {below}, which the shared line {} is a part of, does not exist.", line.id),
            "Use another line: AssociatePhysicalConnectionToVirtualBorderRouter.",
        )
    }

    pub(crate) fn line_not_enabled(line: &PhysicalConnection) -> Self {
        Self::new(
            Code::LineNotEnabled,
            format!("Line {} is {}.", line.id, line.status.as_str()),
            format!(
                "Open it: EnablePhysicalConnection {} (RecoverPhysicalConnection if terminated).",
                line.id
            ),
        )
    }

    pub(crate) fn line_locked(line: &PhysicalConnection) -> Self {
        Self::new(
            Code::LineLocked,
            format!("Line {} is {}.", line.id, line.business_status.as_str()),
            "Pay what is outstanding, or have the provider unlock the line.",
        )
    }

    pub(crate) fn line_cut(line: &PhysicalConnection) -> Self {
        Self::new(
            Code::LineCut,
            format!("Line {} is cut by a fault.", line.id),
            format!("Have the line mended: POST /v1/lines/{}/mend on the operator interface.", line.id),
        )
    }
    pub(crate) fn session_cut(peer: &BgpPeer) -> Self {
        Self::new(
            Code::NoRoute,
            format!("Session {} is cut by a fault.", peer.id),
            format!(
                "Have the session mended: POST /v1/bgp-peers/{}/mend on the operator interface.",
                peer.id
            ),
        )
    }

    pub(crate) fn session_down(peer: &BgpPeer) -> Self {
        let why = if peer.session.reason.is_empty() { "nobody has said why" } else { &*peer.session.reason };
        Self::new(
            Code::NoRoute,
            format!("What is known of session {}: {why}.", peer.id),
            format!(
                "Bring session {} up, or give the traffic a route of its own: CreateRouteEntry.",
                peer.id
            ),
        )
    }

    pub(crate) fn customer_router_off(router: &CustomerRouter) -> Self {
        let id = &router.id;
        Self::new(
            Code::CustomerRouterOff,
            format!("The customer's router {id} is switched off."),
            format!("Switch it on: POST /v1/customer-routers/{id}/on on the operator interface."),
        )
    }
}

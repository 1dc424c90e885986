//! Whether a next hop can be used at this moment, and what lies behind it.

use std::sync::Arc;

use xconnect_model::border_router::VbrStatus;
use xconnect_model::route::{NextHop, NextHopType};
use xconnect_model::router_interface::{BusinessStatus, Status};
use xconnect_model::{RouterInterface, RouterType, VirtualBorderRouter};
use xconnect_state::State;
use xconnect_state::steps::session::Facing;

/// What lies behind a next hop.
pub(super) struct Related<'s> {
    pub(super) instance: &'s str,
    /// `VPC`, `VBR`, or `PCONN`.
    pub(super) kind: &'static str,
    pub(super) region: &'s str,
}

/// What a next hop is made of.
enum Means<'s> {
    /// A built-in interface of a border router, towards one of its lines.
    Vlan(&'s Arc<VirtualBorderRouter>, Facing<'s>),
    /// A router interface.
    Interface(&'s Arc<RouterInterface>),
    /// What an operator has registered.
    Target { ready: bool, vpc: &'s str, region: &'s str },
}

impl<'s> Means<'s> {
    fn of(state: &'s State, hop: &NextHop) -> Option<Self> {
        if hop.kind != NextHopType::RouterInterface {
            let target = state.next_hop_target(&hop.id)?;
            let (vpc, region) = (target.vpc.as_str(), target.region.as_str());
            return Some(Self::Target { ready: target.ready, vpc, region });
        }
        if let Some(interface) = state.router_interface(&hop.id) {
            return Some(Self::Interface(interface));
        }
        let vbr = state.vbr_of_vlan_interface(&hop.id)?;
        Some(Self::Vlan(vbr, vlan_with(vbr, &hop.id)?))
    }
}

/// Whether packets could take a next hop now.
pub(super) fn is_usable(state: &State, hop: &NextHop) -> bool {
    match Means::of(state, hop) {
        Some(Means::Vlan(vbr, vlan)) => vbr.status == VbrStatus::Active && vlan.carries(state),
        Some(Means::Interface(near)) => {
            let both_work = works(state, near) && far_end(state, near).is_some_and(|far| works(state, far));
            both_work && !near.has_failed_health()
        }
        Some(Means::Target { ready, .. }) => ready,
        None => false,
    }
}

/// What lies behind a next hop: the router at the other end of a connection, the line of a built-in interface, or the
/// VPC that a target is in.
pub(super) fn related<'s>(state: &'s State, hop: &NextHop) -> Option<Related<'s>> {
    match Means::of(state, hop)? {
        Means::Vlan(_, vlan) => {
            let line = state.physical_connection(vlan.line.as_str())?;
            Some(Related { instance: line.id.as_str(), kind: "PCONN", region: line.region.as_str() })
        }
        Means::Interface(near) => {
            let far = far_end(state, near)?;
            let (instance, kind) = match far.router.kind {
                RouterType::VRouter => (far.vpc.as_str(), "VPC"),
                RouterType::Vbr => (far.router.id.as_str(), "VBR"),
            };
            Some(Related { instance, kind, region: far.region.as_str() })
        }
        Means::Target { vpc, region, .. } => Some(Related { instance: vpc, kind: "VPC", region }),
    }
}

/// The VLAN of a border router with this built-in interface.
pub(super) fn vlan_with<'v>(vbr: &'v VirtualBorderRouter, interface: &str) -> Option<Facing<'v>> {
    Facing::all(vbr).find(|vlan| !interface.is_empty() && vlan.vlan_interface.as_str() == interface)
}

/// Whether one end of a connection does its part.
fn works(state: &State, end: &RouterInterface) -> bool {
    let router_works = end.router.kind == RouterType::VRouter
        || state.virtual_border_router(&end.router.id).is_some_and(|vbr| vbr.status == VbrStatus::Active);
    end.status == Status::Active && end.business_status == BusinessStatus::Normal && !end.cut && router_works
}

/// The other end of a connection that both ends know of.
fn far_end<'s>(state: &'s State, near: &RouterInterface) -> Option<&'s Arc<RouterInterface>> {
    let link = near.link.as_ref().filter(|link| !link.gone)?;
    let far = state.router_interface(link.interface.as_str())?;
    far.link.as_ref().is_some_and(|back| back.interface == near.id && !back.gone).then_some(far)
}

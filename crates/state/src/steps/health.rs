//! Health checks on the simulated fabric: whether probes are answered, and when that begins to count.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use ipnet::IpNet;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::router_interface::{BusinessStatus, Health, HealthState, Status};
use xconnect_model::{CustomerRouter, RouterInterface, RouterType, Time, VirtualBorderRouter};

use super::session::Facing;
use crate::draft::Draft;
use crate::rows;
use crate::state::State;

/// Whether a probe that an interface sends now is answered: both ends of its link work, the border router at the far
/// end is active, and the target answers over one of its lines.
pub fn is_answered(state: &State, interface: &RouterInterface) -> bool {
    let Some(target) = interface.health_check.target else { return false };
    let works = |end: &RouterInterface| {
        end.status == Status::Active && end.business_status == BusinessStatus::Normal && !end.cut
    };
    let Some(link) = interface.link.as_ref().filter(|link| !link.gone) else { return false };
    let Some(other) = state.router_interface(link.interface.as_str()) else { return false };
    if !works(interface) || !works(other) || other.router.kind != RouterType::Vbr {
        return false;
    }
    let vbr = state.virtual_border_router(&other.router.id).filter(|vbr| vbr.status == VbrStatus::Active);
    vbr.is_some_and(|vbr| answers(state, vbr, target))
}

/// Whether somebody behind a border router answers. Where no router of the customer is described, everybody does.
fn answers(state: &State, vbr: &VirtualBorderRouter, target: Ipv4Addr) -> bool {
    let described: Vec<_> = state.customer_routers.find(rows::bgp::of_vbr(vbr.id.as_str())).collect();
    let mut working = Facing::all(vbr).filter(|vlan| vlan.carries(state));
    working.any(|vlan| {
        let of_vlan = |router: &&&Arc<CustomerRouter>| vlan.local(router.address).is_some();
        let at_target = described.iter().find(|router| router.address == IpAddr::V4(target));
        match at_target {
            Some(router) => of_vlan(&router) && router.on,
            None if vlan.peering.v4.is_some_and(|v4| v4.peer == target) => true,
            None if described.is_empty() => true,
            None => described.iter().filter(of_vlan).any(|router| router.on && is_behind(router, target)),
        }
    })
}

fn is_behind(router: &CustomerRouter, target: Ipv4Addr) -> bool {
    let mut networks = router.networks.iter().chain(&router.announces);
    networks.any(|network| matches!(network, IpNet::V4(network) if network.contains(&target)))
}

/// Brings what counts of an interface's health to where it has to be at a point in time.
pub fn observe(state: &State, draft: &mut Draft<'_>, interface: &RouterInterface, at: Time) {
    let health = next(state, interface, at);
    if health != interface.health {
        draft.put(RouterInterface { health, ..interface.clone() });
    }
}

fn next(state: &State, interface: &RouterInterface, at: Time) -> Option<Health> {
    if !interface.health_check.is_set() || interface.router.kind != RouterType::VRouter {
        return None;
    }
    let said = if is_answered(state, interface) { HealthState::Good } else { HealthState::Failed };
    // What the first probe says counts at once: there is nothing before it.
    let Some(mut health) = interface.health else {
        return Some(Health { state: said, since: at, changing_since: None });
    };
    if let Some(counts) = interface.health_changes_at().filter(|time| *time <= at) {
        let state = opposite(health.state);
        health = Health { state, since: counts, changing_since: None };
    }
    health.changing_since = match health.changing_since {
        _ if said == health.state => None,
        before => before.or(Some(at)),
    };
    Some(health)
}

fn opposite(state: HealthState) -> HealthState {
    match state {
        HealthState::Good => HealthState::Failed,
        HealthState::Failed => HealthState::Good,
    }
}

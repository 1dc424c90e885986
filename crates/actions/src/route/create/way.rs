//! The way that a new route takes: one next hop, or several that share the traffic.

use std::collections::HashSet;

use ipnet::IpNet;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::physical_connection::Status as LineStatus;
use xconnect_model::route::{NextHop, NextHopType};
use xconnect_model::router_interface::{BusinessStatus, Status};
use xconnect_model::{PhysicalConnectionId, RouterInterface, RouterType, Text, VirtualBorderRouter, Vpc};
use xconnect_state::State;
use xconnect_wire::ApiError;

use super::errors::*;
use super::{Request, target};
use crate::declare::Context;
use crate::route::common::{MISSING, Router};
use crate::route::item::NextHopItem;
use crate::route::usable::vlan_with;

/// How few next hops can share the traffic.
const MIN_SHARES: usize = 2;
/// How many next hops can share the traffic.
const MAX_SHARES: usize = 4;
/// The weight of a next hop for which none is given.
const WEIGHT: u32 = 100;
/// The largest weight.
const MAX_WEIGHT: u32 = 255;

/// What a request says of the way, as far as it can be judged without looking at the State.
pub(super) enum Wish {
    One(NextHop),
    /// Two to four router interfaces, each once.
    Several(Vec<NextHop>),
}

impl Wish {
    pub(super) fn of(request: &Request) -> Result<Self, ApiError> {
        let named = request.next_hop_type.is_some() || request.next_hop.is_some();
        match (named, request.next_hops.is_empty()) {
            (false, true) => Err(ApiError::new(&BOTH_NULL)),
            (true, false) => Err(ApiError::new(&BOTH_NOT_NULL)),
            (false, false) => several(&request.next_hops).map(Self::Several),
            (true, true) => {
                let kind = request.next_hop_type.as_deref().map(NextHopType::parse);
                let kind = kind.unwrap_or(Some(NextHopType::Instance)).ok_or(&NEXT_HOP_TYPE)?;
                let id = request.next_hop.clone().ok_or(&MISSING)?;
                Ok(Self::One(NextHop { kind, id, weight: 0 }))
            }
        }
    }
}

fn several(items: &[NextHopItem]) -> Result<Vec<NextHop>, ApiError> {
    if items.len() < MIN_SHARES {
        return Err(ApiError::new(&LIST_TOO_SHORT));
    }
    if items.len() > MAX_SHARES {
        return Err(ApiError::new(&LIST_TOO_LONG));
    }
    let hops: Vec<_> = items.iter().map(share).collect::<Result<_, _>>()?;
    let different: HashSet<_> = hops.iter().map(|hop| &hop.id).collect();
    if different.len() < hops.len() { Err(ApiError::new(&INTERFACE_TWICE)) } else { Ok(hops) }
}

fn share(item: &NextHopItem) -> Result<NextHop, ApiError> {
    let kind = NextHopType::RouterInterface;
    if item.kind.as_deref().is_some_and(|text| text != kind.as_str()) {
        return Err(ApiError::new(&NEXT_HOP_TYPE));
    }
    let id: Text = item.id.clone().ok_or(&MISSING)?;
    let weight = item.weight.as_deref().map_or(Some(WEIGHT), weight).ok_or(&WEIGHT_WRONG)?;
    Ok(NextHop { kind, id, weight })
}

fn weight(text: &str) -> Option<u32> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|weight| is_number && *weight <= MAX_WEIGHT)
}

/// A way that exists, and that the table can have.
pub(super) struct Way {
    pub(super) hops: Vec<NextHop>,
    /// It goes to, or comes from, a border router.
    pub(super) involves_border_router: bool,
}

impl Way {
    pub(super) fn find(
        context: &Context<'_>,
        router: Router<'_>,
        wish: &Wish,
        destination: &IpNet,
    ) -> Result<Self, ApiError> {
        match (router, wish) {
            (Router::Vbr(vbr), Wish::One(hop)) => from_vbr(context, vbr, hop, destination),
            (Router::Vbr(_), Wish::Several(_)) => Err(ApiError::new(&NEXT_HOP_TYPE)),
            (Router::Vpc(vpc), Wish::One(hop)) => from_vpc(context, vpc, hop, destination),
            (Router::Vpc(vpc), Wish::Several(hops)) => shared(context, vpc, hops),
        }
    }

    /// Whether several next hops share the traffic.
    pub(super) fn is_ecmp(&self) -> bool {
        self.hops.len() > 1
    }
}

fn from_vpc(context: &Context<'_>, vpc: &Vpc, hop: &NextHop, destination: &IpNet) -> Result<Way, ApiError> {
    let hops = vec![hop.clone()];
    if hop.kind == NextHopType::RouterInterface {
        let interface = interface_of(context, vpc.vrouter.as_str(), &hop.id).ok_or(&NEXT_HOP_NOT_FOUND)?;
        check_connected_to_vbr(interface)?;
        return Ok(Way { hops, involves_border_router: leads_to_vbr(interface) });
    }
    target::check(context, vpc, hop, is_ipv6(destination))?;
    Ok(Way { hops, involves_border_router: false })
}

/// Several next hops: every one an interface of the VPC's router, with a border router at its other end.
fn shared(context: &Context<'_>, vpc: &Vpc, hops: &[NextHop]) -> Result<Way, ApiError> {
    for hop in hops {
        let interface = interface_of(context, vpc.vrouter.as_str(), &hop.id).ok_or(&LISTED_NOT_FOUND)?;
        if !leads_to_vbr(interface) {
            return Err(ApiError::new(&OPPOSITE_ROUTER_TYPE));
        }
        check_connected_to_vbr(interface)?;
    }
    Ok(Way { hops: hops.to_vec(), involves_border_router: true })
}

/// A border router sends packets to interfaces only: to its own, or to one of the built-in ones towards its lines.
fn from_vbr(
    context: &Context<'_>,
    vbr: &VirtualBorderRouter,
    hop: &NextHop,
    destination: &IpNet,
) -> Result<Way, ApiError> {
    if hop.kind != NextHopType::RouterInterface {
        return Err(ApiError::new(&NEXT_HOP_TYPE));
    }
    let line = match vlan_with(vbr, &hop.id) {
        Some(vlan) if is_ipv6(destination) && !vlan.peering.ipv6_enabled => {
            return Err(ApiError::new(&IPV6_UNSUPPORTED));
        }
        Some(vlan) => vlan.line,
        None => {
            let interface = interface_of(context, vbr.id.as_str(), &hop.id).ok_or(&NEXT_HOP_NOT_FOUND)?;
            check_connected_to_vbr(interface)?;
            // Narrower blocks pass: no document says that they have to be the VPC's.
            if destination.prefix_len() == 0 && !leads_to_vbr(interface) {
                return Err(ApiError::new(&VPC_AS_INTERNET_GATEWAY));
            }
            &vbr.line
        }
    };
    if vbr.status != VbrStatus::Active {
        return Err(ApiError::new(&VBR_NOT_ACTIVE));
    }
    if !is_in_service(context.state, line) {
        return Err(ApiError::new(&LINE_NOT_NORMAL));
    }
    Ok(Way { hops: vec![hop.clone()], involves_border_router: true })
}

/// The caller's interface with this id on a router.
fn interface_of<'s>(context: &Context<'s>, router: &str, id: &str) -> Option<&'s RouterInterface> {
    let interface = context.state.router_interface(id)?;
    let is_there = interface.account == context.caller.account
        && interface.router.id == router
        && interface.exists_for_others();
    is_there.then_some(interface)
}

fn is_ipv6(destination: &IpNet) -> bool {
    matches!(destination, IpNet::V6(_))
}

fn leads_to_vbr(interface: &RouterInterface) -> bool {
    interface.opposite.router_type == Some(RouterType::Vbr)
}

fn check_connected_to_vbr(interface: &RouterInterface) -> Result<(), ApiError> {
    let is_idle = leads_to_vbr(interface) && interface.status == Status::Idle;
    if is_idle { Err(ApiError::new(&TOWARDS_VBR_IDLE)) } else { Ok(()) }
}

/// Whether a line is Enabled and not locked; of a shared one also the line below.
fn is_in_service(state: &State, line: &PhysicalConnectionId) -> bool {
    let Some(line) = state.physical_connection(line.as_str()) else { return false };
    let below = line.shared.as_ref().map(|shared| state.physical_connection(shared.parent.as_str()));
    let mut all = [Some(Some(line)), below].into_iter().flatten();
    all.all(|line| {
        line.is_some_and(|line| {
            line.status == LineStatus::Enabled && line.business_status == BusinessStatus::Normal
        })
    })
}

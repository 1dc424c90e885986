//! What several of the family's actions look up or check.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;

use xconnect_model::account::Secret;
use xconnect_model::bgp::{BgpStatus, CLOUD_ASN, RouteLimit};
use xconnect_model::border_router::VbrStatus;
use xconnect_model::id::ResourceId;
use xconnect_model::text::{is_description, is_name};
use xconnect_model::{
    BgpGroup, BgpGroupId, BgpPeer, RegionId, Text, VirtualBorderRouter, VirtualBorderRouterId,
};
use xconnect_state::steps::session;
use xconnect_state::{State, rows as index};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::rows::*;
use crate::declare::Context;
use crate::physical_connection::common::check_security_lock;

/// Seconds after which a silent peer is given up, as every group has it.
pub(super) const HOLD: &str = "30";
/// Seconds between signs of life, as every group has it.
pub(super) const KEEPALIVE: &str = "10";
/// The most hops that BFD may take.
const MAX_HOPS: u32 = 255;
/// Characters of a key.
const KEY: usize = 80;
/// AS numbers that nobody has: zero, the one that stands for a long number in old messages, and the last of each size.
const RESERVED_ASNS: [u32; 4] = [0, 23_456, 65_535, u32::MAX];
/// The AS number of the private range that the cloud keeps for itself.
const KEPT_ASN: u32 = 65_025;

/// The caller's border router with this id in this region.
pub(super) fn own_vbr<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
) -> Result<&'s Arc<VirtualBorderRouter>, ApiError> {
    let own = |vbr: &&Arc<VirtualBorderRouter>| {
        vbr.account == context.caller.account && vbr.region == *region && vbr.exists_for_others()
    };
    let found = context.state.virtual_border_router(id).filter(own);
    found.ok_or_else(|| none_with::<VirtualBorderRouterId>(id, &VBR_NOT_FOUND))
}

/// The caller's group with this id in this region.
pub(super) fn own_group<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
) -> Result<&'s Arc<BgpGroup>, ApiError> {
    let own = |group: &&Arc<BgpGroup>| group.account == context.caller.account && group.region == *region;
    context.state.bgp_group(id).filter(own).ok_or_else(|| none_with::<BgpGroupId>(id, &GROUP_NOT_FOUND))
}

/// Why there is nothing with this id: what is not the id of such a thing names no instance of any kind.
fn none_with<I: ResourceId>(id: &str, missing: &'static ErrorSpec) -> ApiError {
    ApiError::new(if id.starts_with(I::PREFIX) { missing } else { &NOT_FOUND })
}

/// The caller's peer with this id in this region.
pub(super) fn own_peer<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
) -> Result<&'s Arc<BgpPeer>, ApiError> {
    let own = |peer: &&Arc<BgpPeer>| peer.account == context.caller.account && peer.region == *region;
    context.state.bgp_peer(id).filter(own).ok_or_else(|| ApiError::new(&NOT_FOUND))
}

/// The border router under a group or peer; it stays for as long as it has any.
pub(super) fn vbr_of<'s>(state: &'s State, vbr: &str) -> Result<&'s Arc<VirtualBorderRouter>, ApiError> {
    state.virtual_border_router(vbr).ok_or_else(|| ApiError::new(&WRONG_STATE))
}

/// A line that is locked by risk control refuses every write on its routers.
pub(super) fn check_lock(state: &State, vbr: &VirtualBorderRouter) -> Result<(), ApiError> {
    let line = state.physical_connection(vbr.line.as_str());
    line.map_or(Ok(()), |line| check_security_lock(line))
}

/// What is made on a border router needs an active one.
pub(super) fn check_active(vbr: &VirtualBorderRouter) -> Result<(), ApiError> {
    if vbr.status == VbrStatus::Active { Ok(()) } else { Err(ApiError::new(&WRONG_STATE)) }
}

/// What is changed or deleted has to be at rest.
pub(super) fn check_available(status: BgpStatus) -> Result<(), ApiError> {
    if status == BgpStatus::Available { Ok(()) } else { Err(ApiError::new(&WRONG_STATE)) }
}

/// Whether IPv6 is on for one of a router's lines.
pub(super) fn has_ipv6(vbr: &VirtualBorderRouter) -> bool {
    let further = vbr.associated.iter().map(|one| &one.peering);
    std::iter::once(&vbr.peering).chain(further).any(|peering| peering.ipv6_enabled)
}

/// The caller has to have the outbound-traffic service open.
pub(super) fn check_traffic(context: &Context<'_>, region: &RegionId) -> Result<(), ApiError> {
    if context.has_outbound_traffic(region) { Ok(()) } else { Err(ApiError::new(&TRAFFIC_NOT_ENABLED)) }
}

/// Name and description, where they are given, follow the rules; the code of the latter is not the same everywhere.
pub(super) fn check_texts(
    name: Option<&Text>,
    description: Option<&Text>,
    bad_description: &'static ErrorSpec,
) -> Result<(), ApiError> {
    if name.is_some_and(|name| !is_name(name)) {
        return Err(ApiError::new(&NAME_MALFORMED));
    }
    if description.is_some_and(|text| !is_description(text)) {
        return Err(ApiError::new(bad_description));
    }
    Ok(())
}

/// The customer's AS number: any that somebody can have but the cloud's own.
pub(super) fn peer_asn(number: u64, local: u32) -> Result<u32, ApiError> {
    let asn = u32::try_from(number).ok();
    let asn = asn.filter(|asn| ![CLOUD_ASN, local].contains(asn) && !RESERVED_ASNS.contains(asn));
    asn.ok_or_else(|| ApiError::new(&PEER_ASN_MALFORMED))
}

/// The cloud's AS number towards the customer: its public one, or one of the private ranges.
pub(super) fn local_asn(number: u64) -> Result<u32, ApiError> {
    let fits = |asn: &u32| {
        matches!(*asn, CLOUD_ASN | 64_512..=65_534 | 4_200_000_000..=4_294_967_294) && *asn != KEPT_ASN
    };
    u32::try_from(number).ok().filter(fits).ok_or_else(|| invalid_parameter("LocalAsn"))
}

/// A key is up to 80 printable ASCII characters, the bound of RFC 2385; blanks and quotes may be among them.
pub(super) fn auth_key(key: &Text) -> Result<Secret, ApiError> {
    let is_key = key.len() <= KEY && key.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if is_key { Ok(Secret::new(key.clone())) } else { Err(ApiError::new(&AUTH_KEY_MALFORMED)) }
}

/// How many routes a peer may announce: as many as the quota says, or fewer.
pub(super) fn route_limit(context: &Context<'_>, asked: Option<u32>) -> Result<RouteLimit, ApiError> {
    let most = u32::try_from(context.quotas().bgp_routes_per_peer).unwrap_or(u32::MAX);
    match asked {
        None => Ok(RouteLimit(most)),
        Some(limit) if (1..=most).contains(&limit) => Ok(RouteLimit(limit)),
        Some(_) => Err(invalid_parameter("RouteQuota")),
    }
}

/// `IPv4` or `IPv6` in any letter case, as true for IPv6.
pub(super) fn is_ipv6(text: &str) -> Result<bool, ApiError> {
    match text {
        _ if text.eq_ignore_ascii_case("IPv4") => Ok(false),
        _ if text.eq_ignore_ascii_case("IPv6") => Ok(true),
        _ => Err(invalid_parameter("IpVersion")),
    }
}

/// The wire's spelling of a version.
pub(super) fn ip_version(ipv6: bool) -> &'static str {
    if ipv6 { "IPv6" } else { "IPv4" }
}

/// The hops that BFD may take. They mean nothing where BFD is off; not said, they stay unsaid, because the Terraform
/// provider would plan a change of a number that its user has not written.
pub(super) fn hops(bfd: bool, asked: Option<u32>, before: u32) -> Result<u32, ApiError> {
    if asked.is_some_and(|hops| !(1..=MAX_HOPS).contains(&hops)) {
        return Err(invalid_parameter("BfdMultiHop"));
    }
    Ok(if bfd { asked.unwrap_or(before) } else { 0 })
}

/// The address of a peer, as it is stored: none where the router's one line says it. It is an address of the far end
/// of one of the router's VLANs, and no other peer's.
pub(super) fn peer_address(
    context: &Context<'_>,
    vbr: &VirtualBorderRouter,
    ipv6: bool,
    text: Option<&str>,
    peer: Option<&BgpPeer>,
) -> Result<Option<IpAddr>, ApiError> {
    if text.is_none() && !vbr.associated.is_empty() {
        return Err(ApiError::new(&PEER_ADDRESS_MISSING));
    }
    let given: Option<IpAddr> = text.map(|text| text.parse().map_err(|_| &IP_MALFORMED)).transpose()?;
    let address = given.or_else(|| session::default_address(vbr, ipv6));
    let fits = address
        .is_none_or(|address| address.is_ipv6() == ipv6 && session::Facing::of(vbr, address).is_some());
    let state = context.state;
    let mut others = living_peers(state, vbr).filter(|other| peer.is_none_or(|peer| peer.seq != other.seq));
    // One that has none yet gets the peer gateway's, which only one can have.
    let taken = others.any(|other| match address {
        Some(address) => session::address(state, other) == Some(address),
        None => other.address.is_none() && speaks_ipv6(state, other) == ipv6,
    });
    if !fits || taken {
        return Err(ApiError::new(&IP_MALFORMED));
    }
    Ok(given)
}

/// Whether two peers would have one address if a border router were as it is said to be: those that name none follow
/// its peer gateway.
pub(crate) fn peers_collide(state: &State, vbr: &VirtualBorderRouter) -> bool {
    let mut seen = HashSet::new();
    let address =
        |peer: &BgpPeer| peer.address.or_else(|| session::default_address(vbr, speaks_ipv6(state, peer)));
    living_peers(state, vbr).filter_map(|peer| address(peer)).any(|address| !seen.insert(address))
}

fn living_peers<'s>(state: &'s State, vbr: &VirtualBorderRouter) -> impl Iterator<Item = &'s Arc<BgpPeer>> {
    let peers = state.bgp_peers.find(index::bgp::of_vbr(vbr.id.as_str()));
    peers.filter(|peer| peer.status != BgpStatus::Deleting)
}

fn speaks_ipv6(state: &State, peer: &BgpPeer) -> bool {
    state.bgp_group(peer.group.as_str()).is_some_and(|group| group.ipv6)
}

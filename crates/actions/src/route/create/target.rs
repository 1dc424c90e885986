//! Next hops that an operator has registered: which of them a VPC's table can lead to.

use xconnect_model::Vpc;
use xconnect_model::provider::{AddressStatus, NextHopTarget, is_attachment_id};
use xconnect_model::route::{NextHop, NextHopType};
use xconnect_wire::{ApiError, ErrorSpec};

use super::errors::*;
use crate::declare::Context;

/// A target has to be the caller's, of the kind that the request says, in the VPC, and ready; and for IPv6, it has to
/// know IPv6.
pub(super) fn check(context: &Context<'_>, vpc: &Vpc, hop: &NextHop, is_ipv6: bool) -> Result<(), ApiError> {
    if hop.kind == NextHopType::Attachment && !is_attachment_id(&hop.id) {
        return Err(ApiError::new(&ATTACHMENT_ILLEGAL));
    }
    check_ip_version(hop.kind, is_ipv6)?;
    let target = context.state.next_hop_target(&hop.id);
    let target =
        target.filter(|target| target.account == context.caller.account).ok_or(&NEXT_HOP_NOT_FOUND)?;
    if target.kind != hop.kind.as_str() {
        return Err(ApiError::new(of_another_kind(hop.kind)));
    }
    if target.vpc != vpc.id {
        return Err(ApiError::new(in_another_vpc(hop.kind)));
    }
    if !target.ready {
        return Err(ApiError::new(not_ready(hop.kind)));
    }
    if is_ipv6 && hop.kind == NextHopType::NetworkInterface { check_addresses(target) } else { Ok(()) }
}

/// Which kinds of target go with which version of IP.
fn check_ip_version(kind: NextHopType, is_ipv6: bool) -> Result<(), ApiError> {
    match (kind, is_ipv6) {
        (
            NextHopType::Instance | NextHopType::HaVip | NextHopType::VpnGateway | NextHopType::NatGateway,
            true,
        ) => Err(ApiError::new(&IPV6_UNSUPPORTED)),
        (NextHopType::Ipv6Gateway, false) => Err(ApiError::new(&NEXT_HOP_TYPE)),
        _ => Ok(()),
    }
}

/// A network interface takes IPv6 with one address that is there to stay, and not when it is the primary one.
fn check_addresses(target: &NextHopTarget) -> Result<(), ApiError> {
    if target.primary {
        return Err(ApiError::new(&IPV6_ON_PRIMARY));
    }
    // One that comes or goes comes first: how many there are is known when it has come or gone.
    if target.ipv6.iter().any(|one| one.status != AddressStatus::Assigned) {
        return Err(ApiError::new(&IPV6_ADDRESS_MOVING));
    }
    match target.ipv6.len() {
        0 => Err(ApiError::new(&IPV6_UNSUPPORTED)),
        1 => Ok(()),
        _ => Err(ApiError::new(&SEVERAL_IPV6_ADDRESSES)),
    }
}

fn of_another_kind(kind: NextHopType) -> &'static ErrorSpec {
    match kind {
        NextHopType::Instance => &INSTANCE_NOT_FOUND,
        NextHopType::HaVip => &HAVIP_NOT_FOUND,
        NextHopType::Attachment => &ATTACHMENT_NOT_FOUND,
        _ => &NEXT_HOP_NOT_FOUND,
    }
}

/// For three kinds, the row about those that are not found tells of other VPCs as well.
fn in_another_vpc(kind: NextHopType) -> &'static ErrorSpec {
    match kind {
        NextHopType::Instance | NextHopType::HaVip | NextHopType::Attachment => of_another_kind(kind),
        _ => &IN_ANOTHER_VPC,
    }
}

fn not_ready(kind: NextHopType) -> &'static ErrorSpec {
    match kind {
        NextHopType::Instance => &WRONG_INSTANCE_STATUS,
        NextHopType::HaVip => &WRONG_HAVIP_STATUS,
        NextHopType::Attachment => &ATTACHMENT_NOT_ACTIVE,
        _ => &WRONG_RESOURCE_STATUS,
    }
}

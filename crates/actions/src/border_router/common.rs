//! What several of the family's actions check.

use std::sync::Arc;

use xconnect_model::text::{is_description, is_name};
use xconnect_model::{PhysicalConnection, RegionId, Text, VirtualBorderRouter};
use xconnect_state::rows;
use xconnect_wire::{ApiError, ErrorSpec};

use super::rows::*;
use super::vlan::MAX_VLAN;
use crate::declare::Context;
use crate::physical_connection::common::check_security_lock;

/// Characters of a circuit code.
const CIRCUIT_CODE: usize = 64;

/// A border router that the caller has to do with.
#[derive(Clone, Copy)]
pub(super) struct Seen<'s> {
    pub(super) vbr: &'s Arc<VirtualBorderRouter>,
    /// The router is the caller's.
    pub(super) owns_router: bool,
    /// The line below it is the caller's.
    pub(super) owns_line: bool,
}

/// The router with this id in this region, for its owner and for the owner of its line. For everybody else it does
/// not exist.
pub(super) fn seen<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
    missing: &'static ErrorSpec,
) -> Result<Seen<'s>, ApiError> {
    let vbr = context.state.virtual_border_router(id).filter(|vbr| vbr.region == *region).ok_or(missing)?;
    let caller = context.caller.account;
    let (owns_router, owns_line) = (vbr.account == caller, vbr.line_account == caller);
    if owns_router || owns_line {
        Ok(Seen { vbr, owns_router, owns_line })
    } else {
        Err(ApiError::new(missing))
    }
}

/// A line that is locked by risk control refuses every write on its routers.
pub(super) fn check_line_lock(context: &Context<'_>, vbr: &VirtualBorderRouter) -> Result<(), ApiError> {
    let line = context.state.physical_connection(vbr.line.as_str());
    line.map_or(Ok(()), |line| check_security_lock(line))
}

/// The caller has to have the outbound-traffic service open.
pub(super) fn check_traffic(context: &Context<'_>, region: &RegionId) -> Result<(), ApiError> {
    if context.has_outbound_traffic(region) { Ok(()) } else { Err(ApiError::new(&TRAFFIC_NOT_ENABLED)) }
}

/// The number of a VLAN, 0 to 2999.
pub(super) fn vlan_number(text: &str) -> Result<u16, ApiError> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|vlan| is_number && *vlan <= MAX_VLAN);
    number.ok_or_else(|| ApiError::new(&VLAN_MALFORMED))
}

/// A circuit code is 1 to 64 printable characters without blanks.
pub(super) fn check_circuit_code(code: Option<&str>) -> Result<(), ApiError> {
    let is_code = |code: &str| {
        code.chars().take(CIRCUIT_CODE + 1).count() <= CIRCUIT_CODE
            && code.chars().all(|c| !c.is_control() && !c.is_whitespace())
    };
    if code.is_none_or(is_code) { Ok(()) } else { Err(ApiError::new(&CIRCUIT_CODE_MALFORMED)) }
}

/// Name and description, where they are given, follow the rules; the rows are those for each.
pub(super) fn check_texts(
    name: Option<&Text>,
    description: Option<&Text>,
    [bad_name, bad_description]: [&'static ErrorSpec; 2],
) -> Result<(), ApiError> {
    if name.is_some_and(|name| !is_name(name)) {
        return Err(ApiError::new(bad_name));
    }
    if description.is_some_and(|text| !is_description(text)) {
        return Err(ApiError::new(bad_description));
    }
    Ok(())
}

/// Whether a line has room for one more router.
pub(super) fn check_line_quota(context: &Context<'_>, line: &PhysicalConnection) -> Result<(), ApiError> {
    use rows::virtual_border_router::{associated_with, on_line};
    let routers = &context.state.virtual_border_routers;
    let own = routers.find(on_line(line.id.as_str())).filter(|vbr| vbr.exists_for_others());
    let further = routers.find(associated_with(line.id.as_str())).filter(|vbr| vbr.exists_for_others());
    let full = own.chain(further).count() >= context.quotas().vbrs_per_line;
    if full { Err(ApiError::new(&LINE_FULL)) } else { Ok(()) }
}

/// IPv6 is for access points that support it.
pub(super) fn check_ipv6(context: &Context<'_>, line: &PhysicalConnection) -> Result<(), ApiError> {
    let point = context.state.access_point(line.access_point.as_str());
    let supports = point.is_some_and(|point| point.has("AP_Support_IPv6"));
    if supports { Ok(()) } else { Err(ApiError::new(&IPV6_UNSUPPORTED)) }
}

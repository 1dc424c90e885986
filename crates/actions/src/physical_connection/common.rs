//! What several families do with lines.

use std::sync::Arc;

use xconnect_model::order::OrderStatus;
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{PhysicalConnection, RegionId, VirtualBorderRouter};
use xconnect_state::steps::billing;
use xconnect_state::{Draft, rows};
use xconnect_wire::public::{FORBIDDEN_RISK_CONTROL, INTERNAL_ERROR};
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::Context;

/// `RegionId` names no region; the text that most actions of the family print.
pub(crate) static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region.",
);
/// The line is not there; the text that most actions of the family print.
pub(crate) static LINE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidPhysicalConnectionId.NotFound",
    "The PhysicalConnectionId provided does not exist in our records.",
    "The caller has no such line in this region.",
);
/// The line is in a state that the action does not begin with.
pub(crate) static NOT_ALLOWED_IN_STATE: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The line is in a state that the action does not begin with, or something hangs on it that has no row.",
);
/// The outbound-traffic service is closed.
pub(crate) static TRAFFIC_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnTrafficNotEnable",
    "The operation is failed because of PconnTrafficNotEnable.",
    "The account has not opened the outbound-traffic service in the region.",
);

/// The caller's line with this id in this region. Other accounts' lines do not exist for it.
pub(crate) fn own<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
    missing: &'static ErrorSpec,
) -> Result<&'s Arc<PhysicalConnection>, ApiError> {
    let found = context.state.physical_connection(id);
    let own = found.filter(|one| one.account == context.caller.account && one.region == *region);
    own.ok_or_else(|| ApiError::new(missing))
}

/// A lock by risk control refuses every write on the line.
pub(crate) fn check_security_lock(line: &PhysicalConnection) -> Result<(), ApiError> {
    match line.business_status {
        BusinessStatus::SecurityLocked => Err(ApiError::new(&FORBIDDEN_RISK_CONTROL)),
        BusinessStatus::Normal | BusinessStatus::FinancialLocked => Ok(()),
    }
}

/// Whether the caller pays for what leaves the cloud in a region.
pub(crate) fn check_outbound_traffic(context: &Context<'_>, region: &RegionId) -> Result<(), ApiError> {
    if context.has_outbound_traffic(region) { Ok(()) } else { Err(ApiError::new(&TRAFFIC_NOT_ENABLED)) }
}

/// The border routers whose own line this is, and those that use it beside their own; not those being deleted.
pub(super) fn border_routers<'s>(
    context: &Context<'s>,
    line: &PhysicalConnection,
) -> impl Iterator<Item = &'s Arc<VirtualBorderRouter>> {
    let all = &context.state.virtual_border_routers;
    let own = all.find(rows::virtual_border_router::on_line(line.id.as_str()));
    let further = all.find(rows::virtual_border_router::associated_with(line.id.as_str()));
    own.chain(further).filter(|vbr| vbr.exists_for_others())
}

/// Withdraws the orders for a line that nobody has paid. What becomes of the line is to be staged afterwards.
pub(super) fn void_orders(
    context: &Context<'_>,
    line: &PhysicalConnection,
    draft: &mut Draft<'_>,
) -> Result<(), ApiError> {
    let orders = context.state.orders.find(rows::order::of_line(line.id.as_str()));
    for order in orders {
        if matches!(order.status, OrderStatus::Unpaid | OrderStatus::Abnormal) {
            billing::void(context.state, draft, order).map_err(|_| ApiError::new(&INTERNAL_ERROR))?;
        }
    }
    Ok(())
}

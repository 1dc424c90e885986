//! What several families do with lines.

use std::sync::Arc;

use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{PhysicalConnection, RegionId};
use xconnect_wire::public::FORBIDDEN_RISK_CONTROL;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::Context;

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

//! What several of the family's actions look up or check.

use std::sync::Arc;

use xconnect_model::{PhysicalConnection, Text, VbrHa, VirtualBorderRouter};
use xconnect_state::State;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::Context;
use crate::physical_connection::common::check_security_lock;

/// The group that was found, if it is the caller's and in this region.
pub(super) fn own<'s>(
    context: &Context<'_>,
    region: &Text,
    group: Option<&'s Arc<VbrHa>>,
) -> Result<&'s Arc<VbrHa>, ApiError> {
    let caller = context.caller.account;
    let own = group.filter(|group| group.account == caller && group.region.as_str() == region.as_str());
    own.ok_or_else(|| ApiError::new(&GROUP_NOT_FOUND))
}

/// A router's line, while that is there.
pub(super) fn line<'s>(state: &'s State, vbr: &VirtualBorderRouter) -> Option<&'s Arc<PhysicalConnection>> {
    state.physical_connection(vbr.line.as_str())
}

/// A line that is locked by risk control refuses every write on its routers.
pub(super) fn check_line_lock(state: &State, vbr: &VirtualBorderRouter) -> Result<(), ApiError> {
    line(state, vbr).map_or(Ok(()), |line| check_security_lock(line))
}

/// The documents print no row for an unknown region here: nothing is found in it.
pub(super) static GROUP_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "ResourceNotFound.VbrHa",
    "The VBR HA resource is not found.",
    "The caller has no such failover group in the region.",
);

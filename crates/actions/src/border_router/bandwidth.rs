//! Bandwidth of border routers, and of the lines below them, in Mbps.

use std::ops::RangeInclusive;

use xconnect_model::{PhysicalConnection, VirtualBorderRouter};
use xconnect_state::rows;
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use crate::declare::Context;

/// What a new router can be limited to. The document prints 50120 where 51200 is meant; both are taken.
const SIZES: [u32; 17] = [
    50, 100, 200, 300, 400, 500, 1_000, 2_048, 5_120, 8_192, 10_240, 20_480, 40_960, 50_120, 51_200, 61_440,
    102_400,
];
/// What a router that is there can be limited to.
const LIMITS: RangeInclusive<u32> = 2..=102_400;

/// The bandwidth of a line.
pub(super) fn of_line(line: &PhysicalConnection) -> u32 {
    line.shared.as_ref().map_or(line.bandwidth_mbps, |shared| shared.spec.bandwidth_mbps())
}

/// The limit of a new router on a line, as the request gives it. A shared line is no more and no less than its
/// one size, so that there the request may only repeat it.
pub(super) fn of_new(line: &PhysicalConnection, given: Option<u64>) -> Result<Option<u32>, ApiError> {
    let Some(given) = given else { return Ok(None) };
    let wanted = u32::try_from(given).map_err(|_| invalid_parameter("Bandwidth"))?;
    match (&line.shared, SIZES.contains(&wanted)) {
        (Some(_), _) if wanted == of_line(line) => Ok(None),
        (None, true) => Ok(Some(wanted)),
        (Some(_) | None, _) => Err(invalid_parameter("Bandwidth")),
    }
}

/// Whether a line has this much left beside the limits of its other routers.
pub(super) fn has_room(context: &Context<'_>, line: &PhysicalConnection, wanted: u32) -> bool {
    let on_line = rows::virtual_border_router::on_line(line.id.as_str());
    let others = context.state.virtual_border_routers.find(on_line).filter(|vbr| vbr.exists_for_others());
    let taken: u64 = others.filter_map(|vbr| vbr.bandwidth_mbps).map(u64::from).sum();
    taken + u64::from(wanted) <= u64::from(of_line(line))
}

/// Another limit for a router that is there: not above the bandwidth of its line.
pub(super) fn changed(context: &Context<'_>, vbr: &VirtualBorderRouter, mbps: u32) -> Result<u32, ApiError> {
    let line = context.state.physical_connection(vbr.line.as_str());
    let fits = line.is_none_or(|line| mbps <= of_line(line));
    if LIMITS.contains(&mbps) && fits { Ok(mbps) } else { Err(invalid_parameter("Bandwidth")) }
}

//! The refusals of the actions on letters of authorisation and orders for lines.

mod letters;
mod orders;

use xconnect_model::physical_connection::Status;

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

pub(crate) fn cases() -> Vec<Case> {
    [letters::cases(), orders::cases()].into_iter().flatten().collect()
}

/// The two rows that every action on one line has.
fn nowhere_to_be_found(action: &'static str, call: fn(&World, &str) -> Call) -> Vec<Case> {
    vec![
        case(
            action,
            404,
            "InvalidRegionId.NotFound",
            "The RegionId provided does not exist in our records.",
            move |world| call(world, &world.line(&[])).with("RegionId", "cn-nowhere"),
        ),
        case(
            action,
            404,
            "InvalidPhysicalConnectionId.NotFound",
            "The PhysicalConnectionId provided does not exist in our records.",
            move |world| call(world, &world.line_in(Status::Allocated)).by_partner(),
        ),
    ]
}

/// A case of the row for a wrong state.
fn not_now(action: &'static str, call: impl Fn(&World) -> Call + 'static) -> Case {
    case(action, 400, "Forbidden.NotAllowedInState", "The request does not allow in this state.", call)
}

//! The refusals of the ten actions on virtual border routers.

mod associate;
mod create;
mod describe;
mod life;
mod modify;

use crate::case::Case;
use crate::support::World;
use crate::support::records::OWN;

/// The row of an unknown region, in the words of most actions.
const REGION: &str = "The specified RegionId is not found.";
/// The same, in the words of the others.
const REGION_IN_RECORDS: &str = "The RegionId provided does not exist in our records.";
/// The row of an account without the outbound-traffic service.
const TRAFFIC: (u16, &str, &str) = (
    400,
    "OperationFailed.PconnTrafficNotEnable",
    "The operation is failed because of PconnTrafficNotEnable.",
);
/// The row of an access point without IPv6.
const IPV6: (u16, &str, &str) = (
    400,
    "OperationUnsupported.VirtualBorderRouterEnableIPv6",
    "The operation failed. The device or region does not support IPv6 functions.",
);
/// The row of a state that does not permit the action.
const STATE: (u16, &str, &str) = (
    400,
    "InvalidOperation.OperationNotAllowedInState",
    "The specified VirutalBorderRouter is in invalid state.",
);

pub(crate) fn cases() -> Vec<Case> {
    let actions = [create::cases(), describe::cases(), modify::cases(), associate::cases(), life::cases()];
    actions.into_iter().flatten().collect()
}

/// The first account closes the outbound-traffic service.
fn close_traffic(world: &World) {
    world.edit_account(OWN, |account| account.outbound_traffic_open = false);
}

/// The provider takes IPv6 from the access point.
fn take_ipv6(world: &World) {
    world.edit(|state, draft| {
        let point = state.access_point(crate::support::records::HANGZHOU_POINT).unwrap().into_owned();
        let seq = draft.seq();
        draft.put(xconnect_model::AccessPoint { seq, features: Vec::new(), ..point });
    });
}

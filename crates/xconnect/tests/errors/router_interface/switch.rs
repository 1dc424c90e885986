//! ActivateRouterInterface and DeactivateRouterInterface.

use super::{locked, nowhere, on, router_given_away, somebody_elses};
use crate::case::{Case, case};
use crate::support::records::OWN;

const ACTIVATE: &str = "ActivateRouterInterface";
const DEACTIVATE: &str = "DeactivateRouterInterface";

pub(crate) fn cases() -> Vec<Case> {
    activate().into_iter().chain(deactivate()).collect()
}

fn activate() -> Vec<Case> {
    vec![
        case(
            ACTIVATE,
            404,
            "InvalidRegionId.NotFound",
            "The specified RegionId does not exist in our records.",
            |world| nowhere(world, ACTIVATE),
        ),
        case(
            ACTIVATE,
            404,
            "InvalidRouterInterfaceId.NotFound",
            "The specified RouterInterfaceId does not exist in our records.",
            |world| somebody_elses(world, ACTIVATE),
        ),
        case(
            ACTIVATE,
            400,
            "IncorrectStatus",
            "RouterInterface can be operated by this action only when it's status is Inactive.",
            |world| on(world, ACTIVATE, &world.connected().initiator),
        ),
        case(ACTIVATE, 400, "Forbbiden", "The Router instance owener error", |world| {
            router_given_away(world, ACTIVATE)
        }),
        case(
            ACTIVATE,
            400,
            "OperationFailed.PconnTrafficNotEnable",
            "The operation is failed because of PconnTrafficNotEnable.",
            |world| {
                let interface = world.interface(&[("OppositeRouterType", "VBR")]);
                world.edit_account(OWN, |account| account.outbound_traffic_open = false);
                on(world, ACTIVATE, &interface)
            },
        ),
        case(
            ACTIVATE,
            400,
            "Forbidden.FinacialLocked",
            "This RouterInterface is financial locked because of bills outstanding.",
            |world| locked(world, ACTIVATE),
        ),
    ]
}

fn deactivate() -> Vec<Case> {
    vec![
        case(
            DEACTIVATE,
            404,
            "InvalidRegionId.NotFound",
            "The specified RegionId does not exist in our records.",
            |world| nowhere(world, DEACTIVATE),
        ),
        case(
            DEACTIVATE,
            404,
            "InvalidRouterInterfaceId.NotFound",
            "The specified RouterInterfaceId does not exist in our record.",
            |world| somebody_elses(world, DEACTIVATE),
        ),
        case(
            DEACTIVATE,
            400,
            "IncorrectStatus",
            "RouterInterface can be operated by this action only when it's status is Active.",
            |world| on(world, DEACTIVATE, &world.interface(&[])),
        ),
        case(
            DEACTIVATE,
            400,
            "Forbidden.FinancileLocked",
            "This RouterInterface is financiel locked because of bills outstanding.",
            |world| locked(world, DEACTIVATE),
        ),
    ]
}

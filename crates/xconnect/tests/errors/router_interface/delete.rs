//! DeleteRouterInterface and DeleteExpressConnect.

use super::{nowhere, on, somebody_elses};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const DELETE: &str = "DeleteRouterInterface";
const DELETE_BOTH: &str = "DeleteExpressConnect";

pub(crate) fn cases() -> Vec<Case> {
    delete().into_iter().chain(delete_both()).collect()
}

fn prepaid(world: &World, action: &str) -> Call {
    on(world, action, &world.interface(&[("InstanceChargeType", "PrePaid"), ("Period", "1")]))
}

fn delete() -> Vec<Case> {
    vec![
        case(
            DELETE,
            404,
            "InvalidRegionId.NotFound",
            "The specified RegionId does not exist in our records.",
            |world| nowhere(world, DELETE),
        ),
        case(
            DELETE,
            400,
            "IncorrectStatus",
            "This openeration would be allowed only when status of this RouterInterface is Idle/Inactive.",
            |world| on(world, DELETE, &world.connected().initiator),
        ),
        case(
            DELETE,
            400,
            "DependencyViolation.RouterInterfaceReferedByRouteEntry",
            "RouterInterface cannot be deleted when it is refered by a route table entry as next hop.",
            |world| {
                let interface = world.interface(&[]);
                world.lead_to(&interface);
                on(world, DELETE, &interface)
            },
        ),
        case(
            DELETE,
            404,
            "InvalidInstanceId.NotFound",
            "The InstanceId provided does not exist in our records.",
            |world| somebody_elses(world, DELETE),
        ),
        case(
            DELETE,
            400,
            "InvalidRouterInterfaceChargeType.Malformed",
            "The prepaid routerinterface can not delete.",
            |world| prepaid(world, DELETE),
        ),
    ]
}

fn delete_both() -> Vec<Case> {
    vec![
        case(
            DELETE_BOTH,
            404,
            "InvalidRegionId.NotFound",
            "The specified RegionId does not exist in our records.",
            |world| nowhere(world, DELETE_BOTH),
        ),
        case(
            DELETE_BOTH,
            404,
            "InvalidRouterInterfaceId.NotFound",
            "The specified RouterInterfaceId does not exist in our records.",
            |world| somebody_elses(world, DELETE_BOTH),
        ),
        case(
            DELETE_BOTH,
            400,
            "IncorrectStatus",
            "This operation would be allowed only when status of both RouterInterfaces is Idle/Inactive.",
            |world| {
                let interface = world.interface(&[]);
                world.act(DELETE, &interface);
                on(world, DELETE_BOTH, &interface).with("Force", "true")
            },
        ),
        case(DELETE_BOTH, 400, "Forbbiden", "The Router instance owner error", |world| {
            on(world, DELETE_BOTH, &world.connected().initiator).with("Force", "true")
        }),
        case(
            DELETE_BOTH,
            400,
            "InvalidRouterInterfaceChargeType.Malformed",
            "The prepaid routerinterface can not delete.",
            |world| prepaid(world, DELETE_BOTH).with("Force", "true"),
        ),
        case(
            DELETE_BOTH,
            400,
            "DependencyViolation.RouterInterfaceReferedByRouteEntry",
            "RouterInterface cannot be deleted when it is refered by a route table entry as next hop.",
            |world| {
                let interface = world.interface(&[]);
                world.lead_to(&interface);
                on(world, DELETE_BOTH, &interface).with("Force", "true")
            },
        ),
    ]
}

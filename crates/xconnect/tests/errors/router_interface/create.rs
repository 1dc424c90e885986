//! CreateRouterInterface.

use xconnect_model::router_interface::BusinessStatus;

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, HANGZHOU_POINT, OWN, PARTNER};

const CREATE: &str = "CreateRouterInterface";

pub(crate) fn cases() -> Vec<Case> {
    [values(), texts(), access_points(), account(), place()].into_iter().flatten().collect()
}

/// A call that succeeds, on a VPC's router.
fn on_vpc(world: &World) -> Call {
    on_router(world, "VRouter", &world.router(OWN, HANGZHOU))
}

/// A call that succeeds, on a virtual border router.
fn on_border_router(world: &World) -> Call {
    on_router(world, "VBR", &world.border_router())
}

fn on_router(world: &World, kind: &str, router: &str) -> Call {
    world.creation(router).with("RouterType", kind)
}

fn values() -> Vec<Case> {
    vec![
        case(CREATE, 400, "InvalidRole.ValueNotSupported", "The specified Role is not valid.", |world| {
            on_vpc(world).with("Role", "Bystander")
        }),
        case(CREATE, 400, "InvalidSpec.ValudNotSupported", "The specified Spec is not supported.", |world| {
            on_vpc(world).with("Spec", "Negative")
        }),
        case(
            CREATE,
            400,
            "InvalidRouterType.ValueNotSupported",
            "The specified RouterType is not valid.",
            |world| on_vpc(world).with("RouterType", "Hub"),
        ),
        case(
            CREATE,
            400,
            "InvalidRouterType.ValueNotSupported",
            "The specified RouterType is not valid",
            |world| on_border_router(world).with("Role", "AcceptingSide").with("Spec", "Negative"),
        ),
        case(
            CREATE,
            400,
            "InvalidRouterType.ValueNotSupported",
            "The specified RouterType is not valid",
            |world| on_vpc(world).with("OppositeRouterType", "Hub"),
        ),
    ]
}

fn texts() -> Vec<Case> {
    vec![
        case(CREATE, 400, "InvalidName.Malformed", r#"The specified "Name" is not valid."#, |world| {
            on_vpc(world).with("Name", "x")
        }),
        case(
            CREATE,
            400,
            "InvalidDescription.Malformed",
            r#"The specifid "Description" is not valid."#,
            |world| on_vpc(world).with("Description", "http://example.com"),
        ),
    ]
}

fn access_points() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "InvalidAccessPoint.ValueNotAllowed",
            "The non-vbr router interface cannot have access point configured.",
            |world| on_vpc(world).with("AccessPointId", HANGZHOU_POINT),
        ),
        case(
            CREATE,
            400,
            "InvalidAccessPoint.ValueNotAllowed",
            "The non-vbr opposite router interface cannot have opposite access point configured.",
            |world| on_vpc(world).with("OppositeAccessPointId", HANGZHOU_POINT),
        ),
        case(CREATE, 400, "InvalidAccessPoint.NotMatch", "The accessPoint id is not matched", |world| {
            on_border_router(world).with("AccessPointId", "ap-cn-beijing-ft-A")
        }),
        case(CREATE, 400, "InvalidAccessPoint.NotExist", "The accessPoint not exit", |world| {
            on_border_router(world).with("AccessPointId", "ap-none")
        }),
    ]
}

fn account() -> Vec<Case> {
    vec![
        case(
            CREATE,
            400,
            "Forbidden.NotInRouterInterfaceCreateWhitelist",
            "Not in router interface create whitelist.",
            |world| {
                world.edit_account(OWN, |account| account.may_create_router_interfaces = false);
                on_vpc(world)
            },
        ),
        case(
            CREATE,
            400,
            "Forbidden.BillsOutstanding",
            "You cannot create more RouterInterface because you have bills outstanding.",
            |world| {
                world.lock(&world.interface(&[]), BusinessStatus::FinancialLocked);
                on_vpc(world)
            },
        ),
        case(
            CREATE,
            400,
            "OperationFailed.PconnTrafficNotEnable",
            "The operation is failed because of PconnTrafficNotEnable.",
            |world| {
                world.edit_account(OWN, |account| account.outbound_traffic_open = false);
                on_border_router(world)
            },
        ),
    ]
}

fn place() -> Vec<Case> {
    vec![
        case(
            CREATE,
            404,
            "InvalidRegionId.NotFound",
            "The regionId provided does not exist in our records.",
            |world| on_vpc(world).with("RegionId", "cn-nowhere"),
        ),
        case(
            CREATE,
            404,
            "InvalidRegionId.NotFound",
            "The regionId provided does not exist in our records.",
            |world| on_vpc(world).with("OppositeRegionId", "cn-nowhere"),
        ),
        case(
            CREATE,
            404,
            "InvalidRouterId.NotFound",
            "The specified RouterId does not exist in our recored.",
            |world| on_router(world, "VRouter", &world.router(PARTNER, HANGZHOU)),
        ),
        case(
            CREATE,
            400,
            "LimitationExceed.InterfaceNumberOnRouter",
            "Total number of RouterInterfaces on a Router exceeded.",
            |world| {
                let router = world.router(OWN, HANGZHOU);
                for _ in 0..5 {
                    world.interface_on(&router, &[]);
                }
                on_router(world, "VRouter", &router)
            },
        ),
        case(
            CREATE,
            400,
            "IncorrectStatus",
            "The virtual border router can carry a router interface only when its status is active.",
            |world| {
                let router = world.border_router();
                world.terminate(&router);
                on_router(world, "VBR", &router)
            },
        ),
        case(
            CREATE,
            400,
            "Forbidden.OnlyOneConnection",
            "The Specified routers have a connection already",
            |world| {
                let other = world.router(OWN, HANGZHOU);
                let call = on_vpc(world).with("OppositeRegionId", HANGZHOU).with("FastLinkMode", "true");
                let call = call.with("OppositeRouterId", &other).with("OppositeRouterType", "VRouter");
                world.send(&call).success();
                call.with("SignatureNonce", "another")
            },
        ),
    ]
}

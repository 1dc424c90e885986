//! ModifyRouterInterfaceSpec and ModifyRouterInterfaceAttribute.

use super::{locked, nowhere, on, router_given_away, somebody_elses};
use crate::case::{Case, case};

const SPEC: &str = "ModifyRouterInterfaceSpec";
const ATTRIBUTE: &str = "ModifyRouterInterfaceAttribute";

pub(crate) fn cases() -> Vec<Case> {
    spec().into_iter().chain(attribute()).chain(attribute_of_the_other_end()).collect()
}

fn spec() -> Vec<Case> {
    vec![
        case(SPEC, 400, "InvalidSpec.ValudNotSupported", "The specified Spec is not supported.", |world| {
            on(world, SPEC, &world.interface(&[])).with("Spec", "Huge.1")
        }),
        case(
            SPEC,
            404,
            "InvalidRouterInterfaceId.NotFound",
            "The specified RouterInterfaceId does not exist in our record.",
            |world| somebody_elses(world, SPEC).with("Spec", "Mini.2"),
        ),
        case(SPEC, 400, "InvalidInstanceOwner.Error", "The router instance owener error.", |world| {
            router_given_away(world, SPEC).with("Spec", "Mini.2")
        }),
        case(SPEC, 400, "InvalidInstance.StatusError", "The router instance owener error.", |world| {
            on(world, SPEC, &world.connecting().initiator).with("Spec", "Mini.2")
        }),
        case(SPEC, 400, "InvalidOpposite.NotFound", "The opposite not exit.", |world| {
            let pair = world.connected();
            world.withdraw(&pair.acceptor);
            on(world, SPEC, &pair.initiator).with("Spec", "Mini.2")
        }),
        case(
            SPEC,
            404,
            "InvalidRegionId.NotFound",
            "The specified RegionId does not exist in our records.",
            |world| nowhere(world, SPEC).with("Spec", "Mini.2"),
        ),
        case(
            SPEC,
            400,
            "Forbidden.FinancialLocked",
            "This RouterInterface is financial locked because of bills outstanding.",
            |world| locked(world, SPEC).with("Spec", "Mini.2"),
        ),
    ]
}

fn attribute() -> Vec<Case> {
    vec![
        case(ATTRIBUTE, 400, "InvalidName.Malformed", "The attribute name is illegal.", |world| {
            on(world, ATTRIBUTE, &world.interface(&[])).with("Name", "1st")
        }),
        case(ATTRIBUTE, 400, "InvalidDescription.Malformed", "The Description is illegal.", |world| {
            on(world, ATTRIBUTE, &world.interface(&[])).with("Description", "https://example.com")
        }),
        case(ATTRIBUTE, 400, "Forbbiden", "The Router instance owner error", |world| {
            router_given_away(world, ATTRIBUTE).with("Name", "renamed")
        }),
        case(ATTRIBUTE, 400, "LinkRole.NotSupport", "This linkrole is not supported", |world| {
            let interface = world.interface(&[("OppositeRouterType", "VRouter")]);
            let check = on(world, ATTRIBUTE, &interface).with("HealthCheckSourceIp", "10.0.0.9");
            check.with("HealthCheckTargetIp", "192.168.0.1")
        }),
        case(
            ATTRIBUTE,
            400,
            "InvalidParam.ModifyRouterInterface",
            "Modify routerinterface param invalid",
            |world| on(world, ATTRIBUTE, &world.interface(&[])),
        ),
        case(
            ATTRIBUTE,
            404,
            "InvalidRegionId.NotFound",
            "The specified RegionId does not exist in our records.",
            |world| nowhere(world, ATTRIBUTE).with("Name", "renamed"),
        ),
        case(
            ATTRIBUTE,
            404,
            "InvalidRouterInterfaceId.NotFound",
            "The specified RouterInterfaceId does not exist in our records.",
            |world| somebody_elses(world, ATTRIBUTE).with("Name", "renamed"),
        ),
        case(
            ATTRIBUTE,
            400,
            "IncorrectStatus",
            "RouterInterface can be operated by this action only when the status is Active, idle or inactive.",
            |world| on(world, ATTRIBUTE, &world.connecting().initiator).with("Name", "renamed"),
        ),
        case(
            ATTRIBUTE,
            400,
            "Forbidden.FinancialLocked",
            "This RouterInterface is financial locked because of bills outstanding.",
            |world| locked(world, ATTRIBUTE).with("Name", "renamed"),
        ),
    ]
}

fn attribute_of_the_other_end() -> Vec<Case> {
    vec![
        case(
            ATTRIBUTE,
            400,
            "InvalidOppositeRouterType.ValueNotSupported",
            "The specified OppositeRouterType is not valid.",
            |world| on(world, ATTRIBUTE, &world.interface(&[])).with("OppositeRouterType", "Hub"),
        ),
        case(
            ATTRIBUTE,
            400,
            "Forbidden.ModifyIdAndType",
            "Opposite is VBR, cannot modify the ID and type",
            |world| {
                let interface = world.interface(&[("OppositeRouterType", "VBR")]);
                on(world, ATTRIBUTE, &interface).with("OppositeRouterType", "VRouter")
            },
        ),
    ]
}

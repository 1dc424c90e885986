//! The refusals of the actions of neighbouring products.

use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

pub(crate) fn cases() -> Vec<Case> {
    [places(), refund()].into_iter().flatten().collect()
}

/// A call to another product's API.
fn of(version: &str, world: &World, action: &str, params: &[(&str, &str)]) -> Call {
    world.call(action, params).with("Version", version)
}

fn places() -> Vec<Case> {
    const ENDPOINTS: &str = "DescribeEndpoints";
    const ZONES: &str = "DescribeZones";
    let no_zones = |version: &'static str| {
        let message = "The specified RegionId does not exist.";
        case(ZONES, 404, "InvalidRegionId.NotFound", message, move |world| {
            of(version, world, ZONES, &[("RegionId", "cn-nowhere")])
        })
    };
    let (ecs, alb) = ("2014-05-26", "2020-06-16");
    vec![
        case(ENDPOINTS, 404, "InvalidRegionId", "The specified region does not exist.", |world| {
            of("2015-06-12", world, ENDPOINTS, &[("Id", "cn-nowhere"), ("ServiceCode", "vpc")])
        }),
        no_zones(ecs),
        no_zones(alb),
    ]
}

const REFUND: &str = "RefundInstance";

fn refund() -> Vec<Case> {
    let not_there = |call: fn(&World) -> Call| {
        case(REFUND, 404, "ResourceNotExists", "The specific resource is not exists.", call)
    };
    let not_now = |call: fn(&World) -> Call| {
        case(REFUND, 400, "ResourceStatusError", "The resource status error.", call)
    };
    vec![
        not_there(|world| refund_of(world, &subscription(world)).by_partner()),
        not_there(|world| refund_of(world, &subscription(world)).with("ProductCode", "ecs")),
        // This one is charged by use.
        not_there(|world| refund_of(world, &world.interface(&[]))),
        not_now(|world| {
            let interface = subscription(world);
            world.send(&refund_of(world, &interface)).success();
            refund_of(world, &interface)
        }),
        not_now(|world| {
            let interface = subscription(world);
            world.lead_to(&interface);
            refund_of(world, &interface)
        }),
    ]
}

/// An interface of the first account that is paid for in advance.
fn subscription(world: &World) -> String {
    world.interface(&[("InstanceChargeType", "PrePaid"), ("Period", "1"), ("AutoPay", "true")])
}

/// The end of a subscription, to be varied and sent.
fn refund_of(world: &World, interface: &str) -> Call {
    of("2017-12-14", world, REFUND, &[("InstanceId", interface), ("ProductCode", "ri")])
}

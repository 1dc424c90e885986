//! The actions of other services that official clients call on their way.

use super::{Scenes, resource_group};
use crate::list::List;
use crate::scene::Scene;
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::HANGZHOU;

pub(super) const SCENES: Scenes = &[
    ("GetCallerIdentity (Sts)", |world| Scene::of(of(world, "GetCallerIdentity", "2015-04-01", &[]))),
    ("DescribeEndpoints (Location)", endpoints),
    ("QueryAvailableInstances (BssOpenApi)", instances),
    ("RefundInstance (BssOpenApi)", refund),
    ("DescribeRegions (Ecs)", |world| {
        Scene::of(of(world, "DescribeRegions", "2014-05-26", &[])).option("AcceptLanguage", "en-US")
    }),
    ("DescribeZones (Ecs)", |world| {
        let call = of(world, "DescribeZones", "2014-05-26", &[("RegionId", HANGZHOU)]);
        Scene::of(call).option("AcceptLanguage", "en-US")
    }),
    ("DescribeZones (Alb)", |world| {
        Scene::of(of(world, "DescribeZones", "2020-06-16", &[]))
            .option("RegionId", HANGZHOU)
            .option("AcceptLanguage", "en-US")
    }),
    ("ListResourceGroups (ResourceManager)", groups),
];

fn of(world: &World, action: &str, version: &str, params: &[(&str, &str)]) -> Call {
    world.call(action, params).with("Version", version)
}

fn endpoints(world: &World) -> Scene {
    let params = [("Id", HANGZHOU), ("ServiceCode", "vpc")];
    Scene::of(of(world, "DescribeEndpoints", "2015-06-12", &params)).option("Type", "openAPI")
}

/// An interface that has been paid for.
fn prepaid(world: &World) -> String {
    world.interface(&[("InstanceChargeType", "PrePaid"), ("Period", "1"), ("AutoPay", "true")])
}

fn instances(world: &World) -> Scene {
    let interface = prepaid(world);
    Scene::of(of(world, "QueryAvailableInstances", "2017-12-14", &[]))
        .option("Region", HANGZHOU)
        .option("ProductCode", "ri")
        .option("SubscriptionType", "Subscription")
        .option("RenewStatus", "ManualRenewal")
        .option("InstanceIDs", interface)
        .option("PageNum", 1)
        .option("PageSize", 20)
}

fn refund(world: &World) -> Scene {
    let interface = prepaid(world);
    let params = [("InstanceId", interface.as_str()), ("ProductCode", "ri")];
    Scene::of(of(world, "RefundInstance", "2017-12-14", &params))
        .ids(&["InstanceId"])
        .option("ProductType", "")
        .option("ImmediatelyRelease", "1")
}

fn groups(world: &World) -> Scene {
    let group = resource_group::group(world);
    let own = group.clone();
    Scene::of(of(world, "ListResourceGroups", "2020-03-31", &[]))
        .option("Status", "OK")
        .option("Name", "test")
        .option("DisplayName", "test")
        .option("ResourceGroupId", group)
        .pages()
        .list(List::texts("ResourceGroupIds", 100, move |_| own.clone()))
}

//! Router interfaces.

use std::time::Duration;

use xconnect_model::OrderId;
use xconnect_model::order::Term;
use xconnect_model::router_interface::{Charge, Renewal, Status};

use super::Scenes;
use crate::scene::Scene;
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{BEIJING, HANGZHOU, HANGZHOU_POINT, OWN, PARTNER};

pub(super) const SCENES: Scenes = &[
    ("CreateRouterInterface", create),
    ("DescribeRouterInterfaces", list),
    ("DescribeRouterInterfaceAttribute", describe),
    ("ConnectRouterInterface", connect),
    ("ActivateRouterInterface", activate),
    ("DeactivateRouterInterface", deactivate),
    ("ModifyRouterInterfaceAttribute", modify),
    ("ModifyRouterInterfaceSpec", resize),
    ("DeleteRouterInterface", delete),
    ("DeleteExpressConnect", delete_both),
];

/// How long what has been paid for goes on.
const DAY: Duration = Duration::from_secs(86_400);

fn create(world: &World) -> Scene {
    let router = world.router(OWN, HANGZHOU);
    let vbr = world.border_router();
    let group = super::resource_group::group(world);
    let on_vbr = [("RouterType", "VBR"), ("RouterId", vbr.as_str())];
    let prepaid = [("InstanceChargeType", "PrePaid"), ("Period", "1"), ("AutoPay", "true")];
    let from_vbr = [on_vbr[0], on_vbr[1], ("OppositeRouterType", "VRouter")];
    Scene::of(world.creation(&router))
        .ids(&["RouterId"])
        .option("OppositeInterfaceId", "ri-bp1opposite")
        .option("OppositeRouterId", "vrt-2zeopposite")
        .option("OppositeRouterType", "VRouter")
        .option("OppositeInterfaceOwnerId", PARTNER)
        .option_with(
            "HealthCheckSourceIp",
            "10.0.0.8",
            &[on_vbr[0], on_vbr[1], ("HealthCheckTargetIp", "10.0.0.9")],
        )
        .option_with(
            "HealthCheckTargetIp",
            "10.0.0.9",
            &[on_vbr[0], on_vbr[1], ("HealthCheckSourceIp", "10.0.0.8")],
        )
        .option_with("AccessPointId", HANGZHOU_POINT, &from_vbr)
        .option_with("OppositeAccessPointId", "ap-cn-beijing-ft-A", &[("OppositeRouterType", "VBR")])
        .option("Description", "to Beijing")
        .option("Name", "to-beijing")
        .option_with("Period", 1, &prepaid)
        .option_with("InstanceChargeType", "PrePaid", &[("Period", "1")])
        .option_with("AutoPay", "false", &[("InstanceChargeType", "PrePaid"), ("Period", "1")])
        .option_with("AutoRenew", "true", &prepaid)
        .option_with("PricingCycle", "Month", &prepaid)
        .option_with(
            "FastLinkMode",
            "true",
            &[
                ("OppositeRegionId", HANGZHOU),
                ("OppositeRouterId", world.router(OWN, HANGZHOU).as_str()),
                ("OppositeRouterType", "VRouter"),
            ],
        )
        .option("ResourceGroupId", group)
        .value("Role", "AcceptingSide", &[("Spec", "Negative")])
        .value("Spec", "Negative", &[("Role", "AcceptingSide")])
        .value("RouterType", "VBR", &on_vbr)
        .value("InstanceChargeType", "PostPaid", &[])
        .refused("Period: 10 months", &[prepaid[0], prepaid[2], ("Period", "10")])
        .refused("Period: 4 years", &[prepaid[0], prepaid[2], ("PricingCycle", "Year"), ("Period", "4")])
        .refused("Period: none", &[prepaid[0]])
        .refused("HealthCheckSourceIp: without its target", &[("HealthCheckSourceIp", "10.0.0.8")])
        .refused(
            "Role: a border router that accepts",
            &[on_vbr[0], on_vbr[1], ("Role", "AcceptingSide"), ("Spec", "Negative")],
        )
        .accepted("Period: 9 months", &[prepaid[0], prepaid[2], ("Period", "9")])
        .accepted("Period: 3 years", &[prepaid[0], prepaid[2], ("PricingCycle", "Year"), ("Period", "3")])
}

/// Two interfaces of which there is everything to say: one of a border router, which has an access point and a
/// subscription with its renewal, and one of a VPC's router, which has a health check.
fn rich(world: &World) -> [String; 2] {
    let group = super::resource_group::group(world);
    let there = world.router(PARTNER, BEIJING);
    let params = [
        ("RouterType", "VBR"),
        ("AccessPointId", HANGZHOU_POINT),
        ("Name", "to-beijing"),
        ("Description", "to Beijing"),
        ("OppositeInterfaceOwnerId", "6543210987654321"),
        ("OppositeRouterId", there.as_str()),
        ("OppositeRouterType", "VRouter"),
        ("InstanceChargeType", "PrePaid"),
        ("Period", "1"),
        ("AutoPay", "true"),
        ("AutoRenew", "true"),
        ("ResourceGroupId", &group),
        ("Tags.1.Key", "team"),
        ("Tags.1.Value", "network"),
    ];
    let paid = world.interface_on(&world.border_router(), &params);
    world.edit_interface(&paid, |interface| {
        let start = interface.created_at;
        let renewal = Renewal {
            active_at: start.after(DAY),
            term: Term { months: 1 },
            bandwidth_mbps: 1_000,
            changes_bandwidth: false,
        };
        let end_at = Some(start.after(DAY));
        let renewal = Some(Box::new(renewal));
        interface.charge = Charge::PrePaid { order: OrderId(1), end_at, auto_renew: true, renewal };
    });
    let checked = world.interface(&[
        ("OppositeRouterType", "VBR"),
        ("OppositeAccessPointId", "ap-cn-beijing-ft-A"),
        ("HealthCheckSourceIp", "10.0.0.8"),
        ("HealthCheckTargetIp", "10.0.0.9"),
    ]);
    let params = [("RegionId", HANGZHOU), ("RouterInterfaceId", checked.as_str())];
    world.ok(
        "ModifyRouterInterfaceAttribute",
        &[params[0], params[1], ("HcThreshold", "8"), ("HcRate", "2000")],
    );
    [paid, checked]
}

fn list(world: &World) -> Scene {
    let pair = world.connected();
    rich(world);
    let accepting = world.router(OWN, BEIJING);
    let call = world.creation(&accepting).with("RegionId", BEIJING).with("OppositeRegionId", HANGZHOU);
    world
        .send(
            &call
                .with("Role", "AcceptingSide")
                .with("Spec", "Negative")
                .with("OppositeRouterType", "VBR")
                .with("OppositeAccessPointId", HANGZHOU_POINT),
        )
        .success();
    for status in Status::ALL {
        let interface = world.interface(&[]);
        world.edit_interface(&interface, move |interface| interface.status = status);
    }
    let own = OWN.to_string();
    let partner = PARTNER.to_string();
    let group = super::resource_group::group_id();
    Scene::of(world.list())
        .pages()
        .option("IncludeReservationData", "true")
        .option("ResourceGroupId", group)
        .filters(&[
            ("RouterInterfaceId", &pair.initiator),
            ("RouterId", &pair.router),
            ("RouterType", "VRouter"),
            ("RouterInterfaceOwnerId", &own),
            ("Status", "Active"),
            ("OppositeInterfaceId", &pair.acceptor),
        ])
        .value("Filter.N.Key", "OppositeRouterType", &[("Filter.1.Value.1", "VRouter")])
        .value("Filter.N.Key", "OppositeRouterId", &[("Filter.1.Value.1", &pair.other_router)])
        .value("Filter.N.Key", "OppositeInterfaceOwnerId", &[("Filter.1.Value.1", &partner)])
        .value("Filter.N.Key", "Name", &[("Filter.1.Value.1", "to-beijing")])
        .accepted("in every state", &[("PageSize", "50")])
        .accepted("in Beijing", &[("RegionId", BEIJING)])
}

fn on(world: &World, action: &str, interface: &str) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("RouterInterfaceId", interface)])
}

fn describe(world: &World) -> Scene {
    let [paid, checked] = rich(world);
    let pair = world.connected();
    let params = [("RegionId", HANGZHOU), ("InstanceId", paid.as_str())];
    Scene::of(world.call("DescribeRouterInterfaceAttribute", &params))
        .ids(&["InstanceId"])
        .accepted("with a health check", &[("InstanceId", &checked)])
        .accepted("of a pair", &[("InstanceId", &pair.initiator)])
}

fn connect(world: &World) -> Scene {
    let pair = world.pair();
    Scene::of(on(world, "ConnectRouterInterface", &pair.initiator)).ids(&["RouterInterfaceId"])
}

fn activate(world: &World) -> Scene {
    let pair = world.connected();
    world.act("DeactivateRouterInterface", &pair.initiator);
    world.settle();
    Scene::of(on(world, "ActivateRouterInterface", &pair.initiator)).ids(&["RouterInterfaceId"])
}

fn deactivate(world: &World) -> Scene {
    let pair = world.connected();
    Scene::of(on(world, "DeactivateRouterInterface", &pair.initiator)).ids(&["RouterInterfaceId"])
}

fn modify(world: &World) -> Scene {
    let interface = world.interface(&[]);
    let towards_vbr = world.interface(&[("OppositeRouterType", "VBR")]);
    let check = [
        ("HealthCheckSourceIp", "10.0.0.8"),
        ("HealthCheckTargetIp", "10.0.0.9"),
        ("RouterInterfaceId", &towards_vbr),
    ];
    Scene::of(on(world, "ModifyRouterInterfaceAttribute", &interface).with("Name", "renamed"))
        .ids(&["RouterInterfaceId"])
        .option("Description", "another one")
        .option("OppositeInterfaceId", "ri-bp1opposite")
        .option("OppositeRouterId", "vrt-2zeopposite")
        .option("OppositeRouterType", "VRouter")
        .option("OppositeInterfaceOwnerId", PARTNER)
        .option_with("HealthCheckSourceIp", "10.0.0.8", &check)
        .option_with("HealthCheckTargetIp", "10.0.0.9", &check)
        .option_with("HcThreshold", 8, &check)
        .option_with("HcRate", 2_000, &check)
        .option("DeleteHealthCheckIp", "true")
        .refused("HcRate: without a health check", &[("HcRate", "2000")])
        .refused("HealthCheckSourceIp: without its target", &[check[0], check[2]])
        .refused(
            "HealthCheckSourceIp: outside of the VPC",
            &[("HealthCheckSourceIp", "192.168.0.8"), check[1], check[2]],
        )
        .refused(
            "HcThreshold: zero, with a health check",
            &[check[0], check[1], check[2], ("HcThreshold", "0")],
        )
}

fn resize(world: &World) -> Scene {
    let pair = world.connected();
    let accepting = world.interface(&[("Role", "AcceptingSide"), ("Spec", "Negative")]);
    Scene::of(on(world, "ModifyRouterInterfaceSpec", &pair.initiator).with("Spec", "Large.2"))
        .ids(&["RouterInterfaceId"])
        .value("Spec", "Negative", &[("RouterInterfaceId", &accepting)])
}

fn delete(world: &World) -> Scene {
    Scene::of(on(world, "DeleteRouterInterface", &world.interface(&[]))).ids(&["RouterInterfaceId"])
}

fn delete_both(world: &World) -> Scene {
    let other = world.router(OWN, HANGZHOU);
    let call = world.creation(&world.router(OWN, HANGZHOU)).with("OppositeRegionId", HANGZHOU);
    let call = call.with("OppositeRouterId", &other).with("OppositeRouterType", "VRouter");
    let interface = world.send(&call.with("FastLinkMode", "true")).text("RouterInterfaceId");
    world.settle();
    let opposite = world.seen(&interface, "OppositeInterfaceId");
    for end in [&interface, &opposite] {
        world.act("DeactivateRouterInterface", end);
    }
    world.settle();
    Scene::of(on(world, "DeleteExpressConnect", &interface))
        .ids(&["RouterInterfaceId"])
        .option("Force", "true")
}

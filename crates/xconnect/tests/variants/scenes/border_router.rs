//! Virtual border routers.

use std::time::Duration;

use xconnect_model::border_router::VbrStatus;

use super::{Scenes, resource_group};
use crate::scene::Scene;
use crate::support::World;
use crate::support::records::{HANGZHOU, HANGZHOU_POINT, OWN, PARTNER};

pub(super) const SCENES: Scenes = &[
    ("CreateVirtualBorderRouter", create),
    ("DescribeVirtualBorderRouters", list),
    ("DescribeVirtualBorderRoutersForPhysicalConnection", list_for_line),
    ("ModifyVirtualBorderRouterAttribute", modify),
    ("AssociatePhysicalConnectionToVirtualBorderRouter", associate),
    ("UnassociatePhysicalConnectionFromVirtualBorderRouter", unassociate),
    ("UpdateVirtualBorderBandwidth", limit),
    ("TerminateVirtualBorderRouter", terminate),
    ("RecoverVirtualBorderRouter", recover),
    ("DeleteVirtualBorderRouter", delete),
];

const LOCAL_V6: (&str, &str) = ("LocalIpv6GatewayIp", "2001:db8::1");
const PEER_V6: (&str, &str) = ("PeerIpv6GatewayIp", "2001:db8::2");
const SUBNET_V6: (&str, &str) = ("PeeringIpv6SubnetMask", "2001:db8::/64");
const ENABLE_V6: (&str, &str) = ("EnableIpv6", "true");

/// The addresses of IPv6, each with all the others.
fn with_v6(scene: Scene) -> Scene {
    let all = [LOCAL_V6, PEER_V6, SUBNET_V6, ENABLE_V6];
    all.into_iter().fold(scene, |scene, (name, value)| scene.option_with(name, value, &all))
}

/// An Enabled line of 100 Gbit/s.
fn wide_line(world: &World) -> String {
    let line = world.bare_line(OWN);
    world.edit_line(&line, |line| line.bandwidth_mbps = 102_400);
    line
}

fn create(world: &World) -> Scene {
    let line = wide_line(world);
    let scene = Scene::of(world.router_on(&line, "1"))
        .ids(&["PhysicalConnectionId"])
        .option("VbrOwnerId", OWN)
        .option("CircuitCode", "longtel001")
        .option("Description", "to the office")
        .option("Name", "office")
        .option("Bandwidth", 100)
        .option("ResourceGroupId", resource_group::group(world))
        .refused("VlanId: above the most", &[("VlanId", "3000")])
        .refused("PeerGatewayIp: the same as the other end", &[("PeerGatewayIp", "10.0.0.1")])
        .refused("PeerGatewayIp: in another subnet", &[("PeerGatewayIp", "10.0.0.6")])
        .refused("LocalGatewayIp: the subnet itself", &[("LocalGatewayIp", "10.0.0.0")])
        .refused("PeeringSubnetMask: with a hole", &[("PeeringSubnetMask", "255.255.0.255")])
        .refused("PeeringSubnetMask: of 31 bits", &[("PeeringSubnetMask", "255.255.255.254")])
        .refused("LocalIpv6GatewayIp: alone", &[LOCAL_V6])
        .refused(
            "LocalIpv6GatewayIp: an IPv4 address",
            &[("LocalIpv6GatewayIp", "10.0.0.1"), PEER_V6, SUBNET_V6],
        );
    with_v6(scene)
}

/// A router of which there is everything to say, on a line of its own and on a further one.
fn rich(world: &World) -> (String, String) {
    let line = wide_line(world);
    let group = resource_group::group(world);
    let call = world
        .router_on(&line, "1")
        .with("CircuitCode", "longtel001")
        .with("Description", "to the office")
        .with("Name", "office")
        .with("Bandwidth", "100")
        .with("ResourceGroupId", &group)
        .with("Tags.1.Key", "team")
        .with("Tags.1.Value", "network");
    let v6 = [LOCAL_V6, PEER_V6, SUBNET_V6, ENABLE_V6];
    let vbr = world.send(&v6.iter().fold(call, |call, (name, value)| call.with(name, value))).text("VbrId");
    let further = world.association(&vbr, &world.bare_line(OWN)).with("CircuitCode", "longtel002");
    let further =
        further.with("LocalIpv6GatewayIp", "2001:db8:1::1").with("PeerIpv6GatewayIp", "2001:db8:1::2");
    world
        .send(&further.with("PeeringIpv6SubnetMask", "2001:db8:1::/64").with("EnableIpv6", "true"))
        .success();
    for action in ["TerminateVirtualBorderRouter", "RecoverVirtualBorderRouter"] {
        world.send(&world.on_vbr(action, &vbr)).success();
        world.settle();
        world.pass(Duration::from_secs(60));
    }
    world.send(&world.attachment(&world.active_cen(OWN), &vbr)).success();
    world.settle();
    (vbr, line)
}

fn list(world: &World) -> Scene {
    let (vbr, line) = rich(world);
    for status in VbrStatus::ALL {
        let other = world.vbr();
        world.edit_vbr(&other, move |vbr| vbr.status = status);
    }
    let rented = super::physical_connection::rented(world);
    world.edit_line(&rented, |line| line.end_at = Some(line.created_at));
    world.vbr_on(&rented, "0");
    let group = resource_group::group_id();
    Scene::of(world.call("DescribeVirtualBorderRouters", &[("RegionId", HANGZHOU)]))
        .pages()
        .option("IncludeCrossAccountVbr", "true")
        .option("ResourceGroupId", group)
        .filters(&[
            ("PhysicalConnectionId", &line),
            ("VbrId", &vbr),
            ("Status", "active"),
            ("Name", "office"),
            ("AccessPointId", HANGZHOU_POINT),
            ("type", "pconnVBR"),
        ])
        .value("Filter.N.Key", "eccId", &[("Filter.1.Value.1", "ecc-nothing")])
        .accepted("in every state", &[("PageSize", "50")])
}

fn list_for_line(world: &World) -> Scene {
    let (vbr, line) = rich(world);
    let call = world.router_for_another_on(&line, "7").with("VbrOwnerId", &PARTNER.to_string());
    world.send(&call).success();
    let rented = super::physical_connection::rented(world);
    world.edit_line(&rented, |line| line.end_at = Some(line.created_at));
    world.vbr_on(&rented, "0");
    Scene::of(world.on_line("DescribeVirtualBorderRoutersForPhysicalConnection", &line))
        .ids(&["PhysicalConnectionId"])
        .pages()
        .filters(&[
            ("PhysicalConnectionId", &line),
            ("VbrId", &vbr),
            ("Status", "active"),
            ("Name", "office"),
            ("AccessPointId", HANGZHOU_POINT),
            ("type", "pconnVBR"),
        ])
        .value("Filter.N.Key", "eccId", &[("Filter.1.Value.1", "ecc-nothing")])
        .accepted("on a shared line", &[("PhysicalConnectionId", &rented)])
}

fn modify(world: &World) -> Scene {
    let line = wide_line(world);
    let vbr = world.vbr_on(&line, "1");
    let further = world.bare_line(OWN);
    world.send(&world.association(&vbr, &further)).success();
    let v4 = [
        ("LocalGatewayIp", "10.0.2.1"),
        ("PeerGatewayIp", "10.0.2.2"),
        ("PeeringSubnetMask", "255.255.255.252"),
    ];
    let further =
        format!(r#"[{{"PhysicalConnectionId":"{further}","VlanId":"21","CircuitCode":"longtel003"}}]"#);
    let scene = Scene::of(world.on_vbr("ModifyVirtualBorderRouterAttribute", &vbr).with("Name", "renamed"))
        .ids(&["VbrId"])
        .option("VlanId", 2)
        .option("CircuitCode", "longtel001")
        .option_with("LocalGatewayIp", "10.0.2.1", &v4)
        .option_with("PeerGatewayIp", "10.0.2.2", &v4)
        .option_with("PeeringSubnetMask", "255.255.255.252", &v4)
        .option("MinTxInterval", 300)
        .option("MinRxInterval", 300)
        .option("DetectMultiplier", 3)
        .option("Description", "to the office")
        .option("AssociatedPhysicalConnections", further)
        .option("Bandwidth", 100)
        .option("Mtu", 1500)
        .option("SitelinkEnable", "true");
    with_v6(scene)
}

fn associate(world: &World) -> Scene {
    let vbr = world.vbr();
    let scene = Scene::of(world.association(&vbr, &world.bare_line(OWN)))
        .ids(&["VbrId", "PhysicalConnectionId"])
        .option("CircuitCode", "longtel001");
    with_v6(scene)
}

fn unassociate(world: &World) -> Scene {
    let (vbr, further) = (world.vbr(), world.bare_line(OWN));
    world.send(&world.association(&vbr, &further)).success();
    let call = world.on_vbr("UnassociatePhysicalConnectionFromVirtualBorderRouter", &vbr);
    Scene::of(call.with("PhysicalConnectionId", &further)).ids(&["VbrId", "PhysicalConnectionId"])
}

fn limit(world: &World) -> Scene {
    let vbr = world.vbr_on(&wide_line(world), "1");
    let params = [("RegionId", HANGZHOU), ("VirtualBorderRouterId", vbr.as_str()), ("Bandwidth", "100")];
    Scene::of(world.call("UpdateVirtualBorderBandwidth", &params))
        .ids(&["VirtualBorderRouterId"])
        .refused("Bandwidth: below the least", &[("Bandwidth", "1")])
        .refused("Bandwidth: above the most", &[("Bandwidth", "102401")])
        .accepted("Bandwidth: the least", &[("Bandwidth", "2")])
        .accepted("Bandwidth: the most", &[("Bandwidth", "102400")])
}

fn terminate(world: &World) -> Scene {
    Scene::of(world.on_vbr("TerminateVirtualBorderRouter", &world.vbr())).ids(&["VbrId"])
}

fn recover(world: &World) -> Scene {
    let vbr = world.terminated_vbr(&world.bare_line(OWN), Duration::from_secs(60));
    Scene::of(world.on_vbr("RecoverVirtualBorderRouter", &vbr)).ids(&["VbrId"])
}

fn delete(world: &World) -> Scene {
    Scene::of(world.on_vbr("DeleteVirtualBorderRouter", &world.vbr())).ids(&["VbrId"])
}

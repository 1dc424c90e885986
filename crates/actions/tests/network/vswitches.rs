//! vSwitches: made in a VPC, changed, shown, and removed.

use serde_json::{Value, json};
use xconnect_model::Vpc;

use crate::support::{OWN, World};
use crate::{params, put_vpc};

/// A world with `vpc-a`, 192.168.0.0/16 and 2408:4005:1:200::/56.
fn world() -> World {
    let mut world = World::new();
    let vpc = put_vpc(&mut world, OWN, "a", "192.168.0.0/16");
    world.put(Vpc {
        ipv6_cidr: "2408:4005:1:200::/56".parse().ok(),
        resource_group: "rg-blue".into(),
        ..vpc
    });
    world
}

/// Creates a vSwitch and lets it become available.
fn create(world: &mut World, more: &str) -> String {
    let base = vec![("VpcId", "vpc-a"), ("ZoneId", "cn-hangzhou-h")];
    let answer = world.call("CreateVSwitch", &[base, params(more)].concat()).unwrap();
    world.settle();
    answer["VSwitchId"].as_str().unwrap().to_owned()
}

fn show(world: &mut World, vswitch: &str) -> Value {
    world.call("DescribeVSwitchAttributes", &[("VSwitchId", vswitch)]).unwrap()
}

#[test]
fn a_vswitch_lies_in_its_vpc() {
    let mut world = world();
    let id = create(&mut world, "CidrBlock=192.168.1.0/24");
    assert!(id.starts_with("vsw-bp1"), "{id}");
    let shown = show(&mut world, &id);
    for (field, value) in [
        ("VSwitchId", json!(id)),
        ("VSwitchName", json!("")),
        ("Description", json!("")),
        ("VpcId", json!("vpc-a")),
        ("ZoneId", json!("cn-hangzhou-h")),
        ("Status", json!("Available")),
        ("OwnerId", json!(1_234_567_890_123_456_u64)),
        ("ResourceGroupId", json!("rg-blue")),
        ("CreationTime", json!("2026-11-21T00:00:00Z")),
        ("CidrBlock", json!("192.168.1.0/24")),
        ("AvailableIpAddressCount", json!(252)),
        ("EnabledIpv6", json!(false)),
        ("Ipv6CidrBlock", json!("")),
        ("IsDefault", json!(false)),
        ("RouteTable", json!({ "RouteTableId": "vtb-a", "RouteTableType": "System" })),
        ("Tags", json!({ "Tag": [] })),
    ] {
        assert_eq!(shown[field], value, "{field}");
    }
}

#[test]
fn a_vswitch_is_pending_at_first() {
    let mut world = world();
    let call = [("VpcId", "vpc-a"), ("ZoneId", "cn-hangzhou-h"), ("CidrBlock", "192.168.1.0/24")];
    let made = world.call("CreateVSwitch", &call).unwrap();
    assert_eq!(show(&mut world, made["VSwitchId"].as_str().unwrap())["Status"], "Pending");
}

#[test]
fn what_is_asked_for_is_shown() {
    let mut world = world();
    let id = create(
        &mut world,
        "CidrBlock=192.168.0.0/29&VSwitchName=first&Description=The first&Ipv6CidrBlock=255\
         &VpcIpv6CidrBlock=2408:4005:1:200::/56&Tag.1.Key=env",
    );
    let shown = show(&mut world, &id);
    assert_eq!((&shown["VSwitchName"], &shown["Description"]), (&json!("first"), &json!("The first")));
    assert_eq!(shown["AvailableIpAddressCount"], 4);
    assert_eq!(
        (&shown["EnabledIpv6"], &shown["Ipv6CidrBlock"]),
        (&json!(true), &json!("2408:4005:1:2ff::/64"))
    );
    assert_eq!(shown["Tags"], json!({ "Tag": [{ "Key": "env", "Value": "" }] }));
}

#[test]
fn neighbours_may_touch_and_a_vswitch_may_be_the_whole_vpc() {
    let mut world = world();
    create(&mut world, "CidrBlock=192.168.0.0/17");
    create(&mut world, "CidrBlock=192.168.128.0/17");
    let mut world = self::world();
    create(&mut world, "CidrBlock=192.168.0.0/16");
}

#[test]
fn a_repeated_call_makes_one_vswitch() {
    let mut world = world();
    let first = create(&mut world, "CidrBlock=192.168.1.0/24&ClientToken=once");
    assert_eq!(create(&mut world, "CidrBlock=192.168.1.0/24&ClientToken=once"), first);
}

#[test]
fn a_deleted_vswitch_is_gone() {
    let mut world = world();
    let id = create(&mut world, "CidrBlock=192.168.1.0/24");
    let dry = [("VSwitchId", id.as_str()), ("DryRun", "true")];
    assert_eq!(world.refused("DeleteVSwitch", &dry), "400 DRYRUN.SUCCESS");
    world.call("DeleteVSwitch", &[("VSwitchId", &id)]).unwrap();
    let refused = world.refused("DescribeVSwitchAttributes", &[("VSwitchId", &id)]);
    assert_eq!(refused, "404 InvalidVswitchID.NotFound");
    create(&mut world, "CidrBlock=192.168.1.0/24");
}

#[test]
fn what_a_change_leaves_out_stays() {
    let mut world = world();
    let id = create(&mut world, "CidrBlock=192.168.1.0/24&VSwitchName=before&Description=As it was");
    let mut modify = |more: &str| {
        let call = [vec![("VSwitchId", id.as_str())], params(more)].concat();
        assert_eq!(world.call("ModifyVSwitchAttribute", &call).unwrap(), json!({}));
        show(&mut world, &id)
    };
    let shown = modify("VSwitchName=after");
    assert_eq!((&shown["VSwitchName"], &shown["Description"]), (&json!("after"), &json!("As it was")));
    let shown = modify("Description=As it is&EnableIPv6=true&Ipv6CidrBlock=3");
    assert_eq!((&shown["VSwitchName"], &shown["Description"]), (&json!("after"), &json!("As it is")));
    assert_eq!(shown["Ipv6CidrBlock"], "2408:4005:1:203::/64");
    for keeps in ["VSwitchName=again", "EnableIPv6=true", "Ipv6CidrBlock=3"] {
        assert_eq!(modify(keeps)["Ipv6CidrBlock"], "2408:4005:1:203::/64", "{keeps}");
    }
    assert_eq!(modify("EnableIPv6=false")["Ipv6CidrBlock"], "");
}

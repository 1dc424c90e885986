//! System routes come and go with VPCs and vSwitches.

use serde_json::json;
use xconnect_model::Vpc;

use crate::support::World;
use crate::{REGION, destinations, entries, list};

/// A VPC with an IPv6 block, made through the API: its id, and its table's.
fn vpc(world: &mut World) -> (String, String) {
    let made = world.call("CreateVpc", &[REGION, ("EnableIpv6", "true")]).unwrap();
    world.settle();
    let text = |field: &str| made[field].as_str().unwrap().to_owned();
    let (vpc, table) = (text("VpcId"), text("RouteTableId"));
    let record = Vpc::clone(world.state.vpc(&vpc).unwrap());
    world.put(Vpc { ipv6_cidr: "2408:4005:1:200::/56".parse().ok(), ..record });
    (vpc, table)
}

#[test]
fn a_vpc_and_its_vswitches_bring_their_routes() {
    let mut world = World::new();
    let (vpc, table) = vpc(&mut world);
    assert_eq!(destinations(&mut world, &table, &[]), ["100.64.0.0/10"]);
    let call = [
        ("VpcId", vpc.as_str()),
        ("ZoneId", "cn-hangzhou-h"),
        ("CidrBlock", "172.16.1.0/24"),
        ("Ipv6CidrBlock", "7"),
    ];
    let made = world.call("CreateVSwitch", &call).unwrap();
    let vswitch = made["VSwitchId"].as_str().unwrap();
    let all = ["100.64.0.0/10", "172.16.1.0/24", "2408:4005:1:207::/64"];
    assert_eq!(destinations(&mut world, &table, &[]), all);
    let answer = list(&mut world, &table, &[]);
    for entry in entries(&answer) {
        assert!(entry["RouteEntryId"].as_str().unwrap().starts_with("rte-bp1"));
        assert_eq!((&entry["Type"], &entry["Status"]), (&json!("System"), &json!("Available")));
        assert_eq!(entry["NextHops"], json!({ "NextHop": [] }));
    }
    let tables = world.call("DescribeRouteTables", &[("RouteTableId", &table)]).unwrap();
    let shown = tables["RouteTables"]["RouteTable"][0]["RouteEntrys"]["RouteEntry"].as_array().unwrap();
    assert_eq!((&shown[0]["NextHopType"], &shown[1]["NextHopType"]), (&json!("service"), &json!("local")));
    world.settle();
    let mut modify = |more: &[(&str, &str)]| {
        let call = [&[("VSwitchId", vswitch)], more].concat();
        world.call("ModifyVSwitchAttribute", &call).unwrap();
        destinations(&mut world, &table, &[])
    };
    assert_eq!(modify(&[("VSwitchName", "office")]), all);
    let other = ["100.64.0.0/10", "172.16.1.0/24", "2408:4005:1:209::/64"];
    assert_eq!(modify(&[("Ipv6CidrBlock", "9")]), other);
    assert_eq!(modify(&[("EnableIPv6", "false")]), all[..2]);
    assert_eq!(modify(&[("Ipv6CidrBlock", "7")]), all);
    world.call("DeleteVSwitch", &[("VSwitchId", vswitch)]).unwrap();
    assert_eq!(destinations(&mut world, &table, &[]), ["100.64.0.0/10"]);
    world.call("DeleteVpc", &[("VpcId", &vpc)]).unwrap();
    assert!(world.state.route_entries.is_empty());
}

#[test]
fn a_vpc_of_an_older_version_has_no_system_routes() {
    let mut world = crate::world();
    assert_eq!(destinations(&mut world, "vtb-a", &[]), Vec::<String>::new());
    world.call("DeleteVSwitch", &[("VSwitchId", "vsw-a")]).unwrap();
    world.call("DeleteVpc", &[("VpcId", "vpc-a")]).unwrap();
}

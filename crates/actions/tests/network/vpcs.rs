//! VPCs: made with a router and a route table, changed, shown, and removed together.

use serde_json::json;
use xconnect_model::network::NetworkStatus;
use xconnect_model::router_interface::Status;
use xconnect_model::{ResourceGroup, RouterInterface, VSwitch};

use crate::support::{OWN, World};
use crate::{REGION, labels, params, put_vpc, put_vswitch};

/// Creates a VPC and lets it become available.
fn create(world: &mut World, more: &str) -> String {
    let answer = world.call("CreateVpc", &[vec![REGION], params(more)].concat()).unwrap();
    world.settle();
    answer["VpcId"].as_str().unwrap().to_owned()
}

fn show(world: &mut World, vpc: &str) -> serde_json::Value {
    world.call("DescribeVpcAttribute", &[REGION, ("VpcId", vpc)]).unwrap()
}

#[test]
fn a_vpc_comes_with_a_router_and_a_system_route_table() {
    let mut world = World::new();
    let made = world.call("CreateVpc", &[REGION]).unwrap();
    let id = |field: &str| made[field].as_str().unwrap();
    assert!(id("VpcId").starts_with("vpc-bp1"), "{made}");
    assert!(id("VRouterId").starts_with("vrt-bp1"), "{made}");
    assert!(id("RouteTableId").starts_with("vtb-bp1"), "{made}");
    let vpc = world.state.vpc(id("VpcId")).unwrap();
    assert_eq!((vpc.status, vpc.since), (NetworkStatus::Pending, world.now));

    let tables = world.call("DescribeRouteTableList", &[REGION, ("VpcId", id("VpcId"))]).unwrap();
    let table = &tables["RouterTableList"]["RouterTableListType"][0];
    assert_eq!(table["RouteTableId"], made["RouteTableId"]);
    assert_eq!(table["RouterId"], made["VRouterId"]);
    assert_eq!(table["RouteTableType"], "System");
    let routers = world.call("DescribeVRouters", &[REGION, ("VRouterId", id("VRouterId"))]).unwrap();
    let router = &routers["VRouters"]["VRouter"][0];
    assert_eq!(router["VpcId"], made["VpcId"]);
    assert_eq!(router["RouteTableIds"], json!({ "RouteTableId": [id("RouteTableId")] }));
}

#[test]
fn what_is_left_out_has_its_default() {
    let mut world = World::new();
    let vpc = create(&mut world, "");
    let shown = show(&mut world, &vpc);
    for (field, value) in [
        ("CidrBlock", json!("172.16.0.0/12")),
        ("VpcName", json!("")),
        ("Description", json!("")),
        ("Status", json!("Available")),
        ("OwnerId", json!(1_234_567_890_123_456_u64)),
        ("CreationTime", json!("2026-11-21T00:00:00Z")),
        ("IsDefault", json!(false)),
        ("EnabledIpv6", json!(false)),
        ("Ipv6CidrBlock", json!("")),
        ("Ipv6CidrBlocks", json!({ "Ipv6CidrBlock": [] })),
        ("DnsHostnameStatus", json!("DISABLED")),
        ("ClassicLinkEnabled", json!(false)),
        ("SecondaryCidrBlocks", json!({ "SecondaryCidrBlock": [] })),
        ("UserCidrs", json!({ "UserCidr": [] })),
        ("VSwitchIds", json!({ "VSwitchId": [] })),
        ("Tags", json!({ "Tag": [] })),
    ] {
        assert_eq!(shown[field], value, "{field}");
    }
    let listed = world.call("DescribeVpcs", &[REGION]).unwrap();
    let listed = &listed["Vpcs"]["Vpc"][0];
    assert_eq!(listed["NatGatewayIds"], json!({ "NatGatewayIds": [] }));
    assert_eq!(listed["RouterTableIds"]["RouterTableIds"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_asked_for_is_shown() {
    let mut world = World::new();
    let group = ResourceGroup { id: "rg-blue".into(), account: OWN, ..ResourceGroup::default() };
    world.put(ResourceGroup { seq: world.state.next_seq(), ..group });
    let vpc = create(
        &mut world,
        "CidrBlock=11.0.0.0/28&VpcName=main-1&Description=The main one&UserCidr=1.0.0.0/8, 2.2.2.2/32\
         &EnableIpv6=true&Ipv6Isp=ChinaMobile&EnableDnsHostname=True&ResourceGroupId=rg-blue\
         &Tag.1.Key=env&Tag.1.Value=test",
    );
    let shown = show(&mut world, &vpc);
    assert_eq!(shown["CidrBlock"], "11.0.0.0/28");
    assert_eq!((&shown["VpcName"], &shown["Description"]), (&json!("main-1"), &json!("The main one")));
    assert_eq!(shown["UserCidrs"], json!({ "UserCidr": ["1.0.0.0/8", "2.2.2.2/32"] }));
    assert_eq!(shown["DnsHostnameStatus"], "ENABLED");
    assert_eq!(shown["ResourceGroupId"], "rg-blue");
    assert_eq!(shown["Tags"], json!({ "Tag": [{ "Key": "env", "Value": "test" }] }));
    let block = shown["Ipv6CidrBlock"].as_str().unwrap();
    assert!(block.starts_with("2408:4005:") && block.ends_with("::/56"), "{block}");
    let blocks = json!({ "Ipv6CidrBlock": [{ "Ipv6CidrBlock": block, "Ipv6Isp": "ChinaMobile" }] });
    assert_eq!((&shown["EnabledIpv6"], &shown["Ipv6CidrBlocks"]), (&json!(true), &blocks));
}

#[test]
fn an_ipv6_block_can_be_chosen() {
    let mut world = World::new();
    let vpc = create(&mut world, "EnableIpv6=true&Ipv6CidrBlock=2408:4004:0:6a00::/56");
    let blocks = json!([{ "Ipv6CidrBlock": "2408:4004:0:6a00::/56", "Ipv6Isp": "BGP" }]);
    assert_eq!(show(&mut world, &vpc)["Ipv6CidrBlocks"]["Ipv6CidrBlock"], blocks);
}

#[test]
fn any_space_that_is_not_reserved_will_do() {
    for block in ["10.0.0.0/8", "10.1.0.0/16", "192.168.0.0/24", "100.128.0.0/16", "8.0.0.0/8"] {
        let mut world = World::new();
        let vpc = create(&mut world, &format!("CidrBlock={block}"));
        assert_eq!(show(&mut world, &vpc)["CidrBlock"], block);
    }
}

#[test]
fn a_repeated_call_makes_one_vpc() {
    let mut world = World::new();
    let call = [REGION, ("ClientToken", "once"), ("VpcName", "one")];
    let first = world.call("CreateVpc", &call).unwrap();
    assert_eq!(world.call("CreateVpc", &call).unwrap(), first);
    assert_eq!(world.state.vpcs.len(), 1);
    let other = [REGION, ("ClientToken", "once"), ("VpcName", "another")];
    assert_eq!(world.refused("CreateVpc", &other), "400 IdempotentParameterMismatch");
}

#[test]
fn a_dry_run_leaves_nothing() {
    let mut world = World::new();
    assert_eq!(world.refused("CreateVpc", &[REGION, ("DryRun", "true")]), "400 DRYRUN.SUCCESS");
    assert_eq!(labels(&world).len(), 0);
    let vpc = create(&mut world, "");
    let call = [("VpcId", vpc.as_str()), ("DryRun", "true")];
    assert_eq!(world.refused("DeleteVpc", &call), "400 DRYRUN.SUCCESS");
    assert_eq!(labels(&world).len(), 2);
}

#[test]
fn a_deleted_vpc_takes_router_and_table_with_it() {
    let mut world = World::new();
    let vpc = create(&mut world, "");
    world.call("DeleteVpc", &[REGION, ("VpcId", &vpc), ("ForceDelete", "false")]).unwrap();
    assert_eq!(labels(&world).len(), 0);
    assert_eq!(
        world.refused("DescribeVpcAttribute", &[REGION, ("VpcId", &vpc)]),
        "404 InvalidVpcId.NotFound"
    );
}

#[test]
fn an_interface_that_is_being_deleted_does_not_hold_its_vpc() {
    let mut world = World::new();
    let vpc = put_vpc(&mut world, OWN, "linked", "10.0.0.0/8");
    let interface =
        RouterInterface { seq: world.state.next_seq(), router: vpc.router(), ..Default::default() };
    world.put(interface.clone());
    let call = [("VpcId", "vpc-linked")];
    assert_eq!(world.refused("DeleteVpc", &call), "400 DependencyViolation.RouterInterface");
    world.put(RouterInterface { status: Status::Deleting, ..interface });
    world.call("DeleteVpc", &call).unwrap();
}

#[test]
fn what_a_change_leaves_out_stays() {
    let mut world = World::new();
    let vpc = create(&mut world, "VpcName=before&Description=As it was&EnableDnsHostname=true");
    let mut modify = |more: &str| {
        let call = [vec![("VpcId", vpc.as_str())], params(more)].concat();
        let answer = world.call("ModifyVpcAttribute", &call).unwrap();
        assert_eq!(answer, json!({}));
        show(&mut world, &vpc)
    };
    let shown = modify("VpcName=after");
    assert_eq!((&shown["VpcName"], &shown["Description"]), (&json!("after"), &json!("As it was")));
    let shown = modify("Description=As it is&EnableDnsHostname=false&CidrBlock=10.0.0.0/8");
    assert_eq!((&shown["VpcName"], &shown["Description"]), (&json!("after"), &json!("As it is")));
    assert_eq!(
        (&shown["DnsHostnameStatus"], &shown["CidrBlock"]),
        (&json!("DISABLED"), &json!("10.0.0.0/8"))
    );
}

#[test]
fn ipv6_goes_on_and_off() {
    let mut world = World::new();
    let vpc = create(&mut world, "");
    let mut modify = |more: &str| {
        world.call("ModifyVpcAttribute", &[vec![("VpcId", vpc.as_str())], params(more)].concat()).unwrap();
        show(&mut world, &vpc)["Ipv6CidrBlock"].as_str().unwrap().to_owned()
    };
    let allotted = modify("EnableIPv6=true");
    assert!(allotted.ends_with("/56"));
    assert_eq!(modify("EnableIPv6=true"), allotted);
    assert_eq!(modify("EnableIPv6=true&Ipv6CidrBlock=2408:4004:0:6a00::/56"), "2408:4004:0:6a00::/56");
    assert_eq!(modify("Ipv6Isp=ChinaUnicom"), "2408:4004:0:6a00::/56");
    assert_eq!(modify("VpcName=six"), "2408:4004:0:6a00::/56");
    assert_eq!(modify("EnableIPv6=false"), "");
}

#[test]
fn a_vpc_counts_what_it_holds() {
    let mut world = World::new();
    let vpc = put_vpc(&mut world, OWN, "a", "10.0.0.0/8");
    let vswitch = put_vswitch(&mut world, &vpc, "a", "10.0.0.0/24");
    world.put(VSwitch { status: NetworkStatus::Pending, ..vswitch });
    let shown = show(&mut world, "vpc-a");
    assert_eq!(shown["VSwitchIds"], json!({ "VSwitchId": ["vsw-a"] }));
    let counts = json!([
        { "ResourceType": "VSwitch", "ResourceCount": 1 },
        { "ResourceType": "VRouter", "ResourceCount": 1 },
        { "ResourceType": "RouteTable", "ResourceCount": 1 },
    ]);
    assert_eq!(shown["CloudResources"], json!({ "CloudResourceSetType": counts }));
}

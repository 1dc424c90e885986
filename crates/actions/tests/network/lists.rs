//! The four lists: what each filter leaves, and how they are paged.

use xconnect_model::network::RouteTableKind;
use xconnect_model::{ResourceGroup, RouteTable, RouterRef, RouterType, Tag, VSwitch, Vpc};

use crate::support::{OTHER, OWN, World};
use crate::{REGION, ids, params, put_vpc, put_vswitch};

/// Three VPCs, of which `b` has all that can be filtered by, two vSwitches, and somebody else's network.
fn world() -> World {
    let mut world = World::new();
    let tags = vec![Tag { key: "env".into(), value: "test".into() }];
    for (id, is_default) in [("rg-main", true), ("rg-blue", false)] {
        let seq = world.state.next_seq();
        world.put(ResourceGroup { seq, id: id.into(), account: OWN, is_default, ..ResourceGroup::default() });
    }
    let a = put_vpc(&mut world, OWN, "a", "10.0.0.0/8");
    let b = put_vpc(&mut world, OWN, "b", "10.0.0.0/8");
    let ipv6_cidr = "2408:4005:1:200::/56".parse().ok();
    world.put(Vpc { ipv6_cidr, resource_group: "rg-blue".into(), tags: tags.clone(), ..b.clone() });
    let beijing = put_vpc(&mut world, OWN, "beijing", "10.0.0.0/8");
    world.put(Vpc { region: "cn-beijing".into(), ..beijing });
    put_vswitch(&mut world, &a, "a", "10.0.0.0/24");
    let vswitch = put_vswitch(&mut world, &b, "b", "10.0.0.0/24");
    world.put(VSwitch {
        zone: "cn-hangzhou-i".into(),
        ipv6_cidr: "2408:4005:1:200::/64".parse().ok(),
        resource_group: "rg-blue".into(),
        tags: tags.clone(),
        ..vswitch
    });
    world.put(RouteTable {
        seq: world.state.next_seq(),
        id: "vtb-line".into(),
        account: OWN,
        region: "cn-hangzhou".into(),
        router: RouterRef { kind: RouterType::Vbr, id: "vbr-line".into() },
        ..RouteTable::default()
    });
    world.put(RouteTable {
        seq: world.state.next_seq(),
        id: "vtb-extra".into(),
        account: OWN,
        region: "cn-hangzhou".into(),
        router: b.router(),
        vpc: b.id.clone(),
        kind: RouteTableKind::Custom,
        name: "extra".into(),
        resource_group: "rg-blue".into(),
        tags,
        ..RouteTable::default()
    });
    let theirs = put_vpc(&mut world, OTHER, "theirs", "10.0.0.0/8");
    put_vswitch(&mut world, &theirs, "theirs", "10.0.0.0/24");
    world
}

/// Asserts what a list has, filter by filter; expected ids joined by spaces.
fn check(action: &str, pointer: &str, field: &str, cases: &[(&str, &str)]) {
    let mut world = world();
    for (filter, expected) in cases {
        let answer = world.call(action, &[vec![REGION], params(filter)].concat()).unwrap();
        assert_eq!(ids(&answer, pointer, field).join(" "), *expected, "{action} {filter}");
        assert_eq!(answer["TotalCount"], expected.split_whitespace().count(), "{action} {filter}");
    }
}

#[test]
fn vpcs_by_filter() {
    check(
        "DescribeVpcs",
        "/Vpcs/Vpc",
        "VpcId",
        &[
            ("", "vpc-a vpc-b"),
            ("VpcId=vpc-b", "vpc-b"),
            ("VpcId=vpc-b, vpc-a,vpc-b,vpc-none,vpc-theirs,vpc-beijing,", "vpc-a vpc-b"),
            ("VpcName=b", "vpc-b"),
            ("VpcName=c", ""),
            ("IsDefault=true", ""),
            ("IsDefault=false", "vpc-a vpc-b"),
            ("EnableIpv6=true", "vpc-b"),
            ("EnableIpv6=false", "vpc-a"),
            ("DhcpOptionsSetId=dopt-none", ""),
            ("VpcOwnerId=1234567890123456", "vpc-a vpc-b"),
            ("VpcOwnerId=6543210987654321", ""),
            ("ResourceGroupId=rg-blue", "vpc-b"),
            ("ResourceGroupId=rg-main", "vpc-a"),
            ("ResourceGroupId=rg-none", ""),
            ("Tag.1.Key=env", "vpc-b"),
            ("Tag.1.Key=env&Tag.1.Value=test", "vpc-b"),
            ("Tag.1.Key=env&Tag.1.Value=live", ""),
            ("VpcName=b&VpcId=vpc-a", ""),
            ("VpcName=b&EnableIpv6=true&Tag.1.Key=env", "vpc-b"),
        ],
    );
}

#[test]
fn vswitches_by_filter() {
    check(
        "DescribeVSwitches",
        "/VSwitches/VSwitch",
        "VSwitchId",
        &[
            ("", "vsw-a vsw-b"),
            ("VpcId=vpc-a", "vsw-a"),
            ("VSwitchId=vsw-a,vsw-theirs", "vsw-a"),
            ("VSwitchName=b", "vsw-b"),
            ("ZoneId=cn-hangzhou-i", "vsw-b"),
            ("ZoneId=cn-beijing-a", ""),
            ("RouteTableId=vtb-b", "vsw-b"),
            ("RouteTableId=vtb-none", ""),
            ("IsDefault=true", ""),
            ("EnableIpv6=true", "vsw-b"),
            ("EnableIpv6=false", "vsw-a"),
            ("VSwitchOwnerId=1234567890123456", "vsw-a vsw-b"),
            ("VSwitchOwnerId=1", ""),
            ("ResourceGroupId=rg-blue", "vsw-b"),
            ("Tag.1.Key=env&Tag.1.Value=test", "vsw-b"),
            ("VpcId=vpc-a&ZoneId=cn-hangzhou-i", ""),
        ],
    );
}

#[test]
fn vswitches_of_a_vpc_need_no_region() {
    let mut world = world();
    let answer = world.call("DescribeVSwitches", &[("VpcId", "vpc-b"), ("VSwitchName", "b")]).unwrap();
    assert_eq!(ids(&answer, "/VSwitches/VSwitch", "VSwitchId"), ["vsw-b"]);
    let elsewhere = [("RegionId", "cn-beijing"), ("VpcId", "vpc-b")];
    assert_eq!(world.call("DescribeVSwitches", &elsewhere).unwrap()["TotalCount"], 0);
}

#[test]
fn routers_by_filter() {
    let cases = [("", "vrt-a vrt-b"), ("VRouterId=vrt-b", "vrt-b"), ("VRouterId=vrt-beijing", "")];
    check("DescribeVRouters", "/VRouters/VRouter", "VRouterId", &cases);
}

#[test]
fn route_tables_by_filter() {
    check(
        "DescribeRouteTableList",
        "/RouterTableList/RouterTableListType",
        "RouteTableId",
        &[
            // The table of vpc-beijing has been put into Hangzhou with the others.
            ("", "vtb-a vtb-b vtb-beijing vtb-extra"),
            ("RouterType=VRouter&RouteTableType=System", "vtb-a vtb-b vtb-beijing"),
            ("RouterType=VBR", "vtb-line"),
            ("RouterId=vbr-line", "vtb-line"),
            ("RouterId=vrt-b", "vtb-b vtb-extra"),
            ("RouterId=vrt-b&RouterType=VBR", ""),
            ("VpcId=vpc-b", "vtb-b vtb-extra"),
            ("VpcId=vpc-b&RouteTableType=Custom", "vtb-extra"),
            ("RouteTableId=vtb-line", "vtb-line"),
            ("RouteTableName=extra", "vtb-extra"),
            ("ResourceGroupId=rg-blue", "vtb-extra"),
            ("Tag.1.Key=env", "vtb-extra"),
            ("VpcId=vpc-theirs", ""),
        ],
    );
}

#[test]
fn a_route_table_names_the_vswitches_that_it_applies_to() {
    let mut world = world();
    let answer = world.call("DescribeRouteTableList", &[REGION, ("RouteTableId", "vtb-a")]).unwrap();
    let table = &answer["RouterTableList"]["RouterTableListType"][0];
    assert_eq!(table["VSwitchIds"]["VSwitchId"], serde_json::json!(["vsw-a"]));
    assert_eq!((&table["RouterType"], &table["Status"]), (&"VRouter".into(), &"Available".into()));
}

#[test]
fn lists_are_paged_in_the_order_of_creation() {
    let mut world = World::new();
    let names: Vec<_> = (0..12).map(|at| format!("{at:02}")).collect();
    for name in &names {
        let vpc = put_vpc(&mut world, OWN, name, "10.0.0.0/8");
        put_vswitch(&mut world, &vpc, name, "10.0.0.0/24");
    }
    for (action, pointer, field, prefix) in [
        ("DescribeVpcs", "/Vpcs/Vpc", "VpcId", "vpc-"),
        ("DescribeVSwitches", "/VSwitches/VSwitch", "VSwitchId", "vsw-"),
        ("DescribeVRouters", "/VRouters/VRouter", "VRouterId", "vrt-"),
        ("DescribeRouteTableList", "/RouterTableList/RouterTableListType", "RouteTableId", "vtb-"),
    ] {
        for (page, range) in [
            ("", 0..10),
            ("PageNumber=2", 10..12),
            ("PageNumber=9", 10..12),
            ("PageNumber=2&PageSize=5", 5..10),
            ("PageSize=50", 0..12),
        ] {
            let answer = world.call(action, &[vec![REGION], params(page)].concat()).unwrap();
            let expected: Vec<_> = names[range].iter().map(|name| format!("{prefix}{name}")).collect();
            assert_eq!(ids(&answer, pointer, field), expected, "{action} {page}");
            assert_eq!(answer["TotalCount"], 12, "{action} {page}");
        }
        let answer = world.call(action, &[REGION, ("PageNumber", "2"), ("PageSize", "5")]).unwrap();
        assert_eq!((&answer["PageNumber"], &answer["PageSize"]), (&2.into(), &5.into()), "{action}");
    }
}

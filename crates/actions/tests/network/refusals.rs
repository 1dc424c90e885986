//! Every declared error row, provoked; and that nothing is said of other accounts' resources.

use std::collections::HashSet;
use std::sync::Arc;

use xconnect_actions::declare::Entry;
use xconnect_actions::{Quotas, Settings, network};
use xconnect_model::cen::CenAttachment;
use xconnect_model::network::{NetworkStatus, RouteTableKind};
use xconnect_model::{RouteEntry, RouteTable, RouterInterface, VSwitch, Vpc};
use xconnect_wire::ErrorSpec;

use crate::support::{OTHER, OWN, World, check_shape};
use crate::{params, put_vpc, put_vswitch};

/// A world with something to refuse for every rule.
fn world() -> World {
    let mut world = World::new();
    let quotas = Quotas { vpcs_per_region: 7, vswitches_per_vpc: 2, ..Quotas::default() };
    world.settings = Arc::new(Settings { quotas, ..Settings::default() });
    let own = put_vpc(&mut world, OWN, "own", "192.168.0.0/16");
    world.put(Vpc { ipv6_cidr: "2408:4005:1:200::/56".parse().ok(), ..own.clone() });
    let vswitch = put_vswitch(&mut world, &own, "own", "192.168.0.0/24");
    world.put(VSwitch { ipv6_cidr: "2408:4005:1:207::/64".parse().ok(), ..vswitch });
    for (id, destination) in
        [("rte-v4", "192.168.100.0/24"), ("rte-v6", "2408:4005:1:264::/65"), ("rte-default", "0.0.0.0/0")]
    {
        world.put(RouteEntry {
            seq: world.state.next_seq(),
            id: id.into(),
            account: OWN,
            table: own.route_table.clone(),
            destination: destination.parse().unwrap(),
            ..RouteEntry::default()
        });
    }
    put_vpc(&mut world, OWN, "plain", "172.16.0.0/12");
    let pending = put_vpc(&mut world, OWN, "pending", "10.0.0.0/8");
    world.put(Vpc { status: NetworkStatus::Pending, ..pending });
    let full = put_vpc(&mut world, OWN, "full", "10.0.0.0/8");
    put_vswitch(&mut world, &full, "full", "10.0.0.0/24");
    let pending = put_vswitch(&mut world, &full, "pending", "10.0.1.0/24");
    world.put(VSwitch { status: NetworkStatus::Pending, ..pending });
    let linked = put_vpc(&mut world, OWN, "linked", "10.0.0.0/8");
    world.put(RouterInterface {
        seq: world.state.next_seq(),
        id: "ri-linked".into(),
        router: linked.router(),
        ..RouterInterface::default()
    });
    let custom = put_vpc(&mut world, OWN, "custom", "10.0.0.0/8");
    world.put(RouteTable {
        seq: world.state.next_seq(),
        id: "vtb-extra".into(),
        account: OWN,
        region: custom.region.clone(),
        vpc: custom.id.clone(),
        kind: RouteTableKind::Custom,
        ..RouteTable::default()
    });
    for at in 0..7 {
        let vpc = put_vpc(&mut world, OWN, &format!("beijing-{at}"), "10.0.0.0/8");
        world.put(Vpc { region: "cn-beijing".into(), ..vpc });
    }
    let (seq, child) = (world.state.next_seq(), "vpc-beijing-0".into());
    world.put(CenAttachment { seq, child, ..CenAttachment::default() });
    let second = put_vpc(&mut world, OWN, "twins", "10.0.0.0/8");
    world.put(Vpc { ipv6_cidr: "2408:4005:1:300::/56".parse().ok(), ..second.clone() });
    let one = put_vswitch(&mut world, &second, "one", "10.0.0.0/24");
    world.put(VSwitch { ipv6_cidr: "2408:4005:1:301::/64".parse().ok(), ..one });
    put_vswitch(&mut world, &second, "two", "10.0.1.0/24");
    world
}

/// Parameters with which an action succeeds.
fn good(action: &str) -> &'static str {
    match action {
        "CreateVpc" => "RegionId=ap-southeast-1",
        "DeleteVpc" => "VpcId=vpc-plain",
        "ModifyVpcAttribute" => "VpcId=vpc-own",
        "CreateVSwitch" => "VpcId=vpc-own&ZoneId=cn-hangzhou-h&CidrBlock=192.168.9.0/24",
        "DeleteVSwitch" | "ModifyVSwitchAttribute" | "DescribeVSwitchAttributes" => "VSwitchId=vsw-own",
        "DescribeVpcAttribute" => "RegionId=cn-hangzhou&VpcId=vpc-own",
        _ => "RegionId=cn-hangzhou",
    }
}

/// Those parameters, with some of them replaced or added.
fn with<'p>(action: &str, changes: &'p str) -> Vec<(&'p str, &'p str)> {
    let mut all = params(good(action));
    for (name, value) in params(changes) {
        all.retain(|(present, _)| *present != name);
        all.push((name, value));
    }
    all
}

const REFUSALS: &[(&str, &str, &str)] = &[
    ("CreateVpc", "RegionId=", "400 MissingParameter"),
    ("CreateVpc", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("CreateVpc", "RegionId=cn-beijing", "400 QuotaExceeded.Vpc"),
    ("CreateVpc", "VpcName=1st", "400 InvalidVpcName.Malformed"),
    ("CreateVpc", "Description=https://a", "400 InvalidVpcDiscription.Malformed"),
    ("CreateVpc", "CidrBlock=10.0.0.0", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=10.0.0.1/8", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=::/8", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=100.64.0.0/16", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=100.0.0.0/8", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=127.0.0.0/16", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=169.254.0.0/16", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=224.0.0.0/8", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=11.0.0.0/7", "400 InvalidParameter"),
    ("CreateVpc", "CidrBlock=16.0.0.0/7", "400 IllegalParam.CidrBlockMask"),
    ("CreateVpc", "CidrBlock=10.0.0.0/29", "400 IllegalParam.CidrBlockMask"),
    ("CreateVpc", "UserCidr=1.0.0.0/8,two", "400 InvalidParameter"),
    ("CreateVpc", "UserCidr=1.0.0.0/8,", "400 InvalidParameter"),
    ("CreateVpc", "UserCidr=1.0.0.1/8", "400 IllegalParam.UserCidr"),
    ("CreateVpc", "UserCidr=1.0.0.0/8,2.0.0.0/8,3.0.0.0/8,4.0.0.0/8", "400 InvalidUserCidr.Quota"),
    ("CreateVpc", "UserCidr=0.0.0.0/0", "400 InvalidUserCidr.Malformed"),
    ("CreateVpc", "EnableIpv6=maybe", "400 InvalidParameter"),
    ("CreateVpc", "Ipv6CidrBlock=2408:4005::/56", "400 MissingParam.EnableIpv6"),
    ("CreateVpc", "EnableIpv6=true&Ipv6CidrBlock=2408:4005::/64", "400 InvalidIpv6CidrBlock.Malformed"),
    ("CreateVpc", "EnableIpv6=true&Ipv6Isp=Pigeon", "400 IllegalParam.Ipv6Isp"),
    ("CreateVpc", "Ipv4CidrMask=16", "400 IllegalParam.IpamPool"),
    ("CreateVpc", "Ipv6CidrMask=56", "400 IllegalParam.IpamPool"),
    ("CreateVpc", "Ipv4IpamPoolId=ipam-pool-1&Ipv4CidrMask=16", "404 ResourceNotFound.IpamPool"),
    ("CreateVpc", "Ipv6IpamPoolId=ipam-pool-1", "404 ResourceNotFound.IpamPool"),
    ("CreateVpc", "ResourceGroupId=rg-none", "400 InvalidResourceGroupId"),
    ("CreateVpc", "Tag.1.Key=aliyun", "400 InvalidParameter"),
    ("CreateVpc", "ClientToken=t\u{fc}r", "400 InvalidParameter"),
    ("DeleteVpc", "VpcId=", "400 MissingParameter"),
    ("DeleteVpc", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("DeleteVpc", "VpcId=vpc-none", "404 InvalidVpcId.NotFound"),
    ("DeleteVpc", "RegionId=cn-beijing", "404 InvalidVpcId.NotFound"),
    ("DeleteVpc", "VpcId=vpc-pending", "400 IncorrectVpcStatus"),
    ("DeleteVpc", "VpcId=vpc-own", "400 DependencyViolation.VSwitch"),
    ("DeleteVpc", "VpcId=vpc-own&ForceDelete=true", "400 DependencyViolation.VSwitch"),
    ("DeleteVpc", "VpcId=vpc-linked", "400 DependencyViolation.RouterInterface"),
    ("DeleteVpc", "VpcId=vpc-custom", "400 DependencyViolation.RouteTable"),
    ("DeleteVpc", "RegionId=cn-beijing&VpcId=vpc-beijing-0", "400 DependencyViolation.CenInstance"),
    ("ModifyVpcAttribute", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("ModifyVpcAttribute", "VpcId=vpc-none", "404 InvalidVpcId.NotFound"),
    ("ModifyVpcAttribute", "VpcId=vpc-pending", "400 IncorrectVpcStatus"),
    ("ModifyVpcAttribute", "VpcName=a", "400 InvalidVpcName.Malformed"),
    ("ModifyVpcAttribute", "Description=a", "400 InvalidVpcDiscription.Malformed"),
    ("ModifyVpcAttribute", "CidrBlock=192.168.0.1/16", "400 InvalidCidrBlock.Malformed"),
    ("ModifyVpcAttribute", "CidrBlock=192.168.1.0/24", "400 InvalidCidrBlock.Malformed"),
    ("ModifyVpcAttribute", "CidrBlock=192.168.0.0/29", "400 InvalidCidrBlock.Malformed"),
    ("ModifyVpcAttribute", "EnableIPv6=false", "400 DependencyViolation.VSwitch"),
    (
        "ModifyVpcAttribute",
        "EnableIPv6=true&Ipv6CidrBlock=2408:4005:9::/56",
        "400 DependencyViolation.VSwitch",
    ),
    ("ModifyVpcAttribute", "Ipv6CidrBlock=2408:4005::/56", "400 MissingParam.EnableIpv6"),
    ("ModifyVpcAttribute", "EnableIPv6=true&Ipv6CidrBlock=10", "400 InvalidIpv6CidrBlock.Malformed"),
    ("ModifyVpcAttribute", "Ipv6Isp=Pigeon", "400 IllegalParam.Ipv6Isp"),
    ("CreateVSwitch", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("CreateVSwitch", "ZoneId=cn-beijing-a", "404 InvalidZoneId.NotFound"),
    ("CreateVSwitch", "VpcId=vpc-none", "404 InvalidVpcId.NotFound"),
    ("CreateVSwitch", "RegionId=cn-beijing", "404 InvalidVpcId.NotFound"),
    ("CreateVSwitch", "VSwitchName=-", "400 InvalidVSwitchName.Malformed"),
    ("CreateVSwitch", "Description=-", "400 InvalidVSwitchDiscription.Malformed"),
    ("CreateVSwitch", "CidrBlock=", "400 MissingParameter"),
    ("CreateVSwitch", "CidrBlock=192.168.9.1/24", "400 InvalidCidrBlock.Malformed"),
    ("CreateVSwitch", "CidrBlock=192.0.0.0/15", "400 InvalidCirdrBlock.MaskLength"),
    ("CreateVSwitch", "CidrBlock=192.168.9.0/30", "400 InvalidCirdrBlock.MaskLength"),
    ("CreateVSwitch", "CidrBlock=192.169.0.0/24", "400 InvalidParameter"),
    ("CreateVSwitch", "CidrBlock=192.168.0.128/25", "400 InvalidCidrBlock.Overlapped"),
    ("CreateVSwitch", "CidrBlock=192.168.0.0/16", "400 InvalidCidrBlock.Overlapped"),
    ("CreateVSwitch", "VpcId=vpc-pending&CidrBlock=10.0.9.0/24", "400 IncorrectVpcStatus"),
    ("CreateVSwitch", "VpcId=vpc-full&CidrBlock=10.0.9.0/24", "400 QuotaExceeded.VSwitch"),
    ("CreateVSwitch", "Ipv6CidrBlock=256", "400 IllegalParam.Ipv6CidrBlock"),
    (
        "CreateVSwitch",
        "VpcId=vpc-plain&CidrBlock=172.16.0.0/24&Ipv6CidrBlock=1",
        "400 IllegalParam.Ipv6CidrBlock",
    ),
    ("CreateVSwitch", "Ipv6CidrBlock=-1", "400 InvalidParameter"),
    (
        "CreateVSwitch",
        "Ipv6CidrBlock=1&VpcIpv6CidrBlock=2408:4005:2::/56",
        "400 IllegalParam.VpcIpv6CidrBlock",
    ),
    ("CreateVSwitch", "Ipv6CidrBlock=7", "400 InvalidIpv6CidrBlock.Overlapped"),
    ("CreateVSwitch", "CidrBlock=192.168.100.0/23", "400 InvalidCidrBlock.Overlapped"),
    ("CreateVSwitch", "CidrBlock=192.168.8.0/29&Ipv6CidrBlock=100", "400 InvalidCidrBlock.Overlapped"),
    ("DeleteVSwitch", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("DeleteVSwitch", "VSwitchId=vsw-none", "404 InvalidVSwitchId.NotFound"),
    ("DeleteVSwitch", "RegionId=cn-beijing", "404 InvalidVSwitchId.NotFound"),
    ("DeleteVSwitch", "VSwitchId=vsw-pending", "400 IncorrectVSwitchStatus"),
    ("ModifyVSwitchAttribute", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("ModifyVSwitchAttribute", "VSwitchId=vsw-none", "404 InvalidVSwitchId.NotFound"),
    ("ModifyVSwitchAttribute", "VSwitchId=vsw-pending", "400 IncorrectStatus.VSwitch"),
    ("ModifyVSwitchAttribute", "VSwitchName=-", "400 InvalidVSwitchName.Malformed"),
    ("ModifyVSwitchAttribute", "Description=-", "400 InvalidVSwitchDiscription.Malformed"),
    ("ModifyVSwitchAttribute", "Ipv6CidrBlock=256", "400 IllegalParam.Ipv6CidrBlock"),
    (
        "ModifyVSwitchAttribute",
        "Ipv6CidrBlock=8&VpcIpv6CidrBlock=nonsense",
        "400 IllegalParam.VpcIpv6CidrBlock",
    ),
    (
        "ModifyVSwitchAttribute",
        "VSwitchId=vsw-two&EnableIPv6=true&Ipv6CidrBlock=1",
        "400 InvalidIpv6CidrBlock.Overlapped",
    ),
    ("ModifyVSwitchAttribute", "Ipv6CidrBlock=100", "400 InvalidCidrBlock.Overlapped"),
    ("ModifyVSwitchAttribute", "VSwitchId=vsw-two&EnableIPv6=true", "400 MissingParameter"),
    ("DescribeVpcs", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("DescribeVpcs", "PageNumber=0", "400 InvalidParameter"),
    ("DescribeVpcs", "PageSize=51", "400 InvalidParameter"),
    ("DescribeVpcs", "VpcId=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21", "400 InvalidParameter"),
    ("DescribeVpcs", "VpcOwnerId=me", "400 InvalidParameter"),
    ("DescribeVpcs", "DryRun=true", "400 DRYRUN.SUCCESS"),
    ("DescribeVpcs", "DryRun=true&PageSize=0", "400 InvalidParameter"),
    ("DescribeVpcAttribute", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("DescribeVpcAttribute", "VpcId=vpc-none", "404 InvalidVpcId.NotFound"),
    ("DescribeVpcAttribute", "RegionId=cn-beijing", "404 InvalidVpcId.NotFound"),
    ("DescribeVpcAttribute", "DryRun=true", "400 DRYRUN.SUCCESS"),
    ("DescribeVSwitches", "RegionId=", "400 MissingParameter"),
    ("DescribeVSwitches", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("DescribeVSwitches", "PageSize=51", "400 InvalidParameter"),
    ("DescribeVSwitches", "DryRun=true", "400 DRYRUN.SUCCESS"),
    ("DescribeVSwitchAttributes", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("DescribeVSwitchAttributes", "VSwitchId=vsw-none", "404 InvalidVswitchID.NotFound"),
    ("DescribeVSwitchAttributes", "DryRun=true", "400 DRYRUN.SUCCESS"),
    ("DescribeVRouters", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("DescribeVRouters", "PageSize=51", "400 InvalidParameter"),
    ("DescribeRouteTableList", "RegionId=cn-atlantis", "404 InvalidRegionId.NotFound"),
    ("DescribeRouteTableList", "PageSize=51", "400 InvalidParameter"),
    ("DescribeRouteTableList", "RouterType=Switch", "400 InvalidParameter"),
    ("DescribeRouteTableList", "RouteTableType=Kitchen", "400 InvalidParameter"),
];

#[test]
fn what_the_refusals_start_from_succeeds() {
    for entry in network::ACTIONS {
        let action = entry.declaration.name;
        let answer = world().call(action, &params(good(action)));
        check_shape(action, &answer.unwrap_or_else(|error| panic!("{action}: {error}")));
    }
}

#[test]
fn every_declared_row_is_provoked() {
    let mut world = world();
    let mut provoked = HashSet::new();
    for (action, changes, expected) in REFUSALS {
        let error = world.call(action, &with(action, changes)).expect_err(changes);
        assert_eq!(format!("{} {}", error.http(), error.code()), *expected, "{action} {changes}");
        assert!(!error.message().contains("%s"), "{action} {changes}: {error}");
        provoked.insert((*action, std::ptr::from_ref(error.spec())));
    }
    let missing = |entry: &Entry, row: &'static ErrorSpec| {
        row.unprovoked.is_none() && !provoked.contains(&(entry.declaration.name, std::ptr::from_ref(row)))
    };
    for entry in network::ACTIONS {
        for row in entry.declaration.errors {
            assert!(!missing(entry, row), "{} {row:?}", entry.declaration.name);
        }
    }
}

#[test]
fn what_belongs_to_another_account_does_not_exist() {
    let mut world = world();
    let foreign = put_vpc(&mut world, OTHER, "foreign", "10.0.0.0/8");
    put_vswitch(&mut world, &foreign, "foreign", "10.0.9.0/24");
    for (action, id) in [
        ("DeleteVpc", "VpcId=vpc"),
        ("ModifyVpcAttribute", "VpcId=vpc"),
        ("DescribeVpcAttribute", "VpcId=vpc"),
        ("CreateVSwitch", "VpcId=vpc"),
        ("DeleteVSwitch", "VSwitchId=vsw"),
        ("ModifyVSwitchAttribute", "VSwitchId=vsw"),
        ("DescribeVSwitchAttributes", "VSwitchId=vsw"),
        ("DescribeVpcs", "VpcId=vpc"),
        ("DescribeVSwitches", "RegionId=&VpcId=vpc"),
        ("DescribeVSwitches", "VpcId=vpc"),
        ("DescribeVSwitches", "VSwitchId=vsw"),
        ("DescribeVSwitches", "RouteTableId=vtb"),
        ("DescribeVRouters", "VRouterId=vrt"),
        ("DescribeRouteTableList", "VpcId=vpc"),
        ("DescribeRouteTableList", "RouterId=vrt"),
        ("DescribeRouteTableList", "RouteTableId=vtb"),
    ] {
        let theirs = format!("{id}-foreign");
        let nobodys = format!("{id}-none");
        let foreign = world.call(action, &with(action, &theirs));
        let missing = world.call(action, &with(action, &nobodys));
        assert_eq!(foreign, missing, "{action} {id}");
        let total = missing.map_or(0, |answer| answer["TotalCount"].as_u64().unwrap());
        assert_eq!(total, 0, "{action} {id}");
    }
}

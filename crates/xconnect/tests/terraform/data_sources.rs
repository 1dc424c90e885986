//! List data sources: what goes into a list as it comes must have the type that the list expects.

use serde_json::Value;

use super::answer::{booleans, integers, list, numbers, present, texts};
use super::provider::Provider;
use super::{bgp_group, border_router, vpc, vswitch};
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

/// The first page of a list, which has to hold something.
fn first_page(provider: &Provider<'_>, action: &str, more: &[(&str, &str)], path: &[&str]) -> Vec<Value> {
    let form = [&[("PageNumber", "1"), ("PageSize", "50")], more].concat();
    let all = list(&provider.change(action, &form), path);
    assert!(!all.is_empty(), "{action} has nothing to show");
    all
}

#[test]
fn physical_connections() {
    let world = World::new();
    let provider = Provider::new(&world);
    world.enabled_line();
    world.line(&[]);
    let path = ["PhysicalConnectionSet", "PhysicalConnectionType"];
    let include = [("IncludeReservationData", "true")];
    for line in first_page(&provider, "DescribePhysicalConnections", &include, &path) {
        texts(
            &line,
            &["PhysicalConnectionId", "AccessPointId", "AdLocation", "BusinessStatus", "CircuitCode"],
        );
        texts(&line, &["CreationTime", "Description", "EnabledTime", "EndTime", "LineOperator", "LoaStatus"]);
        texts(
            &line,
            &["ChargeType", "PeerLocation", "Name", "PortNumber", "PortType", "Spec", "Status", "Type"],
        );
        texts(&line, &["RedundantPhysicalConnectionId", "ReservationActiveTime"]);
        texts(&line, &["ReservationInternetChargeType", "ReservationOrderType"]);
        integers(&line, &["Bandwidth"]);
        present(&line, &["HasReservationData"]);
    }
}

#[test]
fn access_points() {
    let world = World::new();
    let provider = Provider::new(&world);
    let points = first_page(&provider, "DescribeAccessPoints", &[], &["AccessPointSet", "AccessPointType"]);
    for point in &points {
        texts(
            point,
            &["AccessPointId", "Name", "AttachedRegionNo", "Description", "HostOperator", "Location"],
        );
        texts(point, &["Status", "Type"]);
        for feature in list(point, &["AccessPointFeatureModels", "AccessPointFeatureModel"]) {
            texts(&feature, &["FeatureKey", "FeatureValue"]);
        }
    }
    for id in ["ap-cn-hangzhou-yh-B", "ap-cn-hangzhou-jg-B"] {
        let point = points.iter().find(|point| point["AccessPointId"] == id).unwrap();
        assert_eq!((&point["Status"], &point["Type"]), (&"recommended".into(), &"VPC".into()), "{id}");
    }
}

#[test]
fn border_routers_and_their_lines() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbr = border_router::create(&provider, &world.bare_line(OWN), "10", "tf-vbr");
    world.send(&world.association(&vbr, &world.bare_line(OWN))).success();
    world.settle();
    let path = ["VirtualBorderRouterSet", "VirtualBorderRouterType"];
    for vbr in first_page(&provider, "DescribeVirtualBorderRouters", &[], &path) {
        booleans(&vbr, &["EnableIpv6"]);
        integers(&vbr, &["DetectMultiplier", "MinRxInterval", "MinTxInterval", "VlanId"]);
        texts(
            &vbr,
            &["AccessPointId", "ActivationTime", "CircuitCode", "CloudBoxInstanceId", "CreationTime"],
        );
        texts(&vbr, &["Description", "EccId", "LocalGatewayIp", "LocalIpv6GatewayIp", "PConnVbrExpireTime"]);
        texts(&vbr, &["PeerGatewayIp", "PeerIpv6GatewayIp", "PeeringIpv6SubnetMask", "PeeringSubnetMask"]);
        texts(
            &vbr,
            &["PhysicalConnectionBusinessStatus", "PhysicalConnectionId", "PhysicalConnectionOwnerUid"],
        );
        texts(
            &vbr,
            &["PhysicalConnectionStatus", "RecoveryTime", "RouteTableId", "Status", "TerminationTime"],
        );
        texts(&vbr, &["Type", "Name", "VlanInterfaceId", "VbrId"]);
        for line in list(&vbr, &["AssociatedPhysicalConnections", "AssociatedPhysicalConnection"]) {
            booleans(&line, &["EnableIpv6"]);
            integers(&line, &["VlanId"]);
            texts(&line, &["CircuitCode", "LocalGatewayIp", "LocalIpv6GatewayIp", "PeerGatewayIp"]);
            texts(&line, &["PeerIpv6GatewayIp", "PeeringIpv6SubnetMask", "PeeringSubnetMask"]);
            texts(&line, &["PhysicalConnectionId", "Status"]);
        }
    }
}

#[test]
fn virtual_physical_connections() {
    let world = World::new();
    let provider = Provider::new(&world);
    let parent = world.bare_line(OWN);
    world.send(&world.share(&parent, PARTNER, "789")).success();
    let form = [
        ("PhysicalConnectionId", parent.as_str()),
        ("VirtualPhysicalConnectionStatuses.1", "UnConfirmed"),
        ("VlanIds.1", "789"),
        ("VirtualPhysicalConnectionAliUids.1", "6543210987654321"),
        ("MaxResults", "50"),
    ];
    let lines =
        list(&provider.change("ListVirtualPhysicalConnections", &form), &["VirtualPhysicalConnections"]);
    assert_eq!(lines.len(), 1);
    integers(&lines[0], &["VlanId"]);
    texts(
        &lines[0],
        &["PhysicalConnectionId", "Name", "AliUid", "ParentPhysicalConnectionId", "Spec", "Status"],
    );
}

#[test]
fn router_interfaces() {
    let world = World::new();
    let provider = Provider::new(&world);
    world.connected();
    world.interface(&[]);
    let more = [("IncludeReservationData", "false")];
    let path = ["RouterInterfaceSet", "RouterInterfaceType"];
    for one in first_page(&provider, "DescribeRouterInterfaces", &more, &path) {
        numbers(&one, &["Bandwidth", "OppositeBandwidth"]);
        // Absent without a health check: a resource without one would differ in every plan otherwise.
        let unset = |field: &str| one.get(field).is_none_or(Value::is_null);
        assert!(unset("HcRate") && unset("HcThreshold"), "{one}");
        booleans(&one, &["CrossBorder"]);
        texts(&one, &["AccessPointId", "BusinessStatus", "ChargeType", "ConnectedTime", "CreationTime"]);
        texts(&one, &["Description", "EndTime", "HealthCheckSourceIp", "HealthCheckTargetIp"]);
        texts(
            &one,
            &["Name", "OppositeAccessPointId", "OppositeInterfaceBusinessStatus", "OppositeInterfaceId"],
        );
        texts(&one, &["OppositeInterfaceOwnerId", "OppositeInterfaceSpec", "OppositeInterfaceStatus"]);
        texts(&one, &["OppositeRegionId", "OppositeRouterId", "OppositeRouterType", "OppositeVpcInstanceId"]);
        texts(&one, &["ReservationActiveTime", "ReservationBandwidth", "ReservationInternetChargeType"]);
        texts(&one, &["ReservationOrderType", "Role", "RouterId", "RouterInterfaceId", "RouterType", "Spec"]);
        texts(&one, &["Status", "VpcInstanceId"]);
        present(&one, &["HasReservationData"]);
    }
    // Both data sources filter, each in its own dialect.
    let all = first_page(&provider, "DescribeRouterInterfaces", &[], &path);
    let active = all.iter().find(|one| one["Status"] == "Active").unwrap();
    for key in ["Status", "RouterId", "OppositeInterfaceId", "OppositeInterfaceOwnerId", "RouterInterfaceId"]
    {
        let value = active[key].as_str().unwrap();
        let filter = [("Filter.1.Key", key), ("Filter.1.Value.1", value), ("PageSize", "50")];
        for answer in [
            provider.change_old("DescribeRouterInterfaces", &filter),
            provider.change("DescribeRouterInterfaces", &filter),
        ] {
            let found = list(&answer, &path);
            assert!(found.len() == 1 && found[0][key] == value, "{key}: {found:?}");
        }
    }
}

#[test]
fn groups_peers_and_networks_of_bgp() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbr = border_router::create(&provider, &world.bare_line(OWN), "10", "tf-vbr");
    let group = bgp_group::create(&provider, &vbr);
    provider.create("CreateBgpPeer", &[("BgpGroupId", &group), ("PeerIpAddress", "10.0.0.2")]);
    provider.create("AddBgpNetwork", &[("RouterId", &vbr), ("DstCidrBlock", "192.168.0.0/24")]);
    let router = [("RouterId", vbr.as_str())];
    for group in first_page(&provider, "DescribeBgpGroups", &router, &["BgpGroups", "BgpGroup"]) {
        booleans(&group, &["IsFake"]);
        integers(&group, &["LocalAsn", "PeerAsn"]);
        texts(&group, &["AuthKey", "Name", "Description", "Hold", "IpVersion", "Keepalive", "RouteLimit"]);
        texts(&group, &["BgpGroupId", "RouterId", "Status"]);
    }
    for peer in first_page(&provider, "DescribeBgpPeers", &router, &["BgpPeers", "BgpPeer"]) {
        booleans(&peer, &["EnableBfd", "IsFake"]);
        integers(&peer, &["BfdMultiHop"]);
        texts(&peer, &["AuthKey", "BgpGroupId", "Name", "BgpStatus", "Description", "Hold", "IpVersion"]);
        texts(
            &peer,
            &["Keepalive", "LocalAsn", "PeerAsn", "PeerIpAddress", "RouteLimit", "RouterId", "Status"],
        );
    }
    for network in first_page(&provider, "DescribeBgpNetworks", &router, &["BgpNetworks", "BgpNetwork"]) {
        texts(&network, &["RouterId", "Status", "DstCidrBlock"]);
    }
}

#[test]
fn grant_rules() {
    let world = World::new();
    let provider = Provider::new(&world);
    let (vbr, cen, owner) = (world.vbr(), world.active_cen(PARTNER), PARTNER.to_string());
    let on = [("InstanceId", vbr.as_str()), ("InstanceType", "VBR")];
    provider.create("GrantInstanceToCen", &[&on[..], &[("CenId", &cen), ("CenOwnerId", &owner)]].concat());
    for rule in first_page(&provider, "DescribeGrantRulesToCen", &on, &["CenGrantRules", "CbnGrantRule"]) {
        integers(&rule, &["CenOwnerId"]);
        texts(&rule, &["CenInstanceId", "CreationTime"]);
    }
}

#[test]
fn networks_and_their_tables() {
    let world = World::new();
    let provider = Provider::new(&world);
    let made = vpc::create(&provider, "tf-vpc", "172.16.0.0/12");
    vswitch::create(&provider, &made.id, "cn-hangzhou-h", "172.16.0.0/24");
    for vpc in first_page(&provider, "DescribeVpcs", &[("VpcName", "tf-vpc")], &["Vpcs", "Vpc"]) {
        booleans(&vpc, &["IsDefault"]);
        texts(&vpc, &["RegionId", "CreationTime", "CidrBlock", "Description", "DhcpOptionsSetId"]);
        texts(&vpc, &["DhcpOptionsSetStatus", "DnsHostnameStatus", "Ipv6CidrBlock", "ResourceGroupId"]);
        texts(&vpc, &["VRouterId", "Status", "VpcName", "VpcId"]);
        for object in ["SecondaryCidrBlocks", "UserCidrs", "VSwitchIds"] {
            assert!(vpc[object].is_object(), "{object}, or the provider panics: {vpc}");
        }
    }
    let of_vpc = [("VpcId", made.id.as_str())];
    for vswitch in first_page(&provider, "DescribeVSwitches", &of_vpc, &["VSwitches", "VSwitch"]) {
        numbers(&vswitch, &["AvailableIpAddressCount"]);
        booleans(&vswitch, &["IsDefault"]);
        texts(&vswitch, &["CreationTime", "CidrBlock", "Description", "ResourceGroupId", "Status"]);
        texts(&vswitch, &["VSwitchName", "VpcId", "ZoneId", "VSwitchId", "Ipv6CidrBlock"]);
        present(&vswitch["RouteTable"], &["RouteTableId"]);
    }
    let path = ["RouterTableList", "RouterTableListType"];
    for table in first_page(&provider, "DescribeRouteTableList", &of_vpc, &path) {
        texts(&table, &["Description", "ResourceGroupId", "RouteTableName", "RouteTableType", "RouterId"]);
        texts(&table, &["RouterType", "Status", "VpcId", "RouteTableId"]);
        present(&table, &["VSwitchIds"]);
    }
    let params = [("RouteTableId", made.table.as_str()), ("PageNumber", "1"), ("PageSize", "50")];
    let tables = list(&provider.change_old("DescribeRouteTables", &params), &["RouteTables", "RouteTable"]);
    for entry in list(&tables[0], &["RouteEntrys", "RouteEntry"]) {
        texts(
            &entry,
            &["DestinationCidrBlock", "InstanceId", "NextHopType", "RouteTableId", "Status", "Type"],
        );
    }
    assert_eq!(provider.region, HANGZHOU);
}

//! What both lists show, and how they are narrowed and paged.

use serde_json::{Value, json};
use xconnect_model::RouteEntry;
use xconnect_model::route::RouteKind;

use crate::support::{OTHER, OWN};
use crate::{
    REGION, World, create, destinations, entries, list, put_link, put_target, put_vpc, settle, world,
};

/// A table with four custom entries and two learned ones.
fn filled() -> World {
    let mut world = world();
    put_target(&mut world, "eni-a", "NetworkInterface");
    put_target(&mut world, "ipv6gw-a", "IPv6Gateway");
    create(&mut world, "vtb-a", "192.168.0.0/24", ("Instance", "i-a"));
    create(&mut world, "vtb-a", "192.168.1.0/24", ("Instance", "i-a"));
    create(&mut world, "vtb-a", "192.168.2.0/24", ("NetworkInterface", "eni-a"));
    let named = create(&mut world, "vtb-a", "2001:db8::/32", ("IPv6Gateway", "ipv6gw-a"));
    world.call("ModifyRouteEntry", &[REGION, ("RouteEntryId", &named), ("RouteEntryName", "six")]).unwrap();
    for (kind, destination) in [(RouteKind::Bgp, "192.168.3.0/24"), (RouteKind::System, "100.64.0.0/10")] {
        world.put(RouteEntry {
            seq: world.state.next_seq(),
            id: destination.into(),
            account: OWN,
            region: "cn-hangzhou".into(),
            table: "vtb-a".into(),
            destination: destination.parse().unwrap(),
            kind,
            ..RouteEntry::default()
        });
    }
    world
}

#[test]
fn every_filter_narrows_and_all_must_hold() {
    let mut world = filled();
    for (filters, expected) in [
        (vec![], 6),
        (vec![("RouteEntryName", "six")], 1),
        (vec![("DestinationCidrBlock", "192.168.1.7/24")], 1),
        (vec![("DestinationCidrBlock", "2001:0DB8::/32")], 1),
        (vec![("DestinationCidrBlock", "192.168.1.7")], 0),
        (vec![("IpVersion", "IPv6")], 1),
        (vec![("IpVersion", "IPv4")], 5),
        (vec![("RouteEntryType", "Custom")], 4),
        (vec![("RouteEntryType", "BGP")], 1),
        (vec![("RouteEntryType", "System")], 1),
        (vec![("RouteEntryType", "CEN")], 0),
        (vec![("NextHopId", "i-a")], 2),
        (vec![("NextHopType", "Instance")], 2),
        (vec![("NextHopType", "VpcPeer")], 0),
        (vec![("NextHopId", "i-a"), ("DestinationCidrBlock", "192.168.1.0/24")], 1),
        (vec![("NextHopId", "i-a"), ("IpVersion", "IPv6")], 0),
        (vec![("RouteEntryId", "rte-none")], 0),
        (vec![("DestCidrBlockList.1", "192.168.1.1/24"), ("DestCidrBlockList.2", "192.168.2.0/24")], 2),
    ] {
        let answer = list(&mut world, "vtb-a", &filters);
        assert_eq!(entries(&answer).len(), expected, "{filters:?}");
        assert_eq!(answer["TotalCount"], expected, "{filters:?}");
        assert_eq!(answer["NextToken"], "", "{filters:?}");
    }
}

#[test]
fn a_filter_that_makes_no_sense_is_refused() {
    let mut world = filled();
    for bad in [
        ("IpVersion", "IPv5"),
        ("RouteEntryType", "custom"),
        ("NextHopType", "Tunnel"),
        ("DestinationCidrBlock", "office"),
        ("DestCidrBlockList.1", "office"),
        ("MaxResult", "0"),
        ("MaxResult", "101"),
        ("NextToken", "1"),
    ] {
        let call = [REGION, ("RouteTableId", "vtb-a"), bad];
        assert_eq!(world.refused("DescribeRouteEntryList", &call), "400 InvalidParameter", "{bad:?}");
    }
}

#[test]
fn batches_go_on_where_the_one_before_ended() {
    let mut world = world();
    for at in 0..11 {
        create(&mut world, "vtb-a", &format!("192.168.{at}.0/24"), ("Instance", "i-a"));
    }
    let batch = |world: &mut World, more: &[(&str, &str)]| {
        let call = [&[REGION, ("RouteTableId", "vtb-a")], more].concat();
        world.call("DescribeRouteEntryList", &call).unwrap()
    };
    let token = |answer: &Value| answer["NextToken"].as_str().unwrap().to_owned();
    let first = batch(&mut world, &[]);
    assert_eq!((entries(&first).len(), &first["TotalCount"]), (10, &json!(11)));
    // What comes and goes meanwhile moves nothing.
    create(&mut world, "vtb-a", "192.168.99.0/24", ("Instance", "i-a"));
    let gone = entries(&first)[3]["RouteEntryId"].as_str().unwrap();
    world.call("DeleteRouteEntry", &[("RouteEntryId", gone)]).unwrap();
    settle(&mut world);
    let second = batch(&mut world, &[("NextToken", &token(&first))]);
    let rest: Vec<_> = entries(&second).iter().map(|one| one["DestinationCidrBlock"].clone()).collect();
    assert_eq!(
        (rest, token(&second).as_str()),
        (vec![json!("192.168.10.0/24"), json!("192.168.99.0/24")], "")
    );
    let mut seen = 0;
    let mut next = String::new();
    loop {
        let mut more = vec![("MaxResult", "4"), ("NextHopId", "i-a"), ("IpVersion", "IPv4")];
        more.extend((!next.is_empty()).then_some(("NextToken", next.as_str())));
        let answer = batch(&mut world, &more);
        seen += entries(&answer).len();
        next = token(&answer);
        if next.is_empty() {
            break;
        }
    }
    assert_eq!(seen, 11);
}

#[test]
fn older_clients_read_tables_with_their_entries() {
    let mut world = world();
    put_link(&mut world, "ri-a", "ri-b");
    let id = create(&mut world, "vtb-a", "192.168.0.0/24", ("RouterInterface", "ri-a"));
    let answer = world.call("DescribeRouteTables", &[("RouteTableId", "vtb-a")]).unwrap();
    let paging = [&answer["PageNumber"], &answer["PageSize"], &answer["TotalCount"]];
    assert_eq!(paging, [&json!(1), &json!(10), &json!(1)]);
    let expected = json!({
        "RouteTable": [{
            "RouteTableId": "vtb-a",
            "VRouterId": "vrt-a",
            "RouteTableType": "System",
            "Status": "Available",
            "CreationTime": "2026-11-21T00:00:00Z",
            "ResourceGroupId": "",
            "VSwitchIds": { "VSwitchId": ["vsw-a"] },
            "RouteEntrys": { "RouteEntry": [{
                "RouteEntryId": id,
                "RouteEntryName": "",
                "Description": "",
                "RouteTableId": "vtb-a",
                "DestinationCidrBlock": "192.168.0.0/24",
                "Type": "Custom",
                "Status": "Available",
                "InstanceId": "ri-a",
                "NextHopType": "RouterInterface",
                "NextHops": { "NextHop": [{
                    "NextHopId": "ri-a", "NextHopType": "RouterInterface", "Weight": 0, "Enabled": 1,
                }] },
            }] },
        }],
    });
    assert_eq!(answer["RouteTables"], expected);
}

#[test]
fn a_table_is_found_by_its_router_too() {
    let mut world = world();
    put_vpc(&mut world, OTHER, "theirs", "10.0.0.0/8");
    for (params, expected) in [
        (vec![("VRouterId", "vrt-a")], 1),
        (vec![("VRouterId", "vbr-a")], 1),
        (vec![("RouterId", "vbr-a"), ("RouterType", "VBR")], 1),
        (vec![("RouterId", "vbr-a"), ("RouterType", "VRouter")], 0),
        (vec![("RouterId", "vbr-a"), ("VRouterId", "vrt-a")], 0),
        (vec![("RouteTableId", "vtb-vbr"), ("VRouterId", "vbr-a")], 1),
        (vec![("RouteTableId", "vtb-vbr"), ("VRouterId", "vrt-a")], 0),
        (vec![("RouteTableId", "vtb-a"), REGION], 1),
        (vec![("RouteTableId", "vtb-a"), ("RegionId", "cn-beijing")], 0),
        (vec![("RouteTableId", "vtb-a"), ("Type", "Custom")], 0),
        (vec![("RouteTableId", "vtb-theirs")], 0),
        (vec![("VRouterId", "vrt-theirs")], 0),
        (vec![("VRouterId", "vrt-none")], 0),
    ] {
        let answer = world.call("DescribeRouteTables", &params).unwrap();
        assert_eq!(answer["TotalCount"], expected, "{params:?}");
    }
    assert_eq!(world.refused("DescribeRouteTables", &[]), "400 MissingParameter");
    for bad in [("Type", "Kitchen"), ("RouterType", "Switch"), ("PageSize", "51"), ("PageNumber", "0")] {
        let call = [("VRouterId", "vrt-a"), bad];
        assert_eq!(world.refused("DescribeRouteTables", &call), "400 InvalidParameter", "{bad:?}");
    }
}

#[test]
fn the_list_of_tables_has_those_of_border_routers() {
    let mut world = world();
    for (more, expected) in [
        (vec![], "vtb-a"),
        (vec![("RouterType", "VBR")], "vtb-vbr"),
        (vec![("RouterId", "vbr-a")], "vtb-vbr"),
        (vec![("RouteTableId", "vtb-vbr")], "vtb-vbr"),
    ] {
        let answer = world.call("DescribeRouteTableList", &[&[REGION], &more[..]].concat()).unwrap();
        let tables = answer["RouterTableList"]["RouterTableListType"].as_array().unwrap();
        assert_eq!(tables.len(), 1, "{more:?}");
        assert_eq!(tables[0]["RouteTableId"], expected, "{more:?}");
    }
}

#[test]
fn tables_are_lists_of_their_own() {
    let mut world = filled();
    assert_eq!(destinations(&mut world, "vtb-vbr", &[]), Vec::<String>::new());
    let answer = world.call("DescribeRouteTables", &[("VRouterId", "vrt-a")]).unwrap();
    let shown = answer["RouteTables"]["RouteTable"][0]["RouteEntrys"]["RouteEntry"].as_array().unwrap();
    assert_eq!(shown.len(), 6);
    assert_eq!((&shown[5]["NextHopType"], &shown[5]["InstanceId"]), (&json!("service"), &json!("")));
}

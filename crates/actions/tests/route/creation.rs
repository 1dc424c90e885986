//! What a table takes: destinations, texts, and how many.

use std::sync::Arc;

use serde_json::json;
use xconnect_actions::Settings;
use xconnect_model::route::{RouteKind, RouteStatus};
use xconnect_model::{RouteEntry, VSwitch};

use crate::support::{OTHER, OWN};
use crate::{REGION, create, creation, destinations, list, not_created, put_vpc, settle, shown, world};

const INSTANCE: (&str, &str) = ("Instance", "i-a");
const VLAN: (&str, &str) = ("RouterInterface", "ri-vlan");

#[test]
fn an_entry_is_pending_and_then_available() {
    let mut world = world();
    let texts = [("RouteEntryName", "to-the.office_1"), ("Description", "To the office")];
    let call = [creation("vtb-a", "192.168.0.1/24", INSTANCE), texts.to_vec()].concat();
    let made = world.call("CreateRouteEntry", &call).unwrap();
    let id = made["RouteEntryId"].as_str().unwrap();
    assert!(id.starts_with("rte-bp1"), "{id}");
    assert_eq!(shown(&mut world, "vtb-a", id)["Status"], "Pending");
    settle(&mut world);
    let expected = json!({
        "RouteEntryId": id,
        "RouteEntryName": "to-the.office_1",
        "Description": "To the office",
        "RouteTableId": "vtb-a",
        "DestinationCidrBlock": "192.168.0.0/24",
        "IpVersion": "IPv4",
        "Type": "Custom",
        "Status": "Available",
        "GmtModified": "2026-11-21T00:00:00Z",
        "Origin": "",
        "ServiceType": "",
        "NextHops": { "NextHop": [{
            "NextHopId": "i-a",
            "NextHopType": "Instance",
            "NextHopRegionId": "cn-hangzhou",
            "Weight": 0,
            "Enabled": 1,
            "NextHopRelatedInfo": {
                "InstanceId": "vpc-a", "InstanceType": "VPC", "RegionId": "cn-hangzhou",
            },
        }] },
    });
    assert_eq!(shown(&mut world, "vtb-a", id), expected);
}

#[test]
fn different_spellings_of_a_block_are_one_destination() {
    let mut world = world();
    create(&mut world, "vtb-vbr", "192.168.0.0/24", VLAN);
    let duplicate = "400 Duplicated.VpcNextHop";
    for spelling in ["192.168.0.0/24", "192.168.0.255/24"] {
        assert_eq!(not_created(&mut world, "vtb-vbr", spelling, VLAN), duplicate, "{spelling}");
    }
    create(&mut world, "vtb-vbr", "192.168.0.7", VLAN);
    assert_eq!(not_created(&mut world, "vtb-vbr", "192.168.0.7/32", VLAN), duplicate);
    assert_eq!(destinations(&mut world, "vtb-vbr", &[]), ["192.168.0.0/24", "192.168.0.7/32"]);
}

#[test]
fn a_destination_is_unique_in_its_table_only() {
    let mut world = world();
    create(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE);
    create(&mut world, "vtb-vbr", "192.168.0.0/24", VLAN);
    assert_eq!(
        not_created(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE),
        "400 InvalidCIDRBlock.Duplicate"
    );
    create(&mut world, "vtb-a", "192.168.0.0/25", INSTANCE);
}

#[test]
fn a_learned_route_stands_in_the_way() {
    let mut world = world();
    for (kind, destination) in [(RouteKind::Bgp, "192.168.0.0/24"), (RouteKind::Cen, "192.168.1.0/24")] {
        world.put(RouteEntry {
            seq: world.state.next_seq(),
            id: destination.into(),
            account: OWN,
            region: "cn-hangzhou".into(),
            table: "vtb-vbr".into(),
            destination: destination.parse().unwrap(),
            kind,
            ..RouteEntry::default()
        });
        assert_eq!(not_created(&mut world, "vtb-vbr", destination, VLAN), "400 RouteConflict.AlreadyExist");
    }
}

#[test]
fn a_vswitch_is_never_routed_across() {
    let mut world = world();
    let vswitch = VSwitch::clone(world.state.vswitch("vsw-a").unwrap());
    world.put(VSwitch { ipv6_cidr: "2408:4005:1:201::/64".parse().ok(), ..vswitch });
    let closed = "400 InvalidCidrBlock";
    for destination in ["172.16.1.0/24", "172.16.1.7", "172.16.0.0/16", "128.0.0.0/1"] {
        assert_eq!(not_created(&mut world, "vtb-a", destination, INSTANCE), closed, "{destination}");
    }
    let gateway = ("IPv6Gateway", "ipv6gw-a");
    crate::put_target(&mut world, gateway.1, gateway.0);
    for destination in ["2408:4005:1:201::/64", "2408:4005:1:200::/56", "2408:4005:1:201::7"] {
        assert_eq!(not_created(&mut world, "vtb-a", destination, gateway), closed, "{destination}");
    }
    for destination in ["172.16.2.0/24", "172.17.0.0/16"] {
        create(&mut world, "vtb-a", destination, INSTANCE);
    }
    for destination in ["2408:4005:1:202::/64", "::/0"] {
        create(&mut world, "vtb-a", destination, gateway);
    }
}

#[test]
fn the_default_route_is_always_allowed() {
    let mut world = world();
    create(&mut world, "vtb-a", "0.0.0.0/0", INSTANCE);
    create(&mut world, "vtb-vbr", "0.0.0.0/0", VLAN);
}

#[test]
fn the_cloud_keeps_its_services_to_itself() {
    let mut world = world();
    for (table, hop) in [("vtb-a", INSTANCE), ("vtb-vbr", VLAN)] {
        for destination in ["100.64.0.0/10", "100.127.255.255"] {
            assert_eq!(not_created(&mut world, table, destination, hop), "400 InvalidCidrBlock", "{table}");
        }
        create(&mut world, table, "100.0.0.0/8", hop);
    }
}

#[test]
fn private_space_around_a_vpc_is_the_vpcs() {
    let mut world = world();
    put_vpc(&mut world, OWN, "ten", "10.8.0.0/16");
    let target = crate::put_target(&mut world, "i-ten", "Instance");
    world.put(xconnect_model::NextHopTarget { vpc: "vpc-ten".into(), ..target });
    let vswitch = VSwitch::clone(world.state.vswitch("vsw-ten").unwrap());
    world.put(VSwitch { cidr: "10.8.128.0/24".parse().unwrap(), ..vswitch });
    let hop = ("Instance", "i-ten");
    for destination in ["10.0.0.0/8", "10.8.0.0/16", "10.8.128.0/25"] {
        assert_eq!(not_created(&mut world, "vtb-ten", destination, hop), "400 InvalidCidrBlock");
    }
    for destination in ["10.9.0.0/16", "10.8.0.0/24"] {
        create(&mut world, "vtb-ten", destination, hop);
    }
}

#[test]
fn a_table_that_is_changing_takes_nothing_more() {
    let mut world = world();
    world.call("CreateRouteEntry", &creation("vtb-a", "192.168.0.0/24", INSTANCE)).unwrap();
    let refused = world.call("CreateRouteEntry", &creation("vtb-a", "192.168.1.0/24", INSTANCE)).unwrap_err();
    assert_eq!(refused.message(), "Some route entry status blocked this operation.");
    world.call("CreateRouteEntry", &creation("vtb-vbr", "192.168.1.0/24", VLAN)).unwrap();
    let refused = world.call("CreateRouteEntry", &creation("vtb-vbr", "192.168.2.0/24", VLAN)).unwrap_err();
    assert_eq!(
        (refused.code(), refused.message()),
        ("IncorrectRouteEntryStatus", "VBR has NotStable route entry.")
    );
    settle(&mut world);
    create(&mut world, "vtb-a", "192.168.1.0/24", INSTANCE);
}

#[test]
fn a_table_and_a_havip_have_room_for_so_many() {
    let mut world = world();
    let mut settings = Settings::default();
    (settings.quotas.routes_per_table, settings.quotas.routes_per_havip) = (3, 2);
    world.settings = Arc::new(settings);
    crate::put_target(&mut world, "havip-a", "HaVip");
    let havip = ("HaVip", "havip-a");
    for destination in ["192.168.0.0/24", "192.168.1.0/24"] {
        create(&mut world, "vtb-a", destination, havip);
    }
    let full = not_created(&mut world, "vtb-a", "192.168.2.0/24", havip);
    assert_eq!(full, "400 CountLimitExceed.HaVipRouteEntry");
    create(&mut world, "vtb-a", "192.168.2.0/24", INSTANCE);
    assert_eq!(not_created(&mut world, "vtb-a", "192.168.3.0/24", INSTANCE), "400 QuotaExceeded");
}

#[test]
fn a_repeated_call_makes_one_entry() {
    let mut world = world();
    let call = [creation("vtb-a", "192.168.0.0/24", INSTANCE), vec![("ClientToken", "once")]].concat();
    let first = world.call("CreateRouteEntry", &call).unwrap();
    assert_eq!(world.call("CreateRouteEntry", &call).unwrap(), first);
    let dry = [creation("vtb-vbr", "192.168.0.0/24", VLAN), vec![("DryRun", "true")]].concat();
    assert_eq!(world.refused("CreateRouteEntry", &dry), "400 DRYRUN.SUCCESS");
    assert_eq!(list(&mut world, "vtb-vbr", &[])["TotalCount"], 0);
}

#[test]
fn names_and_descriptions_follow_their_rules() {
    let mut world = world();
    for bad in [("RouteEntryName", "1st"), ("RouteEntryName", "http://a"), ("Description", "https://a")] {
        let call = [creation("vtb-a", "192.168.0.0/24", INSTANCE), vec![bad]].concat();
        assert_eq!(world.refused("CreateRouteEntry", &call), "400 InvalidParameter", "{bad:?}");
    }
    let id = create(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE);
    let modify =
        |more: &[(&'static str, &'static str)]| [&[REGION, ("RouteEntryId", id.as_str())], more].concat();
    world.call("ModifyRouteEntry", &modify(&[("RouteEntryName", "office")])).unwrap();
    world.call("ModifyRouteEntry", &modify(&[("Description", "To the office")])).unwrap();
    let entry = shown(&mut world, "vtb-a", &id);
    assert_eq!(
        (&entry["RouteEntryName"], &entry["Description"]),
        (&json!("office"), &json!("To the office"))
    );
    assert_eq!(entry["Status"], "Available");
    for bad in [("RouteEntryName", "-"), ("Description", "1")] {
        assert_eq!(world.refused("ModifyRouteEntry", &modify(&[bad])), "400 InvalidParameter");
    }
}

#[test]
fn only_custom_entries_that_stand_still_are_changed() {
    let mut world = world();
    let id = create(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE);
    let call = [REGION, ("RouteEntryId", id.as_str()), ("RouteEntryName", "office")];
    let entry = RouteEntry::clone(world.state.route_entry(&id).unwrap());
    world.put(RouteEntry { status: RouteStatus::Deleting, ..entry.clone() });
    assert_eq!(world.refused("ModifyRouteEntry", &call), "400 IncorrectRouteEntryStatus");
    world.put(RouteEntry { kind: RouteKind::System, ..entry.clone() });
    assert_eq!(world.refused("ModifyRouteEntry", &call), "403 Forbbiden");
    world.put(RouteEntry { account: OTHER, ..entry });
    assert_eq!(world.refused("ModifyRouteEntry", &call), "400 InvalidRouteEntry.NotFound");
}

#[test]
fn another_accounts_table_does_not_exist() {
    let mut world = world();
    put_vpc(&mut world, OTHER, "theirs", "10.0.0.0/8");
    for table in ["vtb-theirs", "vtb-none"] {
        let refused = not_created(&mut world, table, "192.168.0.0/24", INSTANCE);
        assert_eq!(refused, "404 InvalidRouteTableId.NotFound");
        let call = [REGION, ("RouteTableId", table)];
        assert_eq!(world.refused("DescribeRouteEntryList", &call), refused);
    }
    let elsewhere =
        [creation("vtb-a", "192.168.0.0/24", INSTANCE), vec![("RegionId", "cn-beijing")]].concat();
    assert_eq!(world.refused("CreateRouteEntry", &elsewhere), "404 InvalidRouteTableId.NotFound");
}

//! How entries go.

use xconnect_model::RouteEntry;
use xconnect_model::route::RouteKind;

use crate::support::OTHER;
use crate::{create, creation, destinations, settle, shown, world};

const INSTANCE: (&str, &str) = ("Instance", "i-a");
/// There is nothing like that.
const NONE: &str = "400 InvalidRouteEntry.NotFound";
/// There is nothing with that id.
const NO_ID: &str = "400 InvalidRouteEntry";

#[test]
fn an_entry_that_goes_is_being_changed_until_it_is_gone() {
    let mut world = world();
    let id = create(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE);
    world.call("DeleteRouteEntry", &[("RouteEntryId", &id)]).unwrap();
    assert_eq!(shown(&mut world, "vtb-a", &id)["Status"], "Modifying");
    let again = world.call("DeleteRouteEntry", &[("RouteEntryId", &id)]).unwrap_err();
    assert_eq!(
        (again.code(), again.message()),
        ("IncorrectRouteEntryStatus", "Specified routeEntry status error.")
    );
    settle(&mut world);
    assert_eq!(destinations(&mut world, "vtb-a", &[]), Vec::<String>::new());
    assert_eq!(world.refused("DeleteRouteEntry", &[("RouteEntryId", &id)]), NO_ID);
    create(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE);
}

#[test]
fn an_entry_is_named_by_table_destination_and_next_hop() {
    let mut world = world();
    create(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE);
    let call = |destination, hop| {
        [("RouteTableId", "vtb-a"), ("DestinationCidrBlock", destination), ("NextHopId", hop)]
    };
    assert_eq!(world.refused("DeleteRouteEntry", &call("192.168.0.0/24", "i-b")), NONE);
    assert_eq!(world.refused("DeleteRouteEntry", &call("192.168.0.0/25", "i-a")), NONE);
    let malformed = world.refused("DeleteRouteEntry", &call("office", "i-a"));
    assert_eq!(malformed, "400 InvalidCidrBlock.Malformed");
    assert_eq!(world.refused("DeleteRouteEntry", &call("192.168.0.0/24", "")), "400 InvalidNextHop");
    assert_eq!(world.refused("DeleteRouteEntry", &call("", "i-a")), "400 MissingParameter");
    assert_eq!(
        world.refused("DeleteRouteEntry", &call("192.168.0.0/24", "i-a")[1..]),
        "400 MissingParameter"
    );
    let dry = [&call("192.168.0.0/24", "i-a")[..], &[("DryRun", "true")]].concat();
    assert_eq!(world.refused("DeleteRouteEntry", &dry), "400 DRYRUN.SUCCESS");
    world.call("DeleteRouteEntry", &call("192.168.0.77/24", "i-a")).unwrap();
}

#[test]
fn what_is_said_beside_the_id_has_to_agree() {
    let mut world = world();
    let id = create(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE);
    for (wrong, refusal) in [
        (("RouteTableId", "vtb-vbr"), NONE),
        (("DestinationCidrBlock", "192.168.1.0/24"), NONE),
        (("NextHopId", "i-b"), NONE),
        (("RegionId", "cn-beijing"), NO_ID),
    ] {
        let refused = world.refused("DeleteRouteEntry", &[("RouteEntryId", &id), wrong]);
        assert_eq!(refused, refusal, "{wrong:?}");
    }
    let other = creation("vtb-a", "192.168.0.0/24", INSTANCE);
    let other = [other, vec![("RouteEntryId", "rte-none")]].concat();
    assert_eq!(world.refused("DeleteRouteEntry", &other), NO_ID);
    let all = [creation("vtb-a", "192.168.0.0/24", INSTANCE), vec![("RouteEntryId", &id)]].concat();
    world.call("DeleteRouteEntry", &all).unwrap();
}

#[test]
fn only_custom_entries_of_a_table_that_stands_still_are_deleted() {
    let mut world = world();
    let id = create(&mut world, "vtb-a", "192.168.0.0/24", INSTANCE);
    let entry = RouteEntry::clone(world.state.route_entry(&id).unwrap());
    for (kind, refusal) in [
        (RouteKind::System, "400 OperationDenied"),
        (RouteKind::Bgp, "400 Forbbiden"),
        (RouteKind::Cen, "400 Forbbiden"),
    ] {
        world.put(RouteEntry { kind, ..entry.clone() });
        assert_eq!(world.refused("DeleteRouteEntry", &[("RouteEntryId", &id)]), refusal, "{kind:?}");
    }
    world.put(RouteEntry { account: OTHER, ..entry.clone() });
    assert_eq!(world.refused("DeleteRouteEntry", &[("RouteEntryId", &id)]), NO_ID);
    world.put(entry);
    world.call("CreateRouteEntry", &creation("vtb-a", "192.168.1.0/24", INSTANCE)).unwrap();
    let blocked = world.refused("DeleteRouteEntry", &[("RouteEntryId", &id)]);
    assert_eq!(blocked, "400 IncorrectRouteEntryStatus");
    settle(&mut world);
    world.call("DeleteRouteEntry", &[("RouteEntryId", &id)]).unwrap();
}

//! `alicloud_route_entry`, in the older dialect.

use serde_json::Value;

use super::answer::{list, present, text};
use super::provider::{Outcome, Provider};
use super::{legacy_interface, vpc};
use crate::support::World;

/// After these the provider tries again.
const RETRIED: [&str; 20] = [
    "TaskConflict",
    "OperationConflict",
    "IncorrectRouteEntryStatus",
    "IncorrectVpcStatus",
    "IncorrectVSwitchStatus",
    "IncorrectHaVipStatus",
    "IncorrectInstanceStatus",
    "InvalidVBRStatus",
    "IncorrectStatus.Ipv4Gateway",
    "IncorrectStatus.Ipv6Address",
    "IncorrectStatus.VpcPeer",
    "IncorrectStatus.MultiScopeRiRouteEntry",
    "IncorrectStatus.RouteTableStatus",
    "IncorrectStatus.RouterInterface",
    "IncorrectStatus.PrefixList",
    "LastTokenProcessing",
    "OperationFailed.DistibuteLock",
    "ServiceUnavailable",
    "SystemBusy",
    "UnknownError",
];

/// All entries of a table.
fn entries(provider: &Provider<'_>, table: &str) -> Vec<Value> {
    let answer = provider.change_old("DescribeRouteTables", &[("RouteTableId", table)]);
    let tables = list(&answer, &["RouteTables", "RouteTable"]);
    let found = tables.iter().find(|found| found["RouteTableId"] == table).expect("the table is there");
    present(found, &["VRouterId"]);
    list(found, &["RouteEntrys", "RouteEntry"])
}

fn read(provider: &Provider<'_>, table: &str, cidr: &str, hop: &str) -> Option<Value> {
    let is_it = |entry: &Value| entry["DestinationCidrBlock"] == cidr && entry["InstanceId"] == hop;
    entries(provider, table).into_iter().find(is_it)
}

/// Before it touches a table, all its entries have to be there.
fn wait_for_all(provider: &Provider<'_>, table: &str) {
    for _ in 0..100 {
        if entries(provider, table).iter().all(|entry| entry["Status"] == "Available") {
            return;
        }
        provider.pause(std::time::Duration::from_secs(3));
    }
    panic!("some entries never become Available")
}

pub(crate) fn submit(provider: &Provider<'_>, table: &str, cidr: &str, hop: &str) -> Outcome {
    let token = provider.token("CreateRouteEntry");
    let params = [
        ("RouteTableId", table),
        ("DestinationCidrBlock", cidr),
        ("NextHopType", "RouterInterface"),
        ("NextHopId", hop),
        ("RouteEntryName", "tf-route"),
        ("ClientToken", &token),
    ];
    wait_for_all(provider, table);
    provider.retried(&RETRIED, || provider.old("CreateRouteEntry", &params))
}

pub(crate) fn create(provider: &Provider<'_>, table: &str, cidr: &str, hop: &str) {
    submit(provider, table, cidr, hop).unwrap_or_else(|failure| panic!("{failure:?}"));
    let entry = provider.wait("Status", &["Available"], || read(provider, table, cidr, hop));
    present(&entry, &["NextHopType", "InstanceId", "Type", "RouteTableId", "RouteEntryName", "Description"]);
    assert_eq!(
        (text(&entry, "NextHopType"), text(&entry, "Type")),
        ("RouterInterface".into(), "Custom".into())
    );
}

pub(crate) fn delete(provider: &Provider<'_>, table: &str, cidr: &str, hop: &str) {
    wait_for_all(provider, table);
    let params = [("RouteTableId", table), ("DestinationCidrBlock", cidr), ("NextHopId", hop)];
    provider.retried(&RETRIED, || provider.old("DeleteRouteEntry", &params)).unwrap();
    provider.wait_until_gone(|| read(provider, table, cidr, hop));
    let again = provider.old("DeleteRouteEntry", &params).unwrap_err();
    assert!(again.is_one_of(&["InvalidRouteEntry.NotFound"]), "{again:?}");
}

#[test]
fn routes_over_a_connection_both_ways() {
    let world = World::new();
    let pair = legacy_interface::connected(&world);
    let (provider, other) = (Provider::new(&world), Provider::in_region(&world, pair.other_region));
    create(&provider, &pair.own.table, "192.168.0.0/16", &pair.initiator);
    create(&other, &pair.other.table, "172.16.0.0/12", &pair.acceptor);
    let again = submit(&provider, &pair.own.table, "192.168.0.0/16", &pair.initiator).unwrap_err();
    let duplicate = ["RouterEntryConflict.Duplicated", "Duplicated.VpcNextHop", "InvalidCIDRBlock.Duplicate"];
    assert!(again.is_one_of(&duplicate), "the provider explains how to import: {again:?}");
    delete(&provider, &pair.own.table, "192.168.0.0/16", &pair.initiator);
    delete(&other, &pair.other.table, "172.16.0.0/12", &pair.acceptor);
    pair.destroy(&world);
    vpc::delete(&provider, &pair.own.id);
    vpc::delete(&other, &pair.other.id);
}

#[test]
fn a_border_routers_table_names_its_duplicates_differently() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbr = world.vbr();
    let record = world.state().virtual_border_router(&vbr).unwrap().clone();
    let (table, hop) = (record.route_table.as_str(), record.vlan_interface.as_str());
    create(&provider, table, "10.9.0.0/16", hop);
    let again = submit(&provider, table, "10.9.0.0/16", hop).unwrap_err();
    assert_eq!(again.code, "Duplicated.VpcNextHop");
    delete(&provider, table, "10.9.0.0/16", hop);
}

//! `data.alicloud_express_connect_physical_connection_service`, and what the provider asks other products.

use super::answer::{list, present, text};
use super::provider::Provider;
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN};

#[test]
fn the_service_is_opened_once() {
    let world = World::new();
    world.edit_account(OWN, |account| account.outbound_traffic_open = false);
    let provider = Provider::new(&world);
    provider.change("OpenPhysicalConnectionService", &[]);
    // Each plan reads the data source, and with it opens the service again.
    provider.change("OpenPhysicalConnectionService", &[]);
    assert!(world.state().account(OWN).unwrap().outbound_traffic.values().any(|open| *open));
}

#[test]
fn neighbours_answer_what_the_provider_asks_them() {
    let world = World::new();
    let at = |version| Provider::product(&world, version);
    let identity = at("2015-04-01").change_old("GetCallerIdentity", &[]);
    assert_eq!(text(&identity, "AccountId"), OWN.to_string());
    let groups = at("2020-03-31").change("ListResourceGroups", &[]);
    assert!(list(&groups, &["ResourceGroups", "ResourceGroup"]).len() >= 2);
    let zones = at("2020-06-16").change("DescribeZones", &[]);
    present(&list(&zones, &["Zones"])[0], &["ZoneId"]);
    let zones = at("2014-05-26").change_old("DescribeZones", &[]);
    present(&list(&zones, &["Zones", "Zone"])[0], &["ZoneId"]);
    let form = [("Id", HANGZHOU), ("ServiceCode", "vpc"), ("Type", "openAPI")];
    let endpoints = at("2015-06-12").change_old("DescribeEndpoints", &form);
    present(&list(&endpoints, &["Endpoints", "Endpoint"])[0], &["Endpoint", "SerivceCode"]);
    at("2017-12-14").change("QueryAvailableInstances", &[("PageNum", "1"), ("PageSize", "1")]);
}

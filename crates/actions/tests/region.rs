//! Regions and zones.

#![allow(clippy::unwrap_used, reason = "the helpers are tests too")]

mod support;

use serde_json::{Value, json};
use support::{OTHER, VPC_API, World};

fn items(answer: &Value, set: &str, item: &str) -> Vec<Value> {
    answer[set][item].as_array().expect("a wrapped list").clone()
}

#[test]
fn regions_have_their_real_names_and_endpoints() {
    let answer = World::new().call("DescribeRegions", &[]).unwrap();
    let regions = items(&answer, "Regions", "Region");
    assert_eq!(regions.len(), xconnect_model::catalogue::REGIONS.len());
    let hangzhou = regions.iter().find(|region| region["RegionId"] == "cn-hangzhou").unwrap();
    let expected = json!({
        "RegionId": "cn-hangzhou",
        "LocalName": "华东1（杭州）",
        "RegionEndpoint": "vpc.aliyuncs.com",
    });
    assert_eq!(*hangzhou, expected);
}

#[test]
fn names_are_chinese_unless_english_is_asked_for() {
    let mut world = World::new();
    for (language, name) in [
        ("zh-CN", "华东1（杭州）"),
        ("en-US", "China (Hangzhou)"),
        ("en-us", "China (Hangzhou)"),
        ("tlh", "华东1（杭州）"),
        ("", "华东1（杭州）"),
    ] {
        let answer = world.call("DescribeRegions", &[("AcceptLanguage", language)]).unwrap();
        let regions = items(&answer, "Regions", "Region");
        assert!(regions.iter().any(|region| region["LocalName"] == name), "{language}");
    }
    let zones = [("RegionId", "cn-hangzhou"), ("AcceptLanguage", "en-US")];
    let answer = world.call("DescribeZones", &zones).unwrap();
    assert_eq!(answer["Zones"]["Zone"][0]["LocalName"], "Hangzhou Zone B");
}

#[test]
fn a_region_id_makes_no_difference_to_the_list_of_regions() {
    let mut world = World::new();
    let all = world.call("DescribeRegions", &[]).unwrap();
    assert_eq!(
        world.call("DescribeRegions", &[("RegionId", "cn-atlantis")]).unwrap()["Regions"],
        all["Regions"]
    );
}

#[test]
fn zones_are_those_of_the_region() {
    let answer = World::new().call("DescribeZones", &[("RegionId", "ap-southeast-1")]).unwrap();
    let zones = items(&answer, "Zones", "Zone");
    assert_eq!(zones[0]["ZoneId"], "ap-southeast-1a");
    assert_eq!(zones[0]["ZoneType"], "AvailabilityZone");
    let region = xconnect_model::catalogue::region("ap-southeast-1").unwrap();
    assert_eq!(zones.len(), region.zones().count());
}

#[test]
fn there_are_no_zones_at_the_edge() {
    let mut world = World::new();
    for (kind, some) in [("AvailabilityZone", true), ("EdgeZone", false)] {
        let params = [("RegionId", "cn-hangzhou"), ("ZoneType", kind)];
        let answer = world.call("DescribeZones", &params).unwrap();
        assert_eq!(!items(&answer, "Zones", "Zone").is_empty(), some, "{kind}");
    }
}

#[test]
fn zones_need_a_region_that_exists() {
    let mut world = World::new();
    assert_eq!(world.refused("DescribeZones", &[]), "400 MissingParameter");
    assert_eq!(world.refused("DescribeZones", &[("RegionId", "")]), "400 MissingParameter");
    let refused = world.refused("DescribeZones", &[("RegionId", "cn-atlantis")]);
    assert_eq!(refused, "404 InvalidRegionId.NotFound");
}

#[test]
fn the_world_is_the_same_for_everybody() {
    let mut world = World::new();
    let own = world.call("DescribeRegions", &[]).unwrap();
    assert_eq!(world.call_as(OTHER, VPC_API, "DescribeRegions", &[]).unwrap(), own);
}

//! Regions and zones.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::families::Action;
use crate::random::Random;
use crate::reference::{Model, check_region};
use crate::verdict::{Done, Rows, Verdict};

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "DescribeRegions", weight: 1, ask: ask_regions, judge: regions },
    Action { name: "DescribeZones", weight: 2, ask: ask_zones, judge: zones },
];

/// The letters of a region's zones.
fn letters(region: &str) -> &'static str {
    if region == "cn-beijing" { "abcdefghijkl" } else { "bcdefghijk" }
}

pub(crate) fn is_zone(region: &str, zone: &str) -> bool {
    letters(region).chars().any(|letter| format!("{region}-{letter}") == zone)
}

/// A region, by chance: mostly the first, sometimes one that does not exist.
pub(crate) fn any(random: &mut Random) -> &'static str {
    random.one(&[
        "cn-hangzhou",
        "cn-hangzhou",
        "cn-hangzhou",
        "cn-hangzhou",
        "cn-beijing",
        "cn-beijing",
        "cn-nowhere",
    ])
}

/// Mostly where a thing is.
pub(crate) fn mostly(random: &mut Random, home: &str) -> String {
    if random.chance(5) { any(random).to_owned() } else { home.to_owned() }
}

fn ask_regions(random: &mut Random, _: &Model) -> Ask {
    let account = random.below(3);
    Ask::new("DescribeRegions", account).sometimes(random, 50, "AcceptLanguage", &["zh-CN", "en-US", "x"])
}

fn regions(_: &Model, ask: &Ask) -> Verdict {
    ask.read("AcceptLanguage")?;
    Done::read(json!({"Regions": {}}))
}

fn ask_zones(random: &mut Random, _: &Model) -> Ask {
    let account = random.below(3);
    let ask = Ask::new("DescribeZones", account).with("RegionId", any(random));
    ask.sometimes(random, 20, "ZoneType", &["AvailabilityZone", "EdgeZone"])
}

fn zones(_: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! AcceptLanguage ZoneType")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    rows.none()?;
    let region = ask.text("RegionId");
    let wanted = ask.given("ZoneType").is_none_or(|kind| kind == "AvailabilityZone");
    let zone = |letter| json!({"ZoneId": format!("{region}-{letter}")});
    let zones: Vec<Value> = letters(region).chars().filter(|_| wanted).map(zone).collect();
    Done::read(json!({"Zones": {"Zone": zones}}))
}

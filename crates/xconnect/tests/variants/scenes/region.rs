//! Regions and zones.

use super::Scenes;
use crate::scene::Scene;
use crate::support::records::HANGZHOU;

pub(super) const SCENES: Scenes = &[
    ("DescribeRegions", |world| {
        Scene::of(world.call("DescribeRegions", &[]))
            .option("RegionId", HANGZHOU)
            .option("AcceptLanguage", "en-US")
    }),
    ("DescribeZones", |world| {
        Scene::of(world.call("DescribeZones", &[("RegionId", HANGZHOU)]))
            .option("AcceptLanguage", "en-US")
            .option("ZoneType", "AvailabilityZone")
    }),
];

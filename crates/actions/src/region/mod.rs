//! Regions and zones: where everything else can be.

mod language;
pub(crate) mod place;

pub(crate) use self::language::Language;
use crate::declare::actions;

actions! {
    read describe_regions::DescribeRegions,
    read describe_zones::DescribeZones,
}

//! The refusals of the lists of regions and zones.

use crate::case::{Case, case};

const ZONES: &str = "DescribeZones";

pub(crate) fn cases() -> Vec<Case> {
    let missing =
        r#"The input parameter "RegionId" that is mandatory for processing this request is not supplied."#;
    vec![
        case(ZONES, 400, "MissingParameter", missing, |world| world.call(ZONES, &[])),
        case(ZONES, 400, "MissingParameter", missing, |world| world.call(ZONES, &[("RegionId", "")])),
        case(
            ZONES,
            404,
            "InvalidRegionId.NotFound",
            "The RegionId provided does not exist in our records.",
            |world| world.call(ZONES, &[("RegionId", "cn-nowhere")]),
        ),
    ]
}

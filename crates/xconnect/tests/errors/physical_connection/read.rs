//! The service, DescribeAccessPoints, and DescribePhysicalConnections.

use super::nowhere;
use crate::case::{Case, case};
use crate::support::records::HANGZHOU;

const POINTS: &str = "DescribeAccessPoints";
const LINES: &str = "DescribePhysicalConnections";
const OPEN: &str = "OpenPhysicalConnectionService";
const STATUS: &str = "GetPhysicalConnectionServiceStatus";

pub(super) fn cases() -> Vec<Case> {
    vec![
        nowhere(OPEN, |world| world.call(OPEN, &[])),
        nowhere(STATUS, |world| world.call(STATUS, &[])),
        case(
            POINTS,
            404,
            "InvalidRegionId.NotSupport",
            "The RegionId provided does not support in our records.",
            |world| world.call(POINTS, &[("RegionId", "cn-nowhere")]),
        ),
        nowhere(LINES, |world| world.call(LINES, &[])),
        case(
            LINES,
            404,
            "InvalidFilterKey.ValueNotSupported",
            "Specified filter key is not supported: Filter.%s.key",
            |world| {
                let filter = [("RegionId", HANGZHOU), ("Filter.2.Key", "Color"), ("Filter.2.Value.1", "red")];
                world.call(LINES, &filter)
            },
        )
        .says("Specified filter key is not supported: Filter.2.key"),
    ]
}

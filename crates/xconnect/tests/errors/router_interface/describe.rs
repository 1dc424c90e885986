//! DescribeRouterInterfaces and DescribeRouterInterfaceAttribute.

use crate::case::{Case, case};
use crate::support::records::HANGZHOU;

const LIST: &str = "DescribeRouterInterfaces";
const ATTRIBUTE: &str = "DescribeRouterInterfaceAttribute";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(LIST, 400, "InvalidParam.NotNull", "The parameter must not be null.", |world| {
            world.call(LIST, &[])
        }),
        case(LIST, 400, "Parameter.Illegal", "The parameter is illegal.", |world| {
            (1..=6).fold(world.call(LIST, &[("RegionId", HANGZHOU)]), |call, n| {
                call.with(&format!("Filter.{n}.Key"), "Status").with(&format!("Filter.{n}.Value.1"), "Idle")
            })
        }),
        case(
            LIST,
            404,
            "InvalidFilterKey.ValueNotSupported",
            "Specified filter key is not supported: Filter.%s.key",
            |world| {
                let filter =
                    [("Filter.2.Key", "Colour"), ("Filter.2.Value.1", "blue"), ("RegionId", HANGZHOU)];
                world.call(LIST, &filter)
            },
        )
        .says("Specified filter key is not supported: Filter.2.key"),
        case(
            LIST,
            404,
            "InvalidRegionId.NotFound",
            "The RegionId provided does not exist in our records.",
            |world| world.call(LIST, &[("RegionId", "cn-nowhere")]),
        ),
        case(ATTRIBUTE, 400, "InvalidParam.NotNull", "The parameter must not be null.", |world| {
            world.call(ATTRIBUTE, &[("RegionId", HANGZHOU), ("InstanceId", "")])
        }),
        case(
            ATTRIBUTE,
            404,
            "InvalidRegionId.NotFound",
            "The specified RegionId does not exist in our records.",
            |world| world.call(ATTRIBUTE, &[("RegionId", "cn-nowhere"), ("InstanceId", "ri-none")]),
        ),
    ]
}

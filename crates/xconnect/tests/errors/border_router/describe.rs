//! DescribeVirtualBorderRouters and DescribeVirtualBorderRoutersForPhysicalConnection.

use super::REGION_IN_RECORDS;
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

const LIST: &str = "DescribeVirtualBorderRouters";
const ON_LINE: &str = "DescribeVirtualBorderRoutersForPhysicalConnection";

pub(crate) fn cases() -> Vec<Case> {
    let filter = |action, call: fn(&World) -> Call| {
        let row = "Specified filter key is not supported: Filter.%s.key";
        case(action, 404, "InvalidFilterKey.ValueNotSupported", row, move |world| {
            call(world).with("Filter.2.Key", "Colour").with("Filter.2.Value.1", "blue")
        })
        .says("Specified filter key is not supported: Filter.2.key")
    };
    let region = |action, call: fn(&World) -> Call| {
        case(action, 404, "InvalidRegionId.NotFound", REGION_IN_RECORDS, move |world| {
            call(world).with("RegionId", "cn-nowhere")
        })
    };
    vec![
        filter(LIST, list),
        region(LIST, list),
        filter(ON_LINE, on_line),
        region(ON_LINE, on_line),
        case(
            ON_LINE,
            400,
            "InvalidPhysicalConnectionId.NotFound",
            "The specified physicalConnection is not found.",
            |world| on_line(world).with("PhysicalConnectionId", "pc-none"),
        ),
        case(
            ON_LINE,
            404,
            "InvalidPhysicalConnectionId.NotFound",
            "The specified PhysicalConnectionId does not belong to user.",
            |world| on_line(world).with("PhysicalConnectionId", &world.bare_line(PARTNER)),
        ),
    ]
}

fn list(world: &World) -> Call {
    world.call(LIST, &[("RegionId", HANGZHOU)])
}

fn on_line(world: &World) -> Call {
    world.call(ON_LINE, &[("RegionId", HANGZHOU), ("PhysicalConnectionId", &world.bare_line(OWN))])
}

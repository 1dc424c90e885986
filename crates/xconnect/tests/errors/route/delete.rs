//! DeleteRouteEntry.

use xconnect_model::route::RouteKind;

use super::{OFFICE, VbrSite, VpcSite, again, created, learned};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const DELETE: &str = "DeleteRouteEntry";

fn deletion(world: &World, entry: &str) -> Call {
    world.call(DELETE, &[("RouteEntryId", entry)])
}

/// The deletion of the route to the office over the instance, to be varied and sent.
fn by_parts(world: &World, table: &str) -> Call {
    let params = [("RouteTableId", table), ("DestinationCidrBlock", OFFICE), ("NextHopId", "i-test")];
    world.call(DELETE, &params)
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(DELETE, 400, "MissingParameter", "Miss mandatory parameter.", |world| {
            by_parts(world, "vtb-test").without("DestinationCidrBlock")
        }),
        case(DELETE, 400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid.", |world| {
            by_parts(world, "vtb-test").with("DestinationCidrBlock", "office")
        }),
        case(
            DELETE,
            400,
            "InvalidNextHop",
            "Specified nexthop and nexthop list cannot both null.",
            |world| by_parts(world, "vtb-test").without("NextHopId"),
        ),
        case(DELETE, 404, "InvalidRouteTableId.NotFound", "Specified route table does not exist.", |world| {
            by_parts(world, "vtb-test")
        }),
        case(
            DELETE,
            400,
            "OperationDenied",
            "Specified operation is denied as route entry type is system.",
            |world| {
                let table = VpcSite::new(world).table;
                by_parts(world, &table).with("DestinationCidrBlock", "100.64.0.0/10")
            },
        ),
        case(DELETE, 400, "Forbbiden", "Specified RouteEntry cannot allowed delete by openApi.", |world| {
            let table = VbrSite::new(world).table;
            deletion(world, &learned(world, &table, RouteKind::Bgp))
        }),
        case(DELETE, 400, "InvalidRouteEntry", "Specified routeEntry not exist.", |world| {
            let entry = created(world, &VpcSite::new(world).creation(world));
            deletion(world, &entry).by_partner()
        }),
        case(DELETE, 400, "InvalidRouteEntry.NotFound", "Route entry not exists.", |world| {
            let table = VpcSite::new(world).table;
            by_parts(world, &table)
        }),
        case(
            DELETE,
            400,
            "IncorrectVpcStatus",
            "Current VPC status does not support this operation.",
            |world| by_parts(world, &VpcSite::pending(world).table),
        ),
        case(DELETE, 400, "IncorrectRouteEntryStatus", "Specified routeEntry status error.", |world| {
            let entry = created(world, &VpcSite::new(world).creation(world));
            world.send(&deletion(world, &entry)).success();
            deletion(world, &entry)
        }),
        case(
            DELETE,
            400,
            "IncorrectRouteEntryStatus",
            "Some route entry status blocked this operation.",
            |world| {
                let call = VpcSite::new(world).creation(world);
                let entry = created(world, &call);
                world.send(&again(call).with("DestinationCidrBlock", "192.168.0.0/24")).success();
                deletion(world, &entry)
            },
        ),
        case(DELETE, 400, "IncorrectRouteEntryStatus", "VBR has NotStable route entry.", |world| {
            let call = VbrSite::new(world).creation(world);
            let entry = created(world, &call);
            world.send(&again(call).with("DestinationCidrBlock", "192.168.0.0/24")).success();
            deletion(world, &entry)
        }),
    ]
}

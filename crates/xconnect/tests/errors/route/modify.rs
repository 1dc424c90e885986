//! ModifyRouteEntry.

use super::{VpcSite, created, listed};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::HANGZHOU;

const MODIFY: &str = "ModifyRouteEntry";

fn modification(world: &World, entry: &str) -> Call {
    let params = [("RegionId", HANGZHOU), ("RouteEntryId", entry), ("RouteEntryName", "office")];
    world.call(MODIFY, &params)
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            MODIFY,
            403,
            "Forbbiden",
            "User not authorized to operate on the specified resource.",
            |world| {
                let entries = listed(world, &VpcSite::new(world).table);
                modification(world, entries[0]["RouteEntryId"].as_str().unwrap_or_default())
            },
        ),
        case(MODIFY, 400, "InvalidRouteEntry.NotFound", "Route entry not exists.", |world| {
            let entry = created(world, &VpcSite::new(world).creation(world));
            modification(world, &entry).by_partner()
        }),
        case(MODIFY, 400, "IncorrectRouteEntryStatus", "Specified routeEntry status error.", |world| {
            let call = VpcSite::new(world).creation(world);
            let entry = world.send(&call).text("RouteEntryId");
            modification(world, &entry)
        }),
    ]
}

//! GrantInstanceToCen, RevokeInstanceFromCen, and DescribeGrantRulesToCen.

use super::{cen, foreign_cen, foreign_vpc, own, partner, permission, unfinished_vpc, vpc};
use crate::case::{Case, case};

const GRANT: &str = "GrantInstanceToCen";
const REVOKE: &str = "RevokeInstanceFromCen";
const DESCRIBE: &str = "DescribeGrantRulesToCen";

pub(super) fn cases() -> Vec<Case> {
    let nowhere = [GRANT, REVOKE, DESCRIBE].into_iter().map(nowhere);
    let foreign = [GRANT, REVOKE].into_iter().map(somebody_elses);
    nowhere.chain(foreign).chain(others()).collect()
}

fn nowhere(action: &'static str) -> Case {
    case(
        action,
        404,
        "InvalidRegionId.NotFound",
        "The specified RegionId does not exist in our records.",
        move |world| {
            permission(world, action, &vpc(world), &cen(world), &own()).with("RegionId", "cn-nowhere")
        },
    )
}

fn somebody_elses(action: &'static str) -> Case {
    case(
        action,
        404,
        "InvalidInstanceId.NotFound",
        "The InstanceId provided does not exist in our records.",
        move |world| permission(world, action, &foreign_vpc(world), &cen(world), &own()),
    )
}

fn others() -> Vec<Case> {
    vec![
        case(
            GRANT,
            400,
            "IncorrectStatus",
            "The current status of the instance does not support this operation.",
            |world| {
                let cen = foreign_cen(world);
                let vpc = world.send(&unfinished_vpc(world)).text("VpcId");
                permission(world, GRANT, &vpc, &cen, &partner())
            },
        ),
        case(GRANT, 404, "InvalidCenId.NotFound", "The specified CenId does not exist.", |world| {
            permission(world, GRANT, &vpc(world), &foreign_cen(world), &own())
        }),
        case(REVOKE, 404, "InvalidCenId.NotFound", "The specified CenId does not exist.", |world| {
            permission(world, REVOKE, &vpc(world), &foreign_cen(world), &partner())
        }),
    ]
}

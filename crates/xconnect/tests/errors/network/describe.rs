//! What is read of VPCs, vSwitches, routers, and route tables.

use super::{not_own_vpc, nowhere, on_vpc, on_vswitch, vpc, vswitch_in};
use crate::case::{Case, case};
use crate::support::World;
use crate::support::call::Call;

const VPC: &str = "DescribeVpcAttribute";
const VSWITCH: &str = "DescribeVSwitchAttributes";

pub(super) fn cases() -> Vec<Case> {
    vec![
        nowhere("DescribeVpcs", |world| world.call("DescribeVpcs", &[])),
        nowhere("DescribeVSwitches", |world| world.call("DescribeVSwitches", &[])),
        nowhere("DescribeVRouters", |world| world.call("DescribeVRouters", &[])),
        nowhere("DescribeRouteTableList", |world| world.call("DescribeRouteTableList", &[])),
        nowhere(VPC, one_vpc),
        not_own_vpc(VPC, one_vpc),
        nowhere(VSWITCH, one_vswitch),
        case(VSWITCH, 404, "InvalidVswitchID.NotFound", "The specified vSwitch does not exist.", |world| {
            one_vswitch(world).by_partner()
        }),
    ]
}

fn one_vpc(world: &World) -> Call {
    on_vpc(world, VPC, &vpc(world))
}

fn one_vswitch(world: &World) -> Call {
    on_vswitch(world, VSWITCH, &vswitch_in(world, &vpc(world)))
}

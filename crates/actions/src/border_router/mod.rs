//! Virtual border routers: create, describe, modify, associate, cut off, bring back, delete.

mod addressing;
mod bandwidth;
mod common;
mod filter;
mod rows;
mod view;
pub(crate) mod vlan;

use crate::declare::actions;

actions! {
    write create::CreateVirtualBorderRouter,
    read describe::DescribeVirtualBorderRouters,
    read describe_for_line::DescribeVirtualBorderRoutersForPhysicalConnection,
    write modify_attribute::ModifyVirtualBorderRouterAttribute,
    write update_bandwidth::UpdateVirtualBorderBandwidth,
    write delete::DeleteVirtualBorderRouter,
    write associate::AssociatePhysicalConnectionToVirtualBorderRouter,
    write unassociate::UnassociatePhysicalConnectionFromVirtualBorderRouter,
    write terminate::TerminateVirtualBorderRouter,
    write recover::RecoverVirtualBorderRouter,
}

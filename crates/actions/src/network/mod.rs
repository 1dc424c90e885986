//! VPCs and vSwitches, with the VRouters and route tables that come with them: what Express Connect connects.
//!
//! No document of this project describes these actions. They do what the public API reference of VPC says, as
//! far as the official clients need it.

mod address;
mod common;
mod ipv6;
mod terms;
pub(crate) mod view;

use crate::declare::actions;

actions! {
    write create_vpc::CreateVpc,
    write delete_vpc::DeleteVpc,
    read describe_vpcs::DescribeVpcs,
    read describe_vpc_attribute::DescribeVpcAttribute,
    write modify_vpc_attribute::ModifyVpcAttribute,
    write create_vswitch::CreateVSwitch,
    write delete_vswitch::DeleteVSwitch,
    write modify_vswitch_attribute::ModifyVSwitchAttribute,
    read describe_vswitches::DescribeVSwitches,
    read describe_vswitch_attributes::DescribeVSwitchAttributes,
    read describe_vrouters::DescribeVRouters,
    read describe_route_table_list::DescribeRouteTableList,
}

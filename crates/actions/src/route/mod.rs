//! Route entries: where the routers of VPCs and the border routers send what they get.

pub(crate) mod common;
mod item;
pub(crate) mod system;
mod usable;
mod view;

use crate::declare::actions;

actions! {
    write create::CreateRouteEntry,
    read describe_list::DescribeRouteEntryList,
    write delete::DeleteRouteEntry,
    write modify::ModifyRouteEntry,
    read describe_tables::DescribeRouteTables,
}

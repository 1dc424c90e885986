//! Shared lines: a partner slices a line for tenants, and converts border routers.

mod common;
mod rows;
mod view;
mod vlan;

use crate::declare::actions;

actions! {
    write create::CreateVirtualPhysicalConnection,
    read list::ListVirtualPhysicalConnections,
    write update::UpdateVirtualPhysicalConnection,
    write create_from_vbr::CreateVpconnFromVbr,
    write attach_vbr::AttachVbrToVpconn,
}

//! The paper around a line: letters of authorisation, and orders.

mod engineer;
mod payment;
mod text;

use crate::declare::actions;

actions! {
    write apply_loa::ApplyPhysicalConnectionLOA,
    read describe_loa::DescribePhysicalConnectionLOA,
    write complete_loa::CompletePhysicalConnectionLOA,
    write create_occupancy_order::CreatePhysicalConnectionOccupancyOrder,
    write create_setup_order::CreatePhysicalConnectionSetupOrder,
}

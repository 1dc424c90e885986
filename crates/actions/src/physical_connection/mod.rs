//! Physical connections: apply for a line, change it, open it, end it.

pub(crate) mod application;
pub(crate) mod common;
mod view;

use crate::declare::actions;

actions! {
    write open_service::OpenPhysicalConnectionService,
    read service_status::GetPhysicalConnectionServiceStatus,
    read describe_access_points::DescribeAccessPoints,
    write create::CreatePhysicalConnection,
    write confirm::ConfirmPhysicalConnection,
    write enable::EnablePhysicalConnection,
    read describe::DescribePhysicalConnections,
    write modify_attribute::ModifyPhysicalConnectionAttribute,
    write cancel::CancelPhysicalConnection,
    write terminate::TerminatePhysicalConnection,
    write recover::RecoverPhysicalConnection,
    write delete::DeletePhysicalConnection,
}

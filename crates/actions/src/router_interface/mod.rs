//! Router interfaces: create both ends, connect them, switch them on and off, resize, describe, delete.

pub(crate) mod common;
mod health_check;
mod view;

use crate::declare::actions;

actions! {
    write create::CreateRouterInterface,
    read describe_attribute::DescribeRouterInterfaceAttribute,
    read describe::DescribeRouterInterfaces,
    write connect::ConnectRouterInterface,
    write activate::ActivateRouterInterface,
    write deactivate::DeactivateRouterInterface,
    write modify_spec::ModifyRouterInterfaceSpec,
    write modify_attribute::ModifyRouterInterfaceAttribute,
    write delete::DeleteRouterInterface,
    write delete_express_connect::DeleteExpressConnect,
}

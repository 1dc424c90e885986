//! Failover groups: two border routers that stand in for each other.

mod common;

use crate::declare::actions;

actions! {
    write create::CreateVbrHa,
    read describe::DescribeVbrHa,
    write delete::DeleteVbrHa,
}

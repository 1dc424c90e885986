//! CEN instances, what is attached to them, and who may attach what: what failover groups stand on.

mod child;
mod common;

use crate::declare::actions;

actions! {
    write create::CreateCen,
    read describe::DescribeCens,
    write delete::DeleteCen,
    write attach::AttachCenChildInstance,
    read describe_attached::DescribeCenAttachedChildInstanceAttribute,
    write detach::DetachCenChildInstance,
    write grant::GrantInstanceToCen,
    write revoke::RevokeInstanceFromCen,
    read describe_grants::DescribeGrantRulesToCen,
}

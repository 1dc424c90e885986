//! Tags on resources: put on, taken off, listed.
//!
//! The API has every action twice: for the resources of the VPC product, and for those of Express Connect.
//! The two have everything in common but a [`scope::Scope`], so the work is done in `attach`, `detach`, and
//! `list`, and an action's file is its declaration.

mod attach;
mod detach;
mod list;
mod scope;

use crate::declare::actions;

actions! {
    write tag_resources::TagResources,
    write un_tag_resources::UnTagResources,
    read list_tag_resources::ListTagResources,
    write tag_resources_for_express_connect::TagResourcesForExpressConnect,
    write untag_resources_for_express_connect::UntagResourcesForExpressConnect,
    read list_tag_resources_for_express_connect::ListTagResourcesForExpressConnect,
}

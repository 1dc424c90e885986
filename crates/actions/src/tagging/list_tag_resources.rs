//! ListTagResources: the tags of VPCs, vSwitches, and route tables.

use xconnect_wire::ApiError;

use super::list::{self, Request, Response};
use super::scope;
use crate::declare::{Api, Context, Declaration, ReadAction};

/// Lists the tags of VPCs, vSwitches, or route tables.
pub struct ListTagResources;

impl ReadAction for ListTagResources {
    const DECLARATION: Declaration = Declaration {
        name: "ListTagResources",
        api: Api::Vpc,
        summary: "Lists the tags of VPCs, vSwitches, or route tables.",
        source: "no document in hand: the official clients' models",
        resource: "acs:vpc:*:*:*/*",
        errors: list::ERRORS,
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        list::run(&context, &scope::VPC, request)
    }
}

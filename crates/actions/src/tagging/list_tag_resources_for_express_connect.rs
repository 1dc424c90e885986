//! ListTagResourcesForExpressConnect: the tags of lines, border routers, and interfaces.

use xconnect_wire::ApiError;

use super::list::{self, Request, Response};
use super::scope;
use crate::declare::{Api, Context, Declaration, ReadAction};

/// Lists the tags of physical connections, virtual border routers, or router interfaces.
pub struct ListTagResourcesForExpressConnect;

impl ReadAction for ListTagResourcesForExpressConnect {
    const DECLARATION: Declaration = Declaration {
        name: "ListTagResourcesForExpressConnect",
        api: Api::Vpc,
        summary: "Lists the tags of physical connections, virtual border routers, or router interfaces.",
        source: "no document in hand: the official clients' models",
        resource: "acs:vpc:*:*:*/*",
        errors: list::ERRORS,
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        list::run(&context, &scope::EXPRESS_CONNECT, request)
    }
}

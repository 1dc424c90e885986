//! UntagResourcesForExpressConnect: tags off lines, border routers, and interfaces.

use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::detach::{self, Request};
use super::scope;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};

/// Takes tags off physical connections, virtual border routers, or router interfaces.
pub struct UntagResourcesForExpressConnect;

impl WriteAction for UntagResourcesForExpressConnect {
    const DECLARATION: Declaration = Declaration {
        name: "UntagResourcesForExpressConnect",
        api: Api::Vpc,
        summary: "Takes tags off physical connections, virtual border routers, or router interfaces.",
        source: "no document in hand: the official clients' models and the Terraform provider's use",
        resource: "acs:vpc:*:*:*/*",
        errors: detach::ERRORS,
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        detach::run(&context, &scope::EXPRESS_CONNECT, request, draft)
    }
}

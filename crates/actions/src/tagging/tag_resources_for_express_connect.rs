//! TagResourcesForExpressConnect: tags on lines, border routers, and interfaces.

use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::attach::{self, Request};
use super::scope;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};

/// Puts tags on physical connections, virtual border routers, or router interfaces.
pub struct TagResourcesForExpressConnect;

impl WriteAction for TagResourcesForExpressConnect {
    const DECLARATION: Declaration = Declaration {
        name: "TagResourcesForExpressConnect",
        api: Api::Vpc,
        summary: "Puts tags on physical connections, virtual border routers, or router interfaces.",
        source: "no document in hand: the official clients' models and the Terraform provider's use",
        resource: "acs:vpc:*:*:*/*",
        errors: attach::ERRORS,
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        attach::run(&context, &scope::EXPRESS_CONNECT, request, draft)
    }
}

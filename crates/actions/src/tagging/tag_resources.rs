//! TagResources: tags on VPCs, vSwitches, and route tables.

use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::attach::{self, Request};
use super::scope;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};

/// Puts tags on VPCs, vSwitches, or route tables.
pub struct TagResources;

impl WriteAction for TagResources {
    const DECLARATION: Declaration = Declaration {
        name: "TagResources",
        api: Api::Vpc,
        summary: "Puts tags on VPCs, vSwitches, or route tables.",
        source: "no document in hand: the official clients' models and the Terraform provider's use",
        resource: "acs:vpc:*:*:*/*",
        errors: attach::ERRORS,
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        attach::run(&context, &scope::VPC, request, draft)
    }
}

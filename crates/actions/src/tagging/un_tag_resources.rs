//! UnTagResources: tags off VPCs, vSwitches, and route tables.

use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::detach::{self, Request};
use super::scope;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};

/// Takes tags off VPCs, vSwitches, or route tables.
pub struct UnTagResources;

impl WriteAction for UnTagResources {
    const DECLARATION: Declaration = Declaration {
        name: "UnTagResources",
        api: Api::Vpc,
        summary: "Takes tags off VPCs, vSwitches, or route tables.",
        source: "no document in hand: the official clients' models and the Terraform provider's use",
        resource: "acs:vpc:*:*:*/*",
        errors: detach::ERRORS,
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        detach::run(&context, &scope::VPC, request, draft)
    }
}

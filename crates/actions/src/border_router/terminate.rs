//! TerminateVirtualBorderRouter: the owner of a line cuts a router off.

use xconnect_model::Text;
use xconnect_model::border_router::VbrEvent;
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Cuts an active router from its line. Its interfaces and routes stay, and its VLAN is kept for it for a time.
pub struct TerminateVirtualBorderRouter;

request! {
    /// Parameters of TerminateVirtualBorderRouter.
    pub struct Request {
        /// Region of the router.
        region: Text = required "RegionId",
        /// The router, active, on a line of the caller.
        vbr: Text = required "VbrId",
    }
}

impl WriteAction for TerminateVirtualBorderRouter {
    const DECLARATION: Declaration = Declaration {
        name: "TerminateVirtualBorderRouter",
        api: Api::Vpc,
        summary: "Cuts a virtual border router from its line without deleting it.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[&VBR_NOT_FOUND, &WRONG_STATE, &NOT_BY_CALLER, &REGION_NOT_IN_RECORDS],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_IN_RECORDS)?;
        let seen = common::seen(&context, &region.id, &request.vbr, &VBR_NOT_FOUND)?;
        if !seen.owns_line {
            return Err(ApiError::new(&NOT_BY_CALLER));
        }
        common::check_line_lock(&context, seen.vbr)?;
        draft.put(seen.vbr.after(VbrEvent::Terminate, context.now).ok_or(&WRONG_STATE)?);
        Ok(Empty {})
    }
}

static NOT_BY_CALLER: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.OperationNotAllowedByUser",
    "The caller is not allowed to terminate the specified VirtualBorderRouter.",
    "The caller owns the router, and not its line.",
);

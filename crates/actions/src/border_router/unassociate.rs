//! UnassociatePhysicalConnectionFromVirtualBorderRouter: a router gives a further line up.

use xconnect_model::border_router::VbrStatus;
use xconnect_model::{Text, VirtualBorderRouter};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, TokenScope, WriteAction};
use crate::request;
use crate::route::common::leads_to;

/// Takes a further line from a router of the caller. That works for a terminated one too, which could not be
/// deleted otherwise.
pub struct UnassociatePhysicalConnectionFromVirtualBorderRouter;

request! {
    /// Parameters of UnassociatePhysicalConnectionFromVirtualBorderRouter.
    pub struct Request {
        /// Region of the router.
        region: Text = required "RegionId",
        /// The router, active or terminated.
        vbr: Text = required "VbrId",
        /// The line, one that was associated.
        line: Text = required "PhysicalConnectionId",
    }
}

impl WriteAction for UnassociatePhysicalConnectionFromVirtualBorderRouter {
    const DECLARATION: Declaration = Declaration {
        name: "UnassociatePhysicalConnectionFromVirtualBorderRouter",
        api: Api::Vpc,
        summary: "Takes a further line from a virtual border router.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[
            &PARAMETER_MISSING,
            &NOT_ASSOCIATED,
            &USED_BY_ROUTE,
            &NOT_ALLOWED_IN_STATUS,
            &OWN_LINE,
            &VBR_NOT_IN_RECORDS,
            &LINE_NOT_IN_RECORDS,
            &REGION_NOT_FOUND,
        ],
        missing: Some(&PARAMETER_MISSING),
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;
    const TOKEN_SCOPE: TokenScope = TokenScope::TokenAndParameters;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let seen = common::seen(&context, &region.id, &request.vbr, &VBR_NOT_IN_RECORDS)?;
        if !seen.owns_router {
            return Err(ApiError::new(&VBR_NOT_IN_RECORDS));
        }
        let vbr = seen.vbr;
        common::check_line_lock(&context, vbr)?;
        let at = vbr.associated.iter().position(|one| one.line.as_str() == request.line);
        let at = at.ok_or_else(|| not_associated(&context, vbr, &request.line))?;
        if !matches!(vbr.status, VbrStatus::Active | VbrStatus::Terminated) {
            return Err(ApiError::new(&NOT_ALLOWED_IN_STATUS));
        }
        if leads_to(context.state, vbr.associated[at].vlan_interface.as_str()) {
            return Err(ApiError::new(&USED_BY_ROUTE));
        }
        let mut next = VirtualBorderRouter::clone(vbr);
        next.associated.remove(at);
        draft.put(next);
        Ok(Empty {})
    }
}

/// Why a line cannot be given up.
fn not_associated(context: &Context<'_>, vbr: &VirtualBorderRouter, line: &str) -> ApiError {
    let own = context.state.physical_connection(line);
    let exists = own.is_some_and(|own| own.account == context.caller.account && own.region == vbr.region);
    ApiError::new(if vbr.line.as_str() == line {
        &OWN_LINE
    } else if exists {
        &NOT_ASSOCIATED
    } else {
        &LINE_NOT_IN_RECORDS
    })
}

static PARAMETER_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "PARAMETER_MUST_NOT_NULL",
    "The specified physical connection id or vbrId must not be null.",
    "A mandatory parameter is missing or blank.",
);
static NOT_ASSOCIATED: ErrorSpec = ErrorSpec::new(
    400,
    "PHYSICAL_NOT_ASSOCIATE_TO_VBR",
    "The specified PhysicalConnection have not associate to the vbr.",
    "The line is the caller's, and not associated with the router.",
);
static USED_BY_ROUTE: ErrorSpec = ErrorSpec::new(
    400,
    "ROUTER_INTERFACE_REFERED_BY_ROUTEENTRY",
    "The specified VlanInterface has been used by routeEntry.",
    "A custom route leads to the association's built-in interface.",
);
static OWN_LINE: ErrorSpec = ErrorSpec::new(
    400,
    "PHYSICAL_NOT_ALLOW_ASSOCIATE_VBR",
    "The specified operation not allow.",
    "The line is the router's own.",
);
static LINE_NOT_IN_RECORDS: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidVbrId.NotFound",
    "The specified VirutalBorderRouter or PhysicalConnection does not exist in our records.",
    "The caller has no such line in the region.",
);

//! RecoverVirtualBorderRouter: the owner of a line brings a router back.

use xconnect_model::border_router::VbrEvent;
use xconnect_model::physical_connection::Status;
use xconnect_model::{Text, VirtualBorderRouter};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::*;
use super::vlan::{self, Asking};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Brings a terminated router back, if nobody has taken its VLANs since.
pub struct RecoverVirtualBorderRouter;

request! {
    /// Parameters of RecoverVirtualBorderRouter.
    pub struct Request {
        /// Region of the router.
        region: Text = required "RegionId",
        /// The router, terminated, on a line of the caller that is Enabled.
        vbr: Text = required "VbrId",
    }
}

impl WriteAction for RecoverVirtualBorderRouter {
    const DECLARATION: Declaration = Declaration {
        name: "RecoverVirtualBorderRouter",
        api: Api::Vpc,
        summary: "Brings a terminated virtual border router back into use.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[
            &VBR_NOT_FOUND,
            &NOT_RECOVERABLE,
            &VLAN_IN_USE,
            &NOT_BY_CALLER,
            &TRAFFIC_NOT_ENABLED,
            &REGION_NOT_IN_RECORDS,
            &NOT_BY_CALLER_2016,
        ],
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
        let recovering = seen.vbr.after(VbrEvent::Recover, context.now).ok_or(&NOT_RECOVERABLE)?;
        let line = context.state.physical_connection(seen.vbr.line.as_str());
        if line.is_none_or(|line| line.status != Status::Enabled) {
            return Err(ApiError::new(&NOT_RECOVERABLE));
        }
        common::check_traffic(&context, &region.id)?;
        if !has_its_vlans(&context, seen.vbr) {
            return Err(ApiError::new(&VLAN_IN_USE));
        }
        draft.put(recovering);
        Ok(Empty {})
    }
}

/// Whether nobody else holds a VLAN of the router, on any of its lines.
fn has_its_vlans(context: &Context<'_>, vbr: &VirtualBorderRouter) -> bool {
    let asking = Asking { vbr: vbr.id.as_str(), ..Asking::default() };
    vbr.vlans().all(|(line, number)| vlan::held(context, line.as_str(), asking).leaves(number))
}

static NOT_RECOVERABLE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOperation.OperationNotAllowedInState",
    "The specified VirutalBorderRouter is in invalid state",
    "The router is not terminated, or its line is not Enabled.",
);
static VLAN_IN_USE: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VlanIdAlreadyInUse",
    "The specifed vlanId has been used.",
    "The VLAN was no longer kept for the router, and somebody else has taken it.",
);
static NOT_BY_CALLER: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.OperationRecoverNotAllowedByUser",
    "The caller is not allowed to recover the specified VirtualBorderRouter.",
    "The caller owns the router, and not its line.",
);
static NOT_BY_CALLER_2016: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.OperationNotAllowedByUser",
    "The caller is not allowed to recover the specified VirtualBorderRouter.",
    "The caller owns the router, and not its line.",
    "2016 spelling of Forbidden.OperationRecoverNotAllowedByUser, which is what is answered",
);

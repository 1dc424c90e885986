//! AttachVbrToVpconn: moves a converted border router to its shared line.

use serde::Serialize;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::physical_connection::{Status, VpconnStatus};
use xconnect_model::{PhysicalConnectionId, Text, VirtualBorderRouter};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::{LINE_NOT_FOUND, VBR_NOT_FOUND, VLAN_USED};
use crate::border_router::vlan::{self, Asking};
use crate::declare::{Api, Context, Declaration, WriteAction, filled};
use crate::physical_connection::common::{REGION_NOT_FOUND, check_security_lock};
use crate::request;

/// Moves a border router from the partner's line to the shared line that was made from it. Nothing else of the
/// router changes, but for a limit above what the shared line carries.
pub struct AttachVbrToVpconn;

request! {
    /// Parameters of AttachVbrToVpconn.
    pub struct Request {
        /// Region of the shared line.
        region: Text = required "RegionId",
        /// The shared line, made by CreateVpconnFromVbr and confirmed by its tenant.
        line: Text = required "VpconnId",
        /// The border router that it was made from.
        vbr: Text = required "VbrId",
        /// Only check.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    virtual_physical_connection: PhysicalConnectionId,
}

impl WriteAction for AttachVbrToVpconn {
    const DECLARATION: Declaration = Declaration {
        name: "AttachVbrToVpconn",
        api: Api::Vpc,
        summary: "Moves a border router to the shared line that was made from it.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[
            &LINE_NOT_FOUND,
            &NOT_CONFIRMED,
            &VBR_STATUS,
            &VLAN_USED,
            &VBR_NOT_FOUND,
            &REGION_NOT_FOUND,
        ],
        missing: None,
        token: Some("Token"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let (line, shared) = common::as_partner(&context, &region.id, &request.line)?;
        check_security_lock(line)?;
        let vbr = context.state.virtual_border_router(&request.vbr);
        // Once it is attached it is on the tenant's line, and still the partner's to ask about here.
        let is_seen = |vbr: &VirtualBorderRouter| {
            vbr.line_account == context.caller.account || vbr.id == shared.from_vbr
        };
        let vbr = vbr.filter(|vbr| vbr.region == region.id && is_seen(vbr)).ok_or(&VBR_NOT_FOUND)?;
        let accepted = shared.status == VpconnStatus::Confirmed;
        if !accepted || !matches!(line.status, Status::Confirmed | Status::Enabled) {
            return Err(ApiError::new(&NOT_CONFIRMED));
        }
        // It can use the shared line already, beside the one that it is to leave.
        let is_there = vbr.vlans().any(|(on, _)| *on == line.id);
        let comes_from_here = vbr.id == shared.from_vbr && vbr.line == shared.parent && !is_there;
        if !comes_from_here || vbr.status != VbrStatus::Active {
            return Err(filled(&VBR_STATUS, vbr.id.as_str()));
        }
        // The tenant may have put routers of its own on the shared line meanwhile.
        let held = vlan::held(&context, line.id.as_str(), Asking::default());
        if !held.leaves(vbr.vlan) {
            return Err(ApiError::new(&VLAN_USED));
        }
        draft.put(VirtualBorderRouter {
            line: line.id.clone(),
            line_account: line.account,
            // A limit above the shared line's size has no meaning there.
            bandwidth_mbps: vbr.bandwidth_mbps.filter(|mbps| *mbps <= line.bandwidth_mbps),
            ..VirtualBorderRouter::clone(vbr)
        });
        Ok(Response { virtual_physical_connection: line.id.clone() })
    }
}

static NOT_CONFIRMED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The shared line is neither Confirmed nor Enabled. No document gives a code.",
);
static VBR_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus.VbrId",
    "The status of %s is incorrect.",
    "The border router is not active, is attached or associated already, or is not the one that the shared line was made from. \
     No document gives a code.",
);

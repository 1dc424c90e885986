//! CreateVpconnFromVbr: another account's border router on a line becomes a shared line of that account.

use serde::Serialize;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::physical_connection::{OrderMode, Shared, SharedSpec};
use xconnect_model::{PhysicalConnection, PhysicalConnectionId, Text, VirtualBorderRouter};
use xconnect_state::{Draft, State, rows};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::{ILLEGAL_BANDWIDTH, VBR_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, WriteAction, filled};
use crate::physical_connection::common::{REGION_NOT_FOUND, check_security_lock};
use crate::request;

/// Makes the shared line that a border router of another account is to move to. The router stays where it is until
/// AttachVbrToVpconn, so that traffic goes on.
pub struct CreateVpconnFromVbr;

request! {
    /// Parameters of CreateVpconnFromVbr.
    pub struct Request {
        /// Region of the border router.
        region: Text = required "RegionId",
        /// The border router: active, of another account, on a dedicated line of the caller.
        vbr: Text = required "VbrId",
        /// PayByPhysicalConnectionOwner, or PayByVirtualPhysicalConnectionOwner (default).
        order_mode: Text = optional "OrderMode",
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

impl WriteAction for CreateVpconnFromVbr {
    const DECLARATION: Declaration = Declaration {
        name: "CreateVpconnFromVbr",
        api: Api::Vpc,
        summary: "Makes a shared line for the account whose border router is on a line of the caller.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[
            &TENANT_TRAFFIC_NOT_ENABLED,
            &ILLEGAL_BANDWIDTH,
            &VBR_STATUS,
            &LINE_GONE,
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
        let order_mode = match request.order_mode.as_deref() {
            None => OrderMode::ByVirtualPhysicalConnectionOwner,
            Some(text) => OrderMode::parse(text).ok_or_else(|| invalid_parameter("OrderMode"))?,
        };
        let vbr = context.state.virtual_border_router(&request.vbr);
        let vbr = vbr.filter(|vbr| vbr.region == region.id && vbr.line_account == context.caller.account);
        let vbr = vbr.ok_or(&VBR_NOT_FOUND)?;
        let line = context.state.physical_connection(vbr.line.as_str()).ok_or(&VBR_NOT_FOUND)?;
        check_security_lock(line)?;
        if !can_be_converted(context.state, vbr, line) {
            return Err(filled(&VBR_STATUS, vbr.id.as_str()));
        }
        let tenant = context.state.account(vbr.account);
        if !tenant.is_some_and(|tenant| tenant.has_outbound_traffic(&region.id)) {
            return Err(ApiError::new(&TENANT_TRAFFIC_NOT_ENABLED));
        }
        let shared = Shared {
            vlan: vbr.vlan,
            spec: spec(&context, vbr, line)?,
            order_mode,
            from_vbr: vbr.id.clone(),
            ..Shared::default()
        };
        let made = common::begun(&context, &region, line, vbr.account, shared, draft);
        let response = Response { virtual_physical_connection: made.id.clone() };
        draft.put(made);
        Ok(response)
    }
}

/// Whether a border router is another account's, works on a dedicated line, and has no shared line waiting for it.
fn can_be_converted(state: &State, vbr: &VirtualBorderRouter, line: &PhysicalConnection) -> bool {
    let waits = |other: &PhysicalConnection| other.shared.as_ref().is_some_and(|own| own.from_vbr == vbr.id);
    let mut others = state.physical_connections.find(rows::physical_connection::on_line(line.id.as_str()));
    vbr.account != line.account
        && vbr.status == VbrStatus::Active
        && line.shared.is_none()
        && !others.any(|other| waits(other))
}

/// The smallest size that holds what the border router may use: its own limit, else the line's bandwidth as far as
/// there is a size for it.
fn spec(
    context: &Context<'_>,
    vbr: &VirtualBorderRouter,
    line: &PhysicalConnection,
) -> Result<SharedSpec, ApiError> {
    let largest = SharedSpec::G10.bandwidth_mbps();
    let mbps = vbr.bandwidth_mbps.unwrap_or(line.bandwidth_mbps.min(largest));
    let spec = SharedSpec::holding(mbps).filter(|spec| common::may_have(context, *spec));
    spec.ok_or_else(|| filled(&ILLEGAL_BANDWIDTH, &mbps.to_string()))
}

static TENANT_TRAFFIC_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.TargetUserPconnTrafficNotEnable",
    "The operation failed because of TargetUserPconnTrafficNotEnable.",
    "The border router's owner has not opened the outbound-traffic service in the region.",
);
static VBR_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus.VbrId",
    "The status of %s is incorrect.",
    "The border router is not active, is the caller's own, is not on a dedicated line, or is being converted already.",
);
static LINE_GONE: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "ResourceNotFound.PhysicalConnectionId",
    "PhysicalConnection is not found.",
    "The line of the border router does not exist.",
    "a line is not deleted while a border router is on it",
);

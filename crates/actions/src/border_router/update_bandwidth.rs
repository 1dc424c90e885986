//! UpdateVirtualBorderBandwidth: the limit of a router, out of the cloud.

use serde::Serialize;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::{Text, VirtualBorderRouter};
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::rows::*;
use super::{bandwidth, common};
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::request;

/// Limits what a router sends out of the cloud. Its owner may, and the owner of its line.
pub struct UpdateVirtualBorderBandwidth;

request! {
    /// Parameters of UpdateVirtualBorderBandwidth.
    pub struct Request {
        /// Region of the router.
        region: Text = required "RegionId",
        /// The router.
        vbr: Text = required "VirtualBorderRouterId",
        /// The limit in Mbps: 2 to 102400, and not above the bandwidth of the line.
        bandwidth: u32 = required "Bandwidth",
    }
}

/// What is answered: success, once more.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    code: &'static str,
    http_status_code: u16,
    message: &'static str,
    success: bool,
}

impl WriteAction for UpdateVirtualBorderBandwidth {
    const DECLARATION: Declaration = Declaration {
        name: "UpdateVirtualBorderBandwidth",
        api: Api::Vpc,
        summary: "Limits what a virtual border router sends out of the cloud.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[&TRAFFIC_NOT_ENABLED, &VBR_NOT_FOUND, &WRONG_STATE, &REGION_NOT_FOUND],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let vbr = common::seen(&context, &region.id, &request.vbr, &VBR_NOT_FOUND)?.vbr;
        common::check_line_lock(&context, vbr)?;
        common::check_traffic(&context, &region.id)?;
        if vbr.status != VbrStatus::Active {
            return Err(ApiError::new(&WRONG_STATE));
        }
        let bandwidth_mbps = Some(bandwidth::changed(&context, vbr, request.bandwidth)?);
        draft.put(VirtualBorderRouter { bandwidth_mbps, ..VirtualBorderRouter::clone(vbr) });
        Ok(Response { code: "200", http_status_code: 200, message: "successful", success: true })
    }
}

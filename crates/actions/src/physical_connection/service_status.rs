//! GetPhysicalConnectionServiceStatus: whether the outbound-traffic service is open.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::ApiError;

use super::common::REGION_NOT_FOUND;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Tells whether the caller's account has the outbound-traffic service open in a region.
pub struct GetPhysicalConnectionServiceStatus;

request! {
    /// Parameters of GetPhysicalConnectionServiceStatus.
    pub struct Request {
        /// Region of the lines.
        region: Text = required "RegionId",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    enabled: bool,
}

impl ReadAction for GetPhysicalConnectionServiceStatus {
    const DECLARATION: Declaration = Declaration {
        name: "GetPhysicalConnectionServiceStatus",
        api: Api::Vpc,
        summary: "Tells whether the account has the outbound-traffic service open in a region.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        Ok(Response { enabled: context.has_outbound_traffic(&region.id) })
    }
}

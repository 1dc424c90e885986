//! OpenPhysicalConnectionService: agrees to pay for what leaves the cloud through lines.

use xconnect_model::{Account, Text};
use xconnect_state::Draft;
use xconnect_wire::ApiError;
use xconnect_wire::public::INTERNAL_ERROR;

use super::common::REGION_NOT_FOUND;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Opens the outbound-traffic service of the caller's account in a region. Once it is open, nothing happens.
pub struct OpenPhysicalConnectionService;

request! {
    /// Parameters of OpenPhysicalConnectionService.
    pub struct Request {
        /// Region of the lines.
        region: Text = required "RegionId",
    }
}

impl WriteAction for OpenPhysicalConnectionService {
    const DECLARATION: Declaration = Declaration {
        name: "OpenPhysicalConnectionService",
        api: Api::Vpc,
        summary: "Opens the outbound-traffic service of the account in a region; no error when it is open.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        if !context.has_outbound_traffic(&region.id) {
            let account = context.account().ok_or(&INTERNAL_ERROR)?;
            let mut next = Account::clone(account);
            next.outbound_traffic.insert(region.id, true);
            draft.put(next);
        }
        Ok(Empty {})
    }
}

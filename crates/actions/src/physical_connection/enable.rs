//! EnablePhysicalConnection: opens a line that has been accepted.

use xconnect_model::physical_connection::{Status, Work};
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::common::{self, LINE_NOT_FOUND, NOT_ALLOWED_IN_STATE, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Opens a confirmed line, which takes its time. A line that is being opened already goes on as it was.
pub struct EnablePhysicalConnection;

request! {
    /// Parameters of EnablePhysicalConnection.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line.
        line: Text = required "PhysicalConnectionId",
    }
}

impl WriteAction for EnablePhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "EnablePhysicalConnection",
        api: Api::Vpc,
        summary: "Opens a confirmed physical connection.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&LINE_NOT_FOUND, &NOT_ALLOWED_IN_STATE, &REGION_NOT_FOUND],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let line = common::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        common::check_security_lock(line)?;
        if line.status != Status::Confirmed {
            return Err(ApiError::new(&NOT_ALLOWED_IN_STATE));
        }
        if line.work.is_none() {
            let work = Some(Work::Enabling(context.now));
            draft.put(PhysicalConnection { work, ..PhysicalConnection::clone(line) });
        }
        Ok(Empty {})
    }
}

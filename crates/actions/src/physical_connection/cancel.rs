//! CancelPhysicalConnection: withdraws a line before it is open.

use xconnect_model::Text;
use xconnect_model::physical_connection::Event;
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::common::{self, LINE_NOT_FOUND, NOT_ALLOWED_IN_STATE, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Withdraws a line that is not open yet. Orders for it that nobody has paid are void.
pub struct CancelPhysicalConnection;

request! {
    /// Parameters of CancelPhysicalConnection.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line.
        line: Text = required "PhysicalConnectionId",
    }
}

impl WriteAction for CancelPhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "CancelPhysicalConnection",
        api: Api::Vpc,
        summary: "Withdraws a physical connection that is not open yet.",
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
        let mut next = line.after(Event::Cancel, context.now).ok_or(&NOT_ALLOWED_IN_STATE)?;
        // A shared line can have got its border router before it is open.
        if common::border_routers(&context, line).next().is_some() {
            return Err(ApiError::new(&NOT_ALLOWED_IN_STATE));
        }
        common::void_orders(&context, line, draft)?;
        if let Some(shared) = &mut next.shared {
            shared.expect_spec = None;
        }
        draft.put(next);
        Ok(Empty {})
    }
}

//! TerminatePhysicalConnection: ends the service of a line.

use xconnect_model::border_router::VbrStatus;
use xconnect_model::physical_connection::Event;
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, LINE_NOT_FOUND, NOT_ALLOWED_IN_STATE, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Ends the service of an open line that nothing hangs on any more.
pub struct TerminatePhysicalConnection;

request! {
    /// Parameters of TerminatePhysicalConnection.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line.
        line: Text = required "PhysicalConnectionId",
    }
}

impl WriteAction for TerminatePhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "TerminatePhysicalConnection",
        api: Api::Vpc,
        summary: "Ends the service of an open physical connection.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&LINE_NOT_FOUND, &NOT_ALLOWED_IN_STATE, &REGION_NOT_FOUND, &ROUTER_ATTACHED],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let line = common::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        common::check_security_lock(line)?;
        let next = line.after(Event::Terminate, context.now).ok_or(&NOT_ALLOWED_IN_STATE)?;
        if carries_border_router(&context, line) {
            return Err(ApiError::new(&ROUTER_ATTACHED));
        }
        if carries_shared_line(&context, line) {
            return Err(ApiError::new(&NOT_ALLOWED_IN_STATE));
        }
        draft.put(next);
        Ok(Empty {})
    }
}

/// Whether a border router needs the line: any of the line's owner, and another account's that is not cut off, for
/// the owner of the line can cut that off and not delete it.
fn carries_border_router(context: &Context<'_>, line: &PhysicalConnection) -> bool {
    common::border_routers(context, line)
        .any(|vbr| vbr.account == line.account || vbr.status != VbrStatus::Terminated)
}

fn carries_shared_line(context: &Context<'_>, line: &PhysicalConnection) -> bool {
    let shared =
        context.state.physical_connections.find(rows::physical_connection::on_line(line.id.as_str()));
    shared.into_iter().any(|shared| !shared.status.is_final() || shared.work.is_some())
}

static ROUTER_ATTACHED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.VbrAttached",
    "cannot terminate physical connection when virtual border routers are still attached.",
    "A virtual border router of the line's owner is on the line, or another account's that is not terminated.",
);

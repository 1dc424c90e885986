//! ConfirmPhysicalConnection: an owner accepts the line that was built for him, a tenant one that is shared.

use xconnect_model::physical_connection::{Event, LoaStatus, Shared, VpconnStatus};
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::Draft;
use xconnect_state::steps::billing;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, NOT_ALLOWED_IN_STATE, TRAFFIC_NOT_ENABLED};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Accepts a dedicated or a shared line. One that is paid for already begins to open.
pub struct ConfirmPhysicalConnection;

request! {
    /// Parameters of ConfirmPhysicalConnection.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line.
        line: Text = required "PhysicalConnectionId",
    }
}

impl WriteAction for ConfirmPhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "ConfirmPhysicalConnection",
        api: Api::Vpc,
        summary: "Accepts a physical connection that is ready, or one that a partner shares.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&TRAFFIC_NOT_ENABLED, &LINE_NOT_FOUND, &REGION_NOT_FOUND, &NOT_ALLOWED_IN_STATE],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let line = common::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        common::check_security_lock(line)?;
        common::check_outbound_traffic(&context, &region.id)?;
        if !is_ready(line) {
            return Err(ApiError::new(&NOT_ALLOWED_IN_STATE));
        }
        let mut next = line.after(Event::Confirm, context.now).ok_or(&NOT_ALLOWED_IN_STATE)?;
        next.shared = next.shared.map(|shared| Shared { status: VpconnStatus::Confirmed, ..shared });
        billing::open_when_confirmed(&mut next, context.now);
        draft.put(next);
        Ok(Empty {})
    }
}

/// Whether nothing but the state stands against the acceptance: the construction that a letter covers has to be
/// complete, and a shared line can be accepted once.
fn is_ready(line: &PhysicalConnection) -> bool {
    match (&line.shared, &line.loa) {
        (Some(shared), _) => shared.status == VpconnStatus::UnConfirmed,
        (None, Some(loa)) => matches!(loa.status, LoaStatus::Complete | LoaStatus::Deleted),
        (None, None) => true,
    }
}

static LINE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "ResourceNotFound.PhysicalConnectionId",
    "PhysicalConnection is not found.",
    "The caller has no such line in this region.",
);
static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRegionId.NotFound",
    "The specified RegionId is not found.",
    "RegionId is not a known region.",
);

//! RecoverPhysicalConnection: brings a terminated shared line back.

use xconnect_model::physical_connection::{Shared, Status, Work};
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND};
use crate::border_router::vlan::{self, Asking};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction, filled};
use crate::request;

/// Brings a shared line back into service, which takes its time. Dedicated lines do not come back.
pub struct RecoverPhysicalConnection;

request! {
    /// Parameters of RecoverPhysicalConnection.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The shared line.
        line: Text = required "InstanceId",
        /// Only check.
        dry_run: bool = optional "DryRun",
    }
}

impl WriteAction for RecoverPhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "RecoverPhysicalConnection",
        api: Api::Vpc,
        summary: "Brings a terminated shared line back into service.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&WRONG_STATUS, &LINE_NOT_FOUND, &REGION_NOT_FOUND],
        missing: None,
        token: Some("Token"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let line = common::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)
            .map_err(|_| filled(&LINE_NOT_FOUND, &request.line))?;
        common::check_security_lock(line)?;
        let shared = line.shared.as_ref().filter(|shared| {
            line.status == Status::Terminated && line.work.is_none() && has_place(&context, line, shared)
        });
        if shared.is_none() {
            return Err(filled(&WRONG_STATUS, &request.line));
        }
        let work = Some(Work::Recovering(context.now));
        draft.put(PhysicalConnection { work, ..PhysicalConnection::clone(line) });
        Ok(Empty {})
    }
}

/// Whether the line below is in service, and the VLAN on it is not somebody else's.
fn has_place(context: &Context<'_>, line: &PhysicalConnection, shared: &Shared) -> bool {
    let parent = context.state.physical_connection(shared.parent.as_str());
    let asking = Asking { vbr: shared.from_vbr.as_str(), shared_line: line.id.as_str() };
    let held = vlan::held(context, shared.parent.as_str(), asking);
    parent.is_some_and(|parent| parent.status == Status::Enabled) && held.leaves(shared.vlan)
}

static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus.PhysicalConnection",
    "The status of %s is incorrect.",
    "The line is dedicated or not Terminated; or the line below is not Enabled, or the VLAN there is taken.",
);
static LINE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "ResourceNotFound",
    "The specified resource %s is not found.",
    "The caller has no such line in this region.",
);

//! DeleteCen: removes a CEN instance that nothing is attached to.

use xconnect_model::cen::CenStatus;
use xconnect_model::{Cen, Text};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, CEN_STATUS, CEN_UNKNOWN};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Deletes an instance, and with it the permissions that were given to it.
pub struct DeleteCen;

request! {
    /// Parameters of DeleteCen.
    pub struct Request {
        /// The instance.
        cen: Text = required "CenId",
    }
}

impl WriteAction for DeleteCen {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteCen",
        api: Api::Cbn,
        summary: "Deletes a CEN instance that nothing is attached to.",
        source: "Cloud Enterprise Network documents, DeleteCen",
        resource: "acs:cen:*:*:ceninstance/*",
        errors: &[&CEN_UNKNOWN, &CEN_STATUS, &HAS_ATTACHMENTS],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let cen = common::own(&context, &request.cen)?;
        common::check_active(cen)?;
        if context.state.cen_attachments.count(rows::cen::attachment::of_cen(&request.cen)) > 0 {
            return Err(ApiError::new(&HAS_ATTACHMENTS));
        }
        for grant in context.state.cen_grants.find(rows::cen::grant::of_cen(&request.cen)) {
            draft.delete(grant.as_ref());
        }
        draft.put(Cen { status: CenStatus::Deleting, since: context.now, ..Cen::clone(cen) });
        Ok(Empty {})
    }
}

static HAS_ATTACHMENTS: ErrorSpec = ErrorSpec::new(
    409,
    "InvalidOperation.AttachedChildInstanceExist",
    "Operation is invalid because child-instances are attached to the CEN instance.",
    "A network is attached to the instance, or is being attached or detached.",
);

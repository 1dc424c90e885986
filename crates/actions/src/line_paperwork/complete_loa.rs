//! CompletePhysicalConnectionLOA: reports that a line is built.

use xconnect_model::physical_connection::{LoaEvent, LoaStatus};
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::text::check_optional_text;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::physical_connection::common::{self, LINE_NOT_FOUND, REGION_NOT_FOUND};
use crate::request;

/// Reports that what the letter of authorisation covers is built; the provider then accepts it.
pub struct CompletePhysicalConnectionLOA;

request! {
    /// Parameters of CompletePhysicalConnectionLOA.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line, with a letter that is Available or Completing.
        line: Text = required "InstanceId",
        /// The carrier's code of the line, 1 to 256 characters; as it was when absent.
        line_code: Text = optional "LineCode",
        /// The cable's label in the building, 1 to 256 characters; as it was when absent.
        line_label: Text = optional "LineLabel",
        /// Who runs the line, 1 to 256 characters; as it was when absent.
        service_provider: Text = optional "LineServiceProvider",
        /// How to reach whoever runs the line, 1 to 256 characters; as it was when absent.
        service_provider_contact: Text = optional "LineSPContactInfo",
        /// False only stores what is said of the line; true (default) reports it as built.
        finish_work: bool = optional "FinishWork",
    }
}

impl WriteAction for CompletePhysicalConnectionLOA {
    const DECLARATION: Declaration = Declaration {
        name: "CompletePhysicalConnectionLOA",
        api: Api::Vpc,
        summary: "Reports that the construction covered by a letter of authorisation is finished.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[&LINE_NOT_FOUND, &NOT_ISSUED, &REGION_NOT_FOUND],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        check_optional_text(request.line_code.as_deref(), "LineCode")?;
        check_optional_text(request.line_label.as_deref(), "LineLabel")?;
        check_optional_text(request.service_provider.as_deref(), "LineServiceProvider")?;
        check_optional_text(request.service_provider_contact.as_deref(), "LineSPContactInfo")?;
        let line = common::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        common::check_security_lock(line)?;
        let mut loa = line.loa.clone().ok_or(&NOT_ISSUED)?;
        let status = loa.status.on(LoaEvent::Complete).ok_or(&NOT_ISSUED)?;
        // Said twice, it is still being looked at since the first time.
        if request.finish_work.unwrap_or(true) && loa.status != LoaStatus::Completing {
            loa.status = status;
            loa.since = context.now;
        }
        for (field, given) in [
            (&mut loa.line_code, &request.line_code),
            (&mut loa.line_label, &request.line_label),
            (&mut loa.service_provider, &request.service_provider),
            (&mut loa.service_provider_contact, &request.service_provider_contact),
        ] {
            if let Some(given) = given {
                field.clone_from(given);
            }
        }
        draft.put(PhysicalConnection { loa: Some(loa), ..PhysicalConnection::clone(line) });
        Ok(Empty {})
    }
}

static NOT_ISSUED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The line has no letter, or one that is neither Available nor Completing. No document gives a code.",
);

//! CreateCen: makes a CEN instance.

use serde::Serialize;
use xconnect_model::cen::CenStatus;
use xconnect_model::{Cen, CenId, ResourceGroupId, Text};
use xconnect_state::{Draft, rows};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Api, Context, Declaration, TagItem, WriteAction};
use crate::{request, tags};

/// Makes an instance of no region, which becomes Active on its own.
pub struct CreateCen;

/// Characters of a name, and of a description.
const NAME: usize = 128;
const DESCRIPTION: usize = 256;
/// Blocks of attached networks may overlap, and may not be equal.
const REDUCED: &str = "REDUCED";
/// Blocks of attached networks may not overlap; what older documents offer.
const FULL: &str = "FULL";

request! {
    /// Parameters of CreateCen.
    pub struct Request {
        /// Up to 128 characters, and not the start of a web address.
        name: Text = optional "Name",
        /// Up to 256 characters, and not the start of a web address.
        description: Text = optional "Description",
        /// REDUCED (the default) or FULL.
        protection_level: Text = optional "ProtectionLevel",
        /// At most 20.
        tags: TagItem = list "Tag",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    cen_id: CenId,
}

impl WriteAction for CreateCen {
    const DECLARATION: Declaration = Declaration {
        name: "CreateCen",
        api: Api::Cbn,
        summary: "Makes a CEN instance.",
        source: "Cloud Enterprise Network documents, CreateCen",
        resource: "acs:cen:*:*:ceninstance/*",
        errors: &[&TOO_MANY],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        check_text("Name", request.name.as_deref(), NAME)?;
        check_text("Description", request.description.as_deref(), DESCRIPTION)?;
        let protection_level = request.protection_level.clone().unwrap_or_else(|| REDUCED.into());
        if ![REDUCED, FULL].contains(&protection_level.as_str()) {
            return Err(invalid_parameter("ProtectionLevel"));
        }
        let tags = tags::first(&request.tags)?;
        let account = context.caller.account;
        if context.state.cens.count(rows::cen::of_account(account)) >= context.quotas().cens_per_account {
            return Err(ApiError::new(&TOO_MANY));
        }
        // An instance belongs to no region, and its id names none.
        let id: CenId = draft.id("");
        let seq = draft.seq();
        draft.put(Cen {
            seq,
            id: id.clone(),
            account,
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            protection_level,
            status: CenStatus::Creating,
            since: context.now,
            resource_group: ResourceGroupId::default(),
            tags,
            created_at: context.now,
        });
        Ok(Response { cen_id: id })
    }
}

fn check_text(name: &'static str, text: Option<&str>, longest: usize) -> Result<(), ApiError> {
    let fits = |text: &str| {
        text.chars().take(longest + 1).count() <= longest
            && !text.starts_with("http://")
            && !text.starts_with("https://")
    };
    if text.is_none_or(fits) { Ok(()) } else { Err(invalid_parameter(name)) }
}

static TOO_MANY: ErrorSpec = ErrorSpec::new(
    400,
    "QuotaExceeded.CenCountExceeded",
    "The number of CEN instances exceeds the quota.",
    "The account has as many CEN instances as it may (10 by default).",
);

//! ModifyRouteEntry: another name or description for a custom route.

use xconnect_model::route::RouteKind;
use xconnect_model::{RouteEntry, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, ENTRY_NOT_STABLE};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Changes a custom route's name or description, at once: nothing of the network changes.
pub struct ModifyRouteEntry;

request! {
    /// Parameters of ModifyRouteEntry.
    pub struct Request {
        /// Region of the entry's table.
        region: Text = required "RegionId",
        /// The entry.
        entry: Text = required "RouteEntryId",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "RouteEntryName",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

impl WriteAction for ModifyRouteEntry {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyRouteEntry",
        api: Api::Vpc,
        summary: "Changes the name or the description of a custom route.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:routetable/*",
        errors: &[&NOT_CUSTOM, &ENTRY_NOT_FOUND, &ENTRY_NOT_STABLE],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        common::check_texts(request.name.as_deref(), request.description.as_deref())?;
        let entry = common::own_entry(&context, Some(&request.region), &request.entry);
        let entry = entry.ok_or(&ENTRY_NOT_FOUND)?;
        if entry.kind != RouteKind::Custom {
            return Err(ApiError::new(&NOT_CUSTOM));
        }
        if let Some(table) = context.state.route_table(entry.table.as_str()) {
            common::check_writable(context.state, common::router_of(context.state, table)?)?;
        }
        if entry.status.is_transitional() {
            return Err(ApiError::new(&ENTRY_NOT_STABLE));
        }
        draft.put(RouteEntry {
            name: request.name.clone().unwrap_or_else(|| entry.name.clone()),
            description: request.description.clone().unwrap_or_else(|| entry.description.clone()),
            modified_at: context.now,
            ..RouteEntry::clone(entry)
        });
        Ok(Empty {})
    }
}

static NOT_CUSTOM: ErrorSpec = ErrorSpec::new(
    403,
    "Forbbiden",
    "User not authorized to operate on the specified resource.",
    "The entry is no custom one.",
);
static ENTRY_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouteEntry.NotFound",
    "Route entry not exists.",
    "The caller has no such entry in this region.",
);

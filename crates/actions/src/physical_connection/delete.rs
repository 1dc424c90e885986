//! DeletePhysicalConnection: removes a line that has come to its end.

use std::sync::Arc;

use xconnect_model::physical_connection::{Shared, VpconnStatus};
use xconnect_model::{PhysicalConnection, PhysicalConnectionId, RegionId, Text};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, LINE_NOT_FOUND, NOT_ALLOWED_IN_STATE, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Deletes a line in a final state. A shared line stays on the list of shared lines for a time, as deleted.
pub struct DeletePhysicalConnection;

request! {
    /// Parameters of DeletePhysicalConnection.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line: an own one, or a shared one on an own line that its tenant has not accepted.
        line: Text = required "PhysicalConnectionId",
    }
}

impl WriteAction for DeletePhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "DeletePhysicalConnection",
        api: Api::Vpc,
        summary: "Deletes a physical connection in a final state.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[
            &LINE_NOT_FOUND,
            &NOT_ALLOWED_IN_STATE,
            &NOT_MATCHED,
            &OWN_ROUTER_EXISTS,
            &FOREIGN_ROUTER_EXISTS,
            &ASSOCIATED,
            &REGION_NOT_FOUND,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let line = own_or_shared(&context, &region.id, &request.line)?;
        common::check_security_lock(line)?;
        if !is_deletable(&context, line) || carries_shared_line(&context, line) {
            return Err(ApiError::new(&NOT_ALLOWED_IN_STATE));
        }
        if line.account != context.caller.account && !is_unconfirmed(line) {
            return Err(ApiError::new(&NOT_MATCHED));
        }
        check_border_routers(&context, line)?;
        common::void_orders(&context, line, draft)?;
        match &line.shared {
            Some(shared) => draft.put(deleted(&context, line, shared)),
            None => {
                forget_as_redundant(&context, line, draft);
                draft.delete(line.as_ref());
            }
        }
        Ok(Empty {})
    }
}

/// The caller's line, or the shared line on a line of his.
fn own_or_shared<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
) -> Result<&'s Arc<PhysicalConnection>, ApiError> {
    let caller = context.caller.account;
    let is_seen = |line: &&Arc<PhysicalConnection>| {
        let below = line.shared.as_ref().map(|shared| shared.parent_account);
        line.region == *region && (line.account == caller || below == Some(caller))
    };
    context.state.physical_connection(id).filter(is_seen).ok_or_else(|| ApiError::new(&LINE_NOT_FOUND))
}

/// In a final state for good; or a shared line that its partner takes back before the tenant has accepted it.
fn is_deletable(context: &Context<'_>, line: &PhysicalConnection) -> bool {
    let partner = line.shared.as_ref().map(|shared| shared.parent_account);
    let taken_back = partner == Some(context.caller.account) && is_unconfirmed(line);
    taken_back || (line.status.is_final() && line.work.is_none())
}

fn is_unconfirmed(line: &PhysicalConnection) -> bool {
    line.shared.as_ref().is_some_and(|shared| shared.status == VpconnStatus::UnConfirmed)
}

fn carries_shared_line(context: &Context<'_>, line: &PhysicalConnection) -> bool {
    context.state.physical_connections.count(rows::physical_connection::on_line(line.id.as_str())) > 0
}

/// No border router may be left on the line, nor use it beside its own.
fn check_border_routers(context: &Context<'_>, line: &PhysicalConnection) -> Result<(), ApiError> {
    let left = || common::border_routers(context, line);
    let row = if left().any(|vbr| vbr.line == line.id && vbr.account == line.account) {
        &OWN_ROUTER_EXISTS
    } else if left().any(|vbr| vbr.line == line.id) {
        &FOREIGN_ROUTER_EXISTS
    } else if left().next().is_some() {
        &ASSOCIATED
    } else {
        return Ok(());
    };
    Err(ApiError::new(row))
}

/// The shared line as it stays on the list.
fn deleted(context: &Context<'_>, line: &PhysicalConnection, shared: &Shared) -> PhysicalConnection {
    let shared = Shared { status: VpconnStatus::Deleted, expect_spec: None, ..shared.clone() };
    PhysicalConnection { shared: Some(shared), since: context.now, work: None, renewal: None, ..line.clone() }
}

/// Takes the line out of those that name it as the one to be independent of.
fn forget_as_redundant(context: &Context<'_>, line: &PhysicalConnection, draft: &mut Draft<'_>) {
    let key = rows::physical_connection::independent_of(line.id.as_str());
    for other in context.state.physical_connections.find(key) {
        let redundant = PhysicalConnectionId::default();
        draft.put(PhysicalConnection { redundant, ..PhysicalConnection::clone(other) });
    }
}

static NOT_MATCHED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPhysicalConnectionId.NotMatched",
    "instance id not matched.",
    "The line is a shared one on a line of the caller; its tenant has accepted it, and is the one to delete it.",
);
static OWN_ROUTER_EXISTS: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.VBRExists",
    "physical connection owner's vbr still exists.",
    "A virtual border router of the line's owner is on the line.",
);
static FOREIGN_ROUTER_EXISTS: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.VBRExists",
    "vbr owner's vbr still exists.",
    "A virtual border router of another account is on the line.",
);
static ASSOCIATED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.AssociateToVBR",
    "The physical connection still associate to VBR.",
    "A virtual border router uses the line beside its own.",
);

//! What the actions of this family share: whose line it is, which size is allowed, how a shared line begins.

use std::sync::Arc;

use xconnect_model::physical_connection::{Shared, SharedSpec, Status};
use xconnect_model::{AccountId, PhysicalConnection, RegionId};
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::rows::{BANDWIDTH_NOT_ENOUGH, ILLEGAL_BANDWIDTH, LINE_NOT_FOUND};
use crate::declare::{Context, Region, filled};

/// The caller's dedicated line with this id in this region.
pub(super) fn own_dedicated<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
) -> Result<&'s Arc<PhysicalConnection>, ApiError> {
    let line = context.state.physical_connection(id);
    let own = line.filter(|line| {
        line.account == context.caller.account && line.region == *region && line.shared.is_none()
    });
    own.ok_or_else(|| filled(&LINE_NOT_FOUND, id))
}

/// The shared line with this id on a line of the caller in this region: to its tenant it is not the partner's.
pub(super) fn as_partner<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
) -> Result<(&'s Arc<PhysicalConnection>, &'s Shared), ApiError> {
    let line = context.state.physical_connection(id).filter(|line| line.region == *region);
    let found = line.and_then(|line| Some((line, line.shared.as_ref()?)));
    let own = found.filter(|(_, shared)| shared.parent_account == context.caller.account);
    own.ok_or_else(|| filled(&LINE_NOT_FOUND, id))
}

/// The size with this name, if the caller may have it.
pub(super) fn spec(context: &Context<'_>, text: &str) -> Result<SharedSpec, ApiError> {
    SharedSpec::parse(text)
        .filter(|spec| may_have(context, *spec))
        .ok_or_else(|| filled(&ILLEGAL_BANDWIDTH, text))
}

/// Whether a size is open to everybody, or has been opened for the caller.
pub(super) fn may_have(context: &Context<'_>, spec: SharedSpec) -> bool {
    let opened = |spec: &str| {
        let account = context.account();
        account.is_some_and(|account| account.opened_specs.iter().any(|opened| opened == spec))
    };
    spec.is_open() || opened(spec.as_str())
}

/// A shared line cannot carry more than the line below. Shared lines may share bandwidth, too.
pub(super) fn check_bandwidth(parent: &PhysicalConnection, spec: SharedSpec) -> Result<(), ApiError> {
    if spec.bandwidth_mbps() > parent.bandwidth_mbps {
        return Err(ApiError::new(&BANDWIDTH_NOT_ENOUGH));
    }
    Ok(())
}

/// A shared line for a tenant as it begins, not staged yet. Nothing is left to be built on it.
pub(super) fn begun(
    context: &Context<'_>,
    region: &Region,
    parent: &PhysicalConnection,
    tenant: AccountId,
    shared: Shared,
    draft: &mut Draft<'_>,
) -> PhysicalConnection {
    PhysicalConnection {
        seq: draft.seq(),
        id: draft.id(&region.code),
        account: tenant,
        region: region.id.clone(),
        access_point: parent.access_point.clone(),
        line_operator: parent.line_operator,
        port_type: parent.port_type,
        bandwidth_mbps: shared.spec.bandwidth_mbps(),
        peer_location: parent.peer_location.clone(),
        status: Status::Allocated,
        since: context.now,
        constructed_at: Some(context.now),
        shared: Some(Shared { parent: parent.id.clone(), parent_account: parent.account, ..shared }),
        created_at: context.now,
        ..PhysicalConnection::default()
    }
}

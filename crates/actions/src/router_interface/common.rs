//! What several of the family's actions check or do.

use std::sync::Arc;

use xconnect_model::router_interface::{BusinessStatus, Event, Link, Status};
use xconnect_model::{AccountId, RegionId, RouterInterface, RouterRef, RouterType, Time};
use xconnect_state::{Draft, State, rows};
use xconnect_wire::public::FORBIDDEN_RISK_CONTROL;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::Context;
use crate::route::common::leads_to;

/// `RegionId` names no region; the text that most actions of the family print.
pub(super) static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist in our records.",
    "RegionId is not a known region.",
);

/// An interface that routes lead to, whoever's they are, cannot go.
pub(super) static USED_BY_ROUTE: ErrorSpec = ErrorSpec::new(
    400,
    "DependencyViolation.RouterInterfaceReferedByRouteEntry",
    "RouterInterface cannot be deleted when it is refered by a route table entry as next hop.",
    "A route entry that is not being deleted uses the interface as its next hop.",
);

/// The caller's interface with this id in this region. Other accounts' interfaces do not exist for it.
pub(super) fn own<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
    missing: &'static ErrorSpec,
) -> Result<&'s Arc<RouterInterface>, ApiError> {
    let found = context.state.router_interface(id);
    let own = found.filter(|one| one.account == context.caller.account && one.region == *region);
    own.ok_or_else(|| ApiError::new(missing))
}

/// Who owns a router; nobody when there is no such router.
pub(super) fn router_owner(state: &State, router: &RouterRef) -> Option<AccountId> {
    match router.kind {
        RouterType::VRouter => state.vpc_of_vrouter(&router.id).map(|vpc| vpc.account),
        RouterType::Vbr => state.virtual_border_router(&router.id).map(|vbr| vbr.account),
    }
}

/// The router under an interface has to be the caller's too: a virtual border router can change hands.
pub(super) fn check_router_owner(
    context: &Context<'_>,
    interface: &RouterInterface,
    foreign: &'static ErrorSpec,
) -> Result<(), ApiError> {
    let owner = router_owner(context.state, &interface.router);
    if owner == Some(context.caller.account) { Ok(()) } else { Err(ApiError::new(foreign)) }
}

/// A lock by risk control refuses every write; one because of bills refuses with the action's own row.
pub(super) fn check_locks(
    interface: &RouterInterface,
    in_arrears: &'static ErrorSpec,
) -> Result<(), ApiError> {
    match interface.business_status {
        BusinessStatus::Normal => Ok(()),
        BusinessStatus::FinancialLocked => Err(ApiError::new(in_arrears)),
        BusinessStatus::SecurityLocked => Err(ApiError::new(&FORBIDDEN_RISK_CONTROL)),
    }
}

/// As [`check_locks`], for actions that arrears do not stop.
pub(crate) fn check_security_lock(interface: &RouterInterface) -> Result<(), ApiError> {
    match interface.business_status {
        BusinessStatus::SecurityLocked => Err(ApiError::new(&FORBIDDEN_RISK_CONTROL)),
        BusinessStatus::Normal | BusinessStatus::FinancialLocked => Ok(()),
    }
}

/// No route may lead to an interface that goes.
pub(super) fn check_no_route(state: &State, interface: &RouterInterface) -> Result<(), ApiError> {
    let is_used = leads_to(state, interface.id.as_str());
    if is_used { Err(ApiError::new(&USED_BY_ROUTE)) } else { Ok(()) }
}

/// Whether any interface of the account is locked because of bills.
pub(super) fn has_bills_outstanding(context: &Context<'_>) -> bool {
    let locked = rows::router_interface::financially_locked(context.caller.account);
    context.state.router_interfaces.count(locked) > 0
}

/// The interface after an event; `wrong_state` when that cannot happen now.
pub(crate) fn moved(
    interface: &RouterInterface,
    event: Event,
    now: Time,
    wrong_state: &'static ErrorSpec,
) -> Result<RouterInterface, ApiError> {
    let status = interface.status.on(event).ok_or(wrong_state)?;
    let since = if status == interface.status { interface.since } else { now };
    Ok(RouterInterface { status, since, modified_at: now, ..interface.clone() })
}

/// What an interface sees of the one that it is connected to, while that exists.
pub(super) fn linked<'s>(state: &'s State, interface: &RouterInterface) -> Option<&'s Arc<RouterInterface>> {
    let link = interface.link.as_ref()?;
    state.router_interface(link.interface.as_str())
}

/// Tells the other end of a connection that this one is going. An end that was still being connected gives up.
pub(crate) fn let_go(context: &Context<'_>, interface: &RouterInterface, draft: &mut Draft<'_>) {
    let Some(other) = linked(context.state, interface) else { return };
    let Some(link) = other.link.as_ref().filter(|link| link.interface == interface.id) else { return };
    let mut left = RouterInterface::clone(other);
    if let Some(status) = other.status.on(Event::ConnectFailed) {
        left.status = status;
        left.since = context.now;
        left.link = None;
    } else if other.status != Status::Deleting {
        left.link = Some(Box::new(Link { gone: true, ..Link::clone(link) }));
    }
    left.modified_at = context.now;
    draft.put(left);
}

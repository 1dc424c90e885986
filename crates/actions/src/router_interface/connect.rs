//! ConnectRouterInterface: from two idle ends to one link.

use std::sync::Arc;

use xconnect_model::router_interface::{Event, Link, Role};
use xconnect_model::{AccountId, RouterInterface, RouterType, Text};
use xconnect_state::{Draft, State, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction, filled};
use crate::request;

/// Starts the connection from an idle initiating interface to the accepting interface that it names.
pub struct ConnectRouterInterface;

request! {
    /// Parameters of ConnectRouterInterface.
    pub struct Request {
        /// Region of the initiating interface.
        region: Text = required "RegionId",
        /// The initiating interface.
        interface: Text = required "RouterInterfaceId",
    }
}

impl WriteAction for ConnectRouterInterface {
    const DECLARATION: Declaration = Declaration {
        name: "ConnectRouterInterface",
        api: Api::Vpc,
        summary: "Starts the connection from an idle initiating interface to the accepting interface that it names.",
        source: "ConnectRouterInterface (2026-04-27); Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: ERRORS,
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let initiator = common::own(&context, &region.id, &request.interface, &INTERFACE_NOT_FOUND)?;
        common::check_router_owner(&context, initiator, &FOREIGN_ROUTER)?;
        common::check_security_lock(initiator)?;
        check_initiator(&context, initiator)?;
        let owner = check_accounts(context.state, initiator)?;
        let acceptor = acceptor(context.state, initiator)?;
        check_acceptor(initiator, acceptor, owner)?;
        check_access_points(initiator, acceptor)?;
        check_what_the_acceptor_expects(initiator, acceptor)?;
        common::check_security_lock(acceptor)?;
        let connecting = common::moved(initiator, Event::Connect, context.now, &NOT_IDLE)?;
        let accepting = common::moved(acceptor, Event::Accept, context.now, &ACCEPTOR_NOT_IDLE)?;
        draft.put(RouterInterface { link: Some(link_to(acceptor)), failure: None, ..connecting });
        draft.put(RouterInterface { link: Some(link_to(initiator)), failure: None, ..accepting });
        Ok(Empty {})
    }
}

fn link_to(other: &RouterInterface) -> Box<Link> {
    Box::new(Link { interface: other.id.clone(), router: other.router.id.clone(), gone: false })
}

/// What can be said without looking at the other end.
fn check_initiator(context: &Context<'_>, initiator: &RouterInterface) -> Result<(), ApiError> {
    if initiator.role != Role::InitiatingSide {
        return Err(ApiError::new(&NOT_INITIATING_SIDE));
    }
    if initiator.status.on(Event::Connect).is_none() {
        return Err(ApiError::new(&NOT_IDLE));
    }
    let opposite = &initiator.opposite;
    let all_set = !opposite.interface.is_empty()
        && !opposite.router.is_empty()
        && !opposite.owner.is_empty()
        && opposite.router_type.is_some();
    if !all_set {
        return Err(ApiError::new(&OPPOSITE_NOT_SET));
    }
    if opposite.router == initiator.router.id {
        return Err(ApiError::new(&SAME_ROUTER));
    }
    let between = rows::router_interface::between(&initiator.router.id, &opposite.router);
    if let Some(present) = context.state.router_interfaces.first(between) {
        let being_made = present.status.on(Event::Connected).is_some();
        return Err(ApiError::new(if being_made { &CONNECTING_ALREADY } else { &CONNECTED_ALREADY }));
    }
    if common::has_bills_outstanding(context) {
        return Err(ApiError::new(&BILLS_OUTSTANDING));
    }
    Ok(())
}

/// The other account has to exist, on the same site. Returns it.
fn check_accounts(state: &State, initiator: &RouterInterface) -> Result<AccountId, ApiError> {
    let other = AccountId::parse(&initiator.opposite.owner).and_then(|owner| state.account(owner));
    let other = other.ok_or(&ACCOUNT_NOT_FOUND)?;
    let same_site = state.account(initiator.account).is_some_and(|own| own.site == other.site);
    if same_site { Ok(other.id) } else { Err(ApiError::new(&CROSS_SITE)) }
}

fn acceptor<'s>(state: &'s State, initiator: &RouterInterface) -> Result<&'s Arc<RouterInterface>, ApiError> {
    let named = state.router_interface(initiator.opposite.interface.as_str());
    named.ok_or_else(|| mismatch(&ACCEPTOR_ID, "OppositeInterfaceId"))
}

/// The acceptor against what the initiator expects of it.
fn check_acceptor(
    initiator: &RouterInterface,
    acceptor: &RouterInterface,
    owner: AccountId,
) -> Result<(), ApiError> {
    let expected = &initiator.opposite;
    let checks: [(bool, &'static ErrorSpec, &str); 5] = [
        (acceptor.role == Role::AcceptingSide, &ACCEPTOR_ROLE, "Role"),
        (acceptor.region == expected.region, &ACCEPTOR_REGION, "OppositeRegionId"),
        (acceptor.account == owner, &ACCEPTOR_OWNER, "OppositeInterfaceOwnerId"),
        (acceptor.router.id == expected.router, &ACCEPTOR_ROUTER, "OppositeRouterId"),
        (Some(acceptor.router.kind) == expected.router_type, &ACCEPTOR_ROUTER_TYPE, "OppositeRouterType"),
    ];
    first_mismatch(&checks)
}

/// Where a virtual border router is involved, its access point has to be the one that the other side has stored.
fn check_access_points(initiator: &RouterInterface, acceptor: &RouterInterface) -> Result<(), ApiError> {
    for (border, other) in [(initiator, acceptor), (acceptor, initiator)] {
        let stored = &other.opposite.access_point;
        if border.router.kind == RouterType::Vbr && !stored.is_empty() && *stored != border.access_point {
            return Err(ApiError::new(&ACCESS_POINT_MISMATCH));
        }
    }
    Ok(())
}

/// The initiator against what the acceptor expects of it. What the acceptor has not set does not match.
fn check_what_the_acceptor_expects(
    initiator: &RouterInterface,
    acceptor: &RouterInterface,
) -> Result<(), ApiError> {
    let expected = &acceptor.opposite;
    let owner = AccountId::parse(&expected.owner);
    // Who expects nobody in particular has not agreed to this one either.
    let expected_id = if expected.interface.is_empty() { &REJECTED } else { &EXPECTED_ID };
    let checks: [(bool, &'static ErrorSpec, &str); 5] = [
        (owner == Some(initiator.account), &EXPECTED_OWNER, "OppositeInterfaceOwnerId"),
        (expected.region == initiator.region, &EXPECTED_REGION, "OppositeRegionId"),
        (expected.interface == initiator.id, expected_id, "OppositeInterfaceId"),
        (expected.router == initiator.router.id, &EXPECTED_ROUTER, "OppositeRouterId"),
        (expected.router_type == Some(initiator.router.kind), &EXPECTED_ROUTER_TYPE, "OppositeRouterType"),
    ];
    first_mismatch(&checks)
}

fn first_mismatch(checks: &[(bool, &'static ErrorSpec, &str)]) -> Result<(), ApiError> {
    match checks.iter().find(|(matches, _, _)| !matches) {
        Some((_, row, attribute)) => Err(mismatch(row, attribute)),
        None => Ok(()),
    }
}

/// Names the attribute, never what the other account has in it.
fn mismatch(row: &'static ErrorSpec, attribute: &str) -> ApiError {
    filled(row, &format!("The attribute {attribute} does not match."))
}

static ERRORS: &[&ErrorSpec] = &[
    &NOT_INITIATING_SIDE,
    &NOT_IDLE,
    &OPPOSITE_NOT_SET,
    &SAME_ROUTER,
    &CONNECTED_ALREADY,
    &BILLS_OUTSTANDING,
    &ACCOUNT_NOT_FOUND,
    &BACKEND_FAILURE,
    &ACCEPTOR_ROLE,
    &ACCEPTOR_ID,
    &ACCEPTOR_REGION,
    &ACCEPTOR_ROUTER,
    &ACCEPTOR_ROUTER_TYPE,
    &ACCEPTOR_OWNER,
    &EXPECTED_OWNER,
    &EXPECTED_REGION,
    &EXPECTED_ID,
    &EXPECTED_ROUTER,
    &EXPECTED_ROUTER_TYPE,
    &FOREIGN_ROUTER,
    &REGION_NOT_FOUND,
    &INTERFACE_NOT_FOUND,
    &CROSS_SITE,
    &CONNECTING_ALREADY,
    &ACCEPTOR_NOT_IDLE,
    &OPPOSITE_WRONG_2016,
    &ACCESS_POINT_MISMATCH,
    &REJECTED,
];

static NOT_INITIATING_SIDE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectRole.NotInitiatingSide",
    "The specified RouterInterface is not InitiatingSide.",
    "The interface is an accepting side; only an initiator may connect.",
);
static NOT_IDLE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectRIStatus",
    "RouterInterface can be operated by this action only when it's status is Idle.",
    "The initiating interface is not Idle.",
);
static OPPOSITE_NOT_SET: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectOppositeInterfaceInfo.NotSet",
    "OppositeInterfaceId/OppositeRouterId/OppositeRouterType/OppositeInterfaceOwnerId must be all set.",
    "At least one of the four is not set on the initiator.",
);
static SAME_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectOppositeInterfaceInfo",
    "Cannot connect on the same router",
    "Both ends sit on the same router, or the interface names itself.",
);
static CONNECTED_ALREADY: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.OnlyOneConnection",
    "The Specified routers have a connection already",
    "The two routers are already joined by a connected pair.",
);
static CONNECTING_ALREADY: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.OnlyOneConnection",
    "Cannot connect concurrently between same routers",
    "Another connection between the two routers is being set up.",
);
static BILLS_OUTSTANDING: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.BillsOutstanding",
    "You cannot use this action because you have bills outstanding.",
    "An interface of the account is locked because of bills.",
);
static ACCOUNT_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidAccount.NotFound",
    "The specified account is not exists.",
    "OppositeInterfaceOwnerId names no account.",
);
static BACKEND_FAILURE: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "ErrCode.Invalid",
    "got error",
    "An unclassified failure behind the API.",
    "internal to the real service: here a failed connection is an event that brings both ends back to Idle",
);
static ACCEPTOR_ROLE: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideRole",
    "%s",
    "The opposite interface is not an accepting side.",
);
static ACCEPTOR_ID: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideInstanceId",
    "%s",
    "OppositeInterfaceId names no interface.",
);
static ACCEPTOR_REGION: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideRegionNo",
    "%s",
    "The acceptor is in another region than the initiator's OppositeRegionId.",
);
static ACCEPTOR_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideRouterId",
    "%s",
    "The acceptor sits on another router than the initiator's OppositeRouterId.",
);
static ACCEPTOR_ROUTER_TYPE: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideRouterType",
    "%s",
    "The acceptor's router is of another kind than the initiator's OppositeRouterType.",
);
static ACCEPTOR_OWNER: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideAliUid",
    "%s",
    "The acceptor belongs to another account than the initiator's OppositeInterfaceOwnerId.",
);
static EXPECTED_OWNER: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideOppositeInterfaceOwnerId",
    "%s",
    "The OppositeInterfaceOwnerId stored on the acceptor is not the initiator's account.",
);
static EXPECTED_REGION: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideOppositeRegionNo",
    "%s",
    "The OppositeRegionId stored on the acceptor is not the initiator's region.",
);
static EXPECTED_ID: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideOppositeInterfaceId",
    "%s",
    "The OppositeInterfaceId stored on the acceptor names another interface than the initiator.",
);
static EXPECTED_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideOppositeRouterId",
    "%s",
    "The OppositeRouterId stored on the acceptor is not the initiator's router.",
);
static EXPECTED_ROUTER_TYPE: ErrorSpec = ErrorSpec::new(
    400,
    "AttrMismatching.AcceptingSideOppositeRouterType",
    "%s",
    "The OppositeRouterType stored on the acceptor is not the kind of the initiator's router.",
);
static FOREIGN_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.InstanceOwner",
    "The router instance owener error.",
    "The router under the interface belongs to another account.",
);
static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region.",
);
static INTERFACE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRouterInterfaceId.NotFound",
    "The specified RouterInterfaceId does not exist in our record.",
    "The caller has no such interface in this region.",
);
static CROSS_SITE: ErrorSpec = ErrorSpec::new(
    404,
    "CROSS_BID.FORBIDDEN",
    "Connect RouterInterface across bid is illegal",
    "The two accounts belong to different sites.",
);
static ACCEPTOR_NOT_IDLE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus",
    "RouterInterface can be operated by this action only when its status is Idle.",
    "The accepting interface is not Idle.",
);
static OPPOSITE_WRONG_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "IncorrectOppositeInterfaceInfo",
    "The opposite RouterInterface information specified by \
     OppositeInterfaceId/OppositeRouterId/OppositeRouterType/OppositeRouterOwnerId is wrong. Maybe the \
     RouterInterface or Router does not exist, or the parameters mismatched, or that RouterInterface is not an \
     AcceptingSide RouterInterface.",
    "The 2016 catch-all for an opposite end that does not fit.",
    "answered with the newer AttrMismatching.* codes",
);
static ACCESS_POINT_MISMATCH: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectOppositeInterfaceInfo",
    "The access point of the virtual border router is not the OppositeAccessPointId of the other side.",
    "A virtual border router is at another access point than the other side has stored. No document gives a code.",
);
static REJECTED: ErrorSpec = ErrorSpec::new(
    403,
    "RejectedByOppositeInterface",
    "The opposite RouterInterface does not set this RouterInterface as an OppositeRouterInterface. Maybe it was \
     wrongly set. Please check the configuration of the opposite RouterInterface.",
    "The acceptor expects the caller's account and region, and no OppositeInterfaceId is stored on it.",
);

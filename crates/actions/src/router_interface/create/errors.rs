//! The error table of CreateRouterInterface.

use xconnect_wire::ErrorSpec;

pub(super) static ERRORS: &[&ErrorSpec] = &[
    &ROLE_NOT_SUPPORTED,
    &SPEC_NOT_SUPPORTED,
    &ROUTER_TYPE_NOT_SUPPORTED,
    &NAME_MALFORMED,
    &DESCRIPTION_MALFORMED,
    &BILLS_OUTSTANDING,
    &TOO_MANY_ON_ROUTER,
    &NOT_IN_WHITELIST,
    &CREATED_ONE_AT_A_TIME,
    &ACCESS_POINT_NOT_ALLOWED,
    &OPPOSITE_ACCESS_POINT_NOT_ALLOWED,
    &ACCESS_POINT_NOT_MATCH,
    &ACCESS_POINT_NOT_EXIST,
    &ROUTER_TYPE_NOT_ACCEPTABLE,
    &TRAFFIC_NOT_ENABLED,
    &REGION_NOT_FOUND,
    &ROUTER_NOT_FOUND,
    &BORDER_ROUTER_NOT_ACTIVE,
    &CONNECTED_ALREADY,
];

pub(super) static ROLE_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRole.ValueNotSupported",
    "The specified Role is not valid.",
    "Role is neither InitiatingSide nor AcceptingSide.",
);
pub(super) static SPEC_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidSpec.ValudNotSupported",
    "The specified Spec is not supported.",
    "Spec is no size, or does not suit the role: Negative is for acceptors, and for nobody else.",
);
pub(super) static ROUTER_TYPE_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouterType.ValueNotSupported",
    "The specified RouterType is not valid.",
    "RouterType is neither VRouter nor VBR.",
);
pub(super) static ROUTER_TYPE_NOT_ACCEPTABLE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouterType.ValueNotSupported",
    "The specified RouterType is not valid",
    "OppositeRouterType is neither VRouter nor VBR, or an accepting side was to sit on a virtual border router.",
);
pub(super) static NAME_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidName.Malformed",
    "The specified \"Name\" is not valid.",
    "Name breaks the rule for names.",
);
pub(super) static DESCRIPTION_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidDescription.Malformed",
    "The specifid \"Description\" is not valid.",
    "Description breaks the rule for descriptions.",
);
pub(super) static BILLS_OUTSTANDING: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.BillsOutstanding",
    "You cannot create more RouterInterface because you have bills outstanding.",
    "An interface of the account is locked because of bills.",
);
pub(super) static TOO_MANY_ON_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "LimitationExceed.InterfaceNumberOnRouter",
    "Total number of RouterInterfaces on a Router exceeded.",
    "The router carries as many interfaces as it may (5 by default).",
);
pub(super) static NOT_IN_WHITELIST: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotInRouterInterfaceCreateWhitelist",
    "Not in router interface create whitelist.",
    "The account is not on the allow-list for creating router interfaces.",
);
pub(super) static CREATED_ONE_AT_A_TIME: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "RI_CREATE_ONE_LIMIT_BY_SYNC",
    "Create ri only one limit by sync.",
    "Another creation is in progress.",
    "a creation is one commit here, and commits are made one after the other: there is no moment in between",
);
pub(super) static ACCESS_POINT_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidAccessPoint.ValueNotAllowed",
    "The non-vbr router interface cannot have access point configured.",
    "AccessPointId is given although RouterType is not VBR.",
);
pub(super) static OPPOSITE_ACCESS_POINT_NOT_ALLOWED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidAccessPoint.ValueNotAllowed",
    "The non-vbr opposite router interface cannot have opposite access point configured.",
    "OppositeAccessPointId is given although OppositeRouterType is not VBR.",
);
pub(super) static ACCESS_POINT_NOT_MATCH: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidAccessPoint.NotMatch",
    "The accessPoint id is not matched",
    "The virtual border router is at another access point.",
);
pub(super) static ACCESS_POINT_NOT_EXIST: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidAccessPoint.NotExist",
    "The accessPoint not exit",
    "AccessPointId names no access point.",
);
pub(super) static TRAFFIC_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnTrafficNotEnable",
    "The operation is failed because of PconnTrafficNotEnable.",
    "A virtual border router is involved, and the account has not opened the outbound-traffic service.",
);
pub(super) static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The regionId provided does not exist in our records.",
    "RegionId or OppositeRegionId is not a known region.",
);
pub(super) static ROUTER_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRouterId.NotFound",
    "The specified RouterId does not exist in our recored.",
    "The caller has no router with this id in the region; with FastLinkMode also for OppositeRouterId.",
);
pub(super) static BORDER_ROUTER_NOT_ACTIVE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus",
    "The virtual border router can carry a router interface only when its status is active.",
    "The virtual border router is not active. No document gives a code.",
);
pub(super) static CONNECTED_ALREADY: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.OnlyOneConnection",
    "The Specified routers have a connection already",
    "FastLinkMode between two routers that have a connection. No document gives a code for this action.",
);

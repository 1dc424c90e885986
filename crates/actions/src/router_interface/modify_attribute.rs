//! ModifyRouterInterfaceAttribute: name, description, what is said of the other end, health check.

use xconnect_model::router_interface::{HealthCheck, Opposite, Status};
use xconnect_model::text::{is_description, is_name};
use xconnect_model::{RouterInterface, RouterInterfaceId, RouterType, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND};
use super::health_check;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Changes name, description, opposite-end data, or health-check settings.
pub struct ModifyRouterInterfaceAttribute;

request! {
    /// Parameters of ModifyRouterInterfaceAttribute.
    pub struct Request {
        /// Region of the interface.
        region: Text = required "RegionId",
        /// The interface.
        interface: Text = required "RouterInterfaceId",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "Name",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// The other interface; only while Idle.
        opposite_interface: Text = optional "OppositeInterfaceId",
        /// The other router; only while Idle.
        opposite_router: Text = optional "OppositeRouterId",
        /// VRouter or VBR; only while Idle.
        opposite_router_type: Text = optional "OppositeRouterType",
        /// The account that owns the other interface; only while Idle.
        opposite_owner: u64 = optional "OppositeInterfaceOwnerId",
        /// An unused address of the local VPC; goes together with HealthCheckTargetIp.
        health_check_source: Text = optional "HealthCheckSourceIp",
        /// Normally the customer's gateway address.
        health_check_target: Text = optional "HealthCheckTargetIp",
        /// How many probes in a row have to stay unanswered; 8 is recommended.
        threshold: u32 = optional "HcThreshold",
        /// Seconds between probes, of which 2 are recommended; from 100 on, milliseconds.
        rate: u32 = optional "HcRate",
        /// True removes the health check.
        delete_health_check: bool = optional "DeleteHealthCheckIp",
    }
}

impl WriteAction for ModifyRouterInterfaceAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyRouterInterfaceAttribute",
        api: Api::Vpc,
        summary: "Changes name, description, opposite-end data or health-check settings of a router interface.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: ERRORS,
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let interface = common::own(&context, &region.id, &request.interface, &INTERFACE_NOT_FOUND)?;
        common::check_router_owner(&context, interface, &FOREIGN_ROUTER)?;
        common::check_locks(interface, &FINANCIALLY_LOCKED)?;
        if !matches!(interface.status, Status::Active | Status::Idle | Status::Inactive) {
            return Err(ApiError::new(&WRONG_STATUS));
        }
        check_texts(request)?;
        if !asks_for_anything(request) {
            return Err(ApiError::new(&NOT_ACCEPTABLE));
        }
        let opposite = opposite(interface, request)?;
        let health_check = health_check(&context, interface, &opposite, request)?;
        draft.put(RouterInterface {
            name: request.name.clone().unwrap_or_else(|| interface.name.clone()),
            description: request.description.clone().unwrap_or_else(|| interface.description.clone()),
            opposite,
            health_check,
            modified_at: context.now,
            ..RouterInterface::clone(interface)
        });
        Ok(Empty {})
    }
}

fn check_texts(request: &Request) -> Result<(), ApiError> {
    if request.name.as_deref().is_some_and(|name| !is_name(name)) {
        return Err(ApiError::new(&NAME_MALFORMED));
    }
    if request.description.as_deref().is_some_and(|text| !is_description(text)) {
        return Err(ApiError::new(&DESCRIPTION_MALFORMED));
    }
    Ok(())
}

fn asks_for_anything(request: &Request) -> bool {
    request.name.is_some()
        || request.description.is_some()
        || names_opposite(request)
        || request.health_check_source.is_some()
        || request.health_check_target.is_some()
        || request.threshold.is_some()
        || request.rate.is_some()
        || request.delete_health_check.is_some()
}

fn names_opposite(request: &Request) -> bool {
    request.opposite_interface.is_some()
        || request.opposite_router.is_some()
        || request.opposite_router_type.is_some()
        || request.opposite_owner.is_some()
}

/// What is said of the other end afterwards. Repeating what is there already changes nothing and is always allowed,
/// because the Terraform provider does so.
fn opposite(interface: &RouterInterface, request: &Request) -> Result<Opposite, ApiError> {
    let before = &interface.opposite;
    let mut after = before.clone();
    if let Some(text) = &request.opposite_router_type {
        after.router_type = Some(RouterType::parse(text).ok_or(&OPPOSITE_TYPE_NOT_SUPPORTED)?);
    }
    if let Some(id) = &request.opposite_interface {
        after.interface = RouterInterfaceId::new(id.clone());
    }
    if let Some(router) = &request.opposite_router {
        after.router = router.clone();
    }
    if let Some(owner) = request.opposite_owner {
        after.owner = owner.to_string().into();
    }
    if after == *before {
        return Ok(after);
    }
    if interface.status != Status::Idle {
        return Err(ApiError::new(&WRONG_STATUS));
    }
    let replaces = (!before.interface.is_empty() && after.interface != before.interface)
        || (!before.router.is_empty() && after.router != before.router)
        || after.router_type != before.router_type;
    if before.router_type == Some(RouterType::Vbr) && replaces {
        return Err(ApiError::new(&OPPOSITE_IS_BORDER_ROUTER));
    }
    Ok(after)
}

/// The health check afterwards.
fn health_check(
    context: &Context<'_>,
    interface: &RouterInterface,
    opposite: &Opposite,
    request: &Request,
) -> Result<HealthCheck, ApiError> {
    let addresses = [&request.health_check_source, &request.health_check_target];
    let given = addresses.iter().filter(|address| address.is_some()).count();
    let tuned = request.rate.is_some() || request.threshold.is_some();
    if request.delete_health_check == Some(true) {
        return if given == 0 && !tuned {
            Ok(HealthCheck::default())
        } else {
            Err(ApiError::new(&NOT_ACCEPTABLE))
        };
    }
    if given == 0 && !tuned {
        return Ok(interface.health_check.clone());
    }
    let reaches_border = opposite.router_type == Some(RouterType::Vbr);
    if interface.router.kind != RouterType::VRouter || !reaches_border {
        return Err(ApiError::new(&ROLE_NOT_SUPPORTED));
    }
    let mut check = interface.health_check.clone();
    if let [Some(source), Some(target)] = addresses {
        check.source = Some(health_check::address(source, "HealthCheckSourceIp")?);
        check.target = Some(health_check::address(target, "HealthCheckTargetIp")?);
    }
    let source_is_local = check.source.is_some_and(|source| {
        context.state.vpc(interface.vpc.as_str()).is_some_and(|vpc| vpc.cidr.contains(&source))
    });
    let positive = [request.rate, request.threshold].into_iter().flatten().all(|number| number > 0);
    if given == 1 || !source_is_local || !positive {
        return Err(ApiError::new(&NOT_ACCEPTABLE));
    }
    check.rate = request.rate.or(check.rate);
    check.threshold = request.threshold.or(check.threshold);
    Ok(check)
}

static ERRORS: &[&ErrorSpec] = &[
    &NAME_MALFORMED,
    &DESCRIPTION_MALFORMED,
    &FOREIGN_ROUTER,
    &ROLE_NOT_SUPPORTED,
    &NOT_ACCEPTABLE,
    &REGION_NOT_FOUND,
    &INTERFACE_NOT_FOUND,
    &OPPOSITE_TYPE_NOT_SUPPORTED,
    &WRONG_STATUS,
    &FINANCIALLY_LOCKED,
    &FOREIGN_ROUTER_2016,
    &ROLE_NOT_SUPPORTED_2016,
    &OPPOSITE_IS_BORDER_ROUTER,
];

static NAME_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidName.Malformed",
    "The attribute name is illegal.",
    "Name breaks the rule for names.",
);
static DESCRIPTION_MALFORMED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidDescription.Malformed",
    "The Description is illegal.",
    "Description breaks the rule for descriptions.",
);
static FOREIGN_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "Forbbiden",
    "The Router instance owner error",
    "The router under the interface belongs to another account.",
);
static ROLE_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    400,
    "LinkRole.NotSupport",
    "This linkrole is not supported",
    "A health check on anything but a VPC's interface towards a virtual border router.",
);
static NOT_ACCEPTABLE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParam.ModifyRouterInterface",
    "Modify routerinterface param invalid",
    "Nothing to change, half of the pair of health-check addresses, a source outside the VPC, numbers without a \
     health check, or removing a health check and setting it at once.",
);
static INTERFACE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRouterInterfaceId.NotFound",
    "The specified RouterInterfaceId does not exist in our records.",
    "The caller has no such interface in this region.",
);
static OPPOSITE_TYPE_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOppositeRouterType.ValueNotSupported",
    "The specified OppositeRouterType is not valid.",
    "OppositeRouterType is neither VRouter nor VBR.",
);
static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus",
    "RouterInterface can be operated by this action only when the status is Active, idle or inactive.",
    "The interface is in a transitional state; or data of the other end were to change while it is not Idle.",
);
static FINANCIALLY_LOCKED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.FinancialLocked",
    "This RouterInterface is financial locked because of bills outstanding.",
    "The interface is locked because of bills.",
);
static FOREIGN_ROUTER_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "Forbidden",
    "The Router instance owner error",
    "The 2016 spelling of Forbbiden.",
    "answered with the newer spelling",
);
static ROLE_NOT_SUPPORTED_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "LinkRole.NotSupported",
    "This linkrole is not supported",
    "The 2016 spelling of LinkRole.NotSupport.",
    "answered with the newer spelling",
);
static OPPOSITE_IS_BORDER_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.ModifyIdAndType",
    "Opposite is VBR, cannot modify the ID and type",
    "The other end sits on a virtual border router, and an id or the type that is set already was to change.",
);

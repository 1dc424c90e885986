//! CreateRouterInterface: one end of a link, or with FastLinkMode both.

mod errors;
mod fast_link;
mod payment;

use serde::Serialize;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::router_interface::{Charge, Opposite, Role, Spec, Status};
use xconnect_model::text::{is_description, is_name};
use xconnect_model::{
    AccessPointId, OrderId, RouterInterface, RouterInterfaceId, RouterRef, RouterType, Tag, Text, VpcId,
};
use xconnect_state::{Draft, rows};
use xconnect_wire::ApiError;
use xconnect_wire::public::missing_parameter;

use self::errors::*;
use super::{common, health_check};
use crate::declare::{Api, Context, Declaration, Region, TagItem, WriteAction};
use crate::{request, resource_group, tags};

/// Creates one end of a point-to-point link on a VPC router or a virtual border router.
pub struct CreateRouterInterface;

request! {
    /// Parameters of CreateRouterInterface.
    pub struct Request {
        /// Region of the interface.
        region: Text = required "RegionId",
        /// InitiatingSide or AcceptingSide.
        role: Text = required "Role",
        /// Region of the other end.
        opposite_region: Text = required "OppositeRegionId",
        /// The size; Negative exactly when the role is AcceptingSide.
        spec: Text = required "Spec",
        /// VRouter or VBR.
        router_type: Text = required "RouterType",
        /// The router that carries the interface.
        router: Text = required "RouterId",
        /// The other interface; may be set later.
        opposite_interface: Text = optional "OppositeInterfaceId",
        /// The other router; may be set later.
        opposite_router: Text = optional "OppositeRouterId",
        /// VRouter or VBR; may be set later.
        opposite_router_type: Text = optional "OppositeRouterType",
        /// The account that owns the other interface; may be set later.
        opposite_owner: Text = optional "OppositeInterfaceOwnerId",
        /// An unused address of the local VPC.
        health_check_source: Text = optional "HealthCheckSourceIp",
        /// Goes together with HealthCheckSourceIp.
        health_check_target: Text = optional "HealthCheckTargetIp",
        /// The access point of the virtual border router; refused for a VRouter.
        access_point: Text = optional "AccessPointId",
        /// The access point of the other end; refused unless OppositeRouterType is VBR.
        opposite_access_point: Text = optional "OppositeAccessPointId",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address.
        description: Text = optional "Description",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address.
        name: Text = optional "Name",
        /// 1 to 9 with PricingCycle Month, 1 to 3 with Year; mandatory for PrePaid.
        period: u32 = optional "Period",
        /// PrePaid or PostPaid (default).
        charge_type: Text = optional "InstanceChargeType",
        /// PrePaid: true pays the order at once.
        auto_pay: bool = optional "AutoPay",
        /// PrePaid: renew when the subscription ends.
        auto_renew: bool = optional "AutoRenew",
        /// Month (default) or Year.
        pricing_cycle: Text = optional "PricingCycle",
        /// Make and connect both ends in one call; both routers have to be the caller's.
        fast_link: bool = optional "FastLinkMode",
        /// The resource group; the default group when absent.
        resource_group: Text = optional "ResourceGroupId",
        /// Tags to begin with, at most 20.
        tags: TagItem = list "Tags",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Only for PrePaid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The new interface; with FastLinkMode the initiating one.
    pub router_interface_id: RouterInterfaceId,
}

impl WriteAction for CreateRouterInterface {
    const DECLARATION: Declaration = Declaration {
        name: "CreateRouterInterface",
        api: Api::Vpc,
        summary: "Creates one end of a point-to-point link on a VPC router or a virtual border router.",
        source: "CreateRouterInterface (en); Express Connect API reference 2022",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: ERRORS,
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let opposite_region = context.region(&request.opposite_region, &REGION_NOT_FOUND)?;
        let plan = Plan::of(request, &opposite_region)?;
        check_account(&context, &plan, &region)?;
        let place = Place::of(&context, request, &region)?;
        check_room(&context, &place.router)?;
        let group =
            resource_group::chosen(context.state, context.caller.account, request.resource_group.as_deref())?;
        let fast_link = request.fast_link.unwrap_or(false);
        let link = if fast_link {
            Some(fast_link::check(&context, request, &place, &opposite_region)?)
        } else {
            None
        };
        let health_check = health_check::both_addresses(
            request.health_check_source.as_deref(),
            request.health_check_target.as_deref(),
        )?;
        let order = payment::order(&context, request, plan.spec, draft)?;
        let mut interface = RouterInterface {
            seq: draft.seq(),
            id: draft.id(&region.code),
            account: context.caller.account,
            region: region.id.clone(),
            role: plan.role,
            spec: plan.spec,
            router: place.router,
            vpc: place.vpc,
            access_point: place.access_point,
            opposite: plan.opposite,
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            status: Status::Idle,
            since: context.now,
            health_check,
            charge: order.as_ref().map_or(Charge::PostPaid, |order| payment::charge(order, request)),
            fast_link,
            resource_group: group,
            tags: plan.tags,
            created_at: context.now,
            modified_at: context.now,
            ..RouterInterface::default()
        };
        let response = Response {
            order_id: order.as_ref().map(|order| order.id),
            router_interface_id: interface.id.clone(),
        };
        if let Some(order) = order {
            payment::stage(&context, request, order, &mut interface, draft)?;
        }
        match link {
            Some(other_end) => fast_link::stage(&context, interface, other_end, draft),
            None => draft.put(interface),
        }
        Ok(response)
    }
}

/// What the request asks for, as far as it can be judged by itself.
struct Plan {
    role: Role,
    spec: Spec,
    opposite: Opposite,
    tags: Vec<Tag>,
    involves_border_router: bool,
}

impl Plan {
    fn of(request: &Request, opposite_region: &Region) -> Result<Self, ApiError> {
        let role = Role::parse(&request.role).ok_or(&ROLE_NOT_SUPPORTED)?;
        let spec = Spec::parse(&request.spec).ok_or(&SPEC_NOT_SUPPORTED)?;
        if (spec == Spec::Negative) != (role == Role::AcceptingSide) {
            return Err(ApiError::new(&SPEC_NOT_SUPPORTED));
        }
        let router_type = RouterType::parse(&request.router_type).ok_or(&ROUTER_TYPE_NOT_SUPPORTED)?;
        let opposite_router_type = match &request.opposite_router_type {
            Some(text) => Some(RouterType::parse(text).ok_or(&ROUTER_TYPE_NOT_ACCEPTABLE)?),
            None => None,
        };
        if router_type == RouterType::Vbr && role != Role::InitiatingSide {
            return Err(ApiError::new(&ROUTER_TYPE_NOT_ACCEPTABLE));
        }
        if request.name.as_deref().is_some_and(|name| !is_name(name)) {
            return Err(ApiError::new(&NAME_MALFORMED));
        }
        if request.description.as_deref().is_some_and(|text| !is_description(text)) {
            return Err(ApiError::new(&DESCRIPTION_MALFORMED));
        }
        if request.access_point.is_some() && router_type != RouterType::Vbr {
            return Err(ApiError::new(&ACCESS_POINT_NOT_ALLOWED));
        }
        if request.opposite_access_point.is_some() && opposite_router_type != Some(RouterType::Vbr) {
            return Err(ApiError::new(&OPPOSITE_ACCESS_POINT_NOT_ALLOWED));
        }
        let opposite = Opposite {
            region: opposite_region.id.clone(),
            access_point: AccessPointId::new(request.opposite_access_point.clone().unwrap_or_default()),
            interface: RouterInterfaceId::new(request.opposite_interface.clone().unwrap_or_default()),
            owner: request.opposite_owner.clone().unwrap_or_default(),
            router_type: opposite_router_type,
            router: request.opposite_router.clone().unwrap_or_default(),
        };
        let involves_border_router =
            router_type == RouterType::Vbr || opposite_router_type == Some(RouterType::Vbr);
        Ok(Self { role, spec, opposite, tags: tags::first(&request.tags)?, involves_border_router })
    }
}

/// Whether the account may create interfaces at all, and this one.
fn check_account(context: &Context<'_>, plan: &Plan, region: &Region) -> Result<(), ApiError> {
    let account = context.state.account(context.caller.account);
    if !account.is_some_and(|account| account.may_create_router_interfaces) {
        return Err(ApiError::new(&NOT_IN_WHITELIST));
    }
    if common::has_bills_outstanding(context) {
        return Err(ApiError::new(&BILLS_OUTSTANDING));
    }
    if plan.involves_border_router && !context.has_outbound_traffic(&region.id) {
        return Err(ApiError::new(&TRAFFIC_NOT_ENABLED));
    }
    Ok(())
}

/// Where the interface goes.
struct Place {
    router: RouterRef,
    vpc: VpcId,
    access_point: AccessPointId,
}

impl Place {
    fn of(context: &Context<'_>, request: &Request, region: &Region) -> Result<Self, ApiError> {
        let id = request.router.clone();
        match RouterType::parse(&request.router_type).ok_or(&ROUTER_TYPE_NOT_SUPPORTED)? {
            RouterType::VRouter => {
                let vpc = context.state.vpc_of_vrouter(&id);
                let vpc = vpc.filter(|vpc| vpc.account == context.caller.account && vpc.region == region.id);
                let vpc = vpc.ok_or(&ROUTER_NOT_FOUND)?.id.clone();
                let router = RouterRef { kind: RouterType::VRouter, id };
                Ok(Self { router, vpc, access_point: AccessPointId::default() })
            }
            RouterType::Vbr => {
                let vbr = context.state.virtual_border_router(&id);
                let vbr = vbr.filter(|vbr| vbr.account == context.caller.account && vbr.region == region.id);
                let vbr = vbr.ok_or(&ROUTER_NOT_FOUND)?;
                if vbr.status != VbrStatus::Active {
                    return Err(ApiError::new(&BORDER_ROUTER_NOT_ACTIVE));
                }
                if let Some(given) = &request.access_point {
                    context.state.access_point(given).ok_or(&ACCESS_POINT_NOT_EXIST)?;
                    if vbr.access_point.as_str() != given {
                        return Err(ApiError::new(&ACCESS_POINT_NOT_MATCH));
                    }
                }
                let router = RouterRef { kind: RouterType::Vbr, id };
                Ok(Self { router, vpc: VpcId::default(), access_point: vbr.access_point.clone() })
            }
        }
    }
}

/// Whether the router has room for one more.
fn check_room(context: &Context<'_>, router: &RouterRef) -> Result<(), ApiError> {
    let present = context.state.router_interfaces.count(rows::router_interface::on_router(&router.id));
    let full = present >= context.quotas().interfaces_per_router;
    if full { Err(ApiError::new(&TOO_MANY_ON_ROUTER)) } else { Ok(()) }
}

/// A parameter that another parameter makes mandatory.
fn needed<'r, T>(value: &'r Option<T>, name: &'static str) -> Result<&'r T, ApiError> {
    value.as_ref().ok_or_else(|| missing_parameter(name))
}

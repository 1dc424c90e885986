//! FastLinkMode: both ends in one call, connected at once.

use xconnect_model::router_interface::{Link, Opposite, Role, Spec, Status};
use xconnect_model::{RouterInterface, RouterInterfaceId, RouterRef, RouterType, VpcId};
use xconnect_state::{Draft, rows};
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use super::{CONNECTED_ALREADY, Context, Place, ROUTER_NOT_FOUND, Region, Request, check_room, needed};

/// Where the accepting end goes.
pub(super) struct OtherEnd {
    router: RouterRef,
    vpc: VpcId,
    region: Region,
}

/// Checks what a fast link needs beside a single interface: an initiating side, and a VPC router of the caller's at
/// the other end that has room and no connection with this one yet.
pub(super) fn check(
    context: &Context<'_>,
    request: &Request,
    place: &Place,
    region: &Region,
) -> Result<OtherEnd, ApiError> {
    if Role::parse(&request.role) != Some(Role::InitiatingSide) {
        return Err(invalid_parameter("FastLinkMode"));
    }
    let router = needed(&request.opposite_router, "OppositeRouterId")?;
    let router_type = needed(&request.opposite_router_type, "OppositeRouterType")?;
    if RouterType::parse(router_type) != Some(RouterType::VRouter) {
        return Err(invalid_parameter("OppositeRouterType"));
    }
    let own_number = context.caller.account.to_string();
    if request.opposite_owner.as_deref().is_some_and(|owner| owner != own_number) {
        return Err(invalid_parameter("OppositeInterfaceOwnerId"));
    }
    let vpc = context.state.vpc_of_vrouter(router);
    let vpc = vpc.filter(|vpc| vpc.account == context.caller.account && vpc.region == region.id);
    let vpc = vpc.ok_or(&ROUTER_NOT_FOUND)?;
    let router = vpc.router();
    if router.id == place.router.id {
        return Err(invalid_parameter("OppositeRouterId"));
    }
    check_room(context, &router)?;
    let between = rows::router_interface::between(&place.router.id, &router.id);
    if context.state.router_interfaces.count(between) > 0 {
        return Err(ApiError::new(&CONNECTED_ALREADY));
    }
    Ok(OtherEnd { router, vpc: vpc.id.clone(), region: region.clone() })
}

/// Stages both ends, each naming the other, on their way to being connected.
pub(super) fn stage(
    context: &Context<'_>,
    interface: RouterInterface,
    other: OtherEnd,
    draft: &mut Draft<'_>,
) {
    let acceptor_id: RouterInterfaceId = draft.id(&other.region.code);
    let owner = context.caller.account.to_string();
    let acceptor = RouterInterface {
        seq: draft.seq(),
        id: acceptor_id.clone(),
        account: context.caller.account,
        region: other.region.id,
        role: Role::AcceptingSide,
        spec: Spec::Negative,
        router: other.router.clone(),
        vpc: other.vpc,
        opposite: Opposite {
            region: interface.region.clone(),
            access_point: interface.access_point.clone(),
            interface: interface.id.clone(),
            owner: owner.as_str().into(),
            router_type: Some(interface.router.kind),
            router: interface.router.id.clone(),
        },
        status: Status::AcceptingConnecting,
        since: context.now,
        link: Some(link_to(&interface.id, &interface.router)),
        fast_link: true,
        resource_group: interface.resource_group.clone(),
        created_at: context.now,
        modified_at: context.now,
        ..RouterInterface::default()
    };
    let initiator = RouterInterface {
        opposite: Opposite {
            interface: acceptor_id.clone(),
            owner: owner.as_str().into(),
            router_type: Some(other.router.kind),
            router: other.router.id.clone(),
            ..interface.opposite.clone()
        },
        status: Status::Connecting,
        link: Some(link_to(&acceptor_id, &other.router)),
        ..interface
    };
    draft.put(initiator);
    draft.put(acceptor);
}

fn link_to(interface: &RouterInterfaceId, router: &RouterRef) -> Box<Link> {
    Box::new(Link { interface: interface.clone(), router: router.id.clone(), gone: false })
}

//! CreateVirtualBorderRouter: one VLAN of a line, with a route table.

mod errors;

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::border_router::{Peering, VbrStatus};
use xconnect_model::network::RouteTableKind;
use xconnect_model::physical_connection::Status;
use xconnect_model::{
    AccountId, PhysicalConnection, RouteTable, RouterRef, RouterType, Seq, Text, VirtualBorderRouter,
    VirtualBorderRouterId,
};
use xconnect_state::{Draft, rows};
use xconnect_wire::ApiError;

use self::errors::*;
use super::addressing::{Given, OF_A_NEW_VLAN};
use super::rows::*;
use super::vlan::{self, Asking};
use super::{bandwidth, common};
use crate::declare::{Api, Context, Declaration, Region, TagItem, WriteAction};
use crate::physical_connection::common as lines;
use crate::{request, resource_group, tags};

/// Creates a virtual border router on a line of the caller, for the caller or for another account.
pub struct CreateVirtualBorderRouter;

request! {
    /// Parameters of CreateVirtualBorderRouter.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// A line of the caller, dedicated or shared, that is Enabled.
        line: Text = required "PhysicalConnectionId",
        /// The account that is to own the router; the caller when absent.
        owner: Text = optional "VbrOwnerId",
        /// 0 to 2999, unused on the line; 0 takes the whole line.
        vlan: Text = required "VlanId",
        /// The carrier's code: 1 to 64 printable characters without blanks.
        circuit_code: Text = optional "CircuitCode",
        /// The cloud's address; mandatory for an own router, refused for another account's.
        local: Text = optional "LocalGatewayIp",
        /// The customer's address; as LocalGatewayIp.
        peer: Text = optional "PeerGatewayIp",
        /// 255.255.255.0 to 255.255.255.252; as LocalGatewayIp.
        mask: Text = optional "PeeringSubnetMask",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address; own routers only.
        description: Text = optional "Description",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address; own routers only.
        name: Text = optional "Name",
        /// The cloud's IPv6 address; own routers only.
        local_ipv6: Text = optional "LocalIpv6GatewayIp",
        /// The customer's IPv6 address; own routers only.
        peer_ipv6: Text = optional "PeerIpv6GatewayIp",
        /// The IPv6 subnet of both in CIDR form; own routers only.
        ipv6_subnet: Text = optional "PeeringIpv6SubnetMask",
        /// Whether IPv6 is on; false by default.
        enable_ipv6: bool = optional "EnableIpv6",
        /// The limit in Mbps, one of the documented sizes; on a shared line it can only be that line's.
        bandwidth: u64 = optional "Bandwidth",
        /// The resource group of the owner; the default group when absent.
        resource_group: Text = optional "ResourceGroupId",
        /// Tags to begin with, at most 20.
        tags: TagItem = list "Tags",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The new router.
    pub vbr_id: VirtualBorderRouterId,
}

impl WriteAction for CreateVirtualBorderRouter {
    const DECLARATION: Declaration = Declaration {
        name: "CreateVirtualBorderRouter",
        api: Api::Vpc,
        summary: "Creates a virtual border router: one VLAN of a line, with a route table.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: ERRORS,
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let line = lines::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        lines::check_security_lock(line)?;
        let owner = owner(&context, request)?;
        let is_own = owner == context.caller.account;
        let given = given(request);
        if !is_own {
            check_not_owner(request, &given)?;
        }
        if line.status != Status::Enabled {
            return Err(ApiError::new(&LINE_NOT_ENABLED));
        }
        common::check_traffic(&context, &region.id)?;
        let vlan = common::vlan_number(&request.vlan)?;
        common::check_circuit_code(request.circuit_code.as_deref())?;
        let peering = peering(&given, is_own)?;
        let texts = [&NAME_MALFORMED, &DESCRIPTION_MALFORMED];
        common::check_texts(request.name.as_ref(), request.description.as_ref(), texts)?;
        check_quotas(&context, line, owner)?;
        check_vlan(&context, line, vlan)?;
        let limit = bandwidth::of_new(line, request.bandwidth)?;
        if limit.is_some_and(|mbps| !bandwidth::has_room(&context, line, mbps)) {
            return Err(ApiError::new(&NOT_ENOUGH_BANDWIDTH));
        }
        if peering.ipv6_enabled {
            common::check_ipv6(&context, line)?;
        }
        let vbr = VirtualBorderRouter {
            seq: draft.seq(),
            id: draft.id(&region.code),
            account: owner,
            region: region.id.clone(),
            access_point: line.access_point.clone(),
            line: line.id.clone(),
            line_account: line.account,
            vlan,
            vlan_interface: draft.id(&region.code),
            route_table: draft.id(&region.code),
            circuit_code: request.circuit_code.clone().unwrap_or_default(),
            peering,
            bandwidth_mbps: limit,
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            status: if is_own { VbrStatus::Active } else { VbrStatus::Unconfirmed },
            since: context.now,
            activated_at: is_own.then_some(context.now),
            resource_group: resource_group::chosen(context.state, owner, request.resource_group.as_deref())?,
            tags: tags::first(&request.tags)?,
            created_at: context.now,
            ..VirtualBorderRouter::default()
        };
        let response = Response { vbr_id: vbr.id.clone() };
        let table = route_table(&vbr, &region, draft.seq());
        draft.put(table);
        draft.put(vbr);
        Ok(response)
    }
}

fn given(request: &Request) -> Given<'_> {
    Given {
        local: request.local.as_deref(),
        peer: request.peer.as_deref(),
        mask: request.mask.as_deref(),
        local_ipv6: request.local_ipv6.as_deref(),
        peer_ipv6: request.peer_ipv6.as_deref(),
        ipv6_subnet: request.ipv6_subnet.as_deref(),
        enable_ipv6: request.enable_ipv6,
    }
}

/// Who is to own the router: an account of the caller's site.
fn owner(context: &Context<'_>, request: &Request) -> Result<AccountId, ApiError> {
    let Some(text) = &request.owner else { return Ok(context.caller.account) };
    let owner = AccountId::parse(text).and_then(|id| context.state.account(id)).ok_or(&OWNER_NOT_FOUND)?;
    let own_site = context.account().map(|account| &account.site);
    if own_site == Some(&owner.site) { Ok(owner.id) } else { Err(ApiError::new(&OTHER_SITE)) }
}

fn check_not_owner(request: &Request, given: &Given<'_>) -> Result<(), ApiError> {
    given.check_not_owner()?;
    if request.name.is_some() {
        return Err(ApiError::new(&NAME_NOT_ALLOWED));
    }
    if request.description.is_some() {
        return Err(ApiError::new(&DESCRIPTION_NOT_ALLOWED));
    }
    Ok(())
}

/// The addresses of the new router. The line's owner needs them; another account sets its own when it accepts.
fn peering(given: &Given<'_>, is_own: bool) -> Result<Peering, ApiError> {
    if is_own && !given.has_ipv4() {
        return Err(ApiError::new(&ADDRESSES_MISSING));
    }
    given.after(&Peering::default(), &OF_A_NEW_VLAN)
}

fn check_quotas(
    context: &Context<'_>,
    line: &Arc<PhysicalConnection>,
    owner: AccountId,
) -> Result<(), ApiError> {
    common::check_line_quota(context, line)?;
    let present = context.state.virtual_border_routers.count(rows::virtual_border_router::of_account(owner));
    let full = present >= context.quotas_of(owner).vbrs_per_account;
    if full { Err(ApiError::new(&ACCOUNT_FULL)) } else { Ok(()) }
}

fn check_vlan(context: &Context<'_>, line: &PhysicalConnection, vlan: u16) -> Result<(), ApiError> {
    let held = vlan::held(context, line.id.as_str(), Asking::default());
    match (vlan, held.contains(0)) {
        (0, true) => Err(ApiError::new(&VLAN_0_IS_NOT_SHARED)),
        (0, false) if !held.is_empty() => Err(ApiError::new(&LINE_IS_SHARED)),
        (1.., true) => Err(ApiError::new(&LINE_HAS_VLAN_0)),
        (1.., false) if held.contains(vlan) => Err(ApiError::new(&VLAN_USED)),
        (_, false) => Ok(()),
    }
}

fn route_table(vbr: &VirtualBorderRouter, region: &Region, seq: Seq) -> RouteTable {
    RouteTable {
        seq,
        id: vbr.route_table.clone(),
        account: vbr.account,
        region: region.id.clone(),
        router: RouterRef { kind: RouterType::Vbr, id: vbr.id.as_str().into() },
        kind: RouteTableKind::System,
        resource_group: vbr.resource_group.clone(),
        created_at: vbr.created_at,
        ..RouteTable::default()
    }
}

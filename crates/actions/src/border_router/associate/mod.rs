//! AssociatePhysicalConnectionToVirtualBorderRouter: a further line for a router.

mod errors;

use xconnect_model::border_router::{Association, Peering, VbrStatus};
use xconnect_model::physical_connection::Status;
use xconnect_model::{PhysicalConnection, RegionId, Text, VirtualBorderRouter};
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use self::errors::*;
use super::addressing::{Given, OF_A_NEW_VLAN};
use super::common::{self, Seen};
use super::rows::*;
use super::vlan::{self, Asking};
use crate::declare::{Api, Context, Declaration, Empty, TokenScope, WriteAction};
use crate::physical_connection::common as lines;
use crate::request;

/// Gives a router of the caller a VLAN on another line of the caller.
pub struct AssociatePhysicalConnectionToVirtualBorderRouter;

request! {
    /// Parameters of AssociatePhysicalConnectionToVirtualBorderRouter.
    pub struct Request {
        /// Region of the router and the line.
        region: Text = required "RegionId",
        /// The router, active.
        vbr: Text = required "VbrId",
        /// A line of the caller that is Enabled, other than those that the router has.
        line: Text = required "PhysicalConnectionId",
        /// 0 to 2999, unused on the line; 0 takes the whole line.
        vlan: Text = required "VlanId",
        /// The carrier's code: 1 to 64 printable characters without blanks.
        circuit_code: Text = optional "CircuitCode",
        /// The cloud's address; mandatory.
        local: Text = optional "LocalGatewayIp",
        /// The customer's address; mandatory.
        peer: Text = optional "PeerGatewayIp",
        /// 255.255.255.0 to 255.255.255.252; mandatory.
        mask: Text = optional "PeeringSubnetMask",
        /// The cloud's IPv6 address.
        local_ipv6: Text = optional "LocalIpv6GatewayIp",
        /// The customer's IPv6 address.
        peer_ipv6: Text = optional "PeerIpv6GatewayIp",
        /// The IPv6 subnet of both in CIDR form.
        ipv6_subnet: Text = optional "PeeringIpv6SubnetMask",
        /// Whether IPv6 is on; false by default.
        enable_ipv6: bool = optional "EnableIpv6",
    }
}

impl WriteAction for AssociatePhysicalConnectionToVirtualBorderRouter {
    const DECLARATION: Declaration = Declaration {
        name: "AssociatePhysicalConnectionToVirtualBorderRouter",
        api: Api::Vpc,
        summary: "Gives a virtual border router a VLAN on a further line.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: ERRORS,
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;
    const TOKEN_SCOPE: TokenScope = TokenScope::TokenAndParameters;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let given = given(request);
        let vbr = own_router(&context, &region.id, request, &given)?;
        common::check_line_lock(&context, vbr)?;
        let line = lines::own(&context, &region.id, &request.line, &LINE_NOT_FOUND)?;
        lines::check_security_lock(line)?;
        if vbr.vlans().any(|(own, _)| *own == line.id) {
            return Err(ApiError::new(&NOT_TO_BE_ASSOCIATED));
        }
        check_in_service(vbr.status)?;
        check_enabled(line)?;
        common::check_traffic(&context, &region.id)?;
        let vlan = common::vlan_number(&request.vlan)?;
        common::check_circuit_code(request.circuit_code.as_deref())?;
        let peering = peering(&given)?;
        check_room(&context, vbr, line, vlan)?;
        if peering.ipv6_enabled {
            common::check_ipv6(&context, line)?;
        }
        let mut next = vbr.clone();
        next.associated.push(Association {
            line: line.id.clone(),
            line_account: line.account,
            vlan,
            vlan_interface: draft.id(&region.code),
            circuit_code: request.circuit_code.clone().unwrap_or_default(),
            peering,
            created_at: context.now,
        });
        draft.put(next);
        Ok(Empty {})
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

/// The caller's router. Who owns only its line is told what exactly is not his to do.
fn own_router<'s>(
    context: &Context<'s>,
    region: &RegionId,
    request: &Request,
    given: &Given<'_>,
) -> Result<&'s VirtualBorderRouter, ApiError> {
    if let Some(vbr) = context.state.virtual_border_router(&request.vbr)
        && vbr.account == context.caller.account
        && vbr.region != *region
    {
        return Err(ApiError::new(&IN_ANOTHER_REGION));
    }
    let Seen { vbr, owns_router, .. } = common::seen(context, region, &request.vbr, &VBR_NOT_IN_RECORDS)?;
    if owns_router {
        return Ok(vbr);
    }
    given.check_not_owner()?;
    Err(ApiError::new(&NOT_BY_CALLER))
}

/// A router gets another line only while it is active.
fn check_in_service(status: VbrStatus) -> Result<(), ApiError> {
    match status {
        VbrStatus::Active => Ok(()),
        VbrStatus::Unconfirmed | VbrStatus::Recovering => Err(ApiError::new(&VBR_NOT_IN_SERVICE)),
        VbrStatus::Terminating | VbrStatus::Terminated | VbrStatus::Deleting => {
            Err(ApiError::new(&VBR_ENDING))
        }
    }
}

/// The line has to be Enabled. One that will be needs patience; for one that has ended, another is needed.
fn check_enabled(line: &PhysicalConnection) -> Result<(), ApiError> {
    let ends = line.status.is_final() || line.status == Status::Terminating;
    match line.status {
        Status::Enabled => Ok(()),
        // A shared line that is brought back keeps its status until it is there.
        _ if ends && line.work.is_none() => Err(ApiError::new(&LINE_ENDED)),
        _ => Err(ApiError::new(&LINE_NOT_OPEN_YET)),
    }
}

/// The addresses on the further line, which are all mandatory.
fn peering(given: &Given<'_>) -> Result<Peering, ApiError> {
    if !given.has_ipv4() {
        return Err(ApiError::new(&LOCAL_MISSING));
    }
    given.after(&Peering::default(), &OF_A_NEW_VLAN)
}

/// Whether the router has room for a line, and the line for a router with this VLAN.
fn check_room(
    context: &Context<'_>,
    vbr: &VirtualBorderRouter,
    line: &PhysicalConnection,
    vlan: u16,
) -> Result<(), ApiError> {
    if vbr.vlans().count() >= context.quotas().lines_per_vbr {
        return Err(ApiError::new(&TOO_MANY_LINES));
    }
    common::check_line_quota(context, line)?;
    let held = vlan::held(context, line.id.as_str(), Asking::default());
    if held.leaves(vlan) { Ok(()) } else { Err(ApiError::new(&VLAN_USED)) }
}

//! ModifyVirtualBorderRouterAttribute: VLAN, addresses, loss detection, bandwidth, name, further lines.

mod associations;
mod errors;

use xconnect_model::border_router::{Bfd, VbrEvent, VbrStatus};
use xconnect_model::{Text, VirtualBorderRouter};
use xconnect_state::Draft;
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use self::errors::*;
use super::addressing::Given;
use super::bandwidth;
use super::common::{self, Seen};
use super::rows::*;
use super::vlan::{self, Asking};
use crate::bgp::common::peers_collide;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Changes a router. What is said of the line is for the owner of the line, what is said of addresses and names
/// for the owner of the router, the rest for both.
pub struct ModifyVirtualBorderRouterAttribute;

request! {
    /// Parameters of ModifyVirtualBorderRouterAttribute.
    pub struct Request {
        /// Region of the router.
        region: Text = required "RegionId",
        /// The router, unconfirmed or active.
        vbr: Text = required "VbrId",
        /// 0 to 2999, unused on the line; the owner of the line only.
        vlan: Text = optional "VlanId",
        /// 1 to 64 printable characters without blanks; the owner of the line only.
        circuit_code: Text = optional "CircuitCode",
        /// The cloud's address; the owner of the router only, as for all addresses.
        local: Text = optional "LocalGatewayIp",
        /// The customer's address.
        peer: Text = optional "PeerGatewayIp",
        /// 255.255.255.0 to 255.255.255.252. An unconfirmed router that has both addresses and this is active.
        mask: Text = optional "PeeringSubnetMask",
        /// Milliseconds between packets sent for loss detection, 200 to 1000.
        min_tx: u32 = optional "MinTxInterval",
        /// Milliseconds between packets received for loss detection, 200 to 1000.
        min_rx: u32 = optional "MinRxInterval",
        /// Packets in a row that may be lost, 3 to 10.
        multiplier: u32 = optional "DetectMultiplier",
        /// 2 to 256 characters, the first a letter or a Chinese character, no web address; the router's owner only.
        description: Text = optional "Description",
        /// 2 to 128 characters, the first a letter or a Chinese character, no web address; the router's owner only.
        name: Text = optional "Name",
        /// Further lines: a JSON list of objects with PhysicalConnectionId, CircuitCode, and addresses.
        associations: Text = optional "AssociatedPhysicalConnections",
        /// The cloud's IPv6 address.
        local_ipv6: Text = optional "LocalIpv6GatewayIp",
        /// The customer's IPv6 address.
        peer_ipv6: Text = optional "PeerIpv6GatewayIp",
        /// The IPv6 subnet of both in CIDR form.
        ipv6_subnet: Text = optional "PeeringIpv6SubnetMask",
        /// Whether IPv6 is on.
        enable_ipv6: bool = optional "EnableIpv6",
        /// The limit in Mbps: 2 to 102400, and not above the bandwidth of the line.
        bandwidth: u32 = optional "Bandwidth",
        /// The largest packet: 1500 to 8500 bytes.
        mtu: u32 = optional "Mtu",
        /// Whether two lines may talk to each other through the router.
        sitelink: bool = optional "SitelinkEnable",
    }
}

impl WriteAction for ModifyVirtualBorderRouterAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyVirtualBorderRouterAttribute",
        api: Api::Vpc,
        summary: "Changes VLAN, addresses, loss detection, bandwidth, or names of a virtual border router.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: ERRORS,
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let seen = common::seen(&context, &region.id, &request.vbr, &NOT_FOUND)?;
        common::check_line_lock(&context, seen.vbr)?;
        let given = given(request);
        check_caller(seen, request, &given)?;
        common::check_traffic(&context, &region.id)?;
        if !matches!(seen.vbr.status, VbrStatus::Active | VbrStatus::Unconfirmed) {
            return Err(ApiError::new(&WRONG_STATE));
        }
        let texts = [&NAME_MALFORMED_2016, &DESCRIPTION_MALFORMED_2016];
        common::check_texts(request.name.as_ref(), request.description.as_ref(), texts)?;
        let mut next = VirtualBorderRouter::clone(seen.vbr);
        next.vlan = vlan(&context, seen.vbr, request)?;
        common::check_circuit_code(request.circuit_code.as_deref())?;
        next.peering = given.after(&next.peering, &OF_A_CHANGE)?;
        if next.peering != seen.vbr.peering && peers_collide(context.state, &next) {
            return Err(ApiError::new(&IP_MALFORMED));
        }
        next.bfd = bfd(next.bfd, request)?;
        next.mtu = mtu(request)?.or(next.mtu);
        next.sitelink = request.sitelink.unwrap_or(next.sitelink);
        if let Some(mbps) = request.bandwidth {
            next.bandwidth_mbps = Some(bandwidth::changed(&context, seen.vbr, mbps)?);
        }
        if request.enable_ipv6 == Some(true)
            && let Some(line) = context.state.physical_connection(next.line.as_str())
        {
            common::check_ipv6(&context, line)?;
        }
        if let Some(text) = &request.associations {
            associations::change(&context, seen, text, &mut next)?;
        }
        next.circuit_code = request.circuit_code.clone().unwrap_or(next.circuit_code);
        next.name = request.name.clone().unwrap_or(next.name);
        next.description = request.description.clone().unwrap_or(next.description);
        draft.put(accepted(&context, next));
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

/// Whether what the request says is the caller's to say.
///
/// The Terraform provider repeats what stands there with every change, so only another value is somebody else's.
fn check_caller(seen: Seen<'_>, request: &Request, given: &Given<'_>) -> Result<(), ApiError> {
    if !seen.owns_line {
        if request.circuit_code.as_ref().is_some_and(|code| *code != seen.vbr.circuit_code) {
            return Err(ApiError::new(&CIRCUIT_CODE_NOT_ALLOWED));
        }
        if request.vlan.as_ref().is_some_and(|vlan| *vlan != seen.vbr.vlan.to_string()) {
            return Err(ApiError::new(&VLAN_NOT_ALLOWED));
        }
    }
    if !seen.owns_router {
        given.check_not_owner()?;
        if request.name.is_some() {
            return Err(ApiError::new(&NAME_NOT_ALLOWED));
        }
        if request.description.is_some() {
            return Err(ApiError::new(&DESCRIPTION_NOT_ALLOWED));
        }
    }
    Ok(())
}

/// The VLAN afterwards. Repeating the one that the router has changes nothing.
fn vlan(context: &Context<'_>, vbr: &VirtualBorderRouter, request: &Request) -> Result<u16, ApiError> {
    let Some(text) = &request.vlan else { return Ok(vbr.vlan) };
    let wanted = common::vlan_number(text)?;
    if wanted == vbr.vlan {
        return Ok(wanted);
    }
    let asking = Asking { vbr: vbr.id.as_str(), ..Asking::default() };
    let held = vlan::held(context, vbr.line.as_str(), asking);
    if held.leaves(wanted) { Ok(wanted) } else { Err(ApiError::new(&VLAN_USED)) }
}

fn bfd(before: Bfd, request: &Request) -> Result<Bfd, ApiError> {
    let within = |value: Option<u32>, least: u32, most: u32, name: &str| match value {
        Some(value) if !(least..=most).contains(&value) => Err(invalid_parameter(name)),
        value => Ok(value),
    };
    Ok(Bfd {
        min_tx_ms: within(request.min_tx, 200, 1_000, "MinTxInterval")?.unwrap_or(before.min_tx_ms),
        min_rx_ms: within(request.min_rx, 200, 1_000, "MinRxInterval")?.unwrap_or(before.min_rx_ms),
        multiplier: within(request.multiplier, 3, 10, "DetectMultiplier")?.unwrap_or(before.multiplier),
    })
}

fn mtu(request: &Request) -> Result<Option<u32>, ApiError> {
    match request.mtu {
        Some(bytes) if !(1_500..=8_500).contains(&bytes) => Err(invalid_parameter("Mtu")),
        mtu => Ok(mtu),
    }
}

/// A router that another account was given is accepted as soon as it has addresses, which only its owner can set.
fn accepted(context: &Context<'_>, vbr: VirtualBorderRouter) -> VirtualBorderRouter {
    if vbr.peering.v4.is_none() {
        return vbr;
    }
    vbr.after(VbrEvent::Accept, context.now).filter(|_| vbr.status == VbrStatus::Unconfirmed).unwrap_or(vbr)
}

//! CreateBgpPeer: adds a neighbour to a BGP group.

use serde::Serialize;
use xconnect_model::bgp::{BgpStatus, Session};
use xconnect_model::{BgpPeer, BgpPeerId, Text};
use xconnect_state::{Draft, rows as index};
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::request;

/// Adds a peer: the customer's router at the far end of one of the border router's lines.
pub struct CreateBgpPeer;

request! {
    /// Parameters of CreateBgpPeer.
    pub struct Request {
        /// Region of the group.
        region: Text = required "RegionId",
        /// The group, Available, on an active border router.
        group: Text = required "BgpGroupId",
        /// The customer's address, in the subnet of one of the router's lines. May be left out where the router has one
        /// line: then it is the peer gateway of that line.
        address: Text = optional "PeerIpAddress",
        /// Whether losses are detected by BFD; false by default.
        bfd: bool = optional "EnableBfd",
        /// Hops that BFD may take, 1 to 255; ignored without BFD.
        hops: u32 = optional "BfdMultiHop",
        /// The version of the group, in any letter case.
        ip_version: Text = optional "IpVersion",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    bgp_peer_id: BgpPeerId,
}

impl WriteAction for CreateBgpPeer {
    const DECLARATION: Declaration = Declaration {
        name: "CreateBgpPeer",
        api: Api::Vpc,
        summary: "Adds a BGP peer to a BGP group.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgppeer/*",
        errors: &[
            &PEER_QUOTA,
            &elsewhere::GROUP_QUOTA,
            &NQA_QUOTA,
            &elsewhere::NETWORK_QUOTA,
            &PEER_ADDRESS_MISSING,
            &VBR_GONE,
            &GROUP_NOT_FOUND,
            &elsewhere::NAME_MALFORMED,
            &elsewhere::DESCRIPTION_MALFORMED,
            &elsewhere::AUTH_KEY_MALFORMED,
            &IP_MALFORMED,
            &elsewhere::PEER_ASN_MALFORMED,
            &MANDATORY_MISSING,
            &NOT_FOUND,
            &elsewhere::VPC_NOT_FOUND,
            &elsewhere::NETWORK_EXISTS,
            &WRONG_STATE,
            &TRAFFIC_NOT_ENABLED,
            &REGION_NOT_SUPPORTED,
        ],
        missing: Some(&MANDATORY_MISSING),
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_SUPPORTED)?;
        let bfd = request.bfd.unwrap_or(false);
        let bfd_multi_hop = common::hops(bfd, request.hops, 0)?;
        let group = common::own_group(&context, &region.id, &request.group)?;
        let ipv6 = request.ip_version.as_deref().map_or(Ok(group.ipv6), common::is_ipv6)?;
        if ipv6 != group.ipv6 {
            return Err(invalid_parameter("IpVersion"));
        }
        common::check_traffic(&context, &region.id)?;
        let vbr = common::vbr_of(context.state, group.vbr.as_str())?;
        common::check_lock(context.state, vbr)?;
        common::check_active(vbr)?;
        common::check_available(group.status)?;
        let peers = context.state.bgp_peers.find(index::bgp::of_vbr(vbr.id.as_str()));
        let standing = peers.filter(|peer| peer.status != BgpStatus::Deleting).count();
        if standing >= context.quotas().bgp_peers_per_vbr {
            return Err(ApiError::new(&PEER_QUOTA));
        }
        let address = common::peer_address(&context, vbr, ipv6, request.address.as_deref(), None)?;
        let id: BgpPeerId = draft.id(&region.code);
        let seq = draft.seq();
        draft.put(BgpPeer {
            seq,
            id: id.clone(),
            account: context.caller.account,
            region: region.id,
            vbr: vbr.id.clone(),
            group: group.id.clone(),
            address,
            bfd,
            bfd_multi_hop,
            status: BgpStatus::Pending,
            since: context.now,
            session: Session { since: context.now, ..Session::default() },
            cut: false,
            created_at: context.now,
            modified_at: context.now,
        });
        Ok(Response { bgp_peer_id: id })
    }
}

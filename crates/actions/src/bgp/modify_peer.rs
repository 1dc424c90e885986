//! ModifyBgpPeerAttribute: changes address, group, or detection of losses of a peer.

use xconnect_model::bgp::{BgpEvent, BgpStatus};
use xconnect_model::{BgpPeer, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Changes a peer. What is not given stays as it is.
pub struct ModifyBgpPeerAttribute;

request! {
    /// Parameters of ModifyBgpPeerAttribute.
    pub struct Request {
        /// Region of the peer.
        region: Text = required "RegionId",
        /// The peer.
        peer: Text = required "BgpPeerId",
        /// Another group of the same border router and version.
        group: Text = optional "BgpGroupId",
        /// The customer's address, in the subnet of one of the router's lines.
        address: Text = optional "PeerIpAddress",
        /// Whether losses are detected by BFD.
        bfd: bool = optional "EnableBfd",
        /// Hops that BFD may take, 1 to 255; ignored without BFD.
        hops: u32 = optional "BfdMultiHop",
    }
}

impl WriteAction for ModifyBgpPeerAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyBgpPeerAttribute",
        api: Api::Vpc,
        summary: "Changes address, group, or BFD settings of a BGP peer.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgppeer/*",
        errors: &[
            &REGION_NOT_FOUND,
            &TRAFFIC_NOT_ENABLED,
            &NOT_FOUND,
            &GROUP_NOT_FOUND,
            &IP_MALFORMED,
            &WRONG_STATE,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    /// The page has two rows only. For the rest, the rows of the other pages serve: they are what an official client
    /// knows.
    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let peer = common::own_peer(&context, &region.id, &request.peer)?;
        let bfd = request.bfd.unwrap_or(peer.bfd);
        let bfd_multi_hop = common::hops(bfd, request.hops, peer.bfd_multi_hop)?;
        let asked = request.group.as_deref().unwrap_or(peer.group.as_str());
        let group = common::own_group(&context, &region.id, asked)?;
        let moves = group.id != peer.group;
        let before = context.state.bgp_group(peer.group.as_str());
        if moves && (group.vbr != peer.vbr || before.is_some_and(|before| before.ipv6 != group.ipv6)) {
            return Err(ApiError::new(&GROUP_NOT_FOUND));
        }
        common::check_traffic(&context, &region.id)?;
        let vbr = common::vbr_of(context.state, peer.vbr.as_str())?;
        common::check_lock(context.state, vbr)?;
        let status = peer.status.on(BgpEvent::Modify).ok_or(&WRONG_STATE)?;
        if moves && group.status != BgpStatus::Available {
            return Err(ApiError::new(&WRONG_STATE));
        }
        let address = match request.address.as_deref() {
            Some(text) => common::peer_address(&context, vbr, group.ipv6, Some(text), Some(peer))?,
            None => peer.address,
        };
        draft.put(BgpPeer {
            group: group.id.clone(),
            address,
            bfd,
            bfd_multi_hop,
            status,
            since: context.now,
            modified_at: context.now,
            ..BgpPeer::clone(peer)
        });
        Ok(Empty {})
    }
}

static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist in our records.",
    "RegionId is not a known region.",
);

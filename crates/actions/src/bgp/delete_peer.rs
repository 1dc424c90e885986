//! DeleteBgpPeer: ends a session for good.

use xconnect_model::bgp::BgpEvent;
use xconnect_model::{BgpPeer, Text};
use xconnect_state::Draft;
use xconnect_wire::ApiError;

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Deletes a peer. Its session ends at once, and what was learned over it goes.
pub struct DeleteBgpPeer;

request! {
    /// Parameters of DeleteBgpPeer.
    pub struct Request {
        /// Region of the peer.
        region: Text = required "RegionId",
        /// The peer.
        peer: Text = required "BgpPeerId",
    }
}

impl WriteAction for DeleteBgpPeer {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteBgpPeer",
        api: Api::Vpc,
        summary: "Deletes a BGP peer.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgppeer/*",
        errors: &[
            &REGION_NOT_SUPPORTED,
            &elsewhere::PEER_QUOTA,
            &NQA_QUOTA,
            &elsewhere::NETWORK_QUOTA,
            &elsewhere::PEER_ADDRESS_MISSING,
            &elsewhere::VBR_NOT_FOUND,
            &elsewhere::GROUP_NOT_FOUND,
            &elsewhere::NAME_MALFORMED,
            &elsewhere::DESCRIPTION_MALFORMED,
            &elsewhere::AUTH_KEY_MALFORMED,
            &elsewhere::IP_MALFORMED,
            &elsewhere::PEER_ASN_MALFORMED,
            &elsewhere::MANDATORY_MISSING,
            &NOT_FOUND,
            &elsewhere::VPC_NOT_FOUND,
            &elsewhere::NETWORK_EXISTS,
            &WRONG_STATE,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_SUPPORTED)?;
        let peer = common::own_peer(&context, &region.id, &request.peer)?;
        common::check_lock(context.state, common::vbr_of(context.state, peer.vbr.as_str())?)?;
        let status = peer.status.on(BgpEvent::Delete).ok_or(&WRONG_STATE)?;
        let now = context.now;
        draft.put(BgpPeer { status, since: now, modified_at: now, ..BgpPeer::clone(peer) });
        Ok(Empty {})
    }
}

//! DeleteBgpNetwork: a network is no longer announced.

use xconnect_model::bgp::BgpEvent;
use xconnect_model::{BgpNetwork, Text};
use xconnect_state::{Draft, rows as index};
use xconnect_wire::ApiError;

use super::add_network::block;
use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Withdraws a network that a border router announces.
pub struct DeleteBgpNetwork;

request! {
    /// Parameters of DeleteBgpNetwork.
    pub struct Request {
        /// The network; host bits are cleared.
        block: Text = required "DstCidrBlock",
        /// Region of the border router.
        region: Text = required "RegionId",
        /// The border router.
        vbr: Text = required "RouterId",
    }
}

impl WriteAction for DeleteBgpNetwork {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteBgpNetwork",
        api: Api::Vpc,
        summary: "Withdraws an announced BGP network.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgpnetwork/*",
        errors: &[
            &REGION_NOT_SUPPORTED,
            &elsewhere::PEER_QUOTA,
            &NQA_QUOTA,
            &elsewhere::NETWORK_QUOTA,
            &elsewhere::PEER_ADDRESS_MISSING,
            &VBR_NOT_FOUND,
            &elsewhere::GROUP_NOT_FOUND,
            &elsewhere::NAME_MALFORMED,
            &elsewhere::DESCRIPTION_MALFORMED,
            &elsewhere::AUTH_KEY_MALFORMED,
            &IP_MALFORMED,
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
        let network = block(&request.block).ok_or(&IP_MALFORMED)?;
        let vbr = common::own_vbr(&context, &region.id, &request.vbr)?;
        let id = index::bgp::network::id(vbr.id.as_str(), &network);
        let network = context.state.bgp_networks.first(id).ok_or(&NOT_FOUND)?;
        common::check_lock(context.state, vbr)?;
        let status = network.status.on(BgpEvent::Delete).ok_or(&WRONG_STATE)?;
        draft.put(BgpNetwork { status, since: context.now, ..BgpNetwork::clone(network) });
        Ok(Empty {})
    }
}

//! DeleteBgpGroup: removes a group without peers.

use xconnect_model::bgp::BgpEvent;
use xconnect_model::{BgpGroup, Text};
use xconnect_state::{Draft, rows as index};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Deletes a group; its peers have to be gone.
pub struct DeleteBgpGroup;

request! {
    /// Parameters of DeleteBgpGroup.
    pub struct Request {
        /// Region of the group.
        region: Text = required "RegionId",
        /// The group.
        group: Text = required "BgpGroupId",
    }
}

impl WriteAction for DeleteBgpGroup {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteBgpGroup",
        api: Api::Vpc,
        summary: "Deletes a BGP group without peers.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgpgroup/*",
        errors: &[
            &REGION_NOT_SUPPORTED,
            &elsewhere::PEER_QUOTA,
            &NQA_QUOTA,
            &elsewhere::NETWORK_QUOTA,
            &elsewhere::PEER_ADDRESS_MISSING,
            &elsewhere::VBR_NOT_FOUND,
            &GROUP_NOT_FOUND,
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
            &HAS_PEERS,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_SUPPORTED)?;
        let group = common::own_group(&context, &region.id, &request.group)?;
        common::check_lock(context.state, common::vbr_of(context.state, group.vbr.as_str())?)?;
        let status = group.status.on(BgpEvent::Delete).ok_or(&WRONG_STATE)?;
        // A peer that is being deleted counts, or it could outlive its group.
        if context.state.bgp_peers.count(index::bgp::peer::in_group(group.id.as_str())) > 0 {
            return Err(ApiError::new(&HAS_PEERS));
        }
        draft.put(BgpGroup { status, since: context.now, ..BgpGroup::clone(group) });
        Ok(Empty {})
    }
}

/// The documents have no row for it; the Terraform provider tries again after this code.
static HAS_PEERS: ErrorSpec = ErrorSpec::new(
    400,
    "DependencyViolation.BgpPeer",
    "The specified BGP group has BGP peers.",
    "The group has peers, one that is being deleted included.",
);

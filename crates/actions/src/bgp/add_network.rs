//! AddBgpNetwork: announces a network to the customer.

use std::net::IpAddr;

use ipnet::IpNet;
use xconnect_model::bgp::BgpStatus;
use xconnect_model::{BgpNetwork, Text, VpcId};
use xconnect_state::{Draft, rows as index};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Announces a block of a VPC or vSwitch from a border router over its sessions.
pub struct AddBgpNetwork;

request! {
    /// Parameters of AddBgpNetwork.
    pub struct Request {
        /// The block that the customer is to reach; host bits are cleared, and a bare address is a block of its own.
        block: Text = required "DstCidrBlock",
        /// Region of the border router.
        region: Text = required "RegionId",
        /// The border router: the caller's, and active.
        vbr: Text = required "RouterId",
        /// The VPC of the block: one of the caller's.
        vpc: Text = optional "VpcId",
    }
}

impl WriteAction for AddBgpNetwork {
    const DECLARATION: Declaration = Declaration {
        name: "AddBgpNetwork",
        api: Api::Vpc,
        summary: "Announces a network over BGP from a virtual border router.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgpnetwork/*",
        errors: &[
            &elsewhere::PEER_QUOTA,
            &NQA_QUOTA,
            &NETWORK_QUOTA,
            &elsewhere::PEER_ADDRESS_MISSING,
            &VBR_NOT_FOUND,
            &elsewhere::GROUP_NOT_FOUND,
            &elsewhere::NAME_MALFORMED,
            &elsewhere::DESCRIPTION_MALFORMED,
            &elsewhere::AUTH_KEY_MALFORMED,
            &IP_MALFORMED,
            &elsewhere::PEER_ASN_MALFORMED,
            &PARAMETER_MISSING,
            &NOT_FOUND,
            &VPC_NOT_FOUND,
            &NETWORK_EXISTS,
            &WRONG_STATE,
            &REGION_NOT_IN_RECORDS,
            &elsewhere::GROUP_QUOTA,
        ],
        missing: Some(&PARAMETER_MISSING),
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_IN_RECORDS)?;
        let network = block(&request.block).ok_or(&IP_MALFORMED)?;
        let vbr = common::own_vbr(&context, &region.id, &request.vbr)?;
        if matches!(network, IpNet::V6(_)) && !common::has_ipv6(vbr) {
            return Err(ApiError::new(&IP_MALFORMED));
        }
        let vpc = request.vpc.clone().unwrap_or_default();
        let found = context.state.vpc(&vpc).filter(|vpc| vpc.account == context.caller.account);
        if !vpc.is_empty() && found.is_none() {
            return Err(ApiError::new(&VPC_NOT_FOUND));
        }
        common::check_lock(context.state, vbr)?;
        common::check_active(vbr)?;
        let networks = &context.state.bgp_networks;
        if networks.first(index::bgp::network::id(vbr.id.as_str(), &network)).is_some() {
            return Err(ApiError::new(&NETWORK_EXISTS));
        }
        if networks.count(index::bgp::of_vbr(vbr.id.as_str())) >= context.quotas().bgp_networks_per_vbr {
            return Err(ApiError::new(&NETWORK_QUOTA));
        }
        let seq = draft.seq();
        draft.put(BgpNetwork {
            seq,
            account: context.caller.account,
            region: region.id,
            vbr: vbr.id.clone(),
            network,
            vpc: VpcId::new(vpc),
            status: BgpStatus::Pending,
            since: context.now,
            created_at: context.now,
        });
        Ok(Empty {})
    }
}

/// A block with its host bits cleared. IPv4 in the clothes of IPv6 is not taken.
pub(super) fn block(text: &str) -> Option<IpNet> {
    let block = text.parse().ok().or_else(|| text.parse().ok().map(|address: IpAddr| address.into()))?;
    let block = IpNet::trunc(&block);
    let mapped = matches!(block, IpNet::V6(block) if block.addr().to_ipv4_mapped().is_some());
    (!mapped).then_some(block)
}

static PARAMETER_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParams.NotNull",
    "parameter must not null.",
    "A mandatory parameter is missing or blank.",
);

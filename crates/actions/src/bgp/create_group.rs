//! CreateBgpGroup: makes a BGP group on a border router.

use serde::Serialize;
use xconnect_model::account::Secret;
use xconnect_model::bgp::{BgpStatus, CLOUD_ASN};
use xconnect_model::{BgpGroup, BgpGroupId, Text};
use xconnect_state::{Draft, rows as index};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::request;

/// Makes a group: what peers of a border router have in common.
pub struct CreateBgpGroup;

request! {
    /// Parameters of CreateBgpGroup.
    pub struct Request {
        /// Region of the border router.
        region: Text = required "RegionId",
        /// The border router: the caller's, and active.
        vbr: Text = required "RouterId",
        /// 2 to 128 characters, the first a letter or a Chinese character.
        name: Text = optional "Name",
        /// 2 to 256 characters, the first a letter or a Chinese character, and not the start of a web address.
        description: Text = optional "Description",
        /// The customer's AS number, of two or four bytes; not 45104 or a reserved one.
        peer_asn: u64 = required "PeerAsn",
        /// The cloud's AS number: 45104, which is the default, 64512 to 65534 but 65025, or 4200000000 to 4294967294.
        local_asn: u64 = optional "LocalAsn",
        /// The key of RFC 2385: up to 80 printable ASCII characters.
        auth_key: Text = optional "AuthKey",
        /// Whether the customer's end takes a substitute for the cloud's AS number.
        fake_asn: bool = optional "IsFakeAsn",
        /// `IPv4`, which is the default, or `IPv6`, for a border router with IPv6.
        ip_version: Text = optional "IpVersion",
        /// How many routes a peer may announce; 110 unless the account has another quota, and not more than it.
        route_quota: u32 = optional "RouteQuota",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    bgp_group_id: BgpGroupId,
}

impl WriteAction for CreateBgpGroup {
    const DECLARATION: Declaration = Declaration {
        name: "CreateBgpGroup",
        api: Api::Vpc,
        summary: "Creates a BGP group on a virtual border router.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgpgroup/*",
        errors: &[
            &elsewhere::PEER_QUOTA,
            &NQA_QUOTA,
            &elsewhere::NETWORK_QUOTA,
            &elsewhere::PEER_ADDRESS_MISSING,
            &VBR_NOT_FOUND,
            &elsewhere::GROUP_NOT_FOUND,
            &NAME_MALFORMED,
            &BAD_DESCRIPTION,
            &AUTH_KEY_MALFORMED,
            &elsewhere::IP_MALFORMED,
            &PEER_ASN_MALFORMED,
            &NOT_FOUND,
            &elsewhere::VPC_NOT_FOUND,
            &elsewhere::NETWORK_EXISTS,
            &WRONG_STATE,
            &GROUP_QUOTA,
            &TRAFFIC_NOT_ENABLED,
            &REGION_NOT_FOUND,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        common::check_texts(request.name.as_ref(), request.description.as_ref(), &BAD_DESCRIPTION)?;
        let local_asn = request.local_asn.map_or(Ok(CLOUD_ASN), common::local_asn)?;
        let peer_asn = common::peer_asn(request.peer_asn, local_asn)?;
        let auth_key = request.auth_key.as_ref().map_or(Ok(Secret::default()), common::auth_key)?;
        let route_limit = common::route_limit(&context, request.route_quota)?;
        let vbr = common::own_vbr(&context, &region.id, &request.vbr)?;
        let ipv6 = request.ip_version.as_deref().map_or(Ok(false), common::is_ipv6)?;
        if ipv6 && !common::has_ipv6(vbr) {
            return Err(invalid_parameter("IpVersion"));
        }
        common::check_traffic(&context, &region.id)?;
        common::check_lock(context.state, vbr)?;
        common::check_active(vbr)?;
        let groups = context.state.bgp_groups.find(index::bgp::of_vbr(vbr.id.as_str()));
        let standing = groups.filter(|group| group.status != BgpStatus::Deleting).count();
        if standing >= context.quotas().bgp_groups_per_vbr {
            return Err(ApiError::new(&GROUP_QUOTA));
        }
        let id: BgpGroupId = draft.id(&region.code);
        let seq = draft.seq();
        draft.put(BgpGroup {
            seq,
            id: id.clone(),
            account: context.caller.account,
            region: region.id,
            vbr: vbr.id.clone(),
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            peer_asn,
            local_asn,
            auth_key,
            fake_asn: request.fake_asn.unwrap_or(false),
            ipv6,
            route_limit,
            status: BgpStatus::Pending,
            since: context.now,
            created_at: context.now,
        });
        Ok(Response { bgp_group_id: id })
    }
}

static BAD_DESCRIPTION: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidBgpDescription.Malformed",
    "Specified Bgp Group description is not valid.",
    "Description breaks the rule for descriptions.",
);
static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId is not found.",
    "RegionId is not a known region.",
);

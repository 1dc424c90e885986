//! ModifyBgpGroupAttribute: changes what the peers of a group have in common.

use xconnect_model::account::Secret;
use xconnect_model::bgp::BgpEvent;
use xconnect_model::{BgpGroup, Text};
use xconnect_state::Draft;
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Changes a group. What is not given stays as it is.
pub struct ModifyBgpGroupAttribute;

request! {
    /// Parameters of ModifyBgpGroupAttribute.
    pub struct Request {
        /// Region of the group.
        region: Text = required "RegionId",
        /// The group.
        group: Text = required "BgpGroupId",
        /// 2 to 128 characters, the first a letter or a Chinese character, and not the start of a web address.
        name: Text = optional "Name",
        /// 2 to 256 characters, the first a letter or a Chinese character, and not the start of a web address.
        description: Text = optional "Description",
        /// The cloud's AS number: 45104, 64512 to 65534 but 65025, or 4200000000 to 4294967294.
        local_asn: u64 = optional "LocalAsn",
        /// The customer's AS number, of two or four bytes; not 45104 or a reserved one.
        peer_asn: u64 = optional "PeerAsn",
        /// The key of RFC 2385: up to 80 printable ASCII characters.
        auth_key: Text = optional "AuthKey",
        /// True takes the key away; not together with AuthKey.
        clear_auth_key: bool = optional "ClearAuthKey",
        /// Whether the customer's end takes a substitute for the cloud's AS number.
        fake_asn: bool = optional "IsFakeAsn",
        /// How many routes a peer may announce, up to the quota.
        route_quota: u32 = optional "RouteQuota",
    }
}

impl WriteAction for ModifyBgpGroupAttribute {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyBgpGroupAttribute",
        api: Api::Vpc,
        summary: "Changes the settings of a BGP group.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:bgpgroup/*",
        errors: &[
            &elsewhere::PEER_QUOTA,
            &NQA_QUOTA,
            &elsewhere::NETWORK_QUOTA,
            &elsewhere::PEER_ADDRESS_MISSING,
            &elsewhere::VBR_NOT_FOUND,
            &GROUP_NOT_FOUND,
            &NAME_MALFORMED,
            &DESCRIPTION_MALFORMED,
            &AUTH_KEY_MALFORMED,
            &elsewhere::IP_MALFORMED,
            &PEER_ASN_MALFORMED,
            &NOT_FOUND,
            &elsewhere::VPC_NOT_FOUND,
            &elsewhere::NETWORK_EXISTS,
            &WRONG_STATE,
            &TRAFFIC_NOT_ENABLED,
            &REGION_NOT_SUPPORTED,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_SUPPORTED)?;
        common::check_texts(request.name.as_ref(), request.description.as_ref(), &DESCRIPTION_MALFORMED)?;
        let group = common::own_group(&context, &region.id, &request.group)?;
        let next = changed(&context, group, request)?;
        common::check_traffic(&context, &region.id)?;
        common::check_lock(context.state, common::vbr_of(context.state, group.vbr.as_str())?)?;
        let status = group.status.on(BgpEvent::Modify).ok_or(&WRONG_STATE)?;
        draft.put(BgpGroup { status, since: context.now, ..next });
        Ok(Empty {})
    }
}

/// The group as it is asked for.
fn changed(context: &Context<'_>, group: &BgpGroup, request: &Request) -> Result<BgpGroup, ApiError> {
    let mut next = group.clone();
    if let Some(name) = &request.name {
        next.name = name.clone();
    }
    if let Some(description) = &request.description {
        next.description = description.clone();
    }
    if let Some(asn) = request.local_asn {
        next.local_asn = common::local_asn(asn)?;
    }
    next.peer_asn = common::peer_asn(request.peer_asn.unwrap_or(group.peer_asn.into()), next.local_asn)?;
    match (&request.auth_key, request.clear_auth_key) {
        (Some(_), Some(true)) => return Err(invalid_parameter("ClearAuthKey")),
        (Some(key), _) => next.auth_key = common::auth_key(key)?,
        (None, Some(true)) => next.auth_key = Secret::default(),
        (None, _) => {}
    }
    if let Some(fake_asn) = request.fake_asn {
        next.fake_asn = fake_asn;
    }
    if request.route_quota.is_some() {
        next.route_limit = common::route_limit(context, request.route_quota)?;
    }
    Ok(next)
}

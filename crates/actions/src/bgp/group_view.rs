//! What DescribeBgpGroups shows of a group.

use serde::Serialize;
use xconnect_model::BgpGroup;

use super::common::{HOLD, KEEPALIVE, ip_version};

/// A group. AS numbers and IsFake are a number and a boolean, because the Terraform provider takes nothing else; the
/// key is shown as it is, because a masked one would be a change to it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GroupView<'s> {
    bgp_group_id: &'s str,
    router_id: &'s str,
    region_id: &'s str,
    status: &'static str,
    name: &'s str,
    description: &'s str,
    peer_asn: u32,
    local_asn: u32,
    is_fake: bool,
    auth_key: &'s str,
    ip_version: &'static str,
    hold: &'static str,
    keepalive: &'static str,
    route_limit: String,
}

impl<'s> GroupView<'s> {
    pub(super) fn of(group: &'s BgpGroup) -> Self {
        Self {
            bgp_group_id: group.id.as_str(),
            router_id: group.vbr.as_str(),
            region_id: group.region.as_str(),
            status: group.status.as_str(),
            name: &group.name,
            description: &group.description,
            peer_asn: group.peer_asn,
            local_asn: group.local_asn,
            is_fake: group.fake_asn,
            auth_key: group.auth_key.reveal(),
            ip_version: ip_version(group.ipv6),
            hold: HOLD,
            keepalive: KEEPALIVE,
            route_limit: group.route_limit.0.to_string(),
        }
    }
}

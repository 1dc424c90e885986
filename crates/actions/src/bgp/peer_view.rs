//! What DescribeBgpPeers shows of a peer.

use serde::Serialize;
use xconnect_model::bgp::{BgpStatus, SessionState};
use xconnect_model::{BgpGroup, BgpPeer};
use xconnect_state::steps::session;
use xconnect_state::{State, rows as index};

use super::common::{HOLD, KEEPALIVE, ip_version};

/// A peer, with what it has from its group.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PeerView<'s> {
    bgp_peer_id: &'s str,
    bgp_group_id: &'s str,
    router_id: &'s str,
    region_id: &'s str,
    status: &'static str,
    bgp_status: &'static str,
    peer_ip_address: String,
    ip_version: &'static str,
    enable_bfd: bool,
    bfd_multi_hop: u32,
    name: &'s str,
    description: &'s str,
    peer_asn: u32,
    local_asn: u32,
    is_fake: bool,
    auth_key: &'s str,
    hold: &'static str,
    keepalive: &'static str,
    route_limit: String,
    received_route_count: usize,
    advertised_route_count: usize,
    gmt_modified: String,
}

impl<'s> PeerView<'s> {
    /// The view of a peer; `None` when its group is gone, which it outlives in no State.
    pub(super) fn of(state: &'s State, peer: &'s BgpPeer) -> Option<Self> {
        let group = state.bgp_group(peer.group.as_str())?;
        let address = session::address(state, peer);
        Some(Self {
            bgp_peer_id: peer.id.as_str(),
            bgp_group_id: peer.group.as_str(),
            router_id: peer.vbr.as_str(),
            region_id: peer.region.as_str(),
            status: peer.status.as_str(),
            bgp_status: bgp_status(peer.status),
            peer_ip_address: address.map(|address| address.to_string()).unwrap_or_default(),
            ip_version: ip_version(group.ipv6),
            enable_bfd: peer.bfd,
            bfd_multi_hop: peer.bfd_multi_hop,
            name: &group.name,
            description: &group.description,
            peer_asn: group.peer_asn,
            local_asn: group.local_asn,
            is_fake: group.fake_asn,
            auth_key: group.auth_key.reveal(),
            hold: HOLD,
            keepalive: KEEPALIVE,
            route_limit: group.route_limit.0.to_string(),
            received_route_count: state.route_entries.count(index::route::of_peer(peer.id.as_str())),
            advertised_route_count: advertised(state, group, peer),
            gmt_modified: peer.modified_at.to_wire(),
        })
    }
}

/// The documents know these words only: what is in use is `Connect`, whether somebody answers or not. Whether
/// somebody does is seen by the counts of routes.
fn bgp_status(status: BgpStatus) -> &'static str {
    match status {
        BgpStatus::Pending => "creating",
        BgpStatus::Available => "Connect",
        BgpStatus::Modifying => "modifying",
        BgpStatus::Deleting => "deleting",
    }
}

/// How many networks are announced to a peer.
fn advertised(state: &State, group: &BgpGroup, peer: &BgpPeer) -> usize {
    if peer.session.state != SessionState::Established {
        return 0;
    }
    let networks = state.bgp_networks.find(index::bgp::of_vbr(peer.vbr.as_str()));
    let announced = networks.filter(|one| {
        let is_ipv6 = one.network.addr().is_ipv6();
        one.status == BgpStatus::Available && is_ipv6 == group.ipv6
    });
    announced.count()
}

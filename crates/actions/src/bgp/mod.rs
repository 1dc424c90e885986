//! BGP between a border router and the customer: groups, peers, and announced networks.

pub(crate) mod common;
mod group_view;
mod peer_view;
mod rows;

use crate::declare::actions;

actions! {
    write create_group::CreateBgpGroup,
    read describe_groups::DescribeBgpGroups,
    write modify_group::ModifyBgpGroupAttribute,
    write delete_group::DeleteBgpGroup,
    write create_peer::CreateBgpPeer,
    read describe_peers::DescribeBgpPeers,
    write modify_peer::ModifyBgpPeerAttribute,
    write delete_peer::DeleteBgpPeer,
    write add_network::AddBgpNetwork,
    read describe_networks::DescribeBgpNetworks,
    write delete_network::DeleteBgpNetwork,
}

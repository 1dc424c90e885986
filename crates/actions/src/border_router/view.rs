//! What both Describe actions show alike of a router: addresses and the line below.

use serde::Serialize;
use xconnect_model::border_router::Peering;
use xconnect_model::{PhysicalConnection, Time};

/// The addresses at both ends; blank where none are set, and for those who may not see them.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Addresses {
    local_gateway_ip: String,
    peer_gateway_ip: String,
    peering_subnet_mask: String,
    local_ipv6_gateway_ip: String,
    peer_ipv6_gateway_ip: String,
    peering_ipv6_subnet_mask: String,
    enable_ipv6: bool,
}

impl Addresses {
    /// The addresses, or only whether IPv6 is on.
    pub(super) fn of(peering: &Peering, are_shown: bool) -> Self {
        let v4 = peering.v4.filter(|_| are_shown);
        let v6 = peering.v6.filter(|_| are_shown);
        Self {
            local_gateway_ip: v4.map(|v4| v4.local.to_string()).unwrap_or_default(),
            peer_gateway_ip: v4.map(|v4| v4.peer.to_string()).unwrap_or_default(),
            peering_subnet_mask: v4.map(|v4| v4.mask().to_string()).unwrap_or_default(),
            local_ipv6_gateway_ip: v6.map(|v6| v6.local.to_string()).unwrap_or_default(),
            peer_ipv6_gateway_ip: v6.map(|v6| v6.peer.to_string()).unwrap_or_default(),
            peering_ipv6_subnet_mask: v6.map(|v6| v6.subnet.to_string()).unwrap_or_default(),
            enable_ipv6: peering.ipv6_enabled,
        }
    }
}

/// `PConnVbrChargeType` and `PConnVbrExpireTime`: the subscription of a shared line, which is what a router costs.
#[derive(Debug, Serialize)]
pub(super) struct Charge {
    #[serde(rename = "PConnVbrChargeType")]
    charge_type: &'static str,
    #[serde(rename = "PConnVbrExpireTime")]
    expire_time: String,
}

impl Charge {
    /// The subscription of the line below; blank for a dedicated one.
    pub(super) fn of(line: Option<&PhysicalConnection>) -> Self {
        let end_at = line.filter(|line| line.shared.is_some()).and_then(|line| line.end_at);
        Self { charge_type: if end_at.is_some() { "PrePaid" } else { "" }, expire_time: wire(end_at) }
    }
}

/// A time on the wire; blank when there is none.
pub(super) fn wire(time: Option<Time>) -> String {
    time.map(Time::to_wire).unwrap_or_default()
}

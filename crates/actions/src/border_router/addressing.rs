//! The addresses at the two ends of a VLAN: how a request spells them, and which ones fit together.
//!
//! Both ends lie in one subnet, are different, and are addresses that an interface can have there. Source: Express
//! Connect API reference 2022, CreateVirtualBorderRouter.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use ipnet::{Ipv4Net, Ipv6Net};
use xconnect_model::border_router::{Peering, PeeringV4, PeeringV6};
use xconnect_wire::public::missing_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::rows::*;

/// Lengths of the IPv4 mask.
const V4_PREFIXES: RangeInclusive<u8> = 24..=30;
/// Lengths of the IPv6 prefix. With 127 bits there is room for just the two ends.
const V6_PREFIXES: RangeInclusive<u8> = 1..=127;

/// What a request says of the addresses; what it does not say stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given<'r> {
    pub(super) local: Option<&'r str>,
    pub(super) peer: Option<&'r str>,
    pub(super) mask: Option<&'r str>,
    pub(super) local_ipv6: Option<&'r str>,
    pub(super) peer_ipv6: Option<&'r str>,
    pub(super) ipv6_subnet: Option<&'r str>,
    pub(super) enable_ipv6: Option<bool>,
}

/// The rows with which an action refuses addresses.
pub(super) struct Refusals {
    /// The cloud's end, the customer's end, or the mask is not there.
    pub(super) missing: [&'static ErrorSpec; 3],
    pub(super) local: &'static ErrorSpec,
    pub(super) peer: &'static ErrorSpec,
    pub(super) mask: &'static ErrorSpec,
    pub(super) ipv6: &'static ErrorSpec,
    pub(super) ipv6_subnet: &'static ErrorSpec,
}

/// What creations are refused with: a row for each parameter.
pub(super) static OF_A_NEW_VLAN: Refusals = Refusals {
    missing: [&LOCAL_MISSING, &PEER_MISSING, &MASK_MISSING],
    local: &LOCAL_MALFORMED,
    peer: &PEER_MALFORMED,
    mask: &MASK_MALFORMED,
    ipv6: &IPV6_MALFORMED,
    ipv6_subnet: &IPV6_MALFORMED,
};

impl Given<'_> {
    /// Whether any of the three IPv4 values is there.
    pub(super) fn has_ipv4(&self) -> bool {
        self.local.is_some() || self.peer.is_some() || self.mask.is_some()
    }

    /// Refuses what only the owner of a router may say of it.
    pub(super) fn check_not_owner(&self) -> Result<(), ApiError> {
        let reserved = [
            (self.local.or(self.local_ipv6), &LOCAL_NOT_ALLOWED),
            (self.peer.or(self.peer_ipv6), &PEER_NOT_ALLOWED),
            (self.mask.or(self.ipv6_subnet), &MASK_NOT_ALLOWED),
        ];
        let given = reserved.into_iter().find(|(value, _)| value.is_some());
        given.map_or(Ok(()), |(_, row)| Err(ApiError::new(row)))
    }

    /// The addresses afterwards, where there have been others `before`.
    pub(super) fn after(&self, before: &Peering, rows: &Refusals) -> Result<Peering, ApiError> {
        Ok(Peering {
            v4: if self.has_ipv4() { Some(self.v4(before.v4, rows)?) } else { before.v4 },
            v6: if self.has_ipv6() { Some(self.v6(before.v6, rows)?) } else { before.v6 },
            ipv6_enabled: self.enable_ipv6.unwrap_or(before.ipv6_enabled),
        })
    }

    fn has_ipv6(&self) -> bool {
        self.local_ipv6.is_some() || self.peer_ipv6.is_some() || self.ipv6_subnet.is_some()
    }

    fn v4(&self, before: Option<PeeringV4>, rows: &Refusals) -> Result<PeeringV4, ApiError> {
        let address = |text: Option<&str>, row| text.map(|text| v4_address(text).ok_or(row)).transpose();
        let local = address(self.local, rows.local)?.or(before.map(|before| before.local));
        let peer = address(self.peer, rows.peer)?.or(before.map(|before| before.peer));
        let prefix = self.mask.map(|text| mask_length(text).ok_or(rows.mask)).transpose()?;
        let prefix = prefix.or(before.map(|before| before.prefix));
        let [no_local, no_peer, no_mask] = rows.missing;
        let peering = PeeringV4 {
            local: local.ok_or(no_local)?,
            peer: peer.ok_or(no_peer)?,
            prefix: prefix.ok_or(no_mask)?,
        };
        let subnet = Ipv4Net::new(peering.local, peering.prefix).map_err(|_| rows.mask)?;
        if !subnet.contains(&peering.peer) {
            return Err(ApiError::new(&NOT_SAME_SUBNET));
        }
        let is_reserved = |address| address == subnet.network() || address == subnet.broadcast();
        if is_reserved(peering.local) {
            return Err(ApiError::new(rows.local));
        }
        if is_reserved(peering.peer) || peering.peer == peering.local {
            return Err(ApiError::new(rows.peer));
        }
        Ok(peering)
    }

    fn v6(&self, before: Option<PeeringV6>, rows: &Refusals) -> Result<PeeringV6, ApiError> {
        let address = |text: Option<&str>| text.map(|text| v6_address(text).ok_or(rows.ipv6)).transpose();
        let local = address(self.local_ipv6)?.or(before.map(|before| before.local));
        let peer = address(self.peer_ipv6)?.or(before.map(|before| before.peer));
        let subnet = self.ipv6_subnet.map(|text| v6_subnet(text).ok_or(rows.ipv6_subnet)).transpose()?;
        let subnet = subnet.or(before.map(|before| before.subnet));
        let peering = PeeringV6 {
            local: local.ok_or_else(|| missing_parameter("LocalIpv6GatewayIp"))?,
            peer: peer.ok_or_else(|| missing_parameter("PeerIpv6GatewayIp"))?,
            subnet: subnet.ok_or_else(|| missing_parameter("PeeringIpv6SubnetMask"))?,
        };
        let lies_outside = |address| !peering.subnet.contains(address);
        if lies_outside(&peering.local) || lies_outside(&peering.peer) {
            return Err(ApiError::new(&NOT_SAME_SUBNET));
        }
        // The first address of a subnet means all its routers, but where there are only two.
        let is_reserved = |address| peering.subnet.prefix_len() < 127 && address == peering.subnet.network();
        if is_reserved(peering.local) || is_reserved(peering.peer) || peering.local == peering.peer {
            return Err(ApiError::new(rows.ipv6));
        }
        Ok(peering)
    }
}

/// An IPv4 address that one interface can have.
fn v4_address(text: &str) -> Option<Ipv4Addr> {
    let address: Ipv4Addr = text.parse().ok()?;
    let first = address.octets()[0];
    (first != 0 && first != 127 && first < 224).then_some(address)
}

/// The length of a dotted mask.
fn mask_length(text: &str) -> Option<u8> {
    let mask: Ipv4Addr = text.parse().ok()?;
    let length = ipnet::ipv4_mask_to_prefix(mask).ok()?;
    V4_PREFIXES.contains(&length).then_some(length)
}

/// An IPv6 address that one interface can have.
fn v6_address(text: &str) -> Option<Ipv6Addr> {
    let address: Ipv6Addr = text.parse().ok()?;
    let is_one_interface = !address.is_unspecified() && !address.is_loopback() && !address.is_multicast();
    is_one_interface.then_some(address)
}

/// An IPv6 subnet in CIDR form; its host bits are cleared.
fn v6_subnet(text: &str) -> Option<Ipv6Net> {
    let subnet: Ipv6Net = text.parse().ok()?;
    V6_PREFIXES.contains(&subnet.prefix_len()).then(|| subnet.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given<'r>(local: &'r str, peer: &'r str, mask: &'r str) -> Given<'r> {
        Given { local: Some(local), peer: Some(peer), mask: Some(mask), ..Given::default() }
    }

    fn given_ipv6<'r>(local: &'r str, peer: &'r str, subnet: &'r str) -> Given<'r> {
        Given {
            local_ipv6: Some(local),
            peer_ipv6: Some(peer),
            ipv6_subnet: Some(subnet),
            ..Given::default()
        }
    }

    fn refusal(given: Given<'_>) -> String {
        let refused = given.after(&Peering::default(), &OF_A_NEW_VLAN).unwrap_err();
        refused.code().to_owned()
    }

    /// Every pair of addresses of every allowed mask, in a block whose ends are not at byte borders.
    #[test]
    fn two_ends_fit_exactly_when_they_are_two_hosts_of_one_subnet() {
        for prefix in 24..=30_u8 {
            let mask = Ipv4Addr::from(u32::MAX << (32 - u32::from(prefix))).to_string();
            let size = 1_u32 << (32 - prefix);
            for local in (0..256_u32).step_by(3) {
                for peer in 0..256_u32 {
                    let is_host = |last: u32| !last.is_multiple_of(size) && last % size != size - 1;
                    let fits =
                        local / size == peer / size && is_host(local) && is_host(peer) && local != peer;
                    let texts = (format!("10.9.8.{local}"), format!("10.9.8.{peer}"));
                    let read = given(&texts.0, &texts.1, &mask).after(&Peering::default(), &OF_A_NEW_VLAN);
                    assert_eq!(read.is_ok(), fits, "{texts:?} {mask}");
                    if let Ok(Peering { v4: Some(v4), .. }) = read {
                        assert_eq!(v4.mask().to_string(), mask);
                        assert_eq!((v4.local.to_string(), v4.peer.to_string()), texts);
                    }
                }
            }
        }
    }

    #[test]
    fn each_mistake_has_its_row() {
        let refused = |local, peer, mask| refusal(given(local, peer, mask));
        assert_eq!(refused("10.0.0", "10.0.0.2", "255.255.255.252"), "InvalidLocalGatewayIp.Malformed");
        assert_eq!(refused("010.0.0.1", "10.0.0.2", "255.255.255.252"), "InvalidLocalGatewayIp.Malformed");
        assert_eq!(refused("10.0.0.1", "224.0.0.2", "255.255.255.252"), "InvalidPeerGatewayIp.Malformed");
        assert_eq!(refused("10.0.0.0", "10.0.0.2", "255.255.255.252"), "InvalidLocalGatewayIp.Malformed");
        assert_eq!(refused("10.0.0.1", "10.0.0.3", "255.255.255.252"), "InvalidPeerGatewayIp.Malformed");
        assert_eq!(refused("10.0.0.1", "10.0.0.1", "255.255.255.252"), "InvalidPeerGatewayIp.Malformed");
        assert_eq!(refused("10.0.0.1", "10.0.0.5", "255.255.255.252"), "InvalidIp.NotSameSubnet");
        for mask in ["255.255.255.254", "255.255.254.0", "255.255.255.253", "/30", "30"] {
            assert_eq!(refused("10.0.0.1", "10.0.0.2", mask), "InvalidPeeringSubnetMask.Malformed", "{mask}");
        }
        let half = Given { local: Some("10.0.0.1"), ..Given::default() };
        assert_eq!(refusal(half), "MissingParameter");
    }

    #[test]
    fn an_ipv6_subnet_loses_its_host_bits() {
        let given = given_ipv6("2408:4004:cc:400::1", "2408:4004:cc:4ff::2", "2408:4004:cc:400::7/56");
        let v6 = given.after(&Peering::default(), &OF_A_NEW_VLAN).unwrap().v6.unwrap();
        assert_eq!(v6.subnet.to_string(), "2408:4004:cc:400::/56");
    }

    #[test]
    fn ipv6_ends_are_two_addresses_of_one_subnet() {
        let refused = |local, peer, subnet| refusal(given_ipv6(local, peer, subnet));
        assert_eq!(refused("2408::1", "2409::1", "2408::/56"), "InvalidIp.NotSameSubnet");
        for (local, peer, subnet) in [
            ("2408::1", "2408::1", "2408::/56"),
            ("2408::", "2408::1", "2408::/56"),
            ("2408::1", "2408::2", "2408::/128"),
            ("2408::1", "2408::2", "2408::/0"),
            ("2408::1", "2408::2", "2408::"),
            ("10.0.0.1", "2408::2", "2408::/56"),
            ("ff02::1", "ff02::2", "ff02::/16"),
        ] {
            assert_eq!(refused(local, peer, subnet), "InvalidIP.Malformed", "{local} {peer} {subnet}");
        }
        let pair = given_ipv6("2408::", "2408::1", "2408::/127");
        assert!(pair.after(&Peering::default(), &OF_A_NEW_VLAN).is_ok());
    }

    #[test]
    fn what_is_not_said_stays() {
        let whole = given("10.0.0.1", "10.0.0.2", "255.255.255.0");
        let before = whole.after(&Peering::default(), &OF_A_NEW_VLAN).unwrap();
        let moved = Given { peer: Some("10.0.0.9"), enable_ipv6: Some(true), ..Given::default() };
        let after = moved.after(&before, &OF_A_NEW_VLAN).unwrap();
        let v4 = after.v4.unwrap();
        assert_eq!((v4.local.to_string(), v4.peer.to_string()), ("10.0.0.1".into(), "10.0.0.9".into()));
        assert!(after.ipv6_enabled);
        assert_eq!(Given::default().after(&after, &OF_A_NEW_VLAN).unwrap(), after);
    }
}

//! The addresses at the two ends of a VLAN.

use crate::address::{self, Block};
use crate::ask::Ask;
use crate::random::Random;
use crate::verdict::Rows;

/// The addresses at the two ends of a VLAN.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Peering {
    /// The cloud's, the customer's, and the mask; blank where nothing is set.
    pub(crate) v4: [String; 3],
    /// The same of IPv6, the subnet in place of the mask.
    pub(crate) v6: [String; 3],
    pub(crate) has_ipv6: bool,
}

/// How an action calls bad addresses: the cloud's, the customer's, those of IPv6, and the IPv6 subnet.
pub(super) struct Codes([&'static str; 4]);

pub(super) const OF_A_NEW_VLAN: Codes = Codes([
    "InvalidLocalGatewayIp.Malformed",
    "InvalidPeerGatewayIp.Malformed",
    "InvalidIP.Malformed",
    "InvalidIP.Malformed",
]);
pub(super) const OF_A_CHANGE: Codes =
    Codes(["InvalidIp.Malformed", "InvalidIp.Malformed", "InvalidIp.Malformed", "IllegalParam.CidrBlock"]);

const V4: [&str; 3] = ["LocalGatewayIp", "PeerGatewayIp", "PeeringSubnetMask"];
const V6: [&str; 3] = ["LocalIpv6GatewayIp", "PeerIpv6GatewayIp", "PeeringIpv6SubnetMask"];

impl Peering {
    /// The addresses afterwards: what is not said stays.
    pub(super) fn after(&self, rows: &mut Rows, ask: &Ask, codes: &Codes) -> Self {
        let told = |rows: &mut Rows, names: [&str; 3], before: &[String; 3]| {
            if names.iter().all(|name| !ask.has(name)) {
                return None;
            }
            let place = |place: usize| ask.given(names[place]).unwrap_or(&before[place]).to_owned();
            let after = [0, 1, 2].map(place);
            rows.when(after.iter().any(String::is_empty), 400, "MissingParameter");
            Some(after)
        };
        let v4 = told(rows, V4, &self.v4);
        v4.iter().for_each(|v4| check_v4(rows, v4, codes));
        let v6 = told(rows, V6, &self.v6).map(|v6| checked_v6(rows, v6, codes));
        Self {
            v4: v4.unwrap_or_else(|| self.v4.clone()),
            v6: v6.unwrap_or_else(|| self.v6.clone()),
            has_ipv6: ask.flag("EnableIpv6").unwrap_or(self.has_ipv6),
        }
    }

    /// The customer's gateway. There is none of IPv6 where IPv6 is off.
    pub(crate) fn gateway(&self, is_v6: bool) -> &str {
        match is_v6 {
            true if self.has_ipv6 => &self.v6[1],
            true => "",
            false => &self.v4[1],
        }
    }

    /// Whether an address is one that the customer can have: IPv4 or IPv6, as is asked.
    pub(crate) fn faces(&self, text: &str, is_v6: bool) -> bool {
        if is_v6 {
            let subnet = Block::parse(&self.v6[2]);
            let Some((subnet, address)) = subnet.zip(address::v6(text)) else { return false };
            return self.has_ipv6
                && subnet.holds_v6(address)
                && !is_for_all_routers(subnet, address)
                && address::v6(&self.v6[0]) != Some(address);
        }
        let [local, mask, address] = [&self.v4[0], &self.v4[2], text].map(address::v4);
        let (Some(local), Some(mask), Some(address)) = (local, mask, address) else { return false };
        let host = 0xffff_ffff ^ mask;
        address & mask == local & mask && ![0, host].contains(&(address & host)) && address != local
    }
}

fn check_v4(rows: &mut Rows, [local, peer, mask]: &[String; 3], Codes(bad): &Codes) {
    let [local, peer] = [(0, local), (1, peer)].map(|(end, text)| {
        let usable = address::v4(text).filter(|address| {
            let first = address >> 24;
            first != 0 && first != 127 && first < 224
        });
        rows.when(!text.is_empty() && usable.is_none(), 400, bad[end]);
        usable
    });
    let host = (2..=8).find(|host| address::v4(mask) == Some((0xffff_ffff >> host) << host));
    rows.when(!mask.is_empty() && host.is_none(), 400, "InvalidPeeringSubnetMask.Malformed");
    let (Some(local), Some(peer), Some(host)) = (local, peer, host) else { return };
    rows.when(local >> host != peer >> host, 400, "InvalidIp.NotSameSubnet");
    let is_reserved = |address: u128| [0, (1 << host) - 1].contains(&(address & ((1 << host) - 1)));
    rows.when(is_reserved(local), 400, bad[0]);
    rows.when(is_reserved(peer) || local == peer, 400, bad[1]);
}

/// Notes bad IPv6 addresses; the subnet without host bits.
fn checked_v6(rows: &mut Rows, [local, peer, subnet]: [String; 3], Codes(bad): &Codes) -> [String; 3] {
    let ends = [&local, &peer].map(|text| {
        let usable = address::v6(text).filter(|address| *address > 1 && address >> 120 != 0xff);
        rows.when(!text.is_empty() && usable.is_none(), 400, bad[2]);
        usable
    });
    let block = Block::parse(&subnet).filter(|block| block.is_v6 && (1..=127).contains(&block.prefix));
    rows.when(!subnet.is_empty() && block.is_none(), 400, bad[3]);
    let block = block.map(Block::cleared);
    if let ([Some(near), Some(far)], Some(block)) = (ends, block) {
        let outside = [near, far].into_iter().any(|address| !block.holds_v6(address));
        rows.when(outside, 400, "InvalidIp.NotSameSubnet");
        let reserved = [near, far].into_iter().any(|address| is_for_all_routers(block, address));
        rows.when(reserved || near == far, 400, bad[2]);
    }
    [local, peer, block.map(Block::text).unwrap_or(subnet)]
}

/// The first address of a subnet, but where there are only two.
fn is_for_all_routers(subnet: Block, address: u128) -> bool {
    subnet.prefix < 127 && address == subnet.cleared().first
}

/// Notes what nobody but the router's owner may say.
pub(super) fn check_not_owner(rows: &mut Rows, ask: &Ask) {
    let codes = [
        "Forbidden.LocalGatewayIpNotAllowedByCaller",
        "Forbidden.PeerGatewayIpNotAllowedByCaller",
        "Forbidden.PeeringSubnetMaskNotAllowedByCaller",
    ];
    for (place, code) in codes.into_iter().enumerate() {
        rows.when(ask.has(V4[place]) || ask.has(V6[place]), 403, code);
    }
    rows.when(ask.has("Name"), 403, "Forbidden.NameNotAllowedByCaller");
    rows.when(ask.has("Description"), 403, "Forbidden.DescriptionNotAllowedByCaller");
}

/// Something that only the owner may say.
pub(super) fn not_his(ask: Ask, random: &mut Random) -> Ask {
    let name = random.one(&[V4[0], V4[1], V4[2], V6[0], V6[1], V6[2], "Name", "Description"]);
    ask.with(name, "one")
}

/// Addresses for a VLAN, mostly good ones.
pub(super) fn addressed(ask: Ask, random: &mut Random) -> Ask {
    let third = random.below(3);
    let ask = ask
        .with("LocalGatewayIp", format!("10.0.{third}.1"))
        .with("PeerGatewayIp", format!("10.0.{third}.2"))
        .with("PeeringSubnetMask", random.one(&["255.255.255.252", "255.255.255.0"]));
    let ask = match random.below(25) {
        0 => ask.with("LocalGatewayIp", random.one(&["10.0.0.0", "x", "10.0.9.1", "127.0.0.1"])),
        1 => ask.with("PeerGatewayIp", random.one(&["10.0.0.1", "x", "10.0.9.1", "224.0.0.1"])),
        2 => ask.with(
            "PeeringSubnetMask",
            random.one(&["255.255.255.254", "x", "255.255.0.0", "255.255.255.253"]),
        ),
        _ => ask,
    };
    if random.chance(25) { addressed_v6(ask, random) } else { ask }
}

/// IPv6 addresses for a VLAN, mostly good ones, and mostly with IPv6 on.
pub(crate) fn addressed_v6(ask: Ask, random: &mut Random) -> Ask {
    let third = 1 + random.below(2);
    let mut ask = ask
        .with(V6[0], format!("2001:db8:{third}::1"))
        .with(V6[1], format!("2001:db8:{third}::2"))
        .with(V6[2], format!("2001:db8:{third}::{}", random.one(&["/64", "7/56", "/126"])))
        .sometimes(random, 80, "EnableIpv6", &["true", "true", "true", "false"]);
    let end = random.below(2);
    match random.below(16) {
        // The first two addresses, where there are only these, or two more.
        0 => ask
            .with(V6[end], "2001:db8:1::")
            .with(V6[1 - end], "2001:db8:1::1")
            .with(V6[2], random.one(&["2001:db8:1::/127", "2001:db8:1::/126", "2001:db8:1::/64"])),
        1 => ask.with(V6[end], random.one(&["x", "2001:db8:9::1", "ff02::1", "::1", "::", "10.0.0.1"])),
        2 => ask.with(V6[end], random.one(&["2001:db8:1::1", "2001:db8:1::2", "2001:db8:1::3"])),
        3 => {
            ask.with(V6[2], random.one(&["2001:db8:1::/127", "2001:db8:1::/128", "::/0", "10.0.0.0/24", "x"]))
        }
        // What is not said stays, if it is there.
        4 => {
            ask.params.retain(|(name, _)| name != V6[2] && name != V6[end]);
            ask
        }
        _ => ask,
    }
}

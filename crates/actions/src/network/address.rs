//! The rules for IPv4 blocks: which ones a VPC and a vSwitch may have.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// The block of a VPC that asks for none.
pub(super) const DEFAULT_VPC_BLOCK: Ipv4Net = block(172, 16, 12);

/// What the service keeps for itself; no VPC may touch it. The rest is open to VPCs, not only private space.
const RESERVED: [Ipv4Net; 4] = [SERVICE, block(127, 0, 8), block(169, 254, 16), block(224, 0, 4)];
/// The space of the cloud's own services, which user CIDRs may not touch either.
const SERVICE: Ipv4Net = block(100, 64, 10);

/// `first.second.0.0/prefix`.
const fn block(first: u8, second: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(first, second, 0, 0), prefix)
}

/// A block without host bits. Only its plain spelling is taken: others read a leading zero as octal.
pub(super) fn strict(text: &str) -> Option<Ipv4Net> {
    text.parse().ok().filter(|block: &Ipv4Net| block.trunc().to_string() == text)
}

/// Whether two blocks share an address.
pub(super) fn overlap(one: &Ipv4Net, other: &Ipv4Net) -> bool {
    one.contains(other) || other.contains(one)
}

/// Whether a VPC may have a block of this size.
pub(super) fn has_vpc_size(block: &Ipv4Net) -> bool {
    (8..=28).contains(&block.prefix_len())
}

/// Whether a vSwitch may have a block of this size.
pub(super) fn has_vswitch_size(block: &Ipv4Net) -> bool {
    (16..=29).contains(&block.prefix_len())
}

/// Whether a block is open to VPCs.
pub(super) fn is_open(block: &Ipv4Net) -> bool {
    !RESERVED.iter().any(|reserved| overlap(reserved, block))
}

/// Whether a block reaches into the space of the cloud's own services.
pub(super) fn reaches_services(block: &Ipv4Net) -> bool {
    overlap(&SERVICE, block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_no_host_bits() {
        assert_eq!(strict("10.0.0.0/8").map(|block| block.to_string()).as_deref(), Some("10.0.0.0/8"));
        for bad in ["", "10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "010.0.0.0/8", "::/8", " 10.0.0.0/8"] {
            assert_eq!(strict(bad), None, "{bad}");
        }
    }

    #[test]
    fn reserved_space_is_closed_from_inside_and_from_outside() {
        for open in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "11.0.0.0/24", "100.128.0.0/9"] {
            assert!(is_open(&strict(open).unwrap()), "{open}");
        }
        for closed in ["100.64.0.0/16", "100.0.0.0/8", "127.1.0.0/16", "169.254.0.0/24", "239.0.0.0/8"] {
            assert!(!is_open(&strict(closed).unwrap()), "{closed}");
        }
    }
}

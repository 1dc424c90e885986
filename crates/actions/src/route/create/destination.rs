//! The destination of a new route: what it may be, and that it is not taken.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use xconnect_model::route::RouteKind;
use xconnect_model::{RouteEntry, RouteTable, VSwitch, Vpc};
use xconnect_state::{State, rows};
use xconnect_wire::ApiError;

use super::errors::*;
use super::is_border;
use super::way::Way;
use crate::route::common::{self, BLOCK_MALFORMED, Router, overlap};
use crate::route::system::SERVICES;

/// Private space in which a route must leave the block of the VPC alone.
const PRIVATE: IpNet = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8));

/// The destination that a request names. An IPv4 address in the clothes of an IPv6 one is neither.
pub(super) fn of(text: &str) -> Result<IpNet, ApiError> {
    let block = common::block(text).ok_or(&BLOCK_MALFORMED)?;
    let is_mapped = |block: &IpNet| match block {
        IpNet::V4(_) => false,
        IpNet::V6(block) => block.prefix_len() >= 96 && block.network().to_ipv4_mapped().is_some(),
    };
    if is_mapped(&block) { Err(ApiError::new(&BLOCK_ILLEGAL)) } else { Ok(block) }
}

/// Whether routes may lead there at all: not into the cloud's own services, and not across the vSwitches of the VPC.
/// The default route holds every vSwitch, and is always allowed.
pub(super) fn check_open(state: &State, router: Router<'_>, destination: &IpNet) -> Result<(), ApiError> {
    let is_closed = SERVICES.contains(destination)
        || match router {
            Router::Vpc(vpc) => destination.prefix_len() > 0 && crosses(state, vpc, destination),
            Router::Vbr(_) => false,
        };
    if is_closed { Err(ApiError::new(&BLOCK_CLOSED)) } else { Ok(()) }
}

fn crosses(state: &State, vpc: &Vpc, destination: &IpNet) -> bool {
    let holds_vpc = PRIVATE.contains(destination) && destination.contains(&IpNet::V4(vpc.cidr));
    let of_vswitch = |vswitch: &VSwitch| {
        let ipv6 = vswitch.ipv6_cidr.is_some_and(|block| overlap(&block.into(), destination));
        ipv6 || overlap(&vswitch.cidr.into(), destination)
    };
    let mut vswitches = state.vswitches.find(rows::network::vswitch::in_vpc(vpc.id.as_str()));
    holds_vpc || vswitches.any(|vswitch| of_vswitch(vswitch))
}

/// Whether the table has no entry with this destination.
pub(super) fn check_free(
    state: &State,
    table: &RouteTable,
    destination: &IpNet,
    way: &Way,
) -> Result<(), ApiError> {
    let key = rows::route::destination(table.id.as_str(), destination);
    let Some(taken) = state.route_entries.first(key) else { return Ok(()) };
    Err(ApiError::new(if taken.kind != RouteKind::Custom {
        &ROUTE_CONFLICT
    } else if is_border(table) && leads_the_same_way(taken, way) {
        &VBR_ROUTE_DUPLICATE
    } else if way.is_ecmp() && leads_the_same_way(taken, way) {
        &ENTRY_DUPLICATE
    } else {
        &BLOCK_DUPLICATE
    }))
}

fn leads_the_same_way(entry: &RouteEntry, way: &Way) -> bool {
    let mut there: Vec<_> = entry.next_hops.iter().collect();
    let mut wanted: Vec<_> = way.hops.iter().collect();
    there.sort_unstable_by_key(|hop| &hop.id);
    wanted.sort_unstable_by_key(|hop| &hop.id);
    there == wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        of(text).map_or_else(|error| error.code().to_owned(), |block| block.to_string())
    }

    #[test]
    fn host_bits_are_cleared_and_an_address_stands_for_itself() {
        for (text, block) in [
            ("192.168.0.1/24", "192.168.0.0/24"),
            ("10.0.0.1", "10.0.0.1/32"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("1.2.3.4/0", "0.0.0.0/0"),
            ("2001:DB8::1/32", "2001:db8::/32"),
            ("2001:db8:0:0::1", "2001:db8::1/128"),
            ("::/0", "::/0"),
        ] {
            assert_eq!(read(text), block, "{text}");
        }
    }

    #[test]
    fn what_is_no_block_is_malformed() {
        for bad in ["", "10.0.0.0/33", "10.0.0/8", "010.0.0.0/8", " 10.0.0.0/8", "::/129", "fe80::1%1", "a"] {
            assert_eq!(read(bad), "InvalidCidrBlock.Malformed", "{bad}");
        }
    }

    #[test]
    fn an_ipv4_address_in_ipv6_spelling_is_neither() {
        for bad in ["::ffff:10.0.0.0/104", "::ffff:1.2.3.4", "::ffff:0:0/96"] {
            assert_eq!(read(bad), "IllegalParam.CidrBlock", "{bad}");
        }
        assert_eq!(read("::ffff:0:0/95"), "::fffe:0:0/95");
    }
}

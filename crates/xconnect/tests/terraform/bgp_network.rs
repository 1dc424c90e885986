//! `alicloud_vpc_bgp_network`.

use serde_json::Value;

use super::answer::{list, present};
use super::provider::Provider;
use super::{border_router, vpc};
use crate::support::World;
use crate::support::records::OWN;

/// The provider's read: all of the router's, of which it takes the one with the block.
fn read(provider: &Provider<'_>, vbr: &str, cidr: &str) -> Option<Value> {
    let form = [("RouterId", vbr), ("PageNumber", "1"), ("PageSize", "50")];
    match provider.tea("DescribeBgpNetworks", &form) {
        Ok(answer) => {
            let all = list(&answer, &["BgpNetworks", "BgpNetwork"]);
            all.into_iter().find(|network| network["DstCidrBlock"] == cidr)
        }
        Err(failure) => {
            assert!(failure.is_one_of(&["InvalidResource.NotFound"]), "{failure:?}");
            None
        }
    }
}

#[test]
fn a_network_through_its_life() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vpc = vpc::create(&provider, "tf-vpc", "192.168.0.0/16");
    let vbr = border_router::create(&provider, &world.bare_line(OWN), "10", "tf-vbr");
    let cidr = "192.168.0.0/24";
    let form = [("RouterId", vbr.as_str()), ("DstCidrBlock", cidr), ("VpcId", &vpc.id)];
    provider.create("AddBgpNetwork", &form);
    let network = provider.wait("Status", &["Available"], || read(&provider, &vbr, cidr));
    present(&network, &["RouterId", "VpcId", "DstCidrBlock", "Status"]);
    provider.create("DeleteBgpNetwork", &[("RouterId", &vbr), ("DstCidrBlock", cidr)]);
    provider.wait_until_gone(|| read(&provider, &vbr, cidr));
    border_router::delete(&provider, &vbr);
    vpc::delete(&provider, &vpc.id);
}

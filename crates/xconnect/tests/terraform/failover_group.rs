//! `alicloud_vpc_vbr_ha`: two border routers of one CEN instance.

use serde_json::Value;

use super::answer::{present, text};
use super::border_router;
use super::cen;
use super::provider::Provider;
use crate::support::World;
use crate::support::records::OWN;

/// The provider's read; it sends a token even here.
fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    let token = provider.token("DescribeVbrHa");
    match provider.tea("DescribeVbrHa", &[("VbrHaId", id), ("ClientToken", &token)]) {
        Ok(group) => group["VbrHaId"].as_str().is_some_and(|found| !found.is_empty()).then_some(group),
        Err(failure) if failure.is_not_found() => None,
        Err(failure) => panic!("{failure:?}"),
    }
}

#[test]
fn a_failover_group_through_its_life() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbrs =
        ["10", "11"].map(|vlan| border_router::create(&provider, &world.bare_line(OWN), vlan, "tf-vbr"));
    let instance = cen::create(&world);
    vbrs.iter().for_each(|vbr| cen::attach(&world, &instance, vbr));
    let form = [
        ("VbrId", vbrs[0].as_str()),
        ("PeerVbrId", &vbrs[1]),
        ("Name", "tf-ha"),
        ("Description", "made by Terraform"),
    ];
    let id = text(&provider.create("CreateVbrHa", &form), "VbrHaId");
    let group = provider.wait("Status", &["Active"], || read(&provider, &id));
    present(&group, &["VbrHaId", "CreationTime", "Description", "Name", "PeerVbrId", "VbrId", "RegionId"]);
    assert_eq!(text(&read(&provider, &id).unwrap(), "PeerVbrId"), vbrs[1], "as an import reads it");
    provider.create("DeleteVbrHa", &[("InstanceId", &id)]);
    provider.wait_until_gone(|| read(&provider, &id));
    vbrs.iter().for_each(|vbr| cen::detach(&world, &instance, vbr));
    vbrs.iter().for_each(|vbr| border_router::delete(&provider, vbr));
    cen::delete(&world, &instance);
}

//! `alicloud_vpc_bgp_group`.

use serde_json::Value;

use super::answer::{booleans, integers, list, numbers, text, texts};
use super::border_router;
use super::provider::Provider;
use crate::support::World;
use crate::support::records::OWN;

/// The provider's read: it takes the first element unseen.
fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    let answer = provider.change("DescribeBgpGroups", &[("BgpGroupId", id)]);
    let first = list(&answer, &["BgpGroups", "BgpGroup"]).into_iter().next()?;
    assert_eq!(first["BgpGroupId"], id);
    Some(first)
}

pub(crate) fn create(provider: &Provider<'_>, vbr: &str) -> String {
    let form = [
        ("RouterId", vbr),
        ("PeerAsn", "1111"),
        ("LocalAsn", "64512"),
        ("IsFakeAsn", "true"),
        ("AuthKey", "YourPassword+12345678"),
        ("Name", "tf-group"),
        ("Description", "made by Terraform"),
    ];
    let id = text(&provider.create("CreateBgpGroup", &form), "BgpGroupId");
    provider.wait("Status", &["Available"], || read(provider, &id));
    id
}

pub(crate) fn delete(provider: &Provider<'_>, id: &str) {
    let outcome = provider.retried(&["DependencyViolation.BgpPeer"], || {
        let token = provider.token("DeleteBgpGroup");
        provider.tea("DeleteBgpGroup", &[("BgpGroupId", id), ("ClientToken", &token)])
    });
    outcome.unwrap_or_else(|failure| panic!("{failure:?}"));
    provider.wait_until_gone(|| read(provider, id));
}

#[test]
fn a_group_through_its_life() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbr = border_router::create(&provider, &world.bare_line(OWN), "10", "tf-vbr");
    let id = create(&provider, &vbr);
    let group = read(&provider, &id).unwrap();
    booleans(&group, &["IsFake"]);
    numbers(&group, &["LocalAsn", "PeerAsn"]);
    integers(&group, &["RouteLimit", "LocalAsn", "PeerAsn"]);
    texts(
        &group,
        &["AuthKey", "Name", "Description", "Hold", "IpVersion", "Keepalive", "RouteLimit", "RouterId"],
    );
    texts(&group, &["Status", "RegionId"]);
    assert_eq!(
        (text(&group, "AuthKey"), group["IsFake"].as_bool()),
        ("YourPassword+12345678".into(), Some(true))
    );
    let update = [
        ("BgpGroupId", id.as_str()),
        ("PeerAsn", "2222"),
        ("Name", "tf-group-2"),
        ("Description", "changed by Terraform"),
        ("ClearAuthKey", "true"),
        ("IsFakeAsn", "false"),
    ];
    provider.create("ModifyBgpGroupAttribute", &update);
    let group = provider.wait("Status", &["Available"], || read(&provider, &id));
    assert_eq!((group["PeerAsn"].as_i64(), text(&group, "AuthKey")), (Some(2_222), String::new()));
    delete(&provider, &id);
    border_router::delete(&provider, &vbr);
}

#[test]
fn a_router_is_deleted_with_one_token_once_its_group_is_gone() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbr = border_router::create(&provider, &world.bare_line(OWN), "10", "tf-vbr");
    let group = create(&provider, &vbr);
    let token = provider.token("DeleteVirtualBorderRouter");
    let form = [("VbrId", vbr.as_str()), ("ClientToken", token.as_str())];
    let mut refused = 0;
    let outcome = provider.retried(&["DependencyViolation.BgpGroup"], || {
        // Terraform deletes what does not depend on each other side by side.
        if refused == 1 {
            delete(&provider, &group);
        }
        let outcome = provider.tea("DeleteVirtualBorderRouter", &form);
        refused += u32::from(outcome.is_err());
        outcome
    });
    outcome.unwrap_or_else(|failure| panic!("{failure:?}"));
    assert_eq!(refused, 1, "a refusal is not remembered under its token");
    provider.wait_until_gone(|| border_router::read(&provider, &vbr));
}

//! `alicloud_express_connect_virtual_border_router`.

use serde_json::Value;

use super::answer::{booleans, integers, list, text, texts};
use super::provider::Provider;
use crate::support::World;
use crate::support::records::OWN;

/// The provider's read: it takes the first element unseen.
pub(crate) fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    let form = [
        ("Filter.1.Key", "VbrId"),
        ("Filter.1.Value.1", id),
        ("IncludeCrossAccountVbr", "true"),
        ("PageNumber", "1"),
        ("PageSize", "50"),
    ];
    let answer = provider.change("DescribeVirtualBorderRouters", &form);
    let first = list(&answer, &["VirtualBorderRouterSet", "VirtualBorderRouterType"]).into_iter().next()?;
    assert_eq!(first["VbrId"], id, "the filter filters");
    Some(first)
}

/// Creates a router on a line, with what always follows a creation: a change with the same, and tags.
pub(crate) fn create(provider: &Provider<'_>, line: &str, vlan: &str, name: &str) -> String {
    let addresses = [
        ("LocalGatewayIp", "10.0.0.1"),
        ("PeerGatewayIp", "10.0.0.2"),
        ("PeeringSubnetMask", "255.255.255.252"),
    ];
    let own = [
        ("PhysicalConnectionId", line),
        ("VlanId", vlan),
        ("Name", name),
        ("Tag.1.Key", "For"),
        ("Tag.1.Value", "tests"),
    ];
    let answer = provider.create("CreateVirtualBorderRouter", &[&own[..], &addresses].concat());
    let id = text(&answer, "VbrId");
    provider.wait("Status", &["active", "unconfirmed"], || read(provider, &id));
    let same =
        [("VbrId", id.as_str()), ("VlanId", vlan), ("MinRxInterval", "1000"), ("MinTxInterval", "1000")];
    let more = [("DetectMultiplier", "10"), ("Name", name)];
    provider.create("ModifyVirtualBorderRouterAttribute", &[&same[..], &more, &addresses].concat());
    provider.wait("Status", &["active"], || read(provider, &id));
    tag(provider, "VIRTUALBORDERROUTER", &id);
    id
}

/// Tags of Express Connect, which have no token.
pub(crate) fn tag(provider: &Provider<'_>, kind: &str, id: &str) {
    let on = [("ResourceType", kind), ("ResourceId.1", id)];
    let tags =
        [("Tag.1.Key", "Created"), ("Tag.1.Value", "TF"), ("Tag.2.Key", "For"), ("Tag.2.Value", "tests")];
    provider.change("TagResourcesForExpressConnect", &[&on[..], &tags].concat());
}

pub(crate) fn untag(provider: &Provider<'_>, kind: &str, id: &str) {
    let on = [("ResourceType", kind), ("ResourceId.1", id), ("TagKey.1", "Created")];
    provider.change("UntagResourcesForExpressConnect", &on);
}

/// Destroys a router, and waits until it is gone.
pub(crate) fn delete(provider: &Provider<'_>, id: &str) {
    let token = provider.token("DeleteVirtualBorderRouter");
    let form = [("VbrId", id), ("ClientToken", token.as_str())];
    let codes = ["DependencyViolation.BgpGroup"];
    provider.retried(&codes, || provider.tea("DeleteVirtualBorderRouter", &form)).unwrap();
    provider.wait_until_gone(|| read(provider, id));
}

#[test]
fn a_border_router_through_its_life() {
    let world = World::new();
    let provider = Provider::new(&world);
    let id = create(&provider, &world.bare_line(OWN), "10", "tf-vbr");
    let vbr = read(&provider, &id).unwrap();
    let read_back = [
        "VbrId",
        "CreationTime",
        "Description",
        "LocalGatewayIp",
        "PeerGatewayIp",
        "PeeringSubnetMask",
        "LocalIpv6GatewayIp",
        "PeerIpv6GatewayIp",
        "PeeringIpv6SubnetMask",
        "PhysicalConnectionId",
        "ResourceGroupId",
        "RouteTableId",
        "Status",
        "Name",
        "CircuitCode",
    ];
    texts(&vbr, &read_back);
    integers(&vbr, &["Bandwidth", "DetectMultiplier", "MinRxInterval", "MinTxInterval", "VlanId", "Mtu"]);
    booleans(&vbr, &["EnableIpv6", "SitelinkEnable"]);
    assert_eq!(list(&vbr, &["Tags", "Tags"]).len(), 2);
    ["Mtu", "DetectMultiplier", "MinRxInterval"]
        .iter()
        .for_each(|field| assert!(!vbr[field].is_null(), "{field}"));
    let blank = ["CircuitCode", "RecoveryTime", "TerminationTime", "PConnVbrExpireTime", "EccId"];
    blank.iter().for_each(|field| assert_eq!(vbr[field], "", "{field}"));

    let update = [
        ("VbrId", id.as_str()),
        ("VlanId", "11"),
        ("LocalGatewayIp", "10.0.0.5"),
        ("PeerGatewayIp", "10.0.0.6"),
        ("PeeringSubnetMask", "255.255.255.252"),
        ("Mtu", "8500"),
        ("SitelinkEnable", "true"),
        ("CircuitCode", "longtel001"),
        ("Bandwidth", "200"),
        ("Description", "changed by Terraform"),
    ];
    provider.create("ModifyVirtualBorderRouterAttribute", &update);
    let vbr = provider.wait("Status", &["active"], || read(&provider, &id));
    assert_eq!((text(&vbr, "LocalGatewayIp"), &vbr["SitelinkEnable"]), ("10.0.0.5".to_owned(), &true.into()));
    assert_eq!(vbr["VlanId"].to_string().trim_matches('"'), "11");
    untag(&provider, "VIRTUALBORDERROUTER", &id);
    assert_eq!(list(&read(&provider, &id).unwrap(), &["Tags", "Tags"]).len(), 1);
    let groups = world.state();
    let group =
        groups.resource_groups.iter().find(|group| group.account == OWN && !group.is_default).unwrap();
    let moved = [("ResourceId", id.as_str()), ("ResourceType", "VIRTUALBORDERROUTER")];
    provider
        .change("ChangeResourceGroup", &[&moved[..], &[("NewResourceGroupId", group.id.as_str())]].concat());
    assert_eq!(text(&read(&provider, &id).unwrap(), "ResourceGroupId"), group.id.as_str());

    provider.create("TerminateVirtualBorderRouter", &[("VbrId", &id)]);
    provider.wait("Status", &["terminated"], || read(&provider, &id));
    provider.create("RecoverVirtualBorderRouter", &[("VbrId", &id)]);
    provider.wait("Status", &["active"], || read(&provider, &id));
    delete(&provider, &id);
}

#[test]
fn a_router_with_ipv6() {
    let world = World::new();
    let provider = Provider::new(&world);
    let line = world.bare_line(OWN);
    let form = [
        ("PhysicalConnectionId", line.as_str()),
        ("VlanId", "12"),
        ("LocalGatewayIp", "10.0.0.1"),
        ("PeerGatewayIp", "10.0.0.2"),
        ("PeeringSubnetMask", "255.255.255.252"),
        ("EnableIpv6", "true"),
        ("LocalIpv6GatewayIp", "2408:4004:cc:400::1"),
        ("PeerIpv6GatewayIp", "2408:4004:cc:400::2"),
        ("PeeringIpv6SubnetMask", "2408:4004:cc:400::/56"),
    ];
    let id = text(&provider.create("CreateVirtualBorderRouter", &form), "VbrId");
    let vbr = provider.wait("Status", &["active"], || read(&provider, &id));
    assert_eq!((&vbr["EnableIpv6"], text(&vbr, "LocalIpv6GatewayIp")), (&true.into(), form[6].1.to_owned()));
    delete(&provider, &id);
}

//! `alicloud_express_connect_vbr_pconn_association`. Its names are so long that tokens are cut down to nothing.

use serde_json::Value;

use super::answer::{booleans, integers, list, texts};
use super::border_router;
use super::provider::Provider;
use crate::support::World;
use crate::support::records::OWN;

fn read(provider: &Provider<'_>, vbr: &str, line: &str) -> Option<Value> {
    let vbr = border_router::read(provider, vbr)?;
    let all = list(&vbr, &["AssociatedPhysicalConnections", "AssociatedPhysicalConnection"]);
    all.into_iter().find(|one| one["PhysicalConnectionId"] == line)
}

fn create(provider: &Provider<'_>, vbr: &str, line: &str, vlan: &str) {
    let form = [
        ("VbrId", vbr),
        ("PhysicalConnectionId", line),
        ("VlanId", vlan),
        ("LocalGatewayIp", "10.0.1.1"),
        ("PeerGatewayIp", "10.0.1.2"),
        ("PeeringSubnetMask", "255.255.255.252"),
        ("EnableIpv6", "false"),
    ];
    provider.create("AssociatePhysicalConnectionToVirtualBorderRouter", &form);
    let one = provider.wait("Status", &["Associated"], || read(provider, vbr, line));
    booleans(&one, &["EnableIpv6"]);
    integers(&one, &["VlanId"]);
    texts(&one, &["CircuitCode", "LocalGatewayIp", "PeerGatewayIp", "PeeringSubnetMask", "Status"]);
    texts(&one, &["LocalIpv6GatewayIp", "PeerIpv6GatewayIp", "PeeringIpv6SubnetMask"]);
}

fn delete(provider: &Provider<'_>, vbr: &str, line: &str) {
    let action = "UnassociatePhysicalConnectionFromVirtualBorderRouter";
    let token = provider.token(action);
    assert!(token.len() == 64 && token.starts_with("TF-Unassociate"), "{token}");
    let form = [("VbrId", vbr), ("PhysicalConnectionId", line), ("ClientToken", token.as_str())];
    provider.change(action, &form);
}

#[test]
fn two_associations_go_with_one_and_the_same_token() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbrs = [("10", "20"), ("11", "21")].map(|(vlan, second)| {
        let vbr = border_router::create(&provider, &world.bare_line(OWN), vlan, "tf-vbr");
        let line = world.bare_line(OWN);
        create(&provider, &vbr, &line, second);
        (vbr, line)
    });
    for (vbr, line) in &vbrs {
        delete(&provider, vbr, line);
    }
    for (vbr, line) in &vbrs {
        provider.wait_until_gone(|| read(&provider, vbr, line));
        border_router::delete(&provider, vbr);
    }
}

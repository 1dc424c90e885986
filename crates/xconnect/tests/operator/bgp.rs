//! Customers' routers and BGP peers, over real sockets.

use xconnect_model::BgpPeer;
use xconnect_model::border_router::{Peering, PeeringV4};
use xconnect_model::{BgpGroup, VirtualBorderRouter};

use crate::client::Operator;
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN};

/// `vbr-b` with one line, `bgpg-b`, and `bgp-b`.
fn network(world: &World) {
    world.edit(|_, draft| {
        let v4 = PeeringV4 { local: [10, 0, 0, 1].into(), peer: [10, 0, 0, 2].into(), prefix: 30 };
        let (id, account, region) = ("vbr-b".into(), OWN, HANGZHOU.into());
        let peering = Peering { v4: Some(v4), ..Peering::default() };
        let seq = draft.seq();
        draft.put(VirtualBorderRouter { seq, id, account, region, peering, ..Default::default() });
        let (seq, id, vbr, region) = (draft.seq(), "bgpg-b".into(), "vbr-b".into(), HANGZHOU.into());
        draft.put(BgpGroup { seq, id, account, region, vbr, peer_asn: 65_001, ..BgpGroup::default() });
        let (seq, id, vbr, group) = (draft.seq(), "bgp-b".into(), "vbr-b".into(), "bgpg-b".into());
        draft.put(BgpPeer { seq, id, account, region: HANGZHOU.into(), vbr, group, ..BgpPeer::default() });
    });
}

/// Drives the operations of the group.
pub(crate) fn drive(world: &World, operator: &Operator<'_>) {
    network(world);
    let body =
        r#"{"vbr":"vbr-b","address":"10.0.0.2","asn":65001,"announces":["192.168.0.0/16"],"bfd":true}"#;
    operator.ok("PUT", "/v1/customer-routers/dc-b", body);
    operator.ok("GET", "/v1/customer-routers/dc-b", "");
    operator.ok("GET", "/v1/customer-routers?vbr=vbr-b", "");
    for step in ["announce", "withdraw"] {
        operator.ok("POST", &format!("/v1/customer-routers/dc-b/{step}"), r#"{"prefixes":["10.7.0.0/16"]}"#);
    }
    operator.ok("POST", "/v1/customer-routers/dc-b/off", "");
    operator.ok("POST", "/v1/customer-routers/dc-b/on", "");
    assert_eq!(operator.ok("GET", "/v1/bgp-peers/bgp-b", "")["customer_router"], "dc-b");
    operator.ok("GET", "/v1/bgp-peers?vbr=vbr-b", "");
    operator.ok("POST", "/v1/bgp-peers/bgp-b/cut", "");
    operator.ok("POST", "/v1/bgp-peers/bgp-b/mend", "");
    assert_eq!(operator.refused("PUT", "/v1/customer-routers/dc-c", body), "409 conflict");
    let elsewhere = r#"{"vbr":"vbr-b","address":"10.0.0.9","asn":65001}"#;
    assert_eq!(operator.refused("PUT", "/v1/customer-routers/dc-c", elsewhere), "422 unfit");
    assert_eq!(operator.refused("PUT", "/v1/customer-routers/dc-c", "{}"), "400 bad_request");
    operator.ok("DELETE", "/v1/customer-routers/dc-b", "");
    assert_eq!(operator.refused("GET", "/v1/customer-routers/dc-b", ""), "404 not_found");
    assert_eq!(operator.refused("GET", "/v1/bgp-peers/bgp-0", ""), "404 not_found");
    assert_eq!(operator.refused("POST", "/v1/bgp-peers/bgp-0/cut", ""), "404 not_found");
}

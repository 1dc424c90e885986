//! The refusals of the actions on peers.

use super::*;

const CREATE: &str = "CreateBgpPeer";
const MODIFY: &str = "ModifyBgpPeerAttribute";
const DELETE: &str = "DeleteBgpPeer";

pub(super) fn cases() -> Vec<Case> {
    [create(), modify(), delete()].into_iter().flatten().collect()
}

/// The creation of a peer in a group of a new border router, to be varied and sent.
fn creation(world: &World) -> Call {
    on(world, CREATE, "BgpGroupId", &group(world, &world.vbr()))
}

fn create() -> Vec<Case> {
    vec![
        case(CREATE, 400, "QuotaExceeded.Bgp", "bgp peer count per vbr quota exceed.", |world| {
            let group = group(world, &world.vbr());
            peer(world, &group);
            quota(world, "bgp_peers_per_vbr", 1);
            on(world, CREATE, "BgpGroupId", &group)
        }),
        case(CREATE, 400, "InvalidPeerIpAddress", "multi pconn peer ip can not be null.", |world| {
            let vbr = world.vbr();
            world.send(&world.association(&vbr, &world.bare_line(OWN))).success();
            on(world, CREATE, "BgpGroupId", &group(world, &vbr))
        }),
        case(CREATE, NO_GROUP.0, NO_GROUP.1, NO_GROUP.2, |world| {
            on(world, CREATE, "BgpGroupId", "bgpg-none")
        }),
        case(CREATE, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, |world| on(world, CREATE, "BgpGroupId", "main")),
        case(CREATE, IP.0, IP.1, IP.2, |world| creation(world).with("PeerIpAddress", "10.0.0.1")),
        case(
            CREATE,
            400,
            "InvalidParams.NotNull",
            "invalid peer asn cannot equals aliyun asn:45104",
            |world| creation(world).without("BgpGroupId").with("BgpGroupId", ""),
        ),
        case(CREATE, STATE.0, STATE.1, STATE.2, |world| {
            let group = world.send(&group_on(world, &world.vbr())).text("BgpGroupId");
            on(world, CREATE, "BgpGroupId", &group)
        }),
        case(CREATE, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, |world| {
            let call = creation(world);
            close_traffic(world);
            call
        }),
    ]
}

fn modify() -> Vec<Case> {
    let change = |world: &World| {
        let peer = peer(world, &group(world, &world.vbr()));
        on(world, MODIFY, "BgpPeerId", &peer).with("EnableBfd", "true")
    };
    vec![
        case(MODIFY, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, move |world| change(world).by_partner()),
        case(MODIFY, NO_GROUP.0, NO_GROUP.1, NO_GROUP.2, move |world| {
            let elsewhere = group(world, &world.vbr_on(&world.bare_line(OWN), "9"));
            change(world).with("BgpGroupId", &elsewhere)
        }),
        case(MODIFY, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, move |world| {
            change(world).with("BgpGroupId", "main")
        }),
        case(MODIFY, IP.0, IP.1, IP.2, move |world| change(world).with("PeerIpAddress", "10.0.0.256")),
        case(MODIFY, STATE.0, STATE.1, STATE.2, move |world| {
            let call = change(world);
            world.send(&call).success();
            call.with("SignatureNonce", "another")
        }),
        case(MODIFY, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, move |world| {
            let call = change(world);
            close_traffic(world);
            call
        }),
    ]
}

fn delete() -> Vec<Case> {
    vec![
        case(DELETE, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, |world| {
            on(world, DELETE, "BgpPeerId", "bgp-none")
        }),
        case(DELETE, STATE.0, STATE.1, STATE.2, |world| {
            let peer = world.send(&creation(world)).text("BgpPeerId");
            on(world, DELETE, "BgpPeerId", &peer)
        }),
    ]
}

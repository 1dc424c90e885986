//! The refusals of the actions on announced networks.

use super::*;

const ADD: &str = "AddBgpNetwork";
const DELETE: &str = "DeleteBgpNetwork";

pub(super) fn cases() -> Vec<Case> {
    add().into_iter().chain(delete()).collect()
}

/// The announcement of a network, which has to succeed.
fn announced(world: &World, vbr: &str) {
    world.send(&network_on(world, vbr)).success();
}

fn add() -> Vec<Case> {
    vec![
        case(ADD, 400, "QuotaExceeded.BgpNetwork", "bgp network count per vbr quota exceed.", |world| {
            let vbr = world.vbr();
            announced(world, &vbr);
            quota(world, "bgp_networks_per_vbr", 1);
            network_on(world, &vbr).with("DstCidrBlock", "10.2.0.0/16")
        }),
        case(ADD, NO_VBR.0, NO_VBR.1, NO_VBR.2, |world| network_on(world, "vbr-2zeo3xzyf38r4u")),
        case(ADD, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, |world| network_on(world, "vrt-2zeo3xzyf38r4u")),
        case(ADD, IP.0, IP.1, IP.2, |world| {
            network_on(world, &world.vbr()).with("DstCidrBlock", "10.1.0.0/33")
        }),
        case(ADD, 400, "InvalidParams.NotNull", "parameter must not null.", |world| {
            network_on(world, &world.vbr()).with("DstCidrBlock", "")
        }),
        case(ADD, 400, "InvalidParams.NotFound", "vpc instance not found", |world| {
            network_on(world, &world.vbr()).with("VpcId", "vpc-none")
        }),
        case(ADD, 400, "InvalidParams.AlreadyExists", "bgp network already exists", |world| {
            let vbr = world.vbr();
            announced(world, &vbr);
            network_on(world, &vbr).with("DstCidrBlock", "10.1.9.9/16")
        }),
        case(ADD, STATE.0, STATE.1, STATE.2, |world| {
            let vbr = world.vbr();
            world.terminate(&vbr);
            network_on(world, &vbr)
        }),
    ]
}

fn delete() -> Vec<Case> {
    let withdrawal =
        |world: &World, vbr: &str| on(world, DELETE, "RouterId", vbr).with("DstCidrBlock", "10.1.0.0/16");
    vec![
        case(DELETE, NO_VBR.0, NO_VBR.1, NO_VBR.2, move |world| withdrawal(world, &world.foreign_vbr())),
        case(DELETE, IP.0, IP.1, IP.2, move |world| {
            withdrawal(world, &world.vbr()).with("DstCidrBlock", "::ffff:10.1.0.0/112")
        }),
        case(DELETE, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, move |world| withdrawal(world, &world.vbr())),
        case(DELETE, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, move |world| withdrawal(world, "vrt-none")),
        case(DELETE, STATE.0, STATE.1, STATE.2, move |world| {
            let vbr = world.vbr();
            announced(world, &vbr);
            withdrawal(world, &vbr)
        }),
    ]
}

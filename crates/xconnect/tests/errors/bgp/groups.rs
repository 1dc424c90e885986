//! The refusals of the actions on groups.

use super::*;

const CREATE: &str = "CreateBgpGroup";
const MODIFY: &str = "ModifyBgpGroupAttribute";
const DELETE: &str = "DeleteBgpGroup";

pub(super) fn cases() -> Vec<Case> {
    [create(), modify(), delete(), texts()].into_iter().flatten().collect()
}

fn create() -> Vec<Case> {
    vec![
        case(CREATE, NO_VBR.0, NO_VBR.1, NO_VBR.2, |world| group_on(world, &world.foreign_vbr())),
        case(CREATE, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, |world| group_on(world, "vpc-bp1test")),
        case(CREATE, STATE.0, STATE.1, STATE.2, |world| {
            let vbr = world.vbr();
            world.terminate(&vbr);
            group_on(world, &vbr)
        }),
        case(CREATE, 400, "QuotaExceeded.Bgp", "bgp group count per vbr quota exceed.", |world| {
            let vbr = world.vbr();
            group(world, &vbr);
            quota(world, "bgp_groups_per_vbr", 1);
            group_on(world, &vbr)
        }),
        case(CREATE, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, |world| {
            let vbr = world.vbr();
            close_traffic(world);
            group_on(world, &vbr)
        }),
    ]
}

fn modify() -> Vec<Case> {
    let change = |world: &World, group: &str| on(world, MODIFY, "BgpGroupId", group).with("Name", "other");
    vec![
        case(MODIFY, NO_GROUP.0, NO_GROUP.1, NO_GROUP.2, move |world| {
            change(world, &group(world, &world.vbr())).by_partner()
        }),
        case(MODIFY, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, move |world| change(world, "bgp-bp1test")),
        case(MODIFY, STATE.0, STATE.1, STATE.2, move |world| {
            let group = world.send(&group_on(world, &world.vbr())).text("BgpGroupId");
            change(world, &group)
        }),
        case(MODIFY, TRAFFIC.0, TRAFFIC.1, TRAFFIC.2, move |world| {
            let group = group(world, &world.vbr());
            close_traffic(world);
            change(world, &group)
        }),
    ]
}

fn delete() -> Vec<Case> {
    vec![
        case(DELETE, NO_GROUP.0, NO_GROUP.1, NO_GROUP.2, |world| {
            on(world, DELETE, "BgpGroupId", "bgpg-none")
        }),
        case(DELETE, NOT_FOUND.0, NOT_FOUND.1, NOT_FOUND.2, |world| {
            on(world, DELETE, "BgpGroupId", &world.vbr())
        }),
        case(DELETE, STATE.0, STATE.1, STATE.2, |world| {
            let group = world.send(&group_on(world, &world.vbr())).text("BgpGroupId");
            on(world, DELETE, "BgpGroupId", &group)
        }),
        case(DELETE, 400, "DependencyViolation.BgpPeer", "The specified BGP group has BGP peers.", |world| {
            let group = group(world, &world.vbr());
            peer(world, &group);
            on(world, DELETE, "BgpGroupId", &group)
        }),
    ]
}

/// What a group is called, and what it agrees on, when it is made and when it is changed.
fn texts() -> Vec<Case> {
    let rows = |action: &'static str, description: &'static str| {
        [
            ("InvalidBgpName.Malformed", "Specified Bgp Group name is not valid.", "Name", "1"),
            (description, "Specified Bgp Group description is not valid.", "Description", "http://example"),
            ("InvalidBgpAuthkey.Malformed", "Specified Bgp Group authkey is not valid.", "AuthKey", "a\tb"),
            (
                "InvalidPeerAsn.Malformed",
                "invalid peer asn cannot equals aliyun asn:45104",
                "PeerAsn",
                "45104",
            ),
        ]
        .map(|(code, message, parameter, value)| {
            case(action, 400, code, message, move |world| {
                let vbr = world.vbr();
                let call = match action {
                    CREATE => group_on(world, &vbr),
                    _ => on(world, MODIFY, "BgpGroupId", &group(world, &vbr)),
                };
                call.with(parameter, value)
            })
        })
    };
    let created = rows(CREATE, "InvalidBgpDescription.Malformed");
    created.into_iter().chain(rows(MODIFY, "InvalidBgpDiscription.Malformed")).collect()
}

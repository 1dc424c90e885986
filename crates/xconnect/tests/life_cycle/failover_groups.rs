//! Failover groups: every action on a group and its members in every state.

use crate::lines;
use crate::matrix::{Matrix, by_first, by_second};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

/// A group, or what is to be one.
struct Group {
    id: String,
    cen: String,
    vbr: String,
    peer: String,
}

/// Every state, with every action that can name the group or one of its routers.
const MATRIX: Matrix<Group> = Matrix {
    states: &[
        ("none", |world| {
            let group = active(world);
            world.send(&delete(world, &group)).success();
            group
        }),
        ("Creating", creating),
        ("Active", active),
    ],
    actions: &[
        ("CreateVbrHa", create),
        ("CreateVbrHa DryRun", |world, group| create(world, group).with("DryRun", "true")),
        ("DescribeVbrHa VbrHaId", |world, group| {
            world.call("DescribeVbrHa", &[("RegionId", HANGZHOU), ("VbrHaId", &group.id)])
        }),
        ("DescribeVbrHa VbrId", |world, group| world.on_vbr("DescribeVbrHa", &group.vbr)),
        ("DeleteVbrHa", delete),
        ("DetachCenChildInstance of a member", |world, group| {
            world.on_cen("DetachCenChildInstance", &group.cen, &group.peer)
        }),
        ("TerminateVirtualBorderRouter of a member", |world, group| {
            world.on_vbr("TerminateVirtualBorderRouter", &group.peer)
        }),
        ("DeleteVirtualBorderRouter of a member", |world, group| {
            world.on_vbr("DeleteVirtualBorderRouter", &group.peer)
        }),
    ],
    state: |world, group| {
        let state = world.state();
        state.vbr_ha_of(&group.vbr).map_or("none", |group| group.status.as_str()).to_owned()
    },
};

fn creating(world: &World) -> Group {
    let first = lines::enabled(world);
    let second = lines::enabled_beside(world, &first);
    let [vbr, peer] = [first, second].map(|line| world.vbr_on(&line, "1"));
    let cen = world.active_cen(OWN);
    for vbr in [&vbr, &peer] {
        world.send(&world.attachment(&cen, vbr)).success();
        world.finish();
    }
    let group = Group { id: String::new(), cen, vbr, peer };
    let id = world.send(&create(world, &group)).text("VbrHaId");
    Group { id, ..group }
}

fn active(world: &World) -> Group {
    let group = creating(world);
    world.finish();
    group
}

fn create(world: &World, group: &Group) -> Call {
    world.on_vbr("CreateVbrHa", &group.vbr).with("PeerVbrId", &group.peer)
}

fn delete(world: &World, group: &Group) -> Call {
    world.call("DeleteVbrHa", &[("RegionId", HANGZHOU), ("InstanceId", &group.id)])
}

#[test]
fn every_action_of_the_owner_in_every_state() {
    insta::assert_snapshot!(MATRIX.table(by_first));
}

#[test]
fn another_account_finds_nothing_in_any_state() {
    insta::assert_snapshot!(MATRIX.table(by_second));
}

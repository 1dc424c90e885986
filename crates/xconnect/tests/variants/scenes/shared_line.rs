//! Shared lines: the first account is the partner, whose lines they are on.

use xconnect_model::physical_connection::{SharedSpec, Status, VpconnStatus};

use super::{Scenes, physical_connection, resource_group};
use crate::list::List;
use crate::scene::Scene;
use crate::support::World;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

pub(super) const SCENES: Scenes = &[
    ("CreateVirtualPhysicalConnection", create),
    ("CreateVpconnFromVbr", convert),
    ("AttachVbrToVpconn", attach),
    ("UpdateVirtualPhysicalConnection", update),
    ("ListVirtualPhysicalConnections", list),
];

/// An Enabled line of 10 Gbit/s.
fn wide_line(world: &World) -> String {
    let line = world.bare_line(OWN);
    world.edit_line(&line, |line| line.bandwidth_mbps = 10_240);
    line
}

fn create(world: &World) -> Scene {
    physical_connection::open_all_specs(world);
    let line = wide_line(world);
    Scene::of(world.share(&line, PARTNER, "5"))
        .ids(&["PhysicalConnectionId"])
        .option("Name", "rented")
        .option("Description", "for the partner")
        .option("ResourceGroupId", resource_group::partners_group(world))
        .option("DryRun", "false")
}

fn convert(world: &World) -> Scene {
    let vbr = world.foreign_vbr();
    Scene::of(world.on_vbr("CreateVpconnFromVbr", &vbr))
        .ids(&["VbrId"])
        .option("OrderMode", "PayByPhysicalConnectionOwner")
        .option("DryRun", "false")
}

fn attach(world: &World) -> Scene {
    let vbr = world.foreign_vbr();
    let line = world.send(&world.on_vbr("CreateVpconnFromVbr", &vbr)).text("VirtualPhysicalConnection");
    world.edit_line(&line, |line| {
        line.status = Status::Confirmed;
        if let Some(shared) = &mut line.shared {
            shared.status = VpconnStatus::Confirmed;
        }
    });
    let params = [("RegionId", HANGZHOU), ("VpconnId", line.as_str()), ("VbrId", vbr.as_str())];
    Scene::of(world.call("AttachVbrToVpconn", &params)).ids(&["VpconnId", "VbrId"]).option("DryRun", "false")
}

fn update(world: &World) -> Scene {
    physical_connection::open_all_specs(world);
    let line = world.send(&world.share(&wide_line(world), PARTNER, "5")).text("VirtualPhysicalConnection");
    Scene::of(world.on_letter("UpdateVirtualPhysicalConnection", &line).with("VlanId", "6"))
        .ids(&["InstanceId"])
        .option("ExpectSpec", "100M")
        .option("DryRun", "false")
}

fn list(world: &World) -> Scene {
    let own = physical_connection::rich(world);
    let call = world.share(&own, PARTNER, "5").with("Name", "rented").with("Description", "for the partner");
    let let_out = world.send(&call).text("VirtualPhysicalConnection");
    let rented = physical_connection::rented(world);
    let group = resource_group::group_id();
    for line in [&let_out, &rented] {
        world.edit_line(line, |line| {
            line.enabled_at = Some(line.created_at);
            line.end_at = Some(line.created_at);
            line.resource_group = group.into();
            line.circuit_code = "longtel001".into();
            line.redundant = "pc-other".into();
            line.loa = Some(xconnect_model::physical_connection::Loa::default());
            line.tags = vec![xconnect_model::tag::Tag { key: "team".into(), value: "network".into() }];
            if let Some(shared) = &mut line.shared {
                shared.expect_spec = Some(SharedSpec::M100);
            }
        });
    }
    let ids = [let_out, rented];
    Scene::of(world.call("ListVirtualPhysicalConnections", &[("RegionId", HANGZHOU)]))
        .option("PhysicalConnectionId", own)
        .option("VirtualPhysicalConnectionBusinessStatus", "Normal")
        .option("IsConfirmed", "true")
        .option("MaxResults", 20)
        .option("NextToken", next_token(world))
        .option("ResourceGroupId", group)
        .list(List::texts("VirtualPhysicalConnectionIds", 20, move |place| ids[place % 2].clone()))
        .list(List::texts("VirtualPhysicalConnectionStatuses", 20, |place| {
            ["Confirmed", "UnConfirmed", "Deleted"][place % 3].to_owned()
        }))
        .list(List::texts("VirtualPhysicalConnectionAliUids", 20, |place| {
            [OWN, PARTNER][place % 2].to_string()
        }))
        .list(List::texts("VlanIds", 20, |place| place.to_string()))
        .accepted("one on a page", &[("MaxResults", "1")])
}

/// What the first page of one says of the second.
fn next_token(world: &World) -> String {
    let page = world.ok("ListVirtualPhysicalConnections", &[("RegionId", HANGZHOU), ("MaxResults", "1")]);
    page["NextToken"].as_str().unwrap_or_default().to_owned()
}

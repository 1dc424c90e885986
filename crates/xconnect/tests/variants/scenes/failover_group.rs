//! Failover groups of border routers.

use xconnect_model::physical_connection::Port;

use super::Scenes;
use crate::scene::Scene;
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

pub(super) const SCENES: Scenes =
    &[("CreateVbrHa", create), ("DescribeVbrHa", describe), ("DeleteVbrHa", delete)];

/// The creation of a group of two routers on two devices, both attached to one CEN instance.
fn creation(world: &World) -> Call {
    let cen = world.active_cen(OWN);
    let routers = ["device-1", "device-2"].map(|device| {
        let line = world.bare_line(OWN);
        world.edit_line(&line, move |line| {
            line.port = Some(Port { device: device.into(), number: 1, ..Port::default() });
        });
        let vbr = world.vbr_on(&line, "1");
        world.send(&world.attachment(&cen, &vbr)).success();
        world.settle();
        vbr
    });
    world.call("CreateVbrHa", &[("RegionId", HANGZHOU), ("VbrId", &routers[0]), ("PeerVbrId", &routers[1])])
}

fn create(world: &World) -> Scene {
    Scene::of(creation(world))
        .ids(&["VbrId", "PeerVbrId"])
        .option("Name", "both")
        .option("Description", "one of each")
        .option("DryRun", "false")
}

/// A group, with its first router.
fn group(world: &World) -> (String, String) {
    let call = creation(world).with("Name", "both").with("Description", "one of each");
    let group = world.send(&call).text("VbrHaId");
    world.settle();
    let vbr = world.state().vbr_ha(&group).unwrap().vbr.to_string();
    (group, vbr)
}

fn describe(world: &World) -> Scene {
    let (group, vbr) = group(world);
    let new = world.send(&creation(world)).text("VbrHaId");
    Scene::of(world.call("DescribeVbrHa", &[("RegionId", HANGZHOU), ("VbrHaId", &group)]))
        .ids(&["VbrHaId"])
        .option("VbrId", vbr)
        .option("ClientToken", "a-token")
        .option("DryRun", "false")
        .accepted("a new one", &[("VbrHaId", &new)])
}

fn delete(world: &World) -> Scene {
    let (group, _) = group(world);
    Scene::of(world.call("DeleteVbrHa", &[("RegionId", HANGZHOU), ("InstanceId", &group)]))
        .ids(&["InstanceId"])
}

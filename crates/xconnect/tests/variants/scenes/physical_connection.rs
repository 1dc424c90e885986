//! Dedicated lines.

use std::time::Duration;

use xconnect_model::order::Term;
use xconnect_model::physical_connection::{Loa, Port, Renewal, SharedSpec, Status, VpconnStatus};

use super::{Scenes, resource_group};
use crate::scene::Scene;
use crate::support::World;
use crate::support::records::{HANGZHOU, HANGZHOU_POINT, OWN, PARTNER};

pub(super) const SCENES: Scenes = &[
    ("CreatePhysicalConnection", create),
    ("DescribePhysicalConnections", list),
    ("ModifyPhysicalConnectionAttribute", modify),
    ("CancelPhysicalConnection", cancel),
    ("ConfirmPhysicalConnection", confirm),
    ("EnablePhysicalConnection", enable),
    ("TerminatePhysicalConnection", terminate),
    ("RecoverPhysicalConnection", recover),
    ("DeletePhysicalConnection", delete),
    ("GetPhysicalConnectionServiceStatus", |world| in_region(world, "GetPhysicalConnectionServiceStatus")),
    ("OpenPhysicalConnectionService", open_service),
    ("DescribeAccessPoints", access_points),
];

/// Accounts for which every size and port has been opened.
pub(super) fn open_all_specs(world: &World) {
    for account in [OWN, PARTNER] {
        world.edit_account(account, |account| {
            account.opened_specs = ["2G", "5G", "8G", "10G", "40G", "100G"].map(Into::into).into();
        });
    }
}

fn create(world: &World) -> Scene {
    let other = world.line_in(Status::Enabled);
    let fast = [("PortType", "10GBase-LR")];
    Scene::of(world.application())
        .option("Type", "VPC")
        .option_with("bandwidth", 100, &fast)
        .option_with("Bandwidth", 100, &fast)
        .option("PortType", "1000Base-LX")
        .option("RedundantPhysicalConnectionId", other)
        .option("Description", "to the office")
        .option("Name", "office")
        .option("CircuitCode", "longtel001")
        .option("ResourceGroupId", resource_group::group(world))
        .value("PortType", "100Base-T", &[("bandwidth", "50")])
}

/// A line whose every field says something.
pub(super) fn rich(world: &World) -> String {
    let group = resource_group::group(world);
    let other = world.line_in(Status::Enabled);
    let params = [
        ("Name", "office"),
        ("Description", "to the office"),
        ("CircuitCode", "longtel001"),
        ("RedundantPhysicalConnectionId", other.as_str()),
        ("bandwidth", "1000"),
        ("ResourceGroupId", group.as_str()),
        ("Tag.1.Key", "team"),
        ("Tag.1.Value", "network"),
    ];
    let line = world.line(&params);
    world.edit_line(&line, |line| {
        line.status = Status::Enabled;
        line.port = Some(Port { device: "device-1".into(), number: 7, location: "Hangzhou, room 2".into() });
        line.loa = Some(Loa::default());
        line.enabled_at = Some(line.created_at);
        line.end_at = Some(line.created_at.after(Duration::from_secs(86_400)));
        let active_at = line.created_at.after(Duration::from_secs(86_400));
        line.renewal = Some(Renewal { active_at, term: Term { months: 1 } });
    });
    line
}

/// A shared line on one of the partner's lines, which belongs to the first account.
pub(super) fn rented(world: &World) -> String {
    let parent = world.bare_line(PARTNER);
    let call = world.share(&parent, OWN, "5").with("Name", "rented").by_partner();
    let line = world.send(&call).text("VirtualPhysicalConnection");
    world.edit_line(&line, |line| {
        line.status = Status::Enabled;
        if let Some(shared) = &mut line.shared {
            shared.status = VpconnStatus::Confirmed;
            shared.expect_spec = Some(SharedSpec::M100);
        }
    });
    line
}

/// One more line in each state.
fn in_every_state(world: &World) {
    let now = world.server.engine().clock().now();
    for status in Status::ALL {
        let line = world.bare_line(OWN);
        world.edit_line(&line, move |line| (line.status, line.since) = (status, now));
    }
}

fn list(world: &World) -> Scene {
    let line = rich(world);
    in_every_state(world);
    let shared = rented(world);
    let group = resource_group::group_id();
    Scene::of(world.call("DescribePhysicalConnections", &[("RegionId", HANGZHOU)]))
        .pages()
        .option("IncludeReservationData", "true")
        .option("ClientToken", "a-token")
        .option("ResourceGroupId", group)
        .filters(&[
            ("PhysicalConnectionId", &line),
            ("AccessPointId", HANGZHOU_POINT),
            ("Type", "VPC"),
            ("LineOperator", "CT"),
            ("Status", "Enabled"),
            ("Name", "office"),
        ])
        .value("Filter.N.Key", "Spec", &[("Filter.1.Value.1", "50M")])
        .value("Filter.N.Key", "Name", &[("Filter.1.Value.1", "rented")])
        .accepted("in every state", &[("PageSize", "50")])
        .accepted("a shared line", &[("Filter.1.Key", "PhysicalConnectionId"), ("Filter.1.Value.1", &shared)])
}

fn modify(world: &World) -> Scene {
    let other = world.line_in(Status::Enabled);
    let line = world.line(&[]);
    let fast = [("PortType", "10GBase-LR")];
    Scene::of(world.on_line("ModifyPhysicalConnectionAttribute", &line))
        .ids(&["PhysicalConnectionId"])
        .option("LineOperator", "CU")
        .option_with("bandwidth", 100, &fast)
        .option_with("Bandwidth", 100, &fast)
        .option("PeerLocation", "Wensan Road 2")
        .option("PortType", "1000Base-LX")
        .value("PortType", "100Base-T", &[("bandwidth", "50")])
        .option("RedundantPhysicalConnectionId", other)
        .option("Description", "to the office")
        .option("Name", "office")
        .option("CircuitCode", "longtel001")
}

fn in_state(world: &World, action: &str, status: Status) -> Scene {
    Scene::of(world.on_line(action, &world.line_in(status))).ids(&["PhysicalConnectionId"])
}

fn cancel(world: &World) -> Scene {
    in_state(world, "CancelPhysicalConnection", Status::Initial)
}

fn confirm(world: &World) -> Scene {
    let line = world.line_in(Status::Allocated);
    Scene::of(world.on_line("ConfirmPhysicalConnection", &line)).ids(&["PhysicalConnectionId"])
}

fn enable(world: &World) -> Scene {
    in_state(world, "EnablePhysicalConnection", Status::Confirmed)
}

fn terminate(world: &World) -> Scene {
    in_state(world, "TerminatePhysicalConnection", Status::Enabled)
}

/// A shared line that has been terminated.
fn recover(world: &World) -> Scene {
    let line = rented(world);
    world.edit_line(&line, |line| line.status = Status::Terminated);
    Scene::of(world.on_letter("RecoverPhysicalConnection", &line)).ids(&["InstanceId"])
}

fn delete(world: &World) -> Scene {
    in_state(world, "DeletePhysicalConnection", Status::Canceled)
}

fn in_region(world: &World, action: &str) -> Scene {
    Scene::of(world.call(action, &[("RegionId", HANGZHOU)]))
}

fn open_service(world: &World) -> Scene {
    world.edit_account(OWN, |account| account.outbound_traffic_open = false);
    in_region(world, "OpenPhysicalConnectionService")
}

fn access_points(world: &World) -> Scene {
    world.edit(|state, draft| {
        let mut point = state.access_point(HANGZHOU_POINT).unwrap().into_owned();
        point.seq = draft.seq();
        point.description = "the first one".into();
        point.location = "Hangzhou".into();
        point.host_operator = "CT".into();
        draft.put(point);
    });
    in_region(world, "DescribeAccessPoints").pages().option("Type", "VPC")
}

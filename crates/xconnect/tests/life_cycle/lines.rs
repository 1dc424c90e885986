//! Lines: from the application to the end, with the provider's part taken by the service.

use xconnect_model::physical_connection::{Status, Work};
use xconnect_state::steps::line::LineStep;

use crate::matrix::{Matrix, by_first};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN, PARTNER};

/// Every state of a dedicated line with every action that can name one.
const MATRIX: Matrix<String> = Matrix {
    states: &[
        ("Initial", |world| world.line(&[])),
        ("Approved", approved),
        ("Allocating", allocating),
        ("Allocated", allocated),
        ("Confirmed", confirmed),
        ("Confirmed, opening", |world| after(world, confirmed, "EnablePhysicalConnection")),
        ("Enabled", enabled),
        ("Terminating", |world| after(world, enabled, "TerminatePhysicalConnection")),
        ("Terminated", |world| {
            let line = after(world, enabled, "TerminatePhysicalConnection");
            world.finish();
            line
        }),
        ("Rejected", |world| {
            let line = world.line(&[]);
            world.operate(&line, LineStep::Reject("no such street".into()));
            line
        }),
        ("Canceled", |world| after(world, |world| world.line(&[]), "CancelPhysicalConnection")),
        ("Allocation Failed", |world| {
            let line = allocating(world);
            world.operate(&line, LineStep::FailAllocation("no room".into()));
            line
        }),
    ],
    actions: &[
        ("CreatePhysicalConnection RedundantPhysicalConnectionId", |world, line| {
            world.application().with("RedundantPhysicalConnectionId", line)
        }),
        ("ModifyPhysicalConnectionAttribute Name", |world, line| modify(world, line, "Name", "renamed")),
        ("ModifyPhysicalConnectionAttribute bandwidth", |world, line| modify(world, line, "bandwidth", "50")),
        ("ModifyPhysicalConnectionAttribute PortType", |world, line| {
            modify(world, line, "PortType", "10GBase-LR")
        }),
        ("ModifyPhysicalConnectionAttribute Redundant...", |world, line| {
            modify(world, line, "RedundantPhysicalConnectionId", &world.bare_line(OWN))
        }),
        ("CancelPhysicalConnection", |world, line| world.on_line("CancelPhysicalConnection", line)),
        ("ConfirmPhysicalConnection", |world, line| world.on_line("ConfirmPhysicalConnection", line)),
        ("EnablePhysicalConnection", |world, line| world.on_line("EnablePhysicalConnection", line)),
        ("TerminatePhysicalConnection", |world, line| world.on_line("TerminatePhysicalConnection", line)),
        ("RecoverPhysicalConnection", |world, line| {
            world.on_line("RecoverPhysicalConnection", line).with("InstanceId", line)
        }),
        ("DeletePhysicalConnection", |world, line| world.on_line("DeletePhysicalConnection", line)),
        ("DescribePhysicalConnections", |world, line| {
            world
                .on_line("DescribePhysicalConnections", line)
                .with("Filter.1.Key", "PhysicalConnectionId")
                .with("Filter.1.Value.1", line)
        }),
        ("ApplyPhysicalConnectionLOA", |world, line| world.letter_for(line)),
        ("DescribePhysicalConnectionLOA", |world, line| {
            world.on_letter("DescribePhysicalConnectionLOA", line)
        }),
        ("CompletePhysicalConnectionLOA", |world, line| {
            world.on_letter("CompletePhysicalConnectionLOA", line)
        }),
        ("CreatePhysicalConnectionSetupOrder Redundant...", |world, line| {
            world
                .on_line("CreatePhysicalConnectionSetupOrder", line)
                .with("AccessPointId", crate::support::records::HANGZHOU_POINT)
                .with("LineOperator", "CT")
                .with("RedundantPhysicalConnectionId", line)
        }),
        ("CreatePhysicalConnectionOccupancyOrder", |world, line| {
            world.on_line("CreatePhysicalConnectionOccupancyOrder", line)
        }),
        ("CreatePhysicalConnectionOccupancyOrder AutoPay", |world, line| {
            world.on_line("CreatePhysicalConnectionOccupancyOrder", line).with("AutoPay", "true")
        }),
        ("CreateVirtualPhysicalConnection", |world, line| world.share(line, PARTNER, "5")),
        ("ListVirtualPhysicalConnections", |world, line| {
            world.call(
                "ListVirtualPhysicalConnections",
                &[("RegionId", HANGZHOU), ("PhysicalConnectionId", line)],
            )
        }),
        ("CreateVirtualBorderRouter", |world, line| world.router_on(line, "5")),
        ("AssociatePhysicalConnectionToVirtualBorderRouter", |world, line| {
            world.association(&world.vbr(), line)
        }),
        ("DescribeVirtualBorderRoutersForPhysicalConnection", |world, line| {
            world.on_line("DescribeVirtualBorderRoutersForPhysicalConnection", line)
        }),
        ("TagResourcesForExpressConnect", |world, line| {
            world
                .call(
                    "TagResourcesForExpressConnect",
                    &[("RegionId", HANGZHOU), ("ResourceType", "PHYSICALCONNECTION")],
                )
                .with("ResourceId.1", line)
                .with("Tag.1.Key", "colour")
                .with("Tag.1.Value", "blue")
        }),
    ],
    state: |world, line| state(world, line),
};

fn approved(world: &World) -> String {
    let line = world.line(&[]);
    world.operate(&line, LineStep::Approve);
    line
}

fn allocating(world: &World) -> String {
    let line = approved(world);
    world.operate(&line, LineStep::StartAllocation);
    line
}

/// An allocated line of the first account that the carrier has built, without a letter.
pub(crate) fn allocated(world: &World) -> String {
    let line = allocating(world);
    world.operate(&line, LineStep::Allocate(None));
    world.operate(&line, LineStep::Construct("".into()));
    line
}

fn confirmed(world: &World) -> String {
    after(world, allocated, "ConfirmPhysicalConnection")
}

/// A line of the first account in service.
pub(crate) fn enabled(world: &World) -> String {
    let line = after(world, confirmed, "EnablePhysicalConnection");
    world.finish();
    line
}

/// As [`enabled`], on another device than a line that is there.
pub(crate) fn enabled_beside(world: &World, other: &str) -> String {
    let line = world.line(&[("RedundantPhysicalConnectionId", other)]);
    for step in [LineStep::Approve, LineStep::StartAllocation, LineStep::Allocate(None)] {
        world.operate(&line, step);
    }
    world.act_on_line("ConfirmPhysicalConnection", &line);
    world.act_on_line("EnablePhysicalConnection", &line);
    world.finish();
    line
}

fn after(world: &World, way: fn(&World) -> String, action: &str) -> String {
    let line = way(world);
    world.act_on_line(action, &line);
    line
}

fn modify(world: &World, line: &str, name: &str, value: &str) -> Call {
    world.on_line("ModifyPhysicalConnectionAttribute", line).with(name, value)
}

/// The state of a line, dedicated or shared, and what is being done about it.
pub(crate) fn state(world: &World, line: &str) -> String {
    let state = world.state();
    let Some(line) = state.physical_connection(line) else { return "gone".to_owned() };
    let work = match line.work {
        Some(Work::Enabling(_)) => ", opening",
        Some(Work::Recovering(_)) => ", recovering",
        None => "",
    };
    format!("{}{work}", line.status.as_str())
}

#[test]
fn every_action_in_every_state_of_a_dedicated_line() {
    insta::assert_snapshot!(MATRIX.table(by_first));
}

fn status(world: &World, line: &str) -> String {
    world.describe_line(line)["Status"].as_str().unwrap_or("(gone)").to_owned()
}

#[test]
fn a_line_is_applied_for_accepted_opened_and_ended() {
    let world = World::new();
    let line = world.line(&[]);
    assert_eq!(status(&world, &line), "Initial");
    world.finish();
    let built = world.describe_line(&line);
    assert_eq!((&built["Status"], &built["PortNumber"]), (&"Allocated".into(), &"1".into()));
    assert!(!built["AdLocation"].as_str().unwrap().is_empty());
    world.act_on_line("ConfirmPhysicalConnection", &line);
    assert_eq!(status(&world, &line), "Confirmed");
    world.act_on_line("EnablePhysicalConnection", &line);
    assert_eq!(status(&world, &line), "Confirmed");
    world.settle();
    let open = world.describe_line(&line);
    assert_eq!(open["Status"], "Enabled");
    assert!(!open["EnabledTime"].as_str().unwrap().is_empty());
    world.act_on_line("TerminatePhysicalConnection", &line);
    assert_eq!(status(&world, &line), "Terminating");
    world.settle();
    assert_eq!(status(&world, &line), "Terminated");
    world.act_on_line("DeletePhysicalConnection", &line);
    assert_eq!(status(&world, &line), "(gone)");
}

#[test]
fn a_refused_application_is_filed_and_approved_again() {
    let world = World::new();
    let line = world.line_in(Status::Rejected);
    let change = world.on_line("ModifyPhysicalConnectionAttribute", &line).with("PeerLocation", "Street 2");
    world.send(&change).success();
    assert_eq!(status(&world, &line), "Initial");
    world.finish();
    assert_eq!(status(&world, &line), "Allocated");
}

#[test]
fn two_lines_that_are_to_be_independent_end_at_two_devices() {
    let world = World::new();
    let first = world.enabled_line();
    let second = world.line(&[("RedundantPhysicalConnectionId", &first)]);
    world.finish();
    assert_ne!(world.describe_line(&first)["AdLocation"], world.describe_line(&second)["AdLocation"]);
}

#[test]
fn the_service_stays_open_over_a_restart() {
    let world = World::new();
    let region = [("RegionId", "cn-hangzhou")];
    world.edit_account(crate::support::records::OWN, |account| {
        account.outbound_traffic.insert("cn-hangzhou".into(), false);
    });
    let enabled = |world: &World| world.ok("GetPhysicalConnectionServiceStatus", &region)["Enabled"].clone();
    assert_eq!(enabled(&world), false);
    world.ok("OpenPhysicalConnectionService", &region);
    let world = world.restart();
    assert_eq!(enabled(&world), true);
}

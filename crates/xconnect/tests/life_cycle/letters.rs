//! Letters of authorisation: every action on a line in every state of its letter.

use xconnect_state::steps::line::LineStep;

use crate::lines;
use crate::matrix::{Matrix, by_first};
use crate::support::World;

/// Every state of the letter of an allocated line, with every action that looks at it.
const MATRIX: Matrix<String> = Matrix {
    states: &[
        ("Allocated, no letter", lines::allocated),
        ("Allocated, letter Applying", applying),
        ("Allocated, letter Accept", accept),
        ("Allocated, letter Available", available),
        ("Allocated, letter Rejected", |world| then(world, applying, LineStep::RejectLoa("blurred".into()))),
        ("Allocated, letter Completing", completing),
        ("Allocated, letter Complete", |world| then(world, completing, LineStep::CompleteLoa)),
        ("Allocated, letter Deleted", |world| then(world, available, LineStep::DeleteLoa)),
    ],
    actions: &[
        ("ApplyPhysicalConnectionLOA", |world, line| world.letter_for(line)),
        ("DescribePhysicalConnectionLOA", |world, line| {
            world.on_letter("DescribePhysicalConnectionLOA", line)
        }),
        ("CompletePhysicalConnectionLOA", |world, line| {
            world.on_letter("CompletePhysicalConnectionLOA", line).with("LineCode", "C-1")
        }),
        ("CompletePhysicalConnectionLOA FinishWork=false", |world, line| {
            world.on_letter("CompletePhysicalConnectionLOA", line).with("FinishWork", "false")
        }),
        ("CreatePhysicalConnectionOccupancyOrder", |world, line| {
            world.on_line("CreatePhysicalConnectionOccupancyOrder", line)
        }),
        ("CreatePhysicalConnectionOccupancyOrder AutoPay", |world, line| {
            world.on_line("CreatePhysicalConnectionOccupancyOrder", line).with("AutoPay", "true")
        }),
        ("ConfirmPhysicalConnection", |world, line| world.on_line("ConfirmPhysicalConnection", line)),
        ("EnablePhysicalConnection", |world, line| world.on_line("EnablePhysicalConnection", line)),
        ("ModifyPhysicalConnectionAttribute Name", |world, line| {
            world.on_line("ModifyPhysicalConnectionAttribute", line).with("Name", "renamed")
        }),
        ("CancelPhysicalConnection", |world, line| world.on_line("CancelPhysicalConnection", line)),
        ("DeletePhysicalConnection", |world, line| world.on_line("DeletePhysicalConnection", line)),
    ],
    state: |world, line| {
        let state = world.state();
        let record = state.physical_connection(line).unwrap();
        let letter = match &record.loa {
            Some(letter) => format!("letter {}", letter.status.as_str()),
            None => "no letter".to_owned(),
        };
        format!("{}, {letter}", lines::state(world, line))
    },
};

fn applying(world: &World) -> String {
    let line = lines::allocated(world);
    world.send(&world.letter_for(&line)).success();
    line
}

fn accept(world: &World) -> String {
    then(world, applying, LineStep::AcceptLoa)
}

fn available(world: &World) -> String {
    then(world, accept, LineStep::IssueLoa("".into()))
}

fn completing(world: &World) -> String {
    let line = available(world);
    world.send(&world.on_letter("CompletePhysicalConnectionLOA", &line)).success();
    line
}

fn then(world: &World, way: fn(&World) -> String, step: LineStep) -> String {
    let line = way(world);
    world.operate(&line, step);
    line
}

#[test]
fn every_action_in_every_state_of_a_letter() {
    insta::assert_snapshot!(MATRIX.table(by_first));
}

#[test]
fn a_line_whose_letter_is_complete_is_ordered_confirmed_and_opened_by_the_payment() {
    let world = crate::matrix::manual();
    let line = then(&world, completing, LineStep::CompleteLoa);
    world.act_on_line("ConfirmPhysicalConnection", &line);
    assert_eq!(lines::state(&world, &line), "Confirmed");
    world
        .send(&world.on_line("CreatePhysicalConnectionOccupancyOrder", &line).with("AutoPay", "true"))
        .success();
    assert_eq!(lines::state(&world, &line), "Confirmed, opening");
    world.finish();
    assert_eq!(lines::state(&world, &line), "Enabled");
}

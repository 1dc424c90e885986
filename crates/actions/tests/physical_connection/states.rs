//! Confirm, Enable, Cancel, Terminate, Recover, Delete: when they are possible, and what they lead to.

use xconnect_model::border_router::{Association, VbrStatus};
use xconnect_model::order::{OrderKind, OrderStatus};
use xconnect_model::physical_connection::{Loa, LoaStatus, Work};
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{Account, Order};

use super::*;

const NOT_ALLOWED: &str = "400 Forbidden.NotAllowedInState";

/// The states in which an action is not refused.
fn possible_in(action: &str) -> Vec<Status> {
    let try_in = |status: &Status| {
        let mut world = World::new();
        let id = line_in(&mut world, *status);
        match world.call(action, &on(&id)) {
            Ok(_) => true,
            Err(error) => {
                assert_eq!(format!("{} {}", error.http(), error.code()), NOT_ALLOWED, "{status:?}");
                false
            }
        }
    };
    Status::ALL.into_iter().filter(try_in).collect()
}

#[test]
fn every_action_has_its_states() {
    use Status::*;
    assert_eq!(possible_in("ConfirmPhysicalConnection"), [Allocated]);
    assert_eq!(possible_in("EnablePhysicalConnection"), [Confirmed]);
    assert_eq!(possible_in("CancelPhysicalConnection"), [Initial, Approved, Allocated, Confirmed]);
    assert_eq!(possible_in("TerminatePhysicalConnection"), [Enabled]);
    assert_eq!(possible_in("DeletePhysicalConnection"), [Rejected, Canceled, AllocationFailed, Terminated]);
}

#[test]
fn a_letter_has_to_be_complete_before_the_line_is_accepted() {
    for (letter, accepted) in [
        (LoaStatus::Applying, false),
        (LoaStatus::Available, false),
        (LoaStatus::Rejected, false),
        (LoaStatus::Completing, false),
        (LoaStatus::Complete, true),
        (LoaStatus::Deleted, true),
    ] {
        let mut world = World::new();
        let id = line_in(&mut world, Status::Allocated);
        edit(&mut world, &id, |line| line.loa = Some(Loa { status: letter, ..Loa::default() }));
        let answer = world.call("ConfirmPhysicalConnection", &on(&id));
        assert_eq!(answer.is_ok(), accepted, "{letter:?}");
    }
}

#[test]
fn a_line_that_is_paid_for_opens_when_it_is_accepted() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Allocated);
    let end = world.now.after_months(1);
    edit(&mut world, &id, |line| line.end_at = Some(end));
    world.call("ConfirmPhysicalConnection", &on(&id)).unwrap();
    assert_eq!(stored(&world, &id).work, Some(Work::Enabling(world.now)));
}

#[test]
fn opening_is_left_to_the_service_and_begins_once() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Confirmed);
    world.call("EnablePhysicalConnection", &on(&id)).unwrap();
    let begun = Some(Work::Enabling(world.now));
    world.pass(std::time::Duration::from_secs(1));
    world.call("EnablePhysicalConnection", &on(&id)).unwrap();
    assert_eq!((status(&world, &id), stored(&world, &id).work), (Status::Confirmed, begun));
}

#[test]
fn a_withdrawn_line_leaves_no_unpaid_order() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Allocated);
    put_order(&mut world, &id, OrderStatus::Unpaid);
    world.call("CancelPhysicalConnection", &on(&id)).unwrap();
    assert_eq!(status(&world, &id), Status::Canceled);
    assert!(stored(&world, &id).port.is_none());
    assert!(world.state.orders.iter().all(|order| order.status == OrderStatus::Void));
}

fn put_order(world: &mut World, line: &str, status: OrderStatus) {
    let seq = world.state.next_seq();
    let (id, line) = (xconnect_model::OrderId(seq), line.into());
    world.put(Order { seq, id, account: OWN, line, kind: OrderKind::Occupancy, status, ..Order::default() });
}

#[test]
fn border_routers_keep_a_line_in_service() {
    let terminated = |vbr: &mut VirtualBorderRouter| vbr.status = VbrStatus::Terminated;
    let foreign = |vbr: &mut VirtualBorderRouter| vbr.account = OTHER;
    type Edit<'e> = &'e dyn Fn(&mut VirtualBorderRouter);
    let cases: [(Edit<'_>, bool); 5] = [
        (&|_| {}, false),
        (&terminated, false),
        (&foreign, false),
        (&|vbr| (foreign(vbr), terminated(vbr)).0, true),
        (&|vbr| vbr.status = VbrStatus::Deleting, true),
    ];
    for (number, (change, possible)) in cases.into_iter().enumerate() {
        let mut world = World::new();
        let id = line_in(&mut world, Status::Enabled);
        border_router(&mut world, &id, change);
        match world.call("TerminatePhysicalConnection", &on(&id)) {
            Ok(_) => assert!(possible, "{number}"),
            Err(error) => assert_eq!((error.code(), possible), ("Forbidden.VbrAttached", false), "{number}"),
        }
    }
}

#[test]
fn shared_lines_keep_a_line_in_service_until_they_have_ended() {
    let mut world = World::new();
    let parent = line_in(&mut world, Status::Enabled);
    let shared = shared_line(&mut world, &parent, 30);
    assert_eq!(world.refused("TerminatePhysicalConnection", &on(&parent)), NOT_ALLOWED);
    edit(&mut world, &shared, |line| line.status = Status::Terminated);
    world.call("TerminatePhysicalConnection", &on(&parent)).unwrap();
    edit(&mut world, &parent, |line| line.status = Status::Terminated);
    assert_eq!(world.refused("DeletePhysicalConnection", &on(&parent)), NOT_ALLOWED);
    world.call_other("DeletePhysicalConnection", &on(&shared)).unwrap();
    world.call("DeletePhysicalConnection", &on(&parent)).unwrap();
    assert!(world.state.physical_connection(&parent).is_none());
}

#[test]
fn a_deleted_line_is_gone_with_its_unpaid_orders_and_from_the_lines_that_name_it() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Allocated);
    let second = line(&mut world, &[("RedundantPhysicalConnectionId", &id)]);
    put_order(&mut world, &id, OrderStatus::Abnormal);
    put_order(&mut world, &id, OrderStatus::Paid);
    world.call("CancelPhysicalConnection", &on(&id)).unwrap();
    world.call("DeletePhysicalConnection", &on(&id)).unwrap();
    let orders: Vec<_> = world.state.orders.iter().map(|order| order.status).collect();
    assert_eq!(orders, [OrderStatus::Void, OrderStatus::Paid]);
    assert!(stored(&world, &second).redundant.is_empty());
    assert_eq!(ids(&mut world, &[]), [second.as_str()]);
    assert_eq!(
        world.refused("DeletePhysicalConnection", &on(&id)),
        "404 InvalidPhysicalConnectionId.NotFound"
    );
}

#[test]
fn border_routers_keep_a_line_from_being_deleted() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Terminated);
    let delete = |world: &mut World| {
        world.call("DeletePhysicalConnection", &on(&id)).map_err(|error| error.to_string())
    };
    border_router(&mut world, "pc-other", |vbr| {
        vbr.associated = vec![Association { line: id.as_str().into(), ..Association::default() }];
    });
    assert!(delete(&mut world).unwrap_err().contains("still associate to VBR"));
    border_router(&mut world, &id, |vbr| vbr.account = OTHER);
    assert!(delete(&mut world).unwrap_err().contains("vbr owner's vbr still exists"));
    border_router(&mut world, &id, |_| {});
    assert!(delete(&mut world).unwrap_err().contains("physical connection owner's vbr still exists"));
}

#[test]
fn a_tenant_accepts_a_shared_line() {
    let mut world = World::new();
    let parent = line_in(&mut world, Status::Enabled);
    let shared = shared_line(&mut world, &parent, 30);
    let tenant = Account::clone(world.state.account(OTHER).unwrap());
    world.put(Account { outbound_traffic_open: false, ..tenant.clone() });
    let confirm = |world: &mut World| world.call_other("ConfirmPhysicalConnection", &on(&shared));
    assert_eq!(confirm(&mut world).unwrap_err().code(), "OperationFailed.PconnTrafficNotEnable");
    world.put(tenant);
    let by_partner = world.refused("ConfirmPhysicalConnection", &on(&shared));
    assert_eq!(by_partner, "400 ResourceNotFound.PhysicalConnectionId");
    confirm(&mut world).unwrap();
    assert_eq!(
        (status(&world, &shared), shared_status(&world, &shared)),
        (Status::Confirmed, VpconnStatus::Confirmed)
    );
    assert_eq!(stored(&world, &shared).work, None);
    assert_eq!(confirm(&mut world).unwrap_err().code(), "Forbidden.NotAllowedInState");
    world.call_other("EnablePhysicalConnection", &on(&shared)).unwrap();
}

#[test]
fn a_shared_line_that_its_partner_has_paid_for_opens_when_it_is_accepted() {
    let mut world = World::new();
    let parent = line_in(&mut world, Status::Enabled);
    let shared = shared_line(&mut world, &parent, 30);
    let end = world.now.after_months(1);
    edit(&mut world, &shared, |line| line.end_at = Some(end));
    world.call_other("ConfirmPhysicalConnection", &on(&shared)).unwrap();
    assert_eq!(stored(&world, &shared).work, Some(Work::Enabling(world.now)));
}

#[test]
fn a_partner_takes_back_what_has_not_been_accepted() {
    let mut world = World::new();
    let parent = line_in(&mut world, Status::Enabled);
    let shared = shared_line(&mut world, &parent, 30);
    let too_early = world.call_other("DeletePhysicalConnection", &on(&shared)).unwrap_err();
    assert_eq!(too_early.code(), "Forbidden.NotAllowedInState");
    world.call("DeletePhysicalConnection", &on(&shared)).unwrap();
    let kept = world.state.physical_connections.iter().find(|line| line.id.as_str() == shared).unwrap();
    assert_eq!(kept.shared.as_ref().unwrap().status, VpconnStatus::Deleted);
    assert_eq!(kept.since, world.now);
    let gone = world.refused("DeletePhysicalConnection", &on(&shared));
    assert_eq!(gone, "404 InvalidPhysicalConnectionId.NotFound");
}

#[test]
fn an_accepted_shared_line_is_its_tenant_s_to_end() {
    let mut world = World::new();
    let parent = line_in(&mut world, Status::Enabled);
    let shared = shared_line(&mut world, &parent, 30);
    edit(&mut world, &shared, |line| {
        line.status = Status::Terminated;
        line.shared.as_mut().unwrap().status = VpconnStatus::Confirmed;
    });
    let by_partner = world.refused("DeletePhysicalConnection", &on(&shared));
    assert_eq!(by_partner, "400 InvalidPhysicalConnectionId.NotMatched");
    world.call_other("DeletePhysicalConnection", &on(&shared)).unwrap();
}

fn recover(world: &mut World, id: &str) -> Result<Value, xconnect_wire::ApiError> {
    world.call_other("RecoverPhysicalConnection", &[REGION, ("InstanceId", id)])
}

#[test]
fn a_terminated_shared_line_comes_back_while_its_place_is_free() {
    let mut world = World::new();
    let parent = line_in(&mut world, Status::Enabled);
    let shared = shared_line(&mut world, &parent, 30);
    let refused = |world: &mut World| recover(world, &shared).unwrap_err().to_string();
    assert!(refused(&mut world).contains(&format!("The status of {shared} is incorrect.")));
    edit(&mut world, &shared, |line| line.status = Status::Terminated);
    border_router(&mut world, &parent, |vbr| vbr.vlan = 30);
    assert!(refused(&mut world).contains("IncorrectStatus.PhysicalConnection"));
    let vbrs: Vec<_> = world.state.virtual_border_routers.iter().cloned().collect();
    world.put(VirtualBorderRouter { vlan: 31, ..VirtualBorderRouter::clone(&vbrs[0]) });
    edit(&mut world, &parent, |line| line.status = Status::Terminating);
    assert!(refused(&mut world).contains("IncorrectStatus.PhysicalConnection"));
    edit(&mut world, &parent, |line| line.status = Status::Enabled);
    recover(&mut world, &shared).unwrap();
    assert_eq!(stored(&world, &shared).work, Some(Work::Recovering(world.now)));
    assert!(refused(&mut world).contains("IncorrectStatus.PhysicalConnection"));
    let underway = world.call_other("DeletePhysicalConnection", &on(&shared)).unwrap_err();
    assert_eq!(underway.code(), "Forbidden.NotAllowedInState");
}

#[test]
fn dedicated_lines_do_not_come_back() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Terminated);
    let params = [REGION, ("InstanceId", id.as_str())];
    let refused = world.refused("RecoverPhysicalConnection", &params);
    assert_eq!(refused, "400 IncorrectStatus.PhysicalConnection");
    let unknown = recover(&mut world, &id).unwrap_err();
    assert!(unknown.to_string().contains(&format!("The specified resource {id} is not found.")));
}

#[test]
fn risk_control_stops_everything() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Allocated);
    edit(&mut world, &id, |line| line.business_status = BusinessStatus::SecurityLocked);
    for action in [
        "ConfirmPhysicalConnection",
        "EnablePhysicalConnection",
        "CancelPhysicalConnection",
        "TerminatePhysicalConnection",
        "DeletePhysicalConnection",
    ] {
        assert_eq!(world.refused(action, &on(&id)), "403 Forbidden.RiskControl", "{action}");
    }
}

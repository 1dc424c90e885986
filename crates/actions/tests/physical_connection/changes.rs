//! ModifyPhysicalConnectionAttribute: what can be changed when.

use xconnect_model::router_interface::BusinessStatus;

use super::*;

fn modify(world: &mut World, id: &str, params: &[(&str, &str)]) -> Result<Value, xconnect_wire::ApiError> {
    world.call("ModifyPhysicalConnectionAttribute", &[&on(id), params].concat())
}

fn refused(world: &mut World, id: &str, params: &[(&str, &str)]) -> String {
    world.refused("ModifyPhysicalConnectionAttribute", &[&on(id), params].concat())
}

#[test]
fn what_people_chose_changes_until_the_end() {
    let mut world = World::new();
    let id = line(&mut world, &[]);
    let texts = [
        ("Name", "second"),
        ("Description", "line two"),
        ("PeerLocation", "Wensan Road 2"),
        ("CircuitCode", "longtel002"),
        ("LineOperator", "CU"),
    ];
    for status in Status::ALL {
        edit(&mut world, &id, |line| line.status = status);
        let open = matches!(
            status,
            Status::Initial
                | Status::Approved
                | Status::Allocated
                | Status::Confirmed
                | Status::Enabled
                | Status::Rejected
        );
        if open {
            modify(&mut world, &id, &texts).unwrap();
        } else {
            assert_eq!(refused(&mut world, &id, &texts), "400 InvalidStatus", "{status:?}");
        }
    }
    let line = stored(&world, &id);
    assert_eq!((line.name.as_str(), line.description.as_str()), ("second", "line two"));
    assert_eq!((line.peer_location.as_str(), line.circuit_code.as_str()), ("Wensan Road 2", "longtel002"));
    assert_eq!(line.line_operator.as_str(), "CU");
}

#[test]
fn port_bandwidth_and_redundant_line_change_before_approval_and_in_service() {
    let mut world = World::new();
    let id = line(&mut world, &[]);
    let other = line_in(&mut world, Status::Enabled);
    let (allowed, fixed) = (
        [Status::Initial, Status::Enabled, Status::Rejected],
        [Status::Approved, Status::Allocated, Status::Confirmed],
    );
    let changes =
        [("bandwidth", "200"), ("PortType", "10GBase-LR"), ("RedundantPhysicalConnectionId", other.as_str())];
    let original = stored(&world, &id);
    for change in changes {
        for status in fixed {
            world.put(PhysicalConnection { status, ..original.clone() });
            assert_eq!(refused(&mut world, &id, &[change]), "400 InvalidStatus", "{status:?} {change:?}");
            modify(&mut world, &id, &[("bandwidth", "100"), ("PortType", "1000Base-T")]).unwrap();
        }
        for status in allowed {
            world.put(PhysicalConnection { status, ..original.clone() });
            modify(&mut world, &id, &[change]).unwrap();
        }
    }
}

#[test]
fn a_refused_application_is_filed_again() {
    let mut world = World::new();
    let id = line(&mut world, &[]);
    edit(&mut world, &id, |line| {
        line.status = Status::Rejected;
        line.reason = "no such street".into();
    });
    world.pass(std::time::Duration::from_secs(60));
    modify(&mut world, &id, &[("PeerLocation", "Wensan Road 3")]).unwrap();
    let line = stored(&world, &id);
    assert_eq!((line.status, line.reason.as_str(), line.since), (Status::Initial, "", world.now));
}

#[test]
fn bandwidth_stays_between_the_port_and_what_uses_it() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Enabled);
    assert_eq!(refused(&mut world, &id, &[("bandwidth", "1001")]), "400 InvalidBandwidth");
    modify(&mut world, &id, &[("bandwidth", "1000")]).unwrap();
    assert_eq!(refused(&mut world, &id, &[("PortType", "100Base-T")]), "400 InvalidBandwidth");
    shared_line(&mut world, &id, 30);
    assert_eq!(refused(&mut world, &id, &[("bandwidth", "99")]), "400 InvalidBandwidth");
    border_router(&mut world, &id, |vbr| vbr.bandwidth_mbps = Some(500));
    assert_eq!(refused(&mut world, &id, &[("bandwidth", "499")]), "400 InvalidBandwidth");
    modify(&mut world, &id, &[("bandwidth", "500")]).unwrap();
}

#[test]
fn a_tenant_changes_the_texts_of_a_shared_line_and_nothing_else() {
    let mut world = World::new();
    let parent = line_in(&mut world, Status::Enabled);
    let shared = shared_line(&mut world, &parent, 30);
    let mut call = |params: &[(&str, &str)]| {
        world.call_other("ModifyPhysicalConnectionAttribute", &[&on(&shared), params].concat())
    };
    call(&[("Name", "ours"), ("LineOperator", "CT")]).unwrap();
    for change in [("bandwidth", "200"), ("PortType", "10GBase-T"), ("LineOperator", "CM")] {
        assert_eq!(call(&[change]).unwrap_err().code(), "InvalidStatus", "{change:?}");
    }
    assert_eq!(refused(&mut world, &shared, &[]), "404 InvalidPhysicalConnectionId.NotFound");
}

#[test]
fn a_line_is_not_independent_of_itself_and_a_locked_one_keeps_still() {
    let mut world = World::new();
    let id = line_in(&mut world, Status::Enabled);
    let itself = [("RedundantPhysicalConnectionId", id.as_str())];
    assert_eq!(refused(&mut world, &id, &itself), "404 InvalidRedundantPhysicalConnectionId.NotFound");
    edit(&mut world, &id, |line| line.business_status = BusinessStatus::SecurityLocked);
    assert_eq!(refused(&mut world, &id, &[("Name", "other")]), "403 Forbidden.RiskControl");
}

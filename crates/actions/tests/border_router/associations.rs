//! Further lines of a router.

use serde_json::json;

use super::*;

const ASSOCIATE: &str = "AssociatePhysicalConnectionToVirtualBorderRouter";
const UNASSOCIATE: &str = "UnassociatePhysicalConnectionFromVirtualBorderRouter";
const MODIFY: &str = "ModifyVirtualBorderRouterAttribute";

fn association<'p>(vbr: &'p str, line: &'p str, extra: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    let own = [
        ("PhysicalConnectionId", line),
        ("VlanId", "20"),
        ("LocalGatewayIp", "10.0.1.1"),
        ("PeerGatewayIp", "10.0.1.2"),
        ("PeeringSubnetMask", "255.255.255.252"),
    ];
    on(vbr, &own.into_iter().chain(extra.iter().copied()).collect::<Vec<_>>())
}

fn associations(world: &mut World, vbr: &str) -> Value {
    described(world, vbr)["AssociatedPhysicalConnections"]["AssociatedPhysicalConnection"].clone()
}

fn with_line(world: &mut World) -> (String, String) {
    let (own, further) = (line(world, "pc-1"), line(world, "pc-2"));
    let vbr = router(world, &own, "1");
    world.call(ASSOCIATE, &association(&vbr, &further, &[("CircuitCode", "c2")])).unwrap();
    (vbr, further)
}

#[test]
fn a_further_line_shows_until_it_is_given_up() {
    let mut world = World::new();
    let (vbr, further) = with_line(&mut world);
    let interface = record(&world, &vbr).associated[0].vlan_interface.clone();
    assert!(interface.as_str().starts_with("ri-bp1") && interface != record(&world, &vbr).vlan_interface);
    let expected = json!([{
        "PhysicalConnectionId": "pc-2",
        "PhysicalConnectionOwnerUid": OWN.to_string(),
        "PhysicalConnectionStatus": "Enabled",
        "PhysicalConnectionBusinessStatus": "Normal",
        "Status": "Associated",
        "VlanId": "20",
        "VlanInterfaceId": interface.as_str(),
        "CircuitCode": "c2",
        "LocalGatewayIp": "10.0.1.1",
        "PeerGatewayIp": "10.0.1.2",
        "PeeringSubnetMask": "255.255.255.252",
        "LocalIpv6GatewayIp": "",
        "PeerIpv6GatewayIp": "",
        "PeeringIpv6SubnetMask": "",
        "EnableIpv6": false,
    }]);
    assert_eq!(associations(&mut world, &vbr), expected);
    assert_eq!(refused(&mut world, "DeleteVirtualBorderRouter", &vbr, &[]), "400 InvalidStatus.NotAllowed");
    act(&mut world, UNASSOCIATE, &vbr, &[("PhysicalConnectionId", &further)]);
    assert_eq!(associations(&mut world, &vbr), json!([]));
    act(&mut world, "DeleteVirtualBorderRouter", &vbr, &[]);
}

#[test]
fn a_line_is_used_once_and_a_vlan_too() {
    let mut world = World::new();
    let (vbr, further) = with_line(&mut world);
    for line in ["pc-1", further.as_str()] {
        let again = world.refused(ASSOCIATE, &association(&vbr, line, &[("VlanId", "30")]));
        assert_eq!(again, "400 PHYSICAL_NOT_ALLOW_ASSOCIATE_VBR", "{line}");
    }
    let taken = world.refused("CreateVirtualBorderRouter", &creation(&further, "20", &[]));
    assert_eq!(taken, "400 InvalidVlanId.Used");
    let other = router(&mut world, &further, "21");
    let third = line(&mut world, "pc-3");
    router(&mut world, &third, "20");
    assert_eq!(world.refused(ASSOCIATE, &association(&other, &third, &[])), "400 InvalidVlanId.Used");
}

#[test]
fn a_router_has_four_lines_at_most() {
    let mut world = World::new();
    let (vbr, _) = with_line(&mut world);
    for id in ["pc-3", "pc-4"] {
        let line = line(&mut world, id);
        world.call(ASSOCIATE, &association(&vbr, &line, &[])).unwrap();
    }
    let fifth = line(&mut world, "pc-5");
    assert_eq!(world.refused(ASSOCIATE, &association(&vbr, &fifth, &[])), "400 EXCEED_ASSOCIATE_MAX_NUM");
}

#[test]
fn what_is_not_in_service_yet_and_what_no_longer_is_are_told_apart() {
    let mut world = World::new();
    let (own, further) = (line(&mut world, "pc-1"), line(&mut world, "pc-2"));
    let vbr = router(&mut world, &own, "1");
    let refusal = |world: &mut World| world.refused(ASSOCIATE, &association(&vbr, &further, &[]));
    for status in Status::ALL.into_iter().filter(|status| *status != Status::Enabled) {
        edit_line(&mut world, &further, |line| line.status = status);
        let ended = status.is_final() || status == Status::Terminating;
        let code =
            if ended { "InvalidStatus.StatusNotEnabled" } else { "InvalidPhysicalConnectionId.NotEnabled" };
        assert_eq!(refusal(&mut world), format!("400 {code}"), "{status:?}");
    }
    edit_line(&mut world, &further, |line| {
        (line.status, line.work) = (Status::Terminated, Some(Work::Recovering(line.since)));
    });
    assert_eq!(refusal(&mut world), "400 InvalidPhysicalConnectionId.NotEnabled", "it is coming back");
    for (event, code) in [
        (VbrEvent::Terminate, "InvalidOperation.OperationNotAllowedInState"),
        (VbrEvent::Terminated, "InvalidOperation.OperationNotAllowedInState"),
        (VbrEvent::Recover, "InvalidStatus.NotAllowed"),
    ] {
        happen(&mut world, &vbr, event);
        assert_eq!(refusal(&mut world), format!("400 {code}"), "{event:?}");
    }
}

#[test]
fn calls_that_share_a_token_by_accident_are_calls_of_their_own() {
    let mut world = World::new();
    let own = line(&mut world, "pc-1");
    let vbr = router(&mut world, &own, "1");
    let token = ("ClientToken", "cut-too-short");
    for id in ["pc-2", "pc-3"] {
        let line = line(&mut world, id);
        world.call(ASSOCIATE, &association(&vbr, &line, &[token])).unwrap();
        // The very same call is answered, and done only once.
        world.call(ASSOCIATE, &association(&vbr, &line, &[token])).unwrap();
    }
    assert_eq!(associations(&mut world, &vbr).as_array().unwrap().len(), 2);
    for line in ["pc-2", "pc-3"] {
        act(&mut world, UNASSOCIATE, &vbr, &[("PhysicalConnectionId", line), token]);
        act(&mut world, UNASSOCIATE, &vbr, &[("PhysicalConnectionId", line), token]);
    }
    assert_eq!(associations(&mut world, &vbr), json!([]));
    // Elsewhere other parameters are a mistake.
    act(&mut world, MODIFY, &vbr, &[("Name", "once"), token]);
    let mistaken = refused(&mut world, MODIFY, &vbr, &[("Name", "twice"), token]);
    assert_eq!(mistaken, "400 IdempotentParameterMismatch");
}

#[test]
fn a_terminated_router_gives_its_lines_up_and_an_ending_one_does_not() {
    let mut world = World::new();
    let (vbr, further) = with_line(&mut world);
    let line = [("PhysicalConnectionId", further.as_str())];
    act(&mut world, "TerminateVirtualBorderRouter", &vbr, &[]);
    assert_eq!(refused(&mut world, UNASSOCIATE, &vbr, &line), "400 InvalidStatus.NotAllowed");
    happen(&mut world, &vbr, xconnect_model::border_router::VbrEvent::Terminated);
    act(&mut world, UNASSOCIATE, &vbr, &line);
}

#[test]
fn settings_of_further_lines_are_a_json_list() {
    let mut world = World::new();
    let (vbr, _) = with_line(&mut world);
    let text = r#"[{" CircuitCode ":"c9"," PeerGatewayIp ":"10.0.1.3","PeeringSubnetMask":"255.255.255.0",
        "PhysicalConnectionId":"pc-2","EnableIpv6":true,"LocalIpv6GatewayIp":""}]"#;
    act(&mut world, MODIFY, &vbr, &[("AssociatedPhysicalConnections", text)]);
    let one = associations(&mut world, &vbr)[0].clone();
    for (field, value) in [
        ("CircuitCode", json!("c9")),
        ("LocalGatewayIp", json!("10.0.1.1")),
        ("PeerGatewayIp", json!("10.0.1.3")),
        ("PeeringSubnetMask", json!("255.255.255.0")),
        ("EnableIpv6", json!(true)),
    ] {
        assert_eq!(one[field], value, "{field}");
    }
    let before = record(&world, &vbr);
    for (text, refusal) in [
        ("nonsense", "400 InvalidParameter"),
        (r#"{"PhysicalConnectionId":"pc-2"}"#, "400 InvalidParameter"),
        (r#"[{"CircuitCode":"c"}]"#, "400 InvalidParameter"),
        (r#"[{"PhysicalConnectionId":"pc-1","CircuitCode":"c"}]"#, "400 InvalidParameter"),
        (r#"[{"PhysicalConnectionId":["pc-2"]}]"#, "400 InvalidParameter"),
        (r#"[{"PhysicalConnectionId":"pc-2","PeerGatewayIp":"10.9.1.3"}]"#, "400 InvalidIp.NotSameSubnet"),
        (r#"[{"PhysicalConnectionId":"pc-2","CircuitCode":"a b"}]"#, "400 InvalidCircuitCode.Malformed"),
    ] {
        assert_eq!(refused(&mut world, MODIFY, &vbr, &[("AssociatedPhysicalConnections", text)]), refusal);
    }
    assert_eq!(record(&world, &vbr), before);
}

#[test]
fn who_owns_the_line_only_leaves_the_router_alone() {
    let mut world = World::new();
    let own = line(&mut world, "pc-1");
    let vbr = router_for_other(&mut world, &own, "1");
    accept(&mut world, &vbr);
    let theirs = line_of(&mut world, "pc-theirs", OTHER);
    world.call_other(ASSOCIATE, &association(&vbr, &theirs, &[])).unwrap();
    let further = line(&mut world, "pc-2");
    let addressed = world.refused(ASSOCIATE, &association(&vbr, &further, &[]));
    assert_eq!(addressed, "403 Forbidden.LocalGatewayIpNotAllowedByCaller");
    let bare = on(&vbr, &[("PhysicalConnectionId", &further), ("VlanId", "20")]);
    assert_eq!(world.refused(ASSOCIATE, &bare), "403 Forbidden.OperationNotAllowedByUser");
    let text = r#"[{"PhysicalConnectionId":"pc-theirs","CircuitCode":"c"}]"#;
    let refusal = refused(&mut world, MODIFY, &vbr, &[("AssociatedPhysicalConnections", text)]);
    assert_eq!(refusal, "403 Forbidden.CircuitCodeNotAllowedByCaller");
    let refusal = refused(&mut world, UNASSOCIATE, &vbr, &[("PhysicalConnectionId", &theirs)]);
    assert_eq!(refusal, "404 InvalidVbrId.NotFound");
    // Nor does he see lines that are not his.
    let filter = [REGION, ("IncludeCrossAccountVbr", "true")];
    let list = world.call("DescribeVirtualBorderRouters", &filter).unwrap();
    let seen = &set(&list)[0]["AssociatedPhysicalConnections"]["AssociatedPhysicalConnection"];
    assert_eq!(*seen, json!([]));
}

//! Shared lines as pure functions: a partner's line, a tenant's slice of it.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

mod support;

use serde_json::{Value, json};
use support::{OTHER, OWN, World};
use xconnect_model::border_router::{Association, VbrStatus};
use xconnect_model::order::{OrderKind, OrderStatus};
use xconnect_model::physical_connection::{Port, Status, VpconnStatus};
use xconnect_model::{
    AccessPointId, Account, AccountId, Order, PhysicalConnection, PhysicalConnectionId, RegionId,
    VirtualBorderRouter, VirtualBorderRouterId,
};
use xconnect_state::{Change, Kind, rows};

const PARENT: &str = "pc-bp1parent";
const VBR: &str = "vbr-bp1vbr";
const IN: (&str, &str) = ("RegionId", "cn-hangzhou");
const TENANT: &str = "6543210987654321";

/// A world in which the first account, the partner, has an open line of 1 Gbit/s.
fn world() -> World {
    let mut world = World::new();
    let seq = world.state.next_seq();
    world.put(PhysicalConnection {
        seq,
        id: PhysicalConnectionId::new(PARENT),
        account: OWN,
        region: RegionId::new("cn-hangzhou"),
        access_point: AccessPointId::new("ap-cn-hangzhou-yh-B"),
        bandwidth_mbps: 1_000,
        peer_location: "杭州".into(),
        status: Status::Enabled,
        port: Some(Port { device: "D1".into(), number: 80, location: "rack 7".into() }),
        ..PhysicalConnection::default()
    });
    world
}

fn creation<'a>(vlan: &'a str, spec: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        IN,
        ("PhysicalConnectionId", PARENT),
        ("VpconnAliUid", TENANT),
        ("VlanId", vlan),
        ("Spec", spec),
        ("OrderMode", "PayByPhysicalConnectionOwner"),
    ]
}

fn create(world: &mut World, vlan: &str, spec: &str) -> String {
    let answer = world.call("CreateVirtualPhysicalConnection", &creation(vlan, spec)).unwrap();
    answer["VirtualPhysicalConnection"].as_str().unwrap().to_owned()
}

fn line(world: &World, id: &str) -> PhysicalConnection {
    PhysicalConnection::clone(
        world.state.physical_connections.first(rows::physical_connection::id(id)).unwrap(),
    )
}

fn edit(world: &mut World, id: &str, change: impl FnOnce(&mut PhysicalConnection)) {
    let mut line = line(world, id);
    change(&mut line);
    world.put(line);
}

fn delete(world: &mut World, line: &PhysicalConnection) {
    let (kind, seq, label) = (Kind::PhysicalConnection, line.seq, line.id.to_string());
    world.state.apply(&[Change::Delete { kind, seq, label }]);
}

fn edit_account(world: &mut World, id: AccountId, change: impl FnOnce(&mut Account)) {
    let mut account = Account::clone(world.state.account(id).unwrap());
    change(&mut account);
    world.put(account);
}

fn border_router(world: &mut World, change: impl FnOnce(&mut VirtualBorderRouter)) {
    let seq = world.state.next_seq();
    let mut vbr = VirtualBorderRouter {
        seq,
        id: VirtualBorderRouterId::new(VBR),
        account: OTHER,
        region: RegionId::new("cn-hangzhou"),
        line: PhysicalConnectionId::new(PARENT),
        line_account: OWN,
        vlan: 7,
        ..VirtualBorderRouter::default()
    };
    change(&mut vbr);
    world.put(vbr);
}

fn list(world: &mut World, extra: &[(&str, &str)]) -> Value {
    world.call("ListVirtualPhysicalConnections", &[&[IN], extra].concat()).unwrap()
}

fn ids(answer: &Value) -> Vec<String> {
    let all = answer["VirtualPhysicalConnections"].as_array().unwrap();
    all.iter().map(|line| line["PhysicalConnectionId"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_new_shared_line_is_seen_by_partner_and_tenant() {
    let mut world = world();
    let mut params = creation("10", "50M");
    params.extend([("Name", "1st slice"), ("Description", "for a tenant"), ("Tag.1.Key", "k")]);
    let answer = world.call("CreateVirtualPhysicalConnection", &params).unwrap();
    let id = answer["VirtualPhysicalConnection"].as_str().unwrap();
    let seen = list(&mut world, &[]);
    let line = json!({
        "PhysicalConnectionId": id,
        "Name": "1st slice",
        "Description": "for a tenant",
        "Status": "Allocated",
        "VirtualPhysicalConnectionStatus": "UnConfirmed",
        "BusinessStatus": "Normal",
        "LoaStatus": "",
        "Type": "VPC",
        "ProductType": "VirtualPhysicalConnection",
        "ChargeType": "Prepaid",
        "OrderMode": "PayByPhysicalConnectionOwner",
        "AliUid": TENANT,
        "ParentPhysicalConnectionId": PARENT,
        "ParentPhysicalConnectionAliUid": OWN.to_string(),
        "VlanId": "10",
        "Spec": "50M",
        "ExpectSpec": "",
        "Bandwidth": 50,
        "AccessPointId": "ap-cn-hangzhou-yh-B",
        "AdLocation": "rack 7",
        "PortNumber": "80",
        "PortType": "1000Base-T",
        "LineOperator": "CT",
        "PeerLocation": "杭州",
        "CircuitCode": "",
        "RedundantPhysicalConnectionId": "",
        "CreationTime": "2026-11-21T00:00:00Z",
        "EnabledTime": "",
        "EndTime": "",
        "ResourceGroupId": "",
        "Tags": [{"Key": "k", "Value": ""}],
    });
    assert_eq!(seen["VirtualPhysicalConnections"], json!([line]));
    assert_eq!((&seen["Count"], &seen["TotalCount"], &seen["NextToken"]), (&json!(1), &json!(1), &json!("")));
    assert_eq!(world.call_other("ListVirtualPhysicalConnections", &[IN]).unwrap(), seen);
    let stranger = AccountId(9);
    let strange = world.call_as(stranger, support::VPC_API, "ListVirtualPhysicalConnections", &[IN]);
    assert_eq!(strange.unwrap()["TotalCount"], 0);
    assert!(self::line(&world, id).constructed_at.is_some(), "nothing is left to be built");
}

#[test]
fn a_vlan_is_held_once_and_vlan_0_takes_the_whole_line() {
    const CREATE: &str = "CreateVirtualPhysicalConnection";
    let mut world = world();
    border_router(&mut world, |_| {});
    assert_eq!(world.refused(CREATE, &creation("7", "50M")), "400 InvalidVlanId.Used");
    let first = create(&mut world, "8", "50M");
    assert_eq!(world.refused(CREATE, &creation("8", "50M")), "400 InvalidVlanId.Used");
    assert_eq!(world.refused(CREATE, &creation("0", "50M")), "400 OperationFailed.PconnAllocateVlan0");
    edit(&mut world, &first, |line| line.shared.as_mut().unwrap().status = VpconnStatus::Deleted);
    create(&mut world, "8", "50M");

    let mut whole = self::world();
    create(&mut whole, "0", "50M");
    assert_eq!(whole.refused(CREATE, &creation("0", "50M")), "400 InvalidVlanId.Used");
    assert_eq!(whole.refused(CREATE, &creation("5", "50M")), "400 OperationFailed.PconnExistVlan0Vbr");
    for vlan in ["3000", "-1", "x", "99999999999999999999"] {
        assert_eq!(whole.refused(CREATE, &creation(vlan, "50M")), "400 InvalidVlanId.Malformed", "{vlan}");
    }
}

#[test]
fn sizes_are_those_that_are_open_and_that_fit() {
    const CREATE: &str = "CreateVirtualPhysicalConnection";
    let mut world = world();
    for spec in ["60M", "2G"] {
        let error = world.call(CREATE, &creation("1", spec)).unwrap_err();
        assert_eq!(error.message(), format!("The param of Bandwidth [{spec}] is illegal."));
    }
    edit_account(&mut world, OWN, |account| account.opened_specs.push("2G".into()));
    assert_eq!(world.refused(CREATE, &creation("1", "2G")), "400 ResourceNotEnough.Bandwidth");
    edit(&mut world, PARENT, |line| line.bandwidth_mbps = 10_000);
    let id = create(&mut world, "1", "2G");
    assert_eq!(line(&world, &id).bandwidth_mbps, 2_000);
}

#[test]
fn the_line_below_has_to_be_the_callers_dedicated_and_open() {
    const CREATE: &str = "CreateVirtualPhysicalConnection";
    let mut world = world();
    let error = world.call_other(CREATE, &creation("1", "50M")).unwrap_err();
    assert_eq!(error.message(), "The specified PhysicalConnectionId [pc-bp1parent] is not found.");
    let id = create(&mut world, "1", "50M");
    let mut on_shared = creation("2", "50M");
    on_shared[1].1 = &id;
    let error = world.call_other(CREATE, &on_shared).unwrap_err();
    assert_eq!(error.code(), "ResourceNotFound.PhysicalConnectionId", "a shared line is not shared again");
    let mut no_line = creation("2", "50M");
    no_line[1].1 = "vbr-bp1parent";
    assert_eq!(world.refused(CREATE, &no_line), "400 InvalidPhysicalConnectionId.NotFound");
    let mut nobody = creation("2", "50M");
    nobody[2].1 = "77";
    assert_eq!(world.refused(CREATE, &nobody), "400 InvalidParameter");
    let mut long = creation("2", "50M");
    let name = "n".repeat(129);
    long.push(("Name", &name));
    assert_eq!(world.refused(CREATE, &long), "400 InvalidParameter");
    let missing: Vec<_> =
        creation("2", "50M").into_iter().filter(|(name, _)| *name != "PhysicalConnectionId").collect();
    let error = world.call(CREATE, &missing).unwrap_err();
    assert!(error.message().contains("'PhysicalConnectionId'"), "{error}");
    edit(&mut world, PARENT, |line| line.status = Status::Confirmed);
    assert_eq!(world.refused(CREATE, &creation("2", "50M")), "400 InvalidPhysicalConnectionId.NotEnabled");
}

#[test]
fn a_dry_run_makes_nothing() {
    let mut world = world();
    let mut params = creation("1", "50M");
    params.push(("DryRun", "true"));
    assert_eq!(world.refused("CreateVirtualPhysicalConnection", &params), "400 DRYRUN.SUCCESS");
    assert_eq!(list(&mut world, &[])["TotalCount"], 0);
}

#[test]
fn the_list_is_narrowed_by_every_parameter() {
    let mut world = world();
    let [first, second, third] = ["1", "2", "3"].map(|vlan| create(&mut world, vlan, "50M"));
    edit(&mut world, &second, |line| {
        line.shared.as_mut().unwrap().status = VpconnStatus::Confirmed;
        line.business_status = xconnect_model::router_interface::BusinessStatus::FinancialLocked;
    });
    edit(&mut world, &third, |line| {
        line.shared.as_mut().unwrap().status = VpconnStatus::Deleted;
        line.account = OWN;
        line.resource_group = "rg-a".into();
    });
    let all = vec![first.clone(), second.clone(), third.clone()];
    for (params, expected) in [
        (vec![], all.clone()),
        (vec![("PhysicalConnectionId", PARENT)], all.clone()),
        (vec![("VirtualPhysicalConnectionIds.1", third.as_str())], vec![third.clone()]),
        (
            vec![
                ("VirtualPhysicalConnectionIds.1", third.as_str()),
                ("VirtualPhysicalConnectionIds.2", &first),
            ],
            vec![first.clone(), third.clone()],
        ),
        (vec![("VirtualPhysicalConnectionStatuses.1", "Deleted")], vec![third.clone()]),
        (vec![("VirtualPhysicalConnectionBusinessStatus", "FinancialLocked")], vec![second.clone()]),
        (vec![("IsConfirmed", "true")], vec![second.clone()]),
        (vec![("IsConfirmed", "false")], vec![first.clone()]),
        (vec![("VirtualPhysicalConnectionAliUids.1", TENANT)], vec![first.clone(), second.clone()]),
        (vec![("VlanIds", "[\"2\",\"3\"]")], vec![second.clone(), third.clone()]),
        (vec![("VlanIds.1", "2"), ("IsConfirmed", "false")], vec![]),
        (vec![("ResourceGroupId", "rg-a")], vec![third.clone()]),
        (vec![("Tags.1.Key", "none")], vec![]),
    ] {
        let answer = list(&mut world, &params);
        assert_eq!(ids(&answer), expected, "{params:?}");
        assert_eq!(answer["TotalCount"], expected.len(), "{params:?}");
        assert_eq!(answer["Count"], expected.len(), "{params:?}");
    }
    let unknown = [IN, ("PhysicalConnectionId", "pc-none")];
    let error = world.call("ListVirtualPhysicalConnections", &unknown).unwrap_err();
    assert_eq!(error.message(), "The specified PhysicalConnectionId [pc-none] is not found.");
    let parent = [IN, ("PhysicalConnectionId", PARENT)];
    assert_eq!(world.call_other("ListVirtualPhysicalConnections", &parent).unwrap()["TotalCount"], 2);
    let many: Vec<String> = (1..=21).map(|at| format!("VlanIds.{at}")).collect();
    let many: Vec<_> = [IN].into_iter().chain(many.iter().map(|name| (name.as_str(), "1"))).collect();
    assert_eq!(world.refused("ListVirtualPhysicalConnections", &many), "400 InvalidParameter");
}

#[test]
fn pages_go_on_where_they_ended_whatever_is_added_or_deleted_meanwhile() {
    let mut world = world();
    let made: Vec<String> = (1..=5).map(|vlan| create(&mut world, &vlan.to_string(), "50M")).collect();
    for extra in [vec![], vec![("VlanIds.1", "1"), ("VlanIds.2", "2"), ("VlanIds.3", "3")]] {
        let page = |world: &mut World, token: &str| {
            let mut params = extra.clone();
            params.extend([("MaxResults", "2"), ("NextToken", token)]);
            list(world, &params)
        };
        let first = page(&mut world, "");
        assert_eq!(ids(&first), made[..2]);
        assert_eq!(first["TotalCount"], if extra.is_empty() { 5 } else { 3 });
        // Somebody deletes what is behind, and the first of what is ahead.
        let removed = [line(&world, &made[0]), line(&world, &made[2])];
        for line in &removed {
            delete(&mut world, line);
        }
        let second = page(&mut world, first["NextToken"].as_str().unwrap());
        assert_eq!(ids(&second), if extra.is_empty() { made[3..5].to_vec() } else { vec![] });
        assert_eq!(second["NextToken"], "");
        for line in removed {
            world.put(line);
        }
    }
    for (name, value) in
        [("NextToken", "dd20****"), ("NextToken", "1"), ("MaxResults", "0"), ("MaxResults", "101")]
    {
        let error = world.call("ListVirtualPhysicalConnections", &[IN, (name, value)]).unwrap_err();
        assert_eq!(error.message(), format!("The specified parameter \"{name}\" is not valid."));
    }
}

#[test]
fn another_vlan_is_in_effect_at_once_and_another_size_when_it_is_paid() {
    const UPDATE: &str = "UpdateVirtualPhysicalConnection";
    let mut world = world();
    let id = create(&mut world, "1", "50M");
    create(&mut world, "2", "50M");
    edit(&mut world, &id, |line| line.end_at = Some(line.created_at.after_months(2)));
    let update = |vlan: &'static str| [IN, ("InstanceId", id.as_str()), ("VlanId", vlan)];
    assert_eq!(world.refused(UPDATE, &update("2")), "400 InvalidVlanId.Used");
    assert_eq!(world.refused(UPDATE, &update("0")), "400 OperationFailed.PconnAllocateVlan0");
    assert_eq!(world.call(UPDATE, &update("3")).unwrap(), json!({"Success": "true"}));
    assert_eq!(line(&world, &id).shared.unwrap().vlan, 3);

    let mut larger = update("3").to_vec();
    larger.push(("ExpectSpec", "200M"));
    world.call(UPDATE, &larger).unwrap();
    world.call(UPDATE, &larger).unwrap();
    let orders = |world: &World| -> Vec<Order> {
        world.state.orders.find(rows::order::of_line(&id)).map(|order| Order::clone(order)).collect()
    };
    let [order] = &orders(&world)[..] else { panic!("one order") };
    assert_eq!((order.kind, order.status, order.account), (OrderKind::Bandwidth, OrderStatus::Unpaid, OWN));
    assert_eq!(order.amount, 10_000 * 150 * 2);
    let shown = list(&mut world, &[("VirtualPhysicalConnectionIds.1", &id)]);
    let shown = &shown["VirtualPhysicalConnections"][0];
    assert_eq!((&shown["Spec"], &shown["ExpectSpec"]), (&json!("50M"), &json!("200M")));

    let mut largest = update("3").to_vec();
    largest.push(("ExpectSpec", "1G"));
    world.call(UPDATE, &largest).unwrap();
    let states: Vec<_> = orders(&world).iter().map(|order| order.status).collect();
    assert_eq!(states, [OrderStatus::Void, OrderStatus::Unpaid]);
    let mut as_it_is = update("3").to_vec();
    as_it_is.push(("ExpectSpec", "50M"));
    world.call(UPDATE, &as_it_is).unwrap();
    assert!(orders(&world).iter().all(|order| order.status == OrderStatus::Void));
    assert_eq!(line(&world, &id).shared.unwrap().expect_spec, None);

    let mut too_large = update("3").to_vec();
    too_large.push(("ExpectSpec", "10G"));
    assert_eq!(world.refused(UPDATE, &too_large), "400 IllegalParam.Bandwidth");
    let error = world.call_other(UPDATE, &update("4")).unwrap_err();
    assert_eq!(error.code(), "ResourceNotFound.PhysicalConnectionId", "the tenant changes nothing");
}

#[test]
fn another_accounts_border_router_becomes_its_shared_line() {
    let mut world = world();
    border_router(&mut world, |vbr| vbr.bandwidth_mbps = Some(60));
    let params = [IN, ("VbrId", VBR)];
    let answer = world.call("CreateVpconnFromVbr", &params).unwrap();
    let id = answer["VirtualPhysicalConnection"].as_str().unwrap();
    let made = line(&world, id);
    let shared = made.shared.clone().unwrap();
    assert_eq!((made.account, made.status, made.bandwidth_mbps), (OTHER, Status::Allocated, 100));
    assert_eq!((shared.vlan, shared.from_vbr.as_str(), shared.status), (7, VBR, VpconnStatus::UnConfirmed));
    assert_eq!(made.payer(), OTHER);
    let error = world.call("CreateVpconnFromVbr", &params).unwrap_err();
    assert_eq!(error.message(), "The status of vbr-bp1vbr is incorrect.", "it is being converted");

    let attach = [IN, ("VpconnId", id), ("VbrId", VBR)];
    assert_eq!(world.refused("AttachVbrToVpconn", &attach), "400 Forbidden.NotAllowedInState");
    edit(&mut world, id, |line| {
        line.status = Status::Confirmed;
        line.shared.as_mut().unwrap().status = VpconnStatus::Confirmed;
    });
    assert!(world.call_other("AttachVbrToVpconn", &attach).is_err(), "the partner does it");
    let before = VirtualBorderRouter::clone(world.state.virtual_border_router(VBR).unwrap());
    let answer = world.call("AttachVbrToVpconn", &attach).unwrap();
    assert_eq!(answer, json!({"VirtualPhysicalConnection": id}));
    let after = VirtualBorderRouter::clone(world.state.virtual_border_router(VBR).unwrap());
    assert_eq!(
        after,
        VirtualBorderRouter { line: PhysicalConnectionId::new(id), line_account: OTHER, ..before }
    );
    assert_eq!(world.refused("AttachVbrToVpconn", &attach), "400 IncorrectStatus.VbrId");
    assert_eq!(world.refused("CreateVpconnFromVbr", &params), "404 InvalidVbrId.NotFound");
    assert_eq!(
        world.refused("CreateVirtualPhysicalConnection", &creation("7", "50M")),
        "400 InvalidVlanId.Used"
    );
}

#[test]
fn what_cannot_be_converted_is_left_alone() {
    const CONVERT: &str = "CreateVpconnFromVbr";
    let params = [IN, ("VbrId", VBR)];
    let incorrect = "400 IncorrectStatus.VbrId";
    let mut own = world();
    border_router(&mut own, |vbr| vbr.account = OWN);
    assert_eq!(own.refused(CONVERT, &params), incorrect);
    let mut terminated = world();
    border_router(&mut terminated, |vbr| vbr.status = VbrStatus::Terminated);
    assert_eq!(terminated.refused(CONVERT, &params), incorrect);
    assert_eq!(terminated.refused(CONVERT, &[IN, ("VbrId", "vbr-none")]), "404 InvalidVbrId.NotFound");
    let mut closed = world();
    border_router(&mut closed, |_| {});
    assert!(closed.call_other(CONVERT, &params).is_err(), "the line is the partner's");
    assert_eq!(closed.refused(CONVERT, &[IN, ("VbrId", VBR), ("OrderMode", "x")]), "400 InvalidParameter");
    edit_account(&mut closed, OTHER, |account| account.outbound_traffic_open = false);
    assert_eq!(closed.refused(CONVERT, &params), "400 OperationFailed.TargetUserPconnTrafficNotEnable");
    let mut wide = world();
    border_router(&mut wide, |vbr| vbr.bandwidth_mbps = Some(2_000));
    let error = wide.call(CONVERT, &params).unwrap_err();
    assert_eq!(error.message(), "The param of Bandwidth [2000] is illegal.", "2G is not open");
    let mut unlimited = world();
    border_router(&mut unlimited, |_| {});
    let answer = unlimited.call(CONVERT, &params).unwrap();
    let id = answer["VirtualPhysicalConnection"].as_str().unwrap();
    assert_eq!(line(&unlimited, id).spec(), "1G", "the line's own bandwidth");
}

/// A border router that is ready to move to its shared line, which is open.
fn ready_to_move(world: &mut World, change: impl FnOnce(&mut VirtualBorderRouter)) -> String {
    border_router(world, |vbr| vbr.bandwidth_mbps = Some(60));
    let answer = world.call("CreateVpconnFromVbr", &[IN, ("VbrId", VBR)]).unwrap();
    let id = answer["VirtualPhysicalConnection"].as_str().unwrap().to_owned();
    edit(world, &id, |line| {
        line.status = Status::Enabled;
        line.shared.as_mut().unwrap().status = VpconnStatus::Confirmed;
    });
    let mut vbr = VirtualBorderRouter::clone(world.state.virtual_border_router(VBR).unwrap());
    change(&mut vbr);
    world.put(vbr);
    id
}

#[test]
fn a_router_does_not_move_to_a_vlan_that_the_tenant_has_taken_meanwhile() {
    let mut world = world();
    let id = ready_to_move(&mut world, |_| {});
    let other = VirtualBorderRouter {
        seq: world.state.next_seq(),
        id: VirtualBorderRouterId::new("vbr-bp1other"),
        line: PhysicalConnectionId::new(&id),
        line_account: OTHER,
        ..VirtualBorderRouter::clone(world.state.virtual_border_router(VBR).unwrap())
    };
    world.put(other);
    let attach = [IN, ("VpconnId", id.as_str()), ("VbrId", VBR)];
    assert_eq!(world.refused("AttachVbrToVpconn", &attach), "400 InvalidVlanId.Used");
}

#[test]
fn a_router_does_not_move_to_a_line_that_it_uses_already() {
    let mut world = world();
    let id = ready_to_move(&mut world, |_| {});
    let vbr = VirtualBorderRouter::clone(world.state.virtual_border_router(VBR).unwrap());
    let further = Association {
        line: PhysicalConnectionId::new(&id),
        line_account: OTHER,
        vlan: 9,
        ..Association::default()
    };
    world.put(VirtualBorderRouter { associated: vec![further], ..vbr });
    let attach = [IN, ("VpconnId", id.as_str()), ("VbrId", VBR)];
    assert_eq!(world.refused("AttachVbrToVpconn", &attach), "400 IncorrectStatus.VbrId");
}

#[test]
fn a_limit_that_was_raised_meanwhile_ends_where_the_shared_line_does() {
    let mut world = world();
    let id = ready_to_move(&mut world, |vbr| vbr.bandwidth_mbps = Some(500));
    world.call("AttachVbrToVpconn", &[IN, ("VpconnId", &id), ("VbrId", VBR)]).unwrap();
    assert_eq!(world.state.virtual_border_router(VBR).unwrap().bandwidth_mbps, None);
}

#[test]
fn a_shared_line_with_a_border_router_on_it_is_not_withdrawn() {
    let mut world = world();
    let id = ready_to_move(&mut world, |_| {});
    edit(&mut world, &id, |line| line.status = Status::Confirmed);
    world.call("AttachVbrToVpconn", &[IN, ("VpconnId", &id), ("VbrId", VBR)]).unwrap();
    let cancel = [IN, ("PhysicalConnectionId", id.as_str())];
    let error = world.call_other("CancelPhysicalConnection", &cancel).unwrap_err();
    assert_eq!(error.code(), "Forbidden.NotAllowedInState");
}

#[test]
fn a_router_is_not_kept_from_its_vlan_by_the_shared_line_that_waits_for_it() {
    let mut world = world();
    ready_to_move(&mut world, |vbr| vbr.status = VbrStatus::Terminated);
    world.call("RecoverVirtualBorderRouter", &[IN, ("VbrId", VBR)]).unwrap();
}

#[test]
fn the_line_below_does_not_become_smaller_than_what_has_been_ordered_on_it() {
    let mut world = world();
    let id = create(&mut world, "3", "50M");
    let expect = [IN, ("InstanceId", id.as_str()), ("VlanId", "3"), ("ExpectSpec", "500M")];
    world.call("UpdateVirtualPhysicalConnection", &expect).unwrap();
    let shrink = [IN, ("PhysicalConnectionId", PARENT), ("bandwidth", "100")];
    assert_eq!(world.refused("ModifyPhysicalConnectionAttribute", &shrink), "400 InvalidBandwidth");
}

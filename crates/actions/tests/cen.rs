//! CEN instances, what is attached to them, and who may attach what, as pure functions.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

mod support;

use serde_json::{Value, json};
use support::{OTHER, OWN, World};
use xconnect_model::border_router::VbrStatus;
use xconnect_model::cen::{CenAttachment, CenAttachmentStatus, CenStatus};
use xconnect_model::network::NetworkStatus;
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{
    Account, AccountId, Cen, PhysicalConnection, ResourceGroup, VbrHa, VirtualBorderRouter, Vpc,
};

const CBN: &str = "2017-09-12";
const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");

/// What names an attachment in a call.
fn named<'a>(cen: &'a str, child: &'a str) -> [(&'a str, &'a str); 4] {
    let kind = if child.starts_with("vbr-") { "VBR" } else { "VPC" };
    [
        ("CenId", cen),
        ("ChildInstanceId", child),
        ("ChildInstanceType", kind),
        ("ChildInstanceRegionId", "cn-hangzhou"),
    ]
}

/// What names a permission in a call.
fn permission<'a>(cen: &'a str, owner: &'a str, instance: &'a str) -> [(&'a str, &'a str); 5] {
    let kind = if instance.starts_with("vbr-") { "VBR" } else { "VPC" };
    [REGION, ("InstanceId", instance), ("InstanceType", kind), ("CenId", cen), ("CenOwnerId", owner)]
}

fn call(world: &mut World, account: AccountId, action: &str, params: &[(&str, &str)]) -> Value {
    world.call_as(account, CBN, action, params).unwrap()
}

/// How a call is refused.
fn refused(world: &mut World, account: AccountId, action: &str, params: &[(&str, &str)]) -> String {
    let error = world.call_as(account, CBN, action, params).unwrap_err();
    format!("{} {}", error.http(), error.code())
}

fn put_cen(world: &mut World, account: AccountId, id: &str) {
    let seq = world.state.next_seq();
    let (status, created_at) = (CenStatus::Active, world.now);
    let cen = Cen { seq, id: id.into(), account, name: id.into(), status, created_at, ..Cen::default() };
    world.put(cen);
}

fn put_vpc(world: &mut World, account: AccountId, id: &str) {
    world.put(Vpc {
        seq: world.state.next_seq(),
        id: id.into(),
        account,
        region: "cn-hangzhou".into(),
        name: "office".into(),
        cidr: "10.0.0.0/8".parse().unwrap(),
        status: NetworkStatus::Available,
        ..Vpc::default()
    });
}

fn put_vbr(world: &mut World, account: AccountId, id: &str) {
    world.put(VirtualBorderRouter {
        seq: world.state.next_seq(),
        id: id.into(),
        account,
        region: "cn-hangzhou".into(),
        line: "pc-1".into(),
        ..VirtualBorderRouter::default()
    });
}

/// Ends what the reconciler would end about a network.
fn set_status(world: &mut World, child: &str, status: CenAttachmentStatus) {
    let attachment = CenAttachment::clone(world.state.cen_attachment(child).unwrap());
    world.put(CenAttachment { status, ..attachment });
}

fn ids(answer: &Value) -> Vec<&str> {
    let cens = answer["Cens"]["Cen"].as_array().unwrap();
    cens.iter().map(|cen| cen["CenId"].as_str().unwrap()).collect()
}

#[test]
fn an_instance_is_made_shown_and_deleted() {
    let mut world = World::new();
    let seq = world.state.next_seq();
    world.put(ResourceGroup {
        seq,
        id: "rg-main".into(),
        account: OWN,
        is_default: true,
        ..ResourceGroup::default()
    });
    let params = [("Name", "net"), ("Description", "d"), ("Tag.1.Key", "team"), ("Tag.1.Value", "a")];
    let made = call(&mut world, OWN, "CreateCen", &params);
    let id = made["CenId"].as_str().unwrap().to_owned();
    assert!(id.starts_with("cen-"));
    let shown = call(&mut world, OWN, "DescribeCens", &[]);
    let expected = json!({
        "CenId": id, "Name": "net", "Description": "d", "Status": "Creating", "ProtectionLevel": "REDUCED",
        "Ipv6Level": "DISABLED", "CreationTime": "2026-11-21T00:00:00Z", "ResourceGroupId": "rg-main",
        "CenBandwidthPackageIds": { "CenBandwidthPackageId": [] },
        "Tags": { "Tag": [{ "Key": "team", "Value": "a" }] },
    });
    assert_eq!((&shown["TotalCount"], &shown["Cens"]["Cen"][0]), (&json!(1), &expected));

    let delete = [("CenId", id.as_str())];
    assert_eq!(refused(&mut world, OWN, "DeleteCen", &delete), "409 InvalidOperation.CenInstanceStatus");
    let cen = Cen::clone(world.state.cen(&id).unwrap());
    world.put(Cen { status: CenStatus::Active, ..cen });
    assert_eq!(refused(&mut world, OTHER, "DeleteCen", &delete), "400 ParameterCenInstanceId");
    call(&mut world, OWN, "DeleteCen", &delete);
    assert_eq!(world.state.cen(&id).unwrap().status, CenStatus::Deleting);
    assert_eq!(refused(&mut world, OWN, "DeleteCen", &delete), "409 InvalidOperation.CenInstanceStatus");
}

#[test]
fn a_token_makes_one_instance() {
    let mut world = World::new();
    let params = [("ClientToken", "t-1")];
    let first = call(&mut world, OWN, "CreateCen", &params);
    assert_eq!(call(&mut world, OWN, "CreateCen", &params), first);
    assert_eq!(world.state.cens.len(), 1);
}

#[test]
fn what_an_instance_may_be_called() {
    let mut world = World::new();
    let long = "n".repeat(129);
    for bad in [
        ("Name", "http://a"),
        ("Name", long.as_str()),
        ("Description", "https://a"),
        ("ProtectionLevel", "LOW"),
        ("Tag.1.Key", "aliyun-a"),
    ] {
        assert_eq!(refused(&mut world, OWN, "CreateCen", &[bad]), "400 InvalidParameter", "{bad:?}");
    }
    call(&mut world, OWN, "CreateCen", &[("Name", "1"), ("ProtectionLevel", "FULL")]);
}

#[test]
fn an_account_has_so_many_instances() {
    let mut world = World::new();
    for number in 0..10 {
        put_cen(&mut world, OWN, &format!("cen-{number}"));
    }
    assert_eq!(refused(&mut world, OWN, "CreateCen", &[]), "400 QuotaExceeded.CenCountExceeded");
    call(&mut world, OTHER, "CreateCen", &[]);
}

#[test]
fn instances_are_filtered_and_paged() {
    let mut world = World::new();
    for (id, account) in [("cen-1", OWN), ("cen-2", OWN), ("cen-3", OWN), ("cen-x", OTHER)] {
        put_cen(&mut world, account, id);
    }
    let second = Cen::clone(world.state.cen("cen-2").unwrap());
    let tags = vec![xconnect_model::Tag { key: "team".into(), value: "a".into() }];
    world.put(Cen { tags, resource_group: "rg-blue".into(), ..second });
    let by_id = ("Filter.1.Key", "CenId");
    for (params, expected) in [
        (vec![], "cen-1 cen-2 cen-3"),
        (vec![by_id, ("Filter.1.Value.1", "cen-2")], "cen-2"),
        (vec![by_id, ("Filter.1.Value.1", "cen-3"), ("Filter.1.Value.2", "cen-1")], "cen-1 cen-3"),
        (vec![by_id, ("Filter.1.Value.1", "cen-x")], ""),
        (vec![("Filter.1.Key", "Name"), ("Filter.1.Value.1", "cen-3")], "cen-3"),
        (vec![("Tag.1.Key", "team")], "cen-2"),
        (vec![("Tag.1.Key", "team"), ("Tag.1.Value", "b")], ""),
        (vec![("ResourceGroupId", "rg-blue")], "cen-2"),
        (vec![("PageSize", "2"), ("PageNumber", "2")], "cen-3"),
    ] {
        let answer = call(&mut world, OWN, "DescribeCens", &params);
        assert_eq!(ids(&answer).join(" "), expected, "{params:?}");
    }
    for params in
        [vec![("Filter.1.Key", "Colour"), ("Filter.1.Value.1", "red")], vec![by_id], vec![("PageSize", "51")]]
    {
        assert_eq!(refused(&mut world, OWN, "DescribeCens", &params), "400 InvalidParameter", "{params:?}");
    }
}

#[test]
fn a_vpc_is_attached_shown_and_detached() {
    let mut world = World::new();
    put_cen(&mut world, OWN, "cen-1");
    put_vpc(&mut world, OWN, "vpc-1");
    let vpc = Vpc::clone(world.state.vpc("vpc-1").unwrap());
    world.put(Vpc { ipv6_cidr: "2408:4005:1:200::/56".parse().ok(), ipv6_isp: "BGP".into(), ..vpc });
    let named = named("cen-1", "vpc-1");
    call(&mut world, OWN, "AttachCenChildInstance", &named);
    let blocking = "409 Operation.Blocking";
    assert_eq!(refused(&mut world, OWN, "DetachCenChildInstance", &named), blocking);
    let shown = call(&mut world, OWN, "DescribeCenAttachedChildInstanceAttribute", &named);
    let expected = json!({
        "CenId": "cen-1", "ChildInstanceId": "vpc-1", "ChildInstanceName": "office",
        "ChildInstanceType": "VPC", "ChildInstanceRegionId": "cn-hangzhou",
        "ChildInstanceOwnerId": OWN.0, "ChildInstanceAttachTime": "2026-11-21T00:00:00Z",
        "ChildInstanceAttributes": {
            "CidrBlock": "10.0.0.0/8", "Ipv6CidrBlock": "2408:4005:1:200::/56",
            "Ipv6CidrBlocks": {
                "ipv6CidrBlock": [{ "Ipv6CidrBlock": "2408:4005:1:200::/56", "Ipv6Isp": "BGP" }],
            },
            "SecondaryCidrBlocks": { "secondaryCidrBlock": [] },
        },
        "ManagedService": "", "Status": "Attaching",
        "RequestId": shown["RequestId"],
    });
    assert_eq!(shown, expected);

    set_status(&mut world, "vpc-1", CenAttachmentStatus::Attached);
    let listed = world.call("DescribeVpcs", &[REGION]).unwrap();
    assert_eq!(listed["Vpcs"]["Vpc"][0]["CenStatus"], "Attached");
    let attribute = world.call("DescribeVpcAttribute", &[REGION, ("VpcId", "vpc-1")]).unwrap();
    let cen = json!([{ "CenId": "cen-1", "CenOwnerId": OWN.0, "CenStatus": "Attached" }]);
    assert_eq!(attribute["AssociatedCens"]["AssociatedCen"], cen);
    let in_use = "409 InvalidOperation.AttachedChildInstanceExist";
    assert_eq!(refused(&mut world, OWN, "DeleteCen", &[("CenId", "cen-1")]), in_use);

    call(&mut world, OWN, "DetachCenChildInstance", &named);
    assert_eq!(world.state.cen_attachment("vpc-1").unwrap().status, CenAttachmentStatus::Detaching);
    assert_eq!(refused(&mut world, OWN, "DetachCenChildInstance", &named), blocking);
}

#[test]
fn a_network_is_attached_once() {
    let mut world = World::new();
    put_cen(&mut world, OWN, "cen-1");
    put_cen(&mut world, OWN, "cen-2");
    put_vbr(&mut world, OWN, "vbr-1");
    call(&mut world, OWN, "AttachCenChildInstance", &named("cen-1", "vbr-1"));
    for cen in ["cen-1", "cen-2"] {
        let again = refused(&mut world, OWN, "AttachCenChildInstance", &named(cen, "vbr-1"));
        assert_eq!(again, "409 InvalidOperation.ChildInstanceAlreadyAttached");
    }
    let elsewhere =
        refused(&mut world, OWN, "DescribeCenAttachedChildInstanceAttribute", &named("cen-2", "vbr-1"));
    assert_eq!(elsewhere, "400 ParameterInstanceId");
    let shown = call(&mut world, OWN, "DescribeCenAttachedChildInstanceAttribute", &named("cen-1", "vbr-1"));
    assert_eq!(shown["ChildInstanceType"], "VBR");
    assert_eq!(shown["ChildInstanceAttributes"]["CidrBlock"], "");
}

#[test]
fn only_what_works_is_attached() {
    let mut world = World::new();
    put_cen(&mut world, OWN, "cen-1");
    put_vpc(&mut world, OWN, "vpc-1");
    put_vbr(&mut world, OWN, "vbr-1");
    let vpc = Vpc::clone(world.state.vpc("vpc-1").unwrap());
    world.put(Vpc { status: NetworkStatus::Pending, ..vpc });
    let pending = refused(&mut world, OWN, "AttachCenChildInstance", &named("cen-1", "vpc-1"));
    assert_eq!(pending, "400 OperationFailed.InvalidVpcStatus");
    let vbr = VirtualBorderRouter::clone(world.state.virtual_border_router("vbr-1").unwrap());
    for (status, expected) in [
        (VbrStatus::Terminated, "409 InvalidOperation.ChildInstanceStatus"),
        (VbrStatus::Unconfirmed, "409 InvalidOperation.ChildInstanceStatus"),
        (VbrStatus::Deleting, "400 ParameterInstanceId"),
    ] {
        world.put(VirtualBorderRouter { status, ..vbr.clone() });
        let answer = refused(&mut world, OWN, "AttachCenChildInstance", &named("cen-1", "vbr-1"));
        assert_eq!(answer, expected);
    }
    world.put(vbr);
    let business_status = BusinessStatus::SecurityLocked;
    let seq = world.state.next_seq();
    world.put(PhysicalConnection {
        seq,
        id: "pc-1".into(),
        account: OWN,
        business_status,
        ..PhysicalConnection::default()
    });
    let locked = refused(&mut world, OWN, "AttachCenChildInstance", &named("cen-1", "vbr-1"));
    assert_eq!(locked, "403 Forbidden.RiskControl");
}

#[test]
fn a_member_of_a_failover_group_stays_attached() {
    let mut world = World::new();
    put_cen(&mut world, OWN, "cen-1");
    put_vbr(&mut world, OWN, "vbr-1");
    call(&mut world, OWN, "AttachCenChildInstance", &named("cen-1", "vbr-1"));
    set_status(&mut world, "vbr-1", CenAttachmentStatus::Attached);
    let seq = world.state.next_seq();
    world.put(VbrHa { seq, id: "vbrha-1".into(), account: OWN, peer: "vbr-1".into(), ..VbrHa::default() });
    let answer = refused(&mut world, OWN, "DetachCenChildInstance", &named("cen-1", "vbr-1"));
    assert_eq!(answer, "400 OperationFailed.VbrAttachedVbrHa");
}

#[test]
fn another_accounts_network_is_attached_with_its_permission() {
    let mut world = World::new();
    put_cen(&mut world, OWN, "cen-1");
    put_vpc(&mut world, OTHER, "vpc-1");
    let (own, other) = (OWN.to_string(), OTHER.to_string());
    let mut foreign = named("cen-1", "vpc-1").to_vec();
    foreign.push(("ChildInstanceOwnerId", &other));
    let attach = "AttachCenChildInstance";
    assert_eq!(refused(&mut world, OWN, attach, &named("cen-1", "vpc-1")), "400 ParameterInstanceId");
    let no_permission = "409 Forbbiden.AttachChildInstanceAcrossUid";
    assert_eq!(refused(&mut world, OWN, attach, &foreign), no_permission);

    let permission = permission("cen-1", &own, "vpc-1");
    assert_eq!(world.refused("GrantInstanceToCen", &permission), "404 InvalidInstanceId.NotFound");
    world.call_other("GrantInstanceToCen", &permission).unwrap();
    world.call_other("GrantInstanceToCen", &permission).unwrap();
    let rules = world.call_other("DescribeGrantRulesToCen", &permission[..3]).unwrap();
    let expected = json!([{
        "CenInstanceId": "cen-1", "CenOwnerId": OWN.0, "CreationTime": "2026-11-21T00:00:00Z",
    }]);
    assert_eq!((&rules["TotalCount"], &rules["CenGrantRules"]["CbnGrantRule"]), (&json!(1), &expected));
    let hidden = world.call("DescribeGrantRulesToCen", &permission[..3]).unwrap();
    assert_eq!(hidden["CenGrantRules"]["CbnGrantRule"], json!([]));

    call(&mut world, OWN, attach, &foreign);
    set_status(&mut world, "vpc-1", CenAttachmentStatus::Attached);
    world.call_other("RevokeInstanceFromCen", &permission).unwrap();
    let gone = world.call_other("RevokeInstanceFromCen", &permission).unwrap_err();
    assert_eq!(gone.code(), "InvalidCenId.NotFound");

    // Both sides see it, and either may end it; nobody else does.
    for account in [OWN, OTHER] {
        let shown =
            call(&mut world, account, "DescribeCenAttachedChildInstanceAttribute", &named("cen-1", "vpc-1"));
        assert_eq!(shown["ChildInstanceOwnerId"], OTHER.0);
    }
    let stranger = AccountId(1);
    let seq = world.state.next_seq();
    world.put(Account { seq, id: stranger, ..Account::default() });
    let detach = "DetachCenChildInstance";
    let unseen = refused(&mut world, stranger, detach, &named("cen-1", "vpc-1"));
    assert_eq!(unseen, "400 ParameterCenInstanceId");
    let mut detached = foreign.clone();
    detached.push(("CenOwnerId", &other));
    assert_eq!(refused(&mut world, OTHER, detach, &detached), "400 ParameterCenInstanceId");
    detached.pop();
    detached.push(("CenOwnerId", &own));
    call(&mut world, OTHER, detach, &detached);
}

#[test]
fn permissions_go_with_what_they_are_for() {
    let mut world = World::new();
    put_cen(&mut world, OWN, "cen-1");
    put_cen(&mut world, OWN, "cen-2");
    put_vpc(&mut world, OWN, "vpc-1");
    let own = OWN.to_string();
    for cen in ["cen-1", "cen-2"] {
        world.call("GrantInstanceToCen", &permission(cen, &own, "vpc-1")).unwrap();
    }
    call(&mut world, OWN, "DeleteCen", &[("CenId", "cen-2")]);
    assert!(world.state.cen_grant("vpc-1", "cen-2").is_none());
    let again = world.refused("GrantInstanceToCen", &permission("cen-2", &own, "vpc-1"));
    assert_eq!(again, "404 InvalidCenId.NotFound");

    call(&mut world, OWN, "AttachCenChildInstance", &named("cen-1", "vpc-1"));
    let delete = [REGION, ("VpcId", "vpc-1")];
    assert_eq!(world.refused("DeleteVpc", &delete), "400 DependencyViolation.CenInstance");
    let attachment = CenAttachment::clone(world.state.cen_attachment("vpc-1").unwrap());
    world.put(CenAttachment { child: "vpc-2".into(), ..attachment });
    world.call("DeleteVpc", &delete).unwrap();
    assert!(world.state.cen_grants.is_empty());
}

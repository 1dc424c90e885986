//! Actions of neighbouring products.

#![allow(clippy::unwrap_used, reason = "the helpers are tests too")]

mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::{OTHER, OWN, World};
use xconnect_model::order::{OrderStatus, Term};
use xconnect_model::router_interface::{BusinessStatus, Charge, Link, Status};
use xconnect_model::{Account, AccountId, Order, OrderId, ResourceGroup, RouterInterface, Vpc};
use xconnect_wire::ApiError;

const STS: &str = "2015-04-01";
const LOCATION: &str = "2015-06-12";
const BSS: &str = "2017-12-14";
const ECS: &str = "2014-05-26";
const ALB: &str = "2020-06-16";
const RESOURCE_MANAGER: &str = "2020-03-31";

type Params<'p> = &'p [(&'p str, &'p str)];

fn call(world: &mut World, version: &str, action: &str, params: Params<'_>) -> Result<Value, ApiError> {
    world.call_as(OWN, version, action, params)
}

fn refused(world: &mut World, version: &str, action: &str, params: Params<'_>) -> String {
    let error = call(world, version, action, params).expect_err(action);
    format!("{} {}", error.http(), error.code())
}

#[test]
fn the_caller_is_its_account() {
    let mut world = World::new();
    for account in [OWN, OTHER] {
        let answer = world.call_as(account, STS, "GetCallerIdentity", &[]).unwrap();
        let expected = json!({
            "RequestId": answer["RequestId"],
            "AccountId": account.to_string(),
            "UserId": account.to_string(),
            "PrincipalId": account.to_string(),
            "Arn": format!("acs:ram::{account}:root"),
            "IdentityType": "Account",
        });
        assert_eq!(answer, expected);
    }
}

#[test]
fn every_product_is_served_where_it_is_asked_for() {
    let mut world = World::new();
    let params = [("Id", "cn-hangzhou"), ("ServiceCode", "vpc"), ("Type", "openAPI")];
    let answer = call(&mut world, LOCATION, "DescribeEndpoints", &params).unwrap();
    assert_eq!(answer["Success"], true);
    let expected = json!([{
        "Endpoint": "127.0.0.1:8900",
        "Id": "cn-hangzhou",
        "Namespace": "",
        "SerivceCode": "vpc",
        "Type": "openAPI",
        "Protocols": { "Protocols": ["HTTP", "HTTPS"] },
    }]);
    assert_eq!(answer["Endpoints"]["Endpoint"], expected);
    let without_type = call(&mut world, LOCATION, "DescribeEndpoints", &params[..2]).unwrap();
    assert_eq!(without_type["Endpoints"]["Endpoint"], expected);
}

#[test]
fn what_refuses_an_endpoint() {
    let mut world = World::new();
    let unknown = [("Id", "cn-atlantis"), ("ServiceCode", "vpc")];
    let error = call(&mut world, LOCATION, "DescribeEndpoints", &unknown).unwrap_err();
    assert_eq!(error.to_string(), "404 InvalidRegionId: The specified region does not exist.");
    for params in [&[("Id", "cn-hangzhou")], &[("ServiceCode", "vpc")]] {
        assert_eq!(refused(&mut world, LOCATION, "DescribeEndpoints", params), "400 MissingParameter");
    }
}

#[test]
fn regions_and_zones_in_the_shape_of_ecs() {
    let mut world = World::new();
    let answer = call(&mut world, ECS, "DescribeRegions", &[("AcceptLanguage", "en-US")]).unwrap();
    let regions = answer["Regions"]["Region"].as_array().unwrap();
    let hangzhou = json!({
        "RegionId": "cn-hangzhou",
        "LocalName": "China (Hangzhou)",
        "RegionEndpoint": "ecs.cn-hangzhou.aliyuncs.com",
        "Status": "available",
    });
    assert!(regions.contains(&hangzhou));

    let answer = call(&mut world, ECS, "DescribeZones", &[("RegionId", "cn-hangzhou")]).unwrap();
    let expected = json!({
        "ZoneId": "cn-hangzhou-b",
        "LocalName": "杭州 可用区B",
        "ZoneType": "AvailabilityZone",
        "AvailableResourceCreation": { "ResourceTypes": ["VSwitch"] },
        "AvailableInstanceTypes": { "InstanceTypes": [] },
        "AvailableDiskCategories": { "DiskCategories": [] },
        "AvailableVolumeCategories": { "VolumeCategories": [] },
        "AvailableDedicatedHostTypes": { "DedicatedHostType": [] },
        "DedicatedHostGenerations": { "DedicatedHostGeneration": [] },
        "AvailableResources": { "ResourcesInfo": [] },
    });
    assert_eq!(answer["Zones"]["Zone"][0], expected);
    assert_eq!(refused(&mut world, ECS, "DescribeZones", &[]), "400 MissingParameter");
    let unknown = refused(&mut world, ECS, "DescribeZones", &[("RegionId", "cn-atlantis")]);
    assert_eq!(unknown, "404 InvalidRegionId.NotFound");
}

#[test]
fn zones_in_the_shape_of_alb() {
    let mut world = World::new();
    let answer = call(&mut world, ALB, "DescribeZones", &[("RegionId", "cn-beijing")]).unwrap();
    assert_eq!(answer["Zones"][0], json!({ "ZoneId": "cn-beijing-a", "LocalName": "北京 可用区A" }));
    let default = call(&mut world, ALB, "DescribeZones", &[("AcceptLanguage", "en-US")]).unwrap();
    assert_eq!(default["Zones"][0], json!({ "ZoneId": "cn-hangzhou-b", "LocalName": "Hangzhou Zone B" }));
    let unknown = refused(&mut world, ALB, "DescribeZones", &[("RegionId", "cn-atlantis")]);
    assert_eq!(unknown, "404 InvalidRegionId.NotFound");
}

fn put_groups(world: &mut World, account: AccountId, count: usize) {
    for number in 0..count {
        let seq = world.state.next_seq();
        let (name, display_name) = (format!("group-{number:02}"), format!("Group {number:02}"));
        world.put(ResourceGroup {
            seq,
            id: format!("rg-{account}-{number:02}").as_str().into(),
            account,
            name: name.into(),
            display_name: display_name.into(),
            is_default: number == 0,
            created_at: world.now,
        });
    }
}

fn groups(world: &mut World, params: Params<'_>) -> Vec<String> {
    let answer = call(world, RESOURCE_MANAGER, "ListResourceGroups", params).unwrap();
    let groups = answer["ResourceGroups"]["ResourceGroup"].as_array().unwrap();
    groups.iter().map(|group| group["Name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_account_sees_its_resource_groups() {
    let mut world = World::new();
    put_groups(&mut world, OTHER, 3);
    put_groups(&mut world, OWN, 2);
    let answer = call(&mut world, RESOURCE_MANAGER, "ListResourceGroups", &[]).unwrap();
    assert_eq!(
        (&answer["PageNumber"], &answer["PageSize"], &answer["TotalCount"]),
        (&json!(1), &json!(10), &json!(2))
    );
    let expected = json!({
        "Id": format!("rg-{OWN}-00"),
        "Name": "group-00",
        "DisplayName": "Group 00",
        "Status": "OK",
        "AccountId": OWN.to_string(),
        "CreateDate": "2026-11-21T00:00:00Z",
    });
    assert_eq!(answer["ResourceGroups"]["ResourceGroup"][0], expected);
}

#[test]
fn resource_groups_are_narrowed() {
    let mut world = World::new();
    put_groups(&mut world, OWN, 3);
    let id = format!("rg-{OWN}-01");
    assert_eq!(groups(&mut world, &[("Name", "p-02")]), ["group-02"]);
    assert_eq!(groups(&mut world, &[("DisplayName", "up 01")]), ["group-01"]);
    assert_eq!(groups(&mut world, &[("ResourceGroupId", &id)]), ["group-01"]);
    assert_eq!(
        groups(&mut world, &[("ResourceGroupIds.1", &id), ("ResourceGroupId", "rg-none")]),
        ["group-01"]
    );
    assert_eq!(groups(&mut world, &[("Status", "OK")]).len(), 3);
    assert!(groups(&mut world, &[("Status", "Creating")]).is_empty());
    assert!(groups(&mut world, &[("Tag.1.Key", "team")]).is_empty());
}

#[test]
fn resource_groups_come_in_pages() {
    let mut world = World::new();
    put_groups(&mut world, OWN, 12);
    assert_eq!(groups(&mut world, &[]).len(), 10);
    assert_eq!(groups(&mut world, &[("PageNumber", "2")]), ["group-10", "group-11"]);
    assert_eq!(groups(&mut world, &[("PageNumber", "4294967295")]), ["group-10", "group-11"]);
    assert_eq!(groups(&mut world, &[("PageSize", "6"), ("PageNumber", "3")])[0], "group-06");
    assert_eq!(groups(&mut world, &[("PageSize", "100")]).len(), 12);
    assert!(groups(&mut World::new(), &[("PageNumber", "9")]).is_empty());
    for params in [[("PageSize", "0")], [("PageSize", "101")], [("PageNumber", "0")]] {
        let refused = refused(&mut world, RESOURCE_MANAGER, "ListResourceGroups", &params);
        assert_eq!(refused, "400 InvalidParameter", "{params:?}");
    }
}

/// A paid subscription of twelve months at 1,200 yuan; its order has the interface's number.
fn put_subscription(world: &mut World, account: AccountId, number: u64) -> String {
    let id = format!("ri-{number}");
    let (now, order) = (world.now, OrderId(number));
    let end_at = Some(now.after(Duration::from_secs(360 * 86_400)));
    let seq = world.state.next_seq();
    world.put(RouterInterface {
        seq,
        id: id.as_str().into(),
        account,
        region: "cn-hangzhou".into(),
        charge: Charge::PrePaid { order, end_at, auto_renew: number % 2 == 1, renewal: None },
        created_at: now,
        ..RouterInterface::default()
    });
    let seq = world.state.next_seq();
    world.put(Order {
        seq,
        id: order,
        account,
        interface: id.as_str().into(),
        amount: 120_000,
        term: Term { months: 12 },
        status: OrderStatus::Paid,
        created_at: now,
        paid_at: Some(now),
        ..Order::default()
    });
    id
}

fn instances(world: &mut World, params: Params<'_>) -> Vec<String> {
    let answer = call(world, BSS, "QueryAvailableInstances", params).unwrap();
    let list = answer["Data"]["InstanceList"].as_array().unwrap();
    list.iter().map(|instance| instance["InstanceID"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_first_call_of_the_terraform_provider_succeeds() {
    let answer = call(&mut World::new(), BSS, "QueryAvailableInstances", &[]).unwrap();
    assert_eq!((&answer["Code"], &answer["Success"]), (&json!("Success"), &json!(true)));
    let nothing = json!({ "PageNum": 1, "PageSize": 20, "TotalCount": 0, "InstanceList": [] });
    assert_eq!(answer["Data"], nothing);
}

#[test]
fn subscriptions_are_listed() {
    let mut world = World::new();
    put_subscription(&mut world, OWN, 1);
    let answer = call(&mut world, BSS, "QueryAvailableInstances", &[]).unwrap();
    let expected = json!([{
        "OwnerId": OWN.0,
        "InstanceID": "ri-1",
        "ProductCode": "ri",
        "ProductType": "",
        "SubscriptionType": "Subscription",
        "Region": "cn-hangzhou",
        "Status": "Normal",
        "RenewStatus": "AutoRenewal",
        "CreateTime": "2026-11-21T00:00:00Z",
        "EndTime": "2027-11-16T00:00:00Z",
    }]);
    assert_eq!(answer["Data"]["InstanceList"], expected);
}

#[test]
fn subscriptions_are_narrowed() {
    let mut world = World::new();
    for number in 1..=3 {
        put_subscription(&mut world, OWN, number);
    }
    put_subscription(&mut world, OTHER, 4);
    assert_eq!(instances(&mut world, &[]).len(), 3);
    assert_eq!(instances(&mut world, &[("InstanceIDs", "ri-1, ri-3,ri-4")]), ["ri-1", "ri-3"]);
    assert_eq!(instances(&mut world, &[("RenewStatus", "ManualRenewal")]), ["ri-2"]);
    assert_eq!(instances(&mut world, &[("ProductCode", "ri"), ("Region", "cn-hangzhou")]).len(), 3);
    for nothing in [
        ("Region", "cn-beijing"),
        ("ProductCode", "ecs"),
        ("SubscriptionType", "PayAsYouGo"),
        ("InstanceIDs", "x"),
    ] {
        assert!(instances(&mut world, &[nothing]).is_empty(), "{nothing:?}");
    }
}

#[test]
fn subscriptions_come_in_pages() {
    let mut world = World::new();
    for number in 1..=5 {
        put_subscription(&mut world, OWN, number);
    }
    assert_eq!(instances(&mut world, &[("PageSize", "2"), ("PageNum", "3")]), ["ri-5"]);
    assert_eq!(instances(&mut world, &[("PageSize", "2"), ("PageNum", "9")]), ["ri-5"]);
    let many = vec!["ri-1"; 101].join(",");
    for params in [[("PageSize", "0")], [("PageSize", "301")], [("PageNum", "0")], [("InstanceIDs", &many)]] {
        let refused = refused(&mut world, BSS, "QueryAvailableInstances", &params);
        assert_eq!(refused, "400 InvalidParameter", "{:?}", params[0].0);
    }
}

fn refund(id: &str) -> [(&str, &str); 4] {
    [("InstanceId", id), ("ProductCode", "ri"), ("ProductType", ""), ("ImmediatelyRelease", "1")]
}

#[test]
fn a_refund_removes_the_interface_in_whatever_state_it_is() {
    for status in [Status::Idle, Status::Active, Status::Connecting, Status::Inactive] {
        let mut world = World::new();
        let id = put_subscription(&mut world, OWN, 1);
        let interface = RouterInterface::clone(world.state.router_interface(&id).unwrap());
        world.put(RouterInterface { status, ..interface });
        let answer = call(&mut world, BSS, "RefundInstance", &refund(&id)).unwrap();
        let expected = json!({
            "Code": "Success", "Message": "success", "Success": true, "Data": { "OrderId": 1 }
        });
        assert_eq!(answer, expected);
        assert_eq!(world.state.router_interface(&id).unwrap().status, Status::Deleting);
        assert_eq!(world.state.order(OrderId(1)).unwrap().status, OrderStatus::Void);
        assert!(instances(&mut world, &[]).is_empty());
        assert_eq!(refused(&mut world, BSS, "RefundInstance", &refund(&id)), "400 ResourceStatusError");
    }
}

#[test]
fn a_refund_tells_the_other_end() {
    let mut world = World::new();
    let id = put_subscription(&mut world, OWN, 1);
    let seq = world.state.next_seq();
    let link = |interface: &str| Some(Box::new(Link { interface: interface.into(), ..Link::default() }));
    let other = RouterInterface { seq, id: "ri-other".into(), account: OTHER, ..RouterInterface::default() };
    world.put(RouterInterface { status: Status::Active, link: link(&id), ..other });
    let interface = RouterInterface::clone(world.state.router_interface(&id).unwrap());
    world.put(RouterInterface { status: Status::Active, link: link("ri-other"), ..interface });
    call(&mut world, BSS, "RefundInstance", &refund(&id)).unwrap();
    let other = world.state.router_interface("ri-other").unwrap();
    assert_eq!(other.status, Status::Active);
    assert!(other.link.as_ref().is_some_and(|link| link.gone));
}

#[test]
fn a_refund_gives_back_what_was_not_used() {
    for (days, left) in [(0, 120_000), (90, 90_000), (360, 0), (720, 0)] {
        let mut world = World::new();
        let id = put_subscription(&mut world, OWN, 1);
        let account = Account::clone(world.state.account(OWN).unwrap());
        world.put(Account { balance: Some(5), ..account });
        world.pass(Duration::from_secs(days * 86_400));
        call(&mut world, BSS, "RefundInstance", &refund(&id)).unwrap();
        assert_eq!(world.state.account(OWN).unwrap().balance, Some(5 + left), "after {days} days");
    }
}

#[test]
fn an_unpaid_subscription_gives_nothing_back() {
    let mut world = World::new();
    let id = put_subscription(&mut world, OWN, 1);
    let account = Account::clone(world.state.account(OWN).unwrap());
    world.put(Account { balance: Some(5), ..account });
    let order = Order::clone(world.state.order(OrderId(1)).unwrap());
    world.put(Order { status: OrderStatus::Unpaid, paid_at: None, ..order });
    call(&mut world, BSS, "RefundInstance", &refund(&id)).unwrap();
    assert_eq!(world.state.account(OWN).unwrap().balance, Some(5));
    assert_eq!(world.state.order(OrderId(1)).unwrap().status, OrderStatus::Void);
}

#[test]
fn there_is_nothing_to_refund_but_an_own_subscription() {
    let mut world = World::new();
    let own = put_subscription(&mut world, OWN, 1);
    let foreign = put_subscription(&mut world, OTHER, 2);
    let interface = RouterInterface::clone(world.state.router_interface(&own).unwrap());
    let seq = world.state.next_seq();
    let by_use = RouterInterface { seq, id: "ri-9".into(), charge: Charge::PostPaid, ..interface };
    world.put(by_use);
    for id in [foreign.as_str(), "ri-none", "ri-9"] {
        let error = call(&mut world, BSS, "RefundInstance", &refund(id)).unwrap_err();
        assert_eq!(error.to_string(), "404 ResourceNotExists: The specific resource is not exists.", "{id}");
    }
    let wrong_product = [("InstanceId", own.as_str()), ("ProductCode", "ecs")];
    assert_eq!(refused(&mut world, BSS, "RefundInstance", &wrong_product), "404 ResourceNotExists");
    assert!(world.call_as(OTHER, BSS, "RefundInstance", &refund(&foreign)).is_ok());
}

#[test]
fn what_else_refuses_a_refund() {
    let mut world = World::new();
    let id = put_subscription(&mut world, OWN, 1);
    for left_out in ["InstanceId", "ProductCode"] {
        let rest: Vec<_> = refund(&id).into_iter().filter(|(name, _)| *name != left_out).collect();
        assert_eq!(refused(&mut world, BSS, "RefundInstance", &rest), "400 MissingParameter");
    }
    let mut later = refund(&id);
    later[3].1 = "0";
    assert_eq!(refused(&mut world, BSS, "RefundInstance", &later), "400 InvalidParameter");
    let interface = RouterInterface::clone(world.state.router_interface(&id).unwrap());
    world.put(RouterInterface { business_status: BusinessStatus::SecurityLocked, ..interface });
    assert_eq!(refused(&mut world, BSS, "RefundInstance", &refund(&id)), "403 Forbidden.RiskControl");
}

#[test]
fn a_repeated_refund_with_its_token_gets_the_same_answer() {
    let mut world = World::new();
    let id = put_subscription(&mut world, OWN, 1);
    let params = [&refund(&id)[..], &[("ClientToken", "TF-RefundInstance-1")]].concat();
    let first = call(&mut world, BSS, "RefundInstance", &params).unwrap();
    assert_eq!(call(&mut world, BSS, "RefundInstance", &params).unwrap(), first);
}

#[test]
fn a_subscription_that_was_bought_here_can_be_refunded() {
    let mut world = World::new();
    let seq = world.state.next_seq();
    let (id, region) = ("vpc-1".into(), "cn-hangzhou".into());
    world.put(Vpc { seq, id, account: OWN, region, vrouter: "vrt-1".into(), ..Vpc::default() });
    let account = Account::clone(world.state.account(OWN).unwrap());
    world.put(Account { balance: Some(1_000_000_000), ..account });
    let bought = [
        ("RegionId", "cn-hangzhou"),
        ("OppositeRegionId", "cn-beijing"),
        ("Role", "InitiatingSide"),
        ("Spec", "Mini.2"),
        ("RouterType", "VRouter"),
        ("RouterId", "vrt-1"),
        ("InstanceChargeType", "PrePaid"),
        ("Period", "1"),
        ("AutoPay", "true"),
    ];
    let answer = world.call("CreateRouterInterface", &bought).unwrap();
    let id = answer["RouterInterfaceId"].as_str().unwrap();
    assert_eq!(instances(&mut world, &[]), [id]);
    let delete = [("RegionId", "cn-hangzhou"), ("RouterInterfaceId", id)];
    let kept = world.refused("DeleteRouterInterface", &delete);
    assert_eq!(kept, "400 InvalidRouterInterfaceChargeType.Malformed");
    let refunded = call(&mut world, BSS, "RefundInstance", &refund(id)).unwrap();
    assert_eq!(refunded["Data"]["OrderId"], answer["OrderId"]);
    assert_eq!(world.state.account(OWN).unwrap().balance, Some(1_000_000_000));
    assert!(instances(&mut world, &[]).is_empty());
}

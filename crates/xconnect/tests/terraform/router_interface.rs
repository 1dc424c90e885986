//! `alicloud_express_connect_router_interface`.

use std::time::Duration;

use serde_json::Value;

use super::answer::{booleans, list, numbers, present, text};
use super::provider::Provider;
use super::{border_router, vpc};
use crate::support::World;
use crate::support::records::{BEIJING, HANGZHOU, OWN};

const READ: [&str; 34] = [
    "AccessPointId",
    "Bandwidth",
    "BusinessStatus",
    "ChargeType",
    "ConnectedTime",
    "CreationTime",
    "Description",
    "EndTime",
    "HealthCheckSourceIp",
    "HealthCheckTargetIp",
    "HasReservationData",
    "Name",
    "OppositeAccessPointId",
    "OppositeBandwidth",
    "OppositeInterfaceBusinessStatus",
    "OppositeInterfaceId",
    "OppositeInterfaceOwnerId",
    "OppositeInterfaceSpec",
    "OppositeInterfaceStatus",
    "OppositeRegionId",
    "OppositeRouterId",
    "OppositeRouterType",
    "OppositeVpcInstanceId",
    "ReservationActiveTime",
    "ReservationBandwidth",
    "ReservationInternetChargeType",
    "ReservationOrderType",
    "ResourceGroupId",
    "Role",
    "RouterId",
    "RouterType",
    "Spec",
    "Status",
    "VpcInstanceId",
];

/// The provider's read, an import's too: a blank id is as good as not found, a missing one is not.
pub(crate) fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    match provider.tea("DescribeRouterInterfaceAttribute", &[("InstanceId", id)]) {
        Ok(interface) => {
            let found = text(&interface, "RouterInterfaceId");
            (!found.is_empty()).then_some(interface)
        }
        Err(failure) if failure.is_not_found() => None,
        Err(failure) => panic!("{failure:?}"),
    }
}

fn create(provider: &Provider<'_>, form: &[(&str, &str)]) -> String {
    let id = text(&provider.create("CreateRouterInterface", form), "RouterInterfaceId");
    provider.wait("Status", &["Idle", "Active"], || read(provider, &id));
    id
}

/// A read interface is what the provider expects of every one.
#[track_caller]
fn check(interface: &Value) {
    present(interface, &READ);
    numbers(interface, &["Bandwidth", "OppositeBandwidth"]);
    booleans(interface, &["CrossBorder"]);
    let fast_link = &interface["FastLinkMode"];
    assert!(fast_link.is_boolean() || *fast_link == "true" || *fast_link == "false", "{interface}");
    assert!(
        ["AfterPay", "Prepaid"].contains(&text(interface, "ChargeType").as_str()),
        "or it is never deleted"
    );
    list(interface, &["Tags", "Tags"]);
}

/// The provider deletes by what it has stored; after that, networks go at once.
fn delete(provider: &Provider<'_>, id: &str) {
    let interface = read(provider, id).unwrap();
    let fast_link = interface["FastLinkMode"] == true || interface["FastLinkMode"] == "true";
    if fast_link {
        provider.create("DeleteExpressConnect", &[("RouterInterfaceId", id), ("Force", "true")]);
    } else if text(&interface, "ChargeType") == "AfterPay" {
        provider.create("DeleteRouterInterface", &[("RouterInterfaceId", id)]);
    } else {
        let bss = Provider::product(provider.world, "2017-12-14");
        let form =
            [("InstanceId", id), ("ProductCode", "ri"), ("ImmediatelyRelease", "1"), ("ProductType", "")];
        match bss.tea("RefundInstance", &form) {
            Ok(_) => {}
            Err(failure) => assert!(failure.status == 404, "{failure:?}"),
        }
        provider.wait_until_gone(|| read(provider, id));
    }
}

#[test]
fn a_fast_link_from_a_border_router_to_a_vpc() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vpc = vpc::create(&provider, "tf-vpc", "172.16.0.0/12");
    let vbr = border_router::create(&provider, &world.bare_line(OWN), "1001", "tf-vbr");
    let form = [
        ("RouterType", "VBR"),
        ("RouterId", vbr.as_str()),
        ("Role", "InitiatingSide"),
        ("Spec", "Mini.2"),
        ("InstanceChargeType", "PostPaid"),
        ("AutoRenew", "true"),
        ("Period", "1"),
        ("FastLinkMode", "true"),
        ("OppositeRegionId", HANGZHOU),
        ("OppositeRouterType", "VRouter"),
        ("OppositeRouterId", &vpc.router),
        ("OppositeInterfaceOwnerId", "1234567890123456"),
        ("Name", "tf-ri"),
    ];
    let id = create(&provider, &form);
    let one = provider.wait("Status", &["Active"], || read(&provider, &id));
    check(&one);
    assert_eq!(
        (text(&one, "OppositeInterfaceSpec"), text(&one, "OppositeVpcInstanceId")),
        ("Negative".into(), vpc.id.clone())
    );
    let other = text(&one, "OppositeInterfaceId");
    check(&read(&provider, &other).expect("the other end is there, too"));
    border_router::tag(&provider, "ROUTERINTERFACE", &id);
    assert_eq!(list(&read(&provider, &id).unwrap(), &["Tags", "Tags"]).len(), 2);
    border_router::untag(&provider, "ROUTERINTERFACE", &id);
    update(&provider, &id);
    check_health(&provider, &other);
    delete(&provider, &id);
    // No wait in between: the networks have to be free at once.
    vpc::delete(&provider, &vpc.id);
    assert!(read(&provider, &other).is_none());
    border_router::delete(&provider, &vbr);
}

/// What the provider changes on an interface that is connected.
fn update(provider: &Provider<'_>, id: &str) {
    let names = [("RouterInterfaceId", id), ("Name", "tf-ri-2"), ("Description", "changed by Terraform")];
    provider.change("ModifyRouterInterfaceAttribute", &names);
    let one = provider.wait("Status", &["Idle", "Active"], || read(provider, id));
    assert_eq!(text(&one, "Name"), "tf-ri-2");
    provider.create("ModifyRouterInterfaceSpec", &[("RouterInterfaceId", id), ("Spec", "Mini.5")]);
    provider.wait("Status", &["Active"], || read(provider, id));
    provider.change("DeactivateRouterInterface", &[("RouterInterfaceId", id)]);
    provider.wait("Status", &["Inactive"], || read(provider, id));
    provider.change("ActivateRouterInterface", &[("RouterInterfaceId", id)]);
    provider.wait("Status", &["Active"], || read(provider, id));
}

/// A health check is the VPC side's.
fn check_health(provider: &Provider<'_>, id: &str) {
    let attributes = [
        ("RouterInterfaceId", id),
        ("HealthCheckSourceIp", "172.31.255.1"),
        ("HealthCheckTargetIp", "10.0.0.2"),
        ("HcRate", "2000"),
        ("HcThreshold", "8"),
    ];
    provider.change("ModifyRouterInterfaceAttribute", &attributes);
    let one = provider.wait("Status", &["Idle", "Active"], || read(provider, id));
    assert_eq!(one["HcRate"].as_i64(), Some(2_000));
    assert_eq!(one["HcThreshold"].to_string().trim_matches('"'), "8");
    let without = [("RouterInterfaceId", id), ("DeleteHealthCheckIp", "true")];
    provider.change("ModifyRouterInterfaceAttribute", &without);
    let one = provider.wait("Status", &["Idle", "Active"], || read(provider, id));
    assert_eq!(text(&one, "HealthCheckSourceIp"), "");
}

#[test]
fn an_initiator_and_an_acceptor_that_nobody_connects() {
    let world = World::new();
    let (provider, abroad) = (Provider::new(&world), Provider::in_region(&world, BEIJING));
    let own = vpc::create(&provider, "tf-vpc", "172.16.0.0/12");
    let other = vpc::create(&abroad, "tf-vpc", "192.168.0.0/16");
    let common = [("RouterType", "VRouter"), ("InstanceChargeType", "PostPaid")];
    let first = [
        ("RouterId", own.router.as_str()),
        ("Role", "InitiatingSide"),
        ("Spec", "Large.2"),
        ("OppositeRegionId", BEIJING),
    ];
    let second = [
        ("RouterId", other.router.as_str()),
        ("Role", "AcceptingSide"),
        ("Spec", "Negative"),
        ("OppositeRegionId", HANGZHOU),
    ];
    let initiator = create(&provider, &[&common[..], &first].concat());
    let acceptor = create(&abroad, &[&common[..], &second].concat());
    for (provider, id) in [(&provider, &initiator), (&abroad, &acceptor)] {
        let one = read(provider, id).unwrap();
        check(&one);
        let rate = &one["HcRate"];
        assert!(
            rate.is_null() || *rate == 0,
            "without a health check there is no rate, or every plan differs"
        );
        for field in ["OppositeInterfaceId", "OppositeInterfaceOwnerId", "OppositeRouterId"] {
            assert_eq!(one[field].as_str().unwrap_or_default(), "", "{field}");
        }
        delete(provider, id);
    }
    // No wait in between: dependency checks have to let the networks go at once.
    vpc::delete(&provider, &own.id);
    vpc::delete(&abroad, &other.id);
    provider.wait_until_gone(|| read(&provider, &initiator));
    abroad.wait_until_gone(|| read(&abroad, &acceptor));
}

#[test]
fn a_subscription_goes_by_a_refund() {
    let world = World::new();
    let provider = Provider::new(&world);
    let own = vpc::create(&provider, "tf-vpc", "172.16.0.0/12");
    let form = [
        ("RouterType", "VRouter"),
        ("RouterId", own.router.as_str()),
        ("Role", "InitiatingSide"),
        ("Spec", "Large.1"),
        ("InstanceChargeType", "PrePaid"),
        ("PricingCycle", "Month"),
        ("Period", "1"),
        ("AutoPay", "true"),
        ("OppositeRegionId", BEIJING),
    ];
    let id = create(&provider, &form);
    provider.pause(Duration::from_secs(60));
    assert_eq!(text(&read(&provider, &id).unwrap(), "ChargeType"), "Prepaid");
    delete(&provider, &id);
    assert!(read(&provider, &id).is_none());
}

#[test]
fn an_interface_that_never_was_reads_as_not_found() {
    let world = World::new();
    let provider = Provider::new(&world);
    assert!(read(&provider, "ri-2zenfgfpyu3v93koa****").is_none());
}

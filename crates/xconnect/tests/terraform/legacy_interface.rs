//! `alicloud_router_interface` and `alicloud_router_interface_connection`, in the older dialect.

use serde_json::Value;

use super::answer::{list, present, text};
use super::provider::Provider;
use super::vpc::{self, Vpc};
use crate::support::World;
use crate::support::records::{BEIJING, HANGZHOU};

const OWNER: &str = "1234567890123456";
const RETRIED: [&str; 3] =
    ["IncorrectStatus", "DependencyViolation.RouterInterfaceReferedByRouteEntry", "OperationConflict"];

/// Two VPCs whose routers are connected.
pub(crate) struct Pair {
    pub(crate) own: Vpc,
    pub(crate) other: Vpc,
    pub(crate) other_region: &'static str,
    pub(crate) initiator: String,
    pub(crate) acceptor: String,
}

/// The provider's read; it compares the id.
fn read(provider: &Provider<'_>, id: &str) -> Option<Value> {
    let params = [("Filter.1.Key", "RouterInterfaceId"), ("Filter.1.Value.1", id)];
    let answer = provider.change_old("DescribeRouterInterfaces", &params);
    let all = list(&answer, &["RouterInterfaceSet", "RouterInterfaceType"]);
    all.into_iter().find(|one| one["RouterInterfaceId"] == id)
}

fn create(provider: &Provider<'_>, router: &str, role: &str, spec: &str, opposite_region: &str) -> String {
    let ecs = Provider::product(provider.world, "2014-05-26");
    let regions = list(&ecs.change_old("DescribeRegions", &[]), &["Regions", "Region"]);
    assert!(regions.iter().any(|region| region["RegionId"] == opposite_region), "it is looked for first");
    let token = provider.token("CreateRouterInterface");
    let params = [
        ("RouterType", "VRouter"),
        ("RouterId", router),
        ("Role", role),
        ("Spec", spec),
        ("OppositeRegionId", opposite_region),
        ("ClientToken", &token),
    ];
    let post_paid = [("InstanceChargeType", "PostPaid")];
    let params = if role == "InitiatingSide" { [&params[..], &post_paid].concat() } else { params.to_vec() };
    let id = text(&provider.change_old("CreateRouterInterface", &params), "RouterInterfaceId");
    let one = provider.wait("Status", &["Idle"], || read(provider, &id));
    present(
        &one,
        &["Role", "Spec", "Name", "Description", "AccessPointId", "HealthCheckSourceIp", "ChargeType"],
    );
    present(
        &one,
        &["OppositeRegionId", "OppositeRouterType", "OppositeRouterId", "OppositeInterfaceOwnerId"],
    );
    present(
        &one,
        &["VpcInstanceId", "CreationTime", "EndTime", "HealthCheckTargetIp", "OppositeInterfaceId"],
    );
    id
}

/// One side of a connection: the interface is told of the other, which is read first, in its own region.
fn introduce(provider: &Provider<'_>, other: &Provider<'_>, id: &str, opposite: &str, router: &str) {
    read(other, opposite).expect("the other side is there");
    let params = [
        ("RouterInterfaceId", id),
        ("OppositeInterfaceId", opposite),
        ("OppositeInterfaceOwnerId", OWNER),
        ("OppositeRouterType", "VRouter"),
        ("OppositeRouterId", router),
    ];
    provider.change_old("ModifyRouterInterfaceAttribute", &params);
    let one = provider.wait("Status", &["Idle"], || read(provider, id));
    for field in ["OppositeInterfaceId", "OppositeRouterId", "OppositeRouterType", "OppositeInterfaceOwnerId"]
    {
        assert!(!one[field].to_string().trim_matches('"').is_empty(), "{field}, or it counts as not found");
    }
}

/// Two VPCs in two regions, connected as the documents' example connects them: the accepting side first.
pub(crate) fn connected(world: &World) -> Pair {
    let (provider, abroad) = (Provider::new(world), Provider::in_region(world, BEIJING));
    let own = vpc::create(&provider, "tf-vpc", "172.16.0.0/12");
    let other = vpc::create(&abroad, "tf-vpc", "192.168.0.0/16");
    let initiator = create(&provider, &own.router, "InitiatingSide", "Large.2", BEIJING);
    let acceptor = create(&abroad, &other.router, "AcceptingSide", "Negative", HANGZHOU);
    introduce(&abroad, &provider, &acceptor, &initiator, &own.router);
    introduce(&provider, &abroad, &initiator, &acceptor, &other.router);
    let codes = ["IncorrectOppositeInterfaceInfo.NotSet"];
    let connect = || provider.old("ConnectRouterInterface", &[("RouterInterfaceId", &initiator)]);
    provider.retried(&codes, connect).unwrap_or_else(|failure| panic!("{failure:?}"));
    provider.wait("Status", &["Active"], || read(&provider, &initiator));
    abroad.wait("Status", &["Active"], || read(&abroad, &acceptor));
    Pair { own, other, other_region: BEIJING, initiator, acceptor }
}

impl Pair {
    /// Takes both connections apart, and then deletes both interfaces.
    pub(crate) fn destroy(&self, world: &World) {
        let (provider, abroad) = (Provider::new(world), Provider::in_region(world, self.other_region));
        let sides = [(&provider, &self.initiator), (&abroad, &self.acceptor)];
        for (provider, id) in sides {
            provider.change_old("DeactivateRouterInterface", &[("RouterInterfaceId", id)]);
            provider.wait("Status", &["Inactive"], || read(provider, id));
        }
        for (provider, id) in sides {
            delete(provider, id);
        }
    }
}

fn delete(provider: &Provider<'_>, id: &str) {
    let token = provider.token("DeleteRouterInterface");
    let params = [("RouterInterfaceId", id), ("ClientToken", token.as_str())];
    provider.retried(&RETRIED, || provider.old("DeleteRouterInterface", &params)).unwrap();
    provider.wait_until_gone(|| read(provider, id));
    let again = provider.old("DeleteRouterInterface", &[("RouterInterfaceId", id)]).unwrap_err();
    assert!(again.is_one_of(&["InvalidInstanceId.NotFound"]) || again.is_not_found_old(), "{again:?}");
}

#[test]
fn a_pair_is_connected_changed_and_destroyed() {
    let world = World::new();
    let pair = connected(&world);
    let provider = Provider::new(&world);
    let id = pair.initiator.as_str();
    provider.change_old("ModifyRouterInterfaceSpec", &[("RouterInterfaceId", id), ("Spec", "Large.5")]);
    provider.wait("Status", &["Active"], || read(&provider, id));
    let update = [("RouterInterfaceId", id), ("Name", "tf-ri"), ("Description", "changed by Terraform")];
    provider.change_old("ModifyRouterInterfaceAttribute", &update);
    let one = read(&provider, id).unwrap();
    assert_eq!((text(&one, "Name"), text(&one, "Spec")), ("tf-ri".to_owned(), "Large.5".to_owned()));
    assert_ne!(text(&one, "ChargeType"), "Prepaid");
    pair.destroy(&world);
}

#[test]
fn reading_a_connection_activates_what_is_inactive() {
    let world = World::new();
    let pair = connected(&world);
    let provider = Provider::new(&world);
    provider.change_old("DeactivateRouterInterface", &[("RouterInterfaceId", &pair.initiator)]);
    provider.wait("Status", &["Inactive"], || read(&provider, &pair.initiator));
    provider.change_old("ActivateRouterInterface", &[("RouterInterfaceId", &pair.initiator)]);
    provider.wait("Status", &["Active"], || read(&provider, &pair.initiator));
}

#[test]
fn an_interface_on_a_border_router_takes_over_its_access_point() {
    let world = World::new();
    let provider = Provider::new(&world);
    let vbr = world.vbr();
    let filter = [("Filter.1.Key", "VbrId"), ("Filter.1.Value.1", vbr.as_str())];
    let answer = provider.change_old("DescribeVirtualBorderRouters", &filter);
    let router = &list(&answer, &["VirtualBorderRouterSet", "VirtualBorderRouterType"])[0];
    let (point, token) = (text(router, "AccessPointId"), provider.token("CreateRouterInterface"));
    let params = [
        ("RouterType", "VBR"),
        ("RouterId", vbr.as_str()),
        ("Role", "InitiatingSide"),
        ("Spec", "Large.1"),
        ("OppositeRegionId", HANGZHOU),
        ("AccessPointId", &point),
        ("InstanceChargeType", "PostPaid"),
        ("ClientToken", &token),
    ];
    let id = text(&provider.change_old("CreateRouterInterface", &params), "RouterInterfaceId");
    let one = provider.wait("Status", &["Idle"], || read(&provider, &id));
    assert_eq!(text(&one, "AccessPointId"), point);
    delete(&provider, &id);
}

//! Where routes may lead, and whether that works at the moment.

use serde_json::json;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::physical_connection::{Shared, Status as LineStatus};
use xconnect_model::provider::{AddressStatus, TargetAddress};
use xconnect_model::router_interface::{BusinessStatus, Health, HealthState, Status};
use xconnect_model::{Account, NextHopTarget, VirtualBorderRouter};

use crate::support::{OTHER, OWN};
use crate::{
    create, creation, edit_interface, edit_line, edit_vbr, enabled, not_created, put_link, put_target,
    put_vbr, shown, world,
};

const VLAN: (&str, &str) = ("RouterInterface", "ri-vlan");
const LINK: (&str, &str) = ("RouterInterface", "ri-a");

#[test]
fn a_target_is_the_callers_in_the_vpc_and_ready() {
    const NONE: &str = "404 InvalidNextHopId.NotFound";
    const UNREADY: &str = "403 IncorrectInstanceStatus";
    const ELSEWHERE: &str = "400 INVALID_VPC_ID";
    let instance = "404 InvalidInstanId.NotFound";
    let havip = "404 InvalidHaVipId.NotFound";
    let attachment = "400 InvalidAttachment.NotFound";
    for (kind, other_kind, elsewhere, unready) in [
        ("Instance", instance, instance, "400 IncorrectInstanceStatus"),
        ("HaVip", havip, havip, "400 IncorrectHaVipStatus"),
        ("NetworkInterface", NONE, ELSEWHERE, UNREADY),
        ("VpnGateway", NONE, ELSEWHERE, UNREADY),
        ("NatGateway", NONE, ELSEWHERE, UNREADY),
        ("Attachment", attachment, attachment, "400 OperationFailed.ActiveNetworkInterfaceNotFound"),
        ("VpcPeer", NONE, ELSEWHERE, UNREADY),
    ] {
        let mut world = world();
        let target = put_target(&mut world, "tr-attach-1", kind);
        let hop = (kind, "tr-attach-1");
        let mut refused = |target: NextHopTarget| {
            world.put(target);
            not_created(&mut world, "vtb-a", "192.168.0.0/24", hop)
        };
        assert_eq!(refused(NextHopTarget { account: OTHER, ..target.clone() }), NONE, "{kind}");
        assert_eq!(refused(NextHopTarget { vpc: "vpc-b".into(), ..target.clone() }), elsewhere, "{kind}");
        assert_eq!(refused(NextHopTarget { kind: "Kettle".into(), ..target.clone() }), other_kind, "{kind}");
        assert_eq!(refused(NextHopTarget { ready: false, ..target.clone() }), unready, "{kind}");
        world.put(target.clone());
        let id = create(&mut world, "vtb-a", "192.168.0.0/24", hop);
        assert_eq!(enabled(&mut world, "vtb-a", &id), 1);
        world.put(NextHopTarget { ready: false, ..target });
        assert_eq!(enabled(&mut world, "vtb-a", &id), 0);
    }
}

#[test]
fn ipv6_goes_where_ipv6_is_known() {
    let mut world = world();
    for kind in ["Instance", "HaVip", "VpnGateway", "NatGateway"] {
        put_target(&mut world, kind, kind);
        let refused = not_created(&mut world, "vtb-a", "2001:db8::/32", (kind, kind));
        assert_eq!(refused, "400 OperationFailed.NotSupportIPV6", "{kind}");
    }
    put_target(&mut world, "ipv6gw-a", "IPv6Gateway");
    let gateway = ("IPv6Gateway", "ipv6gw-a");
    assert_eq!(not_created(&mut world, "vtb-a", "192.168.0.0/24", gateway), "400 InvalidNextHopType");
    let id = create(&mut world, "vtb-a", "2001:db8::/32", gateway);
    assert_eq!(shown(&mut world, "vtb-a", &id)["IpVersion"], "IPv6");
    let refused = not_created(&mut world, "vtb-vbr", "2001:db8::/32", VLAN);
    assert_eq!(refused, "400 OperationFailed.NotSupportIPV6");
    edit_vbr(&mut world, |vbr| vbr.peering.ipv6_enabled = true);
    create(&mut world, "vtb-vbr", "2001:db8::/32", VLAN);
}

#[test]
fn a_network_interface_takes_ipv6_with_one_address_that_stays() {
    let mut world = world();
    let plain = put_target(&mut world, "eni-a", "NetworkInterface");
    let hop = ("NetworkInterface", "eni-a");
    let addresses = |states: &[AddressStatus]| -> Vec<TargetAddress> {
        let address = |(at, status): (usize, &AddressStatus)| {
            let address = format!("2001:db8::{}", at + 1).parse().unwrap();
            TargetAddress { address, status: *status }
        };
        states.iter().enumerate().map(address).collect()
    };
    use AddressStatus::{Assigned, Assigning, Removing};
    let moving = "400 IncorrectStatus.Ipv6Address";
    let primary = "400 OperationUnsupported.Ipv6EntryOnPrimaryNetworkInterface";
    for (is_primary, states, refusal) in [
        (false, &[][..], "400 OperationFailed.NotSupportIPV6"),
        (false, &[Assigning][..], moving),
        (false, &[Removing], moving),
        (false, &[Assigned, Removing], moving),
        (false, &[Assigned, Assigned], "400 OperationUnsupported.MutipleIpv6Address"),
        (true, &[Assigned], primary),
        (true, &[], primary),
    ] {
        world.put(NextHopTarget { primary: is_primary, ipv6: addresses(states), ..plain.clone() });
        let refused = not_created(&mut world, "vtb-a", "2001:db8:7::/48", hop);
        assert_eq!(refused, refusal, "{is_primary} {states:?}");
    }
    // IPv4 asks for none of that.
    create(&mut world, "vtb-a", "192.168.0.0/24", hop);
    world.put(NextHopTarget { ipv6: addresses(&[Assigned]), ..plain });
    create(&mut world, "vtb-a", "2001:db8:7::/48", hop);
}

#[test]
fn an_attachment_is_named_as_attachments_are() {
    let mut world = world();
    for id in ["tr-attach-", "tr-attach-a b", "i-a", "vtb-a"] {
        put_target(&mut world, id, "Attachment");
        let refused = not_created(&mut world, "vtb-a", "192.168.0.0/24", ("Attachment", id));
        assert_eq!(refused, "400 IllegalParam.AttachmentId", "{id}");
    }
    let unknown = not_created(&mut world, "vtb-a", "192.168.0.0/24", ("Attachment", "tr-attach-none"));
    assert_eq!(unknown, "404 InvalidNextHopId.NotFound");
}

#[test]
fn a_vpc_is_no_border_routers_way_to_the_internet() {
    let mut world = world();
    put_link(&mut world, "ri-a", "ri-b");
    let to_vpc = ("RouterInterface", "ri-b");
    for default in ["0.0.0.0/0", "::/0"] {
        let refused = not_created(&mut world, "vtb-vbr", default, to_vpc);
        assert_eq!(refused, "400 FORBIDDEN_USE_VPC_AS_INTERNET_GATEWAY");
    }
    create(&mut world, "vtb-vbr", "0.0.0.0/1", to_vpc);
    create(&mut world, "vtb-vbr", "0.0.0.0/0", VLAN);
    create(&mut world, "vtb-a", "0.0.0.0/0", LINK);
}

#[test]
fn instance_is_what_a_next_hop_is_unless_it_is_said_otherwise() {
    let mut world = world();
    let call = [("RouteTableId", "vtb-a"), ("DestinationCidrBlock", "192.168.0.0/24")];
    assert_eq!(world.refused("CreateRouteEntry", &call), "400 InvalidNexthopTypeAndList.BothNull");
    let with = |more: (&'static str, &'static str)| [&call[..], &[more]].concat();
    assert_eq!(world.refused("CreateRouteEntry", &with(("NextHopType", "Instance"))), "400 MissingParameter");
    assert_eq!(world.refused("CreateRouteEntry", &with(("NextHopType", "Tunnel"))), "400 InvalidNextHopType");
    world.call("CreateRouteEntry", &with(("NextHopId", "i-a"))).unwrap();
}

#[test]
fn an_interface_is_on_the_tables_router() {
    let mut world = world();
    put_link(&mut world, "ri-a", "ri-b");
    let none = "404 InvalidNextHopId.NotFound";
    assert_eq!(not_created(&mut world, "vtb-a", "192.168.0.0/24", ("RouterInterface", "ri-b")), none);
    assert_eq!(not_created(&mut world, "vtb-a", "192.168.0.0/24", VLAN), none);
    assert_eq!(not_created(&mut world, "vtb-vbr", "192.168.0.0/24", LINK), none);
    edit_interface(&mut world, "ri-a", |interface| interface.status = Status::Deleting);
    assert_eq!(not_created(&mut world, "vtb-a", "192.168.0.0/24", LINK), none);
}

#[test]
fn a_link_to_a_border_router_is_used_while_both_ends_work() {
    let mut world = world();
    put_link(&mut world, "ri-a", "ri-b");
    edit_interface(&mut world, "ri-a", |interface| interface.status = Status::Idle);
    let idle = "400 OperationDenied.VbrIdle";
    assert_eq!(not_created(&mut world, "vtb-a", "192.168.0.0/24", LINK), idle);
    edit_interface(&mut world, "ri-a", |interface| interface.status = Status::Active);
    let id = create(&mut world, "vtb-a", "192.168.0.0/24", LINK);
    let related = json!({ "InstanceId": "vbr-a", "InstanceType": "VBR", "RegionId": "cn-hangzhou" });
    let hop = |world: &mut crate::World, table: &str, id: &str| {
        shown(world, table, id)["NextHops"]["NextHop"][0].clone()
    };
    assert_eq!(hop(&mut world, "vtb-a", &id)["NextHopRelatedInfo"], related);
    let back = create(&mut world, "vtb-vbr", "172.16.0.0/12", ("RouterInterface", "ri-b"));
    let related = json!({ "InstanceId": "vpc-a", "InstanceType": "VPC", "RegionId": "cn-hangzhou" });
    assert_eq!(hop(&mut world, "vtb-vbr", &back)["NextHopRelatedInfo"], related);
    for end in ["ri-a", "ri-b"] {
        assert_eq!((enabled(&mut world, "vtb-a", &id), enabled(&mut world, "vtb-vbr", &back)), (1, 1));
        edit_interface(&mut world, end, |interface| interface.status = Status::Inactive);
        assert_eq!((enabled(&mut world, "vtb-a", &id), enabled(&mut world, "vtb-vbr", &back)), (0, 0));
        edit_interface(&mut world, end, |interface| interface.status = Status::Active);
        edit_interface(&mut world, end, |one| one.business_status = BusinessStatus::FinancialLocked);
        assert_eq!(enabled(&mut world, "vtb-a", &id), 0);
        edit_interface(&mut world, end, |interface| interface.business_status = BusinessStatus::Normal);
        edit_interface(&mut world, end, |interface| interface.cut = true);
        assert_eq!(enabled(&mut world, "vtb-a", &id), 0);
        edit_interface(&mut world, end, |interface| interface.cut = false);
    }
    edit_interface(&mut world, "ri-a", |interface| {
        interface.health = Some(Health { state: HealthState::Failed, ..Health::default() });
    });
    assert_eq!(enabled(&mut world, "vtb-a", &id), 0);
    edit_interface(&mut world, "ri-a", |interface| interface.health = None);
    edit_vbr(&mut world, |vbr| vbr.status = VbrStatus::Terminated);
    assert_eq!(enabled(&mut world, "vtb-a", &id), 0);
    edit_vbr(&mut world, |vbr| vbr.status = VbrStatus::Active);
    edit_interface(&mut world, "ri-a", |one| one.link.as_mut().unwrap().gone = true);
    assert_eq!(enabled(&mut world, "vtb-a", &id), 0);
    assert_eq!(hop(&mut world, "vtb-a", &id)["NextHopRelatedInfo"]["InstanceId"], "");
}

#[test]
fn a_border_router_leads_to_its_interfaces_only() {
    let mut world = world();
    let refused = not_created(&mut world, "vtb-vbr", "192.168.0.0/24", ("Instance", "i-a"));
    assert_eq!(refused, "400 InvalidNextHopType");
    put_vbr(&mut world, OWN, "vbr-b", "vtb-other", "ri-other", "pc-other");
    let none = "404 InvalidNextHopId.NotFound";
    assert_eq!(not_created(&mut world, "vtb-vbr", "192.168.0.0/24", ("RouterInterface", "ri-other")), none);
    let id = create(&mut world, "vtb-vbr", "192.168.0.0/24", VLAN);
    let hop = shown(&mut world, "vtb-vbr", &id)["NextHops"]["NextHop"][0].clone();
    let related = json!({ "InstanceId": "pc-a", "InstanceType": "PCONN", "RegionId": "cn-hangzhou" });
    assert_eq!((&hop["Enabled"], &hop["NextHopRelatedInfo"]), (&json!(1), &related));
    edit_line(&mut world, "pc-a", |line| line.cut = true);
    assert_eq!(enabled(&mut world, "vtb-vbr", &id), 0);
    edit_line(&mut world, "pc-a", |line| line.cut = false);
    edit_vbr(&mut world, |vbr| vbr.status = VbrStatus::Terminating);
    assert_eq!(enabled(&mut world, "vtb-vbr", &id), 0);
}

#[test]
fn a_border_router_and_its_line_have_to_work() {
    let mut world = world();
    let refused = |world: &mut crate::World| not_created(world, "vtb-vbr", "192.168.0.0/24", VLAN);
    for status in VbrStatus::ALL.into_iter().filter(|status| *status != VbrStatus::Active) {
        edit_vbr(&mut world, |vbr| vbr.status = status);
        assert_eq!(refused(&mut world), "400 InvalidVBRStatus", "{status:?}");
    }
    edit_vbr(&mut world, |vbr| vbr.status = VbrStatus::Active);
    let not_normal = "400 InvalidPhysicalConnectionBusinessStatus";
    edit_line(&mut world, "pc-a", |line| line.status = LineStatus::Terminated);
    assert_eq!(refused(&mut world), not_normal);
    edit_line(&mut world, "pc-a", |line| line.status = LineStatus::Enabled);
    edit_line(&mut world, "pc-a", |line| line.business_status = BusinessStatus::FinancialLocked);
    assert_eq!(refused(&mut world), not_normal);
    edit_line(&mut world, "pc-a", |line| line.business_status = BusinessStatus::SecurityLocked);
    assert_eq!(refused(&mut world), "403 Forbidden.RiskControl");
    edit_line(&mut world, "pc-a", |line| line.business_status = BusinessStatus::Normal);
    // Of a shared line, the one below has to work, too.
    put_vbr(&mut world, OTHER, "vbr-below", "vtb-below", "ri-below", "pc-below");
    edit_line(&mut world, "pc-a", |line| {
        line.shared = Some(Shared { parent: "pc-below".into(), ..Shared::default() });
    });
    edit_line(&mut world, "pc-below", |line| line.business_status = BusinessStatus::FinancialLocked);
    assert_eq!(refused(&mut world), not_normal);
    edit_line(&mut world, "pc-below", |line| line.business_status = BusinessStatus::Normal);
    create(&mut world, "vtb-vbr", "192.168.0.0/24", VLAN);
}

#[test]
fn a_route_over_a_further_line_asks_for_that_line() {
    let mut world = world();
    put_vbr(&mut world, OWN, "vbr-b", "vtb-other", "ri-other", "pc-further");
    edit_vbr(&mut world, |vbr: &mut VirtualBorderRouter| {
        vbr.associated.push(xconnect_model::border_router::Association {
            line: "pc-further".into(),
            vlan_interface: "ri-further".into(),
            ..Default::default()
        });
    });
    let further = ("RouterInterface", "ri-further");
    edit_line(&mut world, "pc-further", |line| line.status = LineStatus::Terminated);
    let refused = not_created(&mut world, "vtb-vbr", "192.168.0.0/24", further);
    assert_eq!(refused, "400 InvalidPhysicalConnectionBusinessStatus");
    edit_line(&mut world, "pc-further", |line| line.status = LineStatus::Enabled);
    edit_line(&mut world, "pc-a", |line| line.status = LineStatus::Terminated);
    let id = create(&mut world, "vtb-vbr", "192.168.0.0/24", further);
    assert_eq!(enabled(&mut world, "vtb-vbr", &id), 1);
}

#[test]
fn outbound_traffic_matters_where_a_border_router_is_involved() {
    let mut world = world();
    put_link(&mut world, "ri-a", "ri-b");
    let account = world.state.account(OWN).unwrap();
    let account = Account { outbound_traffic_open: false, ..Account::clone(account) };
    world.put(account);
    let closed = "400 OperationFailed.PconnTrafficNotEnable";
    assert_eq!(not_created(&mut world, "vtb-vbr", "192.168.0.0/24", VLAN), closed);
    assert_eq!(not_created(&mut world, "vtb-a", "192.168.0.0/24", LINK), closed);
    world.call("CreateRouteEntry", &creation("vtb-a", "192.168.0.0/24", ("Instance", "i-a"))).unwrap();
}

//! What routes keep in place, and what takes them along.

use xconnect_model::border_router::Association;
use xconnect_model::router_interface::Status;

use crate::support::OWN;
use crate::{REGION, World, create, edit_interface, edit_vbr, put_link, put_vbr, settle, world};

const USED: &str = "400 DependencyViolation.RouterInterfaceReferedByRouteEntry";

fn delete(world: &mut World, entry: &str) {
    world.call("DeleteRouteEntry", &[("RouteEntryId", entry)]).unwrap();
}

#[test]
fn an_interface_stays_while_routes_lead_to_it() {
    let mut world = world();
    put_link(&mut world, "ri-a", "ri-b");
    let entry = create(&mut world, "vtb-a", "192.168.0.0/16", ("RouterInterface", "ri-a"));
    let back = create(&mut world, "vtb-vbr", "172.16.0.0/12", ("RouterInterface", "ri-b"));
    for end in ["ri-a", "ri-b"] {
        edit_interface(&mut world, end, |interface| interface.status = Status::Inactive);
        assert_eq!(world.refused("DeleteRouterInterface", &[REGION, ("RouterInterfaceId", end)]), USED);
    }
    let both = [REGION, ("RouterInterfaceId", "ri-a"), ("Force", "true")];
    assert_eq!(world.refused("DeleteExpressConnect", &both), USED);
    delete(&mut world, &entry);
    // The far end is still in use.
    assert_eq!(world.refused("DeleteExpressConnect", &both), USED);
    world.call("DeleteRouterInterface", &[REGION, ("RouterInterfaceId", "ri-a")]).unwrap();
    delete(&mut world, &back);
    world.call("DeleteRouterInterface", &[REGION, ("RouterInterfaceId", "ri-b")]).unwrap();
}

#[test]
fn a_further_line_stays_while_routes_lead_over_it() {
    let mut world = world();
    put_vbr(&mut world, OWN, "vbr-b", "vtb-other", "ri-other", "pc-further");
    edit_vbr(&mut world, |vbr| {
        vbr.associated.push(Association {
            line: "pc-further".into(),
            vlan_interface: "ri-further".into(),
            ..Association::default()
        });
    });
    let entry = create(&mut world, "vtb-vbr", "192.168.0.0/16", ("RouterInterface", "ri-further"));
    let call = [REGION, ("VbrId", "vbr-a"), ("PhysicalConnectionId", "pc-further")];
    let action = "UnassociatePhysicalConnectionFromVirtualBorderRouter";
    assert_eq!(world.refused(action, &call), "400 ROUTER_INTERFACE_REFERED_BY_ROUTEENTRY");
    delete(&mut world, &entry);
    world.call(action, &call).unwrap();
}

#[test]
fn a_border_router_stays_while_its_table_has_routes() {
    let mut world = world();
    let entry = create(&mut world, "vtb-vbr", "192.168.0.0/16", ("RouterInterface", "ri-vlan"));
    let call = [REGION, ("VbrId", "vbr-a")];
    assert_eq!(
        world.refused("DeleteVirtualBorderRouter", &call),
        "400 InvalidOperation.RouterInterfaceNotDeleted"
    );
    delete(&mut world, &entry);
    world.call("DeleteVirtualBorderRouter", &call).unwrap();
}

#[test]
fn the_routes_of_a_vpc_go_with_it() {
    let mut world = world();
    create(&mut world, "vtb-a", "192.168.0.0/16", ("Instance", "i-a"));
    let on_vbr = create(&mut world, "vtb-vbr", "192.168.0.0/16", ("RouterInterface", "ri-vlan"));
    world.call("DeleteVSwitch", &[("VSwitchId", "vsw-a")]).unwrap();
    world.call("DeleteVpc", &[("VpcId", "vpc-a")]).unwrap();
    let left: Vec<_> = world.state.route_entries.iter().map(|entry| entry.id.to_string()).collect();
    assert_eq!(left, [on_vbr]);
    settle(&mut world);
}

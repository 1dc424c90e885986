//! Reset: what goes, what stays, and that nothing dangles meanwhile.

use serde_json::json;
use xconnect_model::border_router::Association;
use xconnect_model::physical_connection::{Shared, Status};
use xconnect_model::route::{NextHop, NextHopType};
use xconnect_model::router::{RouterRef, RouterType};
use xconnect_model::router_interface::{Charge, Link};
use xconnect_model::*;
use xconnect_operator::consistency::dangling;
use xconnect_state::{Record, State};

use crate::support::{OWN, World, line};

const OTHER: AccountId = AccountId(42);

/// Records in the order of their making.
struct Made(Vec<Record>, Seq);

impl Made {
    fn add<R: Into<Record>>(&mut self, make: impl FnOnce(Seq) -> R) {
        self.0.push(make(self.1).into());
        self.1 += 1;
    }

    fn vpc(&mut self, account: AccountId, name: &str) {
        let table: RouteTableId = format!("vtb-{name}").as_str().into();
        let router = RouterRef { kind: RouterType::VRouter, id: format!("vrt-{name}").into() };
        let vpc: VpcId = format!("vpc-{name}").as_str().into();
        self.add(|seq| Vpc {
            seq,
            id: vpc.clone(),
            account,
            region: region(),
            vrouter: router.id.as_str().into(),
            route_table: table.clone(),
            ..Vpc::default()
        });
        self.add(|seq| RouteTable {
            seq,
            id: table.clone(),
            account,
            router,
            vpc: vpc.clone(),
            ..RouteTable::default()
        });
        self.add(|seq| VSwitch {
            seq,
            id: format!("vsw-{name}").as_str().into(),
            account,
            vpc: vpc.clone(),
            route_table: table.clone(),
            ..VSwitch::default()
        });
    }

    fn line(&mut self, account: AccountId, id: &str, parent: &str) {
        let shared = Shared { parent: parent.into(), parent_account: OWN, ..Shared::default() };
        let shared = (!parent.is_empty()).then_some(shared);
        self.add(|seq| PhysicalConnection { seq, account, shared, ..line(id, Status::Enabled) });
    }

    fn vbr(&mut self, account: AccountId, name: &str, line: &str, associated: Vec<Association>) {
        let table: RouteTableId = format!("vtb-{name}").as_str().into();
        let router = RouterRef { kind: RouterType::Vbr, id: format!("vbr-{name}").into() };
        self.add(|seq| VirtualBorderRouter {
            seq,
            id: router.id.as_str().into(),
            account,
            region: region(),
            line: line.into(),
            route_table: table.clone(),
            vlan_interface: format!("ri-vlan-{name}").as_str().into(),
            associated,
            ..VirtualBorderRouter::default()
        });
        self.add(|seq| RouteTable { seq, id: table.clone(), account, router, ..RouteTable::default() });
    }

    fn interface(&mut self, account: AccountId, name: &str, router: (RouterType, &str), other: &str) {
        let link = Link { interface: format!("ri-{other}").as_str().into(), ..Link::default() };
        self.add(|seq| RouterInterface {
            seq,
            id: format!("ri-{name}").as_str().into(),
            account,
            region: region(),
            router: RouterRef { kind: router.0, id: router.1.into() },
            status: router_interface::Status::Active,
            link: Some(Box::new(link)),
            ..RouterInterface::default()
        });
    }

    fn route(&mut self, account: AccountId, name: &str, router: (RouterType, &str), via: &str) {
        let id = format!("rte-{name}-{}", self.1);
        let next_hops = vec![NextHop { kind: NextHopType::RouterInterface, id: via.into(), weight: 0 }];
        self.add(|seq| RouteEntry {
            seq,
            id: id.as_str().into(),
            account,
            table: format!("vtb-{name}").as_str().into(),
            router: RouterRef { kind: router.0, id: router.1.into() },
            next_hops,
            ..RouteEntry::default()
        });
    }

    fn attach(&mut self, cen: &str, child: &str, child_type: cen::CenChildType) {
        self.add(|seq| CenAttachment {
            seq,
            cen: cen.into(),
            child: child.into(),
            child_type,
            ..Default::default()
        });
        self.add(|seq| CenGrant {
            seq,
            cen: cen.into(),
            instance: child.into(),
            instance_type: child_type,
            ..Default::default()
        });
    }
}

fn region() -> RegionId {
    "cn-hangzhou".into()
}

/// Two accounts whose resources hang on each other's in every way that there is.
fn entangled(world: &World) {
    let mut made = Made(Vec::new(), world.state().next_seq());
    made.add(|seq| Account { seq, id: OTHER, ..Account::default() });
    made.add(|seq| ResourceGroup { seq, id: "rg-1".into(), account: OWN, ..ResourceGroup::default() });
    made.add(|seq| OwnRegion { seq, id: "cn-lab".into(), ..OwnRegion::default() });
    made.vpc(OWN, "own");
    made.vpc(OTHER, "other");
    made.line(OWN, "pc-own", "");
    made.line(OTHER, "pc-other", "");
    made.line(OTHER, "pc-shared", "pc-own");
    let association = Association {
        line: "pc-own".into(),
        vlan_interface: "ri-vlan-more".into(),
        ..Association::default()
    };
    made.vbr(OTHER, "on-own", "pc-own", Vec::new());
    made.vbr(OTHER, "on-shared", "pc-shared", Vec::new());
    made.vbr(OTHER, "beside", "pc-other", vec![association]);
    let (vpc, vbr) = (RouterType::VRouter, RouterType::Vbr);
    made.interface(OWN, "a", (vpc, "vrt-own"), "b");
    made.interface(OTHER, "b", (vpc, "vrt-other"), "a");
    made.interface(OTHER, "c", (vbr, "vbr-on-own"), "d");
    made.interface(OTHER, "d", (vpc, "vrt-other"), "c");
    made.interface(OTHER, "e", (vbr, "vbr-beside"), "f");
    made.interface(OTHER, "f", (vpc, "vrt-other"), "e");
    made.route(OWN, "own", (vpc, "vrt-own"), "ri-a");
    made.route(OTHER, "other", (vpc, "vrt-other"), "ri-d");
    made.route(OTHER, "on-own", (vbr, "vbr-on-own"), "ri-c");
    made.route(OTHER, "beside", (vbr, "vbr-beside"), "ri-vlan-more");
    made.route(OTHER, "beside", (vbr, "vbr-beside"), "ri-vlan-beside");
    for (name, router) in [("on-own", "vbr-on-own"), ("beside", "vbr-beside")] {
        let (group, vbr): (BgpGroupId, _) = (format!("bgpg-{name}").as_str().into(), router);
        made.add(|seq| BgpGroup {
            seq,
            id: group.clone(),
            account: OTHER,
            vbr: vbr.into(),
            ..Default::default()
        });
        made.add(|seq| BgpPeer {
            seq,
            id: format!("bgp-{name}").as_str().into(),
            account: OTHER,
            vbr: vbr.into(),
            group,
            ..Default::default()
        });
        made.add(|seq| BgpNetwork { seq, account: OTHER, vbr: vbr.into(), ..Default::default() });
        made.add(|seq| CustomerRouter { seq, id: name.into(), vbr: vbr.into(), ..Default::default() });
    }
    made.add(|seq| VbrHa {
        seq,
        id: "vbrha-1".into(),
        account: OTHER,
        vbr: "vbr-beside".into(),
        peer: "vbr-on-own".into(),
        ..Default::default()
    });
    for (id, account) in [("cen-own", OWN), ("cen-other", OTHER)] {
        made.add(|seq| Cen { seq, id: id.into(), account, ..Default::default() });
    }
    made.attach("cen-own", "vpc-other", cen::CenChildType::Vpc);
    made.attach("cen-other", "vpc-own", cen::CenChildType::Vpc);
    made.attach("cen-other", "vbr-on-own", cen::CenChildType::Vbr);
    made.attach("cen-other", "vbr-beside", cen::CenChildType::Vbr);
    for account in [OWN, OTHER] {
        made.add(|seq| Token { seq, account, ..Default::default() });
        made.add(|seq| NextHopTarget { seq, id: account.to_string().into(), account, ..Default::default() });
        made.add(|seq| Order { seq, id: OrderId(account.0), account, ..Default::default() });
    }
    made.add(|seq| Order {
        seq,
        id: OrderId(7),
        account: OTHER,
        line: "pc-shared".into(),
        ..Default::default()
    });
    world.put_all(made.0);
}

/// Checks the State after every commit.
fn check_every_commit(world: &World, from: usize) {
    let mut state = State::default();
    for (at, commit) in world.commits().into_iter().enumerate() {
        state.apply(&commit.changes);
        if at >= from {
            assert_eq!(dangling(&state), [], "after {:?}", commit.origin.action);
            assert!(commit.changes.len() <= 5_000);
        }
    }
}

fn ids<R>(table: &xconnect_state::Table<R>) -> Vec<String>
where
    R: xconnect_state::Row,
{
    table.iter().map(|row| row.label()).collect()
}

#[test]
fn what_dangles_is_found() {
    let world = World::new();
    entangled(&world);
    let state = world.state();
    assert_eq!(dangling(&state), []);
    let mut without = state.clone();
    let line = state.physical_connection("pc-own").unwrap();
    let (kind, seq, label) = (xconnect_state::Kind::PhysicalConnection, line.seq, "pc-own".to_owned());
    without.apply(&[xconnect_state::Change::Delete { kind, seq, label }]);
    let found: Vec<_> = dangling(&without).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            r#"pc-shared refers to the line "pc-own", which is not there"#,
            r#"vbr-on-own refers to the line "pc-own", which is not there"#,
            r#"vbr-beside refers to the line "pc-own", which is not there"#,
        ]
    );
}

#[test]
fn an_account_s_resources_go_with_what_hangs_on_them() {
    let world = World::new();
    entangled(&world);
    let from = world.commits().len();
    world.post("/v1/faults", &format!(r#"{{"action":"*","account":"{OWN}","delay":"1s"}}"#));
    world.post("/v1/faults", &format!(r#"{{"action":"*","account":"{OTHER}","delay":"1s"}}"#));
    let outcome = world.post("/v1/reset", &format!(r#"{{"account":"{OWN}"}}"#));
    assert_eq!(outcome["commits"], 1);
    check_every_commit(&world, from);
    let state = world.state();
    assert_eq!(ids(&state.vpcs), ["vpc-other"]);
    assert_eq!(ids(&state.vswitches), ["vsw-other"]);
    assert_eq!(ids(&state.route_tables), ["vtb-other", "vtb-beside"]);
    assert_eq!(ids(&state.physical_connections), ["pc-other"]);
    assert_eq!(ids(&state.virtual_border_routers), ["vbr-beside"]);
    assert_eq!(state.virtual_border_router("vbr-beside").unwrap().associated, []);
    assert_eq!(ids(&state.router_interfaces), ["ri-b", "ri-d", "ri-e", "ri-f"]);
    let gone = |id: &str| state.router_interface(id).unwrap().link.as_ref().unwrap().gone;
    assert_eq!([gone("ri-b"), gone("ri-d"), gone("ri-e"), gone("ri-f")], [true, true, false, false]);
    let via: Vec<_> = state.route_entries.iter().map(|entry| entry.next_hops[0].id.as_str()).collect();
    assert_eq!(via, ["ri-d", "ri-vlan-beside"]);
    assert_eq!(ids(&state.bgp_peers), ["bgp-beside"]);
    assert_eq!((state.bgp_groups.len(), state.bgp_networks.len(), state.customer_routers.len()), (1, 1, 1));
    assert_eq!(state.vbr_has.len(), 0);
    assert_eq!(ids(&state.cens), ["cen-other"]);
    assert_eq!(ids(&state.cen_attachments), ["cen-other vbr-beside"]);
    assert_eq!(ids(&state.cen_grants), ["vbr-beside cen-other"]);
    assert_eq!(ids(&state.orders), ["42"]);
    assert_eq!((state.tokens.len(), state.next_hop_targets.len()), (1, 1));
    assert_eq!((state.accounts.len(), state.resource_groups.len()), (2, 1));
    let left = world.get("/v1/faults");
    assert_eq!((left["items"].as_array().unwrap().len(), &left["items"][0]["account"]), (1, &json!("42")));
}

#[test]
fn a_whole_reset_leaves_accounts_places_and_the_clock() {
    let world = World::new();
    entangled(&world);
    world.post(&format!("/v1/accounts/{OWN}/keys"), r#"{"id":"k1"}"#);
    world.post("/v1/clock/freeze", "");
    world.post("/v1/faults", r#"{"action":"*","delay":"1s"}"#);
    let (from, before) = (world.commits().len(), world.state());
    let outcome = world.post("/v1/reset", "");
    check_every_commit(&world, from);
    let state = world.state();
    let kept = state.accounts.len()
        + state.access_keys.len()
        + state.resource_groups.len()
        + state.own_regions.len();
    assert_eq!((state.records(), kept, state.clock), (kept, 5, before.clock));
    assert_eq!(outcome["deleted"], before.records() - kept);
    assert_eq!(world.get("/v1/faults")["items"], json!([]));
    assert_eq!(world.post("/v1/reset", "{}"), json!({"deleted": 0, "commits": 1}));
}

#[test]
fn a_large_reset_is_many_commits_none_of_which_leaves_anything_dangling() {
    let world = World::new();
    let mut made = Made(Vec::new(), world.state().next_seq());
    made.add(|seq| Account { seq, id: OTHER, ..Account::default() });
    made.vpc(OWN, "own");
    made.vpc(OTHER, "other");
    for number in 0..3_000 {
        let (own, other) = (format!("a{number}"), format!("b{number}"));
        made.interface(OWN, &own, (RouterType::VRouter, "vrt-own"), &other);
        made.interface(OTHER, &other, (RouterType::VRouter, "vrt-other"), &own);
    }
    made.add(|seq| Order {
        seq,
        id: OrderId(9),
        account: OWN,
        interface: "ri-paid".into(),
        ..Default::default()
    });
    made.add(|seq| RouterInterface {
        seq,
        id: "ri-paid".into(),
        account: OWN,
        region: region(),
        router: RouterRef { kind: RouterType::VRouter, id: "vrt-own".into() },
        charge: Charge::PrePaid { order: OrderId(9), end_at: None, auto_renew: false, renewal: None },
        ..RouterInterface::default()
    });
    world.put_all(made.0);
    let from = world.commits().len();
    let outcome = world.post("/v1/reset", &format!(r#"{{"account":"{OWN}"}}"#));
    assert!(outcome["commits"].as_u64().unwrap() >= 2, "{outcome}");
    check_every_commit(&world, from);
    let state = world.state();
    assert_eq!((state.router_interfaces.len(), state.orders.len()), (3_000, 0));
    world.post("/v1/reset", "");
    assert_eq!(world.state().records(), 2);
    check_every_commit(&world, from);
}

#[test]
fn there_has_to_be_such_an_account() {
    let world = World::new();
    assert_eq!(world.refused("/v1/reset", r#"{"account":"1"}"#), "422 unfit");
    assert_eq!(world.refused("/v1/reset", r#"{"account":"me"}"#), "422 unfit");
    assert_eq!(world.refused("/v1/reset", r#"{"accounts":"1"}"#), "400 bad_request");
}

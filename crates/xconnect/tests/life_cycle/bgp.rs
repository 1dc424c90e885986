//! BGP groups, peers, and networks: every action in every state, what ends a session, and when that is noticed.

use std::time::Duration;

use xconnect_model::account::Secret;
use xconnect_model::bgp::{BgpStatus, SessionState};
use xconnect_model::border_router::VbrStatus;
use xconnect_model::{BgpNetwork, BgpPeer, CustomerRouter};

use crate::matrix::{Matrix, by_first, by_second, manual};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

/// What the customer announces.
const OFFICE: &str = "192.168.0.0/16";
/// What the cloud announces.
const CLOUD: &str = "10.8.0.0/16";

/// A border router with a group, and what is in it.
pub(crate) struct Bgp {
    pub(crate) vbr: String,
    pub(crate) line: String,
    group: String,
    peer: String,
}

/// Every state of a group without peers.
const GROUPS: Matrix<Bgp> = Matrix {
    states: &[
        ("Pending", pending_group),
        ("Available", group),
        ("Modifying", |world| {
            let bgp = group(world);
            world.send(&modify_group(world, &bgp)).success();
            bgp
        }),
        ("Deleting", deleting_group),
        ("gone", |world| {
            let bgp = deleting_group(world);
            world.finish();
            bgp
        }),
    ],
    actions: &[
        ("CreateBgpGroup", |world, bgp| create_group(world, &bgp.vbr)),
        ("ModifyBgpGroupAttribute", modify_group),
        ("DeleteBgpGroup", |world, bgp| on_group(world, "DeleteBgpGroup", bgp)),
        ("DescribeBgpGroups", |world, _| world.call("DescribeBgpGroups", &[("RegionId", HANGZHOU)])),
        ("CreateBgpPeer", |world, bgp| on_group(world, "CreateBgpPeer", bgp)),
        ("AddBgpNetwork", |world, bgp| on_network(world, "AddBgpNetwork", bgp)),
        ("TerminateVirtualBorderRouter", |world, bgp| world.on_vbr("TerminateVirtualBorderRouter", &bgp.vbr)),
        ("DeleteVirtualBorderRouter", |world, bgp| world.on_vbr("DeleteVirtualBorderRouter", &bgp.vbr)),
    ],
    state: |world, bgp| {
        let state = world.state();
        state.bgp_group(&bgp.group).map_or("gone", |group| group.status.as_str()).to_owned()
    },
};

/// Every state of a peer, and of its session.
const PEERS: Matrix<Bgp> = Matrix {
    states: &[
        ("Pending, Down", pending_peer),
        ("Available, Down", peer),
        ("Available, Connecting", |world| {
            let bgp = peer(world);
            describe_customer(world, &bgp.vbr);
            bgp
        }),
        ("Available, Established", established),
        ("Available, Established, silent", |world| {
            let bgp = established(world);
            world.edit_line(&bgp.line, |line| line.cut = true);
            bgp
        }),
        ("Modifying, Established", |world| {
            let bgp = established(world);
            world.send(&modify_peer(world, &bgp)).success();
            bgp
        }),
        ("Deleting, Down", deleting_peer),
        ("gone", |world| {
            let bgp = deleting_peer(world);
            world.finish();
            bgp
        }),
    ],
    actions: &[
        ("CreateBgpPeer", |world, bgp| on_group(world, "CreateBgpPeer", bgp)),
        ("CreateBgpPeer at another address", |world, bgp| {
            on_group(world, "CreateBgpPeer", bgp).with("PeerIpAddress", "10.0.0.3")
        }),
        ("ModifyBgpPeerAttribute EnableBfd", modify_peer),
        ("ModifyBgpPeerAttribute PeerIpAddress", |world, bgp| {
            on_peer(world, "ModifyBgpPeerAttribute", bgp).with("PeerIpAddress", "10.0.0.2")
        }),
        ("ModifyBgpPeerAttribute another PeerIpAddress", |world, bgp| {
            on_peer(world, "ModifyBgpPeerAttribute", bgp).with("PeerIpAddress", "10.0.0.3")
        }),
        ("DeleteBgpPeer", |world, bgp| on_peer(world, "DeleteBgpPeer", bgp)),
        ("DescribeBgpPeers", |world, _| world.call("DescribeBgpPeers", &[("RegionId", HANGZHOU)])),
        ("ModifyBgpGroupAttribute", modify_group),
        ("ModifyBgpGroupAttribute AuthKey", |world, bgp| {
            on_group(world, "ModifyBgpGroupAttribute", bgp).with("AuthKey", "another")
        }),
        ("ModifyBgpGroupAttribute PeerAsn", |world, bgp| {
            on_group(world, "ModifyBgpGroupAttribute", bgp).with("PeerAsn", "65002")
        }),
        ("DeleteBgpGroup", |world, bgp| on_group(world, "DeleteBgpGroup", bgp)),
        ("AddBgpNetwork", |world, bgp| on_network(world, "AddBgpNetwork", bgp)),
        ("ModifyVirtualBorderRouterAttribute PeerGatewayIp", |world, bgp| {
            world
                .on_vbr("ModifyVirtualBorderRouterAttribute", &bgp.vbr)
                .with("LocalGatewayIp", "10.0.0.1")
                .with("PeerGatewayIp", "10.0.0.3")
                .with("PeeringSubnetMask", "255.255.255.248")
        }),
        ("TerminateVirtualBorderRouter", |world, bgp| world.on_vbr("TerminateVirtualBorderRouter", &bgp.vbr)),
        ("DeleteVirtualBorderRouter", |world, bgp| world.on_vbr("DeleteVirtualBorderRouter", &bgp.vbr)),
    ],
    state: |world, bgp| {
        let state = world.state();
        let Some(peer) = state.bgp_peer(&bgp.peer) else { return "gone".to_owned() };
        let silent = if peer.session.silent_since.is_some() { ", silent" } else { "" };
        format!("{}, {:?}{silent}", peer.status.as_str(), peer.session.state)
    },
};

/// Every state of an announced network.
const NETWORKS: Matrix<Bgp> = Matrix {
    states: &[
        ("Pending", pending_network),
        ("Available", network),
        ("Deleting", deleting_network),
        ("gone", |world| {
            let bgp = deleting_network(world);
            world.finish();
            bgp
        }),
    ],
    actions: &[
        ("AddBgpNetwork", |world, bgp| on_network(world, "AddBgpNetwork", bgp)),
        ("AddBgpNetwork inside it", |world, bgp| {
            on_network(world, "AddBgpNetwork", bgp).with("DstCidrBlock", "10.8.1.0/24")
        }),
        ("DeleteBgpNetwork", |world, bgp| on_network(world, "DeleteBgpNetwork", bgp)),
        ("DescribeBgpNetworks", |world, _| world.call("DescribeBgpNetworks", &[("RegionId", HANGZHOU)])),
        ("DeleteBgpGroup", |world, bgp| on_group(world, "DeleteBgpGroup", bgp)),
        ("TerminateVirtualBorderRouter", |world, bgp| world.on_vbr("TerminateVirtualBorderRouter", &bgp.vbr)),
        ("DeleteVirtualBorderRouter without groups", |world, bgp| {
            let group = bgp.group.clone();
            world.edit(move |state, draft| draft.delete(state.bgp_group(&group).unwrap().as_ref()));
            world.on_vbr("DeleteVirtualBorderRouter", &bgp.vbr)
        }),
    ],
    state: |world, bgp| {
        let state = world.state();
        let is_meant =
            |one: &BgpNetwork| one.vbr.as_str() == bgp.vbr && one.network == CLOUD.parse().unwrap();
        let network = state.bgp_networks.iter().find(|one| is_meant(one));
        network.map_or("gone", |network| network.status.as_str()).to_owned()
    },
};

/// The states of a border router and its line in which BGP is made, changed, and taken away.
const BELOW: Matrix<Bgp> = Matrix {
    states: &[
        ("Active", established),
        ("Terminating", |world| {
            let bgp = established(world);
            world.send(&world.on_vbr("TerminateVirtualBorderRouter", &bgp.vbr)).success();
            bgp
        }),
        ("Terminated", terminated),
        ("Recovering", |world| {
            let bgp = terminated(world);
            world.send(&world.on_vbr("RecoverVirtualBorderRouter", &bgp.vbr)).success();
            bgp
        }),
        ("Active, SecurityLocked", |world| {
            use xconnect_model::router_interface::BusinessStatus;
            let bgp = established(world);
            world.edit_line(&bgp.line, |line| line.business_status = BusinessStatus::SecurityLocked);
            bgp
        }),
    ],
    actions: &[
        ("CreateBgpGroup", |world, bgp| create_group(world, &bgp.vbr)),
        ("ModifyBgpGroupAttribute", modify_group),
        ("CreateBgpPeer at another address", |world, bgp| {
            on_group(world, "CreateBgpPeer", bgp).with("PeerIpAddress", "10.0.0.3")
        }),
        ("ModifyBgpPeerAttribute", modify_peer),
        ("DeleteBgpPeer", |world, bgp| on_peer(world, "DeleteBgpPeer", bgp)),
        ("AddBgpNetwork", |world, bgp| on_network(world, "AddBgpNetwork", bgp)),
    ],
    state: |world, bgp| {
        let state = world.state();
        let line = state.physical_connection(&bgp.line).unwrap().business_status;
        let lock = if line.as_str() == "Normal" { String::new() } else { format!(", {}", line.as_str()) };
        format!("{:?}{lock}", state.virtual_border_router(&bgp.vbr).unwrap().status)
    },
};

fn pending_group(world: &World) -> Bgp {
    let line = world.bare_line(OWN);
    // Room for a second customer's router beside the first.
    let router = world.router_on(&line, "1").with("PeeringSubnetMask", "255.255.255.248");
    let vbr = world.send(&router).text("VbrId");
    let group = world.send(&create_group(world, &vbr)).text("BgpGroupId");
    Bgp { vbr, line, group, peer: String::new() }
}

fn group(world: &World) -> Bgp {
    let bgp = pending_group(world);
    world.finish();
    bgp
}

fn deleting_group(world: &World) -> Bgp {
    let bgp = group(world);
    world.send(&on_group(world, "DeleteBgpGroup", &bgp)).success();
    bgp
}

fn pending_peer(world: &World) -> Bgp {
    let bgp = group(world);
    let peer = world.send(&on_group(world, "CreateBgpPeer", &bgp)).text("BgpPeerId");
    Bgp { peer, ..bgp }
}

fn peer(world: &World) -> Bgp {
    let bgp = pending_peer(world);
    world.finish();
    bgp
}

/// A peer whose session works, over which one prefix is learned.
pub(crate) fn established(world: &World) -> Bgp {
    let bgp = peer(world);
    describe_customer(world, &bgp.vbr);
    world.finish();
    bgp
}

fn deleting_peer(world: &World) -> Bgp {
    let bgp = established(world);
    world.send(&on_peer(world, "DeleteBgpPeer", &bgp)).success();
    bgp
}

fn pending_network(world: &World) -> Bgp {
    let bgp = group(world);
    world.send(&on_network(world, "AddBgpNetwork", &bgp)).success();
    bgp
}

fn network(world: &World) -> Bgp {
    let bgp = pending_network(world);
    world.finish();
    bgp
}

fn deleting_network(world: &World) -> Bgp {
    let bgp = network(world);
    world.send(&on_network(world, "DeleteBgpNetwork", &bgp)).success();
    bgp
}

fn terminated(world: &World) -> Bgp {
    let bgp = established(world);
    world.send(&world.on_vbr("TerminateVirtualBorderRouter", &bgp.vbr)).success();
    world.finish();
    bgp
}

/// The customer's router at 10.0.0.2, with BFD.
fn describe_customer(world: &World, vbr: &str) {
    let customer = CustomerRouter {
        id: "dc".into(),
        vbr: vbr.into(),
        address: [10, 0, 0, 2].into(),
        asn: 65_001,
        auth_key: Secret::new("key"),
        announces: vec![OFFICE.parse().unwrap()],
        bfd: true,
        ..CustomerRouter::default()
    };
    world.edit(move |_, draft| {
        let seq = draft.seq();
        draft.put(CustomerRouter { seq, ..customer.clone() });
    });
}

fn edit_customer(world: &World, change: impl Fn(&mut CustomerRouter) + Send + 'static) {
    world.edit(move |state, draft| {
        let mut customer = CustomerRouter::clone(state.customer_router("dc").unwrap());
        change(&mut customer);
        draft.put(customer);
    });
}

fn create_group(world: &World, vbr: &str) -> Call {
    let call = world.call("CreateBgpGroup", &[("RegionId", HANGZHOU), ("RouterId", vbr)]);
    call.with("PeerAsn", "65001").with("AuthKey", "key")
}

fn on_group(world: &World, action: &str, bgp: &Bgp) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("BgpGroupId", &bgp.group)])
}

fn modify_group(world: &World, bgp: &Bgp) -> Call {
    on_group(world, "ModifyBgpGroupAttribute", bgp).with("Name", "renamed")
}

fn on_peer(world: &World, action: &str, bgp: &Bgp) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("BgpPeerId", &bgp.peer)])
}

fn modify_peer(world: &World, bgp: &Bgp) -> Call {
    on_peer(world, "ModifyBgpPeerAttribute", bgp).with("EnableBfd", "true")
}

fn on_network(world: &World, action: &str, bgp: &Bgp) -> Call {
    world.call(action, &[("RegionId", HANGZHOU), ("RouterId", &bgp.vbr), ("DstCidrBlock", CLOUD)])
}

#[test]
fn every_action_of_the_owner_in_every_state_of_a_group() {
    insta::assert_snapshot!(GROUPS.table(by_first));
}

#[test]
fn every_action_of_the_owner_in_every_state_of_a_peer_and_its_session() {
    insta::assert_snapshot!(PEERS.table(by_first));
}

#[test]
fn every_action_of_the_owner_in_every_state_of_a_network() {
    insta::assert_snapshot!(NETWORKS.table(by_first));
}

#[test]
fn every_action_of_the_owner_in_every_state_of_the_router_and_the_line_below() {
    insta::assert_snapshot!(BELOW.table(by_first));
}

#[test]
fn another_account_finds_nothing_of_bgp_in_any_state() {
    let tables = [GROUPS.table(by_second), PEERS.table(by_second), NETWORKS.table(by_second)];
    insta::assert_snapshot!(tables.join("\n"));
}

/// Something that happens to a session.
type Event = (&'static str, fn(&World, &Bgp));

/// What can happen to a session from below, beside, and beyond.
const EVENTS: &[Event] = &[
    ("nothing", |_, _| {}),
    ("the line is cut", |world, bgp| world.edit_line(&bgp.line, |line| line.cut = true)),
    ("the line is locked in arrears", |world, bgp| {
        use xconnect_model::router_interface::BusinessStatus;
        world.edit_line(&bgp.line, |line| line.business_status = BusinessStatus::FinancialLocked);
    }),
    ("the session is cut", |world, bgp| {
        let peer = bgp.peer.clone();
        world.edit(move |state, draft| {
            draft.put(BgpPeer { cut: true, ..BgpPeer::clone(state.bgp_peer(&peer).unwrap()) });
        });
    }),
    ("the customer's router goes off", |world, _| edit_customer(world, |router| router.on = false)),
    ("the customer's router is forgotten", |world, _| {
        world.edit(|state, draft| draft.delete(state.customer_router("dc").unwrap().as_ref()));
    }),
    ("the customer's router takes another key", |world, _| {
        edit_customer(world, |router| router.auth_key = Secret::new("other"));
    }),
    ("the customer's router takes another AS number", |world, _| {
        edit_customer(world, |router| router.asn = 65_002);
    }),
    ("the customer's router takes another address", |world, _| {
        edit_customer(world, |router| router.address = [10, 0, 0, 3].into());
    }),
    ("the customer's router speaks BFD no more", |world, _| {
        edit_customer(world, |router| router.bfd = false)
    }),
    ("the router is terminating", |world, bgp| {
        world.send(&world.on_vbr("TerminateVirtualBorderRouter", &bgp.vbr)).success();
    }),
    ("the customer's router announces nothing", |world, _| {
        edit_customer(world, |router| router.announces.clear());
    }),
];

/// The session at this moment, with how many routes are learned over it.
fn session(world: &World, bgp: &Bgp) -> (SessionState, usize) {
    let state = world.state();
    let learned = state.route_entries.iter().filter(|entry| entry.peer.as_str() == bgp.peer).count();
    (state.bgp_peer(&bgp.peer).unwrap().session.state, learned)
}

/// The milliseconds until the silence of the other end is noticed, if it is silent; at that moment the session ends.
fn noticed_after(world: &World, bgp: &Bgp) -> Option<u128> {
    let state = world.state();
    let session = &state.bgp_peer(&bgp.peer).unwrap().session;
    let (since, down_at) = (session.silent_since?, session.down_at?);
    let wait = down_at.since(since);
    world.pass(wait - Duration::from_millis(1));
    world.server.engine().next_step(Duration::from_secs(10)).unwrap();
    assert_eq!(self::session(world, bgp).0, SessionState::Established);
    world.pass(Duration::from_millis(1));
    world.server.engine().next_step(Duration::from_secs(10)).unwrap();
    assert_eq!(self::session(world, bgp), (SessionState::Down, 0));
    Some(wait.as_millis())
}

#[test]
fn everything_that_ends_a_session_with_bfd_and_without() {
    let mut table = String::new();
    for bfd in [false, true] {
        table += if bfd { "with BFD\n" } else { "without BFD\n" };
        for (event, happen) in EVENTS {
            let world = manual();
            let bgp = established(&world);
            if bfd {
                world.send(&modify_peer(&world, &bgp)).success();
                world.finish();
            }
            assert_eq!(session(&world, &bgp), (SessionState::Established, 1));
            happen(&world, &bgp);
            let at_once = session(&world, &bgp);
            let noticed = noticed_after(&world, &bgp).map_or("-".to_owned(), |ms| format!("{ms} ms"));
            world.finish();
            let in_the_end = session(&world, &bgp);
            table += &format!(
                "  {event:<46} {:<11} {}  {noticed:<9} {:<11} {}\n",
                format!("{:?}", at_once.0),
                at_once.1,
                format!("{:?}", in_the_end.0),
                in_the_end.1
            );
            let state = world.state();
            assert_eq!(state.bgp_peer(&bgp.peer).unwrap().status, BgpStatus::Available, "{event}");
            assert_ne!(state.virtual_border_router(&bgp.vbr).unwrap().status, VbrStatus::Terminating);
        }
    }
    insta::assert_snapshot!(table);
}

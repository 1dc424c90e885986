//! BGP sessions on a frozen clock: everything happens at exactly its time, however late anybody looks.

use std::net::Ipv4Addr;
use std::time::Duration;

use xconnect_engine::Engine;
use xconnect_engine::timing::{Profile, Step, Timing};
use xconnect_model::account::Secret;
use xconnect_model::bgp::{BgpStatus, RouteLimit, Session, SessionState};
use xconnect_model::border_router::{Association, Bfd, Peering, PeeringV4, PeeringV6, VbrEvent, VbrStatus};
use xconnect_model::physical_connection::{self, Shared};
use xconnect_model::route::{RouteKind, RouteStatus};
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{
    BgpGroup, BgpPeer, CustomerRouter, PhysicalConnection, RouteEntry, RouterRef, RouterType, Time,
    VirtualBorderRouter,
};
use xconnect_state::{Draft, State};

use crate::support::{Drive, START, Site, ms};

/// Ends introduce themselves in 700 ms, a border router is cut off in 50 ms, and nothing else takes time.
pub(crate) fn site() -> Site {
    let timing = Timing::new(Profile::Instant).with(Step::BgpConnect, ms(700));
    Site::new(timing.with(Step::TerminateVirtualBorderRouter, ms(50)))
}

fn peering(third: u8) -> Peering {
    let [local, peer] = [1, 2].map(|last| Ipv4Addr::new(10, 0, third, last));
    Peering { v4: Some(PeeringV4 { local, peer, prefix: 30 }), ..Peering::default() }
}

fn line(draft: &mut Draft<'_>, id: &str) -> PhysicalConnection {
    let status = physical_connection::Status::Enabled;
    PhysicalConnection { seq: draft.seq(), id: id.into(), status, ..PhysicalConnection::default() }
}

/// An active border router on two lines, a group, and a peer on each line, with the customer's routers there.
fn put_network(draft: &mut Draft<'_>, bfd: bool) {
    for id in ["pc-1", "pc-2"] {
        let line = line(draft, id);
        draft.put(line);
    }
    let further = Association {
        line: "pc-2".into(),
        vlan: 1,
        vlan_interface: "ri-vlan2".into(),
        peering: peering(2),
        ..Association::default()
    };
    let vbr = VirtualBorderRouter {
        seq: draft.seq(),
        id: "vbr-1".into(),
        region: "cn-hangzhou".into(),
        line: "pc-1".into(),
        vlan_interface: "ri-vlan1".into(),
        route_table: "vtb-1".into(),
        peering: peering(1),
        bfd: Bfd { min_tx_ms: 300, min_rx_ms: 400, multiplier: 5 },
        associated: vec![further],
        status: VbrStatus::Active,
        ..VirtualBorderRouter::default()
    };
    draft.put(vbr);
    let group = BgpGroup {
        seq: draft.seq(),
        id: "bgpg-1".into(),
        vbr: "vbr-1".into(),
        peer_asn: 65_001,
        local_asn: 45_104,
        auth_key: Secret::new("key"),
        status: BgpStatus::Available,
        ..BgpGroup::default()
    };
    draft.put(group);
    for number in [1, 2] {
        let address = Ipv4Addr::new(10, 0, number, 2).into();
        let peer = BgpPeer {
            seq: draft.seq(),
            id: format!("bgp-{number}").as_str().into(),
            vbr: "vbr-1".into(),
            group: "bgpg-1".into(),
            address: Some(address),
            bfd,
            status: BgpStatus::Available,
            ..BgpPeer::default()
        };
        draft.put(peer);
        let customer = CustomerRouter {
            seq: draft.seq(),
            id: format!("dc-{number}").into(),
            vbr: "vbr-1".into(),
            address,
            asn: 65_001,
            auth_key: Secret::new("key"),
            announces: vec!["192.168.0.0/16".parse().expect("a prefix")],
            networks: vec!["172.30.0.0/16".parse().expect("a prefix")],
            bfd: true,
            ..CustomerRouter::default()
        };
        draft.put(customer);
    }
}

/// A frozen engine with the network above, whose sessions have begun at [`START`].
fn started(site: &Site, bfd: bool) -> Engine {
    let engine = site.start();
    engine.freeze();
    engine.make(move |_, draft| put_network(draft, bfd));
    engine
}

/// The same, with both sessions established.
pub(crate) fn established(site: &Site, bfd: bool) -> Engine {
    let engine = started(site, bfd);
    engine.advance(ms(1_000));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    assert_eq!(session(&engine, 2), (SessionState::Established, at(700)));
    engine
}

pub(crate) fn at(millis: u64) -> Time {
    START.after(ms(millis))
}

/// Waits until everything that is due has been seen to.
pub(crate) fn settled(engine: &Engine) {
    engine.next_step(Duration::from_secs(20)).expect("it settles");
}

fn session(engine: &Engine, number: u32) -> (SessionState, Time) {
    settled(engine);
    let peer = engine.state().bgp_peer(&format!("bgp-{number}")).expect("it is there").session.clone();
    (peer.state, peer.since)
}

/// The peers from which the one prefix is learned, with the built-in interface that leads there.
fn learned(engine: &Engine) -> Vec<(String, String)> {
    settled(engine);
    let state = engine.state();
    let entries = state.route_entries.iter().filter(|entry| entry.kind == RouteKind::Bgp);
    entries.map(|entry| (entry.peer.to_string(), entry.next_hops[0].id.to_string())).collect()
}

pub(crate) fn edit<R: Clone + Into<xconnect_state::Record>>(
    engine: &Engine,
    find: impl Fn(&State) -> R + Send + 'static,
    change: impl Fn(&mut R) + Send + 'static,
) {
    engine.make(move |state, draft| {
        let mut record = find(state);
        change(&mut record);
        draft.put(record);
    });
}

pub(crate) fn cut_line(engine: &Engine, id: &'static str, cut: bool) {
    let find = move |state: &State| {
        PhysicalConnection::clone(state.physical_connection(id).expect("the line is there"))
    };
    edit(engine, find, move |line| line.cut = cut);
}

pub(crate) fn edit_customer(
    engine: &Engine,
    id: &'static str,
    change: impl Fn(&mut CustomerRouter) + Send + 'static,
) {
    let find =
        move |state: &State| CustomerRouter::clone(state.customer_router(id).expect("it is described"));
    edit(engine, find, change);
}

fn edit_group(engine: &Engine, change: impl Fn(&mut BgpGroup) + Send + 'static) {
    edit(engine, |state| BgpGroup::clone(state.bgp_group("bgpg-1").expect("it is there")), change);
}

fn edit_peer(engine: &Engine, change: impl Fn(&mut BgpPeer) + Send + 'static) {
    edit(engine, |state| BgpPeer::clone(state.bgp_peer("bgp-1").expect("it is there")), change);
}

#[test]
fn a_session_is_established_when_the_ends_have_introduced_themselves() {
    let site = site();
    let engine = started(&site, false);
    assert_eq!(session(&engine, 1), (SessionState::Connecting, START));
    engine.advance(ms(699));
    assert_eq!(session(&engine, 1), (SessionState::Connecting, START));
    assert_eq!(learned(&engine), []);
    engine.advance(ms(1));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    let [one, two] = [1, 2].map(|number| (format!("bgp-{number}"), format!("ri-vlan{number}")));
    assert_eq!(learned(&engine), [one, two]);
    let state = engine.state();
    let entry = state.route_entries.iter().next().expect("it was learned").clone();
    assert_eq!((entry.table.as_str(), entry.status), ("vtb-1", RouteStatus::Available));
    assert_eq!((entry.since, entry.created_at), (at(700), at(700)));
    assert_eq!(state.bgp_peer("bgp-1").expect("it is there").session.reason, "");
    engine.stop();
}

#[test]
fn a_jump_of_the_clock_makes_no_difference_to_what_happens_when() {
    let site = site();
    let engine = started(&site, false);
    engine.advance(Duration::from_secs(3_600));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    cut_line(&engine, "pc-1", true);
    engine.advance(Duration::from_secs(3_600));
    assert_eq!(session(&engine, 1), (SessionState::Down, at(3_630_000)));
    engine.stop();
}

#[test]
fn a_cut_line_is_noticed_after_the_hold_time_without_bfd() {
    let site = site();
    let engine = established(&site, false);
    cut_line(&engine, "pc-1", true);
    engine.advance(ms(29_999));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    assert_eq!(learned(&engine).len(), 2);
    engine.advance(ms(1));
    assert_eq!(session(&engine, 1), (SessionState::Down, at(31_000)));
    assert_eq!(session(&engine, 2), (SessionState::Established, at(700)));
    assert_eq!(learned(&engine), [("bgp-2".to_owned(), "ri-vlan2".to_owned())]);
    let reason = engine.state().bgp_peer("bgp-1").expect("it is there").session.reason.clone();
    assert_eq!(reason, "the line does not carry traffic");

    cut_line(&engine, "pc-1", false);
    assert_eq!(session(&engine, 1), (SessionState::Connecting, at(31_000)));
    engine.advance(ms(700));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(31_700)));
    assert_eq!(learned(&engine).len(), 2);
    engine.stop();
}

#[test]
fn a_cut_line_is_noticed_after_the_lost_packets_with_bfd() {
    let site = site();
    let engine = established(&site, true);
    cut_line(&engine, "pc-1", true);
    engine.advance(ms(1_999));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    engine.advance(ms(1));
    assert_eq!(session(&engine, 1), (SessionState::Down, at(3_000)));
    engine.stop();
}

#[test]
fn bfd_needs_both_ends() {
    let site = site();
    let engine = established(&site, true);
    edit_customer(&engine, "dc-1", |customer| customer.bfd = false);
    edit_customer(&engine, "dc-1", |customer| customer.on = false);
    edit_customer(&engine, "dc-2", |customer| customer.on = false);
    engine.advance(ms(30_000));
    assert_eq!(session(&engine, 2), (SessionState::Down, at(3_000)));
    assert_eq!(session(&engine, 1), (SessionState::Down, at(31_000)));
    engine.stop();
}

#[test]
fn what_comes_back_in_time_has_never_been_away() {
    let site = site();
    let engine = established(&site, false);
    cut_line(&engine, "pc-1", true);
    engine.advance(ms(29_999));
    cut_line(&engine, "pc-1", false);
    engine.advance(Duration::from_secs(3_600));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    cut_line(&engine, "pc-1", true);
    let engine = {
        engine.advance(ms(10_000));
        engine.stop();
        drop(engine);
        site.start()
    };
    engine.advance(ms(19_999));
    assert_eq!(session(&engine, 1).0, SessionState::Established);
    engine.advance(ms(1));
    assert_eq!(session(&engine, 1), (SessionState::Down, at(1_000 + 29_999 + 3_600_000 + 30_000)));
    engine.stop();
}

#[test]
fn a_restart_after_its_time_changes_nothing_about_the_time() {
    let site = site();
    let engine = started(&site, false);
    settled(&engine);
    engine.stop();
    drop(engine);
    let engine = site.start();
    engine.advance(ms(5_000));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    engine.stop();
}

#[test]
fn a_terminated_border_router_ends_its_sessions_at_once() {
    let site = site();
    let engine = established(&site, false);
    edit(
        &engine,
        |state| VirtualBorderRouter::clone(state.virtual_border_router("vbr-1").expect("it is there")),
        |vbr| *vbr = vbr.after(VbrEvent::Terminate, at(1_000)).expect("it is active"),
    );
    assert_eq!(session(&engine, 1), (SessionState::Down, at(1_000)));
    assert_eq!(session(&engine, 2), (SessionState::Down, at(1_000)));
    assert_eq!(learned(&engine), []);
    engine.stop();
}

#[test]
fn an_administrative_change_ends_a_session_at_once() {
    let site = site();
    let engine = established(&site, false);
    edit_peer(&engine, |peer| peer.status = BgpStatus::Deleting);
    assert!(!learned(&engine).iter().any(|(peer, _)| peer == "bgp-1"));
    assert!(engine.state().bgp_peer("bgp-1").is_none(), "deletion takes no time here");

    edit_group(&engine, |group| group.auth_key = Secret::new("another"));
    assert_eq!(session(&engine, 2), (SessionState::Down, at(1_000)));
    engine.advance(ms(500));
    edit_customer(&engine, "dc-2", |customer| customer.auth_key = Secret::new("another"));
    assert_eq!(session(&engine, 2), (SessionState::Connecting, at(1_500)));
    engine.advance(ms(700));
    assert_eq!(session(&engine, 2), (SessionState::Established, at(2_200)));
    // With another AS number of its own, the cloud begins a new session.
    edit_group(&engine, |group| group.local_asn = 64_512);
    assert_eq!(session(&engine, 2), (SessionState::Connecting, at(2_200)));
    assert_eq!(learned(&engine), []);
    engine.stop();
}

#[test]
fn a_change_that_does_not_matter_to_a_session_leaves_it() {
    let site = site();
    let engine = established(&site, false);
    edit_group(&engine, |group| (group.status, group.name) = (BgpStatus::Modifying, "other".into()));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    edit_peer(&engine, |peer| (peer.status, peer.bfd) = (BgpStatus::Modifying, true));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    assert!(engine.state().bgp_peer("bgp-1").expect("it is there").session.bfd);
    engine.stop();
}

#[test]
fn a_fault_of_one_session_leaves_the_line_alone() {
    let site = site();
    let engine = established(&site, true);
    edit_peer(&engine, |peer| peer.cut = true);
    engine.advance(ms(2_000));
    assert_eq!(session(&engine, 1), (SessionState::Down, at(3_000)));
    edit_peer(&engine, |peer| peer.cut = false);
    engine.advance(ms(700));
    assert_eq!(session(&engine, 1), (SessionState::Established, at(3_700)));
    assert_eq!(session(&engine, 2), (SessionState::Established, at(700)));
    engine.stop();
}

#[test]
fn what_is_learned_follows_what_is_announced() {
    let site = site();
    let engine = established(&site, false);
    edit_customer(&engine, "dc-2", |customer| customer.announces.clear());
    assert_eq!(learned(&engine).len(), 1);
    let prefixes =
        |count: u8| (0..count).map(|n| format!("172.16.{n}.0/24").parse().expect("a prefix")).collect();
    edit_customer(&engine, "dc-2", move |customer| customer.announces = prefixes(120));
    assert_eq!(learned(&engine).len(), 1 + 110);
    let state = engine.state();
    assert!(state.bgp_peer("bgp-2").expect("it is there").session.limited);
    let last = state.route_entries.iter().last().expect("it was learned").destination;
    assert_eq!(last.to_string(), "172.16.109.0/24");
    drop(state);
    edit_group(&engine, |group| group.route_limit = RouteLimit(3));
    assert_eq!(learned(&engine).len(), 1 + 3);

    // Silent, it cannot say anything new.
    cut_line(&engine, "pc-2", true);
    edit_customer(&engine, "dc-2", |customer| customer.announces.clear());
    assert_eq!(learned(&engine).len(), 1 + 3);
    cut_line(&engine, "pc-2", false);
    assert_eq!(learned(&engine).len(), 1);
    assert!(!engine.state().bgp_peer("bgp-2").expect("it is there").session.limited);
    engine.stop();
}

#[test]
fn an_entry_of_the_owner_stands_before_a_learned_one() {
    let site = site();
    let engine = established(&site, false);
    let seq = engine.make(|_, draft| {
        let seq = draft.seq();
        draft.put(RouteEntry {
            seq,
            id: "rte-own".into(),
            table: "vtb-1".into(),
            router: RouterRef { kind: RouterType::Vbr, id: "vbr-1".into() },
            destination: "192.168.0.0/16".parse().expect("a prefix"),
            ..RouteEntry::default()
        });
        seq
    });
    assert_eq!(learned(&engine), []);
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    engine.make(move |state, draft| draft.delete(state.route_entries.at(seq).expect("it is there").as_ref()));
    assert_eq!(learned(&engine).len(), 2);
    engine.stop();
}

#[test]
fn a_described_router_that_goes_is_a_silent_one() {
    let site = site();
    let engine = established(&site, true);
    engine.make(|state, draft| draft.delete(state.customer_router("dc-1").expect("it is there").as_ref()));
    engine.advance(ms(1_999));
    assert_eq!(session(&engine, 1).0, SessionState::Established);
    engine.advance(ms(1));
    assert_eq!(session(&engine, 1), (SessionState::Down, at(3_000)));
    engine.stop();
}

#[test]
fn a_shared_line_needs_the_one_below() {
    let site = site();
    let engine = established(&site, true);
    engine.make(|state, draft| {
        let below = line(draft, "pc-below");
        draft.put(below);
        let line = PhysicalConnection::clone(state.physical_connection("pc-1").expect("it is there"));
        let shared = Some(Shared { parent: "pc-below".into(), ..Shared::default() });
        draft.put(PhysicalConnection { shared, ..line });
    });
    assert_eq!(session(&engine, 1), (SessionState::Established, at(700)));
    edit(
        &engine,
        |state| PhysicalConnection::clone(state.physical_connection("pc-below").expect("it is there")),
        |line| line.business_status = BusinessStatus::FinancialLocked,
    );
    engine.advance(ms(2_000));
    assert_eq!(session(&engine, 1), (SessionState::Down, at(3_000)));
    engine.stop();
}

#[test]
fn a_session_of_ipv6_learns_ipv6_alone() {
    let site = site();
    let engine = started(&site, false);
    engine.make(|state, draft| {
        let vbr = VirtualBorderRouter::clone(state.virtual_border_router("vbr-1").expect("it is there"));
        let [local, peer] = ["2001:db8::1", "2001:db8::2"].map(|text| text.parse().expect("an address"));
        let subnet = "2001:db8::/64".parse().expect("a subnet");
        let v6 = Some(PeeringV6 { local, peer, subnet });
        draft.put(VirtualBorderRouter { peering: Peering { v6, ipv6_enabled: true, ..peering(1) }, ..vbr });
        let group = BgpGroup::clone(state.bgp_group("bgpg-1").expect("it is there"));
        let seq = draft.seq();
        draft.put(BgpGroup { seq, id: "bgpg-6".into(), ipv6: true, ..group });
        let one = BgpPeer::clone(state.bgp_peer("bgp-1").expect("it is there"));
        let (seq, session) = (draft.seq(), Session::default());
        draft.put(BgpPeer { seq, id: "bgp-6".into(), group: "bgpg-6".into(), address: None, session, ..one });
        let customer = CustomerRouter::clone(state.customer_router("dc-1").expect("it is described"));
        let announces = ["2001:db8:6::/48", "10.6.0.0/16"].map(|text| text.parse().expect("a prefix")).into();
        let (seq, address) = (draft.seq(), peer.into());
        draft.put(CustomerRouter { seq, id: "dc-6".into(), address, announces, ..customer });
    });
    engine.advance(ms(700));
    assert_eq!(session(&engine, 6), (SessionState::Established, at(700)));
    let state = engine.state();
    let mut learned = state.route_entries.iter().filter(|entry| entry.peer.as_str() == "bgp-6");
    assert_eq!(learned.next().map(|entry| entry.destination.to_string()), Some("2001:db8:6::/48".into()));
    assert!(learned.next().is_none());
    drop(learned);
    drop(state);
    engine.stop();
}

//! What is taken along from one State to another holds there: the answers are those of paths made anew.

use std::net::IpAddr;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use xconnect_model::bgp::{BgpStatus, SessionState};
use xconnect_model::cen::CenAttachmentStatus;
use xconnect_model::network::NetworkStatus;
use xconnect_model::route::RouteStatus;
use xconnect_model::router_interface::Status;
use xconnect_model::{
    AccountId, BgpNetwork, BgpPeer, CenAttachment, CustomerRouter, RouteEntry, RouterInterface, VSwitch,
    VirtualBorderRouter,
};
use xconnect_path::{Paths, Question};
use xconnect_state::{Change, Kind, Row, State, Table};

use crate::random::{ADDRESSES, Tape, random_network};
use crate::support::{Net, net};

/// The places of one of a table's records, if it has any.
fn one_of<R: Row>(tape: &mut Tape, table: &Table<R>) -> Option<Arc<R>> {
    let nth = tape.up_to(table.len().checked_sub(1)?);
    table.iter().nth(nth).cloned()
}

/// Changes one record, if there is one of the kind that is drawn.
fn change(tape: &mut Tape, it: &mut Net) -> Option<()> {
    let state = it.state.clone();
    match tape.up_to(9) {
        0 => {
            let was = one_of(tape, &state.route_entries)?;
            let status = *tape.pick(&[RouteStatus::Available, RouteStatus::Pending]);
            let table = one_of(tape, &state.route_entries)?.table.clone();
            it.put(RouteEntry { status, table, ..RouteEntry::clone(&was) });
        }
        1 => {
            let was = one_of(tape, &state.route_entries)?;
            let to = tape.pick(&["10.0.0.0/8", "192.168.1.0/24", "192.168.1.9/32"]);
            it.put(RouteEntry { destination: net(to), ..RouteEntry::clone(&was) });
        }
        2 => {
            let was = one_of(tape, &state.vswitches)?;
            let status = *tape.pick(&[NetworkStatus::Available, NetworkStatus::Pending]);
            it.put(VSwitch { status, ..VSwitch::clone(&was) });
        }
        3 => {
            let was = one_of(tape, &state.router_interfaces)?;
            let link = one_of(tape, &state.router_interfaces)?.link.clone();
            let status = *tape.pick(&[Status::Active, Status::Inactive]);
            let link = if tape.once_in(2) { link } else { was.link.clone() };
            it.put(RouterInterface { status, link, ..RouterInterface::clone(&was) });
        }
        4 => {
            let was = one_of(tape, &state.virtual_border_routers)?;
            let account = AccountId(tape.up_to(2) as u64);
            let route_table = one_of(tape, &state.virtual_border_routers)?.route_table.clone();
            it.put(VirtualBorderRouter { account, route_table, ..VirtualBorderRouter::clone(&was) });
        }
        5 => {
            let line = one_of(tape, &state.physical_connections)?;
            it.change_line(line.id.as_str(), |line| line.cut = !line.cut);
        }
        6 => {
            let was = one_of(tape, &state.customer_routers)?;
            let to = tape.pick(&["10.0.0.0/8", "10.2.0.0/16"]);
            let routes = vec![net(to)];
            it.put(CustomerRouter { on: !was.on, routes, ..CustomerRouter::clone(&was) });
        }
        7 => {
            let was = one_of(tape, &state.bgp_networks)?;
            let status = *tape.pick(&[BgpStatus::Available, BgpStatus::Pending]);
            it.put(BgpNetwork { status, ..BgpNetwork::clone(&was) });
        }
        8 => {
            let was = one_of(tape, &state.bgp_peers)?;
            let mut peer = BgpPeer::clone(&was);
            peer.session.state = *tape.pick(&[SessionState::Established, SessionState::Down]);
            it.put(peer);
        }
        _ => {
            let was = one_of(tape, &state.cen_attachments)?;
            let status = *tape.pick(&[CenAttachmentStatus::Attached, CenAttachmentStatus::Detaching]);
            it.put(CenAttachment { status, ..CenAttachment::clone(&was) });
        }
    }
    Some(())
}

/// Removes one record, if there is one of the kind that is drawn.
fn remove(tape: &mut Tape, it: &mut Net) -> Option<()> {
    let state = it.state.clone();
    let (kind, seq) = match tape.up_to(8) {
        0 => (Kind::RouteEntry, one_of(tape, &state.route_entries)?.seq),
        1 => (Kind::VSwitch, one_of(tape, &state.vswitches)?.seq),
        2 => (Kind::Vpc, one_of(tape, &state.vpcs)?.seq),
        3 => (Kind::RouterInterface, one_of(tape, &state.router_interfaces)?.seq),
        4 => (Kind::VirtualBorderRouter, one_of(tape, &state.virtual_border_routers)?.seq),
        5 => (Kind::PhysicalConnection, one_of(tape, &state.physical_connections)?.seq),
        6 => (Kind::CustomerRouter, one_of(tape, &state.customer_routers)?.seq),
        7 => (Kind::BgpNetwork, one_of(tape, &state.bgp_networks)?.seq),
        _ => (Kind::CenAttachment, one_of(tape, &state.cen_attachments)?.seq),
    };
    it.state.apply(&[Change::Delete { kind, seq, label: String::new() }]);
    Some(())
}

/// Asks both the same from everywhere to everywhere.
fn agree_on(followed: &Paths, state: &State, places: &[String]) -> Result<(), TestCaseError> {
    let anew = Paths::new(Arc::new(state.clone()));
    let addresses: Vec<IpAddr> = ADDRESSES.iter().map(|text| text.parse().unwrap()).collect();
    for place in places {
        for source in &addresses {
            for destination in addresses.iter().filter(|to| to.is_ipv4() == source.is_ipv4()) {
                let (source, destination) = (*source, *destination);
                let place = place.as_str().into();
                let question = Question { source, place, destination, all: true, failed: Vec::new() };
                prop_assert_eq!(followed.trace(&question).ok(), anew.trace(&question).ok());
            }
        }
    }
    Ok(())
}

fn follow(tape: Vec<u8>) -> Result<(), TestCaseError> {
    let mut tape = Tape(tape.into_iter());
    let (mut it, _, places) = random_network(&mut tape);
    let (unrelated, ..) = random_network(&mut tape);
    let before = it.state.clone();
    let mut paths = it.paths();
    agree_on(&paths, &it.state, &places)?;
    for _ in 0..4 {
        for _ in 0..=tape.up_to(2) {
            // A kind without records leaves everything as it is.
            let _ = if tape.once_in(5) { remove(&mut tape, &mut it) } else { change(&mut tape, &mut it) };
        }
        paths = paths.follow(Arc::new(it.state.clone()));
        agree_on(&paths, &it.state, &places)?;
    }
    for state in [&unrelated.state, &before] {
        paths = paths.follow(Arc::new(state.clone()));
        agree_on(&paths, state, &places)?;
    }
    Ok(())
}

#[test]
fn the_answers_are_those_of_paths_made_anew() {
    let config =
        Config { cases: Config::default().cases.min(64), failure_persistence: None, ..Config::default() };
    let tapes = prop::collection::vec(any::<u8>(), 800..1_600);
    if let Err(error) = TestRunner::new(config).run(&tapes, follow) {
        panic!("{error}");
    }
}

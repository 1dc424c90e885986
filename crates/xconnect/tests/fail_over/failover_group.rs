//! The failover group moves the traffic of the CEN instance to its other border router, and back.

use crate::network::{BFD_MS, HOLD_MS, Network, STEP_MS};
use crate::support::records::HANGZHOU;
use crate::timeline::Timeline;

/// Something that stops the first border router, when its loss counts, and what brings it back, and when.
struct Event {
    stop: fn(&Network),
    /// What becomes of the traffic at once, where anything does.
    meanwhile: Option<&'static str>,
    moves_after: u64,
    bring_back: fn(&Network),
    returns_after: u64,
}

const LINE: Event = Event {
    stop: |network| network.line(1, "cut"),
    meanwhile: Some("from there: 1 100 % dies: line-cut"),
    moves_after: BFD_MS,
    bring_back: |network| network.line(1, "mend"),
    returns_after: STEP_MS,
};
const CUSTOMERS_ROUTER: Event = Event {
    stop: |network| network.customer(1, "off"),
    meanwhile: Some("from there: 1 100 % dies: customer-router-off"),
    moves_after: BFD_MS,
    bring_back: |network| network.customer(1, "on"),
    returns_after: STEP_MS,
};
const SESSION: Event = Event {
    stop: |network| network.session(1, "cut"),
    meanwhile: None,
    moves_after: BFD_MS,
    bring_back: |network| network.session(1, "mend"),
    returns_after: STEP_MS,
};
const BORDER_ROUTER: Event = Event {
    stop: |network| network.vbr(1, "TerminateVirtualBorderRouter"),
    meanwhile: None,
    moves_after: 0,
    bring_back: |network| network.vbr(1, "RecoverVirtualBorderRouter"),
    returns_after: 2 * STEP_MS,
};

fn moves_and_returns(bfd: bool, event: &Event) {
    let network = Network::new(bfd);
    let mut timeline = Timeline::of_one(&network, "from there");
    (event.stop)(&network);
    if let Some(meanwhile) = event.meanwhile {
        timeline = timeline.at(0, &[meanwhile]);
    }
    timeline.at(event.moves_after, &["from there: 2 100 %"]).and_nothing_else();

    let timeline = Timeline::of_one(&network, "from there");
    (event.bring_back)(&network);
    timeline.at(event.returns_after, &["from there: 1 100 %"]).and_nothing_else();
}

#[test]
fn it_moves_when_the_loss_is_noticed_and_returns_with_the_session() {
    for event in [LINE, CUSTOMERS_ROUTER, SESSION, BORDER_ROUTER] {
        moves_and_returns(true, &event);
    }
}

#[test]
fn where_the_customer_speaks_no_bfd_it_takes_the_hold_time() {
    for event in [LINE, CUSTOMERS_ROUTER, SESSION] {
        moves_and_returns(false, &Event { moves_after: HOLD_MS, ..event });
    }
}

#[test]
fn it_stays_while_the_border_router_that_stands_by_is_lost() {
    let network = Network::new(true);
    let timeline = Timeline::of_one(&network, "from there");
    network.line(2, "cut");
    timeline.and_nothing_else();

    let timeline = Timeline::of_one(&network, "from there");
    network.line(1, "cut");
    timeline
        .at(0, &["from there: 1 100 % dies: line-cut"])
        .at(BFD_MS, &["from there: none 100 % dies: no-route"])
        .and_nothing_else();

    let timeline = Timeline::of_one(&network, "from there");
    network.line(2, "mend");
    timeline.at(STEP_MS, &["from there: 2 100 %"]).and_nothing_else();
}

#[test]
fn without_the_group_both_border_routers_share() {
    let network = Network::new(true);
    let timeline = Timeline::of_one(&network, "from there");
    let group = [("RegionId", HANGZHOU), ("InstanceId", &network.failover_group)];
    network.world.ok("DeleteVbrHa", &group);
    timeline.at(0, &["from there: 1 50 %, 2 50 %"]);
}

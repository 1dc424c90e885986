//! A session is lost while its line stays: it is cut alone, or the customer's router is off.

use crate::network::{BFD_MS, HOLD_MS, Network, PROBES_MS, STEP_MS};
use crate::timeline::Timeline;

const SESSION_LOST: [&str; 6] = [
    "peer 1: Connect, down",
    "learned 1: 0",
    "from here: 1>2 60 %, 2 40 %",
    "back to here: 2 100 %",
    "from there: 2 100 %",
    "back to there: 2 100 %",
];

#[test]
fn a_session_is_cut_and_mended_with_bfd_and_without() {
    for (bfd, noticed) in [(true, BFD_MS), (false, HOLD_MS)] {
        let network = Network::new(bfd);
        let timeline = Timeline::of(&network);
        network.session(1, "cut");
        timeline.at(noticed, &SESSION_LOST).and_nothing_else();

        let timeline = Timeline::of(&network);
        network.session(1, "mend");
        let session_back = [
            "peer 1: Connect, established",
            "learned 1: 2",
            "from here: 1 60 %, 2 40 %",
            "back to here: 1 50 %, 2 50 %",
            "from there: 1 100 %",
            "back to there: 1 50 %, 2 50 %",
        ];
        timeline.at(0, &["peer 1: Connect, connecting"]).at(STEP_MS, &session_back).and_nothing_else();
    }
}

const ROUTER_OFF: [&str; 4] = [
    "from here: 1 60 % dies: customer-router-off, 2 40 %",
    "back to here: 2 100 %",
    "from there: 1 100 % dies: customer-router-off",
    "back to there: -",
];
const TARGET_LOST: [&str; 3] = ["health 1: Abnormal", "next hop 1: 0", "from here: 2 100 %"];

#[test]
fn a_customers_router_goes_off_and_on_with_bfd() {
    let network = Network::new(true);
    let timeline = Timeline::of(&network);
    network.customer(1, "off");
    let session_lost = [
        "peer 1: Connect, down",
        "learned 1: 0",
        "from here: 1>2 60 %, 2 40 %",
        "from there: 2 100 %",
        "back to there: 2 100 %",
    ];
    timeline.at(0, &ROUTER_OFF).at(BFD_MS, &session_lost).at(PROBES_MS, &TARGET_LOST).and_nothing_else();
    switch_on(&network);
}

#[test]
fn a_customers_router_goes_off_and_on_without_bfd() {
    let network = Network::new(false);
    let timeline = Timeline::of(&network);
    network.customer(1, "off");
    let session_lost =
        ["peer 1: Connect, down", "learned 1: 0", "from there: 2 100 %", "back to there: 2 100 %"];
    timeline.at(0, &ROUTER_OFF).at(PROBES_MS, &TARGET_LOST).at(HOLD_MS, &session_lost).and_nothing_else();
    switch_on(&network);
}

fn switch_on(network: &Network) {
    let timeline = Timeline::of(network);
    network.customer(1, "on");
    let session_back = [
        "peer 1: Connect, established",
        "learned 1: 2",
        "back to here: 1 50 %, 2 50 %",
        "from there: 1 100 %",
        "back to there: 1 50 %, 2 50 %",
    ];
    timeline
        .at(0, &["peer 1: Connect, connecting"])
        .at(STEP_MS, &session_back)
        .at(PROBES_MS, &["health 1: Normal", "next hop 1: 1", "from here: 1 60 %, 2 40 %"])
        .and_nothing_else();
}

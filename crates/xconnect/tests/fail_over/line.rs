//! A line is cut, and mended.

use crate::network::{BFD_MS, HOLD_MS, Network, PROBES_MS, STEP_MS};
use crate::timeline::{Timeline, seen};

#[test]
fn everything_is_in_service_while_nothing_is_cut() {
    let network = Network::new(true);
    let is = |name: &str| seen(&network).into_iter().find(|one| one.0 == name).unwrap().1;
    for number in [1, 2] {
        let of_way = ["line", "vbr", "interface", "health", "next hop", "peer", "learned"];
        let of_way = of_way.map(|name| is(&format!("{name} {number}")));
        assert_eq!(of_way, ["Enabled", "active", "Active", "Normal", "1", "Connect, established", "2"]);
    }
    let paths = ["from here", "back to here", "from there", "back to there", "group"].map(is);
    assert_eq!(paths, ["1 60 %, 2 40 %", "1 50 %, 2 50 %", "1 100 %", "1 50 %, 2 50 %", "Active"]);
    Timeline::of(&network).and_nothing_else();
}

#[test]
fn a_line_is_cut_and_mended_with_bfd() {
    let network = Network::new(true);
    let timeline = Timeline::of(&network);
    network.line(1, "cut");
    let at_once = [
        "line 1: Enabled, cut",
        "from here: 1 60 % dies: line-cut, 2 40 %",
        "back to here: 2 100 %",
        "from there: 1 100 % dies: line-cut",
        "back to there: -",
    ];
    let session_lost = [
        "peer 1: Connect, down",
        "learned 1: 0",
        "from here: 1>2 60 %, 2 40 %",
        "from there: 2 100 %",
        "back to there: 2 100 %",
    ];
    timeline
        .at(0, &at_once)
        .at(BFD_MS, &session_lost)
        .at(PROBES_MS, &["health 1: Abnormal", "next hop 1: 0", "from here: 2 100 %"])
        .and_nothing_else();
    mend(&network);
}

#[test]
fn a_line_is_cut_and_mended_without_bfd() {
    let network = Network::new(false);
    let timeline = Timeline::of(&network);
    network.line(1, "cut");
    let at_once = [
        "line 1: Enabled, cut",
        "from here: 1 60 % dies: line-cut, 2 40 %",
        "back to here: 2 100 %",
        "from there: 1 100 % dies: line-cut",
        "back to there: -",
    ];
    let session_lost =
        ["peer 1: Connect, down", "learned 1: 0", "from there: 2 100 %", "back to there: 2 100 %"];
    timeline
        .at(0, &at_once)
        .at(PROBES_MS, &["health 1: Abnormal", "next hop 1: 0", "from here: 2 100 %"])
        .at(HOLD_MS, &session_lost)
        .and_nothing_else();
    mend(&network);
}

fn mend(network: &Network) {
    let timeline = Timeline::of(network);
    network.line(1, "mend");
    let session_back = [
        "peer 1: Connect, established",
        "learned 1: 2",
        "back to here: 1 50 %, 2 50 %",
        "from there: 1 100 %",
        "back to there: 1 50 %, 2 50 %",
    ];
    timeline
        .at(0, &["line 1: Enabled", "peer 1: Connect, connecting"])
        .at(STEP_MS, &session_back)
        .at(PROBES_MS, &["health 1: Normal", "next hop 1: 1", "from here: 1 60 %, 2 40 %"])
        .and_nothing_else();
}

#[test]
fn a_line_that_is_mended_before_anybody_notices_has_cost_packets_alone() {
    for (bfd, just_in_time) in [(true, BFD_MS - 1), (false, PROBES_MS - 1)] {
        let network = Network::new(bfd);
        let timeline = Timeline::of(&network);
        network.line(1, "cut");
        network.advance(just_in_time);
        network.line(1, "mend");
        timeline.and_nothing_else();
    }
}

#[test]
fn both_lines_are_cut_one_after_the_other() {
    let apart = 1_000;
    let network = Network::new(true);
    network.line(1, "cut");
    network.advance(apart);
    let timeline = Timeline::of(&network);
    network.line(2, "cut");
    let at_once = [
        "line 2: Enabled, cut",
        "from here: 1 60 % dies: line-cut, 2 40 % dies: line-cut",
        "back to here: -",
    ];
    let first_session = [
        "peer 1: Connect, down",
        "learned 1: 0",
        "from here: 1>2 60 % dies: line-cut, 2 40 % dies: line-cut",
        "from there: 2 100 % dies: line-cut",
    ];
    let second_session = [
        "peer 2: Connect, down",
        "learned 2: 0",
        "from here: 1 60 % dies: no-route, 2 40 % dies: no-route",
        "from there: none 100 % dies: no-route",
    ];
    timeline
        .at(0, &at_once)
        .at(BFD_MS - apart, &first_session)
        .at(BFD_MS, &second_session)
        .at(PROBES_MS - apart, &["health 1: Abnormal", "next hop 1: 0", "from here: 2 100 % dies: no-route"])
        .at(PROBES_MS, &["health 2: Abnormal", "next hop 2: 0", "from here: none 100 % dies: line-cut"])
        .and_nothing_else();
}

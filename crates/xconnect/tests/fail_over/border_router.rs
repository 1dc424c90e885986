//! A border router is terminated, and recovered.

use crate::network::{Network, PROBES_MS, STEP_MS};
use crate::timeline::Timeline;

/// The ends of its sessions and the service itself know at once; probes have to be missed.
#[test]
fn a_border_router_is_terminated_and_recovered() {
    let network = Network::new(true);
    let timeline = Timeline::of(&network);
    network.vbr(1, "TerminateVirtualBorderRouter");
    let at_once = [
        "vbr 1: terminating",
        "next hop 1: 0",
        "peer 1: Connect, down",
        "learned 1: 0",
        "from here: 2 100 %",
        "back to here: 2 100 %",
        "from there: 2 100 %",
        "back to there: 2 100 %",
    ];
    timeline
        .at(0, &at_once)
        .at(STEP_MS, &["vbr 1: terminated"])
        .at(PROBES_MS, &["health 1: Abnormal"])
        .and_nothing_else();

    let timeline = Timeline::of(&network);
    network.vbr(1, "RecoverVirtualBorderRouter");
    let session_back = [
        "peer 1: Connect, established",
        "learned 1: 2",
        "back to here: 1 50 %, 2 50 %",
        "from there: 1 100 %",
        "back to there: 1 50 %, 2 50 %",
    ];
    timeline
        .at(0, &["vbr 1: recovering"])
        .at(STEP_MS, &["vbr 1: active", "peer 1: Connect, connecting"])
        .at(2 * STEP_MS, &session_back)
        .at(STEP_MS + PROBES_MS, &["health 1: Normal", "next hop 1: 1", "from here: 1 60 %, 2 40 %"])
        .and_nothing_else();
}

//! The host that probes are sent to is gone, and comes back: the line, and all that is behind it, stay.

use crate::network::{Network, PROBES_MS};
use crate::timeline::Timeline;

#[test]
fn a_health_check_whose_target_is_gone() {
    let network = Network::new(true);
    let timeline = Timeline::of(&network);
    network.unplug_target(1);
    timeline.at(PROBES_MS, &["health 1: Abnormal", "next hop 1: 0", "from here: 2 100 %"]).and_nothing_else();

    let timeline = Timeline::of(&network);
    network.plug_target(1);
    timeline
        .at(PROBES_MS, &["health 1: Normal", "next hop 1: 1", "from here: 1 60 %, 2 40 %"])
        .and_nothing_else();
}

#[test]
fn probes_that_are_answered_in_time_count_from_the_beginning() {
    let network = Network::new(true);
    let timeline = Timeline::of(&network);
    network.unplug_target(1);
    network.advance(PROBES_MS - 1);
    network.plug_target(1);
    network.unplug_target(1);
    timeline.at(PROBES_MS, &["health 1: Abnormal", "next hop 1: 0", "from here: 2 100 %"]).and_nothing_else();
}

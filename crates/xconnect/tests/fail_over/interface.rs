//! An interface is deactivated, and activated.

use crate::network::{Network, PROBES_MS, STEP_MS};
use crate::timeline::Timeline;

/// The border router goes on announcing the VPC's network: what answers by way of it is lost until the interface is back.
#[test]
fn an_interface_is_deactivated_and_activated() {
    let network = Network::new(true);
    let timeline = Timeline::of(&network);
    network.interface(1, "DeactivateRouterInterface");
    let at_once = [
        "interface 1: Deactivating",
        "next hop 1: 0",
        "from here: 2 100 %",
        "back to here: 1 50 % dies: interface-inactive, 2 50 %",
    ];
    timeline
        .at(0, &at_once)
        .at(STEP_MS, &["interface 1: Inactive"])
        .at(PROBES_MS, &["health 1: Abnormal"])
        .and_nothing_else();

    let timeline = Timeline::of(&network);
    network.interface(1, "ActivateRouterInterface");
    timeline
        .at(0, &["interface 1: Activating"])
        .at(STEP_MS, &["interface 1: Active", "back to here: 1 50 %, 2 50 %"])
        .at(STEP_MS + PROBES_MS, &["health 1: Normal", "next hop 1: 1", "from here: 1 60 %, 2 40 %"])
        .and_nothing_else();
}

//! Every documented refusal, provoked over HTTP: the answer is the documented one, and nothing has changed.
//!
//! A family of actions is a module with a list of cases, and a line in [`FAMILIES`]. A row that is declared
//! without a case fails the test, and so does a case for a row that is not declared, or that is said to be
//! beyond reach.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

#[path = "../support/mod.rs"]
mod support;

mod bgp;
mod border_router;
mod case;
mod cen;
mod connect_order;
mod coverage;
mod failover_group;
mod line_paperwork;
mod neighbours;
mod network;
mod physical_connection;
mod region;
mod resource_group;
mod route;
mod router_interface;
mod shared;
mod shared_line;
mod tagging;

use xconnect_actions::declare::Entry;

use crate::case::Case;

/// Actions whose rows are all to be provoked.
struct Family {
    actions: &'static [Entry],
    cases: fn() -> Vec<Case>,
}

const FAMILIES: &[Family] = &[
    Family { actions: xconnect_actions::router_interface::ACTIONS, cases: router_interface::cases },
    Family { actions: xconnect_actions::physical_connection::ACTIONS, cases: physical_connection::cases },
    Family { actions: xconnect_actions::line_paperwork::ACTIONS, cases: line_paperwork::cases },
    Family { actions: xconnect_actions::shared_line::ACTIONS, cases: shared_line::cases },
    Family { actions: xconnect_actions::border_router::ACTIONS, cases: border_router::cases },
    Family { actions: xconnect_actions::route::ACTIONS, cases: route::cases },
    Family { actions: xconnect_actions::failover_group::ACTIONS, cases: failover_group::cases },
    Family { actions: xconnect_actions::bgp::ACTIONS, cases: bgp::cases },
    Family { actions: xconnect_actions::cen::ACTIONS, cases: cen::cases },
    Family { actions: xconnect_actions::region::ACTIONS, cases: region::cases },
    Family { actions: xconnect_actions::network::ACTIONS, cases: network::cases },
    Family { actions: xconnect_actions::tagging::ACTIONS, cases: tagging::cases },
    Family { actions: xconnect_actions::resource_group::ACTIONS, cases: resource_group::cases },
    Family { actions: xconnect_actions::neighbours::ACTIONS, cases: neighbours::cases },
];

#[test]
fn every_declared_refusal_is_provoked_and_changes_nothing() {
    let mut cases = shared::cases();
    cases.extend(FAMILIES.iter().flat_map(|family| (family.cases)()));
    let declared = coverage::declared(FAMILIES.iter().flat_map(|family| family.actions));
    let mut problems = coverage::gaps(&declared, &cases);
    problems.extend(cases.iter().filter_map(|case| case.run().err()));
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

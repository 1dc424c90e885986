//! The families of actions: who makes a call, and who says what comes of it.

use crate::ask::Ask;
use crate::random::Random;
use crate::reference::Model;
use crate::verdict::Verdict;
use crate::{
    bgp, border_router, cen, failover_group, line_paperwork, network, physical_connection, region,
    resource_group, route, router_interface, shared_line, tagging,
};

/// A family: its actions, how often it is called, how a call is made up, and what the model says of it.
pub(crate) struct Family {
    pub(crate) version: &'static str,
    pub(crate) weight: usize,
    pub(crate) actions: &'static [Action],
}

/// An action of the model.
pub(crate) struct Action {
    pub(crate) name: &'static str,
    pub(crate) weight: usize,
    pub(crate) ask: fn(&mut Random, &Model) -> Ask,
    pub(crate) judge: fn(&Model, &Ask) -> Verdict,
}

pub(crate) const VPC: &str = "2016-04-28";
const CBN: &str = "2017-09-12";

pub(crate) const FAMILIES: &[Family] = &[
    Family { version: VPC, weight: 1, actions: region::ACTIONS },
    Family { version: VPC, weight: 8, actions: network::ACTIONS },
    Family { version: VPC, weight: 10, actions: router_interface::ACTIONS },
    Family { version: VPC, weight: 8, actions: physical_connection::ACTIONS },
    Family { version: VPC, weight: 4, actions: line_paperwork::ACTIONS },
    Family { version: VPC, weight: 5, actions: shared_line::ACTIONS },
    Family { version: VPC, weight: 10, actions: border_router::ACTIONS },
    Family { version: VPC, weight: 8, actions: route::ACTIONS },
    Family { version: VPC, weight: 7, actions: bgp::ACTIONS },
    Family { version: VPC, weight: 3, actions: failover_group::ACTIONS },
    Family { version: CBN, weight: 6, actions: cen::ACTIONS },
    Family { version: VPC, weight: 3, actions: cen::GRANT_ACTIONS },
    Family { version: VPC, weight: 3, actions: tagging::ACTIONS },
    Family { version: VPC, weight: 1, actions: resource_group::ACTIONS },
];

/// Actions that take whatever they are given.
pub(crate) const NEVER_REFUSED: &[&str] = &["DescribeRegions"];

pub(crate) fn actions() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|family| family.actions).map(|action| action.name)
}

/// An action of the model, with the version that it is called under.
pub(crate) fn find(name: &str) -> (&'static str, &'static Action) {
    let all = FAMILIES.iter().flat_map(|family| family.actions.iter().map(|action| (family.version, action)));
    let mut found = all.filter(|(_, action)| action.name == name);
    found.next().unwrap_or_else(|| panic!("the model has no {name}"))
}

/// An action by chance, of a family by chance.
pub(crate) fn any(random: &mut Random) -> &'static Action {
    let family = weighted(random, FAMILIES, |family| family.weight);
    weighted(random, family.actions, |action| action.weight)
}

fn weighted<T>(random: &mut Random, of: &'static [T], weight: impl Fn(&T) -> usize) -> &'static T {
    let mut left = random.below(of.iter().map(&weight).sum());
    let found = of.iter().find(|one| {
        let here = left < weight(one);
        left = left.saturating_sub(weight(one));
        here
    });
    found.unwrap_or(&of[0])
}

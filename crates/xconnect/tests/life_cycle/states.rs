//! What every action does in every state: a table to be read beside the documents.

use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{BEIJING, HANGZHOU};

/// An interface, and where a call has to go to find it.
struct Place {
    interface: String,
    region: &'static str,
    partners: bool,
}

/// Brings an interface into a state, as a client would.
type Way = fn(&World) -> Place;

/// The states that the actions lead to, each with the way there. Nothing leads to Modifying.
const STATES: [(&str, Way); 8] = [
    ("Idle", |world| own(world.pair().initiator)),
    ("Connecting", |world| own(world.connecting().initiator)),
    ("AcceptingConnecting", |world| Place {
        interface: world.connecting().acceptor,
        region: BEIJING,
        partners: true,
    }),
    ("Active", |world| own(world.connected().initiator)),
    ("Deactivating", |world| own(after(world, &["DeactivateRouterInterface"]))),
    ("Inactive", |world| {
        let interface = after(world, &["DeactivateRouterInterface"]);
        world.settle();
        own(interface)
    }),
    ("Activating", |world| own(after(world, &["DeactivateRouterInterface", "ActivateRouterInterface"]))),
    ("Deleting", |world| own(after(world, &["DeactivateRouterInterface", "DeleteRouterInterface"]))),
];

/// The actions on an interface that exists, each with what it needs to have something to do.
const ACTIONS: [(&str, &[(&str, &str)]); 10] = [
    ("ConnectRouterInterface", &[]),
    ("ActivateRouterInterface", &[]),
    ("DeactivateRouterInterface", &[]),
    ("ModifyRouterInterfaceSpec", &[("Spec", "Large.2")]),
    ("ModifyRouterInterfaceAttribute", &[("Name", "renamed")]),
    ("ModifyRouterInterfaceAttribute", &[("OppositeInterfaceId", "ri-another")]),
    ("DeleteRouterInterface", &[]),
    ("DeleteExpressConnect", &[]),
    ("DescribeRouterInterfaceAttribute", &[]),
    ("DescribeRouterInterfaces", &[]),
];

fn own(interface: String) -> Place {
    Place { interface, region: HANGZHOU, partners: false }
}

/// The initiator of a connected pair after these actions, of which the last is still under way.
fn after(world: &World, actions: &[&str]) -> String {
    let interface = world.connected().initiator;
    for action in actions {
        world.settle();
        world.act(action, &interface);
    }
    interface
}

impl Place {
    fn call(&self, world: &World, action: &str, params: &[(&str, &str)]) -> Call {
        let call =
            params.iter().fold(world.call(action, &[("RegionId", self.region)]), |call, (name, value)| {
                call.with(name, value)
            });
        let call = match action {
            "DescribeRouterInterfaces" => call,
            "DescribeRouterInterfaceAttribute" => call.with("InstanceId", &self.interface),
            _ => call.with("RouterInterfaceId", &self.interface),
        };
        // An acceptor has no size of its own, so only that one can be asked for.
        let call = if self.partners && action == "ModifyRouterInterfaceSpec" {
            call.with("Spec", "Negative")
        } else {
            call
        };
        if self.partners { call.by_partner() } else { call }
    }

    fn status(&self, world: &World) -> String {
        let described = world.send(&self.call(world, "DescribeRouterInterfaceAttribute", &[])).success();
        described["Status"].as_str().unwrap_or("gone").to_owned()
    }

    /// What an action does: the refusal, or the state right after it and the one that this ends in.
    fn effect(&self, world: &World, action: &str, params: &[(&str, &str)]) -> String {
        let answer = world.send(&self.call(world, action, params));
        if answer.status != 200 {
            return answer.refusal();
        }
        let at_once = self.status(world);
        world.settle();
        let in_the_end = self.status(world);
        if at_once == in_the_end { at_once } else { format!("{at_once}, then {in_the_end}") }
    }
}

#[test]
fn every_action_in_every_state() {
    let mut table = String::new();
    for (state, way) in STATES {
        table.push_str(&format!("{state}\n"));
        for (action, params) in ACTIONS {
            let world = World::new();
            let place = way(&world);
            assert_eq!(place.status(&world), state);
            let names: Vec<_> = params.iter().map(|(name, _)| *name).collect();
            let what = format!("{action} {}", names.join(" "));
            table.push_str(&format!("  {:<52} {}\n", what.trim_end(), place.effect(&world, action, params)));
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_other_end_of_a_connection_does_the_same() {
    let world = World::new();
    let pair = world.connecting();
    let status = |interface: &str, region, partners| {
        Place { interface: interface.to_owned(), region, partners }.status(&world)
    };
    let both = || (status(&pair.initiator, HANGZHOU, false), status(&pair.acceptor, BEIJING, true));
    assert_eq!(both(), ("Connecting".to_owned(), "AcceptingConnecting".to_owned()));
    assert_eq!(world.seen(&pair.initiator, "ConnectedTime"), "");
    world.settle();
    assert_eq!(both(), ("Active".to_owned(), "Active".to_owned()));
    assert_eq!(world.seen(&pair.initiator, "ConnectedTime"), "2026-11-21T00:00:01Z");
    assert_eq!(world.seen(&pair.initiator, "OppositeInterfaceStatus"), "Active");
    world.act("DeactivateRouterInterface", &pair.initiator);
    world.settle();
    assert_eq!(both(), ("Inactive".to_owned(), "Active".to_owned()), "each end has a status of its own");
}

#[test]
fn a_step_takes_its_time_and_nothing_happens_while_the_clock_stands() {
    let world = World::new();
    let pair = world.connecting();
    std::thread::sleep(std::time::Duration::from_millis(250));
    assert_eq!(world.seen(&pair.initiator, "Status"), "Connecting");
    world.pass(std::time::Duration::from_millis(199));
    std::thread::sleep(std::time::Duration::from_millis(50));
    assert_eq!(world.seen(&pair.initiator, "Status"), "Connecting");
    world.pass(std::time::Duration::from_millis(1));
    world.until("connected", |state| state.under_way() == 0);
    assert_eq!(world.seen(&pair.initiator, "Status"), "Active");
}

#[test]
fn a_new_size_shows_at_once() {
    let world = World::new();
    let pair = world.connected();
    let params =
        [("RegionId", HANGZHOU), ("RouterInterfaceId", pair.initiator.as_str()), ("Spec", "Xlarge.1")];
    assert_eq!(world.ok("ModifyRouterInterfaceSpec", &params)["Spec"], "Xlarge.1");
    let described = world.describe(&pair.initiator);
    assert_eq!((&described["Spec"], &described["Bandwidth"]), (&"Xlarge.1".into(), &10_000.into()));
    assert_eq!(described["Status"], "Activating");
}

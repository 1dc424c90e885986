//! Fixtures as a server loads them, seen through the API.

use xconnect::fixture;
use xconnect::serve::ServeError;
use xconnect_log::Log;

use super::answer::{list, text};
use super::provider::Provider;
use crate::support::records::{BEIJING, HANGZHOU, PARTNER};
use crate::support::{Setup, World};

const ACCEPTANCE: &str = include_str!("../../../../examples/fixtures/terraform-acceptance.toml");
const SITE: &str = include_str!("site.toml");

/// Everything that is listed has this field at this value.
fn named(world: &World, action: &str, path: &[&str], name: &str) -> Vec<serde_json::Value> {
    let all = list(&Provider::new(world).change(action, &[("PageSize", "50")]), path);
    all.into_iter().filter(|one| one["Name"].as_str().is_some_and(|text| text.starts_with(name))).collect()
}

fn refusal(text: &str) -> String {
    match Setup::default().fixture(text).try_start() {
        Err(ServeError::Fixture(error)) => error.to_string(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was loaded"),
    }
}

#[test]
fn the_acceptance_tests_find_what_they_look_for() {
    let world = Setup::default().fixture(ACCEPTANCE).start();
    let path = ["PhysicalConnectionSet", "PhysicalConnectionType"];
    let lines = named(&world, "DescribePhysicalConnections", &path, "preserved-NODELETING");
    assert_eq!(lines.iter().filter(|line| line["Status"] == "Enabled").count(), 3);
    assert!(lines.iter().any(|line| text(line, "Name") == "preserved-NODELETING-JG"));
    let vpcs = list(&Provider::new(&world).change("DescribeVpcs", &[]), &["Vpcs", "Vpc"]);
    assert_eq!(vpcs.iter().filter(|vpc| text(vpc, "VpcName").starts_with("default-NODELETING")).count(), 2);
    let path = ["VirtualBorderRouterSet", "VirtualBorderRouterType"];
    let vbrs = named(&world, "DescribeVirtualBorderRouters", &path, "default-NODELETING-VBR");
    let path = ["RouterInterfaceSet", "RouterInterfaceType"];
    let interfaces = named(&world, "DescribeRouterInterfaces", &path, "default-NODELETING-VBR");
    let on_vbr = interfaces.iter().find(|one| one["RouterId"] == vbrs[0]["VbrId"]).unwrap();
    assert_eq!(text(on_vbr, "Status"), "Active");
    assert_ne!(text(on_vbr, "OppositeVpcInstanceId"), "");
}

#[test]
fn every_kind_of_record_is_there() {
    let world = Setup::default().fixture(SITE).start();
    world.finish();
    let state = world.state();
    assert!(state.router_interfaces.iter().all(|one| one.status.as_str() == "Active"));
    assert_eq!(state.router_interfaces.len(), 6);
    let lines: Vec<_> = state.physical_connections.iter().map(|line| line.status.as_str()).collect();
    assert_eq!(lines, ["Enabled", "Enabled", "Allocated", "Confirmed", "Terminated", "Canceled"]);
    assert_eq!(state.vpcs.iter().filter(|vpc| vpc.account == PARTNER).count(), 1);
    assert!(state.vpcs.iter().any(|vpc| vpc.region.as_str() == BEIJING));
    let ecmp = state.route_entries.iter().find(|entry| entry.next_hops.len() == 2);
    assert!(ecmp.is_some(), "two connections share a route");
    let peers: Vec<_> = state.bgp_peers.iter().map(|peer| peer.status.as_str()).collect();
    assert_eq!((peers, state.bgp_networks.len(), state.customer_routers.len()), (vec!["Available"], 1, 1));
}

#[test]
fn what_breaks_a_rule_is_refused_with_its_place_and_its_code() {
    let vpc = "[[vpcs]]\nname = \"blue\"\ncidr = \"10.0.0.0/8\"\n";
    for (more, expected) in [
        (
            "[[vpcs]]\nname = \"red\"\ncidr = \"10.0.0.0/33\"",
            "[[vpcs]] number 2 (red): CreateVpc is refused with",
        ),
        (
            "[[vswitches]]\nname = \"sw\"\nvpc = \"blue\"\nzone = \"cn-hangzhou-h\"\ncidr = \"192.168.0.0/24\"",
            "[[vswitches]] number 1 (sw): CreateVSwitch is refused with InvalidParameter",
        ),
        (
            "[[lines]]\nname = \"line\"\naccess_point = \"nowhere\"\nline_operator = \"CT\"",
            "[[lines]] number 1 (line): CreatePhysicalConnection is refused with",
        ),
        ("[[vpcs]]\nname = \"red\"\naccount = \"nobody\"", "[[vpcs]] number 2 (red): there is no account"),
        ("[[vpcs]]\nname = \"red\"\nregion = \"mars\"", "CreateVpc is refused with InvalidRegionId.NotFound"),
    ] {
        let refusal = refusal(&format!("{vpc}{more}"));
        assert!(refusal.contains(expected), "{refusal}");
    }
}

#[test]
fn nothing_is_there_of_a_fixture_that_is_refused() {
    let setup = Setup::default();
    let bad = "[[vpcs]]\nname = \"blue\"\n[[vpcs]]\nname = \"red\"\ncidr = \"10.0.0.0/33\"";
    assert!(setup.clone().fixture(bad).try_start().is_err());
    let state = setup.start().state();
    assert!(state.vpcs.is_empty() && state.route_tables.is_empty());
}

#[test]
fn a_fixture_is_loaded_once() {
    let world = Setup::default().fixture("[[vpcs]]\nname = \"blue\"").start();
    let before = world.state();
    assert_eq!(before.vpcs.len(), 1);
    let world = world.restart();
    assert!(world.state() == before, "what is there already is left as it is");
    let vpc = before.vpcs.iter().next().unwrap().id.to_string();
    world.ok("DeleteVpc", &[("RegionId", HANGZHOU), ("VpcId", &vpc)]);
    assert_eq!(world.restart().state().vpcs.len(), 1, "where nothing is, it begins anew");
}

#[test]
fn the_provider_steps_are_taken_even_where_an_operator_takes_them() {
    let world = Setup::default().manual().fixture(ACCEPTANCE).start();
    let state = world.state();
    assert!(state.physical_connections.iter().all(|line| line.status.as_str() == "Enabled"));
    assert!(state.accounts.iter().all(|account| account.provider.is_none()));
    drop(state);
    let line = world.line(&[]);
    world.settle();
    assert_eq!(world.describe_line(&line)["Status"], "Initial", "from now on, an operator takes them");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fixture.toml");
    let error = fixture::open(&path).unwrap_err().to_string();
    assert!(error.contains("cannot be read"), "{error}");
    std::fs::write(&path, vec![b'\n'; fixture::BYTES as usize + 1]).unwrap();
    let error = fixture::open(&path).unwrap_err().to_string();
    assert!(error.contains("more than"), "{error}");
}

#[test]
fn it_is_one_commit_and_nothing_in_it_leads_nowhere() {
    let world = Setup::default().fixture(SITE).start();
    let entries = world.log().read(0, 1_000).unwrap();
    let of_fixture = |action: &str| {
        let told = format!("\"action\":\"{action}\"");
        entries.iter().filter(|entry| String::from_utf8_lossy(&entry.body).contains(&told)).count()
    };
    assert_eq!((of_fixture("LoadFixture"), of_fixture("CreateVpc")), (1, 0));
    let dangling = xconnect_operator::consistency::dangling(&world.state());
    assert!(dangling.is_empty(), "{} references lead nowhere", dangling.len());
    let state = world.state();
    assert!(world.restart().state().vpcs.iter().eq(state.vpcs.iter()), "it is durable");
}

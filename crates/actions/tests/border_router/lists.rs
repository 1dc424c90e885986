//! The list of routers: filters and pages.

use serde_json::json;

use super::*;

const LIST: &str = "DescribeVirtualBorderRouters";

fn names(world: &mut World, filters: &[(&str, &str)]) -> Vec<String> {
    let params: Vec<_> = [REGION].into_iter().chain(filters.iter().copied()).collect();
    let answer = world.call(LIST, &params).unwrap();
    assert_eq!(answer["TotalCount"].as_u64().unwrap() as usize, set(&answer).len());
    set(&answer).iter().map(|vbr| vbr["Name"].as_str().unwrap().to_owned()).collect()
}

fn filtered(world: &mut World, key: &str, values: &[&str]) -> Vec<String> {
    let numbered: Vec<_> = (1..).map(|n| format!("Filter.1.Value.{n}")).take(values.len()).collect();
    let mut params = vec![("Filter.1.Key", key)];
    params.extend(numbered.iter().map(String::as_str).zip(values.iter().copied()));
    names(world, &params)
}

fn three(world: &mut World) -> [String; 3] {
    let (one, two) = (line(world, "pc-1"), line(world, "pc-2"));
    let named = |world: &mut World, line: &str, vlan: &str, name: &str| {
        create(world, line, vlan, &[("Name", name), ("Tags.1.Key", "team"), ("Tags.1.Value", name)]).unwrap()
    };
    [named(world, &one, "1", "aa"), named(world, &one, "2", "bb"), named(world, &two, "1", "cc")]
}

#[test]
fn every_filter_filters() {
    let mut world = World::new();
    let [first, second, _] = three(&mut world);
    act(&mut world, "TerminateVirtualBorderRouter", &second, &[]);
    assert_eq!(filtered(&mut world, "VbrId", &[&first]), ["aa"]);
    assert_eq!(filtered(&mut world, "VbrID", &[&first, &second, &first]), ["aa", "bb"]);
    assert_eq!(filtered(&mut world, "PhysicalConnectionId", &["pc-2"]), ["cc"]);
    assert_eq!(filtered(&mut world, "PhysicalConnectionID", &["pc-1"]), ["aa", "bb"]);
    for active in ["active", "Active", "ENABLED"] {
        assert_eq!(filtered(&mut world, "Status", &[active]), ["aa", "cc"], "{active}");
    }
    assert_eq!(filtered(&mut world, "Status", &["Terminating", "nonsense"]), ["bb"]);
    assert!(filtered(&mut world, "Status", &["nonsense"]).is_empty());
    assert_eq!(filtered(&mut world, "Name", &["bb", "cc"]), ["bb", "cc"]);
    assert_eq!(filtered(&mut world, "AccessPointId", &[POINT]), ["aa", "bb", "cc"]);
    assert!(filtered(&mut world, "AccessPointId", &["ap-none"]).is_empty());
    assert_eq!(filtered(&mut world, "type", &["pconnVBR"]), ["aa", "bb", "cc"]);
    assert!(filtered(&mut world, "type", &["other"]).is_empty());
    assert!(filtered(&mut world, "eccId", &["ecc-1"]).is_empty());
    assert_eq!(names(&mut world, &[("Tags.1.Key", "team"), ("Tags.1.Value", "bb")]), ["bb"]);
}

#[test]
fn all_filters_must_hold() {
    let mut world = World::new();
    three(&mut world);
    let filters = [
        ("Filter.1.Key", "PhysicalConnectionId"),
        ("Filter.1.Value.1", "pc-1"),
        ("Filter.2.Key", "Name"),
        ("Filter.2.Value.1", "bb"),
        ("Filter.2.Value.2", "cc"),
    ];
    assert_eq!(names(&mut world, &filters), ["bb"]);
}

#[test]
fn the_last_page_stands_for_all_beyond() {
    let mut world = World::new();
    three(&mut world);
    let page = [REGION, ("PageSize", "2"), ("PageNumber", "7")];
    let answer = world.call(LIST, &page).unwrap();
    assert_eq!((&answer["TotalCount"], &answer["PageNumber"]), (&json!(3), &json!(7)));
    assert_eq!(set(&answer)[0]["Name"], "cc");
    for bad in [("PageSize", "51"), ("PageSize", "0"), ("PageNumber", "0")] {
        assert_eq!(world.refused(LIST, &[REGION, bad]), "400 InvalidParameter", "{bad:?}");
    }
}

#[test]
fn filters_are_bounded_and_have_values() {
    let mut world = World::new();
    let unknown = [REGION, ("Filter.3.Key", "Colour"), ("Filter.3.Value.1", "x")];
    let error = world.call(LIST, &unknown).unwrap_err();
    assert_eq!(error.message(), "Specified filter key is not supported: Filter.3.key");
    let without = [REGION, ("Filter.1.Key", "Name")];
    assert_eq!(world.refused(LIST, &without), "400 InvalidParameter");
    let blank = [REGION, ("Filter.1.Key", "Name"), ("Filter.1.Value.1", "")];
    assert_eq!(world.refused(LIST, &blank), "400 InvalidParameter");
}

#[test]
fn a_router_outlives_what_is_known_of_its_line() {
    let mut world = World::new();
    let line = line(&mut world, "pc-1");
    let vbr = router(&mut world, &line, "1");
    let line = PhysicalConnection::clone(world.state.physical_connection(&line).unwrap());
    world.state.apply(&[{
        struct Nothing;
        impl xconnect_model::id::RandomBytes for Nothing {
            fn fill(&mut self, _: &mut [u8]) {}
        }
        let mut random = Nothing;
        let mut draft = Draft::new(world.now, 0, &mut random);
        draft.delete(&line);
        draft.into_changes().remove(0)
    }]);
    let shown = described(&mut world, &vbr);
    assert_eq!(shown["PhysicalConnectionId"], "pc-1");
    assert_eq!((&shown["PhysicalConnectionStatus"], &shown["Bandwidth"]), (&json!(""), &json!(0)));
}

//! Where packets go, asked over the interface.

use http::Method;
use serde_json::json;
use xconnect_model::router_interface::{Link, Role, Spec, Status};
use xconnect_model::{RouteTable, RouterInterface, RouterRef, RouterType, VSwitch, Vpc};
use xconnect_state::Record;

use crate::support::{OWN, World};

/// Two VPCs that are joined, `a` (10.1.0.0/16) and `b` (10.2.0.0/16), without a route.
fn two_vpcs() -> World {
    let world = World::new();
    let mut records: Vec<Record> = Vec::new();
    for (n, name, other) in [(1, "a", "b"), (2, "b", "a")] {
        let seq = 1_000 + 10 * n;
        let region = || "cn-hangzhou".into();
        let (vpc, table) = (format!("vpc-{name}"), format!("vtb-{name}"));
        let router = RouterRef { kind: RouterType::VRouter, id: format!("vrt-{name}").into() };
        records.push(
            Vpc {
                seq,
                id: vpc.as_str().into(),
                account: OWN,
                region: region(),
                cidr: format!("10.{n}.0.0/16").parse().unwrap(),
                vrouter: router.id.as_str().into(),
                route_table: table.as_str().into(),
                ..Vpc::default()
            }
            .into(),
        );
        records.push(
            RouteTable {
                seq: seq + 1,
                id: table.as_str().into(),
                account: OWN,
                region: region(),
                router: router.clone(),
                vpc: vpc.as_str().into(),
                ..RouteTable::default()
            }
            .into(),
        );
        records.push(
            VSwitch {
                seq: seq + 2,
                id: format!("vsw-{name}").as_str().into(),
                account: OWN,
                region: region(),
                vpc: vpc.as_str().into(),
                cidr: format!("10.{n}.0.0/24").parse().unwrap(),
                route_table: table.as_str().into(),
                ..VSwitch::default()
            }
            .into(),
        );
        let link = Link {
            interface: format!("ri-{other}").as_str().into(),
            router: format!("vrt-{other}").into(),
            gone: false,
        };
        records.push(
            RouterInterface {
                seq: seq + 3,
                id: format!("ri-{name}").as_str().into(),
                account: OWN,
                region: region(),
                role: if n == 1 { Role::InitiatingSide } else { Role::AcceptingSide },
                spec: if n == 1 { Spec::Large1 } else { Spec::Negative },
                router,
                vpc: vpc.as_str().into(),
                status: Status::Active,
                link: Some(Box::new(link)),
                ..RouterInterface::default()
            }
            .into(),
        );
    }
    world.put_all(records);
    world
}

fn question(more: serde_json::Value) -> String {
    let mut question = json!({ "from": "10.1.0.5@vpc-a", "to": "10.2.0.5" });
    question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    question.to_string()
}

#[test]
fn a_packet_without_a_route_is_told_why_it_dies_and_what_would_mend_it() {
    let world = two_vpcs();
    let answer = world.post("/v1/trace", &question(json!({})));
    assert_eq!((&answer["answer"]["verdict"], &answer["after"]), (&"unreachable".into(), &json!(null)));
    let reason = &answer["answer"]["reason"];
    assert_eq!(reason["code"], "no-route");
    assert!(reason["mend"].as_str().unwrap().contains("CreateRouteEntry"), "{reason}");
    assert!(answer["text"].as_str().unwrap().contains("Mend: "), "{answer}");
}

#[test]
fn a_proposed_call_is_tried_on_a_copy() {
    let world = two_vpcs();
    let before = world.state();
    let call = |interface: &str| {
        json!({ "proposed": {
            "action": "CreateRouteEntry",
            "params": {
                "RouteTableId": "vtb-a",
                "RegionId": "cn-hangzhou",
                "DestinationCidrBlock": "10.2.0.0/16",
                "NextHopType": "RouterInterface",
                "NextHopId": interface,
            },
        } })
    };
    let answer = world.post("/v1/trace", &question(call("ri-a")));
    let after = &answer["after"];
    assert_eq!(
        (&after["refused"], &after["answer"]["verdict"]),
        (&json!(null), &"no_return".into()),
        "{answer}"
    );
    let refused = world.post("/v1/trace", &question(call("ri-none")));
    assert!(refused["after"]["refused"]["code"].is_string() && refused["after"]["answer"].is_null());
    assert!(world.state() == before, "nothing was done");
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let world = two_vpcs();
    for (body, refusal) in [
        (json!({ "from": "10.1.0.5", "to": "10.2.0.5" }), "422 unfit"),
        (json!({ "from": "10.1.0.5@vpc-a", "to": "there" }), "422 unfit"),
        (json!({ "from": "10.1.0.5@vpc-0", "to": "10.2.0.5" }), "404 not_found"),
        (json!({ "from": "10.1.0.5@vpc-a", "to": "10.2.0.5", "fail": ["line:pc-0"] }), "404 not_found"),
        (json!({ "from": "10.1.0.5@vpc-a", "to": "10.2.0.5", "fail": ["pc-0"] }), "422 unfit"),
        (json!({ "from": "10.1.0.5@vpc-a" }), "400 bad_request"),
        (json!({ "from": "10.1.0.5@vpc-a", "to": "10.2.0.5", "fail": vec!["vbr:x"; 65] }), "422 unfit"),
        (
            json!({ "from": "10.1.0.5@vpc-a", "to": "10.2.0.5", "proposed": { "action": "DescribeVpcs" } }),
            "422 unfit",
        ),
        (
            json!({ "from": "10.1.0.5@vpc-a", "to": "10.2.0.5", "proposed": { "action": "Nothing" } }),
            "422 unfit",
        ),
        (
            json!({
                "from": "10.1.0.5@vpc-a", "to": "10.2.0.5",
                "proposed": { "action": "CreateRouteEntry", "account": "7" },
            }),
            "422 unfit",
        ),
    ] {
        assert_eq!(world.refused("/v1/trace", &body.to_string()), refusal, "{body}");
    }
}

#[test]
fn the_network_is_drawn() {
    let world = two_vpcs();
    let drawn = world.get("/v1/topology?routes=true");
    assert_eq!(drawn["nodes"].as_array().unwrap().len(), 2);
    let link = &drawn["links"][0];
    assert_eq!((&link["from"], &link["to"], &link["up"]), (&"vpc-a".into(), &"vpc-b".into(), &true.into()));
    assert_eq!(drawn["routes"], json!([]));
    let dot = world.text(Method::GET, "/v1/topology.dot");
    assert!(dot.starts_with("graph xconnect {") && dot.contains("\"vpc-a\" -- \"vpc-b\""), "{dot}");
}

#[test]
fn what_is_kept_of_one_state_does_not_answer_for_the_next() {
    let world = two_vpcs();
    world.post("/v1/trace", &question(json!({})));
    let back = |to: &str| json!({ "from": "10.2.0.5@vpc-b", "to": to }).to_string();
    assert_eq!(world.post("/v1/trace", &back("10.2.0.6"))["answer"]["verdict"], "reachable");
    let vswitch = world.state().vswitch("vsw-b").unwrap().clone();
    world.put_all(vec![VSwitch { cidr: "10.2.9.0/24".parse().unwrap(), ..VSwitch::clone(&vswitch) }.into()]);
    let answer = world.post("/v1/trace", &back("10.2.0.6"));
    assert_eq!(answer["answer"]["reason"]["code"], "source-not-in-vswitch");
}

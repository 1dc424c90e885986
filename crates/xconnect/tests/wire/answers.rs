//! What every answer has, whatever it says.

use std::collections::HashSet;

use crate::support::call::Call;
use crate::support::client::Answer;
use crate::support::{Setup, World};

fn in_no_region(world: &World) -> Call {
    world.list().with("RegionId", "cn-nowhere")
}

#[test]
fn every_answer_has_its_own_id_in_header_and_body() {
    let world = World::new();
    let mut seen = HashSet::new();
    for call in [world.list(), in_no_region(&world), world.list().acs3(), world.list().method("PUT")] {
        let answer = world.send(&call);
        let id = answer.text("RequestId");
        assert_eq!(answer.header("x-acs-request-id"), Some(id.as_str()));
        let is_uuid = |(at, c): (usize, char)| match at {
            8 | 13 | 18 | 23 => c == '-',
            _ => c.is_ascii_digit() || ('A'..='F').contains(&c),
        };
        assert!(id.len() == 36 && id.chars().enumerate().all(is_uuid), "{id}");
        assert!(seen.insert(id));
    }
}

#[test]
fn answers_are_json_with_a_length_and_never_compressed() {
    let world = World::new();
    for call in [world.list(), in_no_region(&world)] {
        let answer = world.send(&call.header("Accept-Encoding", "gzip, deflate"));
        assert_eq!(answer.header("content-type"), Some("application/json;charset=utf-8"));
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
        assert_eq!(answer.header("content-encoding"), None);
        assert!(answer.json().is_object());
    }
}

#[test]
fn a_refusal_is_made_of_texts() {
    let world = World::new();
    let refused = world.send(&in_no_region(&world)).json();
    for field in ["RequestId", "HostId", "Code", "Message", "Recommend"] {
        assert!(refused[field].is_string(), "{field}: {refused}");
    }
    let members = world.send(&world.list()).success();
    assert!(members.get("Code").is_none() && members.get("Success").is_none(), "{members}");
}

#[test]
fn empty_lists_are_there() {
    let world = World::new();
    let answer = world.send(&world.list()).success();
    assert_eq!(answer["RouterInterfaceSet"]["RouterInterfaceType"], serde_json::json!([]));
}

#[test]
fn the_format_is_what_was_asked_for() {
    let world = World::new();
    let json = |answer: &Answer| answer.header("content-type") == Some("application/json;charset=utf-8");
    for format in ["JSON", "json", "None", ""] {
        assert!(json(&world.send(&world.list().with("Format", format))), "{format}");
    }
    assert!(json(&world.send(&world.list().without("Format"))));
    for format in ["XML", "xml"] {
        let answer = world.send(&world.list().with("Format", format));
        assert_eq!(answer.header("content-type"), Some("text/xml;charset=utf-8"));
        assert!(answer.body.contains("<DescribeRouterInterfacesResponse><RequestId>"), "{}", answer.body);
        let refused = world.send(&in_no_region(&world).with("Format", format));
        assert_eq!((refused.status, refused.header("content-type")), (404, Some("text/xml;charset=utf-8")));
        assert!(refused.body.contains("<Error><RequestId>"), "{}", refused.body);
        assert!(refused.body.contains("<Code>InvalidRegionId.NotFound</Code>"), "{}", refused.body);
    }
}

#[test]
fn refusals_before_anything_is_known_keep_to_the_format_too() {
    let world = World::new();
    let unsigned = world.send(&world.list().with("Format", "XML").without("Signature"));
    assert!(unsigned.body.contains("<Code>MissingParameter</Code>"), "{}", unsigned.body);
    let in_form = world.send(&world.list().with("Format", "XML").all_in_form().forged("Signature", "x"));
    assert!(in_form.body.contains("<Code>IncompleteSignature</Code>"), "{}", in_form.body);
}

#[test]
fn acs3_gets_json_whatever_the_format() {
    let world = World::new();
    world.send(&world.list().acs3().with("Format", "XML")).success();
    assert_eq!(
        world.send(&in_no_region(&world).acs3().with("Format", "XML")).refusal(),
        "404 InvalidRegionId.NotFound"
    );
}

#[test]
fn a_key_has_so_many_calls_in_a_minute() {
    let world = Setup::default().config("[limits]\ncalls_per_minute = 2").start();
    for _ in 0..2 {
        let answer = world.send(&world.list());
        assert_eq!((answer.status, answer.header("x-acs-retry-after")), (200, None));
    }
    let throttled = world.send(&world.list());
    assert_eq!(throttled.refusal(), "400 Throttling");
    let wait: u64 = throttled.header("x-acs-retry-after").unwrap().parse().unwrap();
    assert!(wait > 0);
    world.send(&world.list().by_partner()).success();
    // What is not signed does not count, and is not told to wait.
    let unsigned = world.send(&world.list().key("testid", "wrong"));
    assert_eq!((unsigned.status, unsigned.header("x-acs-retry-after")), (400, None));
    world.wall().advance(std::time::Duration::from_secs(60));
    world.send(&world.list()).success();
}

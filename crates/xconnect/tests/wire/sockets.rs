//! Connections: kept, shared, half-used, misused.

use std::sync::Arc;
use std::time::Duration;

use crate::support::call::Request;
use crate::support::client::Answer;
use crate::support::records::{HANGZHOU, OWN};
use crate::support::{Setup, World};

/// Long enough for a server to do what it is not to do.
const MOMENT: Duration = Duration::from_millis(100);

#[test]
fn a_connection_is_kept() {
    let world = World::new();
    let mut connection = world.connect();
    for _ in 0..3 {
        connection.exchange(&world.list().signed()).success();
        let refused = connection.exchange(&world.list().with("RegionId", "cn-nowhere").signed());
        assert_eq!(refused.status, 404);
    }
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let world = World::new();
    let requests = [
        world.list().signed(),
        world.list().with("RegionId", "cn-nowhere").signed(),
        world.list().all_in_form().signed(),
        world.list().method("PUT").signed(),
    ];
    let mut connection = world.connect();
    connection.write(&requests.iter().flat_map(Request::bytes).collect::<Vec<_>>());
    let statuses: Vec<_> = requests.iter().map(|_| connection.receive().unwrap().status).collect();
    assert_eq!(statuses, [200, 404, 200, 403]);
}

#[test]
fn half_a_request_holds_up_nobody() {
    let world = World::new();
    let whole = world.list().all_in_form().signed().bytes();
    let mut slow: Vec<_> = [20, whole.len() - 10]
        .map(|sent| {
            let mut connection = world.connect();
            connection.write(&whole[..sent]);
            (connection, sent)
        })
        .into();
    world.send(&world.list()).success();
    world.interface(&[]);
    // Whoever is slow is answered in the end.
    let (connection, sent) = &mut slow[1];
    connection.write(&whole[*sent..]);
    connection.receive().unwrap().success();
}

#[test]
fn a_body_that_is_too_large_is_told_so() {
    let world = World::new();
    for size in [(1 << 20) + 1, 8 << 20] {
        let mut connection = world.connect();
        let answer = connection.exchange(&world.list().body(vec![b'x'; size]).signed());
        assert_eq!(answer.refusal(), "413 RequestBodyTooLarge", "{size}");
        assert!(connection.receive().is_none(), "what follows is no request");
    }
    let mut connection = world.connect();
    let request = world.list().signed();
    let head = format!("POST {} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", request.target);
    connection.write(head.as_bytes());
    let chunk = [b"10000\r\n".as_slice(), &[b'x'; 0x1_0000], b"\r\n"].concat();
    for _ in 0..20 {
        connection.write(&chunk);
    }
    assert_eq!(connection.receive().unwrap().refusal(), "413 RequestBodyTooLarge");
    world.send(&world.list()).success();
}

#[test]
fn floods_of_headers_are_refused() {
    let world = World::new();
    let large = world.list().header("x-large", &"x".repeat(70_000));
    assert_eq!(world.send(&large).refusal(), "431 RequestHeadersTooLarge");
    let many = (0..500).fold(world.list(), |call, n| call.header(&format!("x-{n}"), "x"));
    assert_eq!(world.send(&many).refusal(), "431 RequestHeadersTooLarge");
    let endless = world.list().header("x-endless", &"x".repeat(1 << 20));
    assert_eq!(world.send(&endless).refusal(), "431 RequestHeadersTooLarge");
    world.send(&world.list()).success();
}

#[test]
fn what_is_not_http_is_refused_in_the_apis_form_and_hung_up_on() {
    let world = World::new();
    let long = format!("GET /?{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(1 << 16));
    let cases: [(&[u8], &str); 12] = [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400 InvalidParameter"),
        (b"HELO there\r\n\r\n", "400 InvalidParameter"),
        (b"GET\r\n\r\n", "400 InvalidParameter"),
        (b"GET / HTTP/3.0\r\nHost: x\r\n\r\n", "400 InvalidParameter"),
        (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", "400 InvalidParameter"),
        (b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "400 InvalidParameter"),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", "400 InvalidParameter"),
        (b"GET / HTTP/1.1\r\nHost: \x00\r\n\r\n", "400 InvalidParameter"),
        (b"POST / HTTP/1.1\r\nContent-Length: some\r\n\r\n", "400 InvalidParameter"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400 InvalidParameter"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "400 InvalidParameter"),
        (long.as_bytes(), "414 RequestTargetTooLong"),
    ];
    for (garbage, refusal) in cases {
        let mut connection = world.connect();
        connection.write(garbage);
        refused_as_unreadable(&connection.receive().unwrap(), refusal);
        assert!(connection.receive().is_none());
    }
    world.send(&world.list()).success();
}

fn refused_as_unreadable(answer: &Answer, refusal: &str) {
    assert_eq!(answer.refusal(), refusal);
    assert_eq!(answer.header("content-type"), Some("application/json;charset=utf-8"));
    assert_eq!(answer.header("x-acs-request-id"), Some(answer.text("RequestId").as_str()));
    assert_eq!(answer.header("connection"), Some("close"));
    for field in ["Message", "HostId", "Recommend"] {
        answer.text(field);
    }
}

#[test]
fn what_is_not_http_behind_what_is_does_not_spoil_its_answer() {
    let world = World::new();
    let mut connection = world.connect();
    connection.exchange(&world.list().signed()).success();
    connection.write(&[world.list().signed().bytes(), b"HELO there\r\n\r\n".to_vec()].concat());
    connection.receive().unwrap().success();
    refused_as_unreadable(&connection.receive().unwrap(), "400 InvalidParameter");
    assert!(connection.receive().is_none());
}

#[test]
fn an_answer_without_a_body_is_left_alone() {
    let world = World::new();
    let mut connection = world.connect();
    let request = world.list().method("HEAD").signed();
    connection.write(&request.bytes());
    // The length of a body that does not come, after HEAD.
    connection.write(b"HELO there\r\n\r\n");
    let head = connection.receive_head().unwrap();
    assert_eq!(head.status, 403);
    assert_ne!(head.header("content-length"), Some("0"));
    refused_as_unreadable(&connection.receive().unwrap(), "400 InvalidParameter");
}

#[test]
fn more_connections_than_there_may_be_wait_for_their_turn() {
    let world = Setup::default().config("[limits]\nconnections = 2").start();
    let mut held = [world.connect(), world.connect()];
    for connection in &mut held {
        connection.exchange(&world.list().signed()).success();
    }
    let waiting = world.send_aside(&world.list());
    std::thread::sleep(MOMENT);
    assert!(!waiting.is_finished());
    drop(held);
    waiting.join().unwrap().success();
}

#[test]
fn many_callers_at_once_get_what_they_asked_for() {
    let world = World::new();
    let routers: Vec<_> = (0..8).map(|_| world.router(OWN, HANGZHOU)).collect();
    std::thread::scope(|scope| {
        for router in &routers {
            scope.spawn(|| (0..5).for_each(|_| drop(world.interface_on(router, &[]))));
        }
    });
    let total = world.send(&world.list()).success()["TotalCount"].clone();
    assert_eq!(total, 40);
}

#[test]
fn a_server_that_stops_does_not_wait_for_idle_connections() {
    let world = World::new();
    let mut idle = world.connect();
    idle.exchange(&world.list().signed()).success();
    let setup = world.stop();
    assert!(idle.receive().is_none());
    let world = setup.start();
    world.send(&world.list()).success();
}

#[test]
fn a_call_under_way_is_answered_before_the_server_stops() {
    let world = World::new();
    let router = world.router(OWN, HANGZHOU);
    world.gate().close();
    let answer = world.send_aside(&world.creation(&router));
    world.gate().wait_for_append();
    let gate = Arc::clone(world.gate());
    let opener = std::thread::spawn(move || {
        std::thread::sleep(MOMENT);
        gate.open();
    });
    let world = world.restart();
    opener.join().unwrap();
    let id = answer.join().unwrap().text("RouterInterfaceId");
    assert!(world.state().router_interface(&id).is_some());
}

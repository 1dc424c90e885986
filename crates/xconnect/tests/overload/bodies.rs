//! Bodies and heads that are too large, too many, or cut too fine: what they take in memory is bounded.

use std::io::Write;
use std::net::TcpStream;

use tempfile::TempDir;

use crate::process::{CONNECTIONS, Process, creation};
use crate::support::client::Connection;

/// The largest body, in KiB.
const BODY_KIB: usize = 1024;
/// Bodies of more than a few KiB that may be in memory at a time.
const LARGE_BODIES: usize = 64;
/// What else a connection may take, in KiB: a head, and the beginning of a body.
const CONNECTION_KIB: usize = 128 + 16;
/// What comes and goes, in KiB.
const SLACK_KIB: usize = 16 * 1024;

#[test]
fn many_large_bodies_take_bounded_memory_and_hold_up_no_small_one() {
    const CALLERS: usize = 250;
    let folder = TempDir::new().unwrap();
    let server = Process::start(folder.path(), CALLERS + CONNECTIONS);
    let before = server.memory();
    let head = format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", BODY_KIB << 10);
    let nearly_all = [head.into_bytes(), vec![b'x'; (BODY_KIB << 10) - 1]].concat();
    let callers = all_send(&server, CALLERS, &nearly_all);
    let acknowledged: Vec<_> =
        (0..10).map(|_| server.send(&creation().all_in_form()).text("VpcId")).collect();
    let most = LARGE_BODIES * BODY_KIB + CALLERS * CONNECTION_KIB + SLACK_KIB;
    let grown = server.most_memory().saturating_sub(before);
    assert!(grown < most, "{grown} KiB, and at most {most} may be");
    drop(callers);
    server.comes_to_rest();
    server.holds(&acknowledged);
    // Nobody keeps a place for a large body beyond his connection.
    assert_eq!(server.send(&creation().body(vec![b'x'; BODY_KIB << 10])).status, 200);
}

#[test]
fn a_body_in_the_smallest_pieces_takes_what_one_in_one_piece_does() {
    let folder = TempDir::new().unwrap();
    let server = Process::start(folder.path(), CONNECTIONS);
    let before = server.memory();
    let head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    let pieces = b"1\r\nx\r\n".repeat(BODY_KIB << 9);
    let stream = server.stream();
    stream.set_write_timeout(None).unwrap();
    let mut connection = Connection::over(stream);
    connection.write(&[head, &pieces[..], b"0\r\n\r\n"].concat());
    assert_eq!(connection.receive().unwrap().refusal(), "400 MissingParameter");
    drop(connection);
    let most = BODY_KIB + CONNECTION_KIB + SLACK_KIB / 2;
    let grown = server.most_memory().saturating_sub(before);
    assert!(grown < most, "{grown} KiB, and at most {most} may be");
    server.comes_to_rest();
}

#[test]
fn floods_of_headers_take_bounded_memory() {
    const CALLERS: usize = CONNECTIONS - 4;
    let folder = TempDir::new().unwrap();
    let server = Process::start(folder.path(), CONNECTIONS);
    let before = server.memory();
    let one_that_does_not_end = [b"GET / HTTP/1.1\r\nx: ".to_vec(), vec![b'x'; 4 << 20]].concat();
    let very_many = [b"GET / HTTP/1.1\r\n".to_vec(), b"x: y\r\n".repeat(1 << 20)].concat();
    for flood in [one_that_does_not_end, very_many] {
        let callers = all_send(&server, CALLERS, &flood);
        server.create();
        drop(callers);
    }
    let most = CALLERS * CONNECTION_KIB + SLACK_KIB;
    let grown = server.most_memory().saturating_sub(before);
    assert!(grown < most, "{grown} KiB, and at most {most} may be");
    server.comes_to_rest();
}

/// So many callers at once, who send as much of this as the server takes.
fn all_send(server: &Process, callers: usize, bytes: &[u8]) -> Vec<TcpStream> {
    let send = || {
        let mut stream = server.stream();
        let _ = stream.write_all(bytes);
        stream
    };
    std::thread::scope(|scope| {
        let sending: Vec<_> = (0..callers).map(|_| scope.spawn(send)).collect();
        sending.into_iter().map(|sent| sent.join().unwrap()).collect()
    })
}

//! Callers who take their time: they have their places, for as long as the bounds say, and hold up nobody else.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use crate::process::{CONNECTIONS, Process, creation, list};
use crate::support::client::Connection;

/// Places that are left to those who behave.
const LEFT: usize = 4;
/// What the memory may grow by: a full head on every connection (128 KiB), and what comes and goes.
const MOST_KIB: usize = CONNECTIONS * 128 + 16 * 1024;

/// Ways to keep a server waiting.
const WAYS: [fn() -> Vec<u8>; 6] = [
    Vec::new,
    || b"GE".to_vec(),
    || creation().signed().bytes()[..100].to_vec(),
    || b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nAction=".to_vec(),
    || b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\nAction=".to_vec(),
    || (0..1_000).flat_map(|_| list().signed().bytes()).collect(),
];

#[test]
fn slow_callers_hold_up_nobody() {
    let folder = TempDir::new().unwrap();
    let server = Process::start(folder.path(), CONNECTIONS);
    let before = server.memory();
    let done = AtomicBool::new(false);
    let acknowledged: Vec<String> = std::thread::scope(|scope| {
        let _ended = Ended(&done);
        for place in 0..CONNECTIONS - LEFT {
            let (stream, bytes) = (server.stream(), WAYS[place % WAYS.len()]());
            scope.spawn(|| take_time(stream, bytes, &done));
        }
        server.until("the slow ones are in", || server.sockets() >= CONNECTIONS - LEFT);
        let writers: Vec<_> = (0..2 * LEFT)
            .map(|_| scope.spawn(|| (0..20).map(|_| server.create()).collect::<Vec<_>>()))
            .collect();
        let acknowledged = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        let still = server.sockets();
        assert!(still >= CONNECTIONS - LEFT, "{still} are still there");
        acknowledged
    });
    assert_eq!(acknowledged.len(), 2 * LEFT * 20);
    let grown = server.most_memory().saturating_sub(before);
    assert!(grown < MOST_KIB, "{grown} KiB");
    server.comes_to_rest();
    server.holds(&acknowledged);
}

#[test]
fn thousands_of_requests_in_one_go_are_answered_in_order() {
    let folder = TempDir::new().unwrap();
    let server = Process::start(folder.path(), CONNECTIONS);
    let before = server.memory();
    let stream = server.stream();
    let (mut writer, mut connection) = (stream.try_clone().unwrap(), Connection::over(stream));
    writer.set_write_timeout(None).unwrap();
    const REQUESTS: usize = 2_000;
    let acknowledged: Vec<String> = std::thread::scope(|scope| {
        scope.spawn(move || {
            for request in 0..REQUESTS {
                let call = if request % 50 == 0 { creation() } else { list().with("PageSize", "1") };
                writer.write_all(&call.signed().bytes()).unwrap();
            }
        });
        let answers = (0..REQUESTS).map(|_| connection.receive().unwrap());
        let created = answers.enumerate().filter_map(|(request, answer)| {
            let answer = answer.success();
            let id = answer["VpcId"].as_str().map(str::to_owned);
            assert_eq!(id.is_some(), request % 50 == 0, "{request}: {answer}");
            id
        });
        created.collect()
    });
    assert_eq!(acknowledged.len(), REQUESTS / 50);
    let grown = server.most_memory().saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB");
    drop(connection);
    server.comes_to_rest();
    server.holds(&acknowledged);
}

/// Lets the slow callers go, also when the test fails.
struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Sends bytes, then one more now and then, and reads nothing.
fn take_time(mut stream: TcpStream, bytes: Vec<u8>, done: &AtomicBool) {
    // A server that waits for its answers to be read takes nothing more.
    let _ = stream.write_all(&bytes);
    while !done.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(20));
        if !bytes.is_empty() {
            let _ = stream.write(b"a");
        }
    }
}

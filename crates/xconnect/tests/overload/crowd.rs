//! More callers than there are places: they wait, and all are served; with too few sockets likewise.

use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use crate::process::{CONNECTIONS, Process, creation, list};
use crate::support::client::Connection;

#[test]
fn ten_times_as_many_callers_as_places_are_all_served() {
    let folder = TempDir::new().unwrap();
    let server = Process::start(folder.path(), CONNECTIONS);
    let (acknowledged, most) = crowd(&server, 10 * CONNECTIONS);
    assert_eq!(acknowledged.len(), 10 * CONNECTIONS);
    // One more waits for its place.
    assert!(most <= CONNECTIONS + 1, "{most} sockets at a time");
    server.comes_to_rest();
    server.holds(&acknowledged);
    server.killed_and_started(CONNECTIONS).holds(&acknowledged);
}

#[test]
fn a_server_without_sockets_left_goes_on_when_there_are_some_again() {
    let folder = TempDir::new().unwrap();
    // Fewer files than places: the system refuses before the server's own bound does.
    let server = Process::start_by(r#"ulimit -n 40 && exec "$0" "$@""#, folder.path(), CONNECTIONS);
    let mut first = server.connect();
    first.exchange(&list().signed()).success();
    let crowd: Vec<Connection> = (0..2 * CONNECTIONS).map(|_| server.connect()).collect();
    server.until("no socket is left", || server.sockets() >= 16);
    // Whoever is in is served: the log needs no new file for a write.
    let acknowledged: Vec<_> = (0..20).map(|_| first.exchange(&creation().signed()).text("VpcId")).collect();
    drop(crowd);
    drop(first);
    server.comes_to_rest();
    server.holds(&acknowledged);
    server.create();
}

/// So many callers at once, each with a connection and a write of its own: what was acknowledged, and the most
/// sockets that the server had open meanwhile.
fn crowd(server: &Process, callers: usize) -> (Vec<String>, usize) {
    let left = AtomicUsize::new(callers);
    std::thread::scope(|scope| {
        let create = || {
            let id = server.create();
            left.fetch_sub(1, Ordering::SeqCst);
            id
        };
        let callers: Vec<_> = (0..callers).map(|_| scope.spawn(create)).collect();
        let mut most = 0;
        while left.load(Ordering::SeqCst) > 0 && !callers.iter().all(|caller| caller.is_finished()) {
            most = most.max(server.sockets());
            std::thread::yield_now();
        }
        (callers.into_iter().map(|caller| caller.join().unwrap()).collect(), most)
    })
}

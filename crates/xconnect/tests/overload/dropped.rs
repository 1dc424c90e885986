//! Callers who hang up: what came whole is done whole, what did not is not done, and nothing stays behind.

use std::io::Write;
use std::net::Shutdown;

use tempfile::TempDir;

use crate::process::{CONNECTIONS, Process, creation};

#[test]
fn half_a_call_is_not_done_and_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let server = Process::start(folder.path(), CONNECTIONS);
    let before = server.vpcs();
    let mut acknowledged = Vec::new();
    for call in [creation(), creation().all_in_form(), creation().acs3()] {
        let whole = call.signed().bytes();
        for length in 0..whole.len() {
            let mut stream = server.stream();
            stream.write_all(&whole[..length]).unwrap();
            if length % 2 == 0 {
                stream.shutdown(Shutdown::Write).unwrap();
            }
        }
        acknowledged.push(server.create());
    }
    server.comes_to_rest();
    server.holds(&acknowledged);
    assert_eq!(server.vpcs().len(), before.len() + acknowledged.len());
}

#[test]
fn a_call_whose_caller_is_gone_is_done_once_at_most() {
    const CALLS: usize = 300;
    let folder = TempDir::new().unwrap();
    let server = Process::start(folder.path(), CONNECTIONS);
    let before = server.vpcs();
    let mut acknowledged = Vec::new();
    for call in 0..CALLS {
        let mut stream = server.stream();
        stream.write_all(&creation().signed().bytes()).unwrap();
        drop(stream);
        if call % 10 == 0 {
            acknowledged.push(server.create());
        }
    }
    server.comes_to_rest();
    server.holds(&acknowledged);
    let done = server.vpcs();
    assert!(done.len() <= before.len() + acknowledged.len() + CALLS);
    // What was seen once stays.
    let server = server.killed_and_started(CONNECTIONS);
    let again = server.vpcs();
    assert!(done.is_subset(&again), "{:?}", done.difference(&again));
}

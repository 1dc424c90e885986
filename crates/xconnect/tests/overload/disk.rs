//! A disk that is full: no write is acknowledged, reads go on, and nothing that was acknowledged is lost.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::process::{CONNECTIONS, Process, creation};

/// Writes that the disk certainly has no room for.
const TOO_MANY: usize = 3_000;

/// A file system of 3 MiB, of which 1 MiB is taken; gone with the process.
const SMALL_DISK: &str = r#"
exec unshare --user --map-root-user --mount sh -c '
    mount -t tmpfs -o size=3m tmpfs "FOLDER" && head -c 1048576 /dev/zero > "FOLDER/other" && exec "$0" "$@"
' "$0" "$@""#;

#[test]
fn a_full_disk_costs_no_acknowledged_write_and_room_is_used_when_there_is_some_again() {
    let mounts = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/tmp"])
        .stderr(Stdio::null())
        .status();
    if !mounts.is_ok_and(|status| status.success()) {
        println!("nobody may mount a file system here: not checked");
        return;
    }
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let script = SMALL_DISK.replace("FOLDER", data.to_str().unwrap());
    let server = Process::start_by(&script, folder.path(), CONNECTIONS);
    let disk = server.own_view(&data);
    let mut acknowledged = fill(&server);
    fs::remove_file(disk.join("other")).unwrap();
    for _ in 0..20 {
        acknowledged.push(server.create());
    }
    acknowledged.extend(fill(&server));
    // What the disk holds now is what a crash would leave.
    let copy = TempDir::new().unwrap();
    copy_all(&disk, &copy.path().join("data"));
    drop(server);
    let server = Process::start(copy.path(), CONNECTIONS);
    server.holds(&acknowledged);
    server.create();
}

#[test]
fn a_log_that_may_not_grow_costs_no_acknowledged_write() {
    let folder = TempDir::new().unwrap();
    // In blocks of 512 bytes or of 1 KiB, as the shell has it. Without the trap, the signal would end the process.
    let script = r#"trap '' XFSZ && ulimit -f 1500 && exec "$0" "$@""#;
    let server = Process::start_by(script, folder.path(), CONNECTIONS);
    let acknowledged = fill(&server);
    let server = server.killed_and_started(CONNECTIONS);
    server.holds(&acknowledged);
    server.create();
}

/// Writes until there is no room, and some more: what was acknowledged.
fn fill(server: &Process) -> Vec<String> {
    let mut connection = server.connect();
    let mut acknowledged = Vec::new();
    let mut refused = 0;
    for _ in 0..TOO_MANY {
        let answer = connection.exchange(&creation().signed());
        if answer.status == 200 {
            acknowledged.push(answer.text("VpcId"));
            continue;
        }
        assert_eq!(answer.refusal(), "503 ServiceUnavailable");
        refused += 1;
        if refused == 20 {
            break;
        }
    }
    assert_eq!(refused, 20, "the disk is not full after {} writes", acknowledged.len());
    server.holds(&acknowledged);
    acknowledged
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

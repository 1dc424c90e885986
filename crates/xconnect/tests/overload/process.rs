//! The real binary as a process, with what it holds counted from outside.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use xconnect_engine::clock::{SystemWall, Wall};

use crate::support::call::Call;
use crate::support::client::{Answer, Connection};
use crate::support::records::HANGZHOU;

/// How many connections a server has that is told nothing else.
pub(crate) const CONNECTIONS: usize = 64;
/// How often, ten milliseconds apart, a test looks for something that is bound to happen.
const PATIENCE: usize = 1_000;

/// A server with a folder, ended when it is dropped.
pub(crate) struct Process {
    child: Child,
    address: SocketAddr,
    folder: PathBuf,
    /// Sockets and files that it has open when nobody is connected.
    at_rest: usize,
}

impl Process {
    /// A server for so many connections, with everything in this folder.
    pub(crate) fn start(folder: &Path, connections: usize) -> Self {
        Self::start_by(r#"exec "$0" "$@""#, folder, connections)
    }

    /// As [`Process::start`], by a script that sets limits of the system first.
    pub(crate) fn start_by(script: &str, folder: &Path, connections: usize) -> Self {
        let config = format!("[quotas]\nvpcs_per_region = 1000000\n[limits]\nconnections = {connections}\n");
        fs::write(folder.join("config.toml"), config).unwrap();
        let errors = File::options().create(true).append(true).open(folder.join("errors")).unwrap();
        let mut child = Command::new("sh")
            .args(["-c", script, env!("CARGO_BIN_EXE_xconnect")])
            .args(["serve", "--quiet", "--timing", "instant"])
            .args(["--api", "127.0.0.1:0", "--api-tls", "off", "--operator", "off"])
            .arg("--config")
            .arg(folder.join("config.toml"))
            .arg("--data")
            .arg(folder.join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().rsplit_once("http://").and_then(|(_, address)| address.parse().ok());
        let complaints = || fs::read_to_string(folder.join("errors")).unwrap_or_default();
        let address = address.unwrap_or_else(|| panic!("it does not start: {line:?} {}", complaints()));
        let mut server = Self { child, address, folder: folder.to_owned(), at_rest: 0 };
        // The first answers make what stays: files, and buffers.
        server.create();
        server.vpcs();
        server.at_rest = server.calm();
        server
    }

    /// `kill -9`, and the same folder again.
    pub(crate) fn killed_and_started(self, connections: usize) -> Self {
        let folder = self.folder.clone();
        drop(self);
        Self::start(&folder, connections)
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.address)
    }

    /// A connection for one who does not wait long for the server to take what is sent.
    pub(crate) fn stream(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_write_timeout(Some(Duration::from_millis(100))).unwrap();
        stream
    }

    /// The folder as this server sees it, where a script has mounted something on it.
    pub(crate) fn own_view(&self, path: &Path) -> PathBuf {
        let path = path.strip_prefix("/").unwrap();
        PathBuf::from(format!("/proc/{}/root", self.child.id())).join(path)
    }

    /// Sends a call on a connection of its own.
    pub(crate) fn send(&self, call: &Call) -> Answer {
        self.connect().exchange(&call.signed())
    }

    /// A write that is acknowledged: the id of what it made.
    pub(crate) fn create(&self) -> String {
        self.send(&creation()).text("VpcId")
    }

    /// The ids of everything that writes have made.
    pub(crate) fn vpcs(&self) -> BTreeSet<String> {
        let mut connection = self.connect();
        let mut ids = BTreeSet::new();
        for page in 1_u64.. {
            let call = list().with("PageSize", "50").with("PageNumber", &page.to_string());
            let answer = connection.exchange(&call.signed()).success();
            let vpcs: &Vec<Value> = answer["Vpcs"]["Vpc"].as_array().unwrap();
            ids.extend(vpcs.iter().map(|vpc| vpc["VpcId"].as_str().unwrap().to_owned()));
            // Behind the last page, the last page comes again.
            if vpcs.is_empty() || page * 50 >= answer["TotalCount"].as_u64().unwrap() {
                break;
            }
        }
        ids
    }

    /// Everything that was acknowledged is there.
    pub(crate) fn holds(&self, acknowledged: &[String]) {
        let there = self.vpcs();
        let lost: Vec<_> = acknowledged.iter().filter(|id| !there.contains(*id)).collect();
        assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), acknowledged.len());
    }

    /// Sockets and files that it has open beyond those that it has when nobody is connected.
    pub(crate) fn sockets(&self) -> usize {
        self.open().saturating_sub(self.at_rest)
    }

    /// Waits until all sockets are closed.
    pub(crate) fn comes_to_rest(&self) {
        self.until("all sockets are closed", || self.open() <= self.at_rest);
    }

    /// The most memory that it has ever had resident, in KiB.
    pub(crate) fn most_memory(&self) -> usize {
        self.status("VmHWM:")
    }

    /// The memory that it has resident now, in KiB. From here on, only what comes counts as the most.
    pub(crate) fn memory(&self) -> usize {
        // 5: forget the high-water mark.
        fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
        self.status("VmRSS:")
    }

    /// Waits until something is so that is bound to be so.
    pub(crate) fn until(&self, what: &str, holds: impl Fn() -> bool) {
        for _ in 0..PATIENCE {
            if holds() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("waited in vain: {what}; {} open, {} at rest", self.open(), self.at_rest);
    }

    fn status(&self, name: &str) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let value = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        value.trim().trim_end_matches(" kB").parse().unwrap()
    }

    fn open(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap().count()
    }

    /// What is open once the connections of the past are closed: the same, several times over.
    fn calm(&self) -> usize {
        let (mut last, mut same) = (self.open(), 0);
        while same < 20 {
            std::thread::sleep(Duration::from_millis(5));
            let now = self.open();
            same = if now == last { same + 1 } else { 0 };
            last = now;
        }
        last
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A write that nothing stands in the way of.
pub(crate) fn creation() -> Call {
    Call::new("CreateVpc", &[("RegionId", HANGZHOU)], SystemWall.now())
}

/// A read.
pub(crate) fn list() -> Call {
    Call::new("DescribeVpcs", &[("RegionId", HANGZHOU)], SystemWall.now())
}

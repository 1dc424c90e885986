//! The real binary as a process: started on a folder, asked where it listens, killed.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A recovery that takes longer than this hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// No quota stands in the way, and steps take about as long as the load does, so that a kill finds some of
/// them under way and some done.
const CONFIG: &str = r#"
[quotas]
interfaces_per_router = 1000000
vpcs_per_region = 1000
[timing]
ConnectRouterInterface = "30ms"
ActivateRouterInterface = "5ms"
DeactivateRouterInterface = "15ms"
DeleteRouterInterface = "60ms"
"#;

/// Where a server keeps everything, with what the test needs beside it. Gone when it is dropped.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::write(folder.config(), CONFIG).unwrap();
        folder
    }

    /// Whether a snapshot has been finished.
    pub(crate) fn has_snapshot(&self) -> bool {
        let files = fs::read_dir(self.data()).into_iter().flatten().flatten();
        files.into_iter().any(|file| file.path().extension().is_some_and(|extension| extension == "xcs"))
    }

    /// What servers have complained about so far.
    pub(crate) fn complaints(&self) -> String {
        fs::read_to_string(self.errors()).unwrap_or_default()
    }

    fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    fn config(&self) -> PathBuf {
        self.path().join("config.toml")
    }

    fn errors(&self) -> PathBuf {
        self.path().join("errors")
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A process, from its very beginning.
pub(crate) struct Server(Child);

impl Server {
    /// Begins to start on a folder.
    pub(crate) fn spawn(folder: &Folder) -> Self {
        let errors = File::options().create(true).append(true).open(folder.errors()).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_xconnect"))
            .args(["serve", "--quiet", "--timing", "fast"])
            .args(["--api", "127.0.0.1:0", "--api-tls", "off", "--operator", "off"])
            .arg("--config")
            .arg(folder.config())
            .arg("--data")
            .arg(folder.data())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn();
        Self(child.unwrap())
    }

    /// Waits until it is ready, and returns where it listens.
    pub(crate) async fn ready(&mut self, folder: &Folder) -> SocketAddr {
        let out = BufReader::new(self.0.stdout.take().unwrap());
        let line = tokio::task::spawn_blocking(move || out.lines().next());
        let line = match tokio::time::timeout(PATIENCE, line).await {
            Ok(line) => line.unwrap().transpose().unwrap().unwrap_or_default(),
            Err(_) => panic!("no recovery within {PATIENCE:?}; {}", folder.complaints()),
        };
        let address = line.rsplit_once("http://").and_then(|(_, address)| address.parse().ok());
        address.unwrap_or_else(|| panic!("it does not start: {line:?} {}", folder.complaints()))
    }

    /// SIGKILL, and wait until the process is gone.
    pub(crate) fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // A process that is gone already cannot be killed; that it is gone is for `ready` and the load to
        // notice.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Server {
    /// A failed test leaves no process behind.
    fn drop(&mut self) {
        self.end();
    }
}

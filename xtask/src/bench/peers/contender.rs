//! Who is compared, and how each is started: as its users start it, alone on the machine, on a free port.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::install::{self, FAKECLOUD};
use crate::bench::Bench;
use crate::bench::server::{Server, free_address};
use crate::workspace::Workspace;

/// A server that is compared with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contender {
    /// The ceiling: checks a signature, and answers a fixed text.
    Bare,
    /// The product: every signature verified, every answer durable.
    Xconnect,
    Moto,
    Ministack,
    /// fakecloud as it comes.
    Fakecloud,
    /// fakecloud with the options that bring it nearest to what the product does.
    StrictFakecloud,
}

/// A started server, and the access key to sign with where it wants one of its own.
pub(super) struct Started {
    pub(super) server: Server,
    pub(super) key: Option<(String, String)>,
}

impl Contender {
    pub(super) const ALL: [Contender; 6] = [
        Contender::Bare,
        Contender::Xconnect,
        Contender::Moto,
        Contender::Ministack,
        Contender::Fakecloud,
        Contender::StrictFakecloud,
    ];

    /// Those that the product is to be ahead of.
    pub(super) const PEERS: [Contender; 4] =
        [Contender::Moto, Contender::Ministack, Contender::Fakecloud, Contender::StrictFakecloud];

    /// What it is called in a row, with what it leaves out.
    pub(super) fn name(self) -> String {
        match self {
            Contender::Bare => "the bare server".to_owned(),
            Contender::Xconnect => "xconnect (verified, durable)".to_owned(),
            Contender::Moto => "moto 5.2.5 (not verified, in memory)".to_owned(),
            Contender::Ministack => "ministack 1.5.33 (not verified, in memory)".to_owned(),
            Contender::Fakecloud => format!("fakecloud {FAKECLOUD} (not verified, in memory)"),
            Contender::StrictFakecloud => format!("fakecloud {FAKECLOUD} (verified, on disk)"),
        }
    }

    /// Installs it, if it comes from elsewhere and is not there yet.
    pub(super) fn install(self, workspace: &Workspace) -> Result<(), String> {
        match self {
            Contender::Bare | Contender::Xconnect => Ok(()),
            Contender::Moto => install::moto(workspace).map(drop),
            Contender::Ministack => install::ministack(workspace).map(drop),
            Contender::Fakecloud | Contender::StrictFakecloud => install::fakecloud(workspace).map(drop),
        }
    }

    /// Starts it with nothing in it. `tag` tells this start's files from others'.
    pub(super) fn start(self, bench: &mut Bench<'_>, tag: &str) -> Result<Started, String> {
        let workspace = bench.workspace;
        let server = match self {
            Contender::Bare => bench.bare()?,
            Contender::Xconnect => bench.xconnect(tag)?,
            Contender::Moto => peer(bench, tag, &install::moto(workspace)?, |moto, _, port| {
                moto.args(["-H", "127.0.0.1", "-p", port]);
            })?,
            Contender::Ministack => {
                peer(bench, tag, &install::ministack(workspace)?, |ministack, folder, port| {
                    ministack
                        .envs([("BIND_HOST", "127.0.0.1"), ("GATEWAY_PORT", port)])
                        .env("TMPDIR", folder);
                })?
            }
            Contender::Fakecloud => {
                peer(bench, tag, &install::fakecloud(workspace)?, |fakecloud, _, port| {
                    fakecloud.args(["--addr", &format!("127.0.0.1:{port}")]);
                })?
            }
            Contender::StrictFakecloud => {
                peer(bench, tag, &install::fakecloud(workspace)?, |fakecloud, folder, port| {
                    fakecloud.args(["--addr", &format!("127.0.0.1:{port}"), "--verify-sigv4"]);
                    fakecloud.args(["--storage-mode", "persistent", "--data-path"]).arg(folder.join("data"));
                })?
            }
        };
        let key = match self {
            Contender::StrictFakecloud => Some(administrator(&server)?),
            _ => None,
        };
        Ok(Started { server, key })
    }
}

/// Starts `program` in a folder of its own, with what `prepare` adds for this folder and port.
fn peer(
    bench: &Bench<'_>,
    tag: &str,
    program: &Path,
    prepare: impl FnOnce(&mut Command, &Path, &str),
) -> Result<Server, String> {
    let folder = bench.folder.join(tag);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let api = free_address()?;
    let mut command = Command::new(program);
    command.current_dir(&folder);
    prepare(&mut command, &folder, &api.port().to_string());
    Ok(Server::launch(command, api, &bench.folder.join(format!("{tag}.log")))?.with_operator(api))
}

/// An access key that fakecloud verifies; it waves those through whose ids begin with "test".
fn administrator(server: &Server) -> Result<(String, String), String> {
    let wanted = r#"{"accountId":"123456789012","userName":"bench"}"#;
    let answer = server.operate("POST", "/_fakecloud/iam/create-admin", wanted)?;
    let member = |name: &str| {
        let value: Value = serde_json::from_str(&answer).ok()?;
        value[name].as_str().map(ToOwned::to_owned)
    };
    member("accessKeyId").zip(member("secretAccessKey")).ok_or_else(|| format!("not an access key: {answer}"))
}

//! A server with lines on it, and calls to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::bench::server::Server;
use crate::bench::{Bench, Call, Figures, Load};

/// The account that owns the dedicated lines.
const OWNER: &str = "1234567890123456";
/// The account that has shared lines on them.
pub(super) const TENANT: &str = "6543210987654321";
/// What is left to do may take so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// Access points of the catalogue in the region of all calls that name no other.
pub(super) const NEAR: [&str; 3] = ["ap-cn-hangzhou-yh-B", "ap-cn-hangzhou-yh-C", "ap-cn-hangzhou-jg-B"];

/// Lines at one access point: it has 192 ports.
pub(super) const LINES_AT_A_POINT: u64 = 190;

/// A server, and the files that name what has been made on it.
pub(super) struct Site<'b, 'w> {
    pub(super) bench: &'b mut Bench<'w>,
    pub(super) server: Server,
    name: &'static str,
}

/// A call by the owner of the dedicated lines: the action, then `name=value` for each parameter.
pub(super) fn owner(text: &str) -> Call {
    call(text, None)
}

/// A call by the tenant.
pub(super) fn tenant(text: &str) -> Call {
    call(text, Some(("partnerid", "partnersecret")))
}

fn call(text: &str, key: Option<(&'static str, &'static str)>) -> Call {
    let (action, parameters) = text.split_once(' ').unwrap_or((text, ""));
    let parameters = parameters.split_whitespace().map(ToOwned::to_owned);
    Call {
        parameters: std::iter::once(format!("Action={action}")).chain(parameters).collect(),
        evidence: "RequestId",
        key: key.map(|(id, secret)| (id.to_owned(), secret.to_owned())),
    }
}

impl<'b, 'w> Site<'b, 'w> {
    /// An empty server.
    pub(super) fn new(bench: &'b mut Bench<'w>, name: &'static str) -> Result<Self, String> {
        let server = bench.xconnect(name)?;
        Ok(Self { bench, server, name })
    }

    /// A server where what takes time waits for [`Site::settle`].
    pub(super) fn waiting(bench: &'b mut Bench<'w>, name: &'static str) -> Result<Self, String> {
        let server = bench.xconnect_at(name, "fast")?;
        server.operate("POST", "/v1/clock/freeze", "{}")?;
        Ok(Self { bench, server, name })
    }

    /// A call for each of the subjects in turn.
    pub(super) fn run(
        &mut self,
        call: &Call,
        subjects: Option<&Path>,
        calls: u64,
    ) -> Result<Figures, String> {
        let load = Load { call: Some(call), subjects, ..Load::new("call", calls) };
        self.bench.load(&self.server, &load)
    }

    /// The same, for something that makes things; the file names them in the order of the calls.
    pub(super) fn make(
        &mut self,
        call: &Call,
        member: &'static str,
        subjects: Option<&Path>,
        calls: u64,
    ) -> Result<(Figures, PathBuf), String> {
        let file = self.file(&format!("{}-{}", call.action(), self.bench.runs.len()));
        let call = Call { evidence: member, ..call.clone() };
        let load = Load { call: Some(&call), subjects, collect: Some(&file), ..Load::new("call", calls) };
        let figures = self.bench.load(&self.server, &load)?;
        Ok((figures, file))
    }

    /// Dedicated lines in service at an access point near by, with nothing on them.
    pub(super) fn dedicated(&mut self, point: &str, count: u64) -> Result<PathBuf, String> {
        let create = format!(
            "CreatePhysicalConnection LineOperator=CT AccessPointId={point} PortType=10GBase-LR Bandwidth=10000"
        );
        let (_, lines) = self.make(&owner(&create), "PhysicalConnectionId", None, count)?;
        self.settle()?;
        for action in ["ConfirmPhysicalConnection", "EnablePhysicalConnection"] {
            self.run(&owner(&format!("{action} PhysicalConnectionId={{1}}")), Some(&lines), count)?;
        }
        self.settle()?;
        Ok(lines)
    }

    /// Who takes the provider's steps for the owner's lines: `auto` or `manual`.
    pub(super) fn provide(&mut self, mode: &str) -> Result<(), String> {
        let change = format!("{{\"provider\":\"{mode}\"}}");
        self.server.operate("PATCH", &format!("/v1/accounts/{OWNER}"), &change)?;
        self.settle()
    }

    /// Returns when nothing is under way any more. A server that is still busy after a while says so, and is asked
    /// again.
    pub(super) fn settle(&mut self) -> Result<(), String> {
        let began = Instant::now();
        loop {
            match self.server.operate("POST", "/v1/clock/run-dry", "{}") {
                Ok(answer) if answer.contains("\"settled\":true") => return Ok(()),
                Err(reason) if began.elapsed() > PATIENCE => return Err(reason),
                Ok(answer) if began.elapsed() > PATIENCE => return Err(format!("does not settle: {answer}")),
                Ok(_) | Err(_) => {}
            }
        }
    }

    /// A file whose lines are those of two others side by side.
    pub(super) fn beside(&self, left: &Path, right: &Path, name: &str) -> Result<PathBuf, String> {
        let (left, right) = (read(left)?, read(right)?);
        let pairs = left.lines().zip(right.lines()).map(|(left, right)| format!("{left} {right}"));
        self.write(name, pairs)
    }

    /// A file with these lines.
    pub(super) fn write(&self, name: &str, lines: impl Iterator<Item = String>) -> Result<PathBuf, String> {
        let file = self.file(name);
        fs::write(&file, lines.collect::<Vec<_>>().join("\n"))
            .map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(file)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.bench.folder.join(format!("{}-{name}.txt", self.name))
    }
}

/// The text of a file.
pub(super) fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

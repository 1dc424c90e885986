//! A record of calls: what was asked of the cloud API and what came back, one line of JSON a call.
//!
//! Whoever tests an automation against xconnect reads from it which actions, parameters, and errors the automation has
//! met. xconnect's own coverage table is made of the same lines.

mod seen;

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use http::request::Parts;
use serde::Serialize;
use xconnect_engine::Asked;
use xconnect_wire::{Answer, Call, Format};

use self::seen::Seen;

/// A record larger than this, in bytes, does not grow any more.
const LARGEST: u64 = 1 << 30;

/// Writes calls down.
pub(super) struct Recorder {
    open: Mutex<Open>,
}

struct Open {
    file: File,
    bytes: u64,
}

/// One call.
#[derive(Serialize)]
struct Line<'c> {
    action: &'c str,
    version: &'c str,
    /// `RPC` or `ACS3`.
    signature: &'static str,
    /// `JSON` or `XML`.
    format: &'static str,
    /// What the client calls itself.
    client: &'c str,
    /// As in the audit trail: no secrets, long values cut.
    parameters: &'c Asked,
    status: u16,
    /// Whether a fault of the operator's had a hand in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    fault: bool,
    #[serde(flatten)]
    seen: Seen,
}

impl Recorder {
    /// Goes on in a file, which may be there already.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let bytes = file.metadata()?.len();
        Ok(Self { open: Mutex::new(Open { file, bytes }) })
    }

    /// Writes a call down. That a disk is full costs the record its line, and nobody the answer.
    pub(super) fn write(&self, head: &Parts, call: &Call, answer: &Answer, fault: bool) {
        let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        let own = call.params().iter().filter(|(name, _)| !xconnect_wire::is_system_parameter(name));
        let line = Line {
            action: call.action(),
            version: call.version(),
            signature: if header(http::header::AUTHORIZATION).is_some() { "ACS3" } else { "RPC" },
            format: match call.format() {
                Format::Json => "JSON",
                Format::Xml => "XML",
            },
            client: header(http::header::USER_AGENT).unwrap_or_default(),
            parameters: &Asked::of(own),
            status: answer.status,
            fault,
            seen: match call.format() {
                Format::Json => Seen::in_json(&answer.body),
                Format::Xml => Seen::in_xml(&answer.body),
            },
        };
        let Ok(mut line) = serde_json::to_vec(&line) else { return };
        line.push(b'\n');
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.bytes += line.len() as u64;
        if open.bytes <= LARGEST
            && let Err(error) = open.file.write_all(&line)
        {
            tracing::warn!(%error, "a call is missing in the record");
        }
    }
}

//! Lines and their letters.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::Value;

use super::ask::{Ask, Column, text};

const COLUMNS: &[Column] = &[
    ("ID", "id"),
    ("NAME", "name"),
    ("ACCOUNT", "account"),
    ("REGION", "region"),
    ("ACCESS POINT", "access_point"),
    ("SPEC", "spec"),
    ("STATUS", "status"),
    ("BUSINESS", "business_status"),
    ("CUT", "cut"),
    ("DEVICE", "port/device"),
    ("PORT", "port/number"),
    ("LOA", "loa/status"),
];

/// Which lines are listed.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Of this account
    #[arg(long)]
    account: Option<String>,
    /// In this region
    #[arg(long)]
    region: Option<String>,
    /// In this state, such as Allocated
    #[arg(long)]
    status: Option<String>,
    /// At this access point
    #[arg(long)]
    access_point: Option<String>,
}

impl List {
    pub(super) fn ask(&self) -> Ask {
        Ask::pages(&["lines"], COLUMNS)
            .with("account", self.account.as_ref())
            .with("region", self.region.as_ref())
            .with("status", self.status.as_ref())
            .with("access_point", self.access_point.as_ref())
    }
}

/// A line, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Line {
    /// The line's id
    id: String,
    #[command(subcommand)]
    step: Option<Step>,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Approve the application
    Approve,
    /// Refuse the application
    Reject {
        /// Told to the owner
        #[arg(long)]
        reason: String,
    },
    /// Begin to look for a port
    StartAllocation,
    /// Assign a port: the first that is free, unless one is named
    Allocate {
        /// The device's name
        #[arg(long)]
        device: Option<String>,
        /// The port's number
        #[arg(long)]
        port: Option<u32>,
    },
    /// Say that no port can be assigned
    FailAllocation {
        /// Told to the owner
        #[arg(long)]
        reason: String,
    },
    /// Say that the carrier has built the line
    CompleteConstruction {
        /// The carrier's code
        #[arg(long)]
        circuit_code: Option<String>,
    },
    /// Accept the line on its owner's behalf
    Confirm,
    #[command(flatten)]
    Standing(Standing),
}

/// What happens to lines and interfaces alike.
#[derive(Debug, Subcommand)]
pub(super) enum Standing {
    /// Lock it
    Lock {
        /// Why
        kind: LockKind,
    },
    /// Take the lock away
    Unlock,
    /// Cut it: it carries nothing until it is mended
    Cut,
    /// Mend it
    Mend,
    /// End what has been paid for
    Expire,
    /// Prolong what has been paid for
    Renew {
        /// 1 to 9, 12, 24, 36, 48, or 60
        months: u32,
        /// What it costs, in fen
        #[arg(long)]
        amount: Option<u32>,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LockKind {
    /// Bills are outstanding
    Arrears,
    /// Risk control
    Security,
}

impl Line {
    pub(super) fn ask(&self) -> Ask {
        let Some(step) = &self.step else { return Ask::get(&["lines", &self.id]) };
        let reason = |reason: &String| vec![("reason", text(Some(reason)))];
        let (name, fields) = match step {
            Step::Approve => ("approve", Vec::new()),
            Step::Reject { reason: why } => ("reject", reason(why)),
            Step::StartAllocation => ("start-allocation", Vec::new()),
            Step::Allocate { device, port } => {
                ("allocate", vec![("device", text(device.as_ref())), ("port", port.map(Value::from))])
            }
            Step::FailAllocation { reason: why } => ("fail-allocation", reason(why)),
            Step::CompleteConstruction { circuit_code } => {
                ("complete-construction", vec![("circuit_code", text(circuit_code.as_ref()))])
            }
            Step::Confirm => ("confirm", Vec::new()),
            Step::Standing(standing) => return standing.ask("lines", &self.id),
        };
        Ask::post(&["lines", &self.id, name], fields)
    }
}

impl Standing {
    /// The step, of a record of this kind.
    pub(super) fn ask(&self, of: &str, id: &str) -> Ask {
        let (name, fields) = match self {
            Self::Lock { kind } => {
                let kind = match kind {
                    LockKind::Arrears => "arrears",
                    LockKind::Security => "security",
                };
                ("lock", vec![("kind", Some(Value::from(kind)))])
            }
            Self::Unlock => ("unlock", Vec::new()),
            Self::Cut => ("cut", Vec::new()),
            Self::Mend => ("mend", Vec::new()),
            Self::Expire => ("expire", Vec::new()),
            Self::Renew { months, amount } => {
                ("renew", vec![("months", Some(Value::from(*months))), ("amount", amount.map(Value::from))])
            }
        };
        Ask::post(&[of, id, name], fields)
    }
}

/// A letter of authorisation, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Loa {
    /// The line's id
    id: String,
    #[command(subcommand)]
    step: LoaStep,
}

#[derive(Debug, Subcommand)]
enum LoaStep {
    /// Approve the application
    Accept,
    /// Refuse the application
    Reject {
        /// Told to the owner
        #[arg(long)]
        reason: String,
    },
    /// Issue the letter
    Issue {
        /// The construction company, as it is written into the letter
        #[arg(long)]
        company: Option<String>,
    },
    /// Accept the construction as complete
    Complete,
    /// Take the letter back
    Delete,
}

impl Loa {
    pub(super) fn ask(&self) -> Ask {
        let (name, fields) = match &self.step {
            LoaStep::Accept => ("accept", Vec::new()),
            LoaStep::Reject { reason } => ("reject", vec![("reason", text(Some(reason)))]),
            LoaStep::Issue { company } => ("issue", vec![("company", text(company.as_ref()))]),
            LoaStep::Complete => ("complete", Vec::new()),
            LoaStep::Delete => ("delete", Vec::new()),
        };
        Ask::post(&["lines", &self.id, "loa", name], fields)
    }
}

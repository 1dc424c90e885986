//! Router interfaces and orders.

use clap::{Args, Subcommand};

use super::ask::{Ask, Column};
use super::lines::Standing;

const INTERFACES: &[Column] = &[
    ("ID", "id"),
    ("NAME", "name"),
    ("ACCOUNT", "account"),
    ("REGION", "region"),
    ("ROLE", "role"),
    ("SPEC", "spec"),
    ("ROUTER", "router"),
    ("STATUS", "status"),
    ("BUSINESS", "business_status"),
    ("CUT", "cut"),
    ("OTHER END", "link/interface"),
    ("FAILURE", "failure"),
];

const ORDERS: &[Column] = &[
    ("ID", "id"),
    ("ACCOUNT", "account"),
    ("KIND", "kind"),
    ("LINE", "line"),
    ("INTERFACE", "interface"),
    ("FEN", "amount"),
    ("MONTHS", "months"),
    ("STATUS", "status"),
    ("CREATED", "created_at"),
    ("PAID", "paid_at"),
];

/// Which interfaces are listed.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Of this account
    #[arg(long)]
    account: Option<String>,
    /// In this region
    #[arg(long)]
    region: Option<String>,
    /// In this state, such as Active
    #[arg(long)]
    status: Option<String>,
    /// On this router
    #[arg(long)]
    router: Option<String>,
    /// At this access point
    #[arg(long)]
    access_point: Option<String>,
}

impl List {
    pub(super) fn ask(&self) -> Ask {
        Ask::pages(&["interfaces"], INTERFACES)
            .with("account", self.account.as_ref())
            .with("region", self.region.as_ref())
            .with("status", self.status.as_ref())
            .with("router", self.router.as_ref())
            .with("access_point", self.access_point.as_ref())
    }
}

/// An interface, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Interface {
    /// The interface's id
    id: String,
    #[command(subcommand)]
    step: Option<Standing>,
}

impl Interface {
    pub(super) fn ask(&self) -> Ask {
        match &self.step {
            Some(step) => step.ask("interfaces", &self.id),
            None => Ask::get(&["interfaces", &self.id]),
        }
    }
}

/// Which orders are listed.
#[derive(Debug, Args)]
pub(super) struct Orders {
    /// That this account pays
    #[arg(long)]
    account: Option<String>,
    /// In this state: unpaid, paid, abnormal, or void
    #[arg(long)]
    status: Option<String>,
    /// For this line
    #[arg(long)]
    line: Option<String>,
    /// For this interface
    #[arg(long)]
    interface: Option<String>,
}

impl Orders {
    pub(super) fn ask(&self) -> Ask {
        Ask::pages(&["orders"], ORDERS)
            .with("account", self.account.as_ref())
            .with("status", self.status.as_ref())
            .with("line", self.line.as_ref())
            .with("interface", self.interface.as_ref())
    }
}

/// An order, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Order {
    /// The order's number
    id: String,
    #[command(subcommand)]
    step: Option<OrderStep>,
}

#[derive(Debug, Subcommand)]
enum OrderStep {
    /// Pay it from its account's balance
    Pay,
    /// Withdraw it, or refund it
    Void,
}

impl Order {
    pub(super) fn ask(&self) -> Ask {
        let step = match self.step {
            None => return Ask::get(&["orders", &self.id]),
            Some(OrderStep::Pay) => "pay",
            Some(OrderStep::Void) => "void",
        };
        Ask::post(&["orders", &self.id, step], Vec::new())
    }
}

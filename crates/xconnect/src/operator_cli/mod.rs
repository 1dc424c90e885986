//! `xconnect operator`: the operator interface from the shell, for people (tables) and for scripts (`--json`).

mod accounts;
mod ask;
mod bgp;
mod client;
mod interfaces;
mod lines;
mod places;
mod service;
mod table;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::Value;
use thiserror::Error;

use self::ask::{Ask, Show};
use self::client::Client;

/// Which operator interface is asked, and for what.
#[derive(Debug, Args)]
pub struct OperatorArgs {
    /// Where the operator interface listens
    // The server's own option has the same name.
    #[arg(
        id = "operator_address",
        long = "operator",
        value_name = "ADDR",
        default_value = "127.0.0.1:8901",
        global = true
    )]
    address: String,
    /// A file with its token (or set XCONNECT_OPERATOR_TOKEN)
    #[arg(long, value_name = "FILE", global = true)]
    token_file: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List lines
    Lines(lines::List),
    /// Show a line, or take a step in its life
    Line(lines::Line),
    /// Take a step in the life of a line's letter of authorisation
    Loa(lines::Loa),
    /// List router interfaces
    Interfaces(interfaces::List),
    /// Show a router interface, or do something to it
    Interface(interfaces::Interface),
    /// List orders
    Orders(interfaces::Orders),
    /// Show an order, pay it, or void it
    Order(interfaces::Order),
    /// List accounts
    Accounts,
    /// Show an account, make it, change it, or take it away
    Account(accounts::Account),
    /// List an account's access keys, make one, or change one
    Keys(accounts::Keys),
    /// List access points
    AccessPoints(places::Points),
    /// Show an access point, set it up, change it, or take it away
    AccessPoint(places::Point),
    /// List regions
    Regions,
    /// Add a region, or take one away
    Region(places::Region),
    /// List next-hop targets
    Targets(places::Targets),
    /// Register a next-hop target, or take one away
    Target(places::Target),
    /// List the customers' routers
    CustomerRouters(bgp::Routers),
    /// Show a customer's router, describe it, or do something to it
    CustomerRouter(bgp::Router),
    /// List the sessions of BGP peers
    Sessions(bgp::Sessions),
    /// Show the session of a BGP peer, cut it, or mend it
    Session(bgp::Session),
    /// Show the service clock, or set it
    Clock(service::Clock),
    /// List the faults that strike calls
    Faults,
    /// Make calls fail or take long, or stop that
    Fault(service::FaultArgs),
    /// Take away what accounts have made
    Reset(service::Reset),
    /// Read the audit trail, newest entries first
    Audit(service::Audit),
}

/// Why nothing can be printed.
#[derive(Debug, Error)]
pub enum OperatorError {
    /// The token cannot be used.
    #[error("the operator token {path} cannot be read: {source}")]
    Token {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The server did not answer.
    #[error("{address} does not answer: {reason}")]
    Unreachable {
        /// Where it was looked for.
        address: String,
        /// What went wrong.
        reason: String,
    },
    /// The server said no.
    #[error("{code}: {message}")]
    Refused {
        /// What went wrong, for programs.
        code: String,
        /// What went wrong, for people.
        message: String,
    },
    /// The arguments do not make a request.
    #[error("{0}")]
    Arguments(String),
}

/// Asks, and returns what is to be printed.
pub async fn run(arguments: &OperatorArgs) -> Result<String, OperatorError> {
    let client = Client::new(&arguments.address, arguments.token_file.as_deref())?;
    let ask = arguments.command.ask()?;
    let answer = if ask.pages { client.all_pages(&ask).await? } else { client.send(&ask).await? };
    if arguments.json {
        return Ok(format!("{answer:#}\n"));
    }
    Ok(match ask.show {
        Show::Table(columns) => table::list(&answer["items"], columns),
        Show::Audit => service::trail(&answer),
        Show::Record if answer == Value::Null => "done\n".to_owned(),
        Show::Record => table::record(&answer),
    })
}

impl Command {
    fn ask(&self) -> Result<Ask, OperatorError> {
        Ok(match self {
            Self::Lines(list) => list.ask(),
            Self::Line(line) => line.ask(),
            Self::Loa(letter) => letter.ask(),
            Self::Interfaces(list) => list.ask(),
            Self::Interface(interface) => interface.ask(),
            Self::Orders(list) => list.ask(),
            Self::Order(order) => order.ask(),
            Self::Accounts => accounts::list(),
            Self::Account(account) => return account.ask(),
            Self::Keys(keys) => keys.ask(),
            Self::AccessPoints(list) => list.ask(),
            Self::AccessPoint(point) => return point.ask(),
            Self::Regions => places::regions(),
            Self::Region(region) => region.ask(),
            Self::Targets(list) => list.ask(),
            Self::Target(target) => target.ask(),
            Self::CustomerRouters(list) => list.ask(),
            Self::CustomerRouter(router) => router.ask(),
            Self::Sessions(list) => list.ask(),
            Self::Session(session) => session.ask(),
            Self::Clock(clock) => clock.ask(),
            Self::Faults => service::faults(),
            Self::Fault(fault) => fault.ask(),
            Self::Reset(reset) => reset.ask(),
            Self::Audit(audit) => audit.ask(),
        })
    }
}

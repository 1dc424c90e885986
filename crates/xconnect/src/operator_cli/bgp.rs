//! Customers' routers, and the sessions of BGP peers.

use clap::{Args, Subcommand};
use http::Method;
use serde_json::{Value, json};

use super::ask::{Ask, Column, object, text};

const ROUTERS: &[Column] = &[
    ("ID", "id"),
    ("VBR", "vbr"),
    ("ADDRESS", "address"),
    ("SITE", "site"),
    ("ASN", "asn"),
    ("KEY", "has_auth_key"),
    ("BFD", "bfd"),
    ("ON", "on"),
    ("ANNOUNCES", "announces"),
];

const SESSIONS: &[Column] = &[
    ("PEER", "id"),
    ("ACCOUNT", "account"),
    ("VBR", "vbr"),
    ("GROUP", "group"),
    ("ADDRESS", "address"),
    ("CUSTOMER ROUTER", "customer_router"),
    ("STATUS", "status"),
    ("SESSION", "session/state"),
    ("SINCE", "session/since"),
    ("BFD", "session/bfd"),
    ("CUT", "cut"),
    ("LEARNED", "learned"),
    ("REASON", "session/reason"),
];

/// Which customers' routers are listed.
#[derive(Debug, Args)]
pub(super) struct Routers {
    /// That face this border router
    #[arg(long)]
    vbr: Option<String>,
}

impl Routers {
    pub(super) fn ask(&self) -> Ask {
        Ask::pages(&["customer-routers"], ROUTERS).with("vbr", self.vbr.as_ref())
    }
}

/// A customer's router, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Router {
    /// Your name for the router
    id: String,
    #[command(subcommand)]
    step: Option<RouterStep>,
}

#[derive(Debug, Subcommand)]
enum RouterStep {
    /// Describe it, or describe it anew
    Put {
        /// The border router that it faces
        #[arg(long)]
        vbr: String,
        /// Its address, at the far end of one of the border router's lines
        #[arg(long)]
        address: String,
        /// Its AS number
        #[arg(long)]
        asn: u32,
        /// The key that it knows
        #[arg(long)]
        auth_key: Option<String>,
        /// The network that it belongs to, where that is behind border routers of several accounts
        #[arg(long)]
        site: Option<String>,
        /// The prefixes that it announces
        #[arg(long = "announce", value_name = "PREFIX")]
        announces: Vec<String>,
        /// Networks behind it that it does not announce
        #[arg(long = "network", value_name = "PREFIX")]
        networks: Vec<String>,
        /// Its own static routes towards the cloud
        #[arg(long = "route", value_name = "PREFIX")]
        routes: Vec<String>,
        /// It speaks BFD
        #[arg(long)]
        bfd: bool,
        /// It is switched off
        #[arg(long)]
        off: bool,
    },
    /// Announce more prefixes
    Announce {
        /// The prefixes
        #[arg(required = true)]
        prefixes: Vec<String>,
    },
    /// Withdraw prefixes
    Withdraw {
        /// The prefixes
        #[arg(required = true)]
        prefixes: Vec<String>,
    },
    /// Switch it on
    On,
    /// Switch it off
    Off,
    /// Forget it: nobody answers at its address any more
    Delete,
}

impl Router {
    pub(super) fn ask(&self) -> Ask {
        let one = ["customer-routers", self.id.as_str()];
        let step = |name, fields| Ask::post(&["customer-routers", &self.id, name], fields);
        let of = |prefixes: &[String]| vec![("prefixes", Some(json!(prefixes)))];
        match &self.step {
            None => Ask::get(&one),
            Some(RouterStep::Put {
                vbr,
                address,
                asn,
                auth_key,
                site,
                announces,
                networks,
                routes,
                bfd,
                off,
            }) => {
                let body = object(vec![
                    ("vbr", text(Some(vbr))),
                    ("address", text(Some(address))),
                    ("asn", Some(Value::from(*asn))),
                    ("auth_key", text(auth_key.as_ref())),
                    ("site", text(site.as_ref())),
                    ("announces", Some(json!(announces))),
                    ("networks", Some(json!(networks))),
                    ("routes", Some(json!(routes))),
                    ("bfd", Some(Value::from(*bfd))),
                    ("on", Some(Value::from(!off))),
                ]);
                Ask::change(Method::PUT, &one, Some(body))
            }
            Some(RouterStep::Announce { prefixes }) => step("announce", of(prefixes)),
            Some(RouterStep::Withdraw { prefixes }) => step("withdraw", of(prefixes)),
            Some(RouterStep::On) => step("on", Vec::new()),
            Some(RouterStep::Off) => step("off", Vec::new()),
            Some(RouterStep::Delete) => Ask::change(Method::DELETE, &one, None),
        }
    }
}

/// Which sessions are listed.
#[derive(Debug, Args)]
pub(super) struct Sessions {
    /// Of this account's peers
    #[arg(long)]
    account: Option<String>,
    /// In this region
    #[arg(long)]
    region: Option<String>,
    /// On this border router
    #[arg(long)]
    vbr: Option<String>,
    /// Of this BGP group
    #[arg(long)]
    group: Option<String>,
}

impl Sessions {
    pub(super) fn ask(&self) -> Ask {
        Ask::pages(&["bgp-peers"], SESSIONS)
            .with("account", self.account.as_ref())
            .with("region", self.region.as_ref())
            .with("vbr", self.vbr.as_ref())
            .with("group", self.group.as_ref())
    }
}

/// The session of a BGP peer, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Session {
    /// The peer's id
    peer: String,
    #[command(subcommand)]
    step: Option<SessionStep>,
}

#[derive(Debug, Subcommand)]
enum SessionStep {
    /// Cut it: its ends no longer hear each other, and the line goes on carrying everything else
    Cut,
    /// Mend it
    Mend,
}

impl Session {
    pub(super) fn ask(&self) -> Ask {
        let step = |name| Ask::post(&["bgp-peers", &self.peer, name], Vec::new());
        match &self.step {
            None => Ask::get(&["bgp-peers", &self.peer]),
            Some(SessionStep::Cut) => step("cut"),
            Some(SessionStep::Mend) => step("mend"),
        }
    }
}

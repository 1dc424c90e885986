//! What is answered: every hop of the way there and back, and where it ends.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Serialize, Serializer};
use xconnect_model::{AccountId, Text};

use crate::question::Failure;
use crate::reason::Reason;

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The packet's source address.
    pub source: IpAddr,
    /// Where it starts.
    pub place: Text,
    /// The packet's destination address.
    pub destination: IpAddr,
    /// What was taken as failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<Failure>,
    /// Whether packets go there and back.
    pub verdict: Verdict,
    /// Why not, at the first hop that fails: on the way there, or else on the way back.
    pub reason: Option<Reason>,
    /// What else is worth knowing, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// The smallest bandwidth on the way there and back, in Mbps; absent where nothing limits it.
    pub bandwidth_mbps: Option<u32>,
    /// The way there.
    pub forward: Walk,
    /// The way back; absent where the packet does not arrive, or arrives where this service does not look.
    #[serde(rename = "return")]
    pub back: Option<Walk>,
    /// Every way there, if all were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forward_branches: Vec<Walk>,
    /// Every way back from wherever those end, if all were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub return_branches: Vec<Walk>,
    /// There are more ways than are followed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub more_branches: bool,
}

/// Whether packets go there and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They do.
    Reachable,
    /// They do as far as this service knows: what is behind a line or a next hop has not been described.
    Assumed,
    /// Some of several ways work, and some do not.
    Partial,
    /// They do not arrive.
    Unreachable,
    /// They arrive, and answers do not.
    NoReturn,
}

/// One way of a packet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Walk {
    /// Whether it arrives.
    pub arrived: bool,
    /// Whether it arrives where this service does not look further.
    pub assumed: bool,
    /// The share of all traffic between networks like these that goes this way, from 0 to 1.
    pub share: f64,
    /// The smallest bandwidth on the way, in Mbps; absent where nothing limits it.
    pub bandwidth_mbps: Option<u32>,
    /// Where it arrives.
    pub end: Option<End>,
    /// Why it does not.
    pub reason: Option<Reason>,
    /// Every router on the way.
    pub hops: Vec<Hop>,
}

/// Where a packet arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    /// What it is.
    pub kind: EndKind,
    /// Its id; empty for the cloud's own services.
    pub id: Text,
    /// The VPC or border router that it belongs to; may be empty.
    pub at: Text,
}

/// What a packet can arrive at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EndKind {
    /// A vSwitch.
    VSwitch,
    /// The cloud's own services, 100.64.0.0/10.
    CloudService,
    /// An instance, a HaVip, a gateway: what is behind it is not looked at.
    Target,
    /// A border router's own address.
    BorderRouter,
    /// A network behind a customer's router.
    CustomerNetwork,
    /// A line whose far end nobody has described.
    Line,
}

/// One router on the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop {
    /// The router.
    pub router: Node,
    /// The table that was asked; empty for a customer's router.
    pub table: Text,
    /// The entry that matched.
    pub matched: Option<Matched>,
    /// The way that the packet takes.
    pub next: Option<Next>,
    /// The other ways, with what keeps traffic from them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Next>,
}

/// A router.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its id; of a customer's router its name, of an unknown data centre the line to it.
    pub id: Text,
    /// The VPC of a VRouter; the border router that a customer's router faces.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub of: Text,
    /// Where it is.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub region: Text,
    /// Who owns it.
    #[serde(serialize_with = "as_text")]
    pub account: AccountId,
}

/// The kinds of router.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// The router of a VPC.
    Vrouter,
    /// A virtual border router.
    Vbr,
    /// A customer's router.
    CustomerRouter,
    /// What is behind a line, where nobody has described it.
    DataCentre,
}

/// The entry that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matched {
    /// Its destination.
    pub destination: IpNet,
    /// How it came to be.
    pub kind: MatchKind,
    /// Its id; empty for what stands in no table.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub entry: Text,
    /// Why this one.
    pub why: &'static str,
}

/// How an entry came to be, in the order in which they are preferred for one prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum MatchKind {
    /// The subnet of a border router's VLAN.
    Connected,
    /// Made with its VPC or vSwitch.
    System,
    /// Made by its owner.
    Custom,
    /// Learned over BGP.
    #[serde(rename = "BGP")]
    Bgp,
    /// Learned through a CEN instance.
    #[serde(rename = "CEN")]
    Cen,
    /// A static route of a customer's router.
    Static,
}

impl MatchKind {
    /// As on the wire, where the wire has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "Connected",
            Self::System => "System",
            Self::Custom => "Custom",
            Self::Bgp => "BGP",
            Self::Cen => "CEN",
            Self::Static => "Static",
        }
    }
}

/// A way out of a router.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Next {
    /// What the way is.
    pub kind: NextKind,
    /// The next hop: an interface, a CEN instance, a target, a vSwitch.
    pub id: Text,
    /// Where it leads: a router, a line; may be empty.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub to: Text,
    /// The entry that has this next hop, where several entries share the traffic; may be empty.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub entry: Text,
    /// The share of the traffic at this router, from 0 to 1.
    pub share: f64,
    /// The link's bandwidth, in Mbps; absent where it has no limit of its own.
    pub bandwidth_mbps: Option<u32>,
    /// Why nothing goes this way; absent for a way that works.
    pub reason: Option<Reason>,
}

/// The kinds of way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NextKind {
    /// Into a vSwitch of the VPC.
    VSwitch,
    /// To the cloud's own services.
    CloudService,
    /// Over a router interface to the router at the other end.
    Interface,
    /// Over a VLAN of a line.
    Vlan,
    /// Through a CEN instance.
    Cen,
    /// To an instance, a HaVip, a gateway.
    Target,
    /// To the router itself.
    Own,
    /// Into a network behind a customer's router.
    Network,
}

/// Account numbers are text: they may be more than 2^53.
pub(crate) fn as_text<S: Serializer>(account: &AccountId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(account)
}

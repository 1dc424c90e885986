//! The network as a graph: routers, CEN instances, and customers' routers, what joins them and in which state, and all
//! routes.

use std::fmt::Write;
use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;
use xconnect_model::cen::CenAttachmentStatus;
use xconnect_model::{AccountId, RouterInterface, Text};
use xconnect_state::rows;

use crate::Paths;
use crate::links::{Links, Vlan, link_bandwidth};
use crate::reason::Reason;

/// A network.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Topology {
    /// What is joined.
    pub nodes: Vec<TopologyNode>,
    /// What joins it.
    pub links: Vec<Link>,
    /// Entries of all route tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Route>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopologyNode {
    /// What it is.
    pub kind: TopologyNodeKind,
    /// Its id.
    pub id: Text,
    /// A name for people; may be empty.
    pub name: Text,
    /// Where it is; empty for what belongs to no region.
    pub region: Text,
    /// Who owns it.
    #[serde(serialize_with = "crate::answer::as_text")]
    pub account: AccountId,
    /// Its state, as on the wire.
    pub state: Text,
    /// The addresses that it has: blocks of vSwitches, networks behind a customer's router.
    pub networks: Vec<IpNet>,
}

/// The kinds of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TopologyNodeKind {
    /// A VPC with its router.
    Vpc,
    /// A virtual border router.
    Vbr,
    /// A customer's router.
    CustomerRouter,
    /// A CEN instance.
    Cen,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Its id: the interface at the first end, the VLAN interface.
    pub id: Text,
    /// The node at one end.
    pub from: Text,
    /// The node at the other; empty where nobody has described it.
    pub to: Text,
    /// The physical connection of a VLAN.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub line: Text,
    /// Its bandwidth, in Mbps.
    pub bandwidth_mbps: Option<u32>,
    /// Whether it carries traffic.
    pub up: bool,
    /// Why not.
    pub reason: Option<Reason>,
}

/// The kinds of link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A pair of router interfaces.
    Interface,
    /// A VLAN of a line, to a customer's router.
    Vlan,
    /// An attachment to a CEN instance.
    Cen,
}

/// A route entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Route {
    /// The entry's id.
    pub id: Text,
    /// Its table.
    pub table: Text,
    /// The router of that.
    pub router: Text,
    /// Where it leads.
    pub destination: IpNet,
    /// How it came to be, as on the wire.
    pub kind: &'static str,
    /// Its state, as on the wire.
    pub state: &'static str,
    /// The ways there.
    pub next_hops: Vec<RouteHop>,
}

/// A next hop of a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteHop {
    /// What it is, as on the wire.
    pub kind: &'static str,
    /// Its id.
    pub id: Text,
    /// Its share beside the others'.
    pub weight: u32,
}

impl Paths {
    /// The whole network; routes only where they are wanted, as there may be a million.
    pub fn topology(&self, with_routes: bool) -> Topology {
        let links = self.interface_links().chain(self.vlan_links()).chain(self.cen_links()).collect();
        let routes = if with_routes { self.all_routes() } else { Vec::new() };
        Topology { nodes: self.nodes(), links, routes }
    }

    fn nodes(&self) -> Vec<TopologyNode> {
        let state = &self.state;
        let vpcs = state.vpcs.iter().map(|vpc| TopologyNode {
            kind: TopologyNodeKind::Vpc,
            id: vpc.id.as_str().into(),
            name: vpc.name.clone(),
            region: vpc.region.as_str().into(),
            account: vpc.account,
            state: vpc.status.as_str().into(),
            networks: self.vswitches(vpc.id.as_str()).blocks().collect(),
        });
        let vbrs = state.virtual_border_routers.iter().map(|vbr| TopologyNode {
            kind: TopologyNodeKind::Vbr,
            id: vbr.id.as_str().into(),
            name: vbr.name.clone(),
            region: vbr.region.as_str().into(),
            account: vbr.account,
            state: vbr.status.lower_case().into(),
            networks: [false, true]
                .into_iter()
                .flat_map(|ipv6| Vlan::all(vbr).filter_map(move |vlan| vlan.subnet(ipv6)))
                .collect(),
        });
        let customers = state.customer_routers.iter().map(|router| {
            let vbr = state.virtual_border_router(router.vbr.as_str());
            TopologyNode {
                kind: TopologyNodeKind::CustomerRouter,
                id: router.id.clone(),
                name: Text::default(),
                region: vbr.map(|vbr| vbr.region.as_str().into()).unwrap_or_default(),
                account: vbr.map(|vbr| vbr.account).unwrap_or_default(),
                state: if router.on { "on" } else { "off" }.into(),
                networks: router.networks.iter().chain(&router.announces).copied().collect(),
            }
        });
        let cens = state.cens.iter().map(|cen| TopologyNode {
            kind: TopologyNodeKind::Cen,
            id: cen.id.as_str().into(),
            name: cen.name.clone(),
            region: Text::default(),
            account: cen.account,
            state: cen.status.as_str().into(),
            networks: Vec::new(),
        });
        vpcs.chain(vbrs).chain(customers).chain(cens).collect()
    }

    fn links(&self) -> Links<'_> {
        Links { state: &self.state, failed: &[] }
    }

    /// Every pair once: from the end that was made first, or the one that is left.
    fn interface_links(&self) -> impl Iterator<Item = Link> {
        let all = self.state.router_interfaces.iter();
        all.filter_map(|near| {
            let link = near.link.as_ref()?;
            let links = self.links();
            let far = links.far_end(near);
            if far.is_some_and(|far| far.seq < near.seq) {
                return None;
            }
            let reason = links.interface_trouble(near).or_else(|| match far {
                Some(far) => links.interface_trouble(far),
                None => Some(Reason::not_connected(near)),
            });
            Some(Link {
                kind: LinkKind::Interface,
                id: near.id.as_str().into(),
                from: self.node_of(near),
                to: far.map(|far| self.node_of(far)).unwrap_or_else(|| link.router.clone()),
                line: Text::default(),
                bandwidth_mbps: far.and_then(|far| link_bandwidth(near, far)),
                up: reason.is_none(),
                reason,
            })
        })
    }

    fn node_of(&self, interface: &RouterInterface) -> Text {
        if interface.vpc.is_empty() { interface.router.id.clone() } else { interface.vpc.as_str().into() }
    }

    fn vlan_links(&self) -> impl Iterator<Item = Link> {
        self.state.virtual_border_routers.iter().flat_map(move |vbr| {
            Vlan::all(vbr).filter(|vlan| !vlan.line.is_empty()).flat_map(move |vlan| {
                let described = self.state.customer_routers.find(rows::bgp::of_vbr(vbr.id.as_str()));
                let here = described.filter(move |router| {
                    Vlan::facing(vbr, router.address).is_some_and(|it| it.interface == vlan.interface)
                });
                let mut ends: Vec<_> = here.map(|router| (router.id.clone(), router.address)).collect();
                if ends.is_empty() {
                    let ipv6 = vlan.peer(false).is_none() && vlan.peer(true).is_some();
                    let unspecified = if ipv6 { IpAddr::from([0u16; 8]) } else { IpAddr::from([0u8; 4]) };
                    ends.push((Text::default(), unspecified));
                }
                ends.into_iter().map(move |(to, address)| {
                    let (bandwidth_mbps, reason) = self.links().vlan(&vlan, address.is_ipv6());
                    Link {
                        kind: LinkKind::Vlan,
                        id: vlan.interface.into(),
                        from: vbr.id.as_str().into(),
                        to,
                        line: vlan.line.as_str().into(),
                        bandwidth_mbps,
                        up: reason.is_none(),
                        reason,
                    }
                })
            })
        })
    }

    fn cen_links(&self) -> impl Iterator<Item = Link> {
        self.state.cen_attachments.iter().map(|attachment| Link {
            kind: LinkKind::Cen,
            id: attachment.cen.as_str().into(),
            from: attachment.child.clone(),
            to: attachment.cen.as_str().into(),
            line: Text::default(),
            bandwidth_mbps: None,
            up: attachment.status == CenAttachmentStatus::Attached,
            reason: None,
        })
    }

    fn all_routes(&self) -> Vec<Route> {
        let routes = self.state.route_entries.iter().map(|entry| Route {
            id: entry.id.as_str().into(),
            table: entry.table.as_str().into(),
            router: entry.router.id.clone(),
            destination: entry.destination,
            kind: entry.kind.as_str(),
            state: entry.status.as_str(),
            next_hops: entry
                .next_hops
                .iter()
                .map(|hop| RouteHop { kind: hop.kind.as_str(), id: hop.id.clone(), weight: hop.weight })
                .collect(),
        });
        routes.collect()
    }
}

impl Topology {
    /// The nodes and links in the DOT language of Graphviz; a link that carries nothing is dashed.
    pub fn to_dot(&self) -> String {
        let mut dot = String::from("graph xconnect {\n  node [shape=box];\n");
        for node in &self.nodes {
            let shape = match node.kind {
                TopologyNodeKind::Vpc => "box",
                TopologyNodeKind::Vbr => "hexagon",
                TopologyNodeKind::CustomerRouter => "house",
                TopologyNodeKind::Cen => "ellipse",
            };
            let networks = node.networks.iter().map(|network| format!("\n{network}")).collect::<String>();
            let label = quoted(&format!("{}\n{} {}{networks}", node.id, node.region, node.state));
            let _ = writeln!(dot, "  {} [shape={shape}, label={label}];", quoted(&node.id));
        }
        for link in &self.links {
            let bandwidth = link.bandwidth_mbps.map(|mbps| format!("\n{mbps} Mbps")).unwrap_or_default();
            let name = if link.line.is_empty() { &link.id } else { &link.line };
            let label = quoted(&format!("{name}{bandwidth}"));
            let style = if link.up { "solid" } else { "dashed" };
            let to = if link.to.is_empty() { format!("behind {}", link.id).into() } else { link.to.clone() };
            let (from, to) = (quoted(&link.from), quoted(&to));
            let _ = writeln!(dot, "  {from} -- {to} [style={style}, label={label}];");
        }
        dot.push_str("}\n");
        dot
    }
}

/// A quoted string of the DOT language.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {}
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

//! One step: what a router does with a packet.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use ipnet::{IpNet, Ipv4Net};
use xconnect_model::cen::{CenAttachmentStatus, CenChildType};
use xconnect_model::route::{NextHop, NextHopType, RouteKind};
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{CustomerRouter, RouteEntry, RouterType, Text, VirtualBorderRouter, Vpc};

use crate::Paths;
use crate::answer::{EndKind, Hop, MatchKind, Matched, Next, NextKind, Node, NodeKind};
use crate::learned::Offer;
use crate::links::{Links, Vlan};
use crate::reason::{Code, Reason};
use crate::routes::VSwitchRef;

/// Where the cloud's own services are. Source: VPC documentation, system routes.
const SERVICES: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10);

const LONGEST: &str = "the longest prefix that holds the address";
const PREFERRED: &str =
    "the longest prefix that holds the address; System before Custom before BGP before CEN";

/// A packet on its way.
#[derive(Clone, Copy)]
pub(crate) struct Trip<'a> {
    pub(crate) paths: &'a Paths,
    pub(crate) links: Links<'a>,
    pub(crate) source: IpAddr,
    pub(crate) destination: IpAddr,
}

/// Where it is.
#[derive(Clone)]
pub(crate) enum At<'a> {
    /// At the router of a VPC, to be looked up in a table of it.
    Vpc { vpc: &'a Vpc, table: Text },
    /// At a border router.
    Vbr(&'a VirtualBorderRouter),
    /// At the far end of a VLAN, sent to this address there.
    FarEnd { vlan: Vlan<'a>, peer: IpAddr },
    /// In a customer's network, to leave it by one of these routers.
    Site(Vec<&'a CustomerRouter>),
}

impl At<'_> {
    /// What tells this place from all others.
    pub(crate) fn name(&self) -> Vec<Text> {
        match self {
            Self::Vpc { vpc, table } => vec![vpc.id.as_str().into(), table.clone()],
            Self::Vbr(vbr) => vec![vbr.id.as_str().into()],
            Self::FarEnd { vlan, .. } => vec![vlan.interface.into()],
            Self::Site(routers) => routers.iter().map(|router| router.id.clone()).collect(),
        }
    }
}

/// Where it has arrived.
#[derive(Clone)]
pub(crate) enum Arrival<'a> {
    /// At an address of a VPC, whose packets are looked up in this table.
    VSwitch { vpc: &'a Vpc, vswitch: VSwitchRef },
    /// At a border router's own address.
    Vbr(&'a VirtualBorderRouter),
    /// Behind a customer's router.
    Customer { router: &'a CustomerRouter, vbr: &'a VirtualBorderRouter },
    /// On a line whose far end nobody has described.
    Line { vlan: Vlan<'a> },
    /// At something that is not looked into.
    Elsewhere { kind: EndKind, id: Text, at: Text },
}

/// What a router does with a packet: the ways out, or why there is none.
pub(crate) struct Fork<'a> {
    pub(crate) hop: Hop,
    pub(crate) ways: Result<Vec<Way<'a>>, Reason>,
}

/// A way out.
#[derive(Clone)]
pub(crate) struct Way<'a> {
    pub(crate) next: Next,
    pub(crate) weight: u32,
    pub(crate) goes: Option<Goes<'a>>,
    /// The router and its entry, where they differ from way to way.
    pub(crate) own: Option<Box<(Node, Matched)>>,
}

/// Where a way leads.
#[derive(Clone)]
pub(crate) enum Goes<'a> {
    On(At<'a>),
    Arrives(Arrival<'a>),
}

/// What a lookup found.
enum Found {
    /// The router itself has the address, or is on one subnet with it.
    Own(IpNet, Option<Text>),
    /// Entries of the table.
    Entries(IpNet, MatchKind, Vec<Arc<RouteEntry>>),
    /// Networks of a CEN instance.
    Offers(IpNet, Text, Vec<Offer>),
    Nothing,
}

impl<'a> Trip<'a> {
    pub(crate) fn ipv6(&self) -> bool {
        self.destination.is_ipv6()
    }

    /// What the router does that the packet is at.
    pub(crate) fn fork(&self, at: &At<'a>) -> Fork<'a> {
        match at {
            At::Vpc { vpc, table } => self.at_vpc(vpc, table),
            At::Vbr(vbr) => self.at_vbr(vbr),
            At::FarEnd { vlan, peer } => self.at_far_end(*vlan, *peer),
            At::Site(routers) => self.at_site(routers),
        }
    }

    fn at_vpc(&self, vpc: &'a Vpc, table: &Text) -> Fork<'a> {
        let mut hop = hop_at(vpc_node(vpc), table.clone());
        let to = self.destination;
        let vswitches = self.paths.vswitches(vpc.id.as_str());
        let vswitch = vswitches.holding(to);
        let is_service = matches!(to, IpAddr::V4(to) if SERVICES.contains(&to));
        let own = vswitch.map(|(block, _)| block).or(is_service.then_some(IpNet::V4(SERVICES)));
        let learner = (*table == vpc.route_table.as_str()).then(|| vpc.id.as_str());
        let found = self.look_up(table, own, learner);
        hop.matched = matched(&found);
        let into = |kind, id, arrival| {
            let goes = Some(Goes::Arrives(arrival));
            Ok(vec![Way { next: next(kind, id), weight: 0, goes, own: None }])
        };
        let ways = match found {
            Found::Entries(_, kind, entries) if !(kind == MatchKind::System && leads_inside(&entries)) => {
                self.ways_of(&entries, &hop.router.id, |hop, _| self.out_of_vpc(vpc, hop))
            }
            Found::Own(..) | Found::Entries(..) => match vswitch {
                Some((_, vswitch)) => {
                    let vswitch = vswitch.clone();
                    into(NextKind::VSwitch, vswitch.id.clone(), Arrival::VSwitch { vpc, vswitch })
                }
                None if is_service => {
                    let (kind, at) = (EndKind::CloudService, vpc.id.as_str().into());
                    let service = Arrival::Elsewhere { kind, id: Text::default(), at };
                    into(NextKind::CloudService, Text::default(), service)
                }
                None => Err(not_in_vswitch(vpc, to)),
            },
            Found::Offers(_, cen, offers) => Ok(self.through_cen(&cen, &offers)),
            Found::Nothing => Err(self.no_route(&hop.router.id, table, learner)),
        };
        Fork { hop, ways }
    }

    fn at_vbr(&self, vbr: &'a VirtualBorderRouter) -> Fork<'a> {
        let table = Text::from(vbr.route_table.as_str());
        let mut hop = hop_at(vbr_node(vbr), table.clone());
        if let Some(trouble) = self.links.vbr_trouble(vbr) {
            return Fork { hop, ways: Err(trouble) };
        }
        let to = self.destination;
        if Vlan::all(vbr).any(|vlan| vlan.local(self.ipv6()) == Some(to)) {
            let goes = Some(Goes::Arrives(Arrival::Vbr(vbr)));
            let way = Way { next: next(NextKind::Own, hop.router.id.clone()), weight: 0, goes, own: None };
            hop.matched = Some(connected(to.into()));
            return Fork { hop, ways: Ok(vec![way]) };
        }
        let subnets = Vlan::all(vbr).filter_map(|vlan| Some((vlan.subnet(self.ipv6())?, vlan)));
        let near = subnets.filter(|(subnet, _)| subnet.contains(&to)).max_by_key(|(it, _)| it.prefix_len());
        let found = self.look_up(&table, near.map(|(subnet, _)| subnet), Some(vbr.id.as_str()));
        hop.matched = matched(&found);
        let ways = match (found, near) {
            (Found::Own(subnet, _), Some((_, vlan))) => {
                hop.matched = Some(connected(subnet));
                Ok(vec![self.over_vlan(vlan, Some(to))])
            }
            (Found::Entries(_, _, entries), _) => {
                self.ways_of(&entries, &hop.router.id, |hop, entry| self.out_of_vbr(vbr, hop, entry))
            }
            (Found::Offers(_, cen, offers), _) => Ok(self.through_cen(&cen, &offers)),
            (Found::Own(..) | Found::Nothing, _) => {
                Err(self.no_route(&hop.router.id, &table, Some(vbr.id.as_str())))
            }
        };
        Fork { hop, ways }
    }

    /// The longest prefix that holds the destination; of one length what the router has itself, then the best kind of
    /// entry, then what was learned through CEN.
    fn look_up(&self, table: &str, own: Option<IpNet>, learner: Option<&str>) -> Found {
        let routes = self.paths.routes(table);
        let entries = routes.longest(self.destination, |entry| self.links.has_learned(entry));
        let own_length = own.map(|own| own.prefix_len());
        let length = entries.as_ref().map(|(prefix, _)| prefix.prefix_len());
        let offers = learner.and_then(|learner| self.offers_to(learner));
        let offered = offers.as_ref().map(|(prefix, ..)| prefix.prefix_len());
        if let Some(own) = own.filter(|_| own_length >= length.max(offered)) {
            let same = entries.into_iter().filter(|(prefix, _)| *prefix == own).flat_map(|(_, all)| all);
            let system = same.into_iter().find(|entry| entry.kind == RouteKind::System);
            return Found::Own(own, system.map(|entry| entry.id.as_str().into()));
        }
        match (entries, offers) {
            (Some((prefix, mut entries)), _) if length >= offered => {
                let best = entries.iter().map(|entry| kind_of(entry)).min().unwrap_or(MatchKind::Custom);
                entries.retain(|entry| kind_of(entry) == best);
                Found::Entries(prefix, best, entries)
            }
            (_, Some((prefix, cen, offers))) => Found::Offers(prefix, cen, offers),
            _ => Found::Nothing,
        }
    }

    /// What a network learns for the destination from the others of its CEN instance.
    fn offers_to(&self, learner: &str) -> Option<(IpNet, Text, Vec<Offer>)> {
        let state = self.links.state;
        // Mostly nothing is attached anywhere, which is told sooner than that this network is not.
        let attachment = if state.cen_attachments.is_empty() { None } else { state.cen_attachment(learner) }?;
        if attachment.status != CenAttachmentStatus::Attached {
            return None;
        }
        let cen = attachment.cen.as_str();
        let (prefix, offers) = self.paths.offers(cen).longest(learner, self.destination, self.links)?;
        Some((prefix, cen.into(), offers))
    }

    fn ways_of(
        &self,
        entries: &[Arc<RouteEntry>],
        router: &Text,
        way: impl Fn(&NextHop, &RouteEntry) -> Way<'a>,
    ) -> Result<Vec<Way<'a>>, Reason> {
        let mut ways = Vec::with_capacity(1);
        for entry in entries {
            for hop in &entry.next_hops {
                let mut way = way(hop, entry);
                way.weight = hop.weight;
                if entries.len() > 1 {
                    way.next.entry = entry.id.as_str().into();
                }
                ways.push(way);
            }
        }
        if ways.is_empty() { Err(Reason::gone("next hop", "(none)", router)) } else { Ok(ways) }
    }

    fn out_of_vpc(&self, vpc: &'a Vpc, hop: &NextHop) -> Way<'a> {
        if hop.kind == NextHopType::RouterInterface {
            return self.over_interface(vpc.vrouter.as_str(), &hop.id);
        }
        let next = next(NextKind::Target, hop.id.clone());
        let target = self.links.state.next_hop_target(&hop.id);
        match target.filter(|target| target.vpc.is_empty() || target.vpc == vpc.id) {
            None => out(next, Reason::gone(hop.kind.as_str(), &hop.id, &vpc.id)),
            Some(target) if !target.ready => out(next, not_ready(hop)),
            Some(_) => {
                let (kind, at) = (EndKind::Target, vpc.id.as_str().into());
                let arrival = Arrival::Elsewhere { kind, id: hop.id.clone(), at };
                Way { next, weight: 0, goes: Some(Goes::Arrives(arrival)), own: None }
            }
        }
    }

    fn out_of_vbr(&self, vbr: &'a VirtualBorderRouter, hop: &NextHop, entry: &RouteEntry) -> Way<'a> {
        if hop.kind != NextHopType::RouterInterface {
            return out(next(NextKind::Target, hop.id.clone()), Reason::gone("interface", &hop.id, &vbr.id));
        }
        let Some(vlan) = Vlan::with(vbr, &hop.id) else {
            return self.over_interface(vbr.id.as_str(), &hop.id);
        };
        let is_learned = entry.kind == RouteKind::Bgp && !entry.peer.is_empty();
        let peer = is_learned.then(|| self.links.state.bgp_peer(entry.peer.as_str())).flatten();
        let peer = peer.and_then(|peer| self.links.peer_address(peer, vbr));
        self.over_vlan(vlan, peer.filter(|peer| peer.is_ipv6() == self.ipv6()))
    }

    /// Over a VLAN, to the address there that the packet is sent to: the far end's, if none is given.
    pub(crate) fn over_vlan(&self, vlan: Vlan<'a>, peer: Option<IpAddr>) -> Way<'a> {
        let mut next = next(NextKind::Vlan, vlan.interface.into());
        next.to = vlan.line.as_str().into();
        let (bandwidth_mbps, trouble) = self.links.vlan(&vlan, self.ipv6());
        next.bandwidth_mbps = bandwidth_mbps;
        if let Some(trouble) = trouble {
            return out(next, trouble);
        }
        let goes = peer.or_else(|| vlan.peer(self.ipv6())).map(|peer| Goes::On(At::FarEnd { vlan, peer }));
        Way { next, weight: 0, goes, own: None }
    }

    fn over_interface(&self, router: &str, id: &Text) -> Way<'a> {
        let reach = if self.links.failed.is_empty() {
            self.paths.reaches.get(id, || self.links.reach(id))
        } else {
            Arc::new(self.links.reach(id))
        };
        let next = next(NextKind::Interface, id.clone());
        let Some(reach) = reach.as_ref().as_ref().filter(|reach| reach.from == router) else {
            return out(next, Reason::gone("router interface", id, router));
        };
        let next = Next { to: reach.to.clone(), bandwidth_mbps: reach.bandwidth_mbps, ..next };
        let state = self.links.state;
        let at = match &reach.router {
            Ok((RouterType::VRouter, seq)) => {
                state.vpcs.at(*seq).map(|vpc| At::Vpc { vpc, table: vpc.route_table.as_str().into() })
            }
            Ok((RouterType::Vbr, seq)) => state.virtual_border_routers.at(*seq).map(|vbr| At::Vbr(vbr)),
            Err(trouble) => return out(next, trouble.clone()),
        };
        Way { next, weight: 0, goes: at.map(Goes::On), own: None }
    }

    /// To the networks of a CEN instance that offer the prefix. Of a failover group, one border router carries all.
    fn through_cen(&self, cen: &Text, offers: &[Offer]) -> Vec<Way<'a>> {
        let mut ways: Vec<_> = offers.iter().map(|offer| self.over_cen(cen, offer)).collect();
        for at in 0..offers.len() {
            let Some(group) = self.links.state.vbr_ha_of(&offers[at].child) else { continue };
            if group.status != VbrHaStatus::Active || group.peer.as_str() != offers[at].child {
                continue;
            }
            let first = offers.iter().position(|offer| offer.child == group.vbr.as_str());
            if ways[at].goes.is_some() && first.is_some_and(|first| ways[first].goes.is_some()) {
                let sentence =
                    format!("Border router {} of failover group {} carries all.", group.vbr, group.id);
                let mend = format!("Nothing is broken: {} takes over when {} fails.", group.peer, group.vbr);
                ways[at].goes = None;
                ways[at].next.reason = Some(Reason::new(Code::Standby, sentence, mend));
            }
        }
        ways
    }

    fn over_cen(&self, cen: &Text, offer: &Offer) -> Way<'a> {
        let next = Next { to: offer.child.clone(), ..next(NextKind::Cen, cen.clone()) };
        let state = self.links.state;
        if offer.kind == CenChildType::Vpc {
            let Some(vpc) = state.vpc(&offer.child) else {
                return out(next, Reason::gone("network", &offer.child, cen));
            };
            let at = At::Vpc { vpc, table: vpc.route_table.as_str().into() };
            return Way { next, weight: 0, goes: Some(Goes::On(at)), own: None };
        }
        let Some(vbr) = state.virtual_border_router(&offer.child) else {
            return out(next, Reason::vbr_gone(&offer.child));
        };
        if let Some(trouble) = self.links.vbr_trouble(vbr) {
            return out(next, trouble);
        }
        let standing = offer.entries.iter().filter(|entry| self.links.has_learned(entry));
        let hops = standing.flat_map(|entry| entry.next_hops.iter().map(move |hop| (hop, entry)));
        let mut first = None;
        for (vlan, entry) in hops.filter_map(|(hop, entry)| Some((Vlan::with(vbr, &hop.id)?, entry))) {
            // What is learned over BGP is offered until the session ends, also while its line is dead already.
            let trouble = match entry.kind {
                RouteKind::Bgp => None,
                _ => self.links.vlan_trouble(&vlan, self.ipv6()),
            };
            match trouble {
                None => return Way { next, weight: 0, goes: Some(Goes::On(At::Vbr(vbr))), own: None },
                trouble => first = first.or(trouble),
            }
        }
        out(next, first.unwrap_or_else(|| Reason::line_gone(vbr)))
    }
}

pub(crate) fn next(kind: NextKind, id: Text) -> Next {
    Next {
        kind,
        id,
        to: Text::default(),
        entry: Text::default(),
        share: 0.0,
        bandwidth_mbps: None,
        reason: None,
    }
}

/// A way that carries nothing.
pub(crate) fn out<'a>(next: Next, reason: Reason) -> Way<'a> {
    Way { next: Next { reason: Some(reason), ..next }, weight: 0, goes: None, own: None }
}

pub(crate) fn hop_at(router: Node, table: Text) -> Hop {
    Hop { router, table, matched: None, next: None, others: Vec::new() }
}

fn vpc_node(vpc: &Vpc) -> Node {
    Node {
        kind: NodeKind::Vrouter,
        id: vpc.vrouter.as_str().into(),
        of: vpc.id.as_str().into(),
        region: vpc.region.as_str().into(),
        account: vpc.account,
    }
}

pub(crate) fn vbr_node(vbr: &VirtualBorderRouter) -> Node {
    Node {
        kind: NodeKind::Vbr,
        id: vbr.id.as_str().into(),
        of: Text::default(),
        region: vbr.region.as_str().into(),
        account: vbr.account,
    }
}

fn kind_of(entry: &RouteEntry) -> MatchKind {
    match entry.kind {
        RouteKind::System => MatchKind::System,
        RouteKind::Custom => MatchKind::Custom,
        RouteKind::Bgp => MatchKind::Bgp,
        RouteKind::Cen => MatchKind::Cen,
    }
}

fn leads_inside(entries: &[Arc<RouteEntry>]) -> bool {
    entries.iter().all(|entry| entry.next_hops.is_empty())
}

fn matched(found: &Found) -> Option<Matched> {
    let (destination, kind, entry, why) = match found {
        Found::Own(block, entry) => (*block, MatchKind::System, entry.clone().unwrap_or_default(), LONGEST),
        Found::Entries(prefix, kind, entries) => {
            let entry = entries.first().map(|entry| Text::from(entry.id.as_str())).unwrap_or_default();
            (*prefix, *kind, entry, PREFERRED)
        }
        Found::Offers(prefix, ..) => (*prefix, MatchKind::Cen, Text::default(), LONGEST),
        Found::Nothing => return None,
    };
    Some(Matched { destination, kind, entry, why })
}

fn connected(subnet: IpNet) -> Matched {
    Matched { destination: subnet, kind: MatchKind::Connected, entry: Text::default(), why: LONGEST }
}

fn not_in_vswitch(vpc: &Vpc, to: IpAddr) -> Reason {
    Reason::new(
        Code::NotInVswitch,
        format!("A system route leads into {}, and no vSwitch there holds {to}.", vpc.id),
        format!("Make a vSwitch that holds {to} (CreateVSwitch), or add a more specific route."),
    )
}

fn not_ready(hop: &NextHop) -> Reason {
    Reason::new(
        Code::TargetNotReady,
        format!("{} {} is not in a state that routes can lead to.", hop.kind.as_str(), hop.id),
        format!("Start or attach {}.", hop.id),
    )
}

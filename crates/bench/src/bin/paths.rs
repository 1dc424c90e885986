//! Asks where packets go on a network of ten thousand routers and a million routes, on one core, and prints one line of
//! JSON.
//!
//! ```text
//! paths --sites 2000 --queries 500000
//! ```
//!
//! A site is a data centre behind a border router, with four VPCs: five routers, and a hundred routes in each table.
//! The exit status is 1 when a packet that has to arrive does not.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a report on standard output is what this program is"
)]
#![expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]

use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use ipnet::{IpNet, Ipv4Net};
use serde_json::json;
use xconnect_model::border_router::{Peering, PeeringV4};
use xconnect_model::physical_connection::Status as LineStatus;
use xconnect_model::route::{NextHop, NextHopType, RouteKind};
use xconnect_model::router_interface::{Link, Role, Spec, Status};
use xconnect_model::{
    AccountId, BgpNetwork, BgpPeer, CustomerRouter, PhysicalConnection, RouteEntry, RouterInterface,
    RouterRef, RouterType, Seq, Text, VSwitch, VirtualBorderRouter, Vpc,
};
use xconnect_path::{Paths, Question, Verdict};
use xconnect_state::{Change, Loader, Rows, State};

/// Networks of a data centre; each is in the table of every router of its site.
const NETWORKS: u32 = 100;
/// VPCs of a site.
const VPCS: u32 = 4;
/// Records that are made to weigh one.
const BGP_RECORDS: Seq = 100_000;

/// Asks the path engine as fast as it answers.
#[derive(Debug, Parser)]
struct Options {
    /// Sites of five routers
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=2_500))]
    sites: u32,
    /// Questions, each about the way there and the way back
    #[arg(long, default_value_t = 500_000)]
    queries: u32,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let bgp = [bgp_bytes(learned_route), bgp_bytes(bgp_peer), bgp_bytes(bgp_network)];
    let empty = resident_bytes();
    let state = Arc::new(network(options.sites));
    let with_state = resident_bytes();
    let routes = state.route_entries.len();
    let routers = state.vpcs.len() + state.virtual_border_routers.len();
    let questions: Vec<_> = (0..options.queries).map(|nth| question(nth, options.sites)).collect();
    let before = resident_bytes();

    let paths = Paths::new(state);
    let started = Instant::now();
    // Every VPC once, so that every table has been asked.
    for vpc in 0..options.sites * VPCS {
        if !ask(&paths, &from(vpc / VPCS, vpc % VPCS, 0)) {
            return ExitCode::FAILURE;
        }
    }
    let first = started.elapsed();
    let with_tries = resident_bytes();

    let (started, processor) = (Instant::now(), processor_seconds());
    for question in &questions {
        if !ask(&paths, question) {
            return ExitCode::FAILURE;
        }
    }
    let took = started.elapsed();
    let processor = processor_seconds() - processor;
    let Some(followed) = follow(&paths, &from(0, 0, 0)) else { return ExitCode::FAILURE };
    let per_route = |bytes: usize| bytes / routes.max(1);
    let report = json!({
        "routers": routers,
        "routes": routes,
        "queries": questions.len(),
        "seconds": took.as_secs_f64(),
        "queries_per_second": (f64::from(options.queries) / took.as_secs_f64()).round(),
        "queries_per_processor_second": (f64::from(options.queries) / processor.max(0.01)).round(),
        "first_pass_seconds": first.as_secs_f64(),
        "state_bytes_per_route": per_route(with_state.saturating_sub(empty)),
        "trie_bytes_per_route": per_route(with_tries.saturating_sub(before)),
        "follow_ms": followed.as_secs_f64() * 1e3,
        "bytes_per_learned_route": bgp[0],
        "bytes_per_bgp_peer": bgp[1],
        "bytes_per_bgp_network": bgp[2],
    });
    println!("{report}");
    ExitCode::SUCCESS
}

fn ask(paths: &Paths, question: &Question) -> bool {
    match paths.trace(question) {
        Ok(answer) if answer.verdict == Verdict::Reachable => true,
        Ok(answer) => {
            eprintln!("{answer}");
            false
        }
        Err(error) => {
            eprintln!("{error}");
            false
        }
    }
}

/// Asks once more after an entry has been added to the table that the packet starts in; how long the answer takes.
fn follow(paths: &Paths, question: &Question) -> Option<Duration> {
    let mut state = State::clone(paths.state());
    let entry = RouteEntry {
        seq: state.next_seq(),
        id: "rte-bp1new".into(),
        table: vpc_name("vtb", 0, 0).as_str().into(),
        destination: IpNet::V4(net(30 << 24)),
        ..RouteEntry::default()
    };
    state.apply(&[Change::Put(entry.into())]);
    let started = Instant::now();
    ask(&paths.follow(Arc::new(state)), question).then(|| started.elapsed())
}

/// What a State takes for each of many records of one kind, in bytes.
fn bgp_bytes(record: impl Fn(Seq) -> Rows) -> usize {
    let before = resident_bytes();
    let mut loader = Loader::default();
    (1..=BGP_RECORDS).for_each(|seq| loader.add(record(seq)));
    let state = loader.finish();
    let bytes = resident_bytes().saturating_sub(before) / state.records().max(1);
    // Memory that is given back would be used again by the next, which then seemed to take none.
    std::mem::forget(state);
    bytes
}

fn learned_route(seq: Seq) -> Rows {
    let site = u32::try_from(seq).unwrap_or_default() / NETWORKS;
    let hop = NextHop { kind: NextHopType::RouterInterface, id: site_name("ri", site), weight: 0 };
    Rows::RouteEntry(vec![Arc::new(RouteEntry {
        seq,
        id: format!("rte-bp1{seq:017}").as_str().into(),
        table: site_name("vtb", site).as_str().into(),
        region: "cn-hangzhou".into(),
        destination: IpNet::V4(site_network(0, u32::try_from(seq).unwrap_or_default())),
        kind: RouteKind::Bgp,
        peer: site_name("bgp", site).as_str().into(),
        next_hops: vec![hop],
        ..RouteEntry::default()
    })])
}

fn bgp_peer(seq: Seq) -> Rows {
    let site = u32::try_from(seq).unwrap_or_default();
    Rows::BgpPeer(vec![Arc::new(BgpPeer {
        seq,
        id: site_name("bgp", site).as_str().into(),
        region: "cn-hangzhou".into(),
        vbr: site_name("vbr", site / 8).as_str().into(),
        group: site_name("bgpg", site / 8).as_str().into(),
        address: Some(IpAddr::V4(Ipv4Addr::from(site))),
        ..BgpPeer::default()
    })])
}

fn bgp_network(seq: Seq) -> Rows {
    let number = u32::try_from(seq).unwrap_or_default();
    Rows::BgpNetwork(vec![Arc::new(BgpNetwork {
        seq,
        region: "cn-hangzhou".into(),
        vbr: site_name("vbr", number / NETWORKS).as_str().into(),
        network: IpNet::V4(site_network(0, number)),
        ..BgpNetwork::default()
    })])
}

/// Every fourth question is about another VPC of the site, the others are about its data centre.
fn question(nth: u32, sites: u32) -> Question {
    let drawn = nth.wrapping_mul(2_654_435_761).rotate_left(13);
    let (site, vpc) = (drawn % sites, drawn / sites % VPCS);
    if !nth.is_multiple_of(4) {
        return from(site, vpc, drawn % NETWORKS);
    }
    let destination = IpAddr::V4(host(vpc_block(site, (vpc + 1) % VPCS), 7));
    Question { destination, ..from(site, vpc, 0) }
}

/// From a VPC to a network of its data centre.
fn from(site: u32, vpc: u32, network: u32) -> Question {
    Question {
        source: IpAddr::V4(host(vpc_block(site, vpc), 5)),
        place: vpc_name("vpc", site, vpc),
        destination: IpAddr::V4(host(site_network(site, network), 9)),
        all: false,
        failed: Vec::new(),
    }
}

fn vpc_block(site: u32, vpc: u32) -> Ipv4Net {
    // /24 blocks from 10.0.0.0 on; no two VPCs share one.
    net((10 << 24) + ((site * VPCS + vpc) << 8))
}

fn site_network(site: u32, network: u32) -> Ipv4Net {
    net((20 << 24) + ((site * NETWORKS + network) << 8))
}

fn net(first: u32) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::from(first), 24)
}

fn host(block: Ipv4Net, number: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(block.network()) + number)
}

/// A name as long as those of the service.
fn vpc_name(kind: &str, site: u32, vpc: u32) -> Text {
    format!("{kind}-bp1{site:016}{vpc}").into()
}

fn site_name(kind: &str, site: u32) -> Text {
    format!("{kind}-bp1{site:017}").into()
}

fn network(sites: u32) -> State {
    let mut it = Builder::default();
    for site in 0..sites {
        it.site(site);
    }
    let mut loader = Loader::default();
    loader.add(Rows::Vpc(it.vpcs));
    loader.add(Rows::VSwitch(it.vswitches));
    loader.add(Rows::PhysicalConnection(it.lines));
    loader.add(Rows::VirtualBorderRouter(it.vbrs));
    loader.add(Rows::RouterInterface(it.interfaces));
    loader.add(Rows::CustomerRouter(it.customers));
    loader.add(Rows::RouteEntry(it.routes));
    loader.finish()
}

#[derive(Default)]
struct Builder {
    seq: Seq,
    vpcs: Vec<Arc<Vpc>>,
    vswitches: Vec<Arc<VSwitch>>,
    lines: Vec<Arc<PhysicalConnection>>,
    vbrs: Vec<Arc<VirtualBorderRouter>>,
    interfaces: Vec<Arc<RouterInterface>>,
    customers: Vec<Arc<CustomerRouter>>,
    routes: Vec<Arc<RouteEntry>>,
}

impl Builder {
    fn seq(&mut self) -> Seq {
        self.seq += 1;
        self.seq
    }

    fn site(&mut self, site: u32) {
        let id = |kind: &str| site_name(kind, site);
        let ends = PeeringV4 {
            local: Ipv4Addr::new(169, 254, 0, 1),
            peer: Ipv4Addr::new(169, 254, 0, 2),
            prefix: 30,
        };
        let line = PhysicalConnection {
            seq: self.seq(),
            id: id("pc").as_str().into(),
            bandwidth_mbps: 1_000,
            status: LineStatus::Enabled,
            ..PhysicalConnection::default()
        };
        self.lines.push(Arc::new(line));
        let vbr = VirtualBorderRouter {
            seq: self.seq(),
            id: id("vbr").as_str().into(),
            account: AccountId(u64::from(site)),
            region: "cn-hangzhou".into(),
            line: id("pc").as_str().into(),
            vlan_interface: id("ri").as_str().into(),
            route_table: id("vtb").as_str().into(),
            peering: Peering { v4: Some(ends), ..Peering::default() },
            ..VirtualBorderRouter::default()
        };
        self.vbrs.push(Arc::new(vbr));
        let customer = CustomerRouter {
            seq: self.seq(),
            id: id("cpe"),
            vbr: id("vbr").as_str().into(),
            address: IpAddr::V4(ends.peer),
            networks: (0..NETWORKS).map(|network| IpNet::V4(site_network(site, network))).collect(),
            routes: (0..VPCS).map(|vpc| IpNet::V4(vpc_block(site, vpc))).collect(),
            ..CustomerRouter::default()
        };
        self.customers.push(Arc::new(customer));
        for network in 0..NETWORKS {
            self.route(&id("vtb"), site_network(site, network), &id("ri"));
        }
        for vpc in 0..VPCS {
            self.vpc(site, vpc);
        }
    }

    fn vpc(&mut self, site: u32, number: u32) {
        let id = |kind: &str| vpc_name(kind, site, number);
        let block = vpc_block(site, number);
        let vpc = Vpc {
            seq: self.seq(),
            id: id("vpc").as_str().into(),
            account: AccountId(u64::from(site)),
            region: "cn-hangzhou".into(),
            cidr: block,
            vrouter: id("vrt").as_str().into(),
            route_table: id("vtb").as_str().into(),
            ..Vpc::default()
        };
        self.vpcs.push(Arc::new(vpc));
        let vswitch = VSwitch {
            seq: self.seq(),
            id: id("vsw").as_str().into(),
            vpc: id("vpc").as_str().into(),
            cidr: block,
            route_table: id("vtb").as_str().into(),
            ..VSwitch::default()
        };
        self.vswitches.push(Arc::new(vswitch));
        let (near, far) = (vpc_name("ri", site, number + 10), vpc_name("ri", site, number + 20));
        let (vrt, vbr) = (id("vrt"), site_name("vbr", site));
        self.interface(&near, &vrt, RouterType::VRouter, &far, &vbr, Role::InitiatingSide);
        self.interface(&far, &vbr, RouterType::Vbr, &near, &vrt, Role::AcceptingSide);
        for network in 0..NETWORKS {
            self.route(&id("vtb"), site_network(site, network), &near);
        }
        for other in (0..VPCS).filter(|other| *other != number) {
            self.route(&id("vtb"), vpc_block(site, other), &near);
        }
        self.route(&site_name("vtb", site), block, &far);
    }

    fn interface(
        &mut self,
        id: &Text,
        router: &Text,
        kind: RouterType,
        other: &Text,
        far: &Text,
        role: Role,
    ) {
        let interface = RouterInterface {
            seq: self.seq(),
            id: id.as_str().into(),
            role,
            spec: if role == Role::InitiatingSide { Spec::Large1 } else { Spec::Negative },
            router: RouterRef { kind, id: router.clone() },
            status: Status::Active,
            link: Some(Box::new(Link { interface: other.as_str().into(), router: far.clone(), gone: false })),
            ..RouterInterface::default()
        };
        self.interfaces.push(Arc::new(interface));
    }

    fn route(&mut self, table: &Text, destination: Ipv4Net, over: &Text) {
        let seq = self.seq();
        let entry = RouteEntry {
            seq,
            id: format!("rte-bp1{seq:017}").as_str().into(),
            table: table.as_str().into(),
            destination: IpNet::V4(destination),
            next_hops: vec![NextHop { kind: NextHopType::RouterInterface, id: over.clone(), weight: 0 }],
            ..RouteEntry::default()
        };
        self.routes.push(Arc::new(entry));
    }
}

/// Time that this process has had on a processor: what others on the machine do counts less there than on the clock.
fn processor_seconds() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    // The kernel counts in hundredths, whatever its own ticks are.
    ticks / 100.0
}

/// Memory of this process, in bytes; 0 where the system does not tell.
fn resident_bytes() -> usize {
    let text = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4_096
}

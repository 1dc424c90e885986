//! The reference network, made by calls of its owner: a VPC in each of two regions, and one data centre on two lines.
//!
//! The VPC here has a link to each border router, shares its traffic by weight, and probes a host behind each line. The
//! VPC there reaches the same border routers through a CEN instance, where they are a failover group. Both border
//! routers learn the data centre's two halves over BGP.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::World;
use crate::support::records::{BEIJING, HANGZHOU};

/// The weights of the two ways in the route that shares the traffic.
pub(crate) const WEIGHTS: [u32; 2] = [60, 40];
/// Every step of a life cycle takes this long (the `fast` timing).
pub(crate) const STEP_MS: u64 = 200;
/// A silent end is noticed when this many packets in a row are missing, at the larger of both intervals.
pub(crate) const BFD_MS: u64 = MULTIPLIER * RECEIVE_MS;
/// Without BFD, after the hold time of a BGP session.
pub(crate) const HOLD_MS: u64 = 30_000;
/// Probes count when so many in a row say the same.
pub(crate) const PROBES_MS: u64 = PROBE_EVERY_S * 1_000 * PROBES;

const SEND_MS: u64 = 300;
const RECEIVE_MS: u64 = 400;
const MULTIPLIER: u64 = 5;
const PROBE_EVERY_S: u64 = 2;
const PROBES: u64 = 4;

pub(crate) const HERE: &str = "10.1.0.0/16";
pub(crate) const THERE: &str = "10.2.0.0/16";
pub(crate) const DATA_CENTRE: &str = "192.168.0.0/16";
/// An address in each VPC, and one in the data centre.
pub(crate) const HOST_HERE: &str = "10.1.0.5";
pub(crate) const HOST_THERE: &str = "10.2.0.5";
pub(crate) const HOST_OUTSIDE: &str = "192.168.1.9";

/// One of the ways into the data centre.
pub(crate) struct Way {
    pub(crate) line: String,
    pub(crate) vbr: String,
    /// The border router's table.
    pub(crate) table: String,
    /// The ends of the link between the VPC here and the border router.
    pub(crate) at_vpc: String,
    at_vbr: String,
    group: String,
    pub(crate) peer: String,
    /// The customer's address.
    peer_address: String,
    /// The operator's name for the customer's router.
    pub(crate) customer: String,
    number: usize,
}

/// A VPC with one vSwitch.
pub(crate) struct Vpc {
    pub(crate) id: String,
    router: String,
    pub(crate) table: String,
    vswitch: String,
}

/// The whole of it, on a clock that stands still.
pub(crate) struct Network {
    pub(crate) world: World,
    pub(crate) here: Vpc,
    pub(crate) there: Vpc,
    pub(crate) ways: [Way; 2],
    pub(crate) cen: String,
    pub(crate) failover_group: String,
    /// The entry that shares the traffic between both ways.
    pub(crate) shared_entry: String,
    bfd: bool,
}

impl Network {
    /// Makes it, and waits until everything is in service. With BFD, both ends of the sessions speak it.
    pub(crate) fn new(bfd: bool) -> Self {
        let maker = Maker { world: World::new(), bfd };
        maker.world.order_operator("/v1/clock/freeze");
        let (here, there) = (maker.vpc(HANGZHOU, HERE), maker.vpc(BEIJING, THERE));
        let first = maker.line(&[]);
        let redundant =
            [("AccessPointId", "ap-cn-hangzhou-yh-C"), ("RedundantPhysicalConnectionId", &*first)];
        let second = maker.line(&redundant);
        let ways = [maker.way(1, first, &here), maker.way(2, second, &here)];
        let shared_entry = maker.shared_route(&here, &ways);
        let cen = maker.cen(&there, &ways);
        let [first, second] = ways.each_ref().map(|way| way.vbr.as_str());
        let group = [("RegionId", HANGZHOU), ("VbrId", first), ("PeerVbrId", second)];
        let failover_group = maker.id_of("CreateVbrHa", &group, "VbrHaId");
        let Maker { world, bfd } = maker;
        Self { world, here, there, ways, cen, failover_group, shared_entry, bfd }
    }

    /// One of the ways, by its number.
    pub(crate) fn way(&self, number: usize) -> &Way {
        &self.ways[number - 1]
    }

    /// Cuts a line, or mends it.
    pub(crate) fn line(&self, number: usize, step: &str) {
        self.world.order_operator(&format!("/v1/lines/{}/{step}", self.way(number).line));
    }

    /// Cuts a session, or mends it.
    pub(crate) fn session(&self, number: usize, step: &str) {
        self.world.order_operator(&format!("/v1/bgp-peers/{}/{step}", self.way(number).peer));
    }

    /// Switches a customer's router on or off.
    pub(crate) fn customer(&self, number: usize, step: &str) {
        let path = format!("/v1/customer-routers/{}/{step}", self.way(number).customer);
        self.world.order_operator(&path);
    }

    /// Takes the host away that probes are sent to.
    pub(crate) fn unplug_target(&self, number: usize) {
        self.describe_customer(number, &[]);
    }

    /// Brings it back.
    pub(crate) fn plug_target(&self, number: usize) {
        self.describe_customer(number, &[PROBED]);
    }

    fn describe_customer(&self, number: usize, networks: &[&str]) {
        let way = self.way(number);
        let customer = described(&way.vbr, &way.peer_address, self.bfd, networks);
        self.world.ask_operator("PUT", &format!("/v1/customer-routers/{}", way.customer), &customer);
    }

    /// Acts on a border router.
    pub(crate) fn vbr(&self, number: usize, action: &str) {
        self.world.send(&self.world.on_vbr(action, &self.way(number).vbr)).success();
    }

    /// Acts on the VPC's end of a link.
    pub(crate) fn interface(&self, number: usize, action: &str) {
        self.world.act(action, &self.way(number).at_vpc);
    }

    /// Lets service time pass, in one stride.
    pub(crate) fn advance(&self, ms: u64) {
        let body = json!({ "duration": format!("{ms}ms") });
        self.world.ask_operator("POST", "/v1/clock/advance", &body);
        self.world.rest();
    }

    /// Where a packet goes, by all ways that share the traffic.
    pub(crate) fn trace(&self, from: &str, to: &str) -> Value {
        let question = json!({ "from": from, "to": to, "all": true });
        self.world.ask_operator("POST", "/v1/trace", &question)["answer"].clone()
    }

    /// What `xconnect trace` prints, with names of equal length in place of ids.
    pub(crate) fn printed(&self, from: &str, to: &str, more: &[&str]) -> String {
        let operator = self.world.server.addresses().operator.unwrap().to_string();
        let mut command = Command::new(env!("CARGO_BIN_EXE_xconnect"));
        command.args(["trace", "--operator", &operator, "--from", from, "--to", to]).args(more);
        let output = command.env_remove("XCONNECT_OPERATOR_TOKEN").output().unwrap();
        let (text, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr));
        assert_eq!(errors.as_deref(), Ok(""));
        self.named(&text)
    }

    /// A text with names in place of ids, as long as those, so that columns stay where they are.
    pub(crate) fn named(&self, text: &str) -> String {
        let mut names = vec![
            (self.cen.clone(), "cen".to_owned()),
            (self.failover_group.clone(), "vbrha".to_owned()),
            (self.shared_entry.clone(), "rte-shared".to_owned()),
        ];
        for (vpc, name) in [(&self.here, "here"), (&self.there, "there")] {
            names.push((vpc.id.clone(), format!("vpc-{name}")));
            names.push((vpc.router.clone(), format!("vrt-{name}")));
            names.push((vpc.table.clone(), format!("vtb-{name}")));
            names.push((vpc.vswitch.clone(), format!("vsw-{name}")));
        }
        for way in &self.ways {
            let number = way.number;
            names.push((way.line.clone(), format!("pc-{number}")));
            names.push((way.vbr.clone(), format!("vbr-{number}")));
            names.push((way.table.clone(), format!("vtb-vbr-{number}")));
            names.push((way.at_vpc.clone(), format!("ri-vpc-to-{number}")));
            names.push((way.at_vbr.clone(), format!("ri-vbr-{number}")));
            names.push((way.group.clone(), format!("bgpg-{number}")));
            names.push((way.peer.clone(), format!("bgp-{number}")));
            let vlan = self.world.state().virtual_border_router(&way.vbr).unwrap().vlan_interface.to_string();
            names.push((vlan, format!("ri-vlan-{number}")));
        }
        names.into_iter().fold(text.to_owned(), |text, (id, name)| {
            text.replace(&id, &format!("{name:.<width$}", width = id.len()))
        })
    }
}

/// What makes the network.
struct Maker {
    world: World,
    bfd: bool,
}

impl Maker {
    /// Makes something, waits until it is in service, and returns its id.
    fn id_of(&self, action: &str, params: &[(&str, &str)], field: &str) -> String {
        let id = self.world.ok(action, params)[field].as_str().unwrap().to_owned();
        self.world.finish();
        id
    }

    fn vpc(&self, region: &str, block: &str) -> Vpc {
        let made = self.world.ok("CreateVpc", &[("RegionId", region), ("CidrBlock", block)]);
        self.world.finish();
        let [id, router, table] =
            ["VpcId", "VRouterId", "RouteTableId"].map(|field| made[field].as_str().unwrap().to_owned());
        let zone = format!("{region}-h");
        let block = block.replace("/16", "/24");
        let vswitch = [("RegionId", region), ("ZoneId", &*zone), ("VpcId", &*id), ("CidrBlock", &*block)];
        let vswitch = self.id_of("CreateVSwitch", &vswitch, "VSwitchId");
        Vpc { id, router, table, vswitch }
    }

    fn line(&self, extra: &[(&str, &str)]) -> String {
        let line = self.world.line(extra);
        self.world.finish();
        for action in ["ConfirmPhysicalConnection", "EnablePhysicalConnection"] {
            self.world.act_on_line(action, &line);
            self.world.finish();
        }
        line
    }

    fn way(&self, number: usize, line: String, vpc: &Vpc) -> Way {
        let world = &self.world;
        let [local, peer_address] = [format!("10.255.{number}.1"), format!("10.255.{number}.2")];
        let router = world.router_on(&line, &number.to_string());
        let vbr = world.send(&router.with("LocalGatewayIp", &local).with("PeerGatewayIp", &peer_address));
        let vbr = vbr.text("VbrId");
        let table = world.state().virtual_border_router(&vbr).unwrap().route_table.to_string();
        let detection = world.on_vbr("ModifyVirtualBorderRouterAttribute", &vbr);
        let detection = detection.with("MinTxInterval", &SEND_MS.to_string());
        let detection = detection.with("MinRxInterval", &RECEIVE_MS.to_string());
        world.send(&detection.with("DetectMultiplier", &MULTIPLIER.to_string())).success();
        let (at_vbr, at_vpc) = self.link(&vbr, vpc, number);
        let customer = format!("dc-{number}");
        let described = described(&vbr, &peer_address, self.bfd, &[PROBED]);
        world.ask_operator("PUT", &format!("/v1/customer-routers/{customer}"), &described);
        let group = [("RegionId", HANGZHOU), ("RouterId", &*vbr), ("PeerAsn", "65001")];
        let group = self.id_of("CreateBgpGroup", &group, "BgpGroupId");
        let peer = [("RegionId", HANGZHOU), ("BgpGroupId", &*group), ("EnableBfd", "true")];
        let peer = self.id_of("CreateBgpPeer", &peer, "BgpPeerId");
        for block in [HERE, THERE] {
            let network = [("RegionId", HANGZHOU), ("RouterId", &*vbr), ("DstCidrBlock", block)];
            world.ok("AddBgpNetwork", &network);
            world.finish();
        }
        self.route(HANGZHOU, &table, HERE, &[("NextHopId", &at_vbr), ("NextHopType", "RouterInterface")]);
        Way { line, vbr, table, at_vpc, at_vbr, group, peer, peer_address, customer, number }
    }

    /// Links a border router to a VPC, which probes a host behind the line; returns the ends, the border router's first.
    fn link(&self, vbr: &str, vpc: &Vpc, number: usize) -> (String, String) {
        let link = [
            ("RegionId", HANGZHOU),
            ("RouterType", "VBR"),
            ("RouterId", vbr),
            ("Role", "InitiatingSide"),
            ("Spec", "Large.1"),
            ("OppositeRegionId", HANGZHOU),
            ("OppositeRouterType", "VRouter"),
            ("OppositeRouterId", &vpc.router),
            ("FastLinkMode", "true"),
        ];
        let at_vbr = self.id_of("CreateRouterInterface", &link, "RouterInterfaceId");
        let at_vpc = self.world.seen(&at_vbr, "OppositeInterfaceId");
        let probes = [
            ("RegionId", HANGZHOU),
            ("RouterInterfaceId", &*at_vpc),
            ("HealthCheckSourceIp", &*format!("10.1.255.{number}")),
            ("HealthCheckTargetIp", PROBED.trim_end_matches("/32")),
            ("HcRate", &*PROBE_EVERY_S.to_string()),
            ("HcThreshold", &*PROBES.to_string()),
        ];
        self.world.ok("ModifyRouterInterfaceAttribute", &probes);
        self.world.finish();
        (at_vbr, at_vpc)
    }

    fn route(&self, region: &str, table: &str, to: &str, way: &[(&str, &str)]) -> String {
        let entry = [("RegionId", region), ("RouteTableId", table), ("DestinationCidrBlock", to)];
        let all: Vec<_> = entry.into_iter().chain(way.iter().copied()).collect();
        self.id_of("CreateRouteEntry", &all, "RouteEntryId")
    }

    fn shared_route(&self, here: &Vpc, ways: &[Way; 2]) -> String {
        let mut hops = Vec::new();
        for (way, weight) in ways.iter().zip(WEIGHTS) {
            let at = way.number;
            hops.push((format!("NextHopList.{at}.NextHopId"), way.at_vpc.clone()));
            hops.push((format!("NextHopList.{at}.NextHopType"), "RouterInterface".to_owned()));
            hops.push((format!("NextHopList.{at}.Weight"), weight.to_string()));
        }
        let hops: Vec<_> = hops.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.route(HANGZHOU, &here.table, DATA_CENTRE, &hops)
    }

    fn cen(&self, there: &Vpc, ways: &[Way; 2]) -> String {
        let cen = self.world.send(&self.world.call("CreateCen", &[]).with("Version", "2017-09-12"));
        let cen = cen.text("CenId");
        self.world.finish();
        let vpc = self.world.attachment(&cen, &there.id).with("ChildInstanceType", "VPC");
        let vpc = vpc.with("ChildInstanceRegionId", BEIJING);
        let vbrs = ways.iter().map(|way| self.world.attachment(&cen, &way.vbr));
        for attachment in std::iter::once(vpc).chain(vbrs) {
            self.world.send(&attachment).success();
            self.world.finish();
        }
        cen
    }
}

/// The host behind each line that probes are sent to.
pub(crate) const PROBED: &str = "172.31.0.1/32";

/// A customer's router that announces the data centre in two halves, with further networks behind it.
pub(crate) fn described(vbr: &str, address: &str, bfd: bool, networks: &[&str]) -> Value {
    let halves = ["192.168.0.0/17", "192.168.128.0/17"];
    json!({
        "vbr": vbr, "address": address, "asn": 65_001, "bfd": bfd, "announces": halves, "networks": networks,
    })
}

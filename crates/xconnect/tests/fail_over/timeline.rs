//! What can be seen of the network, and when it changes: to the millisecond of service time.

use serde_json::Value;

use crate::network::{HOST_HERE, HOST_OUTSIDE, HOST_THERE, Network, Way};
use crate::support::World;
use crate::support::records::HANGZHOU;

/// What is seen: a name, and how it is.
type Seen = Vec<(String, String)>;

/// A network that is watched from now on.
pub(crate) struct Timeline<'n> {
    network: &'n Network,
    /// The one thing that is watched; everything, if there is none.
    only: &'static str,
    before: Seen,
    ms: u64,
}

impl<'n> Timeline<'n> {
    /// Begins to watch everything.
    pub(crate) fn of(network: &'n Network) -> Self {
        Self { network, only: "", before: seen(network), ms: 0 }
    }

    /// Begins to watch one thing.
    pub(crate) fn of_one(network: &'n Network, only: &'static str) -> Self {
        Self { only, ..Self::of(network) }
    }

    /// So many milliseconds after something has happened these things change, all others stay, and nothing has changed
    /// a millisecond earlier.
    #[track_caller]
    pub(crate) fn at(mut self, ms: u64, changes: &[&str]) -> Self {
        if let Some(wait) = (ms - self.ms).checked_sub(1) {
            self.network.advance(wait);
            assert_eq!(self.changes(), [""; 0], "a millisecond before {ms}");
            self.network.advance(1);
            self.ms = ms;
        }
        assert_eq!(self.changes(), changes, "{ms} ms after");
        self
    }

    /// Nothing else changes for a day.
    #[track_caller]
    pub(crate) fn and_nothing_else(mut self) {
        self.network.advance(24 * 3_600_000);
        assert_eq!(self.changes(), [""; 0], "in the day after");
    }

    /// What has changed since the last look: its name, and how it is now.
    fn changes(&mut self) -> Vec<String> {
        let now = seen(self.network);
        let pairs = self.before.iter().zip(&now);
        let changed = pairs.filter(|(before, now)| before != now).map(|(_, now)| now);
        let watched = changed.filter(|(name, _)| self.only.is_empty() || name == self.only);
        let changes = watched.map(|(name, is)| format!("{name}: {is}")).collect();
        self.before = now;
        changes
    }
}

/// All that clients and the operator can see of whether the network works.
pub(crate) fn seen(network: &Network) -> Seen {
    let mut seen = Vec::new();
    for (way, number) in network.ways.iter().zip(1..) {
        seen.extend(of_way(network, way).map(|(name, is)| (format!("{name} {number}"), is)));
    }
    for (vpc, host, name) in [(&network.here, HOST_HERE, "here"), (&network.there, HOST_THERE, "there")] {
        let answer = network.trace(&format!("{host}@{}", vpc.id), HOST_OUTSIDE);
        seen.push((format!("from {name}"), ways(network, &answer, "forward_branches")));
        seen.push((format!("back to {name}"), ways(network, &answer, "return_branches")));
    }
    let group = [("RegionId", HANGZHOU), ("VbrHaId", &network.failover_group)];
    let group = network.world.send(&network.world.call("DescribeVbrHa", &group));
    let is = if group.status == 200 { group.text("Status") } else { group.refusal() };
    seen.push(("group".to_owned(), is));
    seen
}

fn of_way(network: &Network, way: &Way) -> [(&'static str, String); 7] {
    let world = &network.world;
    let line = world.ask_operator("GET", &format!("/v1/lines/{}", way.line), &Value::Null);
    let cut = if line["cut"] == true { ", cut" } else { "" };
    let line = format!("{}{cut}", text(&world.describe_line(&way.line)["Status"]));
    let filter = [("RegionId", HANGZHOU), ("Filter.1.Key", "VbrId"), ("Filter.1.Value.1", &way.vbr)];
    let vbrs = world.ok("DescribeVirtualBorderRouters", &filter);
    let vbr = &vbrs["VirtualBorderRouterSet"]["VirtualBorderRouterType"][0];
    let interface = world.describe(&way.at_vpc);
    let session = world.ask_operator("GET", &format!("/v1/bgp-peers/{}", way.peer), &Value::Null);
    let peers = world.ok("DescribeBgpPeers", &[("RegionId", HANGZHOU), ("BgpPeerId", &way.peer)]);
    let peer = &peers["BgpPeers"]["BgpPeer"][0];
    let learned = learned(world, way);
    assert_eq!((&peer["ReceivedRouteCount"], &session["learned"]), (&learned.into(), &learned.into()));
    // A peer that is in use shows `Connect`, whether somebody answers or not.
    let is = format!("{}, {}", text(&peer["BgpStatus"]), text(&session["session"]["state"]));
    [
        ("line", line),
        ("vbr", text(&vbr["Status"])),
        ("interface", text(&interface["Status"])),
        ("health", text(&interface["HealthCheckStatus"])),
        ("next hop", enabled(network, way).to_string()),
        ("peer", is),
        ("learned", learned.to_string()),
    ]
}

/// `NextHops[].Enabled` of a way in the entry that shares the traffic.
fn enabled(network: &Network, way: &Way) -> Value {
    let entry = [
        ("RegionId", HANGZHOU),
        ("RouteTableId", &network.here.table),
        ("RouteEntryId", &network.shared_entry),
    ];
    let entries = network.world.ok("DescribeRouteEntryList", &entry);
    let hops = entries["RouteEntrys"]["RouteEntry"][0]["NextHops"]["NextHop"].as_array().unwrap().clone();
    hops.iter().find(|hop| hop["NextHopId"] == way.at_vpc).unwrap()["Enabled"].clone()
}

/// How many routes a border router has learned over BGP, by its table.
fn learned(world: &World, way: &Way) -> u64 {
    let table = [("RegionId", HANGZHOU), ("RouteTableId", &way.table), ("RouteEntryType", "BGP")];
    world.ok("DescribeRouteEntryList", &table)["TotalCount"].as_u64().unwrap()
}

/// The ways that packets take: for each the border routers in order, its share, and why it ends early.
fn ways(network: &Network, answer: &Value, branches: &str) -> String {
    let number = |id: &Value| network.ways.iter().position(|way| *id == way.vbr).unwrap() + 1;
    let Some(branches) = answer[branches].as_array() else { return "-".to_owned() };
    let shown = branches.iter().map(|walk| {
        let hops = walk["hops"].as_array().unwrap().iter();
        let vbrs = hops.filter(|hop| hop["router"]["kind"] == "vbr");
        let vbrs: Vec<_> = vbrs.map(|hop| number(&hop["router"]["id"]).to_string()).collect();
        let share = walk["share"].as_f64().unwrap() * 100.0;
        let by = if vbrs.is_empty() { "none".to_owned() } else { vbrs.join(">") };
        let dies = || format!(" dies: {}", text(&walk["reason"]["code"]));
        let dies = if walk["arrived"] == true { String::new() } else { dies() };
        format!("{by} {share:.0} %{dies}")
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

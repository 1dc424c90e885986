//! Route tables in the form in which they are asked: one trie a table, longest prefix first.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;
use prefix_trie::joint::JointPrefixMap;
use xconnect_model::network::NetworkStatus;
use xconnect_model::route::RouteStatus;
use xconnect_model::{RouteEntry, Text};
use xconnect_state::{State, rows};

/// The entries of a table that are in use.
#[derive(Default)]
pub(crate) struct Routes(JointPrefixMap<IpNet, Entries>);

/// Entries with one destination; mostly there is one.
enum Entries {
    One(Arc<RouteEntry>),
    Several(Vec<Arc<RouteEntry>>),
}

impl Routes {
    pub(crate) fn of(state: &State, table: &str) -> Self {
        let mut routes = Self::default();
        for entry in state.route_entries.find(rows::route::in_table(table)).filter(|one| is_in_use(one)) {
            routes.add(entry);
        }
        routes
    }

    fn add(&mut self, entry: &Arc<RouteEntry>) {
        let new = Arc::clone(entry);
        let Some(present) = self.0.get_mut(&entry.destination) else {
            self.0.insert(entry.destination, Entries::One(new));
            return;
        };
        match present {
            Entries::One(first) => *present = Entries::Several(vec![Arc::clone(first), new]),
            Entries::Several(all) => all.push(new),
        }
    }

    /// The entries with the longest destination that holds an address, of those that count.
    pub(crate) fn longest(
        &self,
        address: IpAddr,
        counts: impl Fn(&RouteEntry) -> bool,
    ) -> Option<(IpNet, Vec<Arc<RouteEntry>>)> {
        let host = IpNet::from(address);
        let those = |entries: &Entries| -> Vec<_> {
            entries.as_slice().iter().filter(|entry| counts(entry)).cloned().collect()
        };
        let (prefix, entries) = self.0.get_lpm(&host)?;
        let found = those(entries);
        if !found.is_empty() {
            return Some((prefix, found));
        }
        let mut shorter: Vec<_> = self.0.cover(&host).collect();
        shorter.pop();
        let mut shorter = shorter.into_iter().rev().map(|(prefix, entries)| (prefix, those(entries)));
        shorter.find(|(_, found)| !found.is_empty())
    }

    /// Every entry whose destination holds an address, shortest first.
    pub(crate) fn covering(&self, address: IpAddr) -> impl Iterator<Item = &Arc<RouteEntry>> {
        let entries: Vec<_> = self.0.cover(&IpNet::from(address)).map(|(_, entries)| entries).collect();
        entries.into_iter().flat_map(Entries::as_slice)
    }
}

impl Entries {
    fn as_slice(&self) -> &[Arc<RouteEntry>] {
        match self {
            Self::One(entry) => std::slice::from_ref(entry),
            Self::Several(all) => all,
        }
    }
}

/// Whether packets follow an entry: one that is being changed still carries, one that comes or goes does not.
pub(crate) fn is_in_use(entry: &RouteEntry) -> bool {
    matches!(entry.status, RouteStatus::Available | RouteStatus::Modifying)
}

/// The vSwitches of a VPC by their blocks.
pub(crate) struct VSwitches(JointPrefixMap<IpNet, VSwitchRef>);

/// A vSwitch, and the table that its packets are looked up in.
#[derive(Clone)]
pub(crate) struct VSwitchRef {
    pub(crate) id: Text,
    pub(crate) table: Text,
}

impl VSwitches {
    pub(crate) fn of(state: &State, vpc: &str) -> Self {
        let mut blocks = JointPrefixMap::new();
        for vswitch in state.vswitches.find(rows::network::vswitch::in_vpc(vpc)) {
            if vswitch.status != NetworkStatus::Available {
                continue;
            }
            let (id, table) = (Text::from(vswitch.id.as_str()), Text::from(vswitch.route_table.as_str()));
            for block in blocks_of(vswitch) {
                blocks.insert(block, VSwitchRef { id: id.clone(), table: table.clone() });
            }
        }
        Self(blocks)
    }

    /// The vSwitch that holds an address, with the block that does.
    pub(crate) fn holding(&self, address: IpAddr) -> Option<(IpNet, &VSwitchRef)> {
        self.0.get_lpm(&IpNet::from(address))
    }

    /// All blocks.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = IpNet> {
        self.0.iter().map(|(block, _)| block)
    }
}

fn blocks_of(vswitch: &xconnect_model::VSwitch) -> impl Iterator<Item = IpNet> {
    let v6 = vswitch.ipv6_cidr.map(|block| IpNet::from(block.trunc()));
    std::iter::once(IpNet::from(vswitch.cidr.trunc())).chain(v6)
}

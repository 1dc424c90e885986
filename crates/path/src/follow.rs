//! From one State to another: what has been worked out of the one and holds in the other too is taken along.
//!
//! Most often the other one is a little later, or the same with a proposed call applied. What differs is found at its
//! own cost, and only what was worked out of that is worked out again.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use xconnect_model::{RouterInterface, Text, VirtualBorderRouter};
use xconnect_state::{Row, State, Table};

use crate::Paths;
use crate::cache::Cache;
use crate::learned::{Customers, Offers};
use crate::reach::Reach;

/// What the records are about that are not the same in two States.
struct Differing<'a> {
    old: &'a State,
    new: &'a State,
    /// Route tables by their entries.
    tables: HashSet<&'a str>,
    /// VPCs by their vSwitches.
    vpcs: HashSet<&'a str>,
    /// Border routers by their own records.
    vbrs: HashSet<&'a str>,
}

impl Paths {
    /// The paths of another State, most often a later one. What has been worked out here and holds there too is taken
    /// along.
    pub fn follow(&self, new: Arc<State>) -> Self {
        let differing = Differing::between(&self.state, &new);
        Self {
            routes: self.routes.without(differing.tables.iter().copied()),
            vswitches: self.vswitches.without(differing.vpcs.iter().copied()),
            offers: differing.offers(&self.offers),
            announced: self.announced.without(differing.announcers()),
            reaches: differing.reaches(&self.reaches),
            customers: differing.customers(&self.customers),
            state: new,
        }
    }
}

impl<'a> Differing<'a> {
    fn between(old: &'a State, new: &'a State) -> Self {
        let vbrs = records(&old.virtual_border_routers, &new.virtual_border_routers);
        Self {
            old,
            new,
            tables: records(&old.route_entries, &new.route_entries).map(|it| it.table.as_str()).collect(),
            vpcs: records(&old.vswitches, &new.vswitches).map(|it| it.vpc.as_str()).collect(),
            vbrs: vbrs.map(|it| it.id.as_str()).collect(),
        }
    }

    /// The border routers that announce other networks.
    fn announcers(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        records(&self.old.bgp_networks, &self.new.bgp_networks).map(|network| network.vbr.as_str())
    }

    /// What CEN instances spread: of their own attachments, and of everything that these bring in.
    fn offers(&self, offers: &Cache<Offers>) -> Cache<Offers> {
        let sources: HashSet<&str> =
            [&self.tables, &self.vpcs, &self.vbrs].into_iter().flatten().copied().collect();
        let touched = if sources.is_empty() {
            Vec::new()
        } else {
            offers.names(|offers| offers.sources().any(|source| sources.contains(source)))
        };
        let attachments = records(&self.old.cen_attachments, &self.new.cen_attachments);
        let attachments = attachments.map(|attachment| attachment.cen.as_str());
        offers.without(attachments.chain(touched.iter().map(Text::as_str)))
    }

    /// Links rest on both their interfaces, each of which names the other. What the routers behind them rest on is
    /// shared by so many that it is not told apart.
    fn reaches(&self, reaches: &Cache<Option<Reach>>) -> Cache<Option<Reach>> {
        let (old, new) = (self.old, self.new);
        let same_routers = self.vbrs.is_empty()
            && old.physical_connections.same_as(&new.physical_connections)
            && old.vpcs.same_as(&new.vpcs);
        if !same_routers {
            return Cache::default();
        }
        let both = |one: &'a Arc<RouterInterface>| {
            let other = one.link.as_ref().map(|link| link.interface.as_str());
            std::iter::once(one.id.as_str()).chain(other)
        };
        reaches.without(records(&old.router_interfaces, &new.router_interfaces).flat_map(both))
    }

    /// Customers' routers rest on their border routers as far as they belong to the account of those.
    fn customers(&self, customers: &OnceLock<Arc<Customers>>) -> OnceLock<Arc<Customers>> {
        let (old, new) = (self.old, self.new);
        let account = |vbr: Option<&Arc<VirtualBorderRouter>>| vbr.map(|vbr| vbr.account);
        let mut vbrs = old.virtual_border_routers.difference(&new.virtual_border_routers);
        let same = old.customer_routers.same_as(&new.customer_routers)
            && vbrs.all(|(before, now)| account(before) == account(now));
        if same { customers.clone() } else { OnceLock::new() }
    }
}

/// The records that are not the same in both tables, as they were and as they are.
fn records<'a, R: Row>(
    old: &'a Table<R>,
    new: &'a Table<R>,
) -> impl Iterator<Item = &'a Arc<R>> + use<'a, R> {
    old.difference(new).flat_map(|(before, now)| before.into_iter().chain(now))
}

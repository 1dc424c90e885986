//! The path engine: where a packet goes and why, there and back, in a State that nothing is done to.
//!
//! A question names a packet's addresses and where it starts ([`Question`]); the answer names every router on the
//! way with the table, the entry that matched, and the link that follows, and, where the packet dies, the first
//! failing hop, the reason, and what would mend it ([`Answer`]). "What changes if" is the same question against a
//! State with a proposed call applied, or with something taken as failed.

mod answer;
mod cache;
mod intended;
mod learned;
mod links;
mod question;
mod reach;
mod reason;
mod routes;
mod site;
mod step;
mod text;
mod topology;
mod trace;
mod walk;

use std::sync::{Arc, OnceLock};

use xconnect_state::State;

pub use self::answer::{
    Answer, End, EndKind, Hop, MatchKind, Matched, Next, NextKind, Node, NodeKind, Verdict, Walk,
};
use self::cache::Cache;
pub use self::intended::intended;
use self::learned::{Announced, Customers, Offers};
pub use self::question::{Failure, FailureKind, Question, QuestionError};
use self::reach::Reach;
pub use self::reason::{Code, Reason};
use self::routes::{Routes, VSwitches};
pub use self::topology::{Link, LinkKind, Route, RouteHop, Topology, TopologyNode, TopologyNodeKind};

/// The paths of one State.
///
/// Made in no time: what a question needs (the trie of a table, what a CEN instance spreads) is worked out when it is
/// needed first, and kept. May be asked from many threads.
pub struct Paths {
    state: Arc<State>,
    routes: Cache<Routes>,
    vswitches: Cache<VSwitches>,
    offers: Cache<Offers>,
    announced: Cache<Announced>,
    reaches: Cache<Option<Reach>>,
    customers: OnceLock<Arc<Customers>>,
}

impl Paths {
    /// The paths of a State.
    pub fn new(state: Arc<State>) -> Self {
        Self {
            state,
            routes: Cache::default(),
            vswitches: Cache::default(),
            offers: Cache::default(),
            announced: Cache::default(),
            reaches: Cache::default(),
            customers: OnceLock::new(),
        }
    }

    /// The paths of another State, most often a later one. What has been worked out here and holds there too is taken
    /// along.
    pub fn follow(&self, new: Arc<State>) -> Self {
        let old = &self.state;
        let same_routes = old.route_entries.same_as(&new.route_entries);
        let same_vswitches = old.vswitches.same_as(&new.vswitches);
        let same_vbrs = old.virtual_border_routers.same_as(&new.virtual_border_routers);
        let same_offers =
            same_routes && same_vswitches && same_vbrs && old.cen_attachments.same_as(&new.cen_attachments);
        let same_customers = same_vbrs && old.customer_routers.same_as(&new.customer_routers);
        let same_announced = old.bgp_networks.same_as(&new.bgp_networks);
        let same_reaches = same_vbrs
            && old.router_interfaces.same_as(&new.router_interfaces)
            && old.physical_connections.same_as(&new.physical_connections)
            && old.vpcs.same_as(&new.vpcs);
        Self {
            routes: if same_routes { self.routes.copy() } else { Cache::default() },
            vswitches: if same_vswitches { self.vswitches.copy() } else { Cache::default() },
            offers: if same_offers { self.offers.copy() } else { Cache::default() },
            announced: if same_announced { self.announced.copy() } else { Cache::default() },
            reaches: if same_reaches { self.reaches.copy() } else { Cache::default() },
            customers: if same_customers { self.customers.clone() } else { OnceLock::new() },
            state: new,
        }
    }

    /// The State that these are the paths of.
    pub fn state(&self) -> &Arc<State> {
        &self.state
    }

    fn routes(&self, table: &str) -> Arc<Routes> {
        self.routes.get(table, || Routes::of(&self.state, table))
    }

    fn vswitches(&self, vpc: &str) -> Arc<VSwitches> {
        self.vswitches.get(vpc, || VSwitches::of(&self.state, vpc))
    }

    fn offers(&self, cen: &str) -> Arc<Offers> {
        self.offers.get(cen, || Offers::of(&self.state, cen))
    }

    fn announced(&self, vbr: &str) -> Arc<Announced> {
        self.announced.get(vbr, || Announced::of(&self.state, vbr))
    }

    fn customers(&self) -> &Customers {
        self.customers.get_or_init(|| Arc::new(Customers::of(&self.state)))
    }
}

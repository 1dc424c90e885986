//! The path engine: where a packet goes and why, there and back, in a State that nothing is done to.
//!
//! A question names a packet's addresses and where it starts ([`Question`]); the answer names every router on the
//! way with the table, the entry that matched, and the link that follows, and, where the packet dies, the first
//! failing hop, the reason, and what would mend it ([`Answer`]). "What changes if" is the same question against a
//! State with a proposed call applied, or with something taken as failed.

mod answer;
mod cache;
mod follow;
mod intended;
mod learned;
mod links;
mod missing;
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

//! Virtual border routers.

use std::sync::Arc;

use xconnect_model::{AccountId, RegionId, Seq, VirtualBorderRouter};

use super::tag;
use crate::key::Key;
use crate::state::State;
use crate::table::{Keys, Row};

/// The router with this id.
pub fn id(router: &str) -> Key {
    Key::of("vbr").text(router).key()
}

/// An account's routers in a region.
pub fn in_region(account: AccountId, region: &RegionId) -> Key {
    Key::of("region").account(account).text(region.as_str()).key()
}

impl Row for VirtualBorderRouter {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(in_region(self.account, &self.region));
        tag::add(keys, self.account, &self.region, &self.tags);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl State {
    /// The virtual border router with this id.
    pub fn virtual_border_router(&self, router: &str) -> Option<&Arc<VirtualBorderRouter>> {
        self.virtual_border_routers.first(id(router))
    }
}

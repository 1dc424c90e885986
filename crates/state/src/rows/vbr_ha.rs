//! Failover groups.

use std::sync::Arc;

use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{AccountId, RegionId, Seq, VbrHa};

use crate::key::Key;
use crate::state::State;
use crate::table::{Keys, Row};

/// The group with this id.
pub fn id(group: &str) -> Key {
    Key::of("vbr ha").id(group).key()
}

/// The group that a border router is in; it is in one at most.
pub fn member(vbr: &str) -> Key {
    Key::of("member").id(vbr).key()
}

/// An account's groups in a region.
pub fn in_region(account: AccountId, region: &RegionId) -> Key {
    Key::of("region").account(account).text(region.as_str()).key()
}

/// Groups that are still being made.
pub fn in_transition() -> Key {
    Key::of("in transition").key()
}

impl Row for VbrHa {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(member(self.vbr.as_str()));
        keys.add(member(self.peer.as_str()));
        keys.add(in_region(self.account, &self.region));
        keys.add_if(self.status == VbrHaStatus::Creating, in_transition);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl State {
    /// The failover group with this id.
    pub fn vbr_ha(&self, group: &str) -> Option<&Arc<VbrHa>> {
        self.vbr_has.first(id(group))
    }

    /// The failover group that a border router is in.
    pub fn vbr_ha_of(&self, vbr: &str) -> Option<&Arc<VbrHa>> {
        self.vbr_has.first(member(vbr))
    }
}

//! CEN instances, what is attached to them, and who may attach what.

use std::sync::Arc;

use xconnect_model::cen::{CenAttachmentStatus, CenStatus};
use xconnect_model::{AccountId, Cen, CenAttachment, CenGrant, RegionId, Seq};

use crate::key::Key;
use crate::state::State;
use crate::table::{Keys, Row};

/// The CEN instance with this id.
pub fn id(cen: &str) -> Key {
    Key::of("cen").id(cen).key()
}

/// An account's CEN instances.
pub fn of_account(account: AccountId) -> Key {
    Key::of("account").account(account).key()
}

/// An account's CEN instances with this name.
pub fn name(account: AccountId, name: &str) -> Key {
    Key::of("name").account(account).text(name).key()
}

/// An account's CEN instances in this resource group; empty: the default group.
pub fn resource_group(account: AccountId, group: &str) -> Key {
    Key::of("resource group").account(account).text(group).key()
}

/// Records in a state that ends by itself, in a table of instances or attachments.
pub fn in_transition() -> Key {
    Key::of("in transition").key()
}

impl Row for Cen {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(of_account(self.account));
        keys.add_if(!self.name.is_empty(), || name(self.account, &self.name));
        keys.add(resource_group(self.account, self.resource_group.as_str()));
        // An instance belongs to no region.
        super::tag::add(keys, self.account, &RegionId::default(), &self.tags);
        keys.add_if(self.status != CenStatus::Active, in_transition);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

/// Keys of attachments.
pub mod attachment {
    use super::*;

    /// The attachment of a network; a network has one at most.
    pub fn child(child: &str) -> Key {
        Key::of("child").id(child).key()
    }

    /// What is attached to a CEN instance.
    pub fn of_cen(cen: &str) -> Key {
        Key::of("of cen").id(cen).key()
    }
}

impl Row for CenAttachment {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        attachment::child(&self.child)
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(attachment::of_cen(self.cen.as_str()));
        keys.add_if(self.status != CenAttachmentStatus::Attached, in_transition);
    }

    fn label(&self) -> String {
        format!("{} {}", self.cen, self.child)
    }
}

/// Keys of permissions.
pub mod grant {
    use super::*;

    /// The permission to attach a network to a CEN instance.
    pub fn id(instance: &str, cen: &str) -> Key {
        Key::of("grant").id(instance).text(cen).key()
    }

    /// All permissions for a network.
    pub fn of_instance(instance: &str) -> Key {
        Key::of("of instance").id(instance).key()
    }

    /// All permissions for a CEN instance.
    pub fn of_cen(cen: &str) -> Key {
        Key::of("of cen").id(cen).key()
    }
}

impl Row for CenGrant {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        grant::id(&self.instance, self.cen.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(grant::of_instance(&self.instance));
        keys.add(grant::of_cen(self.cen.as_str()));
    }

    fn label(&self) -> String {
        format!("{} {}", self.instance, self.cen)
    }
}

impl State {
    /// The CEN instance with this id.
    pub fn cen(&self, cen: &str) -> Option<&Arc<Cen>> {
        self.cens.first(id(cen))
    }

    /// What a network is attached to.
    pub fn cen_attachment(&self, child: &str) -> Option<&Arc<CenAttachment>> {
        self.cen_attachments.first(attachment::child(child))
    }

    /// The permission to attach a network to a CEN instance.
    pub fn cen_grant(&self, instance: &str, cen: &str) -> Option<&Arc<CenGrant>> {
        self.cen_grants.first(grant::id(instance, cen))
    }
}

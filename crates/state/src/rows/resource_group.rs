//! Resource groups.

use xconnect_model::{AccountId, ResourceGroup, Seq};

use crate::key::Key;
use crate::table::{Keys, Row};

/// The group of an account with this id.
pub fn id(account: AccountId, group: &str) -> Key {
    Key::of("group").account(account).text(group).key()
}

/// The groups of an account.
pub fn of_account(account: AccountId) -> Key {
    Key::of("account").account(account).key()
}

/// The group of an account's resources that name none.
pub fn default_of(account: AccountId) -> Key {
    Key::of("default").account(account).key()
}

impl Row for ResourceGroup {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.account, self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(of_account(self.account));
        keys.add_if(self.is_default, || default_of(self.account));
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

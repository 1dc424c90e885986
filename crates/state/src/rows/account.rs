//! Accounts and access keys.

use std::sync::Arc;

use xconnect_model::{AccessKey, Account, AccountId, Seq};

use crate::key::Key;
use crate::state::State;
use crate::table::{Keys, Row};

/// The account with this number.
pub fn id(account: AccountId) -> Key {
    Key::of("account").account(account).key()
}

/// The access key with this public half.
pub fn access_key(id: &str) -> Key {
    Key::of("key").text(id).key()
}

/// The access keys of an account.
pub fn access_keys_of(account: AccountId) -> Key {
    Key::of("keys of").account(account).key()
}

impl Row for Account {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id)
    }

    fn keys(&self, _: &mut Keys) {}

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl Row for AccessKey {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        access_key(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(access_keys_of(self.account));
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl State {
    /// The account with this number.
    pub fn account(&self, account: AccountId) -> Option<&Arc<Account>> {
        self.accounts.first(id(account))
    }

    /// The access key with this public half.
    pub fn access_key(&self, public: &str) -> Option<&Arc<AccessKey>> {
        self.access_keys.first(access_key(public))
    }
}

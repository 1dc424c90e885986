//! Idempotency tokens.

use xconnect_model::{AccountId, Seq, Token};

use crate::key::Key;
use crate::table::{Keys, Row};

/// The token that an account has used with an action in a region.
pub fn id(account: AccountId, action: &str, region: &str, token: &str) -> Key {
    Key::of("token").account(account).text(action).text(region).text(token).key()
}

impl Row for Token {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.account, &self.action, self.region.as_str(), &self.token)
    }

    fn keys(&self, _: &mut Keys) {}

    fn label(&self) -> String {
        self.token.to_string()
    }
}

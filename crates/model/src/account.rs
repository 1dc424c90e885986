//! Accounts and their access keys.

use serde::{Deserialize, Serialize};

use crate::id::{AccessKeyId, AccountId};
use crate::text::Text;
use crate::{Seq, is_default};

/// An account of the service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// Order of creation.
    pub seq: Seq,
    /// The account's number.
    pub id: AccountId,
    /// A name for people; also what `OwnerAccount` means.
    pub name: Text,
    /// The site ("business ID") that the account belongs to. Interfaces of different sites cannot be connected.
    pub site: Text,
    /// Whether the outbound-traffic billing service has been opened.
    pub outbound_traffic_open: bool,
    /// Whether the account is on the allow-list for creating router interfaces.
    pub may_create_router_interfaces: bool,
    /// Comes from the configuration, and goes when it is no longer there.
    pub configured: bool,
    /// What is left to pay orders from, in fen; without a limit when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub balance: Option<i64>,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            seq: 0,
            id: AccountId::default(),
            name: Text::default(),
            site: Text::const_new("aliyun.com"),
            outbound_traffic_open: true,
            may_create_router_interfaces: true,
            configured: false,
            balance: None,
        }
    }
}

/// A key with which an account's requests are signed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessKey {
    /// Order of creation.
    pub seq: Seq,
    /// The public half.
    pub id: AccessKeyId,
    /// The account that it speaks for.
    pub account: AccountId,
    /// The secret half.
    pub secret: Secret,
    /// A disabled key is refused with `Forbidden.AccessKeyDisabled`.
    pub disabled: bool,
    /// Comes from the configuration, and goes when it is no longer there.
    pub configured: bool,
    /// For a temporary key: the `SecurityToken` that has to come with it.
    #[serde(skip_serializing_if = "is_default")]
    pub security_token: Option<Secret>,
}

/// A text that is never shown: its `Debug` form is three asterisks.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Text);

impl Secret {
    /// Keeps the text to itself from here on.
    pub fn new(text: impl Into<Text>) -> Self {
        Self(text.into())
    }

    /// The text, for computing a signature and nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_in_debug_output() {
        let key = AccessKey { secret: Secret::new("testsecret"), ..AccessKey::default() };
        assert!(!format!("{key:?}").contains("testsecret"));
    }
}

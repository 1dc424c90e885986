//! Accounts and their access keys.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{AccessKeyId, AccountId, RegionId};
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
    /// Whether the outbound-traffic billing service is open where nothing else is said.
    pub outbound_traffic_open: bool,
    /// Regions where that service has been opened, or closed, by itself.
    #[serde(skip_serializing_if = "is_default")]
    pub outbound_traffic: BTreeMap<RegionId, bool>,
    /// Whether the account is on the allow-list for creating router interfaces.
    pub may_create_router_interfaces: bool,
    /// Sizes that are closed until the provider opens them for an account: `2G` and more of a shared line, `40G`
    /// and `100G` of a dedicated one.
    #[serde(skip_serializing_if = "is_default")]
    pub opened_specs: Vec<Text>,
    /// Quotas that differ from the configured ones, by name.
    #[serde(skip_serializing_if = "is_default")]
    pub quotas: BTreeMap<Text, u64>,
    /// Who takes the provider's steps for this account; the server's setting when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub provider: Option<ProviderMode>,
    /// Why risk control refuses everything that the account asks for; empty when it does not.
    #[serde(skip_serializing_if = "is_default")]
    pub risk_control: Text,
    /// Comes from the configuration, and goes when it is no longer there.
    pub configured: bool,
    /// An operator has changed it: from then on the configuration leaves it alone.
    #[serde(skip_serializing_if = "is_default")]
    pub operated: bool,
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
            outbound_traffic: BTreeMap::new(),
            opened_specs: Vec::new(),
            quotas: BTreeMap::new(),
            provider: None,
            risk_control: Text::default(),
            configured: false,
            operated: false,
            balance: None,
        }
    }
}

impl Account {
    /// Whether the outbound-traffic billing service is open in a region.
    pub fn has_outbound_traffic(&self, region: &RegionId) -> bool {
        self.outbound_traffic.get(region).copied().unwrap_or(self.outbound_traffic_open)
    }
}

/// Who takes the provider's steps: approvals, allocations, letters, payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderMode {
    /// The service itself, on the timing profile.
    #[default]
    Auto,
    /// An operator.
    Manual,
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
    /// An operator has disabled or enabled it: from then on the configuration leaves that alone.
    #[serde(skip_serializing_if = "is_default")]
    pub operated: bool,
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

//! Accounts as the operator sees them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xconnect_model::Account;
use xconnect_model::account::ProviderMode;
use xconnect_state::{State, rows};

use crate::view::blank;

/// An account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(super) struct AccountView {
    /// The account's number.
    id: String,
    /// A name for people; also what `OwnerAccount` means.
    name: String,
    /// Interfaces of accounts on different sites cannot be connected.
    site: String,
    /// What is left to pay orders from, in fen; null is without a limit.
    balance: Option<i64>,
    /// Whether the outbound-traffic billing service is open where nothing else is said.
    outbound_traffic_open: bool,
    /// Regions where it is open, or closed, by itself.
    outbound_traffic: BTreeMap<String, bool>,
    may_create_router_interfaces: bool,
    /// Sizes that have been opened for it.
    opened_specs: Vec<String>,
    /// Quotas that differ from the configured ones.
    quotas: BTreeMap<String, u64>,
    /// Who takes the provider's steps for it; null is as the server says.
    provider: Option<Provider>,
    /// Why risk control refuses everything that it asks for; null when it does not.
    risk_control: Option<String>,
    /// Number of its access keys.
    access_keys: usize,
    /// It is in the configuration.
    configured: bool,
    /// An operator has changed it: the configuration leaves it alone.
    operated: bool,
}

/// Who takes the provider's steps.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Provider {
    /// The service itself.
    Auto,
    /// An operator.
    Manual,
}

impl AccountView {
    pub(super) fn of(state: &State, account: &Account) -> Self {
        let regions = account.outbound_traffic.iter();
        Self {
            id: account.id.to_string(),
            name: account.name.to_string(),
            site: account.site.to_string(),
            balance: account.balance,
            outbound_traffic_open: account.outbound_traffic_open,
            outbound_traffic: regions.map(|(region, open)| (region.to_string(), *open)).collect(),
            may_create_router_interfaces: account.may_create_router_interfaces,
            opened_specs: account.opened_specs.iter().map(ToString::to_string).collect(),
            quotas: account.quotas.iter().map(|(name, most)| (name.to_string(), *most)).collect(),
            provider: account.provider.map(|mode| match mode {
                ProviderMode::Auto => Provider::Auto,
                ProviderMode::Manual => Provider::Manual,
            }),
            risk_control: blank(&account.risk_control),
            access_keys: state.access_keys.count(rows::account::access_keys_of(account.id)),
            configured: account.configured,
            operated: account.operated,
        }
    }
}

impl From<Provider> for ProviderMode {
    fn from(provider: Provider) -> Self {
        match provider {
            Provider::Auto => Self::Auto,
            Provider::Manual => Self::Manual,
        }
    }
}

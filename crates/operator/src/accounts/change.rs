//! What an operator changes about an account, or says of a new one.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use xconnect_actions::Quotas;
use xconnect_model::physical_connection::{PortType, SharedSpec};
use xconnect_model::{Account, AccountId, RegionId, Text, catalogue};
use xconnect_state::State;

use super::view::Provider;
use crate::body::{optional, required};
use crate::error::Problem;
use crate::random;

/// The largest number that an account can have: eighteen digits.
const MAX_ID: u64 = 999_999_999_999_999_999;

/// What an account is to be like. What is absent stays; for a new account, it is as usual.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct AccountChange {
    /// Its number, up to eighteen digits; of a new account chosen at random when absent. It cannot be changed.
    id: Option<String>,
    /// A name for people; also what `OwnerAccount` means.
    name: Option<String>,
    site: Option<String>,
    /// What is left to pay orders from, in fen; null is without a limit.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    balance: Option<Option<i64>>,
    /// Whether the outbound-traffic billing service is open where nothing else is said.
    outbound_traffic_open: Option<bool>,
    /// By region: whether that service is open there; null is as everywhere else.
    outbound_traffic: BTreeMap<String, Option<bool>>,
    may_create_router_interfaces: Option<bool>,
    /// All sizes that are open for it: `2G`, `5G`, `8G`, `10G` of a shared line, `40G`, `100G` of a dedicated one.
    opened_specs: Option<Vec<String>>,
    /// By name: how much it may have; null is as configured.
    quotas: BTreeMap<String, Option<u32>>,
    /// Who takes the provider's steps for it; null is as the server says.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<Provider>)]
    provider: Option<Option<Provider>>,
    /// Why risk control refuses everything that it asks for; null lets it in again.
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    risk_control: Option<Option<String>>,
}

/// Tells null from absent.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

impl AccountChange {
    /// The number that was given, or a fresh one of sixteen digits.
    pub(super) fn new_id(&self) -> Result<AccountId, Problem> {
        let Some(given) = &self.id else {
            const FIRST: u64 = 1_000_000_000_000_000;
            return Ok(AccountId(FIRST + u64::from_le_bytes(random()) % (9 * FIRST)));
        };
        let id = AccountId::parse(given).filter(|id| (1..=MAX_ID).contains(&id.0));
        id.ok_or_else(|| Problem::unfit("an account's id is a number of 1 to 18 digits"))
    }

    /// The account with the change.
    pub(super) fn apply(&self, state: &State, account: &Account) -> Result<Account, Problem> {
        if self.id.as_ref().is_some_and(|id| AccountId::parse(id) != Some(account.id)) {
            return Err(Problem::unfit("an account's id cannot be changed"));
        }
        let mut next = account.clone();
        if self.name.is_some() {
            next.name = optional("name", self.name.clone())?;
        }
        if let Some(site) = &self.site {
            next.site = required("site", site)?;
        }
        next.balance = self.balance.unwrap_or(next.balance);
        next.outbound_traffic_open = self.outbound_traffic_open.unwrap_or(next.outbound_traffic_open);
        next.may_create_router_interfaces =
            self.may_create_router_interfaces.unwrap_or(next.may_create_router_interfaces);
        for (region, open) in &self.outbound_traffic {
            set_outbound_traffic(state, &mut next, region, *open)?;
        }
        if let Some(specs) = &self.opened_specs {
            next.opened_specs = opened(specs)?;
        }
        for (name, most) in &self.quotas {
            set_quota(&mut next, name, *most)?;
        }
        if let Some(provider) = self.provider {
            next.provider = provider.map(Into::into);
        }
        if let Some(reason) = &self.risk_control {
            next.risk_control = optional("risk_control", reason.clone())?;
        }
        Ok(next)
    }
}

fn set_outbound_traffic(
    state: &State,
    account: &mut Account,
    region: &str,
    open: Option<bool>,
) -> Result<(), Problem> {
    if catalogue::region(region).is_none() && state.own_region(region).is_none() {
        return Err(Problem::unfit(format!("there is no region {region}")));
    }
    let region = RegionId::from(region);
    match open {
        Some(open) => account.outbound_traffic.insert(region, open),
        None => account.outbound_traffic.remove(&region),
    };
    Ok(())
}

fn set_quota(account: &mut Account, name: &str, most: Option<u32>) -> Result<(), Problem> {
    if !Quotas::NAMES.contains(&name) {
        let names = Quotas::NAMES.join(", ");
        return Err(Problem::unfit(format!("there is no quota {name}; there are {names}")));
    }
    match most {
        Some(most) => account.quotas.insert(name.into(), most.into()),
        None => account.quotas.remove(name),
    };
    Ok(())
}

/// The sizes that somebody can have opened, as they were named, each once.
fn opened(specs: &[String]) -> Result<Vec<Text>, Problem> {
    let shared = SharedSpec::ALL.iter().filter(|spec| !spec.is_open()).map(|spec| spec.as_str());
    let ports = PortType::ALL.iter().filter(|port| !port.is_open()).map(|port| port.spec());
    let closed: Vec<_> = shared.chain(ports).collect();
    let mut opened = Vec::<Text>::new();
    for spec in specs {
        if !closed.contains(&spec.as_str()) {
            return Err(Problem::unfit(format!("{spec:?} is none of {}", closed.join(", "))));
        }
        if !opened.iter().any(|known| known == spec) {
            opened.push(spec.into());
        }
    }
    Ok(opened)
}

//! The configuration file: TOML, every key optional, unknown keys refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use thiserror::Error;
use xconnect_actions::{Quotas, Settings};
use xconnect_engine::Retention;
use xconnect_engine::timing::{Profile, Step, Timing};
use xconnect_model::account::ProviderMode;
use xconnect_model::time::duration_of;
use xconnect_model::{AccessKey, Account, AccountId, Secret, Text};

/// Everything that can be configured beside the command line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The accounts, in place of the two that come out of the box.
    pub accounts: Vec<AccountConfig>,
    /// How much of everything an account may have; quotas that are not named have their default.
    pub quotas: BTreeMap<String, usize>,
    /// Bounds of the server.
    pub limits: LimitConfig,
    /// Steps that take another time than the profile says, such as `ConnectRouterInterface = "5s"`.
    pub timing: BTreeMap<String, String>,
    /// Prices.
    pub billing: BillingConfig,
    /// How long the audit trail reaches back.
    pub audit: AuditConfig,
}

/// An account.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountConfig {
    /// Its number, as text or as a number.
    pub id: Number,
    /// A name for people; also what `OwnerAccount` means.
    #[serde(default)]
    pub name: Text,
    /// The site that it belongs to.
    #[serde(default = "default_site")]
    pub site: Text,
    /// Whether the outbound-traffic service is open from the start.
    #[serde(default = "yes")]
    pub outbound_traffic: bool,
    /// Whether it may create router interfaces.
    #[serde(default = "yes")]
    pub may_create_router_interfaces: bool,
    /// What orders are paid from, in fen; without a limit when absent.
    pub balance: Option<i64>,
    /// Sizes that are closed unless they are opened for an account: 2G and more of a shared line, 40G and 100G.
    #[serde(default)]
    pub opened_specs: Vec<Text>,
    /// Who takes the provider's steps for it: auto or manual; as the server when absent.
    pub provider: Option<ProviderMode>,
    /// Its keys.
    #[serde(default)]
    pub access_keys: Vec<AccessKeyConfig>,
}

/// An access key.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessKeyConfig {
    /// The public half.
    pub id: Text,
    /// The secret half.
    pub secret: Secret,
    /// Whether it can be used.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// For a temporary key: the token that has to come with it.
    pub security_token: Option<Secret>,
}

impl std::fmt::Debug for AccessKeyConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessKeyConfig").field("id", &self.id).field("enabled", &self.enabled).finish()
    }
}

/// A number that may stand in quotes.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// Without quotes.
    Plain(u64),
    /// In quotes.
    Quoted(String),
}

/// Bounds of the server.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitConfig {
    /// Connections to the API at a time, over HTTP and HTTPS together.
    pub connections: u32,
    /// How far a request's timestamp may be from the server's time, in seconds.
    pub timestamp_window_seconds: u64,
    /// Nonces that are remembered; with more in two windows, the oldest timestamps are no longer accepted.
    pub nonces: usize,
    /// Calls of one access key in a minute; without a limit when absent.
    pub calls_per_minute: Option<u32>,
    /// How long an idempotency token is remembered, in seconds of service time.
    pub token_lifetime_seconds: u64,
    /// Idempotency tokens that are remembered; beyond, the oldest go first.
    pub tokens: usize,
    /// Bytes that the log may take on disk; without a limit when absent.
    pub log_bytes: Option<u64>,
    /// How long a terminated border router keeps its VLAN, such as `7d`, in service time.
    pub vlan_retention: Option<String>,
}

impl Default for LimitConfig {
    fn default() -> Self {
        let settings = Settings::default();
        Self {
            connections: 4_096,
            timestamp_window_seconds: 3_600,
            nonces: 1 << 21,
            calls_per_minute: None,
            token_lifetime_seconds: settings.token_lifetime.as_secs(),
            tokens: settings.token_limit,
            log_bytes: None,
            vlan_retention: None,
        }
    }
}

/// Prices.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BillingConfig {
    /// Price of a subscription, in fen for a megabit a second and month.
    pub fen_per_mbps_month: Option<i64>,
    /// The one-off fee for the installation of a line's port, in fen.
    pub fen_per_setup: Option<i64>,
}

/// How long the audit trail reaches back. What a snapshot does not hold yet stays in any case.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuditConfig {
    /// Entries older than this go, such as `30d` (the default), in service time.
    pub retention: Option<String>,
    /// With more entries than this, the oldest go: 100,000 by default, 2,000 where everything is kept in memory.
    pub entries: Option<u64>,
}

/// Entries that are kept in memory.
const ENTRIES_IN_MEMORY: u64 = 2_000;

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration {path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what is expected.
    #[error("the configuration {path} is not valid: {reason}")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl Config {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text).map_err(|reason| ConfigError::Invalid { path: path.to_owned(), reason })
    }

    /// Reads a text, and checks what TOML cannot.
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if config.limits.connections == 0 {
            return Err("limits.connections is 0: nobody could be served".to_owned());
        }
        config.accounts()?;
        config.timing(Profile::default())?;
        Ok(config)
    }

    /// The accounts with their keys, as records without a place. Ids and keys are unique.
    pub fn accounts(&self) -> Result<(Vec<Account>, Vec<AccessKey>), String> {
        if self.accounts.is_empty() {
            return Ok(out_of_the_box());
        }
        let (mut accounts, mut keys) = (Vec::<Account>::new(), Vec::<AccessKey>::new());
        for account in &self.accounts {
            let id = match &account.id {
                Number::Plain(number) => Some(AccountId(*number)),
                Number::Quoted(text) => AccountId::parse(text),
            };
            let id = id.ok_or("an account's id is not a number")?;
            if accounts.iter().any(|known| known.id == id) {
                return Err(format!("the account {id} stands there twice"));
            }
            for key in &account.access_keys {
                if keys.iter().any(|known| known.id.as_str() == key.id) || key.id.is_empty() {
                    return Err(format!("the access key {:?} stands there twice, or has no id", key.id));
                }
                keys.push(AccessKey {
                    id: key.id.as_str().into(),
                    account: id,
                    secret: key.secret.clone(),
                    disabled: !key.enabled,
                    configured: true,
                    security_token: key.security_token.clone(),
                    ..AccessKey::default()
                });
            }
            accounts.push(Account {
                id,
                name: account.name.clone(),
                site: account.site.clone(),
                outbound_traffic_open: account.outbound_traffic,
                may_create_router_interfaces: account.may_create_router_interfaces,
                opened_specs: account.opened_specs.clone(),
                provider: account.provider,
                configured: true,
                balance: account.balance,
                ..Account::default()
            });
        }
        Ok((accounts, keys))
    }

    /// The rules' numbers.
    pub fn settings(&self) -> Result<Settings, String> {
        let mut settings = Settings {
            token_lifetime: Duration::from_secs(self.limits.token_lifetime_seconds),
            token_limit: self.limits.tokens,
            ..Settings::default()
        };
        for (name, value) in &self.quotas {
            if !settings.quotas.set(name, *value) {
                return Err(format!("there is no quota {name:?}; there are {}", Quotas::NAMES.join(", ")));
            }
        }
        let billing = &self.billing;
        settings.fen_per_mbps_month = billing.fen_per_mbps_month.unwrap_or(settings.fen_per_mbps_month);
        settings.fen_per_setup = billing.fen_per_setup.unwrap_or(settings.fen_per_setup);
        if let Some(text) = &self.limits.vlan_retention {
            settings.vlan_retention = duration_of(text).ok_or_else(|| format!("{text:?} is no duration"))?;
        }
        Ok(settings)
    }

    /// How long the audit trail reaches back.
    pub fn retention(&self, in_memory: bool) -> Result<Retention, String> {
        let mut retention = Retention::default();
        if let Some(text) = &self.audit.retention {
            retention.age = duration_of(text).ok_or_else(|| format!("{text:?} is no duration"))?;
        }
        let usual = if in_memory { ENTRIES_IN_MEMORY } else { retention.entries };
        retention.entries = self.audit.entries.unwrap_or(usual);
        Ok(retention)
    }

    /// How long each step takes.
    pub fn timing(&self, profile: Profile) -> Result<Timing, String> {
        self.timing.iter().try_fold(Timing::new(profile), |timing, (name, duration)| {
            let step = Step::parse(name).ok_or_else(|| format!("there is no step {name:?}"))?;
            let duration = duration_of(duration).ok_or_else(|| format!("{duration:?} is no duration"))?;
            Ok(timing.with(step, duration))
        })
    }
}

fn out_of_the_box() -> (Vec<Account>, Vec<AccessKey>) {
    let account = |id, name: &str| Account {
        id: AccountId(id),
        name: name.into(),
        configured: true,
        ..Account::default()
    };
    let key = |account, id: &str, secret: &str| AccessKey {
        id: id.into(),
        account: AccountId(account),
        secret: Secret::new(secret),
        configured: true,
        ..AccessKey::default()
    };
    let (own, partner) = (1_234_567_890_123_456, 6_543_210_987_654_321);
    (
        vec![account(own, "test"), account(partner, "partner")],
        vec![key(own, "testid", "testsecret"), key(partner, "partnerid", "partnersecret")],
    )
}

fn default_site() -> Text {
    Account::default().site
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn out_of_the_box_there_are_two_accounts() {
        let (accounts, keys) = Config::default().accounts().unwrap();
        assert_eq!(accounts[0].id.to_string(), "1234567890123456");
        assert_eq!(keys[1].secret.reveal(), "partnersecret");
    }

    #[test]
    fn a_file_replaces_the_accounts_and_sets_the_rest() {
        let config = Config::parse(
            r#"
            [[accounts]]
            id = 42
            name = "lab"
            balance = 0
            [[accounts.access_keys]]
            id = "k"
            secret = "s"
            enabled = false
            [quotas]
            interfaces_per_router = 7
            [timing]
            ConnectRouterInterface = "250ms"
            "#,
        )
        .unwrap();
        let (accounts, keys) = config.accounts().unwrap();
        assert_eq!((accounts.len(), accounts[0].balance, keys[0].disabled), (1, Some(0), true));
        assert_eq!(config.settings().unwrap().quotas.interfaces_per_router, 7);
        let timing = config.timing(Profile::Real).unwrap();
        assert_eq!(timing.of(Step::ConnectRouterInterface), Duration::from_millis(250));
        assert!(!format!("{config:?}").contains("\"s\""), "secrets do not show");
    }

    #[test]
    fn mistakes_are_named() {
        for (text, says) in [
            ("colour = 1", "colour"),
            ("[timing]\nFly = \"1s\"", "Fly"),
            ("[timing]\nCreateVpc = \"soon\"", "soon"),
            ("[limits]\nconnections = 0", "nobody"),
            ("[[accounts]]\nid = \"x\"", "number"),
            ("[[accounts]]\nid = 1\n[[accounts]]\nid = 1", "twice"),
        ] {
            let error = Config::parse(text).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}

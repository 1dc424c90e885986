//! Accounts and access keys.

use clap::{Args, Subcommand};
use http::Method;
use serde_json::{Map, Value};

use super::OperatorError;
use super::ask::{Ask, Column, text};

const ACCOUNTS: &[Column] = &[
    ("ID", "id"),
    ("NAME", "name"),
    ("SITE", "site"),
    ("BALANCE", "balance"),
    ("PROVIDER", "provider"),
    ("OUTBOUND", "outbound_traffic_open"),
    ("RISK CONTROL", "risk_control"),
    ("KEYS", "access_keys"),
    ("CONFIGURED", "configured"),
];

const KEYS: &[Column] = &[
    ("ID", "id"),
    ("ACCOUNT", "account"),
    ("ENABLED", "enabled"),
    ("TEMPORARY", "temporary"),
    ("CONFIGURED", "configured"),
];

/// All accounts.
pub(super) fn list() -> Ask {
    Ask::pages(&["accounts"], ACCOUNTS)
}

/// An account, and what is done to it.
#[derive(Debug, Args)]
pub(super) struct Account {
    /// The account's number
    id: String,
    #[command(subcommand)]
    step: Option<AccountStep>,
}

#[derive(Debug, Subcommand)]
enum AccountStep {
    /// Make it
    Create {
        /// Its fields, such as name=lab balance=10000 quotas.interfaces_per_router=9
        fields: Vec<String>,
    },
    /// Change it
    Set {
        /// The fields to change, such as balance=null provider=manual outbound_traffic.cn-hangzhou=false
        #[arg(required = true)]
        fields: Vec<String>,
    },
    /// Take it away; it must own nothing
    Delete,
}

impl Account {
    pub(super) fn ask(&self) -> Result<Ask, OperatorError> {
        let one = ["accounts", self.id.as_str()];
        Ok(match &self.step {
            None => Ask::get(&one),
            Some(AccountStep::Create { fields }) => {
                let mut body = body(fields)?;
                body.insert("id".to_owned(), Value::from(self.id.as_str()));
                Ask::change(Method::POST, &["accounts"], Some(Value::Object(body)))
            }
            Some(AccountStep::Set { fields }) => {
                Ask::change(Method::PATCH, &one, Some(Value::Object(body(fields)?)))
            }
            Some(AccountStep::Delete) => Ask::change(Method::DELETE, &one, None),
        })
    }
}

/// Fields given as `name=value`. A value that is JSON and no text is that; everything else is text. A dot leads into
/// an object.
fn body(fields: &[String]) -> Result<Map<String, Value>, OperatorError> {
    let mut body = Map::new();
    for field in fields {
        let pair = field.split_once('=').filter(|(name, _)| !name.is_empty());
        let (name, value) = pair.ok_or_else(|| {
            OperatorError::Arguments(format!("fields are given as name=value, not as {field:?}"))
        })?;
        let json = serde_json::from_str::<Value>(value).ok();
        let value = match json {
            // A name of digits only is still a name.
            Some(Value::Number(_)) if name == "name" || name == "site" => Value::from(value),
            Some(json) => json,
            None => Value::from(value),
        };
        match name.split_once('.') {
            None => drop(body.insert(name.to_owned(), value)),
            Some((outer, inner)) => {
                let outer = body.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                let Some(outer) = outer.as_object_mut() else {
                    return Err(OperatorError::Arguments(format!("{name} is given twice")));
                };
                outer.insert(inner.to_owned(), value);
            }
        }
    }
    Ok(body)
}

/// An account's keys, and what is done to them.
#[derive(Debug, Args)]
pub(super) struct Keys {
    /// The account's number
    account: String,
    #[command(subcommand)]
    step: Option<KeyStep>,
}

#[derive(Debug, Subcommand)]
enum KeyStep {
    /// Make one; its secret is shown this once
    Create {
        /// The public half; chosen at random when absent
        #[arg(long)]
        id: Option<String>,
        /// The secret half; chosen at random when absent
        #[arg(long)]
        secret: Option<String>,
        /// For a temporary key: the token that has to come with it
        #[arg(long)]
        security_token: Option<String>,
    },
    /// Let it sign calls again
    Enable {
        /// The key's public half
        key: String,
    },
    /// Refuse the calls that it signs
    Disable {
        /// The key's public half
        key: String,
    },
    /// Take it away
    Delete {
        /// The key's public half
        key: String,
    },
}

impl Keys {
    pub(super) fn ask(&self) -> Ask {
        let all = ["accounts", self.account.as_str(), "keys"];
        let one = |key: &str, method, body| {
            Ask::change(method, &["accounts", self.account.as_str(), "keys", key], body)
        };
        let enabled = |enabled: bool| Some(serde_json::json!({ "enabled": enabled }));
        match &self.step {
            None => Ask::list(&all, KEYS),
            Some(KeyStep::Create { id, secret, security_token }) => Ask::post(
                &all,
                vec![
                    ("id", text(id.as_ref())),
                    ("secret", text(secret.as_ref())),
                    ("security_token", text(security_token.as_ref())),
                ],
            ),
            Some(KeyStep::Enable { key }) => one(key, Method::PATCH, enabled(true)),
            Some(KeyStep::Disable { key }) => one(key, Method::PATCH, enabled(false)),
            Some(KeyStep::Delete { key }) => one(key, Method::DELETE, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_json_where_they_can_be() {
        let given = ["name=7", "balance=null", "quotas.a=9", "quotas.b=null", "risk_control=unpaid", "x=[1]"];
        let body = body(&given.map(ToOwned::to_owned)).unwrap();
        let expected = json!({"name": "7", "balance": null, "quotas": {"a": 9, "b": null},
            "risk_control": "unpaid", "x": [1]});
        assert_eq!(Value::Object(body), expected);
        for wrong in [["name"], ["=7"]] {
            assert!(super::body(&wrong.map(ToOwned::to_owned)).is_err(), "{wrong:?}");
        }
    }
}

//! The configured accounts in the State: new ones are made, changed ones changed, and those that the configuration
//! no longer names are taken away.

use xconnect_engine::{CommitError, Engine, Origin};
use xconnect_model::{AccessKey, Account};
use xconnect_state::steps::account;
use xconnect_state::{Draft, State};

/// Brings the State's configured accounts to what the configuration says.
pub(super) fn accounts(
    engine: &Engine,
    accounts: Vec<Account>,
    keys: Vec<AccessKey>,
) -> Result<(), CommitError<String>> {
    engine.commit_blocking(Origin::service("Configure"), move |state, draft| {
        for account in &accounts {
            put_account(state, draft, account);
        }
        for key in &keys {
            put_key(state, draft, key);
        }
        for stale in state.access_keys.iter().filter(|key| key.configured) {
            if !keys.iter().any(|key| key.id == stale.id) {
                draft.delete(stale.as_ref());
            }
        }
        for stale in state.accounts.iter().filter(|account| account.configured) {
            let named = accounts.iter().any(|account| account.id == stale.id);
            // An account whose resources are still there stays, without keys: they may be connected to others'.
            if !named && account::owned(state, stale.id).is_none() {
                account::delete(state, draft, stale);
            }
        }
        Ok(())
    })
}

fn put_account(state: &State, draft: &mut Draft<'_>, account: &Account) {
    match state.account(account.id) {
        // What an operator has changed stays as he left it.
        Some(present) if present.operated => {}
        Some(present) => {
            // What has been spent stays spent: a balance is configured once, when the account is made.
            let (balance, outbound_traffic) = (present.balance, present.outbound_traffic.clone());
            let next = Account { seq: present.seq, balance, outbound_traffic, ..account.clone() };
            if next != **present {
                draft.put(next);
            }
        }
        None => account::create(draft, account.clone()),
    }
}

fn put_key(state: &State, draft: &mut Draft<'_>, key: &AccessKey) {
    match state.access_key(key.id.as_str()) {
        Some(present) => {
            // A key that an operator has disabled, or enabled, stays so.
            let disabled = if present.operated { present.disabled } else { key.disabled };
            let next = AccessKey { seq: present.seq, operated: present.operated, disabled, ..key.clone() };
            if next != **present {
                draft.put(next);
            }
        }
        None => {
            let seq = draft.seq();
            draft.put(AccessKey { seq, ..key.clone() });
        }
    }
}

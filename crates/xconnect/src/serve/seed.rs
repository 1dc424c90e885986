//! The configured accounts in the State: new ones are made, changed ones changed, and those that the configuration
//! no longer names are taken away.

use xconnect_engine::{CommitError, Engine, Origin};
use xconnect_model::{AccessKey, Account, AccountId, ResourceGroup};
use xconnect_state::{Draft, State, rows};

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
            if !accounts.iter().any(|account| account.id == stale.id) && !owns_anything(state, stale.id) {
                draft.delete(stale.as_ref());
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
        None => {
            let seq = draft.seq();
            draft.put(Account { seq, ..account.clone() });
            put_resource_groups(draft, account.id);
        }
    }
}

/// Every account has the group of resources that name none, and one to move them to.
fn put_resource_groups(draft: &mut Draft<'_>, account: AccountId) {
    for (name, display_name, is_default) in
        [("default", "default resource group", true), ("network", "network", false)]
    {
        let group = ResourceGroup {
            seq: draft.seq(),
            id: draft.id("acf"),
            account,
            name: name.into(),
            display_name: display_name.into(),
            is_default,
            created_at: draft.now(),
        };
        draft.put(group);
    }
}

fn put_key(state: &State, draft: &mut Draft<'_>, key: &AccessKey) {
    match state.access_key(key.id.as_str()) {
        Some(present) => {
            let next = AccessKey { seq: present.seq, ..key.clone() };
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

/// An account whose resources are still there stays, without keys: its interfaces may be connected to others'.
fn owns_anything(state: &State, account: AccountId) -> bool {
    state.vpcs.iter().any(|vpc| vpc.account == account)
        || state.router_interfaces.iter().any(|interface| interface.account == account)
        || state.physical_connections.iter().any(|line| line.account == account)
        || state.cens.iter().any(|cen| cen.account == account)
        || state.virtual_border_routers.iter().any(|vbr| vbr.account == account)
        || state.orders.count(rows::order::of_account(account)) > 0
}

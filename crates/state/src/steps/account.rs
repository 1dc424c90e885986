//! Accounts: what a new one begins with, and what keeps an old one.

use xconnect_model::{Account, AccountId, ResourceGroup};

use crate::draft::Draft;
use crate::rows;
use crate::state::State;

/// Makes an account, with the group of the resources that name none, and one to move them to.
pub fn create(draft: &mut Draft<'_>, account: Account) {
    let id = account.id;
    let seq = draft.seq();
    draft.put(Account { seq, ..account });
    for (name, display_name, is_default) in
        [("default", "default resource group", true), ("network", "network", false)]
    {
        let group = ResourceGroup {
            seq: draft.seq(),
            id: draft.id("acf"),
            account: id,
            name: name.into(),
            display_name: display_name.into(),
            is_default,
            created_at: draft.now(),
        };
        draft.put(group);
    }
}

/// Something that an account owns and that keeps it here, by the name of its kind. Keys, resource groups, and tokens
/// do not: they go with the account.
pub fn owned(state: &State, account: AccountId) -> Option<&'static str> {
    let is = |owner: AccountId| owner == account;
    if state.vpcs.iter().any(|vpc| is(vpc.account)) {
        Some("a VPC")
    } else if state.router_interfaces.iter().any(|interface| is(interface.account)) {
        Some("a router interface")
    } else if state.physical_connections.iter().any(|line| is(line.account)) {
        Some("a physical connection")
    } else if state.virtual_border_routers.iter().any(|vbr| is(vbr.account)) {
        Some("a virtual border router")
    } else if state.vbr_has.iter().any(|group| is(group.account)) {
        Some("a failover group")
    } else if state.cens.count(rows::cen::of_account(account)) > 0 {
        Some("a CEN instance")
    } else if state.next_hop_targets.iter().any(|target| is(target.account)) {
        Some("a next-hop target")
    } else if state.orders.count(rows::order::of_account(account)) > 0 {
        Some("an order")
    } else {
        None
    }
}

/// Takes an account away that owns nothing, with its keys, resource groups, and tokens.
pub fn delete(state: &State, draft: &mut Draft<'_>, account: &Account) {
    for key in state.access_keys.find(rows::account::access_keys_of(account.id)) {
        draft.delete(key.as_ref());
    }
    for group in state.resource_groups.find(rows::resource_group::of_account(account.id)) {
        draft.delete(group.as_ref());
    }
    for token in state.tokens.iter().filter(|token| token.account == account.id) {
        draft.delete(token.as_ref());
    }
    draft.delete(account);
}

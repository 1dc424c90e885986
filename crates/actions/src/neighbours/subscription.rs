//! Subscriptions as the billing product sees them: router interfaces that are paid in advance.

use std::sync::Arc;

use xconnect_model::router_interface::Charge;
use xconnect_model::{AccountId, OrderId, RouterInterface, Time};
use xconnect_state::State;

/// What the billing product calls router interfaces; the second is its name on the international site.
pub(super) const PRODUCTS: [&str; 2] = ["ri", "ri_pre_intl"];

/// An interface with what its charge says.
#[derive(Clone, Copy)]
pub(super) struct Subscription<'s> {
    pub(super) interface: &'s Arc<RouterInterface>,
    pub(super) order: OrderId,
    /// Absent until the order is paid.
    pub(super) end_at: Option<Time>,
    pub(super) auto_renew: bool,
}

/// The account's subscription for the interface with this id.
pub(super) fn own<'s>(state: &'s State, account: AccountId, interface: &str) -> Option<Subscription<'s>> {
    let interface = state.router_interface(interface).filter(|found| found.account == account)?;
    match interface.charge {
        Charge::PrePaid { order, end_at, auto_renew, .. } => {
            Some(Subscription { interface, order, end_at, auto_renew })
        }
        Charge::PostPaid => None,
    }
}

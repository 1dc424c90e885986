//! What a customer's router does: it announces prefixes, withdraws them, goes on and off. Everything else about it
//! stays, its key included, which nobody has to know again for that.

use axum::Json;
use serde::Deserialize;
use utoipa::ToSchema;
use xconnect_model::CustomerRouter;
use xconnect_state::{Draft, State as Records};

use super::customers::{MAX_PREFIXES, RouterView, prefixes};
use crate::App;
use crate::body::Nothing;
use crate::error::{ChangeProblems, Problem};
use crate::request::Asker;
use crate::step::steps;

/// Which prefixes are meant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Prefixes {
    /// Host bits are cleared; a bare address is a prefix of its own. At most 1,000.
    prefixes: Vec<String>,
}

/// A change of a customer's router.
enum Change {
    Announce(Vec<String>),
    Withdraw(Vec<String>),
    Power(bool),
}

steps! {
    steps_of_customers; tag: "bgp", id: "The router's name", answer: RouterView, problems: ChangeProblems, call: change_customer;

    /// Announces more prefixes, after those that the router announces already.
    announce_prefixes "/v1/customer-routers/{id}/announce" "AnnouncePrefixes" |body: Prefixes| Change::Announce(body.prefixes);

    /// Withdraws prefixes; those that the router does not announce do not matter.
    withdraw_prefixes "/v1/customer-routers/{id}/withdraw" "WithdrawPrefixes" |body: Prefixes| Change::Withdraw(body.prefixes);

    /// Switches the router on.
    switch_customer_router_on "/v1/customer-routers/{id}/on" "SwitchCustomerRouterOn" |_body: Nothing| Change::Power(true);

    /// Switches the router off: nothing behind it is reached, and its sessions find it silent.
    switch_customer_router_off "/v1/customer-routers/{id}/off" "SwitchCustomerRouterOff" |_body: Nothing| Change::Power(false);
}

impl App {
    /// Changes a customer's router in one commit, and says what has become of it.
    async fn change_customer(
        &self,
        asker: &Asker,
        action: &'static str,
        id: String,
        change: Change,
    ) -> Result<Json<RouterView>, Problem> {
        let work = move |state: &Records, draft: &mut Draft<'_>| {
            let router = state.customer_router(&id).ok_or_else(|| Problem::no("customer's router", &id))?;
            let next = changed(router, &change)?;
            let view = RouterView::of(&next);
            if next != **router {
                draft.put(next);
            }
            Ok(view)
        };
        self.commit(asker, action, work).await.map(Json)
    }
}

fn changed(router: &CustomerRouter, change: &Change) -> Result<CustomerRouter, Problem> {
    let mut next = router.clone();
    match change {
        Change::Announce(texts) => {
            for prefix in prefixes("prefixes", texts)? {
                if !next.announces.contains(&prefix) {
                    next.announces.push(prefix);
                }
            }
            if next.announces.len() > MAX_PREFIXES {
                return Err(Problem::unfit(format!("a router announces at most {MAX_PREFIXES} prefixes")));
            }
        }
        Change::Withdraw(texts) => {
            let gone = prefixes("prefixes", texts)?;
            next.announces.retain(|prefix| !gone.contains(prefix));
        }
        Change::Power(on) => next.on = *on,
    }
    Ok(next)
}

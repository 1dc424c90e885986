//! Locks, faults, and subscriptions of lines.

use xconnect_model::PhysicalConnection;
use xconnect_model::router_interface::BusinessStatus;
use xconnect_state::steps::{StepError, billing};
use xconnect_state::{Draft, State};

use super::view::LineDetail;
use crate::body::{Lock, Nothing, Renew};
use crate::error::{ChangeProblems, PayProblems};
use crate::step::steps;

/// The group's routes.
pub(super) fn routes() -> utoipa_axum::router::OpenApiRouter<std::sync::Arc<crate::App>> {
    free().merge(paid())
}

steps! {
    free; tag: "lines", id: "The line's id", answer: LineDetail, problems: ChangeProblems, call: change;

    /// Locks a line: because of bills, or by risk control.
    lock_line "/v1/lines/{id}/lock" "LockLine" |body: Lock| locked(body.kind.status());

    /// Takes the lock of a line away.
    unlock_line "/v1/lines/{id}/unlock" "UnlockLine" |_body: Nothing| locked(BusinessStatus::Normal);

    /// Cuts a line: it carries nothing until it is mended.
    cut_line "/v1/lines/{id}/cut" "CutLine" |_body: Nothing| cut(true);

    /// Mends a line that has been cut.
    mend_line "/v1/lines/{id}/mend" "MendLine" |_body: Nothing| cut(false);

    /// Ends what has been paid for on a line, and locks it because of bills.
    expire_line "/v1/lines/{id}/expire" "ExpireLine"
        |_body: Nothing| |_: &State, draft: &mut Draft<'_>, line: &PhysicalConnection| {
            billing::expire_line(draft, line)
        };
}

steps! {
    paid; tag: "lines", id: "The line's id", answer: LineDetail, problems: PayProblems, call: change;

    /// Renews what has been paid for on a line, from its end on, with an order that is paid at once.
    renew_line "/v1/lines/{id}/renew" "RenewLine"
        |body: Renew| move |state: &State, draft: &mut Draft<'_>, line: &PhysicalConnection| {
            billing::renew_line(state, draft, line, body.term(), body.amount())
        };
}

/// A change of a line that does not depend on where it is in its life.
trait Edit: FnMut(&State, &mut Draft<'_>, &PhysicalConnection) -> Result<(), StepError> + Send {}
impl<F: FnMut(&State, &mut Draft<'_>, &PhysicalConnection) -> Result<(), StepError> + Send> Edit for F {}

fn locked(business_status: BusinessStatus) -> impl Edit + 'static {
    edit(move |line| PhysicalConnection { business_status, ..line })
}

fn cut(cut: bool) -> impl Edit + 'static {
    edit(move |line| PhysicalConnection { cut, ..line })
}

/// Stages a change where it changes anything.
fn edit(change: impl Fn(PhysicalConnection) -> PhysicalConnection + Send + 'static) -> impl Edit + 'static {
    move |_: &State, draft: &mut Draft<'_>, line: &PhysicalConnection| {
        let next = change(line.clone());
        if next != *line {
            draft.put(next);
        }
        Ok(())
    }
}

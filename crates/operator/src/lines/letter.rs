//! Letters of authorisation: what the provider does about them.

use serde::Deserialize;
use utoipa::ToSchema;
use xconnect_state::steps::line::LineStep;

use super::view::LineDetail;
use crate::body::{Nothing, Reason, optional};
use crate::error::ChangeProblems;
use crate::step::steps;

/// What is written into the letter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Issue {
    /// The construction company; the contractor of the application when absent.
    company: Option<String>,
}

steps! {
    routes; tag: "lines", id: "The line's id", answer: LineDetail, problems: ChangeProblems, call: step;

    /// Approves the application for a letter of authorisation.
    accept_loa "/v1/lines/{id}/loa/accept" "AcceptLoa" |_body: Nothing| LineStep::AcceptLoa;

    /// Refuses the application for a letter of authorisation.
    reject_loa "/v1/lines/{id}/loa/reject" "RejectLoa" |body: Reason| LineStep::RejectLoa(body.text()?);

    /// Issues a letter of authorisation: from now on it can be downloaded.
    issue_loa "/v1/lines/{id}/loa/issue" "IssueLoa"
        |body: Issue| LineStep::IssueLoa(optional("company", body.company)?);

    /// Accepts the construction that the letter covers as complete.
    complete_loa "/v1/lines/{id}/loa/complete" "CompleteLoa" |_body: Nothing| LineStep::CompleteLoa;

    /// Takes a letter of authorisation back.
    delete_loa "/v1/lines/{id}/loa/delete" "DeleteLoa" |_body: Nothing| LineStep::DeleteLoa;
}

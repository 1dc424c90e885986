//! What the provider and the carrier do on a line's way from application to service.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::physical_connection::{Event, Status};
use xconnect_model::{PhysicalConnection, Text};
use xconnect_state::steps::StepError;
use xconnect_state::steps::line::{LineStep, PortChoice, apply};
use xconnect_state::{Draft, State as Records, rows};

use super::view::LineDetail;
use crate::App;
use crate::body::{Nothing, Reason, optional};
use crate::error::{ChangeProblems, Problem};
use crate::request::{Asker, Body, Path};
use crate::step::steps;

/// The port for a line: this one, the first that is free on this device, or the first that is free at all.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Allocation {
    /// The device's name at the access point.
    device: Option<String>,
    /// The port's number on that device, from 1.
    port: Option<u32>,
}

/// What the carrier reports.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Construction {
    /// The carrier's code of the line; as it was when absent.
    circuit_code: Option<String>,
}

/// The group's routes.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    plain().routes(routes!(allocate_line))
}

steps! {
    plain; tag: "lines", id: "The line's id", answer: LineDetail, problems: ChangeProblems, call: step;

    /// Approves the application for a line.
    approve_line "/v1/lines/{id}/approve" "ApproveLine" |_body: Nothing| LineStep::Approve;

    /// Refuses the application for a line. Its owner can change it, which files it again.
    reject_line "/v1/lines/{id}/reject" "RejectLine" |body: Reason| LineStep::Reject(body.text()?);

    /// Begins to look for a port.
    start_allocation "/v1/lines/{id}/start-allocation" "StartAllocation"
        |_body: Nothing| LineStep::StartAllocation;

    /// Says that there is no port for a line.
    fail_allocation "/v1/lines/{id}/fail-allocation" "FailAllocation"
        |body: Reason| LineStep::FailAllocation(body.text()?);

    /// Says that the carrier has built a line.
    complete_construction "/v1/lines/{id}/complete-construction" "CompleteConstruction"
        |body: Construction| LineStep::Construct(optional("circuit_code", body.circuit_code)?);

    /// Accepts a line on its owner's behalf.
    confirm_line "/v1/lines/{id}/confirm" "ConfirmLine" |_body: Nothing| LineStep::Confirm;
}

/// Assigns a port to a line whose application is approved. When none is free, the allocation has failed.
#[utoipa::path(
    post,
    path = "/v1/lines/{id}/allocate",
    tag = "lines",
    params(("id" = String, Path, description = "The line's id")),
    request_body = Allocation,
    responses((status = 200, description = "What has become of it", body = LineDetail), ChangeProblems)
)]
async fn allocate_line(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
    Body(body): Body<Allocation>,
) -> Result<Json<LineDetail>, Problem> {
    if body.port.is_some() && body.device.is_none() {
        return Err(Problem::unfit("a port is one of a device: name that, too"));
    }
    let (device, number) = (optional("device", body.device)?, body.port);
    app.change(&asker, "operator:AllocateLine", id, move |state, draft, line| {
        allocate(state, draft, line, &device, number)
    })
    .await
}

fn allocate(
    state: &Records,
    draft: &mut Draft<'_>,
    line: &PhysicalConnection,
    device: &Text,
    number: Option<u32>,
) -> Result<(), StepError> {
    let begun = match line.status {
        Status::Approved => line.after(Event::StartAllocation, draft.now()),
        _ => None,
    };
    let line = begun.as_ref().unwrap_or(line);
    let choice = match number {
        _ if device.is_empty() => None,
        Some(number) => Some(PortChoice { device: device.clone(), number }),
        None => Some(first_free(state, line, device)?),
    };
    apply(state, draft, line, &LineStep::Allocate(choice))
}

/// The first port of a device that no line holds.
fn first_free(state: &Records, line: &PhysicalConnection, name: &Text) -> Result<PortChoice, StepError> {
    let point = state.access_point(line.access_point.as_str());
    let device = point.as_ref().and_then(|point| point.devices.iter().find(|device| device.name == name));
    let Some(device) = device else {
        return Err(StepError::Unfit(format!("{} has no device {name}", line.access_point)));
    };
    let is_free = |number: &u32| {
        let port = rows::physical_connection::port(&line.access_point, name, *number);
        state.physical_connections.count(port) == 0
    };
    match (1..=device.ports).find(is_free) {
        Some(number) => Ok(PortChoice { device: name.clone(), number }),
        None => Err(StepError::Unfit(format!("no port is free on {name}"))),
    }
}

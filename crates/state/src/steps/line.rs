//! What happens to a line without its owner: the provider's steps, and what the service finishes.
//!
//! [`pending`] says what a line has before it, [`apply`] takes a step. Whether a step is taken by an operator or by
//! the service itself makes no difference to what it does.

use xconnect_model::order::OrderStatus;
use xconnect_model::physical_connection::{Event, Loa, LoaEvent, LoaStatus, Port, Shared, Status, Work};
use xconnect_model::{PhysicalConnection, Text, Time, VirtualBorderRouter, VirtualBorderRouterId};

use super::StepError;
use crate::draft::Draft;
use crate::rows;
use crate::state::State;

/// A step in a line's life that its owner does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineStep {
    /// The application is approved.
    Approve,
    /// The application is refused, for this reason.
    Reject(Text),
    /// A port is being looked for.
    StartAllocation,
    /// A port is assigned: this one, or the first that is free.
    Allocate(Option<PortChoice>),
    /// No port can be assigned, for this reason.
    FailAllocation(Text),
    /// The carrier has built the line, under this circuit code (blank: as it was).
    Construct(Text),
    /// The line is accepted on its owner's behalf.
    Confirm,
    /// The letter of authorisation is approved.
    AcceptLoa,
    /// The letter of authorisation is refused, for this reason.
    RejectLoa(Text),
    /// The letter of authorisation is issued, to this construction company (blank: the contractor).
    IssueLoa(Text),
    /// The construction that the letter covers is accepted as complete.
    CompleteLoa,
    /// The letter of authorisation is taken back.
    DeleteLoa,
    /// The opening has finished.
    Enabled,
    /// The shutting down has finished.
    Terminated,
    /// The shared line is back.
    Recovered,
    /// The renewal takes effect.
    Renew,
    /// The deleted shared line leaves the list.
    Forget,
}

/// A port that an operator has chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortChoice {
    /// The device's name at the access point.
    pub device: Text,
    /// The port's number on it, from 1.
    pub number: u32,
}

impl LineStep {
    /// What it is called, in messages and in the audit trail.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Approve => "Approve",
            Self::Reject(_) => "Reject",
            Self::StartAllocation => "StartAllocation",
            Self::Allocate(_) => "Allocate",
            Self::FailAllocation(_) => "FailAllocation",
            Self::Construct(_) => "Construct",
            Self::Confirm => "Confirm",
            Self::AcceptLoa => "AcceptLoa",
            Self::RejectLoa(_) => "RejectLoa",
            Self::IssueLoa(_) => "IssueLoa",
            Self::CompleteLoa => "CompleteLoa",
            Self::DeleteLoa => "DeleteLoa",
            Self::Enabled => "Enabled",
            Self::Terminated => "Terminated",
            Self::Recovered => "Recovered",
            Self::Renew => "Renew",
            Self::Forget => "Forget",
        }
    }
}

/// A step that a line has before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Which.
    pub step: LineStep,
    /// Since when it could be taken.
    pub since: Time,
    /// Who takes it.
    pub by: By,
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The provider: an operator, or the service in his place.
    Provider,
    /// The service, when the step's time is over.
    Service,
    /// The clock, at this time.
    Clock(Time),
}

/// What a line has before it, in no particular order.
pub fn pending(state: &State, line: &PhysicalConnection) -> Vec<Pending> {
    let mut all = Vec::new();
    let mut add = |step, since, by| all.push(Pending { step, since, by });
    if !line.exists() {
        add(LineStep::Forget, line.since, By::Service);
        return all;
    }
    match (line.status, line.work) {
        (Status::Initial, _) if !waits_for_payment(state, line) => {
            add(LineStep::Approve, line.since, By::Provider);
        }
        (Status::Approved, _) => add(LineStep::StartAllocation, line.since, By::Provider),
        (Status::Allocating, _) => add(LineStep::Allocate(None), line.since, By::Provider),
        (Status::Allocated, _) if line.shared.is_none() && line.constructed_at.is_none() => {
            add(LineStep::Construct(Text::default()), line.since, By::Provider);
        }
        (Status::Confirmed, Some(Work::Enabling(since))) => add(LineStep::Enabled, since, By::Service),
        (Status::Terminating, _) => add(LineStep::Terminated, line.since, By::Service),
        (Status::Terminated, Some(Work::Recovering(since))) => add(LineStep::Recovered, since, By::Service),
        _ => {}
    }
    if let Some(loa) = &line.loa {
        match loa.status {
            LoaStatus::Applying => add(LineStep::AcceptLoa, loa.since, By::Provider),
            LoaStatus::Accept => add(LineStep::IssueLoa(Text::default()), loa.since, By::Provider),
            LoaStatus::Completing => add(LineStep::CompleteLoa, loa.since, By::Provider),
            LoaStatus::Available | LoaStatus::Rejected | LoaStatus::Complete | LoaStatus::Deleted => {}
        }
    }
    if let Some(renewal) = &line.renewal {
        add(LineStep::Renew, renewal.active_at, By::Clock(renewal.active_at));
    }
    all
}

/// Whether the fee for the line's installation is still to be paid: until then nobody looks at the application.
pub fn waits_for_payment(state: &State, line: &PhysicalConnection) -> bool {
    let order = line.setup_order.and_then(|order| state.order(order));
    order.is_some_and(|order| order.status != OrderStatus::Paid)
}

/// Takes a step.
pub fn apply(
    state: &State,
    draft: &mut Draft<'_>,
    line: &PhysicalConnection,
    step: &LineStep,
) -> Result<(), StepError> {
    if *step == LineStep::Forget {
        if line.exists() {
            return Err(wrong_state(line, step));
        }
        draft.delete(line);
        return Ok(());
    }
    let next = after(state, line, step, draft.now())?;
    draft.put(next);
    Ok(())
}

fn after(
    state: &State,
    line: &PhysicalConnection,
    step: &LineStep,
    now: Time,
) -> Result<PhysicalConnection, StepError> {
    let wrong = || wrong_state(line, step);
    let moved = |event| line.after(event, now).filter(|_| line.exists()).ok_or_else(wrong);
    Ok(match step {
        LineStep::Approve if waits_for_payment(state, line) => {
            return Err(StepError::Unfit(format!("the installation fee of {} is not paid", line.id)));
        }
        LineStep::Approve => moved(Event::Approve)?,
        LineStep::Reject(reason) => PhysicalConnection { reason: reason.clone(), ..moved(Event::Reject)? },
        LineStep::StartAllocation => moved(Event::StartAllocation)?,
        LineStep::Allocate(None) => match free_port(state, line) {
            Ok(port) => PhysicalConnection { port: Some(port), ..moved(Event::Allocated)? },
            Err(reason) => PhysicalConnection { reason, ..moved(Event::AllocationFailed)? },
        },
        LineStep::Allocate(Some(choice)) => {
            let moved = moved(Event::Allocated)?;
            PhysicalConnection { port: Some(chosen_port(state, line, choice)?), ..moved }
        }
        LineStep::FailAllocation(reason) => {
            PhysicalConnection { reason: reason.clone(), ..moved(Event::AllocationFailed)? }
        }
        LineStep::Construct(circuit_code) => {
            if line.status != Status::Allocated || line.shared.is_some() || line.constructed_at.is_some() {
                return Err(wrong());
            }
            let mut built = PhysicalConnection { constructed_at: Some(now), ..line.clone() };
            if !circuit_code.is_empty() {
                built.circuit_code = circuit_code.clone();
            }
            built
        }
        LineStep::Confirm if line.shared.is_some() => return Err(wrong()),
        LineStep::Confirm => moved(Event::Confirm)?,
        LineStep::AcceptLoa => with_letter(line, LoaEvent::Accept, now, |_| {}).ok_or_else(wrong)?,
        LineStep::RejectLoa(reason) => {
            with_letter(line, LoaEvent::Reject, now, |loa| loa.reason = reason.clone()).ok_or_else(wrong)?
        }
        LineStep::IssueLoa(company) => with_letter(line, LoaEvent::Issue, now, |loa| {
            let given = if company.is_empty() { &loa.contractor } else { company };
            loa.company_localized = given.clone();
            loa.issued_at = Some(now);
        })
        .ok_or_else(wrong)?,
        LineStep::CompleteLoa => with_letter(line, LoaEvent::Completed, now, |_| {}).ok_or_else(wrong)?,
        LineStep::DeleteLoa => with_letter(line, LoaEvent::Delete, now, |_| {}).ok_or_else(wrong)?,
        LineStep::Enabled if !matches!(line.work, Some(Work::Enabling(_))) => return Err(wrong()),
        LineStep::Enabled => moved(Event::Enabled)?,
        LineStep::Terminated => moved(Event::Terminated)?,
        LineStep::Recovered if !matches!(line.work, Some(Work::Recovering(_))) => return Err(wrong()),
        LineStep::Recovered => moved(Event::Recovered)?,
        LineStep::Renew => {
            let renewal = line.renewal.ok_or_else(wrong)?;
            let end_at = Some(renewal.active_at.after_months(renewal.term.months));
            PhysicalConnection { end_at, renewal: None, ..line.clone() }
        }
        LineStep::Forget => return Err(wrong()),
    })
}

/// The line with its letter moved on; `None` when there is none, or it is not there yet.
fn with_letter(
    line: &PhysicalConnection,
    event: LoaEvent,
    now: Time,
    edit: impl FnOnce(&mut Loa),
) -> Option<PhysicalConnection> {
    let mut next = line.clone();
    let loa = next.loa.as_mut()?;
    loa.status = loa.status.on(event)?;
    loa.since = now;
    edit(loa);
    Some(next)
}

/// Stages that no shared line waits for a border router any more, or remembers having been made from it: it is gone.
pub fn forget_router(state: &State, draft: &mut Draft<'_>, router: &VirtualBorderRouter) {
    let own = state.physical_connection(router.line.as_str());
    let beside = state.physical_connections.find(rows::physical_connection::on_line(router.line.as_str()));
    for line in own.into_iter().chain(beside) {
        if let Some(shared) = line.shared.as_ref().filter(|shared| shared.from_vbr == router.id) {
            let shared = Some(Shared { from_vbr: VirtualBorderRouterId::default(), ..shared.clone() });
            draft.put(PhysicalConnection { shared, ..PhysicalConnection::clone(line) });
        }
    }
}

/// A port for a line: the first that is free, on another device than that of the line it is to be independent of.
fn free_port(state: &State, line: &PhysicalConnection) -> Result<Port, Text> {
    let point = state.access_point(line.access_point.as_str()).ok_or("the access point is gone")?;
    let redundant = state.physical_connection(line.redundant.as_str());
    let avoided = redundant
        .filter(|other| other.access_point == line.access_point)
        .and_then(|other| other.port.as_ref())
        .map(|port| &port.device);
    for device in point.devices.iter().filter(|device| Some(&device.name) != avoided) {
        let free = (1..=device.ports).find(|number| !is_held(state, line, &device.name, *number));
        if let Some(number) = free {
            return Ok(Port { device: device.name.clone(), number, location: device.location.clone() });
        }
    }
    Err(match avoided {
        Some(device) => format!("no port is free on another device than {device}").into(),
        None => "no port is free".into(),
    })
}

fn chosen_port(state: &State, line: &PhysicalConnection, choice: &PortChoice) -> Result<Port, StepError> {
    let unfit = |text: String| Err(StepError::Unfit(text));
    let Some(point) = state.access_point(line.access_point.as_str()) else {
        return unfit(format!("access point {} is gone", line.access_point));
    };
    let Some(device) = point.devices.iter().find(|device| device.name == choice.device) else {
        return unfit(format!("{} has no device {}", point.id, choice.device));
    };
    if !(1..=device.ports).contains(&choice.number) {
        return unfit(format!("{} has ports 1 to {}", device.name, device.ports));
    }
    if is_held(state, line, &device.name, choice.number) {
        return unfit(format!("port {} of {} is taken", choice.number, device.name));
    }
    Ok(Port { device: device.name.clone(), number: choice.number, location: device.location.clone() })
}

fn is_held(state: &State, line: &PhysicalConnection, device: &str, number: u32) -> bool {
    state.physical_connections.count(rows::physical_connection::port(&line.access_point, device, number)) > 0
}

fn wrong_state(line: &PhysicalConnection, step: &LineStep) -> StepError {
    let letter = line.loa.as_ref().map_or(String::new(), |loa| format!(" (LOA {})", loa.status.as_str()));
    StepError::WrongState {
        what: format!("line {}", line.id),
        status: format!("{}{letter}", line.status.as_str()),
        step: step.name(),
    }
}

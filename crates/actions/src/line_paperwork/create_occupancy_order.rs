//! CreatePhysicalConnectionOccupancyOrder: the order for the occupancy of a line's resources.

use serde::Serialize;
use xconnect_model::order::{OrderKind, OrderStatus, Term};
use xconnect_model::physical_connection::{LoaStatus, Status};
use xconnect_model::{Order, PhysicalConnection, Text};
use xconnect_state::{Draft, State, rows};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::payment;
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::physical_connection::common::{LINE_NOT_FOUND, REGION_NOT_FOUND, check_security_lock};
use crate::request;

/// Orders the occupancy of a line's resources for a term. A confirmed line is opened by the payment.
pub struct CreatePhysicalConnectionOccupancyOrder;

request! {
    /// Parameters of CreatePhysicalConnectionOccupancyOrder.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The line: one of the caller's, or a shared line that the caller pays for.
        line: Text = required "PhysicalConnectionId",
        /// 1 to 9 with PricingCycle Month, 1 to 5 with Year; 1 by default.
        period: u32 = optional "Period",
        /// PrePaid, the only type there is.
        charge_type: Text = optional "InstanceChargeType",
        /// Pay at once; false by default. An order that the balance does not cover can only be voided.
        auto_pay: bool = optional "AutoPay",
        /// Month (default) or Year.
        pricing_cycle: Text = optional "PricingCycle",
        /// Accepted for official clients; what has been paid for ends at EndTime all the same.
        auto_renew: bool = optional "AutoRenew",
        /// Accepted as AutoRenew is.
        auto_renew_duration: u32 = optional "AutoRenewDuration",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    data: Data,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Data {
    order_id: String,
}

impl WriteAction for CreatePhysicalConnectionOccupancyOrder {
    const DECLARATION: Declaration = Declaration {
        name: "CreatePhysicalConnectionOccupancyOrder",
        api: Api::Vpc,
        summary: "Orders the occupancy of a line's resources for a term.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[
            &NOT_WAITING_FOR_PAYMENT,
            &NOT_THE_PAYER,
            &ORDERED_ALREADY,
            &INSTANCE_NOT_EXIST,
            &LINE_NOT_FOUND,
            &REGION_NOT_FOUND,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let term = term(request)?;
        // A shared line that was deleted stays in the lists of both sides for a while.
        let line = context.state.physical_connections.first(rows::physical_connection::id(&request.line));
        let line = line.filter(|line| line.region == region.id && is_seen(&context, line));
        let line = line.ok_or(&LINE_NOT_FOUND)?;
        if !line.exists() {
            return Err(ApiError::new(&INSTANCE_NOT_EXIST));
        }
        check_security_lock(line)?;
        if line.payer() != context.caller.account {
            return Err(ApiError::new(&NOT_THE_PAYER));
        }
        if !waits_for_payment(line) {
            return Err(ApiError::new(&NOT_WAITING_FOR_PAYMENT));
        }
        if is_ordered(context.state, line) {
            return Err(ApiError::new(&ORDERED_ALREADY));
        }
        let price = context.settings.fen_per_mbps_month.saturating_mul(i64::from(line.bandwidth_mbps));
        let order = Order {
            seq: draft.seq(),
            id: draft.order_id(),
            account: context.caller.account,
            kind: OrderKind::Occupancy,
            line: line.id.clone(),
            amount: price.saturating_mul(i64::from(term.months)),
            term,
            created_at: context.now,
            ..Order::default()
        };
        let order_id = order.id.0.to_string();
        let line = PhysicalConnection::clone(line);
        payment::stage(&context, order, line, request.auto_pay.unwrap_or(false), draft);
        Ok(Response { data: Data { order_id } })
    }
}

fn term(request: &Request) -> Result<Term, ApiError> {
    if request.charge_type.as_deref().is_some_and(|kind| kind != "PrePaid") {
        return Err(invalid_parameter("InstanceChargeType"));
    }
    let (months, most) = match request.pricing_cycle.as_deref() {
        None | Some("Month") => (1, 9),
        Some("Year") => (12, 5),
        Some(_) => return Err(invalid_parameter("PricingCycle")),
    };
    let period = request.period.unwrap_or(1);
    if !(1..=most).contains(&period) {
        return Err(invalid_parameter("Period"));
    }
    Ok(Term { months: period * months })
}

/// Whether the caller has to do with a line: owns it, or the line below.
fn is_seen(context: &Context<'_>, line: &PhysicalConnection) -> bool {
    let caller = context.caller.account;
    line.account == caller || line.shared.as_ref().is_some_and(|shared| shared.parent_account == caller)
}

/// Whether a line has come so far that its occupancy is to be paid, and is not paid for yet.
fn waits_for_payment(line: &PhysicalConnection) -> bool {
    let not_open = matches!(line.status, Status::Allocated | Status::Confirmed);
    let built = match &line.loa {
        None => not_open,
        // One that was taken back covers nothing any more.
        Some(loa) if loa.status == LoaStatus::Deleted => not_open,
        Some(loa) => loa.status == LoaStatus::Complete && (not_open || line.status == Status::Enabled),
    };
    built && line.end_at.is_none()
}

fn is_ordered(state: &State, line: &PhysicalConnection) -> bool {
    state
        .orders
        .find(rows::order::of_line(line.id.as_str()))
        .any(|order| order.kind == OrderKind::Occupancy && order.status == OrderStatus::Unpaid)
}

static NOT_WAITING_FOR_PAYMENT: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The line does not wait for payment: it is not built yet, or its occupancy has been paid.",
);
static NOT_THE_PAYER: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The shared line is paid by the other one of partner and tenant.",
);
static ORDERED_ALREADY: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The line has an order that is not paid yet.",
);
static INSTANCE_NOT_EXIST: ErrorSpec = ErrorSpec::new(
    400,
    "Abs.InstanceNotExist",
    "The specified instance does not exist.",
    "The shared line has been deleted: for seven days it is still listed, and there is nothing left to pay for.",
);

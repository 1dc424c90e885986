//! UpdateVirtualPhysicalConnection: another VLAN, and another size once it is paid.

use serde::Serialize;
use xconnect_model::order::{OrderKind, OrderStatus, Term};
use xconnect_model::physical_connection::{Shared, SharedSpec, Status};
use xconnect_model::{Order, PhysicalConnection, Text, Time};
use xconnect_state::steps::billing;
use xconnect_state::{Draft, rows};
use xconnect_wire::public::INTERNAL_ERROR;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::{
    BANDWIDTH_NOT_ENOUGH, ILLEGAL_BANDWIDTH, LINE_NOT_FOUND, VLAN_0_HAS_ALL, VLAN_0_NEEDS_ALL,
    VLAN_MALFORMED, VLAN_USED,
};
use super::vlan::{self, VlanText};
use crate::declare::{Api, Context, Declaration, WriteAction, filled};
use crate::physical_connection::common::{REGION_NOT_FOUND, check_security_lock};
use crate::request;

/// Changes a shared line on a line of the caller: the VLAN at once, the size when its order is paid.
pub struct UpdateVirtualPhysicalConnection;

request! {
    /// Parameters of UpdateVirtualPhysicalConnection.
    pub struct Request {
        /// Region of the shared line.
        region: Text = required "RegionId",
        /// The shared line; the line below has to be the caller's.
        line: Text = required "InstanceId",
        /// The VLAN on the line below, 0 to 2999; the present one leaves it as it is.
        vlan: VlanText = required "VlanId",
        /// The size to change to, which has to be paid; the present one takes back what was asked for before.
        expect_spec: Text = optional "ExpectSpec",
        /// Only check.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    success: &'static str,
}

impl WriteAction for UpdateVirtualPhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "UpdateVirtualPhysicalConnection",
        api: Api::Vpc,
        summary: "Changes the VLAN and the expected size of a shared line.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[
            &LINE_NOT_FOUND,
            &VLAN_MALFORMED,
            &VLAN_USED,
            &VLAN_0_NEEDS_ALL,
            &VLAN_0_HAS_ALL,
            &ILLEGAL_BANDWIDTH,
            &BANDWIDTH_NOT_ENOUGH,
            &REGION_NOT_FOUND,
            &ENDED,
        ],
        missing: None,
        token: Some("Token"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let number = request.vlan.number()?;
        let (line, shared) = common::as_partner(&context, &region.id, &request.line)?;
        check_security_lock(line)?;
        let has_ended = line.status.is_final() || line.status == Status::Terminating;
        if has_ended {
            return Err(ApiError::new(&ENDED));
        }
        if number != shared.vlan {
            vlan::check(&context, shared.parent.as_str(), number, Some((line.id.as_str(), shared)))?;
        }
        let mut next = Shared { vlan: number, ..shared.clone() };
        if let Some(text) = &request.expect_spec {
            let wanted = wanted(&context, shared, text)?;
            if wanted != shared.expect_spec {
                withdraw_orders(&context, line, draft)?;
                if let Some(spec) = wanted {
                    let order = order(&context, line, shared, spec, draft);
                    draft.put(order);
                }
                next.expect_spec = wanted;
            }
        }
        draft.put(PhysicalConnection { shared: Some(next), ..PhysicalConnection::clone(line) });
        Ok(Response { success: "true" })
    }
}

/// The size that is to be changed to; none where it is the present one.
fn wanted(context: &Context<'_>, shared: &Shared, text: &str) -> Result<Option<SharedSpec>, ApiError> {
    if text == shared.spec.as_str() {
        return Ok(None);
    }
    let spec = common::spec(context, text)?;
    let parent = context.state.physical_connection(shared.parent.as_str());
    let parent = parent.ok_or_else(|| filled(&LINE_NOT_FOUND, shared.parent.as_str()))?;
    common::check_bandwidth(parent, spec)?;
    Ok(Some(spec))
}

/// Withdraws what was ordered for a size that is no longer wanted.
fn withdraw_orders(
    context: &Context<'_>,
    line: &PhysicalConnection,
    draft: &mut Draft<'_>,
) -> Result<(), ApiError> {
    for order in context.state.orders.find(rows::order::of_line(line.id.as_str())) {
        if order.kind == OrderKind::Bandwidth && order.status == OrderStatus::Unpaid {
            billing::void(context.state, draft, order).map_err(|_| ApiError::new(&INTERNAL_ERROR))?;
        }
    }
    Ok(())
}

/// The order that makes the size effective: what the larger size costs more for the rest of what has been paid for.
fn order(
    context: &Context<'_>,
    line: &PhysicalConnection,
    shared: &Shared,
    spec: SharedSpec,
    draft: &mut Draft<'_>,
) -> Order {
    let more = spec.bandwidth_mbps().saturating_sub(shared.spec.bandwidth_mbps());
    let months = months_left(context.now, line.end_at);
    let rate = context.settings.fen_per_mbps_month;
    Order {
        seq: draft.seq(),
        id: draft.order_id(),
        account: line.payer(),
        kind: OrderKind::Bandwidth,
        line: line.id.clone(),
        amount: rate.saturating_mul(i64::from(more)).saturating_mul(i64::from(months)),
        term: Term { months: 0 },
        created_at: context.now,
        ..Order::default()
    }
}

/// Months until then, a begun one counted whole.
fn months_left(now: Time, end_at: Option<Time>) -> u32 {
    /// No subscription of a line is longer.
    const MOST: u32 = 120;
    end_at.map_or(0, |end_at| (0..MOST).find(|months| now.after_months(*months) >= end_at).unwrap_or(MOST))
}

static ENDED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.NotAllowedInState",
    "The request does not allow in this state.",
    "The shared line is canceled, or it is terminated or about to be. No document gives a code.",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_that_has_begun_counts() {
        let now = Time::from_wire("2026-11-21T00:00:00Z").unwrap();
        assert_eq!(months_left(now, None), 0);
        assert_eq!(months_left(now, Some(now)), 0);
        assert_eq!(months_left(now, Some(now.after_months(2))), 2);
        assert_eq!(months_left(now, Some(Time(now.after_months(2).0 + 1))), 3);
    }
}

//! DeleteExpressConnect: both ends of a link in one call.

use std::sync::Arc;

use xconnect_model::router_interface::{Charge, Event, Status};
use xconnect_model::{RouterInterface, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND, USED_BY_ROUTE};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Deletes an interface and, where both belong to the caller, the one that it is connected to.
pub struct DeleteExpressConnect;

request! {
    /// Parameters of DeleteExpressConnect.
    pub struct Request {
        /// Region of the interface.
        region: Text = required "RegionId",
        /// Either end of the link.
        interface: Text = required "RouterInterfaceId",
        /// Delete whatever state the ends are in; otherwise both have to be Idle or Inactive.
        force: bool = optional "Force",
    }
}

impl WriteAction for DeleteExpressConnect {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteExpressConnect",
        api: Api::Vpc,
        summary: "Deletes both ends of a link between routers of the caller.",
        source: "no document in hand: the official clients' models and the Terraform provider's use",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: &[
            &REGION_NOT_FOUND,
            &INTERFACE_NOT_FOUND,
            &WRONG_STATUS,
            &FOREIGN_END,
            &PREPAID,
            &USED_BY_ROUTE,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let interface = common::own(&context, &region.id, &request.interface, &INTERFACE_NOT_FOUND)?;
        let other = common::linked(context.state, interface).filter(|other| other.status != Status::Deleting);
        if other.is_some_and(|other| other.account != context.caller.account) {
            return Err(ApiError::new(&FOREIGN_END));
        }
        let event = if request.force.unwrap_or(false) { Event::Withdraw } else { Event::Delete };
        for end in [Some(interface), other].into_iter().flatten() {
            draft.put(deleted(&context, end, event)?);
        }
        Ok(Empty {})
    }
}

fn deleted(
    context: &Context<'_>,
    end: &Arc<RouterInterface>,
    event: Event,
) -> Result<RouterInterface, ApiError> {
    common::check_security_lock(end)?;
    if matches!(end.charge, Charge::PrePaid { .. }) {
        return Err(ApiError::new(&PREPAID));
    }
    let mut deleted = common::moved(end, event, context.now, &WRONG_STATUS)?;
    common::check_no_route(context.state, end)?;
    if let Some(link) = &mut deleted.link {
        link.gone = true;
    }
    Ok(deleted)
}

static INTERFACE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRouterInterfaceId.NotFound",
    "The specified RouterInterfaceId does not exist in our records.",
    "The caller has no such interface in this region.",
);
static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus",
    "This operation would be allowed only when status of both RouterInterfaces is Idle/Inactive.",
    "An end is neither Idle nor Inactive, and Force is not true; or it is being deleted already.",
);
static FOREIGN_END: ErrorSpec = ErrorSpec::new(
    400,
    "Forbbiden",
    "The Router instance owner error",
    "The other end belongs to another account.",
);
static PREPAID: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouterInterfaceChargeType.Malformed",
    "The prepaid routerinterface can not delete.",
    "An end is paid by subscription.",
);

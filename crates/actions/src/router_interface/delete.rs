//! DeleteRouterInterface: removes an idle or frozen interface.

use xconnect_model::Text;
use xconnect_model::router_interface::{Charge, Event};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND, USED_BY_ROUTE};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Deletes an unconnected or frozen interface. For everybody else it is gone from this moment on.
pub struct DeleteRouterInterface;

request! {
    /// Parameters of DeleteRouterInterface.
    pub struct Request {
        /// Region of the interface.
        region: Text = required "RegionId",
        /// The interface.
        interface: Text = required "RouterInterfaceId",
    }
}

impl WriteAction for DeleteRouterInterface {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteRouterInterface",
        api: Api::Vpc,
        summary: "Deletes an unconnected or frozen router interface.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: &[
            &REGION_NOT_FOUND,
            &WRONG_STATUS,
            &USED_BY_ROUTE,
            &INTERFACE_NOT_FOUND,
            &PREPAID,
            &USED_BY_ROUTE_2016,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let interface = common::own(&context, &region.id, &request.interface, &INTERFACE_NOT_FOUND)?;
        common::check_security_lock(interface)?;
        if matches!(interface.charge, Charge::PrePaid { .. }) {
            return Err(ApiError::new(&PREPAID));
        }
        let deleted = common::moved(interface, Event::Delete, context.now, &WRONG_STATUS)?;
        common::check_no_route(context.state, interface)?;
        draft.put(deleted);
        common::let_go(&context, interface, draft);
        Ok(Empty {})
    }
}

static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus",
    "This openeration would be allowed only when status of this RouterInterface is Idle/Inactive.",
    "The interface is neither Idle nor Inactive.",
);
static INTERFACE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidInstanceId.NotFound",
    "The InstanceId provided does not exist in our records.",
    "The caller has no such interface in this region.",
);
static PREPAID: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidRouterInterfaceChargeType.Malformed",
    "The prepaid routerinterface can not delete.",
    "The interface is paid by subscription.",
);
static USED_BY_ROUTE_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "DependencyViolation.RouterInterfaceReferredByRouteEntry",
    "RouterInterface cannot be deleted when it is referred by a route table entry as next hop.",
    "The 2016 spelling of DependencyViolation.RouterInterfaceReferedByRouteEntry.",
    "answered with the newer spelling",
);

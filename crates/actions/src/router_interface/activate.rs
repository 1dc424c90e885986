//! ActivateRouterInterface: from frozen back to active.

use xconnect_model::router_interface::Event;
use xconnect_model::{RouterType, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Brings an inactive interface back to Active.
pub struct ActivateRouterInterface;

request! {
    /// Parameters of ActivateRouterInterface.
    pub struct Request {
        /// Region of the interface.
        region: Text = required "RegionId",
        /// The interface.
        interface: Text = required "RouterInterfaceId",
    }
}

impl WriteAction for ActivateRouterInterface {
    const DECLARATION: Declaration = Declaration {
        name: "ActivateRouterInterface",
        api: Api::Vpc,
        summary: "Brings an Inactive (frozen) router interface back to Active.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: &[
            &REGION_NOT_FOUND,
            &INTERFACE_NOT_FOUND,
            &NOT_INACTIVE,
            &FOREIGN_ROUTER,
            &TRAFFIC_NOT_ENABLED,
            &FINANCIALLY_LOCKED,
        ],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let interface = common::own(&context, &region.id, &request.interface, &INTERFACE_NOT_FOUND)?;
        common::check_router_owner(&context, interface, &FOREIGN_ROUTER)?;
        let border_router = [Some(interface.router.kind), interface.opposite.router_type];
        if border_router.contains(&Some(RouterType::Vbr)) && !context.has_outbound_traffic(&interface.region)
        {
            return Err(ApiError::new(&TRAFFIC_NOT_ENABLED));
        }
        common::check_locks(interface, &FINANCIALLY_LOCKED)?;
        draft.put(common::moved(interface, Event::Activate, context.now, &NOT_INACTIVE)?);
        Ok(Empty {})
    }
}

static INTERFACE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRouterInterfaceId.NotFound",
    "The specified RouterInterfaceId does not exist in our records.",
    "The caller has no such interface in this region.",
);
static NOT_INACTIVE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus",
    "RouterInterface can be operated by this action only when it's status is Inactive.",
    "The interface is not Inactive.",
);
static FOREIGN_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "Forbbiden",
    "The Router instance owener error",
    "The router under the interface belongs to another account.",
);
static TRAFFIC_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.PconnTrafficNotEnable",
    "The operation is failed because of PconnTrafficNotEnable.",
    "A virtual border router is involved, and the account has not opened the outbound-traffic service.",
);
static FINANCIALLY_LOCKED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.FinacialLocked",
    "This RouterInterface is financial locked because of bills outstanding.",
    "The interface is locked because of bills.",
);

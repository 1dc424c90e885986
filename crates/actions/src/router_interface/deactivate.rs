//! DeactivateRouterInterface: freezes an active interface.

use xconnect_model::Text;
use xconnect_model::router_interface::Event;
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Freezes an active interface. The other end keeps its own status; the link carries nothing.
pub struct DeactivateRouterInterface;

request! {
    /// Parameters of DeactivateRouterInterface.
    pub struct Request {
        /// Region of the interface.
        region: Text = required "RegionId",
        /// The interface.
        interface: Text = required "RouterInterfaceId",
    }
}

impl WriteAction for DeactivateRouterInterface {
    const DECLARATION: Declaration = Declaration {
        name: "DeactivateRouterInterface",
        api: Api::Vpc,
        summary: "Freezes an Active router interface.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: &[
            &INTERFACE_NOT_FOUND,
            &NOT_ACTIVE,
            &FINANCIALLY_LOCKED,
            &REGION_NOT_FOUND,
            &FINANCIALLY_LOCKED_2016,
        ],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let interface = common::own(&context, &region.id, &request.interface, &INTERFACE_NOT_FOUND)?;
        common::check_locks(interface, &FINANCIALLY_LOCKED)?;
        draft.put(common::moved(interface, Event::Deactivate, context.now, &NOT_ACTIVE)?);
        Ok(Empty {})
    }
}

static INTERFACE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRouterInterfaceId.NotFound",
    "The specified RouterInterfaceId does not exist in our record.",
    "The caller has no such interface in this region.",
);
static NOT_ACTIVE: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus",
    "RouterInterface can be operated by this action only when it's status is Active.",
    "The interface is not Active.",
);
static FINANCIALLY_LOCKED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.FinancileLocked",
    "This RouterInterface is financiel locked because of bills outstanding.",
    "The interface is locked because of bills.",
);
static FINANCIALLY_LOCKED_2016: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "Forbidden.FinacialLocked",
    "This RouterInterface is financial locked because of bills outstanding.",
    "The 2016 spelling of Forbidden.FinancileLocked.",
    "answered with the newer spelling",
);

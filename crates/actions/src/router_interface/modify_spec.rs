//! ModifyRouterInterfaceSpec: another size.

use serde::Serialize;
use xconnect_model::router_interface::{Event, Role, Spec};
use xconnect_model::{RouterInterface, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, WriteAction};
use crate::request;

/// Gives an interface another size. The link's bandwidth follows the initiator.
pub struct ModifyRouterInterfaceSpec;

request! {
    /// Parameters of ModifyRouterInterfaceSpec.
    pub struct Request {
        /// Region of the interface.
        region: Text = required "RegionId",
        /// The interface.
        interface: Text = required "RouterInterfaceId",
        /// The new size; Negative only for an acceptor.
        spec: Text = required "Spec",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The new size.
    pub spec: &'static str,
}

impl WriteAction for ModifyRouterInterfaceSpec {
    const DECLARATION: Declaration = Declaration {
        name: "ModifyRouterInterfaceSpec",
        api: Api::Vpc,
        summary: "Changes the size (bandwidth) of a router interface.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:routerinterface/*",
        errors: &[
            &SPEC_NOT_SUPPORTED,
            &INTERFACE_NOT_FOUND,
            &FOREIGN_ROUTER,
            &WRONG_STATUS,
            &OPPOSITE_NOT_FOUND,
            &REGION_NOT_FOUND,
            &FINANCIALLY_LOCKED,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let interface = common::own(&context, &region.id, &request.interface, &INTERFACE_NOT_FOUND)?;
        common::check_router_owner(&context, interface, &FOREIGN_ROUTER)?;
        let spec = Spec::parse(&request.spec).ok_or(&SPEC_NOT_SUPPORTED)?;
        if (spec == Spec::Negative) != (interface.role == Role::AcceptingSide) {
            return Err(ApiError::new(&SPEC_NOT_SUPPORTED));
        }
        common::check_locks(interface, &FINANCIALLY_LOCKED)?;
        if interface.link.as_ref().is_some_and(|link| link.gone) {
            return Err(ApiError::new(&OPPOSITE_NOT_FOUND));
        }
        let moved = common::moved(interface, Event::Resize, context.now, &WRONG_STATUS)?;
        draft.put(RouterInterface { spec, ..moved });
        Ok(Response { spec: spec.as_str() })
    }
}

static SPEC_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidSpec.ValudNotSupported",
    "The specified Spec is not supported.",
    "Spec is no size, or does not suit the role.",
);
static INTERFACE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRouterInterfaceId.NotFound",
    "The specified RouterInterfaceId does not exist in our record.",
    "The caller has no such interface in this region.",
);
static FOREIGN_ROUTER: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidInstanceOwner.Error",
    "The router instance owener error.",
    "The router under the interface belongs to another account.",
);
static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidInstance.StatusError",
    "The router instance owener error.",
    "The interface is neither Active, Idle, nor Inactive. The document prints the owner error's text here.",
);
static OPPOSITE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOpposite.NotFound",
    "The opposite not exit.",
    "The interface that this one was connected to has been deleted.",
);
static FINANCIALLY_LOCKED: ErrorSpec = ErrorSpec::new(
    400,
    "Forbidden.FinancialLocked",
    "This RouterInterface is financial locked because of bills outstanding.",
    "The interface is locked because of bills. The document states the rule without a row.",
);

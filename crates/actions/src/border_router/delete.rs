//! DeleteVirtualBorderRouter: removes a router that nothing uses any more.

use xconnect_model::Text;
use xconnect_model::border_router::{VbrEvent, VbrStatus};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::*;
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;
use crate::route::common::has_custom;

/// Deletes a router. Its owner may, and the owner of its line while nobody has accepted it.
pub struct DeleteVirtualBorderRouter;

request! {
    /// Parameters of DeleteVirtualBorderRouter.
    pub struct Request {
        /// Region of the router.
        region: Text = required "RegionId",
        /// The router: unconfirmed, active, or terminated.
        vbr: Text = required "VbrId",
    }
}

impl WriteAction for DeleteVirtualBorderRouter {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteVirtualBorderRouter",
        api: Api::Vpc,
        summary: "Deletes a virtual border router that nothing uses any more.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[
            &VBR_NOT_IN_RECORDS,
            &HAS_INTERFACES,
            &WRONG_STATE,
            &NOT_BY_CALLER,
            &MULTI_VLAN_RI,
            &NO_RI_FOUND,
            &HAS_LINES,
            &ATTACHED_TO_CEN,
            &REGION_NOT_FOUND,
            &NOT_BY_CALLER_2016,
            &HAS_BGP_GROUPS,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let seen = common::seen(&context, &region.id, &request.vbr, &VBR_NOT_IN_RECORDS)?;
        let vbr = seen.vbr;
        common::check_line_lock(&context, vbr)?;
        let interfaces = rows::router_interface::on_router(vbr.id.as_str());
        let has_routes = has_custom(context.state, vbr.route_table.as_str());
        if has_routes || context.state.router_interfaces.count(interfaces) > 0 {
            return Err(ApiError::new(&HAS_INTERFACES));
        }
        // A member of a failover group is in use; no document gives a code, so it is the one of a wrong state.
        let is_member = context.state.vbr_ha_of(vbr.id.as_str()).is_some();
        let deleting = vbr.after(VbrEvent::Delete, context.now).filter(|_| !is_member).ok_or(&WRONG_STATE)?;
        if !seen.owns_router && vbr.status != VbrStatus::Unconfirmed {
            return Err(ApiError::new(&NOT_BY_CALLER));
        }
        if !vbr.associated.is_empty() {
            return Err(ApiError::new(&HAS_LINES));
        }
        if context.state.cen_attachment(vbr.id.as_str()).is_some() {
            return Err(ApiError::new(&ATTACHED_TO_CEN));
        }
        if context.state.bgp_groups.count(rows::bgp::of_vbr(vbr.id.as_str())) > 0 {
            return Err(ApiError::new(&HAS_BGP_GROUPS));
        }
        draft.put(deleting);
        Ok(Empty {})
    }
}

static HAS_INTERFACES: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOperation.RouterInterfaceNotDeleted",
    "The specified VirutalBorderRouter still has routerInterface.",
    "There are router interfaces on the router, or custom routes in its table.",
);
static NOT_BY_CALLER: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.OperationDeleteNotAllowedByUser",
    "The caller is not allowed to delete the specified VirtualBorderRouter.",
    "The caller owns the line only, and the router's owner has accepted it.",
);
static MULTI_VLAN_RI: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.MultiVlanRi",
    "Multiple vlan router interfaces are found.",
    "The router has more than one built-in interface.",
    "a router is made with exactly one built-in interface, and keeps it",
);
static NO_RI_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.NoRiFound",
    "No vlan router interfaces are found.",
    "The router has no built-in interface.",
    "a router is made with exactly one built-in interface, and keeps it",
);
static HAS_LINES: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidStatus.NotAllowed",
    "The virtual border has been associated by physicalConnection.",
    "Further lines are associated with the router.",
);
static ATTACHED_TO_CEN: ErrorSpec = ErrorSpec::new(
    400,
    "OperationUnsupported.VBRAttachedCen",
    "Operation failed because the VBR is attached to CEN.",
    "The router is attached to a CEN instance.",
);
/// The documents have no row for it; the Terraform provider tries again after this code.
static HAS_BGP_GROUPS: ErrorSpec = ErrorSpec::new(
    400,
    "DependencyViolation.BgpGroup",
    "The specified virtual border router has BGP groups.",
    "There are BGP groups on the router, one that is being deleted included.",
);
static NOT_BY_CALLER_2016: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.OperationNotAllowedByUser",
    "The caller is not allowed to delete the specified VirtualBorderRouter.",
    "The caller owns the line only, and the router's owner has accepted it.",
    "2016 spelling of Forbidden.OperationDeleteNotAllowedByUser, which is what is answered",
);

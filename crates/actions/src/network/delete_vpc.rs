//! DeleteVpc: removes an empty VPC, its VRouter, and its system route table.

use xconnect_model::network::RouteTableKind;
use xconnect_model::{Text, Vpc};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND, VPC_NOT_FOUND, WRONG_VPC_STATUS};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;
use crate::route::system;

/// Deletes a VPC that holds nothing of the user's any more.
pub struct DeleteVpc;

request! {
    /// Parameters of DeleteVpc.
    pub struct Request {
        /// Region of the VPC; the VPC is found without it too.
        region: Text = optional "RegionId",
        /// The VPC.
        vpc: Text = required "VpcId",
        /// Accepted, and without effect: what it would remove with the VPC does not exist here.
        force: bool = optional "ForceDelete",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

impl WriteAction for DeleteVpc {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteVpc",
        api: Api::Vpc,
        summary: "Deletes an empty VPC, its router, and the router's system route table.",
        source: "Virtual Private Cloud API reference, DeleteVpc",
        resource: "acs:vpc:*:*:vpc/*",
        errors: &[
            &REGION_NOT_FOUND,
            &VPC_NOT_FOUND,
            &WRONG_VPC_STATUS,
            &HAS_VSWITCHES,
            &HAS_ROUTER_INTERFACES,
            &HAS_ROUTE_TABLES,
            &ATTACHED_TO_CEN,
        ],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = common::region(&context, request.region.as_deref())?;
        let vpc = common::own_vpc(&context, region.as_ref(), &request.vpc)?;
        common::check_available(vpc)?;
        check_empty(&context, vpc)?;
        for table in context.state.route_tables.find(rows::network::route_table::in_vpc(vpc.id.as_str())) {
            system::remove_all(context.state, draft, &table.id);
            draft.delete(table.as_ref());
        }
        for grant in context.state.cen_grants.find(rows::cen::grant::of_instance(vpc.id.as_str())) {
            draft.delete(grant.as_ref());
        }
        draft.delete(vpc.as_ref());
        Ok(Empty {})
    }
}

fn check_empty(context: &Context<'_>, vpc: &Vpc) -> Result<(), ApiError> {
    let state = context.state;
    if common::vswitches_of(state, vpc).next().is_some() {
        return Err(ApiError::new(&HAS_VSWITCHES));
    }
    if state.router_interfaces.count(rows::router_interface::on_router(vpc.vrouter.as_str())) > 0 {
        return Err(ApiError::new(&HAS_ROUTER_INTERFACES));
    }
    let mut tables = state.route_tables.find(rows::network::route_table::in_vpc(vpc.id.as_str()));
    if tables.any(|table| table.kind == RouteTableKind::Custom) {
        return Err(ApiError::new(&HAS_ROUTE_TABLES));
    }
    if state.cen_attachment(vpc.id.as_str()).is_some() {
        return Err(ApiError::new(&ATTACHED_TO_CEN));
    }
    Ok(())
}

static HAS_VSWITCHES: ErrorSpec = ErrorSpec::new(
    400,
    "DependencyViolation.VSwitch",
    "The VPC still has vSwitches.",
    "A vSwitch is left in the VPC.",
);
static HAS_ROUTER_INTERFACES: ErrorSpec = ErrorSpec::new(
    400,
    "DependencyViolation.RouterInterface",
    "The VPC still has router interfaces.",
    "A router interface that is not being deleted is left on the VPC's router.",
);
static HAS_ROUTE_TABLES: ErrorSpec = ErrorSpec::new(
    400,
    "DependencyViolation.RouteTable",
    "The VPC still has custom route tables.",
    "A custom route table is left in the VPC.",
);
static ATTACHED_TO_CEN: ErrorSpec = ErrorSpec::new(
    400,
    "DependencyViolation.CenInstance",
    "The VPC is still attached to a CEN instance.",
    "The VPC is attached to a CEN instance, or is being attached or detached.",
);

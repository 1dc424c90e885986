//! DeleteVSwitch: removes a vSwitch.

use xconnect_model::Text;
use xconnect_model::network::NetworkStatus;
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND, VSWITCH_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;
use crate::route::system;

/// Deletes a vSwitch. Nothing that this service knows can stand on one, so nothing can be in the way.
pub struct DeleteVSwitch;

request! {
    /// Parameters of DeleteVSwitch.
    pub struct Request {
        /// Region of the vSwitch; the vSwitch is found without it too.
        region: Text = optional "RegionId",
        /// The vSwitch.
        vswitch: Text = required "VSwitchId",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

impl WriteAction for DeleteVSwitch {
    const DECLARATION: Declaration = Declaration {
        name: "DeleteVSwitch",
        api: Api::Vpc,
        summary: "Deletes a vSwitch.",
        source: "Virtual Private Cloud API reference, DeleteVSwitch",
        resource: "acs:vpc:*:*:vswitch/*",
        errors: &[&REGION_NOT_FOUND, &WRONG_STATUS, &VSWITCH_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = common::region(&context, request.region.as_deref())?;
        let vswitch = common::own_vswitch(&context, region.as_ref(), &request.vswitch, &VSWITCH_NOT_FOUND)?;
        if vswitch.status != NetworkStatus::Available {
            return Err(ApiError::new(&WRONG_STATUS));
        }
        system::remove(context.state, draft, &vswitch.route_table, vswitch.cidr);
        if let Some(block) = vswitch.ipv6_cidr {
            system::remove(context.state, draft, &vswitch.route_table, block);
        }
        draft.delete(vswitch.as_ref());
        Ok(Empty {})
    }
}

static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectVSwitchStatus",
    "The current status of the vSwitch does not support this operation.",
    "The vSwitch is still Pending.",
);

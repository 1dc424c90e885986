//! DescribeVSwitchAttributes: everything about one vSwitch.

use xconnect_model::Text;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, REGION_NOT_FOUND};
use super::view::VSwitchView;
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Returns every attribute of one vSwitch.
pub struct DescribeVSwitchAttributes;

request! {
    /// Parameters of DescribeVSwitchAttributes.
    pub struct Request {
        /// Region of the vSwitch; the vSwitch is found without it too.
        region: Text = optional "RegionId",
        /// The vSwitch.
        vswitch: Text = required "VSwitchId",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

impl ReadAction for DescribeVSwitchAttributes {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeVSwitchAttributes",
        api: Api::Vpc,
        summary: "Returns every attribute of one vSwitch.",
        source: "Virtual Private Cloud API reference, DescribeVSwitchAttributes",
        resource: "acs:vpc:*:*:vswitch/*",
        errors: &[&REGION_NOT_FOUND, &VSWITCH_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = VSwitchView<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<VSwitchView<'s>, ApiError> {
        let region = common::region(&context, request.region.as_deref())?;
        let vswitch = common::own_vswitch(&context, region.as_ref(), &request.vswitch, &VSWITCH_NOT_FOUND)?;
        common::check_dry_run(request.dry_run)?;
        Ok(VSwitchView::of(context.state, vswitch))
    }
}

/// Spelled as older releases of the Terraform provider expect it here; newer ones take either spelling.
static VSWITCH_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidVswitchID.NotFound",
    "The specified vSwitch does not exist.",
    "The caller has no such vSwitch, or not in this region.",
);

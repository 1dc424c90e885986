//! GrantInstanceToCen: opens a network to another account's CEN instance.

use xconnect_model::cen::CenGrant;
use xconnect_model::{AccountId, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, INSTANCE_NOT_FOUND, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Permits the owner of a CEN instance to attach one of the caller's networks to it. What is permitted already
/// stays so.
pub struct GrantInstanceToCen;

request! {
    /// Parameters of GrantInstanceToCen.
    pub struct Request {
        /// Region of the network.
        region: Text = required "RegionId",
        /// The caller's network.
        instance: Text = required "InstanceId",
        /// VPC or VBR.
        instance_type: Text = required "InstanceType",
        /// The CEN instance.
        cen: Text = required "CenId",
        /// Who owns that.
        cen_owner: u64 = required "CenOwnerId",
    }
}

impl WriteAction for GrantInstanceToCen {
    const DECLARATION: Declaration = Declaration {
        name: "GrantInstanceToCen",
        api: Api::Vpc,
        summary: "Permits the owner of a CEN instance to attach a network of the caller to it.",
        source: "Virtual Private Cloud API reference, GrantInstanceToCen",
        resource: "acs:vpc:*:*:*/*",
        errors: &[&REGION_NOT_FOUND, &INSTANCE_NOT_FOUND, &WRONG_STATUS, &CEN_NOT_FOUND],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let kind = common::instance_type(&request.instance_type)?;
        let instance = common::own_instance(&context, kind, &request.region, &request.instance)
            .ok_or(&INSTANCE_NOT_FOUND)?;
        instance.check_lock(context.state)?;
        if !instance.works() {
            return Err(ApiError::new(&WRONG_STATUS));
        }
        let cen = common::grantee(&context, &request.cen, request.cen_owner).ok_or(&CEN_NOT_FOUND)?;
        if context.state.cen_grant(&request.instance, &request.cen).is_some() {
            return Ok(Empty {});
        }
        let seq = draft.seq();
        draft.put(CenGrant {
            seq,
            account: context.caller.account,
            region: region.id,
            instance: request.instance.clone(),
            instance_type: kind,
            cen: cen.id.clone(),
            cen_account: AccountId(request.cen_owner),
            created_at: context.now,
        });
        Ok(Empty {})
    }
}

static WRONG_STATUS: ErrorSpec = ErrorSpec::new(
    400,
    "IncorrectStatus",
    "The current status of the instance does not support this operation.",
    "The VPC is still Pending, or the border router is not active.",
);
static CEN_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidCenId.NotFound",
    "The specified CenId does not exist.",
    "The account CenOwnerId has no such CEN instance.",
);

//! RevokeInstanceFromCen: takes back what GrantInstanceToCen has permitted.

use xconnect_model::{AccountId, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common::{self, INSTANCE_NOT_FOUND, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Takes a permission back. A network that is attached stays attached.
pub struct RevokeInstanceFromCen;

request! {
    /// Parameters of RevokeInstanceFromCen.
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

impl WriteAction for RevokeInstanceFromCen {
    const DECLARATION: Declaration = Declaration {
        name: "RevokeInstanceFromCen",
        api: Api::Vpc,
        summary: "Takes back the permission to attach a network of the caller to a CEN instance.",
        source: "Virtual Private Cloud API reference, RevokeInstanceFromCen",
        resource: "acs:vpc:*:*:*/*",
        errors: &[&REGION_NOT_FOUND, &INSTANCE_NOT_FOUND, &NOT_PERMITTED],
        missing: None,
        token: Some("ClientToken"),
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        context.region(&request.region, &REGION_NOT_FOUND)?;
        let kind = common::instance_type(&request.instance_type)?;
        let instance = common::own_instance(&context, kind, &request.region, &request.instance)
            .ok_or(&INSTANCE_NOT_FOUND)?;
        instance.check_lock(context.state)?;
        let grant = context.state.cen_grant(&request.instance, &request.cen);
        let grant = grant.filter(|grant| grant.cen_account == AccountId(request.cen_owner));
        draft.delete(grant.ok_or(&NOT_PERMITTED)?.as_ref());
        Ok(Empty {})
    }
}

static NOT_PERMITTED: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidCenId.NotFound",
    "The specified CenId does not exist.",
    "The network has not been opened to such a CEN instance of the account CenOwnerId.",
);

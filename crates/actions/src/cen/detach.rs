//! DetachCenChildInstance: takes a network off a CEN instance.

use xconnect_model::cen::{CenAttachment, CenAttachmentStatus, CenChildType};
use xconnect_model::{AccountId, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::child::Child;
use super::common::{self, CEN_UNKNOWN, CHILD_TYPE_ILLEGAL, CHILD_UNKNOWN, Named};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Begins to detach a network. The owner of the instance may, and the owner of the network.
pub struct DetachCenChildInstance;

request! {
    /// Parameters of DetachCenChildInstance.
    pub struct Request {
        /// The instance.
        cen: Text = required "CenId",
        /// Who owns the instance; not looked at where it is left out.
        cen_owner: u64 = optional "CenOwnerId",
        /// The network.
        child: Text = required "ChildInstanceId",
        /// VPC or VBR.
        child_type: Text = required "ChildInstanceType",
        /// Region of the network.
        child_region: Text = required "ChildInstanceRegionId",
        /// Who owns the network; not looked at where it is left out.
        child_owner: u64 = optional "ChildInstanceOwnerId",
    }
}

impl WriteAction for DetachCenChildInstance {
    const DECLARATION: Declaration = Declaration {
        name: "DetachCenChildInstance",
        api: Api::Cbn,
        summary: "Detaches a VPC or a virtual border router from a CEN instance.",
        source: "Cloud Enterprise Network documents, DetachCenChildInstance",
        resource: "acs:cen:*:*:ceninstance/*",
        errors: &[
            &CHILD_TYPE_ILLEGAL,
            &OWNER_UNKNOWN,
            &CEN_UNKNOWN,
            &CHILD_UNKNOWN,
            &BLOCKING,
            &IN_FAILOVER_GROUP,
        ],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let child_type = common::child_type(&request.child_type)?;
        let attachment = attachment(&context, request, child_type)?;
        if let Some(child) = Child::find(context.state, child_type, &request.child_region, &request.child) {
            child.check_lock(context.state)?;
        }
        if attachment.status != CenAttachmentStatus::Attached {
            return Err(ApiError::new(&BLOCKING));
        }
        if context.state.vbr_ha_of(&attachment.child).is_some() {
            return Err(ApiError::new(&IN_FAILOVER_GROUP));
        }
        let (status, since) = (CenAttachmentStatus::Detaching, context.now);
        draft.put(CenAttachment { status, since, ..attachment.clone() });
        Ok(Empty {})
    }
}

/// The attachment that is meant, between the accounts that are meant.
fn attachment<'s>(
    context: &Context<'s>,
    request: &Request,
    child_type: CenChildType,
) -> Result<&'s CenAttachment, ApiError> {
    let owners = [request.cen_owner, request.child_owner].map(|owner| owner.map(AccountId));
    if owners.iter().flatten().any(|owner| context.state.account(*owner).is_none()) {
        return Err(ApiError::new(&OWNER_UNKNOWN));
    }
    let named =
        Named { cen: &request.cen, child: &request.child, child_type, child_region: &request.child_region };
    let attachment = named.find(context)?;
    let [cen_owner, child_owner] = owners;
    if cen_owner.is_some_and(|owner| owner != attachment.cen_account) {
        return Err(ApiError::new(&CEN_UNKNOWN));
    }
    if child_owner.is_some_and(|owner| owner != attachment.child_account) {
        return Err(ApiError::new(&CHILD_UNKNOWN));
    }
    Ok(attachment)
}

static OWNER_UNKNOWN: ErrorSpec = ErrorSpec::new(
    404,
    "Bid.NotFound",
    "Not found Bid by specified AliUid.",
    "CenOwnerId or ChildInstanceOwnerId is not a known account.",
);
static BLOCKING: ErrorSpec = ErrorSpec::new(
    409,
    "Operation.Blocking",
    "Operation is blocking, please try again later.",
    "The network is still being attached, or is being detached already.",
);
static IN_FAILOVER_GROUP: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.VbrAttachedVbrHa",
    "The operation is failed because of VbrAttachedVbrHa.",
    "The border router is a member of a failover group, which needs the CEN instance.",
);

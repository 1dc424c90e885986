//! AttachCenChildInstance: attaches a VPC or a border router to a CEN instance.

use xconnect_model::cen::{CenAttachment, CenAttachmentStatus, CenChildType};
use xconnect_model::{AccountId, Cen, Text};
use xconnect_state::Draft;
use xconnect_wire::{ApiError, ErrorSpec};

use super::child::Child;
use super::common::{self, CEN_STATUS, CEN_UNKNOWN, CHILD_TYPE_ILLEGAL, CHILD_UNKNOWN};
use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;

/// Begins to attach a network: the caller's own, or one that its owner has opened to the instance.
pub struct AttachCenChildInstance;

request! {
    /// Parameters of AttachCenChildInstance.
    pub struct Request {
        /// The caller's instance.
        cen: Text = required "CenId",
        /// The network.
        child: Text = required "ChildInstanceId",
        /// VPC or VBR.
        child_type: Text = required "ChildInstanceType",
        /// Region of the network.
        child_region: Text = required "ChildInstanceRegionId",
        /// Who owns the network; the caller by default.
        child_owner: u64 = optional "ChildInstanceOwnerId",
    }
}

impl WriteAction for AttachCenChildInstance {
    const DECLARATION: Declaration = Declaration {
        name: "AttachCenChildInstance",
        api: Api::Cbn,
        summary: "Attaches a VPC or a virtual border router to a CEN instance.",
        source: "Cloud Enterprise Network documents, AttachCenChildInstance",
        resource: "acs:cen:*:*:ceninstance/*",
        errors: &[
            &CHILD_TYPE_ILLEGAL,
            &REGION_ILLEGAL,
            &CEN_UNKNOWN,
            &CEN_STATUS,
            &OWNER_UNKNOWN,
            &OTHER_SITE,
            &NOT_AUTHORIZED,
            &CHILD_UNKNOWN,
            &ALREADY_ATTACHED,
            &VPC_CONFIGURING,
            &CHILD_STATUS,
        ],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let child_type = common::child_type(&request.child_type)?;
        let region = context.region(&request.child_region, &REGION_ILLEGAL)?;
        let cen = common::own(&context, &request.cen)?;
        common::check_active(cen)?;
        let child = child(&context, request, child_type, cen)?;
        if context.state.cen_attachment(&request.child).is_some() {
            return Err(ApiError::new(&ALREADY_ATTACHED));
        }
        child.check_lock(context.state)?;
        check_works(child)?;
        let seq = draft.seq();
        draft.put(CenAttachment {
            seq,
            cen: cen.id.clone(),
            cen_account: cen.account,
            child: request.child.clone(),
            child_type,
            child_region: region.id,
            child_account: child.account(),
            status: CenAttachmentStatus::Attaching,
            since: context.now,
            created_at: context.now,
        });
        Ok(Empty {})
    }
}

/// The network. Whether another account has one that it has not opened to the instance cannot be told from here.
fn child<'s>(
    context: &Context<'s>,
    request: &Request,
    kind: CenChildType,
    cen: &Cen,
) -> Result<Child<'s>, ApiError> {
    let caller = context.caller.account;
    let owner = request.child_owner.map_or(caller, AccountId);
    let found = Child::find(context.state, kind, &request.child_region, &request.child);
    let found = found.filter(|child| child.account() == owner);
    if owner == caller {
        return found.ok_or_else(|| ApiError::new(&CHILD_UNKNOWN));
    }
    let account = context.state.account(owner).ok_or(&OWNER_UNKNOWN)?;
    if context.account().is_some_and(|own| own.site != account.site) {
        return Err(ApiError::new(&OTHER_SITE));
    }
    let grant = context.state.cen_grant(&request.child, cen.id.as_str());
    let granted = grant.is_some_and(|grant| grant.account == owner && grant.instance_type == kind);
    found.filter(|_| granted).ok_or_else(|| ApiError::new(&NOT_AUTHORIZED))
}

fn check_works(child: Child<'_>) -> Result<(), ApiError> {
    match child {
        _ if child.works() => Ok(()),
        Child::Vpc(_) => Err(ApiError::new(&VPC_CONFIGURING)),
        Child::Vbr(_) => Err(ApiError::new(&CHILD_STATUS)),
    }
}

static REGION_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalParam.RegionId",
    "The specified RegionId is illegal.",
    "ChildInstanceRegionId is not a known region.",
);
static OWNER_UNKNOWN: ErrorSpec = ErrorSpec::new(
    404,
    "Bid.NotFound",
    "Not found childInstance Bid by specified AliUid.",
    "ChildInstanceOwnerId is not a known account.",
);
static OTHER_SITE: ErrorSpec = ErrorSpec::new(
    400,
    "Forbbiden.AttachChildInstanceAcrossBid",
    "Operation is invalid, please apply for cross-bid attaching.",
    "The owner of the network is an account of another site.",
);
static NOT_AUTHORIZED: ErrorSpec = ErrorSpec::new(
    409,
    "Forbbiden.AttachChildInstanceAcrossUid",
    "Operation is invalid because the child-instance is not authorized to CEN.",
    "The network is another account's, which has not opened it to the instance, or does not exist.",
);
static ALREADY_ATTACHED: ErrorSpec = ErrorSpec::new(
    409,
    "InvalidOperation.ChildInstanceAlreadyAttached",
    "Operation is invalid because the child-instance has already been attached to another CEN.",
    "The network is attached to a CEN instance, this one or another, or is being attached or detached.",
);
static VPC_CONFIGURING: ErrorSpec = ErrorSpec::new(
    400,
    "OperationFailed.InvalidVpcStatus",
    "Operation is failed because the child-instance is configuring.",
    "The VPC is still Pending.",
);
static CHILD_STATUS: ErrorSpec = ErrorSpec::new(
    409,
    "InvalidOperation.ChildInstanceStatus",
    "The child-instance is not in a valid state for the operation.",
    "The border router is not active.",
);

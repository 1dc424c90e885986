//! What several of the family's actions look up or check.

use std::sync::Arc;

use xconnect_model::cen::{CenAttachment, CenChildType, CenStatus};
use xconnect_model::{AccountId, Cen, Text};
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::child::Child;
use crate::declare::Context;

/// The caller's CEN instance with this id. Other accounts' instances do not exist for it.
pub(super) fn own<'s>(context: &Context<'s>, id: &str) -> Result<&'s Arc<Cen>, ApiError> {
    let own = context.state.cen(id).filter(|cen| cen.account == context.caller.account);
    own.ok_or_else(|| ApiError::new(&CEN_UNKNOWN))
}

/// An instance that is being made or removed can only be looked at.
pub(super) fn check_active(cen: &Cen) -> Result<(), ApiError> {
    if cen.status == CenStatus::Active { Ok(()) } else { Err(ApiError::new(&CEN_STATUS)) }
}

/// `ChildInstanceType`.
pub(super) fn child_type(text: &str) -> Result<CenChildType, ApiError> {
    CenChildType::parse(text).ok_or_else(|| ApiError::new(&CHILD_TYPE_ILLEGAL))
}

/// `InstanceType` of the Vpc API.
pub(super) fn instance_type(text: &str) -> Result<CenChildType, ApiError> {
    CenChildType::parse(text).ok_or_else(|| invalid_parameter("InstanceType"))
}

/// What names an attachment.
pub(super) struct Named<'r> {
    pub(super) cen: &'r Text,
    pub(super) child: &'r Text,
    pub(super) child_type: CenChildType,
    pub(super) child_region: &'r Text,
}

impl Named<'_> {
    /// The attachment, for the owner of the CEN instance and for the owner of the network. For everybody else
    /// there is not even such an instance.
    pub(super) fn find<'s>(&self, context: &Context<'s>) -> Result<&'s Arc<CenAttachment>, ApiError> {
        let caller = context.caller.account;
        let found = context.state.cen_attachment(self.child).filter(|one| {
            one.cen.as_str() == self.cen.as_str()
                && one.child_type == self.child_type
                && one.child_region.as_str() == self.child_region.as_str()
                && (one.cen_account == caller || one.child_account == caller)
        });
        match found {
            Some(attachment) => Ok(attachment),
            None => {
                own(context, self.cen)?;
                Err(ApiError::new(&CHILD_UNKNOWN))
            }
        }
    }
}

/// The caller's network of a call to the Vpc API.
pub(super) fn own_instance<'s>(
    context: &Context<'s>,
    kind: CenChildType,
    region: &str,
    id: &str,
) -> Option<Child<'s>> {
    let found = Child::find(context.state, kind, region, id);
    found.filter(|child| child.account() == context.caller.account)
}

/// The CEN instance that a permission is for: it has to be that account's, and to stay for a while.
pub(super) fn grantee<'s>(context: &Context<'s>, cen: &str, owner: u64) -> Option<&'s Arc<Cen>> {
    let owned = context.state.cen(cen).filter(|cen| cen.account == AccountId(owner));
    owned.filter(|cen| cen.status != CenStatus::Deleting)
}

pub(super) static CEN_UNKNOWN: ErrorSpec = ErrorSpec::new(
    400,
    "ParameterCenInstanceId",
    "The parameter of CEN instance id is illegal.",
    "The caller has no such CEN instance.",
);
pub(super) static CEN_STATUS: ErrorSpec = ErrorSpec::new(
    409,
    "InvalidOperation.CenInstanceStatus",
    "The CEN instance is not in a valid state for the operation.",
    "The CEN instance is being made or removed.",
);
pub(super) static CHILD_TYPE_ILLEGAL: ErrorSpec = ErrorSpec::new(
    400,
    "ParameterIllegal.ChildInstanceType",
    "The parameter of child instance type is illegal.",
    "ChildInstanceType is neither VPC nor VBR.",
);
pub(super) static CHILD_UNKNOWN: ErrorSpec = ErrorSpec::new(
    400,
    "ParameterInstanceId",
    "The parameter of instance id is illegal.",
    "There is no such network in the region, or it is not attached to the CEN instance.",
);
pub(super) static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist in our records.",
    "RegionId is not a known region.",
);
pub(super) static INSTANCE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidInstanceId.NotFound",
    "The InstanceId provided does not exist in our records.",
    "The caller has no such network of this type in the region.",
);

//! ChangeResourceGroup: moves a resource to another resource group.

use xconnect_model::{ResourceGroupId, Text};
use xconnect_state::{Draft, rows};
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Api, Context, Declaration, Empty, WriteAction};
use crate::request;
use crate::resource::ResourceType;

/// Moves a resource to another resource group of its account.
pub struct ChangeResourceGroup;

request! {
    /// Parameters of ChangeResourceGroup.
    pub struct Request {
        /// Region of the resource.
        region: Text = required "RegionId",
        /// VPC, VSWITCH, ROUTETABLE, ROUTERINTERFACE, VIRTUALBORDERROUTER, PHYSICALCONNECTION; in any case.
        kind: Text = required "ResourceType",
        /// The resource.
        resource: Text = required "ResourceId",
        /// The group that it moves to.
        group: Text = required "NewResourceGroupId",
    }
}

impl WriteAction for ChangeResourceGroup {
    const DECLARATION: Declaration = Declaration {
        name: "ChangeResourceGroup",
        api: Api::Vpc,
        summary: "Moves a resource to another resource group.",
        source: "no document in hand: the official clients' models and the Terraform provider's use",
        resource: "acs:vpc:*:*:*/*",
        errors: &[&REGION_NOT_FOUND, &TYPE_NOT_FOUND, &RESOURCE_NOT_FOUND, &GROUP_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response = Empty;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Empty, ApiError> {
        let (state, account) = (context.state, context.caller.account);
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let kind = ResourceType::parse(&request.kind, ResourceType::ALL).ok_or(&TYPE_NOT_FOUND)?;
        let resource = kind.own_to_change(&context, &region.id, &request.resource, &RESOURCE_NOT_FOUND)?;
        let group = rows::resource_group::id(account, &request.group);
        state.resource_groups.first(group).ok_or(&GROUP_NOT_FOUND)?;
        draft.put(resource.in_group(ResourceGroupId::new(super::stored(state, account, &request.group))));
        Ok(Empty {})
    }
}

static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region.",
);
static TYPE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidResourceType.NotFound",
    "The ResourceType provided does not exist in our records.",
    "ResourceType is none of the types that have resource groups.",
);
static RESOURCE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidResourceId.NotFound",
    "The specified ResourceId is not found in our records.",
    "The caller has no such resource in this region.",
);
static GROUP_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidResourceGroup.NotFound",
    "The ResourceGroup provided does not exist in our records.",
    "NewResourceGroupId is no resource group of the caller.",
);

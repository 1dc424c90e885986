//! CreateVirtualPhysicalConnection: a slice of a line, for a tenant.

use serde::Serialize;
use xconnect_model::id::ResourceId;
use xconnect_model::physical_connection::{OrderMode, Shared, Status};
use xconnect_model::{AccountId, PhysicalConnection, PhysicalConnectionId, Text};
use xconnect_state::Draft;
use xconnect_wire::public::invalid_parameter;
use xconnect_wire::{ApiError, ErrorSpec};

use super::common;
use super::rows::{
    BANDWIDTH_NOT_ENOUGH, ILLEGAL_BANDWIDTH, LINE_NOT_FOUND, VLAN_0_HAS_ALL, VLAN_0_NEEDS_ALL,
    VLAN_MALFORMED, VLAN_USED,
};
use super::vlan::{self, VlanText};
use crate::declare::{Api, Context, Declaration, TagItem, WriteAction};
use crate::physical_connection::common::{REGION_NOT_FOUND, check_security_lock};
use crate::{request, resource_group, tags};

/// Makes a shared line on a line of the caller, for a tenant to accept.
pub struct CreateVirtualPhysicalConnection;

/// Characters of a name.
const NAME: usize = 128;
/// Characters of a description.
const DESCRIPTION: usize = 256;

request! {
    /// Parameters of CreateVirtualPhysicalConnection.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// The caller's dedicated line, mandatory; it has to be Enabled.
        line: Text = optional "PhysicalConnectionId",
        /// The tenant's account number.
        tenant: u64 = required "VpconnAliUid",
        /// The VLAN on the line, 1 to 2999; 0 takes the whole line.
        vlan: VlanText = required "VlanId",
        /// 50M, 100M, 200M, 300M, 400M, 500M, or 1G; 2G, 5G, 8G, and 10G for accounts they have been opened for.
        spec: Text = required "Spec",
        /// PayByPhysicalConnectionOwner or PayByVirtualPhysicalConnectionOwner.
        order_mode: Text = required "OrderMode",
        /// At most 128 characters.
        name: Text = optional "Name",
        /// At most 256 characters.
        description: Text = optional "Description",
        /// A resource group of the tenant; its default group when absent.
        resource_group: Text = optional "ResourceGroupId",
        /// Tags to begin with, at most 20.
        tags: TagItem = list "Tag",
        /// Only check.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    virtual_physical_connection: PhysicalConnectionId,
}

impl WriteAction for CreateVirtualPhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "CreateVirtualPhysicalConnection",
        api: Api::Vpc,
        summary: "Makes a shared line for a tenant on a line of the caller.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:physicalconnection/*",
        errors: &[
            &ILLEGAL_BANDWIDTH,
            &LINE_NOT_FOUND,
            &NOT_A_LINE,
            &LINE_MISSING,
            &LINE_NOT_ENABLED,
            &VLAN_MALFORMED,
            &VLAN_USED,
            &VLAN_0_NEEDS_ALL,
            &VLAN_0_HAS_ALL,
            &BANDWIDTH_NOT_ENOUGH,
            &REGION_NOT_FOUND,
        ],
        missing: None,
        token: Some("Token"),
    };
    type Request = Request;
    type Response = Response;

    fn run(context: Context<'_>, request: &Request, draft: &mut Draft<'_>) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_FOUND)?;
        let id = request.line.as_deref().ok_or(&LINE_MISSING)?;
        let order_mode =
            OrderMode::parse(&request.order_mode).ok_or_else(|| invalid_parameter("OrderMode"))?;
        let vlan = request.vlan.number()?;
        let spec = common::spec(&context, &request.spec)?;
        check_length(request.name.as_deref(), NAME, "Name")?;
        check_length(request.description.as_deref(), DESCRIPTION, "Description")?;
        let tags = tags::first(&request.tags)?;
        if !id.starts_with(PhysicalConnectionId::PREFIX) {
            return Err(ApiError::new(&NOT_A_LINE));
        }
        let parent = common::own_dedicated(&context, &region.id, id)?;
        check_security_lock(parent)?;
        if parent.status != Status::Enabled {
            return Err(ApiError::new(&LINE_NOT_ENABLED));
        }
        let tenant = AccountId(request.tenant);
        context.state.account(tenant).ok_or_else(|| invalid_parameter("VpconnAliUid"))?;
        let resource_group =
            resource_group::chosen(context.state, tenant, request.resource_group.as_deref())?;
        common::check_bandwidth(parent, spec)?;
        vlan::check(&context, id, vlan, None)?;
        let shared = Shared { vlan, spec, order_mode, ..Shared::default() };
        let line = PhysicalConnection {
            name: request.name.clone().unwrap_or_default(),
            description: request.description.clone().unwrap_or_default(),
            resource_group,
            tags,
            ..common::begun(&context, &region, parent, tenant, shared, draft)
        };
        let response = Response { virtual_physical_connection: line.id.clone() };
        draft.put(line);
        Ok(response)
    }
}

/// The document gives no rule for these texts; what is left is a bound.
fn check_length(text: Option<&str>, most: usize, name: &str) -> Result<(), ApiError> {
    let fits = text.is_none_or(|text| text.chars().take(most + 1).count() <= most);
    if fits { Ok(()) } else { Err(invalid_parameter(name)) }
}

static NOT_A_LINE: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPhysicalConnectionId.NotFound",
    "The specified PhysicalConnectionId is not found.",
    "PhysicalConnectionId does not begin as a line's id does (`pc-`): nothing can have it.",
);
static LINE_MISSING: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    "The input parameter 'PhysicalConnectionId' that is mandatory for processing this request is not supplied.",
    "PhysicalConnectionId is missing or blank.",
);
static LINE_NOT_ENABLED: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPhysicalConnectionId.NotEnabled",
    "The specified PhysicalConnectionId is not in Enabled state.",
    "The line is not Enabled.",
);

//! DescribeVirtualBorderRoutersForPhysicalConnection: whose routers are on a line, for the owner of the line.

use std::sync::Arc;

use serde::Serialize;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::{PhysicalConnection, RegionId, Text, VirtualBorderRouter};
use xconnect_state::rows;
use xconnect_wire::{ApiError, ErrorSpec};

use super::rows::{FILTER_KEY_NOT_SUPPORTED, REGION_NOT_IN_RECORDS};
use super::view::{Addresses, Charge, wire};
use super::{bandwidth, filter};
use crate::declare::{Api, Context, Declaration, FilterItem, ReadAction};
use crate::paging::Paging;
use crate::request;

/// Lists all routers on a line of the caller, whoever owns them.
pub struct DescribeVirtualBorderRoutersForPhysicalConnection;

/// Routers on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeVirtualBorderRoutersForPhysicalConnection.
    pub struct Request {
        /// Region of the line.
        region: Text = required "RegionId",
        /// A line of the caller.
        line: Text = required "PhysicalConnectionId",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
        /// At most 5 of at most 5 values. Values of a filter are alternatives, all filters must hold. Keys: VbrId,
        /// PhysicalConnectionId, Status, Name, AccessPointId, eccId, type.
        filters: FilterItem = list "Filter",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    page_number: u32,
    page_size: u32,
    total_count: usize,
    virtual_border_router_for_physical_connection_set: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    virtual_border_router_for_physical_connection_type: Vec<View<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct View<'s> {
    vbr_id: &'s str,
    vbr_name: &'s str,
    /// Absent for the owner of the line itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    vbr_owner_uid: Option<u64>,
    status: &'static str,
    #[serde(rename = "Type")]
    kind: &'static str,
    vlan_id: u16,
    circuit_code: &'s str,
    #[serde(flatten)]
    addresses: Addresses,
    bandwidth: String,
    bandwidth_status: &'static str,
    #[serde(rename = "PConnVbrBussinessStatus")]
    business_status: &'static str,
    #[serde(flatten)]
    charge: Charge,
    creation_time: String,
    activation_time: String,
    termination_time: String,
    recovery_time: String,
    ecc_id: &'static str,
}

impl ReadAction for DescribeVirtualBorderRoutersForPhysicalConnection {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeVirtualBorderRoutersForPhysicalConnection",
        api: Api::Vpc,
        summary: "Lists the virtual border routers on a line, whoever owns them, for the owner of the line.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[&LINE_NOT_FOUND, &LINE_NOT_OWN, &REGION_NOT_IN_RECORDS, &FILTER_KEY_NOT_SUPPORTED],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_IN_RECORDS)?;
        let line = own_line(&context, &region.id, &request.line)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let conditions = filter::conditions(&request.filters)?;
        // As few as a line may carry, so that looking at each costs little.
        let on_line = rows::virtual_border_router::on_line(line.id.as_str());
        let on_line = context.state.virtual_border_routers.find(on_line);
        let found: Vec<&'s Arc<VirtualBorderRouter>> =
            on_line.filter(|vbr| conditions.iter().all(|condition| condition.holds(vbr))).collect();
        let total_count = found.len();
        let views = paging.cut(found).into_iter().map(|vbr| View::of(line, vbr));
        Ok(Response {
            page_number: paging.number,
            page_size: paging.size,
            total_count,
            virtual_border_router_for_physical_connection_set: Set {
                virtual_border_router_for_physical_connection_type: views.collect(),
            },
        })
    }
}

/// The caller's line. The document tells lines of others from lines that nobody has.
fn own_line<'s>(
    context: &Context<'s>,
    region: &RegionId,
    id: &str,
) -> Result<&'s Arc<PhysicalConnection>, ApiError> {
    let found = context.state.physical_connection(id).filter(|line| line.exists());
    let line = found.filter(|line| line.region == *region).ok_or(&LINE_NOT_FOUND)?;
    if line.account == context.caller.account { Ok(line) } else { Err(ApiError::new(&LINE_NOT_OWN)) }
}

impl<'s> View<'s> {
    fn of(line: &'s PhysicalConnection, vbr: &'s VirtualBorderRouter) -> Self {
        let is_own = vbr.account == line.account;
        Self {
            vbr_id: vbr.id.as_str(),
            vbr_name: &vbr.name,
            vbr_owner_uid: (!is_own).then_some(vbr.account.0),
            status: vbr.status.capitalized(),
            kind: filter::TYPE,
            vlan_id: vbr.vlan,
            circuit_code: &vbr.circuit_code,
            addresses: Addresses::of(&vbr.peering, is_own),
            bandwidth: vbr.bandwidth_mbps.unwrap_or_else(|| bandwidth::of_line(line)).to_string(),
            bandwidth_status: if vbr.status == VbrStatus::Active { "Active" } else { "Inactive" },
            business_status: line.business_status.as_str(),
            charge: Charge::of(Some(line)),
            creation_time: vbr.created_at.to_wire(),
            activation_time: wire(vbr.activated_at),
            termination_time: wire(vbr.terminated_at),
            recovery_time: wire(vbr.recovered_at),
            ecc_id: "",
        }
    }
}

static LINE_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidPhysicalConnectionId.NotFound",
    "The specified physicalConnection is not found.",
    "No line in the region has this id.",
);
static LINE_NOT_OWN: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidPhysicalConnectionId.NotFound",
    "The specified PhysicalConnectionId does not belong to user.",
    "The line is another account's.",
);

//! DescribeVirtualBorderRouters: the routers of a region, page by page.

use serde::Serialize;
use xconnect_model::border_router::Association;
use xconnect_model::{CenAttachment, PhysicalConnection, Tag, Text, VirtualBorderRouter};
use xconnect_state::rows::virtual_border_router as keys;
use xconnect_state::{Key, Query, State};
use xconnect_wire::ApiError;

use super::bandwidth;
use super::filter::{self, By, Condition};
use super::rows::{FILTER_KEY_NOT_SUPPORTED, REGION_NOT_IN_RECORDS};
use super::view::{Addresses, Charge, wire};
use crate::declare::{Api, Context, Declaration, FilterItem, ReadAction, Region, TagItem};
use crate::paging::Paging;
use crate::{request, resource_group, tags};

/// Lists the caller's routers in a region, and on request those of others on the caller's lines.
pub struct DescribeVirtualBorderRouters;

/// Routers on a page.
const PAGE: u32 = 50;
/// The largest packet, in bytes, where nobody has set another one.
const MTU: u32 = 1_500;

request! {
    /// Parameters of DescribeVirtualBorderRouters.
    pub struct Request {
        /// Region of the routers.
        region: Text = required "RegionId",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
        /// At most 5 of at most 5 values. Values of a filter are alternatives, all filters must hold. Keys: VbrId,
        /// PhysicalConnectionId, Status, Name, AccessPointId, eccId, type.
        filters: FilterItem = list "Filter",
        /// Whether to list other accounts' routers on the caller's lines too.
        with_others: bool = optional "IncludeCrossAccountVbr",
        /// Only routers of this resource group.
        resource_group: Text = optional "ResourceGroupId",
        /// Only routers with these tags.
        tags: TagItem = list "Tags",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    page_number: u32,
    page_size: u32,
    total_count: usize,
    virtual_border_router_set: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    virtual_border_router_type: Vec<View<'s>>,
}

impl ReadAction for DescribeVirtualBorderRouters {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeVirtualBorderRouters",
        api: Api::Vpc,
        summary: "Lists the virtual border routers of a region, page by page, optionally narrowed by filters.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[&FILTER_KEY_NOT_SUPPORTED, &REGION_NOT_IN_RECORDS],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_IN_RECORDS)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let query = query(&context, request, &region)?;
        let listed = paging.of(&context.state.virtual_border_routers, &query);
        let views = listed.rows.into_iter().map(|vbr| View::of(&context, vbr));
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            virtual_border_router_set: Set { virtual_border_router_type: views.collect() },
        })
    }
}

fn query(context: &Context<'_>, request: &Request, region: &Region) -> Result<Query, ApiError> {
    let (account, region_id) = (context.caller.account, &region.id);
    let with_others = request.with_others.unwrap_or(false);
    let everything = || -> Vec<Key> {
        let others = with_others.then(|| keys::of_others_in_region(account, region_id));
        [keys::in_region(account, region_id)].into_iter().chain(others).collect()
    };
    let alternatives = |condition: &Condition| -> Vec<Key> {
        let By::Indexed(by) = condition.by else {
            return if condition.is_every_type() { everything() } else { Vec::new() };
        };
        let own = condition.values.iter().map(|value| keys::filter(account, region_id, by, value));
        let others = condition.values.iter().filter(|_| with_others);
        let others = others.map(|value| keys::of_others_filter(account, region_id, by, value));
        own.chain(others).collect()
    };
    let conditions = filter::conditions(&request.filters)?;
    if conditions.is_empty() && request.resource_group.is_none() && request.tags.is_empty() {
        return Ok(Query::default().and_any(everything()));
    }
    let mut query = Query::default();
    for condition in &conditions {
        query = query.and_any(alternatives(condition));
    }
    if let Some(group) = &request.resource_group {
        let stored = resource_group::stored(context.state, account, group);
        query = query.and(keys::filter(account, region_id, keys::Filter::ResourceGroupId, stored));
    }
    for tag in &request.tags {
        query = query.and(tags::key(account, region_id, tag));
    }
    Ok(query)
}

/// A router in the list. The owner of the line, who is not the router's, sees what concerns the line.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct View<'s> {
    vbr_id: &'s str,
    name: &'s str,
    description: &'s str,
    status: &'static str,
    #[serde(rename = "Type")]
    kind: &'static str,
    vlan_id: u16,
    vlan_interface_id: &'s str,
    route_table_id: &'s str,
    circuit_code: &'s str,
    #[serde(flatten)]
    addresses: Addresses,
    bandwidth: u32,
    mtu: u32,
    sitelink_enable: bool,
    min_tx_interval: u32,
    min_rx_interval: u32,
    detect_multiplier: u32,
    access_point_id: &'s str,
    #[serde(flatten)]
    line: LineView<'s>,
    #[serde(flatten)]
    charge: Charge,
    creation_time: String,
    activation_time: String,
    termination_time: String,
    recovery_time: String,
    resource_group_id: &'s str,
    tags: TagsView<'s>,
    associated_physical_connections: AssociationsView<'s>,
    associated_cens: CensView<'s>,
    // What the official clients' models have, and no router here ever has.
    ecc_id: &'static str,
    cloud_box_instance_id: &'static str,
    ecr_id: &'static str,
    ecr_owner_id: &'static str,
    ecr_attatch_status: &'static str,
}

/// A line, as its routers show it; a line that is gone has blank states.
#[derive(Debug, Serialize)]
struct LineView<'s> {
    #[serde(rename = "PhysicalConnectionId")]
    id: &'s str,
    #[serde(rename = "PhysicalConnectionOwnerUid")]
    owner: String,
    #[serde(rename = "PhysicalConnectionStatus")]
    status: &'static str,
    #[serde(rename = "PhysicalConnectionBusinessStatus")]
    business_status: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TagsView<'s> {
    tags: Vec<TagView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TagView<'s> {
    key: &'s str,
    value: &'s str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssociationsView<'s> {
    associated_physical_connection: Vec<AssociationView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssociationView<'s> {
    status: &'static str,
    vlan_id: String,
    vlan_interface_id: &'s str,
    circuit_code: &'s str,
    #[serde(flatten)]
    addresses: Addresses,
    #[serde(flatten)]
    line: LineView<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CensView<'s> {
    associated_cen: Vec<CenView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CenView<'s> {
    cen_id: &'s str,
    cen_owner_id: u64,
    cen_status: &'static str,
}

impl<'s> View<'s> {
    fn of(context: &Context<'s>, vbr: &'s VirtualBorderRouter) -> Self {
        let state = context.state;
        let is_own = vbr.account == context.caller.account;
        let line = line(state, vbr.line.as_str());
        let attachment = state.cen_attachment(vbr.id.as_str()).filter(|_| is_own);
        let associations = vbr.associated.iter().map(|one| AssociationView::of(context, vbr, one));
        Self {
            vbr_id: vbr.id.as_str(),
            name: &vbr.name,
            description: if is_own { &vbr.description } else { "" },
            status: vbr.status.lower_case(),
            kind: filter::TYPE,
            vlan_id: vbr.vlan,
            vlan_interface_id: vbr.vlan_interface.as_str(),
            route_table_id: if is_own { vbr.route_table.as_str() } else { "" },
            circuit_code: &vbr.circuit_code,
            addresses: Addresses::of(&vbr.peering, is_own),
            bandwidth: vbr.bandwidth_mbps.or(line.map(bandwidth::of_line)).unwrap_or_default(),
            mtu: vbr.mtu.unwrap_or(MTU),
            sitelink_enable: vbr.sitelink,
            min_tx_interval: vbr.bfd.min_tx_ms,
            min_rx_interval: vbr.bfd.min_rx_ms,
            detect_multiplier: vbr.bfd.multiplier,
            access_point_id: vbr.access_point.as_str(),
            line: LineView::of(vbr.line.as_str(), vbr.line_account.to_string(), line),
            charge: Charge::of(line),
            creation_time: vbr.created_at.to_wire(),
            activation_time: wire(vbr.activated_at),
            termination_time: wire(vbr.terminated_at),
            recovery_time: wire(vbr.recovered_at),
            resource_group_id: if is_own {
                resource_group::shown(state, vbr.account, &vbr.resource_group)
            } else {
                ""
            },
            tags: TagsView { tags: vbr.tags.iter().filter(|_| is_own).map(TagView::of).collect() },
            associated_physical_connections: AssociationsView {
                associated_physical_connection: associations.flatten().collect(),
            },
            associated_cens: CensView {
                associated_cen: attachment.into_iter().map(|one| CenView::of(one)).collect(),
            },
            ecc_id: "",
            cloud_box_instance_id: "",
            ecr_id: "",
            ecr_owner_id: "",
            ecr_attatch_status: "",
        }
    }
}

impl<'s> AssociationView<'s> {
    /// The association; nothing for somebody who owns neither the router nor this line.
    fn of(context: &Context<'s>, vbr: &'s VirtualBorderRouter, one: &'s Association) -> Option<Self> {
        let is_own = vbr.account == context.caller.account;
        (is_own || one.line_account == context.caller.account).then(|| Self {
            status: "Associated",
            vlan_id: one.vlan.to_string(),
            vlan_interface_id: one.vlan_interface.as_str(),
            circuit_code: &one.circuit_code,
            addresses: Addresses::of(&one.peering, is_own),
            line: LineView::of(
                one.line.as_str(),
                one.line_account.to_string(),
                line(context.state, one.line.as_str()),
            ),
        })
    }
}

impl<'s> LineView<'s> {
    fn of(id: &'s str, owner: String, line: Option<&PhysicalConnection>) -> Self {
        Self {
            id,
            owner,
            status: line.map_or("", |line| line.status.as_str()),
            business_status: line.map_or("", |line| line.business_status.as_str()),
        }
    }
}

impl<'s> TagView<'s> {
    fn of(tag: &'s Tag) -> Self {
        Self { key: &tag.key, value: &tag.value }
    }
}

impl<'s> CenView<'s> {
    fn of(attachment: &'s CenAttachment) -> Self {
        Self {
            cen_id: attachment.cen.as_str(),
            cen_owner_id: attachment.cen_account.0,
            cen_status: attachment.status.as_str(),
        }
    }
}

/// A line that exists; a shared one that was deleted is listed elsewhere for some time still.
fn line<'s>(state: &'s State, id: &str) -> Option<&'s PhysicalConnection> {
    state.physical_connection(id).map(AsRef::as_ref).filter(|line: &&PhysicalConnection| line.exists())
}

//! What the Describe actions show of VPCs and vSwitches.

use serde::Serialize;
use xconnect_model::network::RouteTableKind;
use xconnect_model::{Tag, VSwitch, Vpc};
use xconnect_state::{State, rows};

use super::{common, ipv6};
use crate::resource_group;

/// The fields that both Describe actions answer with about a VPC. The lists are always there: clients open
/// them without looking.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct VpcView<'s> {
    vpc_id: &'s str,
    vpc_name: &'s str,
    description: &'s str,
    region_id: &'s str,
    status: &'static str,
    owner_id: u64,
    resource_group_id: &'s str,
    creation_time: String,
    cidr_block: String,
    secondary_cidr_blocks: SecondaryCidrBlocks,
    user_cidrs: UserCidrs,
    enabled_ipv6: bool,
    ipv6_cidr_block: String,
    ipv6_cidr_blocks: Ipv6CidrBlocks<'s>,
    is_default: bool,
    dns_hostname_status: &'static str,
    dhcp_options_set_id: &'static str,
    dhcp_options_set_status: &'static str,
    v_router_id: &'s str,
    v_switch_ids: VSwitchIds<'s>,
    tags: Tags<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct SecondaryCidrBlocks {
    secondary_cidr_block: [&'static str; 0],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct UserCidrs {
    user_cidr: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Ipv6CidrBlocks<'s> {
    ipv6_cidr_block: Vec<Ipv6CidrBlock<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Ipv6CidrBlock<'s> {
    ipv6_cidr_block: String,
    ipv6_isp: &'s str,
}

/// `VSwitchIds.VSwitchId[]`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct VSwitchIds<'s> {
    pub(super) v_switch_id: Vec<&'s str>,
}

/// `Tags.Tag[]`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tags<'s> {
    tag: Vec<TagView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TagView<'s> {
    key: &'s str,
    value: &'s str,
}

impl<'s> VpcView<'s> {
    pub(super) fn of(state: &'s State, vpc: &'s Vpc) -> Self {
        let ipv6 = vpc.ipv6_cidr.map(|block| block.to_string());
        Self {
            vpc_id: vpc.id.as_str(),
            vpc_name: &vpc.name,
            description: &vpc.description,
            region_id: vpc.region.as_str(),
            status: vpc.status.as_str(),
            owner_id: vpc.account.0,
            resource_group_id: resource_group::shown(state, vpc.account, &vpc.resource_group),
            creation_time: vpc.created_at.to_wire(),
            cidr_block: vpc.cidr.to_string(),
            secondary_cidr_blocks: SecondaryCidrBlocks { secondary_cidr_block: [] },
            user_cidrs: UserCidrs { user_cidr: vpc.user_cidrs.iter().map(ToString::to_string).collect() },
            enabled_ipv6: ipv6.is_some(),
            ipv6_cidr_block: ipv6.clone().unwrap_or_default(),
            ipv6_cidr_blocks: Ipv6CidrBlocks::of(ipv6, vpc),
            // Default VPCs are made by another action, which this service does not have.
            is_default: false,
            dns_hostname_status: if vpc.dns_hostname { "ENABLED" } else { "DISABLED" },
            dhcp_options_set_id: "",
            dhcp_options_set_status: "",
            v_router_id: vpc.vrouter.as_str(),
            v_switch_ids: VSwitchIds::of_vpc(state, vpc),
            tags: Tags::of(&vpc.tags),
        }
    }
}

impl<'s> Ipv6CidrBlocks<'s> {
    fn of(block: Option<String>, vpc: &'s Vpc) -> Self {
        let ipv6_isp = if vpc.ipv6_isp.is_empty() { ipv6::DEFAULT_ISP } else { &vpc.ipv6_isp };
        let block = block.map(|ipv6_cidr_block| Ipv6CidrBlock { ipv6_cidr_block, ipv6_isp });
        Self { ipv6_cidr_block: block.into_iter().collect() }
    }
}

impl<'s> VSwitchIds<'s> {
    fn of_vpc(state: &'s State, vpc: &Vpc) -> Self {
        Self { v_switch_id: common::vswitches_of(state, vpc).map(|vswitch| vswitch.id.as_str()).collect() }
    }

    /// The vSwitches that a route table applies to.
    pub(crate) fn of_route_table(state: &'s State, table: &str) -> Self {
        let vswitches = state.vswitches.find(rows::network::vswitch::route_table(table));
        Self { v_switch_id: vswitches.map(|vswitch| vswitch.id.as_str()).collect() }
    }
}

impl<'s> Tags<'s> {
    pub(super) fn of(tags: &'s [Tag]) -> Self {
        Self { tag: tags.iter().map(|tag| TagView { key: &tag.key, value: &tag.value }).collect() }
    }
}

/// What both Describe actions answer with about a vSwitch.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VSwitchView<'s> {
    v_switch_id: &'s str,
    v_switch_name: &'s str,
    description: &'s str,
    vpc_id: &'s str,
    zone_id: &'s str,
    status: &'static str,
    owner_id: u64,
    resource_group_id: &'s str,
    creation_time: String,
    cidr_block: String,
    available_ip_address_count: u64,
    enabled_ipv6: bool,
    ipv6_cidr_block: String,
    is_default: bool,
    network_acl_id: &'static str,
    share_type: &'static str,
    route_table: RouteTableView<'s>,
    tags: Tags<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RouteTableView<'s> {
    route_table_id: &'s str,
    route_table_type: &'static str,
}

impl<'s> VSwitchView<'s> {
    pub(super) fn of(state: &'s State, vswitch: &'s VSwitch) -> Self {
        let table = vswitch.route_table.as_str();
        let kind = state.route_table(table).map_or(RouteTableKind::System, |table| table.kind);
        Self {
            v_switch_id: vswitch.id.as_str(),
            v_switch_name: &vswitch.name,
            description: &vswitch.description,
            vpc_id: vswitch.vpc.as_str(),
            zone_id: vswitch.zone.as_str(),
            status: vswitch.status.as_str(),
            owner_id: vswitch.account.0,
            resource_group_id: resource_group::shown(state, vswitch.account, &vswitch.resource_group),
            creation_time: vswitch.created_at.to_wire(),
            cidr_block: vswitch.cidr.to_string(),
            available_ip_address_count: vswitch.available_addresses(),
            enabled_ipv6: vswitch.ipv6_cidr.is_some(),
            ipv6_cidr_block: vswitch.ipv6_cidr.map(|block| block.to_string()).unwrap_or_default(),
            is_default: false,
            network_acl_id: "",
            share_type: "",
            route_table: RouteTableView { route_table_id: table, route_table_type: kind.as_str() },
            tags: Tags::of(&vswitch.tags),
        }
    }
}

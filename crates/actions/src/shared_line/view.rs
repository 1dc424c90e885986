//! What ListVirtualPhysicalConnections shows of a shared line.

use serde::Serialize;
use xconnect_model::physical_connection::{Shared, SharedSpec};
use xconnect_model::{PhysicalConnection, Tag, Time};
use xconnect_state::State;

/// A shared line as its tenant and its partner see it. Place and port are those of the line below.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct View<'s> {
    physical_connection_id: &'s str,
    name: &'s str,
    description: &'s str,
    status: &'static str,
    virtual_physical_connection_status: &'static str,
    business_status: &'static str,
    loa_status: &'static str,
    #[serde(rename = "Type")]
    kind: &'static str,
    product_type: &'static str,
    charge_type: &'static str,
    order_mode: &'static str,
    ali_uid: String,
    parent_physical_connection_id: &'s str,
    parent_physical_connection_ali_uid: String,
    vlan_id: String,
    spec: &'static str,
    expect_spec: &'static str,
    bandwidth: u32,
    access_point_id: &'s str,
    ad_location: &'s str,
    port_number: String,
    port_type: &'static str,
    line_operator: &'static str,
    peer_location: &'s str,
    circuit_code: &'s str,
    redundant_physical_connection_id: &'s str,
    creation_time: String,
    enabled_time: String,
    end_time: String,
    resource_group_id: &'s str,
    tags: Vec<TagView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TagView<'s> {
    key: &'s str,
    value: &'s str,
}

impl<'s> View<'s> {
    pub(super) fn of(state: &'s State, line: &'s PhysicalConnection, shared: &'s Shared) -> Self {
        let parent = state.physical_connection(shared.parent.as_str());
        let port = parent.and_then(|parent| parent.port.as_ref());
        Self {
            physical_connection_id: line.id.as_str(),
            name: &line.name,
            description: &line.description,
            status: line.status.as_str(),
            virtual_physical_connection_status: shared.status.as_str(),
            business_status: line.business_status.as_str(),
            loa_status: line.loa.as_ref().map_or("", |loa| loa.status.as_str()),
            kind: "VPC",
            product_type: "VirtualPhysicalConnection",
            charge_type: "Prepaid",
            order_mode: shared.order_mode.as_str(),
            ali_uid: line.account.to_string(),
            parent_physical_connection_id: shared.parent.as_str(),
            parent_physical_connection_ali_uid: shared.parent_account.to_string(),
            vlan_id: shared.vlan.to_string(),
            spec: shared.spec.as_str(),
            expect_spec: shared.expect_spec.map_or("", SharedSpec::as_str),
            bandwidth: line.bandwidth_mbps,
            access_point_id: line.access_point.as_str(),
            ad_location: port.map_or("", |port| port.location.as_str()),
            port_number: port.map(|port| port.number.to_string()).unwrap_or_default(),
            port_type: line.port_type.as_str(),
            line_operator: line.line_operator.as_str(),
            peer_location: &line.peer_location,
            circuit_code: &line.circuit_code,
            redundant_physical_connection_id: line.redundant.as_str(),
            creation_time: line.created_at.to_wire(),
            enabled_time: wire(line.enabled_at),
            end_time: wire(line.end_at),
            resource_group_id: crate::resource_group::shown(state, line.account, &line.resource_group),
            tags: line.tags.iter().map(TagView::of).collect(),
        }
    }
}

impl<'s> TagView<'s> {
    fn of(tag: &'s Tag) -> Self {
        Self { key: &tag.key, value: &tag.value }
    }
}

fn wire(time: Option<Time>) -> String {
    time.map(Time::to_wire).unwrap_or_default()
}

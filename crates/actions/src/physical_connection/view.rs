//! What DescribePhysicalConnections shows of a line.

use serde::Serialize;
use xconnect_model::physical_connection::Shared;
use xconnect_model::{PhysicalConnection, Tag, Time};
use xconnect_state::{State, rows};

/// A line, dedicated or shared, as the list shows it. What a shared line has no part of its own in, its rack and
/// its port, is that of the line below.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct View<'s> {
    physical_connection_id: &'s str,
    #[serde(rename = "Type")]
    kind: &'static str,
    product_type: &'static str,
    status: &'static str,
    business_status: &'static str,
    name: &'s str,
    description: &'s str,
    access_point_id: &'s str,
    access_point_type: &'static str,
    ad_location: &'s str,
    port_number: String,
    port_type: &'static str,
    line_operator: &'static str,
    spec: &'static str,
    /// Mbps, as everywhere else.
    bandwidth: u32,
    peer_location: &'s str,
    circuit_code: &'s str,
    redundant_physical_connection_id: &'s str,
    loa_status: &'static str,
    charge_type: &'static str,
    creation_time: String,
    enabled_time: String,
    end_time: String,
    has_reservation_data: &'static str,
    reservation_active_time: String,
    reservation_order_type: &'static str,
    reservation_internet_charge_type: &'static str,
    virtual_physical_connection_count: usize,
    parent_physical_connection_id: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_physical_connection_ali_uid: Option<u64>,
    vlan_id: String,
    order_mode: &'static str,
    vpconn_status: &'static str,
    expect_spec: &'static str,
    resource_group_id: &'s str,
    tags: Tags<'s>,
}

/// `Tags.tags[]`.
#[derive(Debug, Serialize)]
struct Tags<'s> {
    tags: Vec<TagView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TagView<'s> {
    key: &'s str,
    value: &'s str,
}

impl<'s> View<'s> {
    /// The view of a line; of a renewal only if it is asked for.
    pub(super) fn of(state: &'s State, line: &'s PhysicalConnection, with_renewal: bool) -> Self {
        let shared = line.shared.as_ref();
        let renewal = line.renewal.as_ref().filter(|_| with_renewal);
        let port = match shared {
            Some(shared) => parent(state, shared).and_then(|parent| parent.port.as_ref()),
            None => line.port.as_ref(),
        };
        Self {
            physical_connection_id: line.id.as_str(),
            kind: "VPC",
            product_type: shared.map_or("PhysicalConnection", |_| "VirtualPhysicalConnection"),
            status: line.status.as_str(),
            business_status: line.business_status.as_str(),
            name: &line.name,
            description: &line.description,
            access_point_id: line.access_point.as_str(),
            access_point_type: "VPC",
            ad_location: port.map_or("", |port| &port.location),
            port_number: port.map(|port| port.number.to_string()).unwrap_or_default(),
            port_type: line.port_type.as_str(),
            line_operator: line.line_operator.as_str(),
            spec: line.spec(),
            bandwidth: line.bandwidth_mbps,
            peer_location: &line.peer_location,
            circuit_code: &line.circuit_code,
            redundant_physical_connection_id: line.redundant.as_str(),
            loa_status: line.loa.as_ref().map_or("", |loa| loa.status.as_str()),
            charge_type: line.end_at.map_or("", |_| "Prepaid"),
            creation_time: line.created_at.to_wire(),
            enabled_time: wire(line.enabled_at),
            end_time: wire(line.end_at),
            has_reservation_data: if renewal.is_some() { "true" } else { "false" },
            reservation_active_time: wire(renewal.map(|renewal| renewal.active_at)),
            reservation_order_type: renewal.map_or("", |_| "RENEW"),
            reservation_internet_charge_type: renewal.map_or("", |_| "PayByBandwidth"),
            virtual_physical_connection_count: state
                .physical_connections
                .count(rows::physical_connection::on_line(line.id.as_str())),
            parent_physical_connection_id: shared.map_or("", |shared| shared.parent.as_str()),
            parent_physical_connection_ali_uid: shared.map(|shared| shared.parent_account.0),
            vlan_id: shared.map(|shared| shared.vlan.to_string()).unwrap_or_default(),
            order_mode: shared.map_or("", |shared| shared.order_mode.as_str()),
            vpconn_status: shared.map_or("", |shared| shared.status.as_str()),
            expect_spec: shared.and_then(|shared| shared.expect_spec).map_or("", |spec| spec.as_str()),
            resource_group_id: crate::resource_group::shown(state, line.account, &line.resource_group),
            tags: Tags { tags: line.tags.iter().map(TagView::of).collect() },
        }
    }
}

impl<'s> TagView<'s> {
    fn of(tag: &'s Tag) -> Self {
        Self { key: &tag.key, value: &tag.value }
    }
}

fn parent<'s>(state: &'s State, shared: &Shared) -> Option<&'s PhysicalConnection> {
    state.physical_connection(shared.parent.as_str()).map(AsRef::as_ref)
}

fn wire(time: Option<Time>) -> String {
    time.map(Time::to_wire).unwrap_or_default()
}

//! What both Describe actions show of an interface.

use serde::Serialize;
use xconnect_model::router_interface::{BusinessStatus, Charge, Renewal, Spec};
use xconnect_model::{RouterInterface, RouterType, Tag, Text, Time, catalogue};
use xconnect_state::State;
use xconnect_state::steps::health as probes;

use super::common;

/// The fields that both Describe actions answer with. Of the other end only what a connection shows: before there
/// is one, an interface of another account is a name that may name nothing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct View<'s> {
    router_interface_id: &'s str,
    status: &'static str,
    business_status: &'static str,
    name: &'s str,
    description: &'s str,
    role: &'static str,
    spec: &'static str,
    bandwidth: u32,
    charge_type: &'static str,
    router_type: &'static str,
    router_id: &'s str,
    vpc_instance_id: &'s str,
    access_point_id: &'s str,
    resource_group_id: &'s str,
    creation_time: String,
    connected_time: String,
    cross_border: bool,
    health_check_source_ip: String,
    health_check_target_ip: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hc_rate: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hc_threshold: Option<u32>,
    opposite_region_id: &'s str,
    opposite_router_type: &'static str,
    opposite_router_id: &'s str,
    opposite_interface_id: &'s str,
    opposite_interface_owner_id: &'s str,
    opposite_access_point_id: &'s str,
    opposite_interface_status: &'static str,
    opposite_interface_business_status: &'static str,
    opposite_interface_spec: &'static str,
    opposite_bandwidth: u32,
    opposite_vpc_instance_id: &'s str,
    has_reservation_data: &'static str,
    reservation_active_time: String,
    reservation_bandwidth: String,
    reservation_internet_charge_type: &'static str,
    reservation_order_type: &'static str,
    tags: TagsView<'s>,
    // What only the list shows, or shows otherwise. Members of this struct for speed: it is most of an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ipv6_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fast_link_mode: Option<bool>,
}

/// `Tags.Tags[]`.
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

/// What an interface sees of its other end.
struct OtherEnd<'s> {
    status: &'static str,
    business_status: BusinessStatus,
    spec: Spec,
    vpc: &'s str,
}

impl<'s> View<'s> {
    /// The view of an interface; of a renewal only if it is asked for.
    pub(super) fn of(state: &'s State, interface: &'s RouterInterface, with_renewal: bool) -> Self {
        let other = OtherEnd::of(state, interface);
        let renewal = renewal(interface).filter(|_| with_renewal);
        let check = &interface.health_check;
        let opposite = &interface.opposite;
        Self {
            router_interface_id: interface.id.as_str(),
            status: interface.status.as_str(),
            business_status: interface.business_status.as_str(),
            name: &interface.name,
            description: &interface.description,
            role: interface.role.as_str(),
            spec: interface.spec.as_str(),
            bandwidth: interface.spec.bandwidth_mbps(),
            charge_type: charge_type(&interface.charge),
            router_type: interface.router.kind.as_str(),
            router_id: &interface.router.id,
            vpc_instance_id: interface.vpc.as_str(),
            access_point_id: interface.access_point.as_str(),
            resource_group_id: crate::resource_group::shown(
                state,
                interface.account,
                &interface.resource_group,
            ),
            creation_time: interface.created_at.to_wire(),
            connected_time: wire(interface.connected_at),
            cross_border: crosses_border(interface),
            health_check_source_ip: check.source.map(|address| address.to_string()).unwrap_or_default(),
            health_check_target_ip: check.target.map(|address| address.to_string()).unwrap_or_default(),
            hc_rate: check.rate,
            hc_threshold: check.threshold,
            opposite_region_id: opposite.region.as_str(),
            opposite_router_type: opposite.router_type.unwrap_or(RouterType::VRouter).as_str(),
            opposite_router_id: &opposite.router,
            opposite_interface_id: opposite.interface.as_str(),
            opposite_interface_owner_id: &opposite.owner,
            opposite_access_point_id: opposite.access_point.as_str(),
            opposite_interface_status: other.status,
            opposite_interface_business_status: other.business_status.as_str(),
            opposite_interface_spec: other.spec.as_str(),
            opposite_bandwidth: other.spec.bandwidth_mbps(),
            opposite_vpc_instance_id: other.vpc,
            has_reservation_data: if renewal.is_some() { "true" } else { "false" },
            reservation_active_time: wire(renewal.map(|renewal| renewal.active_at)),
            reservation_bandwidth: renewal
                .map(|renewal| renewal.bandwidth_mbps.to_string())
                .unwrap_or_default(),
            reservation_internet_charge_type: renewal.map_or("", |_| "PayByBandwidth"),
            reservation_order_type: renewal.map_or("", order_type),
            tags: TagsView { tags: interface.tags.iter().map(TagView::of).collect() },
            end_time: None,
            ipv6_status: None,
            fast_link_mode: None,
        }
    }

    /// The view as it stands in the list.
    pub(super) fn listed(state: &'s State, interface: &'s RouterInterface, with_renewal: bool) -> Self {
        Self {
            end_time: Some(paid_until(interface)),
            ipv6_status: Some(ipv6_status(state, interface)),
            fast_link_mode: Some(interface.fast_link),
            ..Self::of(state, interface, with_renewal)
        }
    }
}

impl<'s> TagView<'s> {
    fn of(tag: &'s Tag) -> Self {
        Self { key: &tag.key, value: &tag.value }
    }
}

impl<'s> OtherEnd<'s> {
    fn of(state: &'s State, interface: &RouterInterface) -> Self {
        let unknown =
            Self { status: "", business_status: BusinessStatus::Normal, spec: Spec::Negative, vpc: "" };
        let Some(link) = &interface.link else { return unknown };
        match common::linked(state, interface).filter(|_| !link.gone) {
            Some(other) => Self {
                status: other.status.as_str(),
                business_status: other.business_status,
                spec: other.spec,
                vpc: other.vpc.as_str(),
            },
            None => Self { status: "Deleted", ..unknown },
        }
    }
}

/// The end of the period that has been paid for; for pay-as-you-go the far future that the document shows.
pub(super) fn end_time(interface: &RouterInterface) -> Text {
    match &interface.charge {
        Charge::PostPaid => Text::const_new("2999-09-08T16:00:00Z"),
        Charge::PrePaid { end_at, .. } => wire(*end_at).into(),
    }
}

/// In the list a pay-as-you-go interface has no end, as the real service shows it to the Terraform provider.
fn paid_until(interface: &RouterInterface) -> String {
    match &interface.charge {
        Charge::PrePaid { end_at, .. } => wire(*end_at),
        Charge::PostPaid => String::new(),
    }
}

/// What a health check says: nothing is configured, the link is good, or it is not.
pub(super) fn health(state: &State, interface: &RouterInterface) -> &'static str {
    if !interface.health_check.is_set() {
        return "NoHealthCheckConfig";
    }
    let failed = match interface.health {
        Some(_) => interface.has_failed_health(),
        None => !probes::is_answered(state, interface),
    };
    if failed { "Abnormal" } else { "Normal" }
}

/// Whether IPv6 is on for the VPC behind an interface.
fn ipv6_status(state: &State, interface: &RouterInterface) -> &'static str {
    match (interface.router.kind, state.vpc(interface.vpc.as_str())) {
        (RouterType::VRouter, Some(vpc)) if vpc.ipv6_cidr.is_some() => "on",
        (RouterType::VRouter, _) => "off",
        (RouterType::Vbr, _) => "unsupport",
    }
}

fn renewal(interface: &RouterInterface) -> Option<&Renewal> {
    match &interface.charge {
        Charge::PrePaid { renewal, .. } => renewal.as_deref(),
        Charge::PostPaid => None,
    }
}

/// The spelling that the Terraform provider maps; with any other it would not delete what it made.
fn charge_type(charge: &Charge) -> &'static str {
    match charge {
        Charge::PostPaid => "AfterPay",
        Charge::PrePaid { .. } => "Prepaid",
    }
}

fn order_type(renewal: &Renewal) -> &'static str {
    if renewal.changes_bandwidth { "RENEWCHANGE" } else { "RENEW" }
}

fn crosses_border(interface: &RouterInterface) -> bool {
    let (own, other) = (interface.region.as_str(), interface.opposite.region.as_str());
    // As everywhere, a region that an operator has added counts as one of the mainland.
    let mainland = |region: &str| catalogue::region(region).is_none_or(|region| region.mainland);
    own != other && mainland(own) != mainland(other)
}

fn wire(time: Option<Time>) -> String {
    time.map(Time::to_wire).unwrap_or_default()
}

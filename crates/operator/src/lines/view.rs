//! Lines as the operator sees them: everything that is recorded, and what is before them.

use serde::Serialize;
use utoipa::ToSchema;
use xconnect_model::PhysicalConnection;
use xconnect_model::physical_connection::{Loa, Shared, Work};
use xconnect_state::steps::line::{By, Pending, pending};
use xconnect_state::{State, rows};

use crate::orders::OrderView;
use crate::view::{blank, time};

/// Orders of a line that are shown with it, the newest ones.
const ORDERS: usize = 500;

/// A line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Line)]
pub(crate) struct LineView {
    /// The line's id.
    id: String,
    /// The account that owns it; of a shared line the tenant.
    account: String,
    region: String,
    access_point: String,
    name: String,
    description: String,
    /// `CT`, `CU`, `CM`, `CO`, `Equinix`, or `Other`.
    line_operator: &'static str,
    port_type: &'static str,
    /// The class of its port, or the size of a shared line.
    spec: &'static str,
    bandwidth_mbps: u32,
    peer_location: String,
    circuit_code: String,
    /// The line that this one is to be independent of.
    redundant: Option<String>,
    /// As in the cloud API, such as `Allocated`.
    status: &'static str,
    /// Since when it has that status, in service time.
    since: String,
    /// What is being done without a state of its own.
    work: Option<WorkView>,
    /// `Normal`, `FinancialLocked`, or `SecurityLocked`.
    business_status: &'static str,
    /// Cut by a fault: it carries nothing until that is mended.
    cut: bool,
    /// Why it was refused, or got no port.
    reason: Option<String>,
    port: Option<PortView>,
    /// When the carrier had built it.
    constructed_at: Option<String>,
    loa: Option<LoaView>,
    /// The order of its installation fee.
    setup_order: Option<String>,
    /// When it was opened, first.
    enabled_at: Option<String>,
    /// When what has been paid for ends.
    end_at: Option<String>,
    renewal: Option<RenewalView>,
    /// What makes it a shared line; null for a dedicated one.
    shared: Option<SharedView>,
    resource_group: Option<String>,
    created_at: String,
}

/// A line, with its orders and what is before it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LineDetail)]
pub(crate) struct LineDetail {
    #[serde(flatten)]
    line: LineView,
    /// Steps that somebody other than its owner is to take.
    pending: Vec<PendingView>,
    /// Its orders, oldest first; of more than 500 the newest.
    orders: Vec<OrderView>,
}

/// Something that is under way.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Work)]
enum WorkView {
    Enabling,
    Recovering,
}

/// A port on an access device.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Port)]
struct PortView {
    device: String,
    /// From 1.
    number: u32,
    /// Where the device stands.
    location: String,
}

/// A letter of authorisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Loa)]
struct LoaView {
    /// As in the cloud API, such as `Available`.
    status: &'static str,
    since: String,
    company: String,
    /// The construction company, as it is written into the letter.
    company_localized: Option<String>,
    line_type: &'static str,
    contractor: String,
    construction_time: String,
    bandwidth_mbps: Option<u32>,
    peer_location: String,
    engineers: Vec<EngineerView>,
    line_code: String,
    line_label: String,
    /// Why it was refused.
    reason: Option<String>,
    issued_at: Option<String>,
}

/// A construction engineer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Engineer)]
struct EngineerView {
    name: String,
    certificate_type: String,
    certificate_no: String,
    gender: String,
    contact: String,
}

/// What makes a line a shared one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Shared)]
struct SharedView {
    /// The dedicated line below.
    parent: String,
    /// The account that owns that.
    parent_account: String,
    /// The VLAN on it; 0 takes the whole of it.
    vlan: u16,
    spec: &'static str,
    /// The size that was asked for, until its order is paid.
    expect_spec: Option<&'static str>,
    order_mode: &'static str,
    /// `UnConfirmed`, `Confirmed`, or `Deleted`.
    status: &'static str,
    /// The border router that it was made from.
    from_vbr: Option<String>,
}

/// A renewal that is paid and has not begun.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Renewal)]
pub(crate) struct RenewalView {
    pub(crate) active_at: String,
    pub(crate) months: u32,
}

/// A step that somebody other than the owner is to take.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Pending)]
struct PendingView {
    /// Such as `Approve`.
    step: &'static str,
    /// Since when it can be taken, in service time.
    since: String,
    by: PendingBy,
}

/// Who takes a step.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PendingBy {
    /// The provider: an operator, or the service in his place.
    Provider,
    /// The service, when the step's time is over.
    Service,
    /// The clock.
    Clock,
}

impl LineView {
    pub(crate) fn of(line: &PhysicalConnection) -> Self {
        Self {
            id: line.id.to_string(),
            account: line.account.to_string(),
            region: line.region.to_string(),
            access_point: line.access_point.to_string(),
            name: line.name.to_string(),
            description: line.description.to_string(),
            line_operator: line.line_operator.as_str(),
            port_type: line.port_type.as_str(),
            spec: line.spec(),
            bandwidth_mbps: line.bandwidth_mbps,
            peer_location: line.peer_location.to_string(),
            circuit_code: line.circuit_code.to_string(),
            redundant: blank(line.redundant.as_str()),
            status: line.status.as_str(),
            since: line.since.to_wire(),
            work: line.work.map(|work| match work {
                Work::Enabling(_) => WorkView::Enabling,
                Work::Recovering(_) => WorkView::Recovering,
            }),
            business_status: line.business_status.as_str(),
            cut: line.cut,
            reason: blank(&line.reason),
            port: line.port.as_ref().map(|port| PortView {
                device: port.device.to_string(),
                number: port.number,
                location: port.location.to_string(),
            }),
            constructed_at: time(line.constructed_at),
            loa: line.loa.as_ref().map(LoaView::of),
            setup_order: line.setup_order.map(|order| order.0.to_string()),
            enabled_at: time(line.enabled_at),
            end_at: time(line.end_at),
            renewal: line.renewal.map(|renewal| RenewalView {
                active_at: renewal.active_at.to_wire(),
                months: renewal.term.months,
            }),
            shared: line.shared.as_ref().map(SharedView::of),
            resource_group: blank(line.resource_group.as_str()),
            created_at: line.created_at.to_wire(),
        }
    }
}

impl LineDetail {
    pub(crate) fn of(state: &State, line: &PhysicalConnection) -> Self {
        let of_line = rows::order::of_line(line.id.as_str());
        let skipped = state.orders.count(of_line).saturating_sub(ORDERS);
        Self {
            line: LineView::of(line),
            pending: pending(state, line).iter().map(PendingView::of).collect(),
            orders: state.orders.find(of_line).skip(skipped).map(|order| OrderView::of(order)).collect(),
        }
    }
}

impl PendingView {
    fn of(pending: &Pending) -> Self {
        let by = match pending.by {
            By::Provider => PendingBy::Provider,
            By::Service => PendingBy::Service,
            By::Clock(_) => PendingBy::Clock,
        };
        Self { step: pending.step.name(), since: pending.since.to_wire(), by }
    }
}

impl LoaView {
    fn of(loa: &Loa) -> Self {
        Self {
            status: loa.status.as_str(),
            since: loa.since.to_wire(),
            company: loa.company.to_string(),
            company_localized: blank(&loa.company_localized),
            line_type: loa.line_type.as_str(),
            contractor: loa.contractor.to_string(),
            construction_time: loa.construction_time.to_string(),
            bandwidth_mbps: loa.bandwidth_mbps,
            peer_location: loa.peer_location.to_string(),
            engineers: loa
                .engineers
                .iter()
                .map(|engineer| EngineerView {
                    name: engineer.name.to_string(),
                    certificate_type: engineer.certificate_type.to_string(),
                    certificate_no: engineer.certificate_no.to_string(),
                    gender: engineer.gender.to_string(),
                    contact: engineer.contact.to_string(),
                })
                .collect(),
            line_code: loa.line_code.to_string(),
            line_label: loa.line_label.to_string(),
            reason: blank(&loa.reason),
            issued_at: time(loa.issued_at),
        }
    }
}

impl SharedView {
    fn of(shared: &Shared) -> Self {
        Self {
            parent: shared.parent.to_string(),
            parent_account: shared.parent_account.to_string(),
            vlan: shared.vlan,
            spec: shared.spec.as_str(),
            expect_spec: shared.expect_spec.map(|spec| spec.as_str()),
            order_mode: shared.order_mode.as_str(),
            status: shared.status.as_str(),
            from_vbr: blank(shared.from_vbr.as_str()),
        }
    }
}

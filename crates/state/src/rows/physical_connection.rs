//! Physical connections: the documented filters, ports, VLANs of shared lines, quotas, and what is under way.

use std::sync::Arc;

use xconnect_model::physical_connection::{Shared, SharedSpec, Status, VpconnStatus};
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{AccessPointId, AccountId, PhysicalConnection, RegionId, Seq};

use super::tag;
use crate::key::{Key, KeyBuilder};
use crate::state::State;
use crate::table::{Keys, Row};

/// How the documents write the size of every line up to 1 Gbit/s ("1G and below"). Such lines are filed under it as
/// well as under their own size: looking through all smaller sizes would cost what there is, not what is shown.
const UP_TO_1G: &str = "1G及以下";

/// The line with this id, deleted shared lines included.
pub fn id(line: &str) -> Key {
    Key::of("line").id(line).key()
}

/// An account's lines in a region.
pub fn in_region(account: AccountId, region: &RegionId) -> Key {
    whole(&scope(account, region))
}

/// An account's lines in a region, by one of the documented filters.
pub fn filter(account: AccountId, region: &RegionId, filter: Filter, value: &str) -> Key {
    by(&scope(account, region), filter, value)
}

/// What DescribePhysicalConnections can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// The line itself.
    PhysicalConnectionId,
    /// Where it ends.
    AccessPointId,
    /// Who runs it, as on the wire.
    LineOperator,
    /// Its size, as on the wire, or `1G及以下`.
    Spec,
    /// Where it is in its life, as on the wire.
    Status,
    /// Its name.
    Name,
    /// Its resource group (empty: the default one).
    ResourceGroupId,
}

impl Filter {
    fn as_str(self) -> &'static str {
        match self {
            Self::PhysicalConnectionId => "PhysicalConnectionId",
            Self::AccessPointId => "AccessPointId",
            Self::LineOperator => "LineOperator",
            Self::Spec => "Spec",
            Self::Status => "Status",
            Self::Name => "Name",
            Self::ResourceGroupId => "ResourceGroupId",
        }
    }
}

/// The shared lines that an account sees in a region, its own and those on its lines, deleted ones included.
pub fn shared_seen_by(account: AccountId, region: &RegionId) -> Key {
    all_shared(&shared_scope(account, region))
}

/// The same, narrowed by one of the documented parameters.
pub fn shared_filter(account: AccountId, region: &RegionId, filter: SharedFilter, value: &str) -> Key {
    shared_by(&shared_scope(account, region), filter, value)
}

/// What ListVirtualPhysicalConnections can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharedFilter {
    /// The line below.
    Parent,
    /// The shared line itself.
    Id,
    /// Its lock, as on the wire.
    BusinessStatus,
    /// `VpconnStatus`, as on the wire.
    Status,
    /// The tenant's account number.
    Owner,
    /// The VLAN, in decimal.
    Vlan,
    /// Its resource group (empty: the default one).
    ResourceGroupId,
}

impl SharedFilter {
    fn as_str(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Id => "id",
            Self::BusinessStatus => "business status",
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Vlan => "vlan",
            Self::ResourceGroupId => "group",
        }
    }
}

/// The shared lines on a line that exist.
pub fn on_line(parent: &str) -> Key {
    Key::of("on line").id(parent).key()
}

/// The shared line that holds a VLAN of a line.
pub fn vlan(parent: &str, vlan: u16) -> Key {
    Key::of("vlan").id(parent).number(u64::from(vlan)).key()
}

/// The lines that are to be independent of a line.
pub fn independent_of(line: &str) -> Key {
    Key::of("independent of").id(line).key()
}

/// An account's dedicated lines in another state than Enabled.
pub fn not_enabled(account: AccountId) -> Key {
    Key::of("not enabled").account(account).key()
}

/// An account's dedicated lines at an access point.
pub fn at_access_point(account: AccountId, point: &AccessPointId) -> Key {
    Key::of("at").account(account).text(point.as_str()).key()
}

/// The lines of all accounts that hold a port at an access point.
pub fn ports_at(point: &AccessPointId) -> Key {
    Key::of("ports").text(point.as_str()).key()
}

/// The line that holds a port.
pub fn port(point: &AccessPointId, device: &str, number: u32) -> Key {
    Key::of("port").text(point.as_str()).text(device).number(u64::from(number)).key()
}

/// An account's lines that are locked because of bills.
pub fn financially_locked(account: AccountId) -> Key {
    Key::of("locked").account(account).key()
}

/// Lines with a step before them that somebody other than their owner takes, or that takes time.
pub fn under_way() -> Key {
    Key::of("under way").key()
}

/// Lines in the middle of something that ends by itself, whoever acts for the provider.
pub fn in_transition() -> Key {
    Key::of("in transition").key()
}

/// What the keys of an account's lines in a region begin with.
fn scope(account: AccountId, region: &RegionId) -> KeyBuilder {
    Key::of("own").account(account).text(region.as_str())
}

fn shared_scope(account: AccountId, region: &RegionId) -> KeyBuilder {
    Key::of("shared").account(account).text(region.as_str())
}

fn whole(scope: &KeyBuilder) -> Key {
    scope.clone().text("region").key()
}

fn by(scope: &KeyBuilder, filter: Filter, value: &str) -> Key {
    let of = scope.clone().text(filter.as_str());
    match filter {
        Filter::PhysicalConnectionId => of.id(value).key(),
        _ => of.text(value).key(),
    }
}

fn all_shared(scope: &KeyBuilder) -> Key {
    scope.clone().text("all").key()
}

fn shared_by(scope: &KeyBuilder, filter: SharedFilter, value: &str) -> Key {
    let of = scope.clone().text(filter.as_str());
    match filter {
        SharedFilter::Parent | SharedFilter::Id => of.id(value).key(),
        _ => of.text(value).key(),
    }
}

impl Row for PhysicalConnection {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        id(self.id.as_str())
    }

    fn keys(&self, keys: &mut Keys) {
        if let Some(shared) = &self.shared {
            add_shared(self, shared, keys);
        }
        keys.add_if(has_work(self), under_way);
        keys.add_if(self.status == Status::Terminating || self.work.is_some(), in_transition);
        if !self.exists() {
            return;
        }
        let (account, region) = (self.account, &self.region);
        let scope = scope(account, region);
        let mut given =
            |which: Filter, value: &str| keys.add_if(!value.is_empty(), || by(&scope, which, value));
        given(Filter::PhysicalConnectionId, self.id.as_str());
        given(Filter::AccessPointId, self.access_point.as_str());
        given(Filter::LineOperator, self.line_operator.as_str());
        given(Filter::Spec, self.spec());
        given(Filter::Spec, if is_up_to_1g(self) { UP_TO_1G } else { "" });
        given(Filter::Status, self.status.as_str());
        given(Filter::Name, &self.name);
        keys.add(by(&scope, Filter::ResourceGroupId, self.resource_group.as_str()));
        keys.add(whole(&scope));
        keys.add_if(!self.redundant.is_empty(), || independent_of(self.redundant.as_str()));
        if self.shared.is_none() {
            keys.add_if(self.status != Status::Enabled, || not_enabled(account));
            keys.add(at_access_point(account, &self.access_point));
        }
        if let Some(held) = &self.port {
            keys.add(port(&self.access_point, &held.device, held.number));
            keys.add(ports_at(&self.access_point));
        }
        keys.add_if(self.business_status == BusinessStatus::FinancialLocked, || financially_locked(account));
        tag::add(keys, account, region, &self.tags);
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

fn is_up_to_1g(line: &PhysicalConnection) -> bool {
    SharedSpec::ALL.iter().any(|spec| *spec <= SharedSpec::G1 && spec.as_str() == line.spec())
}

fn add_shared(line: &PhysicalConnection, shared: &Shared, keys: &mut Keys) {
    if shared.status != VpconnStatus::Deleted {
        keys.add(on_line(shared.parent.as_str()));
        keys.add(vlan(shared.parent.as_str(), shared.vlan));
    }
    let other = (shared.parent_account != line.account).then_some(shared.parent_account);
    for viewer in [Some(line.account), other].into_iter().flatten() {
        let scope = shared_scope(viewer, &line.region);
        let mut given = |which: SharedFilter, value: &str| keys.add(shared_by(&scope, which, value));
        given(SharedFilter::Parent, shared.parent.as_str());
        given(SharedFilter::Id, line.id.as_str());
        given(SharedFilter::BusinessStatus, line.business_status.as_str());
        given(SharedFilter::Status, shared.status.as_str());
        given(SharedFilter::Owner, &line.account.to_string());
        given(SharedFilter::Vlan, &shared.vlan.to_string());
        given(SharedFilter::ResourceGroupId, line.resource_group.as_str());
        keys.add(all_shared(&scope));
    }
}

/// Whether there is anything that the reconciler has to look at, now or later.
fn has_work(line: &PhysicalConnection) -> bool {
    let by_status =
        matches!(line.status, Status::Initial | Status::Approved | Status::Allocating | Status::Terminating);
    let being_built =
        line.status == Status::Allocated && line.shared.is_none() && line.constructed_at.is_none();
    let letter = line.loa.as_ref().is_some_and(|loa| loa.status.waits_for_provider());
    by_status || being_built || letter || line.work.is_some() || line.renewal.is_some() || !line.exists()
}

impl State {
    /// The line with this id, unless it is a shared line that has been deleted.
    pub fn physical_connection(&self, line: &str) -> Option<&Arc<PhysicalConnection>> {
        self.physical_connections.first(id(line)).filter(|line| line.exists())
    }
}

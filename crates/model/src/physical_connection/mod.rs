//! Physical connections: leased lines into the cloud, dedicated ones and those shared by a partner with tenants.

mod loa;
mod status;
mod terms;

use serde::{Deserialize, Serialize};

pub use self::loa::{Engineer, LineType, Loa, LoaEvent, LoaStatus};
pub use self::status::{Event, Status};
pub use self::terms::{LineOperator, OrderMode, PortType, SharedSpec, VpconnStatus};
use crate::id::{
    AccessPointId, AccountId, OrderId, PhysicalConnectionId, RegionId, ResourceGroupId, VirtualBorderRouterId,
};
use crate::order::Term;
use crate::router_interface::BusinessStatus;
use crate::tag::Tag;
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// A line: a dedicated one, or (with [`shared`](Self::shared)) a slice of somebody's dedicated one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhysicalConnection {
    /// Order of creation.
    pub seq: Seq,
    /// The line's id.
    pub id: PhysicalConnectionId,
    /// Who owns it; of a shared line the tenant.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// Where it ends.
    pub access_point: AccessPointId,
    /// A name for people; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Text,
    /// May be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub description: Text,
    /// Who runs it.
    pub line_operator: LineOperator,
    /// The port that it needs.
    pub port_type: PortType,
    /// Its bandwidth, in Mbps.
    pub bandwidth_mbps: u32,
    /// Where the customer's end is.
    #[serde(skip_serializing_if = "is_default")]
    pub peer_location: Text,
    /// The carrier's code.
    #[serde(skip_serializing_if = "is_default")]
    pub circuit_code: Text,
    /// The line that this one is to be independent of; empty when there is none.
    #[serde(skip_serializing_if = "is_default")]
    pub redundant: PhysicalConnectionId,
    /// Where it is in its life.
    pub status: Status,
    /// Since when it has that status.
    pub since: Time,
    /// What is being done about it without a state of its own.
    #[serde(skip_serializing_if = "is_default")]
    pub work: Option<Work>,
    /// Whether it is locked, and why.
    #[serde(skip_serializing_if = "is_default")]
    pub business_status: BusinessStatus,
    /// Why the provider refused it, or could not assign a port.
    #[serde(skip_serializing_if = "is_default")]
    pub reason: Text,
    /// Its port; absent until one is assigned, and of shared lines, which use the one below.
    #[serde(skip_serializing_if = "is_default")]
    pub port: Option<Port>,
    /// When the carrier had built it.
    #[serde(skip_serializing_if = "is_default")]
    pub constructed_at: Option<Time>,
    /// Its letter of authorisation.
    #[serde(skip_serializing_if = "is_default")]
    pub loa: Option<Loa>,
    /// The order of its installation fee; while that is unpaid nobody looks at the application.
    #[serde(skip_serializing_if = "is_default")]
    pub setup_order: Option<OrderId>,
    /// When it was opened, first.
    #[serde(skip_serializing_if = "is_default")]
    pub enabled_at: Option<Time>,
    /// When what has been paid for ends.
    #[serde(skip_serializing_if = "is_default")]
    pub end_at: Option<Time>,
    /// A renewal that is paid and has not begun.
    #[serde(skip_serializing_if = "is_default")]
    pub renewal: Option<Renewal>,
    /// What makes it a shared line.
    #[serde(skip_serializing_if = "is_default")]
    pub shared: Option<Shared>,
    /// Cut by a fault: carries nothing until that is mended.
    #[serde(skip_serializing_if = "is_default")]
    pub cut: bool,
    /// Empty: the account's default group.
    #[serde(skip_serializing_if = "is_default")]
    pub resource_group: ResourceGroupId,
    /// Tags, in the order in which they came.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: Time,
}

/// Something that is under way without a state of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// A confirmed line is being opened, since then.
    Enabling(Time),
    /// A terminated shared line is coming back, since then.
    Recovering(Time),
}

/// A port on an access device. Never given twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Port {
    /// The device's name at its access point.
    pub device: Text,
    /// The port's number on the device, from 1.
    pub number: u32,
    /// Where the device stands (`AdLocation`).
    pub location: Text,
}

/// A renewal that will take effect later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Renewal {
    /// When it takes effect.
    pub active_at: Time,
    /// How long it runs from then.
    pub term: Term,
}

/// What makes a line a shared one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shared {
    /// The dedicated line below.
    pub parent: PhysicalConnectionId,
    /// Who owns that: the partner.
    pub parent_account: AccountId,
    /// The VLAN on the line below; 0 takes the whole of it.
    pub vlan: u16,
    /// The size in effect.
    pub spec: SharedSpec,
    /// The size that was asked for, until its order is paid.
    #[serde(skip_serializing_if = "is_default")]
    pub expect_spec: Option<SharedSpec>,
    /// Who pays.
    pub order_mode: OrderMode,
    /// What has become of it between partner and tenant.
    pub status: VpconnStatus,
    /// The border router that it was made from; empty otherwise.
    #[serde(skip_serializing_if = "is_default")]
    pub from_vbr: VirtualBorderRouterId,
}

impl PhysicalConnection {
    /// Whether it is there for anybody but the list of shared lines, which shows deleted ones too.
    pub fn exists(&self) -> bool {
        self.shared.as_ref().is_none_or(|shared| shared.status != VpconnStatus::Deleted)
    }

    /// `Spec` on the wire: the class of a dedicated line's port, or the size of a shared line.
    pub fn spec(&self) -> &'static str {
        self.shared.as_ref().map_or(self.port_type.spec(), |shared| shared.spec.as_str())
    }

    /// Who pays for it.
    pub fn payer(&self) -> AccountId {
        match &self.shared {
            Some(shared) if shared.order_mode == OrderMode::ByPhysicalConnectionOwner => {
                shared.parent_account
            }
            _ => self.account,
        }
    }

    /// Whether traffic can pass: open, not locked, not cut. What a shared line needs of the line below is not
    /// looked at.
    pub fn carries(&self) -> bool {
        self.status == Status::Enabled && self.business_status == BusinessStatus::Normal && !self.cut
    }

    /// The line after an event, `None` when that cannot happen now.
    pub fn after(&self, event: Event, now: Time) -> Option<Self> {
        let status = self.status.on(event)?;
        let mut next = Self { status, since: now, work: None, ..self.clone() };
        if !status.holds_port() {
            next.port = None;
        }
        if status == Status::Enabled && next.enabled_at.is_none() {
            next.enabled_at = Some(now);
        }
        let letter_goes = matches!(status, Status::Canceled | Status::Terminated);
        if let Some(loa) = next.loa.as_mut().filter(|_| letter_goes)
            && let Some(status) = loa.status.on(LoaEvent::Delete)
        {
            loa.status = status;
            loa.since = now;
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_ends_gives_its_port_back_and_its_letter_away() {
        let port = Port { device: "D1".into(), number: 3, location: "rack".into() };
        let line = PhysicalConnection {
            status: Status::Allocated,
            port: Some(port),
            loa: Some(Loa { status: LoaStatus::Available, ..Loa::default() }),
            ..PhysicalConnection::default()
        };
        let ended = line.after(Event::Cancel, Time(5)).unwrap();
        assert_eq!((ended.status, ended.since, ended.port), (Status::Canceled, Time(5), None));
        assert_eq!(ended.loa.unwrap().status, LoaStatus::Deleted);
        assert_eq!(line.after(Event::Terminate, Time(5)), None);
    }

    #[test]
    fn who_pays_for_a_shared_line_depends_on_its_mode() {
        let shared = |order_mode| Shared { parent_account: AccountId(1), order_mode, ..Shared::default() };
        let line = |mode| PhysicalConnection {
            account: AccountId(2),
            shared: Some(shared(mode)),
            ..Default::default()
        };
        assert_eq!(line(OrderMode::ByPhysicalConnectionOwner).payer(), AccountId(1));
        assert_eq!(line(OrderMode::ByVirtualPhysicalConnectionOwner).payer(), AccountId(2));
    }

    #[test]
    fn a_record_survives_the_log() {
        let line = PhysicalConnection {
            id: "pc-bp1".into(),
            work: Some(Work::Enabling(Time(3))),
            shared: Some(Shared { vlan: 7, ..Shared::default() }),
            renewal: Some(Renewal { active_at: Time(9), term: Term { months: 1 } }),
            ..Default::default()
        };
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(serde_json::from_str::<PhysicalConnection>(&text).unwrap(), line);
    }
}

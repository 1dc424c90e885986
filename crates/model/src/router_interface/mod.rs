//! Router interfaces: the two ends of a point-to-point link between routers.

mod spec;
mod status;

use std::net::Ipv4Addr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::spec::Spec;
pub use self::status::{Event, Status};
use crate::id::{AccessPointId, AccountId, OrderId, RegionId, ResourceGroupId, RouterInterfaceId, VpcId};
use crate::order::Term;
use crate::router::{RouterRef, RouterType};
use crate::tag::Tag;
use crate::text::Text;
use crate::time::Time;
use crate::{Seq, is_default};

/// One end of a link.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouterInterface {
    /// Order of creation.
    pub seq: Seq,
    /// The interface's id.
    pub id: RouterInterfaceId,
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: RegionId,
    /// Whether it may start a connection.
    pub role: Role,
    /// Its size.
    pub spec: Spec,
    /// The router that it sits on.
    pub router: RouterRef,
    /// The VPC of that router; empty on a virtual border router.
    #[serde(skip_serializing_if = "is_default")]
    pub vpc: VpcId,
    /// The access point of that virtual border router; empty on a VRouter.
    #[serde(skip_serializing_if = "is_default")]
    pub access_point: AccessPointId,
    /// What its owner says of the other end.
    pub opposite: Opposite,
    /// A name for people; may be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Text,
    /// May be empty.
    #[serde(skip_serializing_if = "is_default")]
    pub description: Text,
    /// Where it is in its life.
    pub status: Status,
    /// Since when it has that status.
    pub since: Time,
    /// Whether it is locked, and why.
    #[serde(skip_serializing_if = "is_default")]
    pub business_status: BusinessStatus,
    /// The other end, from the start of a connection on. Boxed like all that most interfaces do without for long.
    #[serde(skip_serializing_if = "is_default")]
    pub link: Option<Box<Link>>,
    /// Why the last attempt to connect failed.
    #[serde(skip_serializing_if = "is_default")]
    pub failure: Option<String>,
    /// When the connection was made.
    #[serde(skip_serializing_if = "is_default")]
    pub connected_at: Option<Time>,
    /// How it is paid.
    #[serde(skip_serializing_if = "is_default")]
    pub charge: Charge,
    /// The probes that watch the link.
    #[serde(skip_serializing_if = "is_default")]
    pub health_check: HealthCheck,
    /// What they have said so far; absent without a health check.
    #[serde(skip_serializing_if = "is_default")]
    pub health: Option<Health>,
    /// Made by one call together with its other end.
    #[serde(skip_serializing_if = "is_default")]
    pub fast_link: bool,
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
    /// When it was last changed.
    pub modified_at: Time,
}

/// Which end of a link an interface can be. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Role {
    /// May start the connection; its size is the link's size.
    #[default]
    InitiatingSide,
    /// Waits for the connection.
    AcceptingSide,
}

impl Role {
    /// Both, in the documents' order.
    pub const ALL: [Self; 2] = [Self::InitiatingSide, Self::AcceptingSide];

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InitiatingSide => "InitiatingSide",
            Self::AcceptingSide => "AcceptingSide",
        }
    }

    /// Reads the wire's spelling, letter case included.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// What an interface's owner says of the other end. Nothing of it is checked before the connection is made, so
/// everything but the region is text as it was given; empty means not set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opposite {
    /// The region of the other end.
    pub region: RegionId,
    /// The access point of the other end, when that sits on a virtual border router.
    #[serde(skip_serializing_if = "is_default")]
    pub access_point: AccessPointId,
    /// The other interface.
    #[serde(skip_serializing_if = "is_default")]
    pub interface: RouterInterfaceId,
    /// The account that owns it.
    #[serde(skip_serializing_if = "is_default")]
    pub owner: Text,
    /// The kind of the router that it sits on.
    #[serde(skip_serializing_if = "is_default")]
    pub router_type: Option<RouterType>,
    /// The router that it sits on.
    #[serde(skip_serializing_if = "is_default")]
    pub router: Text,
}

/// A connection, as one of its ends sees it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// The other end.
    pub interface: RouterInterfaceId,
    /// The other end's router.
    pub router: Text,
    /// The other end has been deleted.
    #[serde(skip_serializing_if = "is_default")]
    pub gone: bool,
}

/// Locks on a resource, independent of its life. The names are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum BusinessStatus {
    /// No lock.
    #[default]
    Normal,
    /// Bills are outstanding.
    FinancialLocked,
    /// Locked by risk control.
    SecurityLocked,
}

impl BusinessStatus {
    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::FinancialLocked => "FinancialLocked",
            Self::SecurityLocked => "SecurityLocked",
        }
    }
}

/// How an interface is paid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Charge {
    /// By use, afterwards.
    #[default]
    PostPaid,
    /// By subscription, in advance.
    PrePaid {
        /// The order that pays for it.
        order: OrderId,
        /// When the subscription ends; absent until the order is paid.
        #[serde(default, skip_serializing_if = "is_default")]
        end_at: Option<Time>,
        /// Whether it renews itself when it ends.
        #[serde(default, skip_serializing_if = "is_default")]
        auto_renew: bool,
        /// A renewal that has been ordered and has not begun.
        #[serde(default, skip_serializing_if = "is_default")]
        renewal: Option<Box<Renewal>>,
    },
}

/// A renewal that will take effect later.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Renewal {
    /// When it takes effect.
    pub active_at: Time,
    /// How long it runs from then.
    #[serde(skip_serializing_if = "is_default")]
    pub term: Term,
    /// The bandwidth from then on, in Mbps.
    pub bandwidth_mbps: u32,
    /// Whether the bandwidth changes with it (`RENEWCHANGE` instead of `RENEW`).
    pub changes_bandwidth: bool,
}

/// The probes that watch a link from a VPC to a virtual border router.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthCheck {
    /// An unused address of the local VPC.
    #[serde(skip_serializing_if = "is_default")]
    pub source: Option<Ipv4Addr>,
    /// Normally the customer's gateway address.
    #[serde(skip_serializing_if = "is_default")]
    pub target: Option<Ipv4Addr>,
    /// The time between probes, as it was given: see [`HealthCheck::interval`].
    #[serde(skip_serializing_if = "is_default")]
    pub rate: Option<u32>,
    /// How many probes in a row have to stay unanswered.
    #[serde(skip_serializing_if = "is_default")]
    pub threshold: Option<u32>,
}

/// What the probes of a health check have said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Health {
    /// What counts.
    pub state: HealthState,
    /// Since when.
    pub since: Time,
    /// Since when the probes have said the opposite, while that does not count yet.
    #[serde(skip_serializing_if = "is_default")]
    pub changing_since: Option<Time>,
}

/// Whether a link is taken to be good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HealthState {
    /// Probes are answered.
    #[default]
    Good,
    /// They are not.
    Failed,
}

impl HealthCheck {
    /// Whether there are probes.
    pub fn is_set(&self) -> bool {
        self.source.is_some() && self.target.is_some()
    }

    /// The time between probes: two seconds where nothing is said. The documents count in seconds (1, 2), and today's
    /// clients in milliseconds (2000): below a hundred a number means seconds.
    pub fn interval(&self) -> Duration {
        match self.rate {
            None => Duration::from_secs(2),
            Some(seconds @ ..100) => Duration::from_secs(seconds.into()),
            Some(millis) => Duration::from_millis(millis.into()),
        }
    }

    /// How long the probes have to agree before it counts: eight of them where nothing is said.
    pub fn patience(&self) -> Duration {
        self.interval().saturating_mul(self.threshold.unwrap_or(8))
    }
}

impl Charge {
    /// Whether a renewal has been ordered and has not begun.
    pub fn is_renewing(&self) -> bool {
        matches!(self, Self::PrePaid { renewal: Some(_), .. })
    }

    /// The subscription begins: its order has been paid at this time.
    pub fn begin(&mut self, paid_at: Option<Time>, term: Term) {
        if let Self::PrePaid { end_at, .. } = self {
            *end_at = paid_at.map(|paid_at| paid_at.after_months(term.months));
        }
    }
}

impl RouterInterface {
    /// Whether the health check has given the link up.
    pub fn has_failed_health(&self) -> bool {
        self.health.is_some_and(|health| health.state == HealthState::Failed)
    }

    /// When what the probes say now begins to count, where it does not yet.
    pub fn health_changes_at(&self) -> Option<Time> {
        let changing = self.health?.changing_since?;
        Some(changing.after(self.health_check.patience()))
    }

    /// Whether the connection's other end still exists.
    pub fn has_living_link(&self) -> bool {
        self.link.as_ref().is_some_and(|link| !link.gone)
    }

    /// Whether the interface counts for quotas and dependency checks. Deletion counts from the moment it is asked
    /// for, so that a VPC can be deleted right after its last interface.
    pub fn exists_for_others(&self) -> bool {
        self.status != Status::Deleting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_an_older_version_is_read_with_defaults() {
        let old = r#"{"id":"ri-bp1","seq":7,"field_of_another_version":1}"#;
        let interface: RouterInterface = serde_json::from_str(old).unwrap();
        assert_eq!(interface, RouterInterface { id: "ri-bp1".into(), seq: 7, ..Default::default() });
    }

    #[test]
    fn a_record_survives_the_log() {
        let interface = RouterInterface {
            id: "ri-bp1".into(),
            charge: Charge::PrePaid {
                order: OrderId(7),
                end_at: Some(Time(9)),
                auto_renew: true,
                renewal: None,
            },
            health_check: HealthCheck { source: Some(Ipv4Addr::LOCALHOST), ..Default::default() },
            link: Some(Box::new(Link { interface: "ri-2ze".into(), router: "vrt-1".into(), gone: true })),
            ..Default::default()
        };
        let text = serde_json::to_string(&interface).unwrap();
        assert_eq!(serde_json::from_str::<RouterInterface>(&text).unwrap(), interface);
    }
}

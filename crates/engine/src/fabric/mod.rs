//! The fabric: what carries out intents. The engine says what is to be; a fabric says how far the world is.

mod simulated;

use xconnect_model::bgp::{BgpStatus, SessionState};
use xconnect_model::border_router::VbrStatus;
use xconnect_model::cen::{CenAttachmentStatus, CenStatus};
use xconnect_model::network::NetworkStatus;
use xconnect_model::physical_connection::{self as line, Work as LineWork};
use xconnect_model::route::RouteStatus;
use xconnect_model::router_interface::Status;
use xconnect_model::vbr_ha::VbrHaStatus;
use xconnect_model::{
    BgpGroup, BgpNetwork, BgpPeer, Cen, CenAttachment, PhysicalConnection, RouteEntry, RouterInterface, Time,
    VSwitch, VbrHa, VirtualBorderRouter, Vpc,
};

pub use self::simulated::Simulated;
use crate::timing::Step;

/// Brings the world to where the records say it is to be.
///
/// `drive` is called again and again for the same piece of work, also after a restart, until it says that the work
/// is done; it looks at the record and at the world, and remembers nothing that it could not find out again.
pub trait Fabric: Send + Sync {
    /// How far a piece of work is.
    fn drive(&self, work: &Work<'_>, now: Time) -> Progress;
}

/// How far a piece of work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Not done; worth asking again at this time.
    Later(Time),
    /// The world is as it is to be.
    Done,
    /// The world cannot be brought there, for this reason.
    Failed(String),
}

/// A piece of work: a record whose state is to end.
#[derive(Debug, Clone, Copy)]
pub enum Work<'a> {
    /// A VPC that is being made.
    Vpc(&'a Vpc),
    /// A vSwitch that is being made.
    VSwitch(&'a VSwitch),
    /// An interface that connects, is switched on or off, or is removed.
    Interface(&'a RouterInterface),
    /// A line that is opened, shut down, or brought back, or whose traces are to go.
    Line(&'a PhysicalConnection),
    /// A border router that is cut off, brought back, or removed.
    BorderRouter(&'a VirtualBorderRouter),
    /// A failover group that is being made.
    VbrHa(&'a VbrHa),
    /// A CEN instance that is made or removed.
    Cen(&'a Cen),
    /// A network that is attached to a CEN instance, or detached from it.
    CenAttachment(&'a CenAttachment),
    /// A route entry that is made, changed, or deleted.
    Route(&'a RouteEntry),
    /// A BGP group that is made, changed, or deleted.
    BgpGroup(&'a BgpGroup),
    /// A BGP peer that is made, changed, or deleted.
    BgpPeer(&'a BgpPeer),
    /// A network whose announcement begins or ends.
    BgpNetwork(&'a BgpNetwork),
    /// The session of a BGP peer, whose ends introduce themselves.
    Session(&'a BgpPeer),
}

impl Work<'_> {
    /// What is being done, and since when; `None` when nothing is under way.
    pub fn step(&self) -> Option<(Step, Time)> {
        match self {
            Self::Vpc(vpc) => (vpc.status == NetworkStatus::Pending).then_some((Step::CreateVpc, vpc.since)),
            Self::VSwitch(vswitch) => {
                (vswitch.status == NetworkStatus::Pending).then_some((Step::CreateVSwitch, vswitch.since))
            }
            Self::Interface(interface) => {
                let step = match interface.status {
                    Status::Connecting | Status::AcceptingConnecting => Step::ConnectRouterInterface,
                    Status::Activating | Status::Modifying => Step::ActivateRouterInterface,
                    Status::Deactivating => Step::DeactivateRouterInterface,
                    Status::Deleting => Step::DeleteRouterInterface,
                    Status::Idle | Status::Active | Status::Inactive => return None,
                };
                Some((step, interface.since))
            }
            Self::Line(line) => line_step(line),
            Self::BorderRouter(router) => {
                let step = match router.status {
                    VbrStatus::Terminating => Step::TerminateVirtualBorderRouter,
                    VbrStatus::Recovering => Step::RecoverVirtualBorderRouter,
                    VbrStatus::Deleting => Step::DeleteVirtualBorderRouter,
                    VbrStatus::Unconfirmed | VbrStatus::Active | VbrStatus::Terminated => return None,
                };
                Some((step, router.since))
            }
            Self::VbrHa(group) => {
                (group.status == VbrHaStatus::Creating).then_some((Step::CreateVbrHa, group.since))
            }
            Self::Cen(cen) => {
                let step = match cen.status {
                    CenStatus::Creating => Step::CreateCen,
                    CenStatus::Deleting => Step::DeleteCen,
                    CenStatus::Active => return None,
                };
                Some((step, cen.since))
            }
            Self::CenAttachment(attachment) => {
                let step = match attachment.status {
                    CenAttachmentStatus::Attaching => Step::AttachCenChildInstance,
                    CenAttachmentStatus::Detaching => Step::DetachCenChildInstance,
                    CenAttachmentStatus::Attached => return None,
                };
                Some((step, attachment.since))
            }
            Self::Route(entry) => {
                let step = match entry.status {
                    RouteStatus::Pending => Step::CreateRouteEntry,
                    RouteStatus::Modifying => Step::ModifyRouteEntry,
                    RouteStatus::Deleting => Step::DeleteRouteEntry,
                    RouteStatus::Available => return None,
                };
                Some((step, entry.since))
            }
            Self::BgpGroup(group) => bgp_step(group.status, group.since),
            Self::BgpPeer(peer) => bgp_step(peer.status, peer.since),
            Self::BgpNetwork(network) => bgp_step(network.status, network.since),
            Self::Session(peer) => (peer.session.state == SessionState::Connecting)
                .then_some((Step::BgpConnect, peer.session.since)),
        }
    }
}

fn line_step(line: &PhysicalConnection) -> Option<(Step, Time)> {
    if !line.exists() {
        return Some((Step::ForgetSharedLine, line.since));
    }
    match (line.status, line.work) {
        (line::Status::Confirmed, Some(LineWork::Enabling(since))) => {
            Some((Step::EnablePhysicalConnection, since))
        }
        (line::Status::Terminating, _) => Some((Step::TerminatePhysicalConnection, line.since)),
        (line::Status::Terminated, Some(LineWork::Recovering(since))) => {
            Some((Step::RecoverPhysicalConnection, since))
        }
        _ => None,
    }
}

fn bgp_step(status: BgpStatus, since: Time) -> Option<(Step, Time)> {
    let step = match status {
        BgpStatus::Pending => Step::CreateBgp,
        BgpStatus::Modifying => Step::ModifyBgp,
        BgpStatus::Deleting => Step::DeleteBgp,
        BgpStatus::Available => return None,
    };
    Some((step, since))
}

//! The fabric: what carries out intents. The engine says what is to be; a fabric says how far the world is.

mod simulated;

use xconnect_model::network::NetworkStatus;
use xconnect_model::router_interface::Status;
use xconnect_model::{RouterInterface, Time, VSwitch, Vpc};

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
        }
    }
}

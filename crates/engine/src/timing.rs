//! How long each step takes, in service time.

use std::collections::BTreeMap;
use std::time::Duration;

/// Everything that takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A VPC becomes available.
    CreateVpc,
    /// A vSwitch becomes available.
    CreateVSwitch,
    /// Two interfaces are connected.
    ConnectRouterInterface,
    /// An interface is switched on.
    ActivateRouterInterface,
    /// An interface is frozen.
    DeactivateRouterInterface,
    /// An interface is removed.
    DeleteRouterInterface,
    /// A line is opened.
    EnablePhysicalConnection,
    /// A line is shut down.
    TerminatePhysicalConnection,
    /// A shared line comes back.
    RecoverPhysicalConnection,
    /// A deleted shared line leaves the list. Not part of any profile: seven days unless said otherwise.
    ForgetSharedLine,
    /// A border router is cut from its line.
    TerminateVirtualBorderRouter,
    /// A border router comes back.
    RecoverVirtualBorderRouter,
    /// A border router is removed.
    DeleteVirtualBorderRouter,
    /// A failover group begins to watch.
    CreateVbrHa,
    /// A CEN instance is made.
    CreateCen,
    /// A CEN instance is removed.
    DeleteCen,
    /// A network is attached to a CEN instance.
    AttachCenChildInstance,
    /// A network is detached from a CEN instance.
    DetachCenChildInstance,
    /// A route entry is made.
    CreateRouteEntry,
    /// A route entry is changed.
    ModifyRouteEntry,
    /// A route entry is deleted.
    DeleteRouteEntry,
    /// A BGP group, peer, or network is made.
    CreateBgp,
    /// A BGP group or peer is changed.
    ModifyBgp,
    /// A BGP group, peer, or network is deleted.
    DeleteBgp,
    /// The ends of a BGP session introduce themselves.
    BgpConnect,
    /// The provider looks at an application for a line, and approves it.
    ApproveLine,
    /// The provider begins to look for a port.
    StartAllocation,
    /// The provider has found a port.
    AllocateLine,
    /// The carrier builds a line.
    ConstructLine,
    /// The provider approves the application for a letter of authorisation.
    AcceptLoa,
    /// The provider issues the letter.
    IssueLoa,
    /// The provider accepts the construction that the letter covers.
    CompleteLoa,
    /// An order is paid, where payments follow by themselves.
    PayOrder,
}

impl Step {
    /// All steps, under the names that the configuration uses.
    pub const ALL: [(&'static str, Self); 33] = [
        ("CreateVpc", Self::CreateVpc),
        ("CreateVSwitch", Self::CreateVSwitch),
        ("ConnectRouterInterface", Self::ConnectRouterInterface),
        ("ActivateRouterInterface", Self::ActivateRouterInterface),
        ("DeactivateRouterInterface", Self::DeactivateRouterInterface),
        ("DeleteRouterInterface", Self::DeleteRouterInterface),
        ("EnablePhysicalConnection", Self::EnablePhysicalConnection),
        ("TerminatePhysicalConnection", Self::TerminatePhysicalConnection),
        ("RecoverPhysicalConnection", Self::RecoverPhysicalConnection),
        ("ForgetSharedLine", Self::ForgetSharedLine),
        ("TerminateVirtualBorderRouter", Self::TerminateVirtualBorderRouter),
        ("RecoverVirtualBorderRouter", Self::RecoverVirtualBorderRouter),
        ("DeleteVirtualBorderRouter", Self::DeleteVirtualBorderRouter),
        ("CreateVbrHa", Self::CreateVbrHa),
        ("CreateCen", Self::CreateCen),
        ("DeleteCen", Self::DeleteCen),
        ("AttachCenChildInstance", Self::AttachCenChildInstance),
        ("DetachCenChildInstance", Self::DetachCenChildInstance),
        ("CreateRouteEntry", Self::CreateRouteEntry),
        ("ModifyRouteEntry", Self::ModifyRouteEntry),
        ("DeleteRouteEntry", Self::DeleteRouteEntry),
        ("CreateBgp", Self::CreateBgp),
        ("ModifyBgp", Self::ModifyBgp),
        ("DeleteBgp", Self::DeleteBgp),
        ("BgpConnect", Self::BgpConnect),
        ("ApproveLine", Self::ApproveLine),
        ("StartAllocation", Self::StartAllocation),
        ("AllocateLine", Self::AllocateLine),
        ("ConstructLine", Self::ConstructLine),
        ("AcceptLoa", Self::AcceptLoa),
        ("IssueLoa", Self::IssueLoa),
        ("CompleteLoa", Self::CompleteLoa),
        ("PayOrder", Self::PayOrder),
    ];

    /// The step with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, step)| step)
    }
}

/// A set of durations to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Nothing takes time.
    Instant,
    /// A fifth of a second a step: a client's first poll finds the end state.
    #[default]
    Fast,
    /// Seconds to days, as the real service takes.
    Real,
}

/// How long each step takes: a profile, and exceptions to it.
#[derive(Debug, Clone, Default)]
pub struct Timing {
    profile: Profile,
    exceptions: BTreeMap<Step, Duration>,
}

impl Timing {
    /// A profile without exceptions.
    pub fn new(profile: Profile) -> Self {
        Self { profile, exceptions: BTreeMap::new() }
    }

    /// Makes an exception of a step.
    pub fn with(mut self, step: Step, duration: Duration) -> Self {
        self.exceptions.insert(step, duration);
        self
    }

    /// How long a step takes.
    pub fn of(&self, step: Step) -> Duration {
        if let Some(duration) = self.exceptions.get(&step) {
            return *duration;
        }
        if step == Step::ForgetSharedLine {
            return SEVEN_DAYS;
        }
        match self.profile {
            Profile::Instant => Duration::ZERO,
            Profile::Fast => Duration::from_millis(200),
            Profile::Real => real(step),
        }
    }
}

/// How long a deleted shared line stays listed.
const SEVEN_DAYS: Duration = Duration::from_secs(7 * 86_400);

/// What the real service takes, roughly; paperwork and construction in days.
fn real(step: Step) -> Duration {
    const DAY: u64 = 86_400;
    Duration::from_secs(match step {
        Step::CreateVpc | Step::CreateCen => 5,
        Step::CreateVSwitch => 3,
        Step::ConnectRouterInterface => 30,
        Step::ActivateRouterInterface | Step::DeactivateRouterInterface | Step::DeleteRouterInterface => 10,
        Step::EnablePhysicalConnection
        | Step::TerminatePhysicalConnection
        | Step::RecoverPhysicalConnection => 60,
        Step::TerminateVirtualBorderRouter | Step::RecoverVirtualBorderRouter => 30,
        Step::DeleteVirtualBorderRouter | Step::DeleteCen => 10,
        Step::AttachCenChildInstance | Step::DetachCenChildInstance => 30,
        Step::CreateVbrHa => 10,
        Step::CreateRouteEntry | Step::ModifyRouteEntry | Step::DeleteRouteEntry => 2,
        Step::CreateBgp | Step::ModifyBgp | Step::DeleteBgp => 5,
        Step::BgpConnect => 10,
        Step::PayOrder => 300,
        Step::ApproveLine => DAY,
        Step::StartAllocation => DAY / 2,
        Step::AllocateLine | Step::AcceptLoa | Step::IssueLoa => DAY,
        Step::ConstructLine => 20 * DAY,
        Step::CompleteLoa => 2 * DAY,
        Step::ForgetSharedLine => 7 * DAY,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_wins_over_the_profile() {
        let timing = Timing::new(Profile::Real).with(Step::CreateVpc, Duration::from_secs(1));
        assert_eq!(timing.of(Step::CreateVpc), Duration::from_secs(1));
        assert_eq!(timing.of(Step::PayOrder), Duration::from_secs(300));
        assert_eq!(Timing::new(Profile::Instant).of(Step::PayOrder), Duration::ZERO);
    }
}

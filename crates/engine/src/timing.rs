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
    /// An order is paid, where payments follow by themselves.
    PayOrder,
}

impl Step {
    /// All steps, under the names that the configuration uses.
    pub const ALL: [(&'static str, Self); 7] = [
        ("CreateVpc", Self::CreateVpc),
        ("CreateVSwitch", Self::CreateVSwitch),
        ("ConnectRouterInterface", Self::ConnectRouterInterface),
        ("ActivateRouterInterface", Self::ActivateRouterInterface),
        ("DeactivateRouterInterface", Self::DeactivateRouterInterface),
        ("DeleteRouterInterface", Self::DeleteRouterInterface),
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
    /// Seconds to minutes, as the real service takes.
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
        match self.profile {
            Profile::Instant => Duration::ZERO,
            Profile::Fast => Duration::from_millis(200),
            Profile::Real => Duration::from_secs(match step {
                Step::CreateVpc => 5,
                Step::CreateVSwitch => 3,
                Step::ConnectRouterInterface => 30,
                Step::ActivateRouterInterface | Step::DeactivateRouterInterface => 10,
                Step::DeleteRouterInterface => 10,
                Step::PayOrder => 300,
            }),
        }
    }
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

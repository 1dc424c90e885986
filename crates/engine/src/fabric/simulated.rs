//! The simulated fabric: every step succeeds when its time is over, unless a failure was arranged.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use xconnect_model::{RouterInterfaceId, Time};

use super::{Fabric, Progress, Work};
use crate::timing::Timing;

/// A fabric without a network behind it.
#[derive(Default)]
pub struct Simulated {
    timing: Timing,
    failures: Mutex<HashMap<RouterInterfaceId, String>>,
}

impl Simulated {
    /// A fabric whose steps take as long as this says.
    pub fn new(timing: Timing) -> Self {
        Self { timing, failures: Mutex::default() }
    }

    /// From now on, connections that this interface starts fail for this reason.
    pub fn fail(&self, interface: RouterInterfaceId, reason: impl Into<String>) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).insert(interface, reason.into());
    }

    fn failure(&self, work: &Work<'_>) -> Option<String> {
        let Work::Interface(interface) = work else { return None };
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).get(&interface.id).cloned()
    }
}

impl Fabric for Simulated {
    fn drive(&self, work: &Work<'_>, now: Time) -> Progress {
        let Some((step, since)) = work.step() else { return Progress::Done };
        let ready = since.after(self.timing.of(step));
        if now < ready {
            return Progress::Later(ready);
        }
        self.failure(work).map_or(Progress::Done, Progress::Failed)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use xconnect_model::RouterInterface;
    use xconnect_model::router_interface::Status;

    use super::*;
    use crate::timing::{Profile, Step};

    #[test]
    fn a_step_takes_its_time_from_when_it_began() {
        let timing = Timing::new(Profile::Instant).with(Step::ConnectRouterInterface, Duration::from_secs(5));
        let fabric = Simulated::new(timing);
        let interface =
            RouterInterface { status: Status::Connecting, since: Time(1_000), ..Default::default() };
        let work = Work::Interface(&interface);
        assert_eq!(fabric.drive(&work, Time(2_000)), Progress::Later(Time(6_000)));
        assert_eq!(fabric.drive(&work, Time(6_000)), Progress::Done);
        fabric.fail(interface.id.clone(), "no light");
        assert_eq!(fabric.drive(&work, Time(6_000)), Progress::Failed("no light".into()));
    }
}

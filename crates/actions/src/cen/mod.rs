//! CEN instances, and what may be attached to them: what failover groups stand on.

use crate::declare::actions;

actions! {}

//! Failover groups: two border routers that stand in for each other.

use crate::declare::actions;

actions! {}

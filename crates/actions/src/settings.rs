//! Every number that the documents call a quota, a limit, or a price, with its default.

use std::time::Duration;

/// What an operator may configure about the rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How much of everything an account may have.
    pub quotas: Quotas,
    /// How long an idempotency token is remembered, in service time.
    pub token_lifetime: Duration,
    /// How many idempotency tokens are remembered; beyond, the oldest go first.
    pub token_limit: usize,
    /// Price of a subscription, in fen for a megabit a second and month.
    pub fen_per_mbps_month: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            quotas: Quotas::default(),
            token_lifetime: Duration::from_secs(24 * 3_600),
            token_limit: 1 << 17,
            fen_per_mbps_month: 10_000,
        }
    }
}

/// How much of everything an account may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotas {
    /// VPCs of an account in a region.
    pub vpcs_per_region: usize,
    /// vSwitches in a VPC.
    pub vswitches_per_vpc: usize,
    /// Router interfaces on a router.
    pub interfaces_per_router: usize,
    /// Tags on a resource.
    pub tags_per_resource: usize,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { vpcs_per_region: 10, vswitches_per_vpc: 150, interfaces_per_router: 5, tags_per_resource: 20 }
    }
}

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
    /// The one-off fee for the installation of a line's port, in fen.
    pub fen_per_setup: i64,
    /// How long a terminated border router keeps its VLAN, in service time.
    pub vlan_retention: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            quotas: Quotas::default(),
            token_lifetime: Duration::from_secs(24 * 3_600),
            token_limit: 1 << 17,
            fen_per_mbps_month: 10_000,
            fen_per_setup: 1_000_000,
            vlan_retention: Duration::from_secs(7 * 86_400),
        }
    }
}

macro_rules! quotas {
    ($($(#[$doc:meta])* $name:ident = $default:literal),* $(,)?) => {
        /// How much of everything an account may have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Quotas {
            $($(#[$doc])* pub $name: usize,)*
        }

        impl Default for Quotas {
            fn default() -> Self {
                Self { $($name: $default),* }
            }
        }

        impl Quotas {
            /// The names under which an operator changes them.
            pub const NAMES: &[&'static str] = &[$(stringify!($name)),*];

            /// The quota with this name.
            pub fn get(&self, name: &str) -> Option<usize> {
                match name {
                    $(stringify!($name) => Some(self.$name),)*
                    _ => None,
                }
            }

            /// Changes the quota with this name; false when there is none.
            pub fn set(&mut self, name: &str, value: usize) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

quotas! {
    /// VPCs of an account in a region.
    vpcs_per_region = 10,
    /// vSwitches in a VPC.
    vswitches_per_vpc = 150,
    /// Router interfaces on a router.
    interfaces_per_router = 5,
    /// Tags on a resource.
    tags_per_resource = 20,
    /// An account's dedicated lines in another state than Enabled.
    lines_not_enabled = 5,
    /// An account's dedicated lines at an access point.
    lines_per_access_point = 50,
    /// Border routers on a line, whoever owns them.
    vbrs_per_line = 50,
    /// An account's border routers.
    vbrs_per_account = 200,
    /// Lines of a border router, its own included.
    lines_per_vbr = 4,
    /// Bandwidth of a border router in a failover group, in Mbps; without a limit by default.
    vbr_ha_bandwidth_mbps = 4_294_967_295,
    /// Custom entries in a route table.
    routes_per_table = 200,
    /// Entries of a route table that lead to one HaVip.
    routes_per_havip = 5,
    /// BGP groups on a border router.
    bgp_groups_per_vbr = 8,
    /// BGP peers on a border router.
    bgp_peers_per_vbr = 8,
    /// Networks that a border router announces.
    bgp_networks_per_vbr = 100,
    /// Routes that a BGP peer may announce.
    bgp_routes_per_peer = 110,
    /// An account's CEN instances.
    cens_per_account = 10,
}

//! What the real service has in the world: regions, zones, access points.

mod access_points;
mod regions;

pub use access_points::{ACCESS_POINTS, AccessPoint, access_point};
pub use regions::{REGIONS, Region, Zone, region};

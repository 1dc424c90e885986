//! What an operator sets up: access points, regions of one's own, next-hop targets.

use std::borrow::Cow;
use std::sync::Arc;

use xconnect_model::{AccessPoint, AccountId, NextHopTarget, OwnRegion, RegionId, Seq, catalogue};

use super::physical_connection;
use crate::key::Key;
use crate::state::State;
use crate::table::{Keys, Row};

/// Keys of access points.
pub mod access_point {
    use super::*;

    /// The access point with this id, if an operator has set it up.
    pub fn id(point: &str) -> Key {
        Key::of("access point").text(point).key()
    }
}

impl Row for AccessPoint {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        access_point::id(self.id.as_str())
    }

    fn keys(&self, _: &mut Keys) {}

    fn label(&self) -> String {
        self.id.to_string()
    }
}

/// Keys of regions.
pub mod region {
    use super::*;

    /// The region with this id, if the catalogue does not have it.
    pub fn id(region: &str) -> Key {
        Key::of("region").text(region).key()
    }
}

impl Row for OwnRegion {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        region::id(self.id.as_str())
    }

    fn keys(&self, _: &mut Keys) {}

    fn label(&self) -> String {
        self.id.to_string()
    }
}

/// Keys of next-hop targets.
pub mod next_hop_target {
    use super::*;

    /// The target with this id.
    pub fn id(target: &str) -> Key {
        Key::of("target").text(target).key()
    }

    /// An account's targets in a region.
    pub fn in_region(account: AccountId, region: &RegionId) -> Key {
        Key::of("region").account(account).text(region.as_str()).key()
    }

    /// The targets in a VPC.
    pub fn in_vpc(vpc: &str) -> Key {
        Key::of("vpc").text(vpc).key()
    }
}

impl Row for NextHopTarget {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn identity(&self) -> Key {
        next_hop_target::id(&self.id)
    }

    fn keys(&self, keys: &mut Keys) {
        keys.add(next_hop_target::in_region(self.account, &self.region));
        keys.add_if(!self.vpc.is_empty(), || next_hop_target::in_vpc(self.vpc.as_str()));
    }

    fn label(&self) -> String {
        self.id.to_string()
    }
}

impl State {
    /// The access point with this id: as an operator has set it up, or as the catalogue has it.
    pub fn access_point(&self, point: &str) -> Option<Cow<'_, AccessPoint>> {
        if let Some(own) = self.access_points.first(access_point::id(point)) {
            return Some(Cow::Borrowed(own.as_ref()));
        }
        catalogue::access_point(point).map(|known| Cow::Owned(AccessPoint::of_catalogue(known)))
    }

    /// All access points of a region: those of the catalogue in its order, then those that an operator added.
    pub fn access_points_in(&self, region: &str) -> Vec<Cow<'_, AccessPoint>> {
        let known = catalogue::ACCESS_POINTS.iter();
        let of_catalogue = known.filter_map(|point| self.access_point(point.id));
        let added =
            self.access_points.iter().filter(|point| catalogue::access_point(point.id.as_str()).is_none());
        let all = of_catalogue.chain(added.map(|point| Cow::Borrowed(point.as_ref())));
        all.filter(|point| point.region.as_str() == region).collect()
    }

    /// How many ports of an access point are held by lines.
    pub fn ports_held(&self, point: &AccessPoint) -> usize {
        self.physical_connections.count(physical_connection::ports_at(&point.id))
    }

    /// Whether an access point takes a new line: its provider says so, and there is a port left.
    pub fn takes_lines(&self, point: &AccessPoint) -> bool {
        point.status.takes_lines() && self.ports_held(point) < point.capacity()
    }

    /// The region with this id that the catalogue does not have.
    pub fn own_region(&self, id: &str) -> Option<&Arc<OwnRegion>> {
        self.own_regions.first(region::id(id))
    }

    /// The next-hop target with this id.
    pub fn next_hop_target(&self, id: &str) -> Option<&Arc<NextHopTarget>> {
        self.next_hop_targets.first(next_hop_target::id(id))
    }
}

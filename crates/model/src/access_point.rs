//! Access points: the machine rooms where lines end, their devices and ports.

use serde::{Deserialize, Serialize};

use crate::catalogue;
use crate::id::{AccessPointId, RegionId};
use crate::text::Text;
use crate::{Seq, is_default};

/// An access point as an operator has set it up. It takes the place of the catalogue's with the same id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessPoint {
    /// Order of creation; 0 for one of the catalogue that nobody has changed.
    pub seq: Seq,
    /// The access point's id.
    pub id: AccessPointId,
    /// The region that it belongs to.
    pub region: RegionId,
    /// The name.
    pub name: Text,
    /// Free text.
    #[serde(skip_serializing_if = "is_default")]
    pub description: Text,
    /// The city.
    #[serde(skip_serializing_if = "is_default")]
    pub location: Text,
    /// Who runs the building.
    #[serde(skip_serializing_if = "is_default")]
    pub host_operator: Text,
    /// Whether lines can be had, as the provider says; a full one says so by itself.
    pub status: AccessPointStatus,
    /// What it can do: key and value.
    #[serde(skip_serializing_if = "is_default")]
    pub features: Vec<Feature>,
    /// Its access devices.
    pub devices: Vec<Device>,
}

/// Something that an access point can do, or cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Feature {
    /// `FeatureKey`.
    pub key: Text,
    /// `FeatureValue`.
    pub value: Text,
}

/// An access device with its ports, numbered from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Device {
    /// A name, unique at the access point.
    pub name: Text,
    /// Where it stands: building, room, rack (`AdLocation` of its lines).
    pub location: Text,
    /// How many ports it has.
    pub ports: u32,
}

/// Whether an access point takes new lines. The names are the wire's, but for the letter case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum AccessPointStatus {
    /// Recommended for new lines.
    #[default]
    #[serde(rename = "recommended")]
    Recommended,
    /// Many lines already.
    #[serde(rename = "hot")]
    Hot,
    /// No more lines.
    #[serde(rename = "full")]
    Full,
    /// Not usable.
    #[serde(rename = "disabled")]
    Disabled,
}

impl AccessPointStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Recommended, Self::Hot, Self::Full, Self::Disabled];

    /// The wire's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Hot => "hot",
            Self::Full => "full",
            Self::Disabled => "disabled",
        }
    }

    /// Reads the wire's spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether it takes new lines.
    pub fn takes_lines(self) -> bool {
        matches!(self, Self::Recommended | Self::Hot)
    }
}

/// Devices of an access point that nobody has set up otherwise.
const DEVICES: u32 = 4;
/// Ports of each of them.
const PORTS: u32 = 48;
/// What such an access point can do.
const FEATURES: [(&str, &str); 2] = [("AP_Support_VbrBandwidthLimit", "true"), ("AP_Support_IPv6", "true")];

impl AccessPoint {
    /// An access point of the catalogue, with the usual devices.
    pub fn of_catalogue(known: &catalogue::AccessPoint) -> Self {
        let device = |number: u32| Device {
            name: format!("{}-AD{number}", known.id).into(),
            location: format!("{}, room 1, rack {number}", known.name).into(),
            ports: PORTS,
        };
        let feature = |(key, value): (&str, &str)| Feature { key: key.into(), value: value.into() };
        Self {
            id: AccessPointId::from(known.id),
            region: RegionId::from(known.region),
            name: known.name.into(),
            location: known.name.split('-').next().unwrap_or_default().into(),
            features: FEATURES.map(feature).into(),
            devices: (1..=DEVICES).map(device).collect(),
            ..Self::default()
        }
    }

    /// How many lines it can take at all.
    pub fn capacity(&self) -> usize {
        self.devices.iter().map(|device| device.ports as usize).sum()
    }

    /// Whether a feature is `true`.
    pub fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|one| one.key == feature && one.value == "true")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_s_access_points_have_devices_and_ports() {
        let point = AccessPoint::of_catalogue(&catalogue::ACCESS_POINTS[0]);
        assert_eq!(point.capacity(), 192);
        assert_eq!(point.location, "杭州");
        assert!(point.has("AP_Support_IPv6"));
    }
}

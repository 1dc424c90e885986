//! An access point as an operator describes it, and as it is shown.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xconnect_model::access_point::{AccessPointStatus, Device, Feature};
use xconnect_model::{AccessPoint, Text, catalogue};
use xconnect_state::State;

use crate::body::{optional, required};
use crate::error::Problem;
use crate::view::blank;

/// Devices of one access point.
const MAX_DEVICES: usize = 64;
/// Ports of one device.
const MAX_PORTS: u32 = 1_024;
/// Features of one access point.
const MAX_FEATURES: usize = 64;

/// An access point that is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPoint {
    /// The region that it belongs to.
    region: String,
    /// 1 to 512 characters.
    name: String,
    description: Option<String>,
    /// The city.
    location: Option<String>,
    /// Who runs the building.
    host_operator: Option<String>,
    /// `recommended` when absent.
    status: Option<PointStatus>,
    /// What it can do, such as `AP_Support_IPv6`; at most 64.
    #[serde(default)]
    features: Vec<FeatureBody>,
    /// Its access devices, at most 64.
    devices: Vec<DeviceBody>,
}

/// Whether an access point takes new lines.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PointChange {
    pub(super) status: PointStatus,
}

/// Whether an access point takes new lines: `recommended` and `hot` ones do. One whose ports are all held is full
/// by itself.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum PointStatus {
    Recommended,
    Hot,
    Full,
    Disabled,
}

/// Something that an access point can do, or cannot.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = Feature)]
#[serde(deny_unknown_fields)]
pub(super) struct FeatureBody {
    key: String,
    /// `true` or `false`, mostly.
    value: String,
}

/// An access device.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = Device)]
#[serde(deny_unknown_fields)]
pub(super) struct DeviceBody {
    /// A name, unique at the access point.
    name: String,
    /// Where it stands: building, room, rack.
    location: Option<String>,
    /// How many ports it has, 1 to 1,024; they are numbered from 1.
    #[schema(minimum = 1, maximum = 1024)]
    ports: u32,
}

/// An access point.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessPoint)]
pub(super) struct PointView {
    id: String,
    region: String,
    name: String,
    description: Option<String>,
    /// The city.
    location: Option<String>,
    /// Who runs the building.
    host_operator: Option<String>,
    status: PointStatus,
    /// Whether it takes a line at this moment.
    takes_lines: bool,
    /// Ports of all devices together.
    ports: usize,
    /// How many of them lines hold.
    ports_held: usize,
    features: Vec<FeatureBody>,
    devices: Vec<DeviceBody>,
    /// The catalogue has it.
    catalogue: bool,
    /// An operator has set it up, or changed it.
    own: bool,
}

impl NewPoint {
    /// The access point, without its place.
    pub(super) fn point(&self, id: &str) -> Result<AccessPoint, Problem> {
        if self.devices.len() > MAX_DEVICES || self.features.len() > MAX_FEATURES {
            return Err(Problem::unfit(format!(
                "an access point has at most {MAX_DEVICES} devices and {MAX_FEATURES} features"
            )));
        }
        let devices: Vec<_> = self.devices.iter().map(DeviceBody::device).collect::<Result<_, _>>()?;
        let mut names = HashSet::new();
        if let Some(twice) = devices.iter().find(|device| !names.insert(device.name.clone())) {
            return Err(Problem::unfit(format!("the device {} stands there twice", twice.name)));
        }
        Ok(AccessPoint {
            id: id.into(),
            region: self.region.as_str().into(),
            name: required("name", &self.name)?,
            description: optional("description", self.description.clone())?,
            location: optional("location", self.location.clone())?,
            host_operator: optional("host_operator", self.host_operator.clone())?,
            status: self.status.unwrap_or(PointStatus::Recommended).into(),
            features: self.features.iter().map(FeatureBody::feature).collect::<Result<_, _>>()?,
            devices,
            ..AccessPoint::default()
        })
    }
}

impl DeviceBody {
    fn device(&self) -> Result<Device, Problem> {
        let name = required("a device's name", &self.name)?;
        if !(1..=MAX_PORTS).contains(&self.ports) {
            return Err(Problem::unfit(format!("a device has 1 to {MAX_PORTS} ports")));
        }
        let location = optional("a device's location", self.location.clone())?;
        Ok(Device { name, location, ports: self.ports })
    }

    fn of(device: &Device) -> Self {
        let (name, location) = (device.name.to_string(), blank(&device.location));
        Self { name, location, ports: device.ports }
    }
}

impl FeatureBody {
    fn feature(&self) -> Result<Feature, Problem> {
        let key = required("a feature's key", &self.key)?;
        Ok(Feature { key, value: required("a feature's value", &self.value)? })
    }

    fn of(feature: &Feature) -> Self {
        let text = |text: &Text| text.to_string();
        Self { key: text(&feature.key), value: text(&feature.value) }
    }
}

impl PointView {
    pub(super) fn of(state: &State, point: &AccessPoint) -> Self {
        Self {
            id: point.id.to_string(),
            region: point.region.to_string(),
            name: point.name.to_string(),
            description: blank(&point.description),
            location: blank(&point.location),
            host_operator: blank(&point.host_operator),
            status: point.status.into(),
            takes_lines: state.takes_lines(point),
            ports: point.capacity(),
            ports_held: state.ports_held(point),
            features: point.features.iter().map(FeatureBody::of).collect(),
            devices: point.devices.iter().map(DeviceBody::of).collect(),
            catalogue: catalogue::access_point(point.id.as_str()).is_some(),
            own: point.seq != 0,
        }
    }
}

impl From<PointStatus> for AccessPointStatus {
    fn from(status: PointStatus) -> Self {
        match status {
            PointStatus::Recommended => Self::Recommended,
            PointStatus::Hot => Self::Hot,
            PointStatus::Full => Self::Full,
            PointStatus::Disabled => Self::Disabled,
        }
    }
}

impl From<AccessPointStatus> for PointStatus {
    fn from(status: AccessPointStatus) -> Self {
        match status {
            AccessPointStatus::Recommended => Self::Recommended,
            AccessPointStatus::Hot => Self::Hot,
            AccessPointStatus::Full => Self::Full,
            AccessPointStatus::Disabled => Self::Disabled,
        }
    }
}

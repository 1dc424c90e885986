//! DescribeZones of Ecs: the zones of a region, and what can be made in them. Of that product it is nothing
//! here; the vSwitches that it names beside its own resources are the Vpc API's.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::region::Language;
use crate::region::place::{self, Place};
use crate::request;

/// Lists the zones of a region.
pub struct DescribeZones;

request! {
    /// Parameters of DescribeZones.
    pub struct Request {
        /// The region.
        region: Text = required "RegionId",
        /// zh-CN (default) or en-US: the language of LocalName.
        language: Text = optional "AcceptLanguage",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    zones: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    zone: Vec<Item<'s>>,
}

/// A list inside the object that is its wrapper on the wire.
type Wrapped = BTreeMap<&'static str, &'static [&'static str]>;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    zone_id: Cow<'s, str>,
    local_name: Cow<'s, str>,
    zone_type: &'static str,
    available_resource_creation: Wrapped,
    available_instance_types: Wrapped,
    available_disk_categories: Wrapped,
    available_volume_categories: Wrapped,
    available_dedicated_host_types: Wrapped,
    dedicated_host_generations: Wrapped,
    available_resources: Wrapped,
}

impl ReadAction for DescribeZones {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeZones",
        api: Api::Ecs,
        summary: "Lists the zones of a region.",
        source: "the official clients' models",
        resource: "acs:ecs:*:*:*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let language = Language::accepted(request.language.as_deref());
        let zones = place::zones(context.state, &request.region, language).ok_or(&REGION_NOT_FOUND)?;
        Ok(Response { zones: Set { zone: zones.into_iter().map(Item::of).collect() } })
    }
}

impl<'s> Item<'s> {
    fn of(zone: Place<'s>) -> Self {
        let nothing = |name| Wrapped::from([(name, &[][..])]);
        Self {
            zone_id: zone.id,
            local_name: zone.name,
            zone_type: "AvailabilityZone",
            available_resource_creation: Wrapped::from([("ResourceTypes", &["VSwitch"][..])]),
            available_instance_types: nothing("InstanceTypes"),
            available_disk_categories: nothing("DiskCategories"),
            available_volume_categories: nothing("VolumeCategories"),
            available_dedicated_host_types: nothing("DedicatedHostType"),
            dedicated_host_generations: nothing("DedicatedHostGeneration"),
            available_resources: nothing("ResourcesInfo"),
        }
    }
}

static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist.",
    "RegionId is not a known region.",
);

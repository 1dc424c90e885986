//! DescribeZones of Alb: the zones of a region, in that product's shape.

use std::borrow::Cow;

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::region::{Language, place};
use crate::request;

/// Lists the zones of a region.
pub struct DescribeZones;

/// The region whose zones are answered when a client names none: it would let the host name say the region,
/// and this service has one host name for all.
const DEFAULT_REGION: &str = "cn-hangzhou";

request! {
    /// Parameters of DescribeZones.
    pub struct Request {
        /// The region; cn-hangzhou by default.
        region: Text = optional "RegionId",
        /// zh-CN (default) or en-US: the language of LocalName.
        language: Text = optional "AcceptLanguage",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    zones: Vec<Item<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    zone_id: Cow<'s, str>,
    local_name: Cow<'s, str>,
}

impl ReadAction for DescribeZones {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeZones",
        api: Api::Alb,
        summary: "Lists the zones of a region.",
        source: "the official clients' models",
        resource: "acs:alb:*:*:*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let region = request.region.as_deref().unwrap_or(DEFAULT_REGION);
        let language = Language::accepted(request.language.as_deref());
        let zones = place::zones(context.state, region, language).ok_or(&REGION_NOT_FOUND)?;
        let items = zones.into_iter().map(|zone| Item { zone_id: zone.id, local_name: zone.name });
        Ok(Response { zones: items.collect() })
    }
}

static REGION_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist.",
    "RegionId is not a known region.",
);

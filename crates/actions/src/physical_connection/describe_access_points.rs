//! DescribeAccessPoints: where lines of a region can end.

use std::borrow::Cow;

use serde::Serialize;
use xconnect_model::access_point::{AccessPointStatus, Feature};
use xconnect_model::{AccessPoint, AccessPointId, RegionId, Text};
use xconnect_state::State;
use xconnect_wire::{ApiError, ErrorSpec};

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::paging::Paging;
use crate::request;

/// Lists the access points of a region.
pub struct DescribeAccessPoints;

/// Access points on a page.
const PAGE: u32 = 50;
/// The type of every access point.
const VPC: &str = "VPC";

request! {
    /// Parameters of DescribeAccessPoints.
    pub struct Request {
        /// Region of the access points.
        region: Text = required "RegionId",
        /// VPC, which all access points are; of another type there are none.
        kind: Text = optional "Type",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    page_number: u32,
    page_size: u32,
    total_count: usize,
    access_point_set: Set,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set {
    access_point_type: Vec<View>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct View {
    access_point_id: AccessPointId,
    name: Text,
    description: Text,
    #[serde(rename = "Type")]
    kind: &'static str,
    status: &'static str,
    location: Text,
    host_operator: Text,
    attached_region_no: RegionId,
    access_point_feature_models: Features,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Features {
    access_point_feature_model: Vec<FeatureView>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct FeatureView {
    feature_key: Text,
    feature_value: Text,
}

impl ReadAction for DescribeAccessPoints {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeAccessPoints",
        api: Api::Vpc,
        summary: "Lists the access points of a region, page by page.",
        source: "Express Connect API reference 2022; the same, 2016",
        resource: "acs:vpc:*:*:*",
        errors: &[&REGION_NOT_SUPPORTED, &REGION_NOT_FOUND_2016],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response, ApiError> {
        let region = context.region(&request.region, &REGION_NOT_SUPPORTED)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let mut points = context.state.access_points_in(region.id.as_str());
        if points.is_empty() {
            return Err(ApiError::new(&REGION_NOT_SUPPORTED));
        }
        if request.kind.as_ref().is_some_and(|kind| kind != VPC) {
            points.clear();
        }
        let total_count = points.len();
        let page = paging.cut(points);
        let view = |point: Cow<'s, AccessPoint>| View::of(context.state, point.into_owned());
        Ok(Response {
            page_number: paging.number,
            page_size: paging.size,
            total_count,
            access_point_set: Set { access_point_type: page.into_iter().map(view).collect() },
        })
    }
}

impl View {
    /// An access point as it is listed: one without a free port is full, whatever its provider says of it.
    fn of(state: &State, point: AccessPoint) -> Self {
        let is_full = point.status.takes_lines() && !state.takes_lines(&point);
        let status = if is_full { AccessPointStatus::Full } else { point.status };
        let feature =
            |feature: Feature| FeatureView { feature_key: feature.key, feature_value: feature.value };
        Self {
            access_point_id: point.id,
            name: point.name,
            description: point.description,
            kind: VPC,
            status: status.as_str(),
            location: point.location,
            host_operator: point.host_operator,
            attached_region_no: point.region,
            access_point_feature_models: Features {
                access_point_feature_model: point.features.into_iter().map(feature).collect(),
            },
        }
    }
}

static REGION_NOT_SUPPORTED: ErrorSpec = ErrorSpec::new(
    404,
    "InvalidRegionId.NotSupport",
    "The RegionId provided does not support in our records.",
    "RegionId is not a known region, or has no access points.",
);
static REGION_NOT_FOUND_2016: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "InvalidRegionId.NotFound",
    "The RegionId provided does not exist in our records.",
    "RegionId is not a known region, in 2016.",
    "2016 code of InvalidRegionId.NotSupport, which is what is answered",
);

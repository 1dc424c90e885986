//! DescribeRegions: every region that there is.

use std::borrow::Cow;

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::ApiError;

use super::{Language, place};
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Lists all regions.
pub struct DescribeRegions;

request! {
    /// Parameters of DescribeRegions. A RegionId is accepted and makes no difference.
    pub struct Request {
        /// zh-CN (default) or en-US: the language of LocalName.
        language: Text = optional "AcceptLanguage",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    regions: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    region: Vec<Item<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    region_id: Cow<'s, str>,
    local_name: Cow<'s, str>,
    region_endpoint: String,
}

impl ReadAction for DescribeRegions {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeRegions",
        api: Api::Vpc,
        summary: "Lists all regions.",
        source: "Express Connect API reference 2016; the official clients' models",
        resource: "acs:vpc:*:*:*",
        errors: &[],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let language = Language::accepted(request.language.as_deref());
        let items = place::regions(context.state, language).map(|(region, region_endpoint)| Item {
            region_id: region.id,
            local_name: region.name,
            region_endpoint,
        });
        Ok(Response { regions: Set { region: items.collect() } })
    }
}

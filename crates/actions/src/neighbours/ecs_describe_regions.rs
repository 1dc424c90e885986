//! DescribeRegions of Ecs: the same regions, with that product's endpoints.

use std::borrow::Cow;

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::ApiError;

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::region::{Language, place};
use crate::request;

/// Lists all regions.
pub struct DescribeRegions;

request! {
    /// Parameters of DescribeRegions.
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
    status: &'static str,
}

impl ReadAction for DescribeRegions {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeRegions",
        api: Api::Ecs,
        summary: "Lists all regions.",
        source: "the official clients' models",
        resource: "acs:ecs:*:*:*",
        errors: &[],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let language = Language::accepted(request.language.as_deref());
        let items = place::regions(context.state, language).map(|(region, _)| Item {
            region_endpoint: format!("ecs.{}.aliyuncs.com", region.id),
            region_id: region.id,
            local_name: region.name,
            status: "available",
        });
        Ok(Response { regions: Set { region: items.collect() } })
    }
}

//! DescribeVbrHa: one failover group.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_wire::ApiError;
use xconnect_wire::public::DRYRUN_SUCCESS;

use super::common::{self, GROUP_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Shows the group with this id, or the one that a router is in.
pub struct DescribeVbrHa;

request! {
    /// Parameters of DescribeVbrHa.
    pub struct Request {
        /// Region of the group.
        region: Text = required "RegionId",
        /// A router in the group; with VbrHaId, it has to be in that group.
        vbr: Text = optional "VbrId",
        /// The group.
        group: Text = optional "VbrHaId",
        /// True only checks.
        dry_run: bool = optional "DryRun",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    vbr_ha_id: &'s str,
    vbr_id: &'s str,
    peer_vbr_id: &'s str,
    region_id: &'s str,
    name: &'s str,
    description: &'s str,
    status: &'static str,
    creation_time: String,
}

impl ReadAction for DescribeVbrHa {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeVbrHa",
        api: Api::Vpc,
        summary: "Shows a failover group, found by its id or by one of its routers.",
        source: "Express Connect API reference 2022",
        resource: "acs:vpc:*:*:virtualborderrouter/*",
        errors: &[&GROUP_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let by_id = request.group.as_deref().map(|group| context.state.vbr_ha(group));
        let by_member = request.vbr.as_deref().map(|vbr| context.state.vbr_ha_of(vbr));
        let found = match (by_id, by_member) {
            (Some(group), Some(of_member)) => group.filter(|group| of_member == Some(group)),
            (group, of_member) => group.or(of_member).flatten(),
        };
        let group = common::own(&context, &request.region, found)?;
        if request.dry_run == Some(true) {
            return Err(ApiError::new(&DRYRUN_SUCCESS));
        }
        Ok(Response {
            vbr_ha_id: group.id.as_str(),
            vbr_id: group.vbr.as_str(),
            peer_vbr_id: group.peer.as_str(),
            region_id: group.region.as_str(),
            name: &group.name,
            description: &group.description,
            status: group.status.as_str(),
            creation_time: group.created_at.to_wire(),
        })
    }
}

//! DescribeGrantRulesToCen: the CEN instances that a network has been opened to.

use serde::Serialize;
use xconnect_model::Text;
use xconnect_model::cen::CenGrant;
use xconnect_state::{Query, rows};
use xconnect_wire::ApiError;

use super::common::{self, REGION_NOT_FOUND};
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::paging::Paging;
use crate::{request, resource_group};

/// Lists the permissions for one of the caller's networks. For a network that the caller does not have, the list
/// is empty.
pub struct DescribeGrantRulesToCen;

/// Permissions on a page.
const PAGE: u32 = 50;

request! {
    /// Parameters of DescribeGrantRulesToCen.
    pub struct Request {
        /// Region of the network.
        region: Text = required "RegionId",
        /// The caller's network.
        instance: Text = required "InstanceId",
        /// VPC or VBR.
        instance_type: Text = required "InstanceType",
        /// Only if the network is in this resource group.
        resource_group: Text = optional "ResourceGroupId",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 50, 10 by default.
        page_size: u32 = optional "PageSize",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    page_number: u32,
    page_size: u32,
    total_count: usize,
    cen_grant_rules: Rules<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Rules<'s> {
    cbn_grant_rule: Vec<View<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct View<'s> {
    cen_instance_id: &'s str,
    cen_owner_id: u64,
    creation_time: String,
}

impl ReadAction for DescribeGrantRulesToCen {
    const DECLARATION: Declaration = Declaration {
        name: "DescribeGrantRulesToCen",
        api: Api::Vpc,
        summary: "Lists the CEN instances that a network of the caller has been opened to.",
        source: "Virtual Private Cloud API reference, DescribeGrantRulesToCen",
        resource: "acs:vpc:*:*:*/*",
        errors: &[&REGION_NOT_FOUND],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        context.region(&request.region, &REGION_NOT_FOUND)?;
        let kind = common::instance_type(&request.instance_type)?;
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let instance = common::own_instance(&context, kind, &request.region, &request.instance);
        let group = request.resource_group.as_deref();
        let group = group.map(|group| resource_group::stored(context.state, context.caller.account, group));
        let wanted = instance.filter(|one| group.is_none_or(|group| one.resource_group().as_str() == group));
        let all = wanted.map(|_| rows::cen::grant::of_instance(&request.instance));
        let listed = paging.of(&context.state.cen_grants, &Query::default().and_any(all));
        Ok(Response {
            page_number: listed.paging.number,
            page_size: listed.paging.size,
            total_count: listed.total,
            cen_grant_rules: Rules {
                cbn_grant_rule: listed.rows.into_iter().map(|grant| View::of(grant)).collect(),
            },
        })
    }
}

impl<'s> View<'s> {
    fn of(grant: &'s CenGrant) -> Self {
        Self {
            cen_instance_id: grant.cen.as_str(),
            cen_owner_id: grant.cen_account.0,
            creation_time: grant.created_at.to_wire(),
        }
    }
}

//! QueryAvailableInstances of BssOpenApi: what an account has subscribed to.

use serde::Serialize;
use xconnect_model::{AccountId, Text, Time};
use xconnect_state::rows;
use xconnect_wire::ApiError;
use xconnect_wire::public::invalid_parameter;

use super::subscription::{self, PRODUCTS, Subscription};
use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::paging::Paging;
use crate::request;

/// Lists the caller's subscriptions: router interfaces that are paid in advance. The Terraform provider calls
/// this first of all, to find out on which site an account is.
pub struct QueryAvailableInstances;

/// Instances on a page, unless the request says otherwise.
const PAGE: u32 = 20;
/// Instances on a page at most.
const LARGEST_PAGE: u32 = 300;
/// Instances named in a request.
const MOST: usize = 100;

request! {
    /// Parameters of QueryAvailableInstances.
    pub struct Request {
        /// Only instances in this region.
        region: Text = optional "Region",
        /// Only instances of this product; ri is the only one that has any.
        product: Text = optional "ProductCode",
        /// Only Subscription has instances; PayAsYouGo has none.
        subscription_type: Text = optional "SubscriptionType",
        /// Only AutoRenewal, ManualRenewal, or NotRenewal.
        renew_status: Text = optional "RenewStatus",
        /// Only these instances: at most 100 ids with commas between them.
        instances: Text = optional "InstanceIDs",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNum",
        /// 1 to 300, 20 by default.
        page_size: u32 = optional "PageSize",
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response<'s> {
    code: &'static str,
    message: &'static str,
    success: bool,
    data: Data<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Data<'s> {
    page_num: u32,
    page_size: u32,
    total_count: usize,
    instance_list: Vec<Item<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    owner_id: AccountId,
    #[serde(rename = "InstanceID")]
    instance_id: &'s str,
    product_code: &'static str,
    product_type: &'static str,
    subscription_type: &'static str,
    region: &'s str,
    status: &'static str,
    renew_status: &'static str,
    create_time: String,
    end_time: String,
}

impl ReadAction for QueryAvailableInstances {
    const DECLARATION: Declaration = Declaration {
        name: "QueryAvailableInstances",
        api: Api::BssOpenApi,
        summary: "Lists the caller's subscriptions, page by page.",
        source: "the official clients' models",
        resource: "acs:bss:*:*:*",
        errors: &[],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let paging = paging(request)?;
        let ids = ids(request)?;
        let account = context.caller.account;
        let orders = context.state.orders.find(rows::order::of_account(account));
        let found = orders.filter_map(|order| {
            let subscription = subscription::own(context.state, account, order.interface.as_str())?;
            let counts = subscription.order == order.id && subscription.interface.exists_for_others();
            counts.then_some(subscription)
        });
        let found: Vec<_> = found.filter(|one| is_wanted(request, &ids, one)).collect();
        Ok(Response {
            code: "Success",
            message: "Successful!",
            success: true,
            data: Data {
                page_num: paging.number,
                page_size: paging.size,
                total_count: found.len(),
                instance_list: paging.cut(found).into_iter().map(Item::of).collect(),
            },
        })
    }
}

fn paging(request: &Request) -> Result<Paging, ApiError> {
    let (number, size) = (request.page_number.unwrap_or(1), request.page_size.unwrap_or(PAGE));
    if number == 0 {
        return Err(invalid_parameter("PageNum"));
    }
    if size == 0 || size > LARGEST_PAGE {
        return Err(invalid_parameter("PageSize"));
    }
    Ok(Paging { number, size })
}

/// The ids that the request names; none means all instances.
fn ids(request: &Request) -> Result<Vec<&str>, ApiError> {
    let Some(text) = &request.instances else { return Ok(Vec::new()) };
    let ids: Vec<&str> = text.split(',').map(str::trim).take(MOST + 1).collect();
    if ids.len() > MOST { Err(invalid_parameter("InstanceIDs")) } else { Ok(ids) }
}

fn is_wanted(request: &Request, ids: &[&str], one: &Subscription<'_>) -> bool {
    let is = |wanted: &Option<Text>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
    request.product.as_deref().is_none_or(|product| PRODUCTS.contains(&product))
        && is(&request.region, one.interface.region.as_str())
        && is(&request.subscription_type, "Subscription")
        && is(&request.renew_status, renew_status(one))
        && (ids.is_empty() || ids.contains(&one.interface.id.as_str()))
}

fn renew_status(one: &Subscription<'_>) -> &'static str {
    if one.auto_renew { "AutoRenewal" } else { "ManualRenewal" }
}

impl<'s> Item<'s> {
    fn of(one: Subscription<'s>) -> Self {
        Self {
            owner_id: one.interface.account,
            instance_id: one.interface.id.as_str(),
            product_code: PRODUCTS[0],
            product_type: "",
            subscription_type: "Subscription",
            region: one.interface.region.as_str(),
            status: if one.end_at.is_some() { "Normal" } else { "Creating" },
            renew_status: renew_status(&one),
            create_time: one.interface.created_at.to_wire(),
            end_time: one.end_at.map(Time::to_wire).unwrap_or_default(),
        }
    }
}

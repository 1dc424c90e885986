//! ListResourceGroups of ResourceManager: the groups of an account.

use serde::Serialize;
use xconnect_model::{ResourceGroup, Text};
use xconnect_state::rows;
use xconnect_wire::ApiError;

use crate::declare::{Api, Context, Declaration, ReadAction, TagItem};
use crate::paging::Paging;
use crate::request;

/// Lists the caller's resource groups, its default group among them.
pub struct ListResourceGroups;

/// Groups on a page.
const PAGE: u32 = 100;
/// Every group here is finished.
const STATUS: &str = "OK";

request! {
    /// Parameters of ListResourceGroups.
    pub struct Request {
        /// Only groups in this status; all are OK.
        status: Text = optional "Status",
        /// Only groups whose Name has this text in it.
        name: Text = optional "Name",
        /// Only groups whose DisplayName has this text in it.
        display_name: Text = optional "DisplayName",
        /// Only this group; not looked at beside ResourceGroupIds.
        id: Text = optional "ResourceGroupId",
        /// Only these groups.
        ids: Text = list "ResourceGroupIds",
        /// Only groups with these tags; no group has any.
        tags: TagItem = list "Tag",
        /// From 1; beyond the last page the last page is answered.
        page_number: u32 = optional "PageNumber",
        /// 1 to 100, 10 by default.
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
    resource_groups: Set<'s>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Set<'s> {
    resource_group: Vec<Item<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'s> {
    id: &'s str,
    name: &'s str,
    display_name: &'s str,
    status: &'static str,
    account_id: String,
    create_date: String,
}

impl ReadAction for ListResourceGroups {
    const DECLARATION: Declaration = Declaration {
        name: "ListResourceGroups",
        api: Api::ResourceManager,
        summary: "Lists the caller's resource groups, page by page.",
        source: "the official clients' models",
        resource: "acs:ram:*:*:resourcegroup/*",
        errors: &[],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response<'s>;

    fn run<'s>(context: Context<'s>, request: &Request) -> Result<Response<'s>, ApiError> {
        let paging = Paging::new(request.page_number, request.page_size, PAGE)?;
        let own = rows::resource_group::of_account(context.caller.account);
        let groups = context.state.resource_groups.find(own).map(AsRef::as_ref);
        let found: Vec<&ResourceGroup> = groups.filter(|group| is_wanted(request, group)).collect();
        Ok(Response {
            page_number: paging.number,
            page_size: paging.size,
            total_count: found.len(),
            resource_groups: Set { resource_group: paging.cut(found).into_iter().map(Item::of).collect() },
        })
    }
}

fn is_wanted(request: &Request, group: &ResourceGroup) -> bool {
    let has = |text: &str, part: &Option<Text>| part.as_deref().is_none_or(|part| text.contains(part));
    let id = group.id.as_str();
    let named = match (request.ids.as_slice(), &request.id) {
        ([], None) => true,
        ([], Some(wanted)) => wanted == id,
        (wanted, _) => wanted.iter().any(|wanted| wanted == id),
    };
    named
        && request.tags.is_empty()
        && request.status.as_deref().is_none_or(|wanted| wanted == STATUS)
        && has(&group.name, &request.name)
        && has(&group.display_name, &request.display_name)
}

impl<'s> Item<'s> {
    fn of(group: &'s ResourceGroup) -> Self {
        Self {
            id: group.id.as_str(),
            name: &group.name,
            display_name: &group.display_name,
            status: STATUS,
            account_id: group.account.to_string(),
            create_date: group.created_at.to_wire(),
        }
    }
}

//! Next-hop targets: what routes can lead to and this service does not make itself, such as instances and gateways.

use std::collections::BTreeSet;
use std::net::Ipv6Addr;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::provider::{AddressStatus, TargetAddress, is_attachment_id};
use xconnect_model::{AccountId, NextHopTarget};
use xconnect_state::{Draft, State as Records, rows};

use crate::App;
use crate::body::optional;
use crate::error::{ChangeProblems, ListProblems, Problem};
use crate::page::{Cursor, Page, is, is_number, page};
use crate::places::is_region;
use crate::request::{Asker, Body, Path, Query};
use crate::view::blank;

/// Targets that there can be.
const MAX_TARGETS: usize = 100_000;
/// Characters of an id.
const MAX_ID: usize = 128;
/// IPv6 addresses of a network interface.
const MAX_ADDRESSES: usize = 10;

/// The group's routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(put, delete))
}

/// What targets are narrowed by.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The account that owns them.
    account: Option<String>,
    region: Option<String>,
    vpc: Option<String>,
    /// As in routes, such as `HaVip`.
    kind: Option<String>,
}

/// What a target is: the `NextHopType` of routes that lead to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
enum TargetKind {
    /// An ECS instance.
    Instance,
    /// A high-availability virtual address.
    HaVip,
    /// A network interface.
    NetworkInterface,
    /// A NAT gateway.
    NatGateway,
    /// A VPN gateway.
    VpnGateway,
    /// An IPv6 gateway.
    #[serde(rename = "IPv6Gateway")]
    Ipv6Gateway,
    /// A transit router's attachment; its id is `tr-attach-` with letters or digits behind it.
    Attachment,
    /// A VPC peering connection.
    VpcPeer,
}

/// Where an address is in its life.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AddressState {
    /// It belongs to the target.
    #[default]
    Assigned,
    /// It is being given to the target.
    Assigning,
    /// It is being taken from the target.
    Removing,
}

/// An IPv6 address of a network interface.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Ipv6Address {
    /// A unicast address.
    address: String,
    /// `assigned` when absent.
    #[serde(default)]
    status: AddressState,
}

/// A target that is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTarget {
    kind: TargetKind,
    /// Who owns it.
    account: String,
    region: String,
    /// The VPC that it is in, of the same account and region.
    vpc: String,
    /// The vSwitch of that VPC that it is in.
    vswitch: Option<String>,
    name: Option<String>,
    /// Whether it is in a state that routes can lead to; true when absent.
    ready: Option<bool>,
    /// Whether it is its instance's primary network interface, which takes no IPv6 routes; false when absent. For a
    /// network interface only.
    #[serde(default)]
    primary: bool,
    /// Its IPv6 addresses, each once, at most 10; IPv6 routes lead to one that has exactly one. For a network
    /// interface only.
    #[serde(default)]
    ipv6: Vec<Ipv6Address>,
}

/// A target.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Target)]
struct TargetView {
    id: String,
    /// As in routes, such as `HaVip`.
    kind: String,
    account: String,
    region: String,
    vpc: String,
    vswitch: Option<String>,
    name: Option<String>,
    /// Whether it is in a state that routes can lead to.
    ready: bool,
    /// Whether it is its instance's primary network interface.
    primary: bool,
    ipv6: Vec<Ipv6Address>,
    /// How many routes lead to it.
    routes: usize,
    created_at: String,
}

/// All next-hop targets.
#[utoipa::path(
    get,
    path = "/v1/targets",
    tag = "targets",
    operation_id = "list_targets",
    params(Filters, Cursor),
    responses((status = 200, description = "A page of targets", body = Page<TargetView>), ListProblems)
)]
async fn list(
    State(app): State<Arc<App>>,
    Query(filters): Query<Filters>,
    Query(cursor): Query<Cursor>,
) -> Result<Json<Page<TargetView>>, Problem> {
    let state = app.engine.state();
    let matches = |target: &NextHopTarget| {
        is_number(filters.account.as_ref(), target.account.0)
            && is(filters.region.as_ref(), target.region.as_str())
            && is(filters.vpc.as_ref(), target.vpc.as_str())
            && is(filters.kind.as_ref(), &target.kind)
    };
    page(&state.next_hop_targets, &cursor, matches, |target| TargetView::of(&state, target)).map(Json)
}

/// Registers a next-hop target, or registers it anew. While routes lead to it, it stays what and where it is.
#[utoipa::path(
    put,
    path = "/v1/targets/{id}",
    tag = "targets",
    operation_id = "put_target",
    params(("id" = String, Path, description = "The target's id, as routes name it")),
    request_body = NewTarget,
    responses((status = 200, description = "The target", body = TargetView), ChangeProblems)
)]
async fn put(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
    Body(body): Body<NewTarget>,
) -> Result<Json<TargetView>, Problem> {
    let target = body.target(&id)?;
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        check_place(state, &target)?;
        let present = state.next_hop_target(&id);
        if present.is_none() && state.next_hop_targets.len() >= MAX_TARGETS {
            return Err(Problem::unfit(format!("there can be {MAX_TARGETS} targets")));
        }
        let seq = present.map_or_else(|| draft.seq(), |present| present.seq);
        let created_at = present.map_or(draft.now(), |present| present.created_at);
        let next = NextHopTarget { seq, created_at, ..target.clone() };
        if let Some(present) = present
            && !is_same_place(present, &next)
            && routes_to(state, &id) > 0
        {
            return Err(Problem::conflict(format!("routes lead to {id}: it stays what and where it is")));
        }
        let view = TargetView::of(state, &next);
        draft.put(next);
        Ok(view)
    };
    app.commit(&asker, "operator:PutTarget", work).await.map(Json)
}

/// Takes a next-hop target away that no route leads to.
#[utoipa::path(
    delete,
    path = "/v1/targets/{id}",
    tag = "targets",
    operation_id = "delete_target",
    params(("id" = String, Path, description = "The target's id")),
    responses((status = 204, description = "It is gone"), ChangeProblems)
)]
async fn delete(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        let target = state.next_hop_target(&id).ok_or_else(|| Problem::no("target", &id))?;
        if routes_to(state, &id) > 0 {
            return Err(Problem::conflict(format!("routes lead to {id}")));
        }
        draft.delete(target.as_ref());
        Ok(())
    };
    app.commit(&asker, "operator:DeleteTarget", work).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl NewTarget {
    /// The target, without its place.
    fn target(self, id: &str) -> Result<NextHopTarget, Problem> {
        if !(1..=MAX_ID).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::unfit(format!("a target's id has 1 to {MAX_ID} visible ASCII characters")));
        }
        if self.kind == TargetKind::Attachment && !is_attachment_id(id) {
            return Err(Problem::unfit("an attachment's id is tr-attach- and letters or digits"));
        }
        let is_network_interface = self.kind == TargetKind::NetworkInterface;
        if !is_network_interface && (self.primary || !self.ipv6.is_empty()) {
            return Err(Problem::unfit("primary and ipv6 are for a NetworkInterface"));
        }
        let account = AccountId::parse(&self.account);
        Ok(NextHopTarget {
            id: id.into(),
            kind: self.kind.as_str().into(),
            account: account.ok_or_else(|| Problem::unfit("account is no account's number"))?,
            region: self.region.as_str().into(),
            vpc: self.vpc.as_str().into(),
            vswitch: self.vswitch.unwrap_or_default().as_str().into(),
            name: optional("name", self.name)?,
            ready: self.ready.unwrap_or(true),
            primary: self.primary,
            ipv6: addresses(&self.ipv6)?,
            ..NextHopTarget::default()
        })
    }
}

/// Addresses that a network interface can have, each once.
fn addresses(given: &[Ipv6Address]) -> Result<Vec<TargetAddress>, Problem> {
    if given.len() > MAX_ADDRESSES {
        return Err(Problem::unfit(format!("ipv6 has at most {MAX_ADDRESSES} addresses")));
    }
    let addresses: Vec<_> = given.iter().map(Ipv6Address::target_address).collect::<Result<_, _>>()?;
    let different: BTreeSet<_> = addresses.iter().map(|one| one.address).collect();
    if different.len() < addresses.len() {
        return Err(Problem::unfit("ipv6 has an address twice"));
    }
    Ok(addresses)
}

impl Ipv6Address {
    fn target_address(&self) -> Result<TargetAddress, Problem> {
        let is_apt = |address: &Ipv6Addr| {
            let is_special = address.is_unspecified() || address.is_loopback() || address.is_multicast();
            !is_special && address.to_ipv4_mapped().is_none()
        };
        let address = self.address.parse().ok().filter(is_apt).ok_or_else(|| {
            let text =
                format!("ipv6 holds what is no unicast address, such as 2001:db8::1: {:.50}", self.address);
            Problem::unfit(text)
        })?;
        let status = match self.status {
            AddressState::Assigned => AddressStatus::Assigned,
            AddressState::Assigning => AddressStatus::Assigning,
            AddressState::Removing => AddressStatus::Removing,
        };
        Ok(TargetAddress { address, status })
    }

    fn of(address: &TargetAddress) -> Self {
        let status = match address.status {
            AddressStatus::Assigned => AddressState::Assigned,
            AddressStatus::Assigning => AddressState::Assigning,
            AddressStatus::Removing => AddressState::Removing,
        };
        Self { address: address.address.to_string(), status }
    }
}

impl TargetKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Instance => "Instance",
            Self::HaVip => "HaVip",
            Self::NetworkInterface => "NetworkInterface",
            Self::NatGateway => "NatGateway",
            Self::VpnGateway => "VpnGateway",
            Self::Ipv6Gateway => "IPv6Gateway",
            Self::Attachment => "Attachment",
            Self::VpcPeer => "VpcPeer",
        }
    }
}

/// Checks that the account, the region, the VPC, and the vSwitch are there and belong together.
fn check_place(state: &Records, target: &NextHopTarget) -> Result<(), Problem> {
    if state.account(target.account).is_none() {
        return Err(Problem::unfit(format!("there is no account {}", target.account)));
    }
    if !is_region(state, target.region.as_str()) {
        return Err(Problem::unfit(format!("there is no region {}", target.region)));
    }
    let vpc = state.vpc(target.vpc.as_str());
    if !vpc.is_some_and(|vpc| vpc.account == target.account && vpc.region == target.region) {
        return Err(Problem::unfit(format!("the account has no VPC {} in that region", target.vpc)));
    }
    let vswitch = state.vswitch(target.vswitch.as_str());
    if !target.vswitch.is_empty() && vswitch.is_none_or(|vswitch| vswitch.vpc != target.vpc) {
        return Err(Problem::unfit(format!("the VPC has no vSwitch {}", target.vswitch)));
    }
    Ok(())
}

/// Whether routes that lead to the one may lead to the other.
fn is_same_place(one: &NextHopTarget, other: &NextHopTarget) -> bool {
    one.kind == other.kind
        && one.account == other.account
        && one.region == other.region
        && one.vpc == other.vpc
}

fn routes_to(state: &Records, id: &str) -> usize {
    state.route_entries.count(rows::route::via(id))
}

impl TargetView {
    fn of(state: &Records, target: &NextHopTarget) -> Self {
        Self {
            id: target.id.to_string(),
            kind: target.kind.to_string(),
            account: target.account.to_string(),
            region: target.region.to_string(),
            vpc: target.vpc.to_string(),
            vswitch: blank(target.vswitch.as_str()),
            name: blank(&target.name),
            ready: target.ready,
            primary: target.primary,
            ipv6: target.ipv6.iter().map(Ipv6Address::of).collect(),
            routes: routes_to(state, &target.id),
            created_at: target.created_at.to_wire(),
        }
    }
}

//! Regions: the catalogue's, which nobody changes, and those that an operator adds.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xconnect_model::{OwnRegion, RegionId, Text, ZoneId, catalogue};
use xconnect_state::{Draft, State as Records};

use super::check_id;
use crate::App;
use crate::body::optional;
use crate::error::{ChangeProblems, ListProblems, Problem};
use crate::request::{Asker, Body, Path};

/// Regions that an operator can add.
const MAX_REGIONS: usize = 100;
/// Zones of one region.
const MAX_ZONES: usize = 26;
/// Characters of a region's code.
const CODE: usize = 3;

/// The group's routes.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(put, delete))
}

/// A region that is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRegion {
    /// What ids made there carry: three lower-case letters or digits that no other region has.
    code: String,
    /// The Chinese name; the region's id when absent.
    name_zh: Option<String>,
    /// The English name; the region's id when absent.
    name_en: Option<String>,
    /// The ids of its zones, at most 26; no other region has them.
    zones: Vec<String>,
}

/// A region.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Region)]
struct RegionView {
    id: String,
    /// What ids made there carry.
    code: String,
    name_zh: String,
    name_en: String,
    /// The ids of its zones.
    zones: Vec<String>,
    /// The catalogue has it: it cannot be changed.
    catalogue: bool,
}

/// Regions.
#[derive(Debug, Serialize, ToSchema)]
struct Regions {
    /// The catalogue's in its order, then the others.
    items: Vec<RegionView>,
}

/// All regions.
#[utoipa::path(
    get,
    path = "/v1/regions",
    tag = "regions",
    operation_id = "list_regions",
    responses((status = 200, description = "The regions", body = Regions), ListProblems)
)]
async fn list(State(app): State<Arc<App>>) -> Json<Regions> {
    let state = app.engine.state();
    let known = catalogue::REGIONS.iter().map(RegionView::of_catalogue);
    let items = known.chain(state.own_regions.iter().map(|region| RegionView::of(region))).collect();
    Json(Regions { items })
}

/// Adds a region that the catalogue does not have, or changes one that was added. A zone that something stands in
/// cannot be taken away.
#[utoipa::path(
    put,
    path = "/v1/regions/{id}",
    tag = "regions",
    operation_id = "put_region",
    params(("id" = String, Path, description = "The region's id")),
    request_body = NewRegion,
    responses((status = 200, description = "The region", body = RegionView), ChangeProblems)
)]
async fn put(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
    Body(body): Body<NewRegion>,
) -> Result<Json<RegionView>, Problem> {
    let region = body.region(id)?;
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        check_unique(state, &region)?;
        let own = state.own_region(region.id.as_str());
        if own.is_none() && state.own_regions.len() >= MAX_REGIONS {
            return Err(Problem::unfit(format!("{MAX_REGIONS} regions can be added")));
        }
        if own.is_some() {
            let mut vswitches = state.vswitches.iter().filter(|vswitch| vswitch.region == region.id);
            if let Some(left) = vswitches.find(|vswitch| !region.zones.contains(&vswitch.zone)) {
                return Err(Problem::conflict(format!("vSwitch {} is in zone {}", left.id, left.zone)));
            }
        }
        let seq = own.map_or_else(|| draft.seq(), |own| own.seq);
        let put = OwnRegion { seq, ..region.clone() };
        let view = RegionView::of(&put);
        draft.put(put);
        Ok(view)
    };
    app.commit(&asker, "operator:PutRegion", work).await.map(Json)
}

/// Takes a region away that was added, and that nothing is in.
#[utoipa::path(
    delete,
    path = "/v1/regions/{id}",
    tag = "regions",
    operation_id = "delete_region",
    params(("id" = String, Path, description = "The region's id")),
    responses((status = 204, description = "It is gone"), ChangeProblems)
)]
async fn delete(
    State(app): State<Arc<App>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let work = move |state: &Records, draft: &mut Draft<'_>| {
        if catalogue::region(&id).is_some() {
            return Err(of_catalogue(&id));
        }
        let region = state.own_region(&id).ok_or_else(|| Problem::no("region", &id))?;
        if let Some(what) = holds(state, &region.id) {
            return Err(Problem::conflict(format!("{what} is in {id}")));
        }
        draft.delete(region.as_ref());
        Ok(())
    };
    app.commit(&asker, "operator:DeleteRegion", work).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl NewRegion {
    /// The region, without its place.
    fn region(self, id: String) -> Result<OwnRegion, Problem> {
        check_id("a region", &id)?;
        let in_code = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if self.code.len() != CODE || !self.code.bytes().all(in_code) {
            return Err(Problem::unfit(format!("code has {CODE} lower-case letters or digits")));
        }
        if self.zones.len() > MAX_ZONES {
            return Err(Problem::unfit(format!("a region has at most {MAX_ZONES} zones")));
        }
        let mut zones = HashSet::new();
        for zone in &self.zones {
            check_id("a zone", zone)?;
            if !zones.insert(zone) {
                return Err(Problem::unfit(format!("the zone {zone} stands there twice")));
            }
        }
        let name = |name: &str, given| {
            optional(name, given).map(|text| if text.is_empty() { Text::from(&id) } else { text })
        };
        Ok(OwnRegion {
            seq: 0,
            code: self.code.into(),
            name_zh: name("name_zh", self.name_zh)?,
            name_en: name("name_en", self.name_en)?,
            zones: self.zones.iter().map(|zone| ZoneId::from(zone.as_str())).collect(),
            id: RegionId::from(id.as_str()),
        })
    }
}

/// Checks that no other region has the id, the code, or one of the zones.
fn check_unique(state: &Records, region: &OwnRegion) -> Result<(), Problem> {
    if catalogue::region(region.id.as_str()).is_some() {
        return Err(of_catalogue(region.id.as_str()));
    }
    let known = catalogue::REGIONS.iter().map(RegionView::of_catalogue);
    let own = state.own_regions.iter().filter(|other| other.id != region.id);
    for other in known.chain(own.map(|other| RegionView::of(other))) {
        if other.code == region.code.as_str() {
            return Err(Problem::conflict(format!("region {} has the code {}", other.id, other.code)));
        }
        if let Some(zone) =
            region.zones.iter().find(|zone| other.zones.iter().any(|one| one == zone.as_str()))
        {
            return Err(Problem::conflict(format!("region {} has the zone {zone}", other.id)));
        }
    }
    Ok(())
}

fn of_catalogue(id: &str) -> Problem {
    Problem::conflict(format!("region {id} is in the catalogue: it stays as it is"))
}

/// Something that is in a region.
fn holds(state: &Records, region: &RegionId) -> Option<String> {
    macro_rules! first {
        ($($table:ident)*) => {
            $(if let Some(found) = state.$table.iter().find(|one| one.region == *region) {
                return Some(found.id.to_string());
            })*
        };
    }
    first!(access_points vpcs vswitches route_tables physical_connections virtual_border_routers
        router_interfaces vbr_has next_hop_targets bgp_groups bgp_peers);
    None
}

impl RegionView {
    fn of_catalogue(region: &catalogue::Region) -> Self {
        Self {
            id: region.id.to_owned(),
            code: region.code.to_owned(),
            name_zh: region.name_zh.to_owned(),
            name_en: region.name_en.to_owned(),
            zones: region.zones().map(|zone| zone.id).collect(),
            catalogue: true,
        }
    }

    fn of(region: &OwnRegion) -> Self {
        Self {
            id: region.id.to_string(),
            code: region.code.to_string(),
            name_zh: region.name_zh.to_string(),
            name_en: region.name_en.to_string(),
            zones: region.zones.iter().map(ToString::to_string).collect(),
            catalogue: false,
        }
    }
}

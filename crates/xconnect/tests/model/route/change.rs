//! DeleteRouteEntry and ModifyRouteEntry.

use std::collections::BTreeSet;

use super::{Entry, check_stable, check_texts, check_writable, listed, own_entry, own_table};
use crate::address::Block;
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, STEP};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};

/// An entry as the caller names it, with its table.
fn about(random: &mut Random, model: &Model, action: &'static str) -> (Ask, Option<Entry>) {
    let entry = random.apt(&model.entries, |entry| entry.kind == "Custom");
    let table = entry.and_then(|entry| model.tables.iter().find(|table| table.id == entry.table));
    let account = table.filter(|_| !random.clone().chance(8)).map_or(random.below(3), |table| table.account);
    let home = table.map_or("cn-hangzhou", |table| &table.region);
    (Ask::new(action, account).with("RegionId", region::mostly(random, home)), entry.cloned())
}

pub(super) fn ask_delete(random: &mut Random, model: &Model) -> Ask {
    let (mut ask, entry) = about(random, model, "DeleteRouteEntry");
    let Some(entry) = entry else { return ask.with("RouteEntryId", "rte-none") };
    if random.chance(20) {
        ask.params.clear();
    }
    let by_id = !entry.id.is_empty() && random.chance(50);
    if by_id {
        ask = ask.with("RouteEntryId", &entry.id);
    }
    if !by_id || random.chance(15) {
        ask = ask.with("RouteTableId", &entry.table);
    }
    if !by_id || random.chance(15) {
        ask = ask.with("DestinationCidrBlock", entry.destination.text());
    }
    if !by_id || random.chance(15) {
        match &entry.hops[..] {
            [] => ask = ask.with("NextHopId", "ri-none"),
            [hop] => ask = ask.with("NextHopId", &hop.id),
            several => {
                for (at, hop) in several.iter().enumerate() {
                    ask = ask.with(&format!("NextHopList.{}.NextHopId", at + 1), &hop.id);
                }
            }
        }
    }
    ask.sometimes(random, 4, "DestinationCidrBlock", &["10.8.0.0/16", "x"]).sometimes(
        random,
        6,
        "DryRun",
        &["true"],
    )
}

pub(super) fn delete(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId RouteEntryId RouteTableId DestinationCidrBlock NextHopId DryRun:b")?;
    let mut rows = Rows::default();
    let list = listed(ask);
    rows.when(ask.has("NextHopId") && !list.is_empty(), 400, "InvalidParameter");
    rows.when(list.iter().any(|hop| hop[0].is_none()), 400, "MissingParameter");
    let destination = ask.given("DestinationCidrBlock").map(Block::destination);
    rows.when(destination == Some(None), 400, "InvalidCidrBlock.Malformed");
    let hops: BTreeSet<&str> = list.iter().filter_map(|hop| hop[0]).chain(ask.given("NextHopId")).collect();
    if !ask.has("RouteEntryId") {
        rows.when(!ask.has("RouteTableId") || destination.is_none(), 400, "MissingParameter");
        rows.when(hops.is_empty(), 400, "InvalidNextHop");
    }
    let named = own_entry(model, ask, ask.text("RouteEntryId"));
    let table = match (ask.given("RouteTableId"), named) {
        (Some(table), _) => own_table(model, ask, table),
        (None, Some(entry)) => own_table(model, ask, &entry.table),
        (None, None) => {
            rows.when(ask.has("RouteEntryId"), 400, "InvalidRouteEntry");
            return Err(rows);
        }
    };
    let Some(table) = table else { return Err(rows.and(404, "InvalidRouteTableId.NotFound")) };
    check_writable(&mut rows, model, table);
    if ask.has("RouteEntryId") && named.is_none() {
        return Err(rows.and(400, "InvalidRouteEntry"));
    }
    let meant = match named {
        _ if !ask.has("RouteEntryId") => {
            let is_there =
                |entry: &&Entry| entry.table == table.id && Some(Some(entry.destination)) == destination;
            model.entries.iter().find(is_there)
        }
        named => named,
    };
    let agrees = |entry: &&Entry| {
        let own: BTreeSet<&str> = entry.hops.iter().map(|hop| hop.id.as_str()).collect();
        entry.table == table.id
            && destination.is_none_or(|destination| destination == Some(entry.destination))
            && (hops.is_empty() || entry.kind == "System" || hops == own)
    };
    let Some(entry) = meant.filter(agrees) else { return Err(rows.and(400, "InvalidRouteEntry.NotFound")) };
    rows.when(entry.kind == "System", 400, "OperationDenied");
    check_stable(&mut rows, model, &table.id);
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let id = entry.id.clone();
    Done::write(move |model, _| {
        model.entries.iter_mut().filter(|entry| entry.id == id).for_each(|entry| entry.status = "Deleting");
        model.later(STEP, move |model| model.entries.retain(|entry| entry.id != id));
    })
}

pub(super) fn ask_modify(random: &mut Random, model: &Model) -> Ask {
    let (ask, entry) = about(random, model, "ModifyRouteEntry");
    let id = entry.map(|entry| entry.id).filter(|id| !id.is_empty());
    ask.with("RouteEntryId", id.unwrap_or_else(|| "rte-none".to_owned()))
        .sometimes(random, 60, "RouteEntryName", &["two", "three", "1x"])
        .sometimes(random, 30, "Description", &["a way", "x"])
        .sometimes(random, 8, "DryRun", &["true"])
}

pub(super) fn modify(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouteEntryId! RouteEntryName Description DryRun:b")?;
    let mut rows = Rows::default();
    check_texts(&mut rows, ask);
    let Some(entry) = own_entry(model, ask, ask.text("RouteEntryId")) else {
        return Err(rows.and(400, "InvalidRouteEntry.NotFound"));
    };
    let table = model.tables.iter().find(|table| table.id == entry.table);
    table.into_iter().for_each(|table| check_writable(&mut rows, model, table));
    rows.when(entry.is_moving(), 400, "IncorrectRouteEntryStatus");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let (ask, id) = (ask.clone(), entry.id.clone());
    Done::write(move |model, _| {
        for entry in model.entries.iter_mut().filter(|entry| entry.id == id) {
            entry.name = ask.given("RouteEntryName").unwrap_or(&entry.name).to_owned();
            entry.description = ask.given("Description").unwrap_or(&entry.description).to_owned();
        }
    })
}

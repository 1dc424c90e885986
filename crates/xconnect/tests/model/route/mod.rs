//! Routes.

mod change;
mod create;
mod lists;
pub(crate) mod target;

use crate::address::Block;
use crate::ask::Ask;
use crate::families::Action;
use crate::network::Table;
use crate::physical_connection::check_lock;
use crate::reference::{Model, is_description, is_name};
use crate::verdict::Rows;

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "CreateRouteEntry", weight: 10, ask: create::ask, judge: create::judge },
    Action { name: "DeleteRouteEntry", weight: 4, ask: change::ask_delete, judge: change::delete },
    Action { name: "ModifyRouteEntry", weight: 3, ask: change::ask_modify, judge: change::modify },
    Action { name: "DescribeRouteEntryList", weight: 4, ask: lists::ask_entries, judge: lists::entries },
    Action { name: "DescribeRouteTables", weight: 3, ask: lists::ask_tables, judge: lists::tables },
];

/// A route.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Blank for what nobody made by a call: no answer tells it.
    pub(crate) id: String,
    pub(crate) table: String,
    pub(crate) destination: Block,
    /// Custom or System.
    pub(crate) kind: &'static str,
    /// Deleting is shown as Modifying.
    pub(crate) status: &'static str,
    pub(crate) hops: Vec<Hop>,
    pub(crate) name: String,
    pub(crate) description: String,
}

/// A next hop.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Hop {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) weight: u64,
}

impl Entry {
    /// A route that comes with a network.
    pub(crate) fn system(table: &str, destination: Block) -> Self {
        Self {
            id: String::new(),
            table: table.to_owned(),
            destination,
            kind: "System",
            status: "Available",
            hops: Vec::new(),
            name: String::new(),
            description: String::new(),
        }
    }

    /// Whether somebody made it, and it is not about to go.
    pub(crate) fn counts(&self) -> bool {
        self.kind == "Custom" && self.status != "Deleting"
    }

    fn is_moving(&self) -> bool {
        self.status != "Available"
    }

    fn shown_status(&self) -> &'static str {
        if self.status == "Deleting" { "Modifying" } else { self.status }
    }
}

/// The caller's table, in the region that is named, if one is.
fn own_table<'m>(model: &'m Model, ask: &Ask, id: &str) -> Option<&'m Table> {
    let is_meant = |table: &&Table| table.id == id && table.account == ask.account;
    let is_there = |table: &&Table| ask.given("RegionId").is_none_or(|region| region == table.region);
    model.tables.iter().filter(|_| !id.is_empty()).filter(is_meant).find(is_there)
}

fn own_entry<'m>(model: &'m Model, ask: &Ask, id: &str) -> Option<&'m Entry> {
    let entry = model.entries.iter().find(|entry| entry.id == id && !id.is_empty())?;
    own_table(model, ask, &entry.table).map(|_| entry)
}

/// Notes a VPC that is not ready, or a line that risk control has locked.
fn check_writable(rows: &mut Rows, model: &Model, table: &Table) {
    let pending = model.vpcs.iter().any(|vpc| vpc.id == table.vpc && vpc.status == "Pending");
    rows.when(pending, 400, "IncorrectVpcStatus");
    let below = model.vbrs.iter().find(|vbr| vbr.id == table.router).map(|vbr| &vbr.line);
    let line = model.lines.iter().find(|line| Some(&line.id) == below);
    line.into_iter().for_each(|line| check_lock(rows, line));
}

/// Notes entries of a table that are under way.
fn check_stable(rows: &mut Rows, model: &Model, table: &str) {
    let moving = model.entries.iter().any(|entry| entry.table == table && entry.is_moving());
    rows.when(moving, 400, "IncorrectRouteEntryStatus");
}

fn check_texts(rows: &mut Rows, ask: &Ask) {
    let bad = ask.given("RouteEntryName").is_some_and(|text| !is_name(text))
        || ask.given("Description").is_some_and(|text| !is_description(text));
    rows.when(bad, 400, "InvalidParameter");
}

/// `NextHopList.1.NextHopId` and so on: id, type, and weight, as far as they are given.
fn listed(ask: &Ask) -> Vec<[Option<&str>; 3]> {
    let part = |number: usize, part: &str| ask.given(&format!("NextHopList.{number}.{part}"));
    let hop = |number| ["NextHopId", "NextHopType", "Weight"].map(|name| part(number, name));
    (1..=6).map(hop).filter(|hop| hop.iter().any(Option::is_some)).collect()
}

//! Lines as pure functions: applied for, listed, changed, opened, ended, and shared.

#![allow(clippy::unwrap_used, reason = "the helpers are tests too")]

#[path = "../support/mod.rs"]
mod support;

mod applications;
mod changes;
mod lists;
mod states;

use serde_json::Value;
use support::{OTHER, OWN, World};
use xconnect_model::physical_connection::{OrderMode, Port, Shared, SharedSpec, Status, VpconnStatus};
use xconnect_model::{PhysicalConnection, VirtualBorderRouter};

const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");
const POINT: &str = "ap-cn-hangzhou-yh-B";

/// The mandatory parameters of an application, and more.
fn application<'a>(extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut params = vec![REGION, ("AccessPointId", POINT), ("LineOperator", "CT")];
    params.extend(extra);
    params
}

/// A line that has just been applied for.
fn line(world: &mut World, extra: &[(&str, &str)]) -> String {
    let answer = world.call("CreatePhysicalConnection", &application(extra)).unwrap();
    answer["PhysicalConnectionId"].as_str().unwrap().to_owned()
}

/// A line in a state; it has a port where the state says so.
fn line_in(world: &mut World, status: Status) -> String {
    let id = line(world, &[]);
    edit(world, &id, |line| {
        line.status = status;
        let port = Port { device: "D1".into(), number: 7, location: "room 1, rack 2".into() };
        line.port = status.holds_port().then_some(port);
    });
    id
}

/// A shared line of the second account on an own line that is in service.
fn shared_line(world: &mut World, parent: &str, vlan: u16) -> String {
    let seq = world.state.next_seq();
    let below = stored(world, parent);
    let shared = Shared {
        parent: below.id.clone(),
        parent_account: OWN,
        vlan,
        spec: SharedSpec::M100,
        order_mode: OrderMode::ByVirtualPhysicalConnectionOwner,
        ..Shared::default()
    };
    let id = format!("pc-shared-{vlan}");
    world.put(PhysicalConnection {
        seq,
        id: id.as_str().into(),
        account: OTHER,
        port: None,
        status: Status::Allocated,
        bandwidth_mbps: 100,
        shared: Some(shared),
        ..below
    });
    id
}

/// A border router on a line.
fn border_router(world: &mut World, line: &str, edit: impl FnOnce(&mut VirtualBorderRouter)) {
    let seq = world.state.next_seq();
    let id = format!("vbr-{seq}").as_str().into();
    let region = REGION.1.into();
    let mut vbr = VirtualBorderRouter {
        seq,
        id,
        account: OWN,
        region,
        line: line.into(),
        line_account: OWN,
        vlan: 10,
        ..VirtualBorderRouter::default()
    };
    edit(&mut vbr);
    world.put(vbr);
}

fn stored(world: &World, id: &str) -> PhysicalConnection {
    PhysicalConnection::clone(world.state.physical_connection(id).unwrap())
}

fn edit(world: &mut World, id: &str, change: impl FnOnce(&mut PhysicalConnection)) {
    let mut line = stored(world, id);
    change(&mut line);
    world.put(line);
}

fn status(world: &World, id: &str) -> Status {
    stored(world, id).status
}

fn shared_status(world: &World, id: &str) -> VpconnStatus {
    stored(world, id).shared.unwrap().status
}

fn on(id: &str) -> [(&str, &str); 2] {
    [REGION, ("PhysicalConnectionId", id)]
}

/// The lines that a list shows.
fn listed(world: &mut World, params: &[(&str, &str)]) -> Vec<Value> {
    let params = [&[REGION], params].concat();
    let answer = world.call("DescribePhysicalConnections", &params).unwrap();
    answer["PhysicalConnectionSet"]["PhysicalConnectionType"].as_array().unwrap().clone()
}

/// Their ids.
fn ids(world: &mut World, params: &[(&str, &str)]) -> Vec<String> {
    let id = |line: &Value| line["PhysicalConnectionId"].as_str().unwrap().to_owned();
    listed(world, params).iter().map(id).collect()
}

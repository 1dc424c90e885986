//! Virtual border routers as pure functions: what they answer, whose they are, and what they hold.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]
#![recursion_limit = "256"]

#[path = "../support/mod.rs"]
mod support;

mod associations;
mod bandwidth;
mod life;
mod lists;
mod ownership;
mod vlans;

use serde_json::Value;
use support::{OTHER, OWN, World};
use xconnect_model::border_router::VbrEvent;
use xconnect_model::physical_connection::{Shared, SharedSpec, Status, Work};
use xconnect_model::{AccountId, PhysicalConnection, VirtualBorderRouter};
use xconnect_state::Draft;
use xconnect_wire::ApiError;

const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");
const POINT: &str = "ap-cn-hangzhou-yh-B";

/// A dedicated line of the first account, Enabled, with 1000 Mbps.
fn line(world: &mut World, id: &str) -> String {
    line_of(world, id, OWN)
}

fn line_of(world: &mut World, id: &str, account: AccountId) -> String {
    let seq = world.state.next_seq();
    world.put(PhysicalConnection {
        seq,
        id: id.into(),
        account,
        region: "cn-hangzhou".into(),
        access_point: POINT.into(),
        bandwidth_mbps: 1_000,
        status: Status::Enabled,
        ..PhysicalConnection::default()
    });
    id.to_owned()
}

/// A shared line of the second account on the first one's, Enabled, with 100 Mbps.
fn shared_line(world: &mut World, id: &str, parent: &str, vlan: u16) -> String {
    line_of(world, id, OTHER);
    edit_line(world, id, |line| {
        line.shared = Some(Shared {
            parent: parent.into(),
            parent_account: OWN,
            vlan,
            spec: SharedSpec::M100,
            ..Shared::default()
        });
    });
    id.to_owned()
}

fn edit_line(world: &mut World, id: &str, change: impl FnOnce(&mut PhysicalConnection)) {
    let mut line = PhysicalConnection::clone(world.state.physical_connection(id).unwrap());
    change(&mut line);
    world.put(line);
}

/// The parameters of a creation for the caller itself; later ones take the place of earlier ones.
fn creation<'p>(line: &'p str, vlan: &'p str, extra: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    let own = [
        REGION,
        ("PhysicalConnectionId", line),
        ("VlanId", vlan),
        ("LocalGatewayIp", "10.0.0.1"),
        ("PeerGatewayIp", "10.0.0.2"),
        ("PeeringSubnetMask", "255.255.255.252"),
    ];
    let kept = own.into_iter().filter(|(name, _)| extra.iter().all(|(other, _)| other != name));
    kept.chain(extra.iter().copied()).collect()
}

fn create(world: &mut World, line: &str, vlan: &str, extra: &[(&str, &str)]) -> Result<String, ApiError> {
    let answer = world.call("CreateVirtualBorderRouter", &creation(line, vlan, extra))?;
    Ok(answer["VbrId"].as_str().unwrap().to_owned())
}

/// A router of the first account.
fn router(world: &mut World, line: &str, vlan: &str) -> String {
    create(world, line, vlan, &[]).unwrap()
}

/// A router on a line of the first account for the second one, not accepted yet.
fn router_for_other(world: &mut World, line: &str, vlan: &str) -> String {
    let owner = OTHER.to_string();
    let params = [REGION, ("PhysicalConnectionId", line), ("VlanId", vlan), ("VbrOwnerId", &owner)];
    let answer = world.call("CreateVirtualBorderRouter", &params).unwrap();
    answer["VbrId"].as_str().unwrap().to_owned()
}

/// The second account accepts its router.
fn accept(world: &mut World, vbr: &str) {
    let addresses = [
        REGION,
        ("VbrId", vbr),
        ("LocalGatewayIp", "10.0.0.1"),
        ("PeerGatewayIp", "10.0.0.2"),
        ("PeeringSubnetMask", "255.255.255.252"),
    ];
    world.call_other("ModifyVirtualBorderRouterAttribute", &addresses).unwrap();
}

fn on<'p>(vbr: &'p str, extra: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    [REGION, ("VbrId", vbr)].into_iter().chain(extra.iter().copied()).collect()
}

/// `code` of what the first account is refused with, with its status.
fn refused(world: &mut World, action: &str, vbr: &str, extra: &[(&str, &str)]) -> String {
    world.refused(action, &on(vbr, extra))
}

/// The same for the second account.
fn other_refused(world: &mut World, action: &str, vbr: &str, extra: &[(&str, &str)]) -> String {
    let error = world.call_other(action, &on(vbr, extra)).unwrap_err();
    format!("{} {}", error.http(), error.code())
}

fn act(world: &mut World, action: &str, vbr: &str, extra: &[(&str, &str)]) {
    world.call(action, &on(vbr, extra)).unwrap();
}

fn record(world: &World, vbr: &str) -> VirtualBorderRouter {
    VirtualBorderRouter::clone(world.state.virtual_border_router(vbr).unwrap())
}

/// Ends what the reconciler would end.
fn happen(world: &mut World, vbr: &str, event: VbrEvent) {
    let next = record(world, vbr).after(event, world.now).unwrap();
    world.put(next);
}

fn set(answer: &Value) -> &Vec<Value> {
    answer["VirtualBorderRouterSet"]["VirtualBorderRouterType"].as_array().unwrap()
}

/// The only router of a list.
fn described(world: &mut World, vbr: &str) -> Value {
    let filter = [REGION, ("Filter.1.Key", "VbrId"), ("Filter.1.Value.1", vbr)];
    let answer = world.call("DescribeVirtualBorderRouters", &filter).unwrap();
    let set = set(&answer);
    assert_eq!(set.len(), 1, "{answer}");
    set[0].clone()
}

//! ModifyVirtualBorderRouterAttribute and UpdateVirtualBorderBandwidth.

use super::peering::OF_A_CHANGE;
use super::{
    Asking, Vbr, about, addressed, addressed_v6, check_line_lock, check_not_owner, check_traffic, leaves,
    line_of, not_his, seen, vlan,
};
use crate::ask::Ask;
use crate::bgp;
use crate::physical_connection::is_circuit_code;
use crate::random::Random;
use crate::reference::{Model, check_region, check_texts};
use crate::verdict::{Done, Rows, Verdict};

pub(super) fn ask(random: &mut Random, model: &Model) -> Ask {
    let name = ("ModifyVirtualBorderRouterAttribute", "VbrId");
    let by_line = random.chance(30);
    let ask = about(random, model, name, by_line, |vbr| ["active", "unconfirmed"].contains(&vbr.status));
    let vbr = model.vbrs.iter().find(|vbr| vbr.id == ask.text("VbrId"));
    let owns =
        |account: usize| vbr.is_some_and(|vbr| vbr.account == account) != (random.clone().below(20) == 0);
    let (owns_router, owns_line) =
        (owns(ask.account), vbr.is_some_and(|vbr| vbr.line_account == ask.account));
    let mut ask = ask
        .sometimes(random, 8, "MinTxInterval", &["200", "1000", "199"])
        .sometimes(random, 8, "MinRxInterval", &["300", "1001"])
        .sometimes(random, 8, "DetectMultiplier", &["3", "10", "11"])
        .sometimes(random, 10, "Bandwidth", &["50", "100", "1", "102400"])
        .sometimes(random, 8, "Mtu", &["1500", "8500", "1499"])
        .sometimes(random, 8, "SitelinkEnable", &["true", "false"])
        .sometimes(random, 5, "EnableIpv6", &["true", "false"]);
    if owns_line || random.chance(10) {
        ask = ask.sometimes(random, 40, "VlanId", &["1", "2", "3", "0", "3000"]);
        ask = ask.sometimes(random, 15, "CircuitCode", &["c-2", "c 2"]);
    }
    if !owns_router {
        return if random.chance(15) { not_his(ask, random) } else { ask };
    }
    ask = ask.sometimes(random, 20, "Name", &["three", "four", "1x"]);
    ask = ask.sometimes(random, 10, "Description", &["a router", "x"]);
    let accepts = vbr.is_some_and(|vbr| vbr.status == "unconfirmed") && random.chance(80);
    match random.below(20) {
        _ if accepts => addressed(ask, random),
        0..4 => addressed(ask, random),
        4..6 => addressed_v6(ask, random),
        _ => ask,
    }
}

pub(super) fn judge(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! VbrId! VlanId CircuitCode LocalGatewayIp PeerGatewayIp PeeringSubnetMask MinTxInterval:n \
         MinRxInterval:n DetectMultiplier:n Description Name EnableIpv6:b Bandwidth:n Mtu:n SitelinkEnable:b \
         ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_traffic(&mut rows, model, ask);
    let Some(vbr) = seen(model, ask, "VbrId") else { return Err(rows.and(400, "InvalidVbrId.NotFound")) };
    check_line_lock(&mut rows, model, vbr);
    check_caller(&mut rows, ask, vbr);
    let open = ["active", "unconfirmed"].contains(&vbr.status);
    rows.when(!open, 400, "InvalidOperation.OperationNotAllowedInState");
    check_texts(
        &mut rows,
        ask,
        ("Name", "InvalidName.Malformed"),
        ("Description", "InvalidDescription.Malformed"),
    );
    let vlan = vlan(&mut rows, ask).unwrap_or(vbr.vlan);
    let asking = Asking { vbr: &vbr.id, ..Asking::default() };
    let taken = vlan != vbr.vlan && !leaves(model, &vbr.line, vlan, asking);
    rows.when(taken, 400, "InvalidVlanId.Used");
    let bad_code = ask.given("CircuitCode").is_some_and(|code| !is_circuit_code(code));
    rows.when(bad_code, 400, "InvalidCircuitCode.Malformed");
    let peering = vbr.peering.after(&mut rows, ask, &OF_A_CHANGE);
    let moved = Vbr { peering: peering.clone(), ..vbr.clone() };
    rows.when(peering != vbr.peering && bgp::collide(model, &moved), 400, "InvalidIp.Malformed");
    let outside = |name: &str, least: u64, most: u64| {
        ask.number(name).is_some_and(|number| number < least || number > most)
    };
    let bad = outside("MinTxInterval", 200, 1_000)
        || outside("MinRxInterval", 200, 1_000)
        || outside("DetectMultiplier", 3, 10)
        || outside("Mtu", 1_500, 8_500);
    rows.when(bad, 400, "InvalidParameter");
    check_bandwidth(&mut rows, model, ask, vbr);
    let point = line_of(model, &vbr.line).map_or("", |line| &line.point);
    let ipv6 = model.points.iter().any(|known| known.id == point && known.has_ipv6);
    rows.when(ask.is_on("EnableIpv6") && !ipv6, 400, "OperationUnsupported.VirtualBorderRouterEnableIPv6");
    rows.none()?;
    let accepted = vbr.status == "unconfirmed" && !peering.v4[0].is_empty();
    let or = |name: &str, before: &str| ask.given(name).unwrap_or(before).to_owned();
    let after = Vbr {
        vlan,
        circuit: or("CircuitCode", &vbr.circuit),
        peering,
        bfd: [("MinTxInterval", 0), ("MinRxInterval", 1), ("DetectMultiplier", 2)]
            .map(|(name, place)| ask.number(name).unwrap_or(vbr.bfd[place])),
        mtu: ask.number("Mtu").or(vbr.mtu),
        sitelink: ask.flag("SitelinkEnable").unwrap_or(vbr.sitelink),
        mbps: ask.number("Bandwidth").or(vbr.mbps),
        name: or("Name", &vbr.name),
        description: or("Description", &vbr.description),
        status: if accepted { "active" } else { vbr.status },
        ..vbr.clone()
    };
    Done::write(move |model, _| {
        let vbr = model.vbrs.iter_mut().find(|vbr| vbr.id == after.id);
        vbr.into_iter().for_each(|vbr| vbr.clone_from(&after));
    })
}

/// Repeating what stands there is never refused.
fn check_caller(rows: &mut Rows, ask: &Ask, vbr: &Vbr) {
    if vbr.line_account != ask.account {
        let code = ask.given("CircuitCode").is_some_and(|code| code != vbr.circuit);
        rows.when(code, 403, "Forbidden.CircuitCodeNotAllowedByCaller");
        let vlan = ask.given("VlanId").is_some_and(|vlan| vlan != vbr.vlan.to_string());
        rows.when(vlan, 403, "Forbidden.VlanIdNotAllowedByCaller");
    }
    if vbr.account != ask.account {
        check_not_owner(rows, ask);
    }
}

fn check_bandwidth(rows: &mut Rows, model: &Model, ask: &Ask, vbr: &Vbr) {
    let Some(mbps) = ask.number("Bandwidth") else { return };
    let most = line_of(model, &vbr.line).map_or(u64::MAX, |line| line.mbps);
    rows.when(!(2..=102_400).contains(&mbps) || mbps > most, 400, "InvalidParameter");
}

pub(super) fn ask_bandwidth(random: &mut Random, model: &Model) -> Ask {
    let name = ("UpdateVirtualBorderBandwidth", "VirtualBorderRouterId");
    let ask = about(random, model, name, false, |vbr| vbr.status == "active");
    ask.with("Bandwidth", random.one(&["50", "77", "100", "1", "102400"]))
}

pub(super) fn bandwidth(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VirtualBorderRouterId! Bandwidth!:n ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_traffic(&mut rows, model, ask);
    let Some(vbr) = seen(model, ask, "VirtualBorderRouterId") else {
        return Err(rows.and(404, "InvalidVbrId.NotFound"));
    };
    check_line_lock(&mut rows, model, vbr);
    rows.when(vbr.status != "active", 400, "InvalidOperation.OperationNotAllowedInState");
    check_bandwidth(&mut rows, model, ask, vbr);
    rows.none()?;
    let (id, mbps) = (vbr.id.clone(), ask.number("Bandwidth"));
    Done::write(move |model, _| {
        model.vbrs.iter_mut().filter(|vbr| vbr.id == id).for_each(|vbr| vbr.mbps = mbps);
    })
}

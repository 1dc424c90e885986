//! Further lines of a router.

use super::peering::OF_A_NEW_VLAN;
use super::{
    Asking, Further, Peering, Vbr, about, addressed, check_line_lock, check_not_owner, check_traffic, learn,
    leaves, seen, vlan,
};
use crate::ask::Ask;
use crate::physical_connection::{FINAL, Line, check_lock, is_circuit_code};
use crate::random::Random;
use crate::reference::{Model, check_region};
use crate::router_interface::is_used;
use crate::verdict::{Done, Rows, Verdict};

pub(super) fn ask_associate(random: &mut Random, model: &Model) -> Ask {
    let name = ("AssociatePhysicalConnectionToVirtualBorderRouter", "VbrId");
    let ask = about(random, model, name, false, |vbr| vbr.status == "active" && vbr.further.is_empty());
    let vbr = model.vbrs.iter().find(|vbr| vbr.id == ask.text("VbrId"));
    let fits = |line: &Line| {
        let beside =
            |vbr: &Vbr| vbr.account == line.account && vbr.line != line.id && vbr.region == line.region;
        line.status == "Enabled" && line.exists() && vbr.is_some_and(beside)
    };
    let line = random.apt(&model.lines, fits).map_or("pc-none", |line| &line.id);
    let ask = ask
        .with("PhysicalConnectionId", line)
        .with("VlanId", random.one(&["1", "2", "3", "0", "3000"]))
        .sometimes(random, 5, "CircuitCode", &["c-1", "c 1"])
        .sometimes(random, 5, "EnableIpv6", &["true", "false"]);
    if random.chance(4) { ask } else { addressed(ask, random) }
}

pub(super) fn associate(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! VbrId! PhysicalConnectionId! VlanId! CircuitCode LocalGatewayIp PeerGatewayIp \
         PeeringSubnetMask EnableIpv6:b ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_traffic(&mut rows, model, ask);
    let addresses = ["LocalGatewayIp", "PeerGatewayIp", "PeeringSubnetMask"];
    rows.when(addresses.iter().all(|name| !ask.has(name)), 400, "MissingParameter");
    let vlan = vlan(&mut rows, ask);
    let bad_code = ask.given("CircuitCode").is_some_and(|code| !is_circuit_code(code));
    rows.when(bad_code, 400, "InvalidCircuitCode.Malformed");
    let peering = Peering::default().after(&mut rows, ask, &OF_A_NEW_VLAN);
    let elsewhere = |vbr: &&Vbr| vbr.id == ask.text("VbrId") && vbr.account == ask.account;
    let elsewhere = model.vbrs.iter().find(elsewhere).is_some_and(|vbr| vbr.region != ask.text("RegionId"));
    rows.when(elsewhere, 404, "InvalidInstanceId.NotFound");
    let Some(vbr) = seen(model, ask, "VbrId") else { return Err(rows.and(404, "InvalidVbrId.NotFound")) };
    check_line_lock(&mut rows, model, vbr);
    if vbr.account != ask.account {
        check_not_owner(&mut rows, ask);
        rows.when(true, 403, "Forbidden.OperationNotAllowedByUser");
    }
    let ending = ["terminating", "terminated", "deleting"].contains(&vbr.status);
    rows.when(ending, 400, "InvalidOperation.OperationNotAllowedInState");
    rows.when(!ending && vbr.status != "active", 400, "InvalidStatus.NotAllowed");
    rows.when(vbr.vlans().len() >= 2, 400, "EXCEED_ASSOCIATE_MAX_NUM");
    let Some(line) = Line::of(model, ask, "PhysicalConnectionId") else {
        return Err(rows.and(400, "InvalidPhysicalConnectionId.NotFound"));
    };
    check_lock(&mut rows, line);
    let known = vbr.vlans().iter().any(|(own, _)| *own == line.id);
    rows.when(known, 400, "PHYSICAL_NOT_ALLOW_ASSOCIATE_VBR");
    let ends = (FINAL.contains(&line.status) || line.status == "Terminating") && line.work.is_empty();
    rows.when(ends, 400, "InvalidStatus.StatusNotEnabled");
    rows.when(!ends && line.status != "Enabled", 400, "InvalidPhysicalConnectionId.NotEnabled");
    let there = model.vbrs.iter().filter(|other| other.is_on(&line.id)).count();
    rows.when(there >= 4, 400, "QuotaExceeded.vbrPerpConn");
    let taken = vlan.is_some_and(|vlan| !leaves(model, &line.id, vlan, Asking::default()));
    rows.when(taken, 400, "InvalidVlanId.Used");
    let ipv6 = model.points.iter().any(|point| point.id == line.point && point.has_ipv6);
    rows.when(ask.is_on("EnableIpv6") && !ipv6, 400, "OperationUnsupported.VirtualBorderRouterEnableIPv6");
    rows.none()?;
    let further = Further {
        line: line.id.clone(),
        line_account: line.account,
        vlan: vlan.unwrap_or_default(),
        interface: String::new(),
        circuit: ask.text("CircuitCode").to_owned(),
        peering,
    };
    let id = vbr.id.clone();
    Done::write(move |model, _| {
        model.vbrs.iter_mut().filter(|vbr| vbr.id == id).for_each(|vbr| vbr.further.push(further.clone()));
        learn(model, &id);
    })
}

pub(super) fn ask_unassociate(random: &mut Random, model: &Model) -> Ask {
    let name = ("UnassociatePhysicalConnectionFromVirtualBorderRouter", "VbrId");
    let ask = about(random, model, name, false, |vbr| !vbr.further.is_empty());
    let vbr = model.vbrs.iter().find(|vbr| vbr.id == ask.text("VbrId"));
    let fits = |line: &Line| vbr.is_some_and(|vbr| vbr.further.iter().any(|one| one.line == line.id));
    ask.with("PhysicalConnectionId", random.apt(&model.lines, fits).map_or("pc-none", |line| &line.id))
}

pub(super) fn unassociate(model: &Model, ask: &Ask) -> Verdict {
    ask.read_or("RegionId! VbrId! PhysicalConnectionId! ClientToken:t", "PARAMETER_MUST_NOT_NULL")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let vbr = seen(model, ask, "VbrId").filter(|vbr| vbr.account == ask.account);
    let Some(vbr) = vbr else { return Err(rows.and(404, "InvalidVbrId.NotFound")) };
    check_line_lock(&mut rows, model, vbr);
    let line = ask.text("PhysicalConnectionId");
    rows.when(!["active", "terminated"].contains(&vbr.status), 400, "InvalidStatus.NotAllowed");
    let Some(further) = vbr.further.iter().find(|one| one.line == line) else {
        return Err(match Line::of(model, ask, "PhysicalConnectionId") {
            _ if vbr.line == line => rows.and(400, "PHYSICAL_NOT_ALLOW_ASSOCIATE_VBR"),
            Some(_) => rows.and(400, "PHYSICAL_NOT_ASSOCIATE_TO_VBR"),
            None => rows.and(404, "InvalidVbrId.NotFound"),
        });
    };
    rows.when(is_used(model, &further.interface), 400, "ROUTER_INTERFACE_REFERED_BY_ROUTEENTRY");
    rows.none()?;
    let (id, line) = (vbr.id.clone(), line.to_owned());
    Done::write(move |model, _| {
        let vbr = model.vbrs.iter_mut().filter(|vbr| vbr.id == id);
        vbr.for_each(|vbr| vbr.further.retain(|one| one.line != line));
    })
}

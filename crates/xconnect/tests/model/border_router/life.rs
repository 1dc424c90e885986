//! Deleted, cut off, and brought back.

use super::{Asking, about, check_line_lock, check_traffic, leaves, line_of, seen};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, STEP, check_region};
use crate::router_interface::on_router;
use crate::verdict::{Done, Rows, Verdict};

const WRONG_STATE: &str = "InvalidOperation.OperationNotAllowedInState";

fn enter(model: &mut Model, id: &str, status: &'static str, then: &'static str) {
    let turn = model.turn();
    for vbr in model.vbrs.iter_mut().filter(|vbr| vbr.id == id) {
        (vbr.status, vbr.turn) = (status, turn);
    }
    let id = id.to_owned();
    model.later(STEP, move |model| {
        let now = model.now;
        for vbr in model.vbrs.iter_mut().filter(|vbr| vbr.id == id && vbr.turn == turn) {
            vbr.status = then;
            if then == "terminated" {
                vbr.terminated = now;
            }
        }
    });
}

pub(super) fn ask_delete(random: &mut Random, model: &Model) -> Ask {
    about(random, model, ("DeleteVirtualBorderRouter", "VbrId"), false, |vbr| vbr.status != "deleting")
}

pub(super) fn delete(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VbrId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(vbr) = seen(model, ask, "VbrId") else { return Err(rows.and(404, "InvalidVbrId.NotFound")) };
    check_line_lock(&mut rows, model, vbr);
    let routes = model.entries.iter().any(|entry| entry.table == vbr.table && entry.counts());
    rows.when(routes || on_router(model, &vbr.id) > 0, 400, "InvalidOperation.RouterInterfaceNotDeleted");
    let member = model.groups.iter().any(|group| group.has(&vbr.id));
    let open = ["unconfirmed", "active", "terminated"].contains(&vbr.status);
    rows.when(!open || member, 400, WRONG_STATE);
    let attached = model.attachments.iter().any(|one| one.child == vbr.id);
    rows.when(attached, 400, "OperationUnsupported.VBRAttachedCen");
    let grouped = model.bgp_groups.iter().any(|group| group.vbr == vbr.id);
    rows.when(grouped, 400, "DependencyViolation.BgpGroup");
    let accepted = vbr.account != ask.account && vbr.status != "unconfirmed";
    rows.when(accepted, 403, "Forbidden.OperationDeleteNotAllowedByUser");
    rows.when(!vbr.further.is_empty(), 400, "InvalidStatus.NotAllowed");
    rows.none()?;
    let id = vbr.id.clone();
    Done::write(move |model, _| {
        enter(model, &id, "deleting", "deleting");
        model.later(STEP, move |model| {
            let table = model.vbrs.iter().find(|vbr| vbr.id == id).map(|vbr| vbr.table.clone());
            model.entries.retain(|entry| Some(&entry.table) != table.as_ref());
            model.tables.retain(|table| table.router != id);
            model.vbrs.retain(|vbr| vbr.id != id);
            model.grants.retain(|grant| grant.instance != id);
            model.announced.retain(|one| one.vbr != id);
            let made = model.lines.iter_mut().filter_map(|line| line.shared.as_mut());
            made.filter(|shared| shared.from == id).for_each(|shared| shared.from.clear());
        });
    })
}

pub(super) fn ask_terminate(random: &mut Random, model: &Model) -> Ask {
    about(random, model, ("TerminateVirtualBorderRouter", "VbrId"), true, |vbr| vbr.status == "active")
}

pub(super) fn terminate(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VbrId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(vbr) = seen(model, ask, "VbrId") else { return Err(rows.and(404, "InvalidVbrId.NotFound")) };
    check_line_lock(&mut rows, model, vbr);
    rows.when(vbr.line_account != ask.account, 403, "Forbidden.OperationNotAllowedByUser");
    rows.when(vbr.status != "active", 400, WRONG_STATE);
    rows.none()?;
    let id = vbr.id.clone();
    Done::write(move |model, _| enter(model, &id, "terminating", "terminated"))
}

pub(super) fn ask_recover(random: &mut Random, model: &Model) -> Ask {
    about(random, model, ("RecoverVirtualBorderRouter", "VbrId"), true, |vbr| vbr.status == "terminated")
}

pub(super) fn recover(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! VbrId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_traffic(&mut rows, model, ask);
    let Some(vbr) = seen(model, ask, "VbrId") else { return Err(rows.and(404, "InvalidVbrId.NotFound")) };
    check_line_lock(&mut rows, model, vbr);
    rows.when(vbr.line_account != ask.account, 403, "Forbidden.OperationRecoverNotAllowedByUser");
    let open = line_of(model, &vbr.line).is_some_and(|line| line.status == "Enabled");
    rows.when(vbr.status != "terminated" || !open, 400, WRONG_STATE);
    let asking = Asking { vbr: &vbr.id, ..Asking::default() };
    let taken = vbr.vlans().iter().any(|(line, vlan)| !leaves(model, line, *vlan, asking));
    rows.when(taken, 400, "OperationFailed.VlanIdAlreadyInUse");
    rows.none()?;
    let id = vbr.id.clone();
    Done::write(move |model, _| enter(model, &id, "recovering", "active"))
}

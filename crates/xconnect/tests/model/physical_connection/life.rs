//! From acceptance to deletion.

use super::{FINAL, LINE, Line, NOT_ALLOWED, about, check_lock, enter, is_on, then};
use crate::ask::Ask;
use crate::border_router;
use crate::line_paperwork::{open_when_confirmed, void};
use crate::random::Random;
use crate::reference::{Model, check_region};
use crate::verdict::{Done, Rows, Verdict};

pub(super) fn ask_confirm(random: &mut Random, model: &Model) -> Ask {
    about(random, model, ("ConfirmPhysicalConnection", LINE), |line| line.status == "Allocated")
}

pub(super) fn confirm(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! PhysicalConnectionId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 400, "InvalidRegionId.NotFound");
    let Some(line) = Line::of(model, ask, LINE) else {
        return Err(rows.and(400, "ResourceNotFound.PhysicalConnectionId"));
    };
    check_lock(&mut rows, line);
    rows.when(!model.has_traffic(ask.account, &line.region), 400, "OperationFailed.PconnTrafficNotEnable");
    let unaccepted = line.shared.as_ref().is_none_or(|shared| shared.status == "UnConfirmed");
    let built = line.letter.as_ref().is_none_or(|letter| ["Complete", "Deleted"].contains(&letter.status));
    let ready = if line.shared.is_some() { unaccepted } else { built };
    rows.when(line.status != "Allocated" || !ready, 400, NOT_ALLOWED);
    rows.none()?;
    let id = line.id.clone();
    Done::write(move |model, _| {
        enter(model, &id, "Confirmed");
        let shared =
            model.lines.iter_mut().filter(|line| line.id == id).filter_map(|line| line.shared.as_mut());
        shared.for_each(|shared| shared.status = "Confirmed");
        open_when_confirmed(model, &id);
    })
}

pub(super) fn ask_enable(random: &mut Random, model: &Model) -> Ask {
    about(random, model, ("EnablePhysicalConnection", LINE), |line| line.status == "Confirmed")
}

pub(super) fn enable(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! PhysicalConnectionId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(line) = Line::of(model, ask, LINE) else {
        return Err(rows.and(404, "InvalidPhysicalConnectionId.NotFound"));
    };
    check_lock(&mut rows, line);
    rows.when(line.status != "Confirmed", 400, NOT_ALLOWED);
    rows.none()?;
    let (id, begins) = (line.id.clone(), line.work.is_empty());
    Done::write(move |model, _| {
        if begins {
            work(model, &id, "Enabling");
        }
    })
}

/// Begins what ends with an open line.
pub(crate) fn work(model: &mut Model, id: &str, work: &'static str) {
    let turn = model.turn();
    for line in model.lines.iter_mut().filter(|line| line.id == id) {
        line.work = work;
        line.turn = turn;
    }
    then(model, id, turn, |model, id| {
        enter(model, id, "Enabled");
    });
}

pub(super) fn ask_cancel(random: &mut Random, model: &Model) -> Ask {
    about(random, model, ("CancelPhysicalConnection", LINE), |line| line.status != "Enabled")
}

pub(super) fn cancel(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! PhysicalConnectionId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(line) = Line::of(model, ask, LINE) else {
        return Err(rows.and(404, "InvalidPhysicalConnectionId.NotFound"));
    };
    check_lock(&mut rows, line);
    let open = ["Initial", "Approved", "Allocated", "Confirmed"].contains(&line.status);
    let carries = model.vbrs.iter().any(|vbr| vbr.is_on(&line.id));
    rows.when(!open || carries, 400, NOT_ALLOWED);
    rows.none()?;
    let id = line.id.clone();
    Done::write(move |model, _| {
        void(model, &id, None);
        enter(model, &id, "Canceled");
    })
}

pub(super) fn ask_terminate(random: &mut Random, model: &Model) -> Ask {
    about(random, model, ("TerminatePhysicalConnection", LINE), |line| line.status == "Enabled")
}

pub(super) fn terminate(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! PhysicalConnectionId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(line) = Line::of(model, ask, LINE) else {
        return Err(rows.and(404, "InvalidPhysicalConnectionId.NotFound"));
    };
    check_lock(&mut rows, line);
    rows.when(line.status != "Enabled", 400, NOT_ALLOWED);
    let mut routers = model.vbrs.iter().filter(|vbr| vbr.is_on(&line.id));
    let attached = routers.any(|vbr| vbr.account == line.account || vbr.status != "terminated");
    rows.when(attached, 400, "Forbidden.VbrAttached");
    let mut shared = model.lines.iter().filter(|other| is_on(other, &line.id));
    let in_use = shared.any(|shared| !FINAL.contains(&shared.status) || !shared.work.is_empty());
    rows.when(in_use, 400, NOT_ALLOWED);
    rows.none()?;
    let id = line.id.clone();
    Done::write(move |model, _| {
        let turn = enter(model, &id, "Terminating");
        then(model, &id, turn, |model, id| {
            enter(model, id, "Terminated");
        });
    })
}

pub(super) fn ask_recover(random: &mut Random, model: &Model) -> Ask {
    let fits = |line: &Line| line.shared.is_some() && line.status == "Terminated";
    let mut ask = about(random, model, ("RecoverPhysicalConnection", "InstanceId"), fits);
    ask.params.retain(|(name, _)| name != "ClientToken");
    ask.sometimes(random, 10, "DryRun", &["true"]).sometimes(random, 5, "Token", &["t1", "t2"])
}

pub(super) fn recover(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! InstanceId! DryRun:b Token:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(line) = Line::of(model, ask, "InstanceId") else {
        return Err(rows.and(400, "ResourceNotFound"));
    };
    check_lock(&mut rows, line);
    let has_place = line.shared.as_ref().is_some_and(|shared| {
        let parent = model.lines.iter().find(|parent| parent.id == shared.parent);
        let asking = border_router::Asking { vbr: &shared.from, line: &line.id };
        parent.is_some_and(|parent| parent.status == "Enabled")
            && border_router::leaves(model, &shared.parent, shared.vlan, asking)
    });
    let wrong = line.status != "Terminated" || !line.work.is_empty() || !has_place;
    rows.when(wrong, 400, "IncorrectStatus.PhysicalConnection");
    rows.none_but_dry_run(ask.is_on("DryRun"))?;
    let id = line.id.clone();
    Done::write(move |model, _| work(model, &id, "Recovering"))
}

pub(super) fn ask_delete(random: &mut Random, model: &Model) -> Ask {
    about(random, model, ("DeletePhysicalConnection", LINE), |line| FINAL.contains(&line.status))
}

pub(super) fn delete(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! PhysicalConnectionId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let is_partner = |line: &Line| line.shared.as_ref().is_some_and(|shared| shared.partner == ask.account);
    let is_meant = |line: &&Line| line.id == ask.text(LINE) && line.region == ask.text("RegionId");
    let mut seen = model.lines.iter().filter(|line| line.exists()).filter(is_meant);
    let Some(line) = seen.find(|line| line.account == ask.account || is_partner(line)) else {
        return Err(rows.and(404, "InvalidPhysicalConnectionId.NotFound"));
    };
    check_lock(&mut rows, line);
    let unconfirmed = line.shared.as_ref().is_some_and(|shared| shared.status == "UnConfirmed");
    let over = FINAL.contains(&line.status) && line.work.is_empty();
    let carries = model.lines.iter().any(|other| is_on(other, &line.id));
    rows.when(!(over || unconfirmed && is_partner(line)) || carries, 400, NOT_ALLOWED);
    rows.when(line.account != ask.account && !unconfirmed, 400, "InvalidPhysicalConnectionId.NotMatched");
    let routers = || model.vbrs.iter().filter(|vbr| vbr.is_on(&line.id));
    rows.when(routers().any(|vbr| vbr.line == line.id), 400, "Forbidden.VBRExists");
    rows.when(routers().any(|vbr| vbr.line != line.id), 400, "Forbidden.AssociateToVBR");
    rows.none()?;
    let id = line.id.clone();
    Done::write(move |model, _| {
        void(model, &id, None);
        let turn = model.turn();
        for line in model.lines.iter_mut() {
            if line.redundant == id {
                line.redundant.clear();
            }
            if line.id == id {
                line.shared.iter_mut().for_each(|shared| shared.status = "Deleted");
                (line.turn, line.work) = (turn, "");
            }
        }
        model.lines.retain(|line| line.id != id || line.shared.is_some());
        model.later(7 * 86_400_000, move |model| {
            model.lines.retain(|line| line.id != id);
        });
    })
}

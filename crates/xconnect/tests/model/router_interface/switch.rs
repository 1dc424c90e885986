//! Switched on, switched off, deleted.

use super::{Interface, about, check_locks, enter, is_used, remove};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, check_region};
use crate::verdict::{Done, Rows, Verdict};

pub(super) fn ask_on(random: &mut Random, model: &Model) -> Ask {
    about(random, model, "ActivateRouterInterface", |one| one.status == "Inactive")
}

pub(super) fn on(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterInterfaceId!")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(one) = Interface::of(model, ask, "RouterInterfaceId") else {
        return Err(rows.and(404, "InvalidRouterInterfaceId.NotFound"));
    };
    rows.when(!one.owns_router(model), 400, "Forbbiden");
    let border = one.kind == "VBR" || one.opposite.kind == "VBR";
    let closed = border && !model.has_traffic(one.account, &one.region);
    rows.when(closed, 400, "OperationFailed.PconnTrafficNotEnable");
    check_locks(&mut rows, one, Some("Forbidden.FinacialLocked"));
    rows.when(one.status != "Inactive", 400, "IncorrectStatus");
    rows.none()?;
    let id = one.id.clone();
    Done::write(move |model, _| enter(model, &id, "Activating", Some("Active")))
}

pub(super) fn ask_off(random: &mut Random, model: &Model) -> Ask {
    about(random, model, "DeactivateRouterInterface", |one| one.status == "Active")
}

pub(super) fn off(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterInterfaceId!")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(one) = Interface::of(model, ask, "RouterInterfaceId") else {
        return Err(rows.and(404, "InvalidRouterInterfaceId.NotFound"));
    };
    check_locks(&mut rows, one, Some("Forbidden.FinancileLocked"));
    rows.when(one.status != "Active", 400, "IncorrectStatus");
    rows.none()?;
    let id = one.id.clone();
    Done::write(move |model, _| enter(model, &id, "Deactivating", Some("Inactive")))
}

pub(super) fn ask_delete(random: &mut Random, model: &Model) -> Ask {
    let ask = about(random, model, "DeleteRouterInterface", |one| ["Idle", "Inactive"].contains(&one.status));
    ask.sometimes(random, 5, "ClientToken", &["t1", "t2"])
}

pub(super) fn delete(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterInterfaceId! ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(one) = Interface::of(model, ask, "RouterInterfaceId") else {
        return Err(rows.and(404, "InvalidInstanceId.NotFound"));
    };
    check_locks(&mut rows, one, None);
    rows.when(one.is_prepaid, 400, "InvalidRouterInterfaceChargeType.Malformed");
    rows.when(!["Idle", "Inactive"].contains(&one.status), 400, "IncorrectStatus");
    rows.when(is_used(model, &one.id), 400, "DependencyViolation.RouterInterfaceReferedByRouteEntry");
    rows.none()?;
    let id = one.id.clone();
    Done::write(move |model, _| {
        remove(model, &id);
        let leads_here = |one: &&mut Interface| one.link.as_ref().is_some_and(|link| link.interface == id);
        for other in model.interfaces.iter_mut().filter(leads_here).filter(|other| other.status != "Deleting")
        {
            other.link.iter_mut().for_each(|link| link.gone = true);
        }
    })
}

pub(super) fn ask_delete_both(random: &mut Random, model: &Model) -> Ask {
    let ask = about(random, model, "DeleteExpressConnect", |one| one.is_fast);
    ask.sometimes(random, 50, "Force", &["true", "false"]).sometimes(random, 5, "ClientToken", &["t1", "t2"])
}

pub(super) fn delete_both(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterInterfaceId! Force:b ClientToken:t")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(one) = Interface::of(model, ask, "RouterInterfaceId") else {
        return Err(rows.and(404, "InvalidRouterInterfaceId.NotFound"));
    };
    let other = one.other(model).filter(|other| other.status != "Deleting");
    rows.when(other.is_some_and(|other| other.account != ask.account), 400, "Forbbiden");
    let ends: Vec<&Interface> = [Some(one), other].into_iter().flatten().collect();
    for end in &ends {
        check_locks(&mut rows, end, None);
        rows.when(end.is_prepaid, 400, "InvalidRouterInterfaceChargeType.Malformed");
        let at_rest = ["Idle", "Inactive"].contains(&end.status);
        let wrong = if ask.is_on("Force") { end.status == "Deleting" } else { !at_rest };
        rows.when(wrong, 400, "IncorrectStatus");
        rows.when(is_used(model, &end.id), 400, "DependencyViolation.RouterInterfaceReferedByRouteEntry");
    }
    rows.none()?;
    let ids: Vec<String> = ends.iter().map(|end| end.id.clone()).collect();
    Done::write(move |model, _| {
        for id in &ids {
            let end = model.interfaces.iter_mut().find(|one| one.id == *id);
            end.and_then(|end| end.link.as_mut()).into_iter().for_each(|link| link.gone = true);
            remove(model, id);
        }
    })
}

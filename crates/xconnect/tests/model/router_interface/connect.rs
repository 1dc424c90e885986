//! ConnectRouterInterface.

use super::{Interface, about, check_locks, join, joins};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, check_region};
use crate::verdict::{Done, Rows, Verdict};

pub(super) fn ask(random: &mut Random, model: &Model) -> Ask {
    let is_ready =
        |one: &Interface| one.initiates && one.status == "Idle" && !one.opposite.interface.is_empty();
    about(random, model, "ConnectRouterInterface", is_ready)
}

pub(super) fn judge(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! RouterInterfaceId!")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(one) = Interface::of(model, ask, "RouterInterfaceId") else {
        return Err(rows.and(404, "InvalidRouterInterfaceId.NotFound"));
    };
    rows.when(!one.owns_router(model), 400, "IllegalParam.InstanceOwner");
    check_locks(&mut rows, one, None);
    rows.when(!one.initiates, 400, "IncorrectRole.NotInitiatingSide");
    rows.when(one.status != "Idle", 400, "IncorrectRIStatus");
    let said = &one.opposite;
    let all = [&said.interface, &said.router, &said.kind, &said.owner];
    rows.when(all.iter().any(|text| text.is_empty()), 400, "IncorrectOppositeInterfaceInfo.NotSet");
    rows.when(said.router == one.router || said.interface == one.id, 400, "IncorrectOppositeInterfaceInfo");
    rows.when(joins(model, &one.router, &said.router).is_some(), 400, "Forbidden.OnlyOneConnection");
    rows.when(super::has_bills(model, one.account), 400, "Forbidden.BillsOutstanding");
    let owner = model.account_of(&said.owner);
    rows.when(owner.is_none(), 400, "InvalidAccount.NotFound");
    let abroad = owner.is_some_and(|owner| model.accounts[owner].site != model.accounts[one.account].site);
    rows.when(abroad, 404, "CROSS_BID.FORBIDDEN");
    let Some(other) = model.interfaces.iter().find(|other| other.id == said.interface) else {
        return Err(rows.and(400, "AttrMismatching.AcceptingSideInstanceId"));
    };
    rows.when(other.initiates, 400, "AttrMismatching.AcceptingSideRole");
    rows.when(other.region != said.region, 400, "AttrMismatching.AcceptingSideRegionNo");
    rows.when(Some(other.account) != owner, 400, "AttrMismatching.AcceptingSideAliUid");
    rows.when(other.router != said.router, 400, "AttrMismatching.AcceptingSideRouterId");
    rows.when(other.kind != said.kind, 400, "AttrMismatching.AcceptingSideRouterType");
    for (border, far) in [(one, other), (other, one)] {
        let elsewhere = !far.opposite.point.is_empty() && far.opposite.point != border.point;
        rows.when(border.kind == "VBR" && elsewhere, 400, "IncorrectOppositeInterfaceInfo");
    }
    let back = &other.opposite;
    let own = model.number(one.account).to_string();
    rows.when(back.owner != own, 400, "AttrMismatching.AcceptingSideOppositeInterfaceOwnerId");
    rows.when(back.region != one.region, 400, "AttrMismatching.AcceptingSideOppositeRegionNo");
    let open = back.interface.is_empty();
    rows.when(open, 403, "RejectedByOppositeInterface");
    rows.when(!open && back.interface != one.id, 400, "AttrMismatching.AcceptingSideOppositeInterfaceId");
    rows.when(back.router != one.router, 400, "AttrMismatching.AcceptingSideOppositeRouterId");
    rows.when(back.kind != one.kind, 400, "AttrMismatching.AcceptingSideOppositeRouterType");
    check_locks(&mut rows, other, None);
    rows.when(other.status != "Idle", 400, "IncorrectStatus");
    rows.none()?;
    let (initiator, acceptor) = (one.id.clone(), other.id.clone());
    Done::write(move |model, _| join(model, &initiator, &acceptor))
}

//! Route entries: under way for exactly as long as they take, and gone with their table.

use xconnect_engine::timing::{Profile, Step, Timing};
use xconnect_model::border_router::VbrStatus;
use xconnect_model::route::RouteStatus;
use xconnect_model::{RouteEntry, RouteTable, Seq, VirtualBorderRouter};
use xconnect_state::{Draft, State};

use crate::support::{Drive, START, Site, ms};

/// An entry of the table `vtb-a` in a state, since now.
fn put_entry(draft: &mut Draft<'_>, status: RouteStatus) -> Seq {
    let (seq, since) = (draft.seq(), draft.now());
    let id = draft.id("bp1");
    draft.put(RouteEntry { seq, id, table: "vtb-a".into(), status, since, ..RouteEntry::default() });
    seq
}

#[test]
fn an_entry_is_made_changed_and_deleted_in_its_time() {
    let timing = Timing::new(Profile::Instant)
        .with(Step::CreateRouteEntry, ms(100))
        .with(Step::ModifyRouteEntry, ms(200))
        .with(Step::DeleteRouteEntry, ms(300));
    let site = Site::new(timing);
    let engine = site.start();
    engine.freeze();
    let put = |status| engine.make(move |_: &State, draft: &mut Draft<'_>| put_entry(draft, status));
    let made = put(RouteStatus::Pending);
    let changed = put(RouteStatus::Modifying);
    let deleted = put(RouteStatus::Deleting);
    let is = |seq: Seq, status: RouteStatus| {
        engine.state().route_entries.at(seq).is_some_and(|entry| entry.status == status)
    };
    for (seq, status, step) in [
        (made, RouteStatus::Pending, 99),
        (changed, RouteStatus::Modifying, 99),
        (deleted, RouteStatus::Deleting, 99),
    ] {
        engine.advance(ms(step));
        assert!(is(seq, status));
        engine.advance(ms(1));
        engine.until("it has ended", |state| {
            state.route_entries.at(seq).is_none_or(|entry| entry.status == RouteStatus::Available)
        });
    }
    assert!(is(made, RouteStatus::Available) && is(changed, RouteStatus::Available));
    let since = |seq: Seq| engine.state().route_entries.at(seq).map(|entry| entry.since);
    assert_eq!((since(made), since(changed)), (Some(START.after(ms(100))), Some(START.after(ms(200)))));
    assert_eq!(since(deleted), None);
    engine.stop();
}

#[test]
fn the_routes_of_a_border_router_go_with_it() {
    let site = Site::instant();
    let engine = site.start();
    engine.make(|_: &State, draft: &mut Draft<'_>| {
        put_entry(draft, RouteStatus::Available);
        let (seq, since) = (draft.seq(), draft.now());
        draft.put(RouteTable { seq, id: "vtb-a".into(), ..RouteTable::default() });
        let seq = draft.seq();
        let (id, route_table) = ("vbr-a".into(), "vtb-a".into());
        let status = VbrStatus::Deleting;
        draft.put(VirtualBorderRouter {
            seq,
            id,
            route_table,
            status,
            since,
            ..VirtualBorderRouter::default()
        });
        seq
    });
    engine.until("all of it is gone", |state| {
        state.virtual_border_routers.is_empty()
            && state.route_tables.is_empty()
            && state.route_entries.is_empty()
    });
    engine.stop();
}

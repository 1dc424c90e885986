//! Whatever happens to router interfaces, every query says the same as a plain list of them would.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use xconnect_model::router_interface::{BusinessStatus, Link, Opposite, Status};
use xconnect_model::{
    AccountId, ClockSetting, RegionId, RouterInterface, RouterRef, RouterType, Seq, Tag, Time,
};
use xconnect_state::rows::router_interface::Filter;
use xconnect_state::rows::{router_interface as rows, tag};
use xconnect_state::{Change, Key, Kind, Loader, Query, Record, Row, Rows, State};

// Few values of everything, so that records meet in every index; all but the accounts may also be not set.
const ACCOUNTS: [AccountId; 2] = [AccountId(1), AccountId(2)];
const REGIONS: [&str; 2] = ["cn-hangzhou", "cn-beijing"];
const ROUTERS: [&str; 4] = ["vrt-1", "vrt-2", "vbr-1", ""];
const INTERFACES: [&str; 4] = ["ri-0", "ri-1", "ri-40", ""];
const OWNERS: [&str; 3] = ["1", "2", ""];
const NAMES: [&str; 3] = ["east", "west", ""];
const GROUPS: [&str; 3] = ["rg-1", "rg-2", ""];
const TAGS: [(&str, &str); 4] = [("team", "a"), ("team", "b"), ("cost", ""), ("", "team")];
/// Enough places for an index of several leaves, few enough that updates and deletes find something.
const PLACES: Seq = 120;

fn kind_of(router: &str) -> Option<RouterType> {
    match router.get(..3) {
        Some("vrt") => Some(RouterType::VRouter),
        Some("vbr") => Some(RouterType::Vbr),
        _ => None,
    }
}

prop_compose! {
    fn interface()(
        seq in 0..PLACES,
        (account, region) in (select(&ACCOUNTS), select(&REGIONS)),
        (router, other_router, linked_router) in (select(&ROUTERS), select(&ROUTERS), select(&ROUTERS)),
        (other_interface, owner) in (select(&INTERFACES), select(&OWNERS)),
        status in select(&Status::ALL),
        business_status in select(&[BusinessStatus::Normal, BusinessStatus::FinancialLocked][..]),
        (name, group) in (select(&NAMES), select(&GROUPS)),
        (linked, gone) in any::<(bool, bool)>(),
        // The same tag may come twice: that is for the actions to prevent, not for the State to stumble over.
        tags in prop::collection::vec(select(&TAGS), 0..4),
    ) -> RouterInterface {
        RouterInterface {
            seq,
            id: format!("ri-{seq}").as_str().into(),
            account,
            region: region.into(),
            router: RouterRef { kind: kind_of(router).unwrap_or_default(), id: router.into() },
            opposite: Opposite {
                interface: other_interface.into(),
                owner: owner.into(),
                router_type: kind_of(other_router),
                router: other_router.into(),
                ..Opposite::default()
            },
            status,
            business_status,
            name: name.into(),
            resource_group: group.into(),
            link: linked.then(|| Box::new(Link {
                interface: other_interface.into(),
                router: linked_router.into(),
                gone,
            })),
            tags: tags.into_iter().map(|(key, value)| Tag { key: key.into(), value: value.into() }).collect(),
            ..RouterInterface::default()
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let deletion = |seq: Seq| Change::Delete { kind: Kind::RouterInterface, seq, label: String::new() };
    let clock = |millis| ClockSetting { service: Time(millis), ..ClockSetting::default() };
    prop_oneof![
        20 => interface().prop_map(|interface| Change::Put(interface.into())),
        6 => (0..PLACES).prop_map(deletion),
        1 => any::<i64>().prop_map(move |millis| Change::Put(Record::Clock(clock(millis)))),
    ]
}

fn history() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 0..400)
}

/// What the same changes make of a plain list.
fn model_of(changes: &[Change]) -> Vec<Arc<RouterInterface>> {
    let mut model = BTreeMap::new();
    for change in changes {
        match change {
            Change::Put(Record::RouterInterface(interface)) => {
                model.insert(interface.seq, Arc::clone(interface));
            }
            Change::Delete { seq, .. } => {
                model.remove(seq);
            }
            Change::Put(_) => {}
        }
    }
    model.into_values().collect()
}

fn state_of(changes: &[Change]) -> State {
    let mut state = State::default();
    state.apply(changes);
    state
}

/// Everything that router interfaces can be asked for by one key.
#[derive(Debug, Clone)]
enum Term {
    Id(&'static str),
    InRegion(Scope),
    By(Scope, Filter, &'static str),
    HasTagKey(Scope, &'static str),
    HasTag(Scope, Tag),
    OnRouter(&'static str),
    Between(&'static str, &'static str),
    FinanciallyLocked(AccountId),
    InTransition,
}

type Scope = (AccountId, &'static str);

impl Term {
    fn key(&self) -> Key {
        let region = |id: &str| RegionId::from(id);
        match self {
            Self::Id(id) => rows::id(id),
            Self::InRegion((account, at)) => rows::in_region(*account, &region(at)),
            Self::By((account, at), filter, value) => rows::filter(*account, &region(at), *filter, value),
            Self::HasTagKey((account, at), key) => tag::has_key(*account, &region(at), key),
            Self::HasTag((account, at), tag) => tag::has(*account, &region(at), tag),
            Self::OnRouter(router) => rows::on_router(router),
            Self::Between(router, other) => rows::between(router, other),
            Self::FinanciallyLocked(account) => rows::financially_locked(*account),
            Self::InTransition => rows::in_transition(),
        }
    }

    fn holds(&self, one: &RouterInterface) -> bool {
        let within = |scope: &Scope| one.account == scope.0 && one.region.as_str() == scope.1;
        match self {
            Self::Id(id) => one.id.as_str() == *id,
            Self::InRegion(scope) => within(scope),
            Self::By(scope, filter, value) => within(scope) && attribute(one, *filter) == *value,
            Self::HasTagKey(scope, key) => within(scope) && one.tags.iter().any(|tag| tag.key == *key),
            Self::HasTag(scope, tag) => within(scope) && one.tags.contains(tag),
            Self::OnRouter(router) => one.router.id == *router && one.status != Status::Deleting,
            Self::Between(router, other) => one.link.as_ref().is_some_and(|link| {
                let ends = (one.router.id.as_str(), link.router.as_str());
                let these = ends == (*router, *other) || ends == (*other, *router);
                these && !link.gone && one.status != Status::Deleting
            }),
            Self::FinanciallyLocked(account) => {
                one.account == *account && one.business_status == BusinessStatus::FinancialLocked
            }
            Self::InTransition => !matches!(one.status, Status::Idle | Status::Active | Status::Inactive),
        }
    }

    /// Every term that could hold for the records that are made here.
    fn all() -> Vec<Self> {
        let mut all = vec![Self::InTransition];
        all.extend(INTERFACES.map(Self::Id));
        all.extend(ROUTERS.map(Self::OnRouter));
        all.extend(ROUTERS.iter().flat_map(|one| ROUTERS.map(|other| Self::Between(one, other))));
        all.extend(ACCOUNTS.map(Self::FinanciallyLocked));
        for scope in ACCOUNTS.iter().flat_map(|account| REGIONS.map(|region| (*account, region))) {
            all.push(Self::InRegion(scope));
            for (key, value) in TAGS {
                all.push(Self::HasTagKey(scope, key));
                all.push(Self::HasTag(scope, Tag { key: key.into(), value: value.into() }));
            }
            for (filter, values) in filters() {
                all.extend(values.into_iter().map(|value| Self::By(scope, filter, value)));
            }
        }
        all
    }
}

/// The documented filters with the values that records have here, and one that no record has.
fn filters() -> Vec<(Filter, Vec<&'static str>)> {
    let with_other = |values: &[&'static str]| [values, &["other"]].concat();
    // What is not set is not filed.
    let set = |values: &[&'static str]| {
        with_other(values).into_iter().filter(|value| !value.is_empty()).collect::<Vec<_>>()
    };
    vec![
        (Filter::RouterInterfaceId, set(&INTERFACES)),
        (Filter::RouterId, set(&ROUTERS)),
        (Filter::RouterType, set(&["VRouter", "VBR", ""])),
        (Filter::OppositeInterfaceId, set(&INTERFACES)),
        (Filter::OppositeRouterType, set(&["VRouter", "VBR", ""])),
        (Filter::OppositeRouterId, set(&ROUTERS)),
        (Filter::OppositeInterfaceOwnerId, set(&OWNERS)),
        (Filter::Status, set(&Status::ALL.map(Status::as_str))),
        (Filter::Name, set(&NAMES)),
        (Filter::ResourceGroupId, with_other(&GROUPS)),
    ]
}

/// The text that a documented filter compares with; written down here a second time on purpose.
fn attribute(one: &RouterInterface, filter: Filter) -> &str {
    let kind = |kind: RouterType| if kind == RouterType::Vbr { "VBR" } else { "VRouter" };
    match filter {
        Filter::RouterInterfaceId => one.id.as_str(),
        Filter::RouterId => &one.router.id,
        Filter::RouterType => kind(one.router.kind),
        Filter::OppositeInterfaceId => one.opposite.interface.as_str(),
        Filter::OppositeRouterType => one.opposite.router_type.map_or("", kind),
        Filter::OppositeRouterId => &one.opposite.router,
        Filter::OppositeInterfaceOwnerId => &one.opposite.owner,
        Filter::Status => one.status.as_str(),
        Filter::Name => &one.name,
        Filter::ResourceGroupId => one.resource_group.as_str(),
    }
}

/// Some terms, each with the keys one of which has to hold.
fn alternatives() -> impl Strategy<Value = Vec<Vec<Term>>> {
    // Terms that many records meet come often, or most combinations would match nothing.
    let broad = Term::all().into_iter().filter(|term| matches!(term, Term::InRegion(_) | Term::InTransition));
    let term = prop_oneof![select(broad.collect::<Vec<_>>()), select(Term::all())];
    prop::collection::vec(prop::collection::vec(term, 0..5), 1..4)
}

fn limit() -> impl Strategy<Value = usize> {
    prop_oneof![8 => 0..PLACES as usize, 1 => Just(usize::MAX)]
}

/// Everything that can be asked with one key gets the answer that the model gives.
fn answers_like(state: &State, model: &[Arc<RouterInterface>]) -> Result<(), TestCaseError> {
    prop_assert!(state.router_interfaces.iter().eq(model));
    prop_assert_eq!(state.router_interfaces.len(), model.len());
    prop_assert_eq!(state.records(), model.len());
    for seq in 0..PLACES {
        prop_assert_eq!(state.router_interfaces.at(seq), model.iter().find(|one| one.seq() == seq));
        let by_id = state.router_interface(&format!("ri-{seq}"));
        prop_assert_eq!(by_id, model.iter().find(|one| one.seq() == seq));
    }
    for term in Term::all() {
        let expected: Vec<_> = model.iter().filter(|one| term.holds(one)).collect();
        let found: Vec<_> = state.router_interfaces.find(term.key()).collect();
        prop_assert_eq!(&found, &expected, "{:?}", term);
        prop_assert_eq!(state.router_interfaces.count(term.key()), expected.len(), "{:?}", term);
        prop_assert_eq!(state.router_interfaces.first(term.key()), expected.first().copied(), "{:?}", term);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_key_finds_what_a_list_would(changes in history()) {
        let state = state_of(&changes);
        answers_like(&state, &model_of(&changes))?;
        prop_assert_eq!(state.under_way(), state.router_interfaces.count(rows::in_transition()));
    }

    #[test]
    fn every_page_is_cut_from_the_same_list(
        changes in history(),
        asked in prop::collection::vec((alternatives(), limit(), limit()), 1..40),
    ) {
        let (state, model) = (state_of(&changes), model_of(&changes));
        for (terms, skip, limit) in asked {
            let keys = |term: &Vec<Term>| term.iter().map(Term::key).collect::<Vec<_>>();
            let query = terms.iter().fold(Query::default(), |query, term| query.and_any(keys(term)));
            let page = state.router_interfaces.page(&query, skip, limit);

            let holds = |one: &&Arc<RouterInterface>| terms.iter().all(|any| any.iter().any(|t| t.holds(one)));
            let expected: Vec<_> = model.iter().filter(holds).collect();
            prop_assert_eq!(page.total, expected.len(), "{:?}", terms);
            let rows: Vec<_> = expected.iter().copied().skip(skip).take(limit).collect();
            prop_assert_eq!(page.rows, rows, "{:?} skip {} limit {}", terms, skip, limit);

            let from = skip as u64;
            let page = state.router_interfaces.page_from(&query, from, limit);
            prop_assert_eq!(page.total, expected.len(), "{:?}", terms);
            let rows: Vec<_> = expected.into_iter().filter(|one| one.seq() >= from).take(limit).collect();
            prop_assert_eq!(page.rows, rows, "{:?} from {} limit {}", terms, from, limit);
        }
    }

    #[test]
    fn one_key_is_paged_like_any_query(
        changes in history(), term in select(Term::all()), skip in limit(), limit in limit(),
    ) {
        let (state, model) = (state_of(&changes), model_of(&changes));
        let expected: Vec<_> = model.iter().filter(|one| term.holds(one)).collect();
        for query in [Query::new(term.key()), Query::new(term.key()).and(term.key())] {
            let page = state.router_interfaces.page(&query, skip, limit);
            prop_assert_eq!(page.total, expected.len());
            prop_assert_eq!(page.rows, expected.iter().copied().skip(skip).take(limit).collect::<Vec<_>>());

            let from = skip as u64;
            let page = state.router_interfaces.page_from(&query, from, limit);
            prop_assert_eq!(page.total, expected.len());
            let rest = expected.iter().copied().filter(|one| one.seq() >= from);
            prop_assert_eq!(page.rows, rest.take(limit).collect::<Vec<_>>());
        }
    }

    #[test]
    fn pieces_make_the_same_state_in_whatever_order_they_come(
        changes in history(), size in 1..50usize, first in any::<Index>(), backwards in any::<bool>(),
    ) {
        let state = state_of(&changes);
        let mut pieces: Vec<Rows> = state.pieces(size).collect();
        let first = first.index(pieces.len());
        pieces.rotate_left(first);
        if backwards {
            pieces.reverse();
        }
        let mut loader = Loader::default();
        pieces.into_iter().for_each(|piece| loader.add(piece));
        let loaded = loader.finish();
        prop_assert!(loaded == state);
        prop_assert_eq!(loaded.next_seq(), state.next_seq());
        answers_like(&loaded, &model_of(&changes))?;
    }

    #[test]
    fn a_snapshot_and_the_changes_since_are_as_good_as_all_changes(
        changes in history(), cut in any::<Index>(), batch in 1..20usize,
    ) {
        let (before, since) = changes.split_at(cut.index(changes.len() + 1));
        let mut loader = Loader::default();
        state_of(before).pieces(7).for_each(|piece| loader.add(piece));
        since.chunks(batch).for_each(|changes| loader.apply(changes.to_vec()));
        let mut loaded = loader.finish();
        prop_assert!(loaded == state_of(&changes));
        answers_like(&loaded, &model_of(&changes))?;

        // Its indexes are as good for what comes next, too.
        loaded.apply(before);
        answers_like(&loaded, &model_of(&[changes.as_slice(), before].concat()))?;
    }

    #[test]
    fn a_copy_keeps_its_answers(changes in history(), later in history()) {
        let mut state = state_of(&changes);
        let copy = state.clone();
        state.apply(&later);
        answers_like(&copy, &model_of(&changes))?;
    }
}

#[test]
fn the_next_place_is_behind_every_place_ever_taken() {
    let at = |seq| Change::Put(RouterInterface { seq, ..RouterInterface::default() }.into());
    let gone = |seq| Change::Delete { kind: Kind::RouterInterface, seq, label: String::new() };
    let mut state = state_of(&[at(7), at(3), gone(7)]);
    assert_eq!(state.next_seq(), 8);
    let mut loader = Loader::default();
    state.pieces(1).for_each(|piece| loader.add(piece));
    loader.apply(vec![at(20), gone(20)]);
    state.apply(&[at(20), gone(20)]);
    assert!(loader.finish() == state);
    assert_eq!(state.next_seq(), 21);
}

#[test]
fn deleting_what_is_not_there_changes_nothing() {
    let mut state = state_of(&[Change::Put(RouterInterface::default().into())]);
    let before = state.clone();
    state.apply(&[
        Change::Delete { kind: Kind::RouterInterface, seq: 9, label: String::new() },
        Change::Delete { kind: Kind::Vpc, seq: 0, label: String::new() },
    ]);
    assert!(state == before);
}

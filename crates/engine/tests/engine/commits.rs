//! Commits: acknowledged when readable, refused without a trace, one order for all, and a bound on those who wait.

use std::sync::Arc;

use xconnect_engine::{CommitError, Nonce, Origin};
use xconnect_log::{Log, SqliteLog};
use xconnect_model::{AccountId, ResourceGroup, Time};

use crate::support::{Drive, GatedLog, Pending, START, Site, ask, block_on, eventually, put_group};

#[test]
fn what_is_acknowledged_can_be_read() {
    let engine = Site::instant().start();
    for expected in 1..=200 {
        let seq = engine.make_group();
        assert!(engine.state().resource_groups.at(seq).is_some());
        assert_eq!(engine.state().resource_groups.len(), expected);
    }
    engine.stop();
}

#[test]
fn what_is_acknowledged_is_on_disk() {
    let dir = tempfile::tempdir().expect("a directory");
    let open = || SqliteLog::open(dir.path()).expect("a log");
    let site = Site::instant();
    let engine = site.start_on(open());
    let seqs: Vec<_> = (0..10).map(|_| engine.make_group()).collect();
    let before = engine.state().clone();
    engine.stop();
    let engine = site.start_on(open());
    assert!(**engine.state() == *before);
    assert!(seqs.iter().all(|seq| engine.state().resource_groups.at(*seq).is_some()));
    assert!(!seqs.contains(&engine.make_group()));
    engine.stop();
}

#[test]
fn a_refused_commit_changes_nothing_and_says_why() {
    let site = Site::instant();
    let engine = site.start();
    engine.make_group();
    let before = engine.state().clone();
    let outcome = engine.attempt(|state, draft| {
        put_group(draft);
        state.resource_groups.iter().for_each(|group| draft.delete(group.as_ref()));
        Err::<(), _>("not today".to_owned())
    });
    assert_eq!(outcome, Err(CommitError::Refused("not today".to_owned())));
    assert!(Arc::ptr_eq(&before, &engine.state()));
    assert_eq!(site.commits().len(), 1);
    engine.stop();
}

#[test]
fn a_commit_that_stages_nothing_leaves_no_entry() {
    let site = Site::instant();
    let engine = site.start();
    assert_eq!(engine.make(|state, draft| (state.records(), draft.now())), (0, START));
    assert_eq!(site.commits(), []);
    engine.stop();
}

#[test]
fn those_who_waited_share_one_append_and_see_each_other() {
    let site = Site::instant();
    let (log, gate) = GatedLog::new(site.log.clone());
    let engine = site.start_on(log);
    let origin = |number: usize| Origin { request_id: number.to_string(), ..Origin::service("Test") };
    let numbered = |number| {
        let asked = ask(&engine, origin(number), move |state, draft| {
            let seen = state.resource_groups.len();
            let seq = put_group(draft);
            // The fourth is refused, and what it has staged is for nobody to see.
            if number == 4 { Err(format!("{seen} before")) } else { Ok((seen, seq)) }
        });
        asked.expect("there is room in the queue")
    };

    let mut asked = vec![numbered(0)];
    assert_eq!(gate.arrived.recv(), Ok(1));
    asked.extend((1..=8).map(numbered));
    assert_eq!(engine.state().records(), 0, "what is not durable is not readable");
    drop(gate.permits);
    assert_eq!(gate.arrived.recv(), Ok(7), "all that waited but the refused one go into one append");

    let outcomes: Vec<_> = asked.into_iter().map(block_on).collect();
    let (refused, accepted): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_err);
    assert_eq!(refused, [Err(CommitError::Refused("4 before".to_owned()))]);
    let expected: Vec<_> = (0..8).map(|number| Ok((number, number as u64))).collect();
    assert_eq!(accepted, expected);

    let order: Vec<_> = site.commits().into_iter().map(|commit| commit.origin.request_id).collect();
    assert_eq!(order, ["0", "1", "2", "3", "5", "6", "7", "8"]);
    engine.stop();
}

#[test]
fn the_log_says_who_asked() {
    let site = Site::instant();
    let engine = site.start();
    let origin = Origin {
        action: "CreateRouterInterface".into(),
        account: Some(AccountId(1_234_567_890_123_456)),
        access_key: "testid".into(),
        from: "192.0.2.1".into(),
        request_id: "A-B-C".into(),
        nonce: Some(Nonce { at: Time(7), print: u64::MAX }),
        ..Origin::default()
    };
    let done = engine.commit_blocking(origin.clone(), |_, draft| Ok::<_, String>(put_group(draft)));
    assert!(done.is_ok());
    let refused = engine.commit_blocking(origin.clone(), |_, draft| {
        put_group(draft);
        Err::<(), _>("no such region".to_owned())
    });
    assert_eq!(refused, Err(CommitError::Refused("no such region".to_owned())));

    let commits = site.commits();
    assert_eq!(commits.len(), 2, "a refused write leaves its nonce");
    assert!(commits.iter().all(|commit| commit.origin == origin && commit.at == START));
    assert_eq!((commits[0].refused.as_deref(), commits[0].changes.len()), (None, 1));
    assert_eq!((commits[1].refused.as_deref(), commits[1].changes.len()), (Some("no such region"), 0));
    engine.stop();
}

#[test]
fn an_error_of_the_callers_own_type_comes_back_as_it_was() {
    #[derive(Debug, PartialEq)]
    struct Refusal(u32);
    impl std::fmt::Display for Refusal {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "refusal {}", self.0)
        }
    }
    let engine = Site::instant().start();
    let outcome = engine.commit_blocking(Origin::service("Test"), |_, _| Err::<(), _>(Refusal(7)));
    assert_eq!(outcome, Err(CommitError::Refused(Refusal(7))));
    engine.stop();
}

#[test]
fn work_that_panics_harms_nobody_else() {
    let engine = Site::instant().start();
    let outcome = engine.attempt(|_, draft| {
        put_group(draft);
        if draft.now() == START { panic!("a defect in an action") } else { Ok(()) }
    });
    assert_eq!(outcome, Err(CommitError::Defect));
    assert_eq!(engine.state().records(), 0);
    assert_eq!(engine.make_group(), 0);
    engine.stop();
}

#[test]
fn a_flood_is_refused_and_those_before_it_are_served() {
    let site = Site::instant();
    let (log, gate) = GatedLog::new(site.log.clone());
    let engine = site.start_on(log);
    let mut accepted: Vec<Pending<'_, u64>> = Vec::new();
    let error = loop {
        assert!(accepted.len() < 100_000, "the queue has no bound");
        match ask(&engine, Origin::service("Test"), |_, draft| Ok(put_group(draft))) {
            Ok(asked) => accepted.push(asked),
            Err(error) => break error,
        }
    };
    assert_eq!(error, CommitError::Overloaded);
    assert!(accepted.len() >= 1_000, "the queue holds a burst: {}", accepted.len());

    drop(gate.permits);
    let count = accepted.len();
    assert!(accepted.into_iter().map(block_on).eq((0..count as u64).map(Ok)));
    assert_eq!(engine.make_group(), count as u64);
    engine.stop();
}

#[test]
fn a_caller_who_hangs_up_does_not_undo_the_commit() {
    let site = Site::instant();
    let (log, gate) = GatedLog::new(site.log.clone());
    let engine = site.start_on(log);
    drop(ask(&engine, Origin::service("Test"), |_, draft| Ok(put_group(draft))));
    drop(gate.permits);
    engine.until("the commit is there", |state| state.resource_groups.len() == 1);
    engine.stop();
}

#[test]
fn a_stop_comes_after_what_was_asked_for() {
    let site = Site::instant();
    let (log, gate) = GatedLog::new(site.log.clone());
    let engine = site.start_on(log);
    let asked: Vec<_> = (0..1_000)
        .map(|_| ask(&engine, Origin::service("Test"), |_, draft| Ok(put_group(draft))).expect("room"))
        .collect();
    drop(gate.permits);
    engine.stop();
    assert!(asked.into_iter().map(block_on).eq((0..1_000).map(Ok)));

    assert_eq!(engine.attempt(|_, draft| Ok(put_group(draft))), Err(CommitError::Unavailable));
    let late = ask(&engine, Origin::service("Test"), |_, draft| Ok(put_group(draft)));
    assert_eq!(late.err(), Some(CommitError::Unavailable));
    assert_eq!(site.log.clone().head(), Ok(1_000));
    engine.stop();
}

#[test]
fn a_dropped_engine_ends_its_threads() {
    let site = Site::instant();
    let engine = site.start();
    engine.make_group();
    drop(engine);
    // Both threads hold the fabric or the clock's wall while they run.
    eventually("nobody holds the fabric", || Arc::strong_count(&site.fabric) == 1);
    eventually("nobody holds the wall", || Arc::strong_count(&site.wall) == 1);
}

#[test]
fn an_update_replaces_and_a_deletion_removes() {
    let site = Site::instant();
    let engine = site.start();
    let seq = engine.make_group();
    engine.make(move |state, draft| {
        let group = state.resource_groups.at(seq).expect("it was made");
        draft.put(ResourceGroup { name: "east".into(), ..ResourceGroup::clone(group) });
    });
    assert_eq!(
        engine.state().resource_groups.at(seq).map(|group| group.name.to_string()),
        Some("east".into())
    );
    engine
        .make(move |state, draft| draft.delete(state.resource_groups.at(seq).expect("it is there").as_ref()));
    assert_eq!(engine.state().records(), 0);
    assert_ne!(engine.make_group(), seq, "the place of a record that is gone is not given again");
    engine.stop();
}

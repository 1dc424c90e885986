//! The audit trail: what was committed is what is told, for as long as it is to be told.

use std::time::Duration;

use xconnect_engine::audit::{AuditEntry, AuditQuery};
use xconnect_engine::{Asked, Engine, Origin, Retention};
use xconnect_log::Log;
use xconnect_model::{AccessKey, AccountId, ResourceGroup, Secret, Text, Time};
use xconnect_state::{Draft, State};

use crate::support::{Site, ms};

const ONE: AccountId = AccountId(1);
const TWO: AccountId = AccountId(2);

fn origin(action: &'static str, account: AccountId) -> Origin {
    let request = Asked::of([("Name", "asked for"), ("AuthKey", "hush")]);
    Origin { account: Some(account), request, audited: true, ..Origin::service(action) }
}

fn put(engine: &Engine, action: &'static str, account: AccountId, name: &str) {
    let name = Text::from(name);
    let work = move |state: &State, draft: &mut Draft<'_>| {
        let present = state.resource_groups.iter().find(|group| group.id.as_str() == name);
        let seq = present.map_or_else(|| draft.seq(), |group| group.seq);
        let id = xconnect_model::ResourceGroupId::new(name.clone());
        draft.put(ResourceGroup { seq, id, account, created_at: draft.now(), ..ResourceGroup::default() });
        Ok::<_, String>(())
    };
    engine.commit_blocking(origin(action, account), work).expect("the log takes it");
}

fn all(engine: &Engine) -> Vec<AuditEntry> {
    found(engine, AuditQuery::default())
}

/// Everything that a query finds, two entries a page.
fn found(engine: &Engine, query: AuditQuery) -> Vec<AuditEntry> {
    let (mut entries, mut before) = (Vec::new(), query.before);
    loop {
        let page = engine.audit(&AuditQuery { before, limit: 2, ..query.clone() }).expect("it can be read");
        entries.extend(page.entries);
        before = page.next;
        if before.is_none() {
            return entries;
        }
    }
}

#[test]
fn it_tells_who_did_what_and_what_it_was_before() {
    let site = Site::instant();
    let engine = site.start();
    put(&engine, "Create", ONE, "rg-1");
    put(&engine, "Change", TWO, "rg-1");
    let refused = engine.commit_blocking(origin("Refused", ONE), |_, _| Err::<(), _>("no".to_owned()));
    assert!(refused.is_err());
    let told = all(&engine);
    let actions: Vec<_> = told.iter().map(|entry| (entry.action.as_str(), entry.account)).collect();
    assert_eq!(actions, [("Refused", Some(ONE)), ("Change", Some(TWO)), ("Create", Some(ONE))]);
    assert_eq!(told[0].refused.as_deref(), Some("no"));
    assert!(told[0].changes.is_empty());
    let change = &told[1].changes[0];
    assert_eq!((change.kind.as_str(), change.label.as_str()), ("ResourceGroup", "rg-1"));
    assert_eq!(change.before.as_ref().map(|record| &record["account"]), Some(&1.into()));
    assert_eq!(change.after.as_ref().map(|record| &record["account"]), Some(&2.into()));
    assert_eq!(told[2].changes[0].before, None);
    let request: Vec<_> = told[1].request.iter().collect();
    assert_eq!(request, [("AuthKey", "***"), ("Name", "asked for")]);
    engine.stop();
}

#[test]
fn a_query_finds_what_a_walk_finds() {
    let site = Site::instant();
    let engine = site.start();
    for number in 0..40u32 {
        let (action, account) = if number % 3 == 0 { ("Create", ONE) } else { ("Change", TWO) };
        put(&engine, action, account, &format!("rg-{}", number % 7));
        site.wall.advance(ms(1_000));
    }
    let walk = all(&engine);
    assert_eq!(walk.len(), 40);
    let (from, to) = (walk[30].at, walk[10].at);
    let queries = [
        AuditQuery { resource: Some("rg-3".into()), ..AuditQuery::default() },
        AuditQuery { account: Some(ONE), ..AuditQuery::default() },
        AuditQuery { action: Some("Change".into()), ..AuditQuery::default() },
        AuditQuery { from: Some(from), to: Some(to), ..AuditQuery::default() },
        AuditQuery {
            from: Some(from),
            resource: Some("rg-5".into()),
            account: Some(TWO),
            ..AuditQuery::default()
        },
        AuditQuery { refused: Some(true), ..AuditQuery::default() },
        AuditQuery { resource: Some("asked for".into()), ..AuditQuery::default() },
    ];
    for query in queries {
        let fits = |entry: &&AuditEntry| {
            let named = |name: &String| {
                entry.changes.iter().any(|change| change.label == *name)
                    || entry.request.iter().any(|(_, value)| value == name)
            };
            query.resource.as_ref().is_none_or(named)
                && query.account.is_none_or(|account| entry.account == Some(account))
                && query.action.as_ref().is_none_or(|action| entry.action == *action)
                && query.from.is_none_or(|from| entry.at >= from)
                && query.to.is_none_or(|to| entry.at <= to)
                && query.refused.is_none_or(|refused| entry.refused.is_some() == refused)
        };
        let expected: Vec<_> = walk.iter().filter(fits).cloned().collect();
        assert_eq!(found(&engine, query.clone()), expected, "{query:?}");
    }
    engine.stop();
}

#[test]
fn secrets_are_not_told() {
    let site = Site::instant();
    let engine = site.start();
    let work = |_: &State, draft: &mut Draft<'_>| {
        let (seq, secret) = (draft.seq(), Secret::new("hush-hush"));
        draft.put(AccessKey { seq, id: "testid".into(), secret, ..AccessKey::default() });
        Ok::<_, String>(())
    };
    engine.commit_blocking(origin("CreateKey", ONE), work).expect("the log takes it");
    let told = all(&engine);
    assert_eq!(told[0].changes[0].after.as_ref().map(|key| &key["secret"]), Some(&"***".into()));
    assert!(!format!("{told:?}").contains("hush"));
    engine.stop();
}

#[test]
fn it_survives_a_restart_and_a_snapshot() {
    let mut site = Site::instant();
    site.retention = Retention::default();
    let engine = site.start();
    for number in 0..1_200u32 {
        put(&engine, "Create", ONE, &format!("rg-{number}"));
    }
    // A stop after so many commits leaves a snapshot.
    engine.stop();
    let engine = site.start();
    put(&engine, "Create", TWO, "rg-last");
    assert_eq!(found(&engine, AuditQuery { account: Some(TWO), ..AuditQuery::default() }).len(), 1);
    let first = found(&engine, AuditQuery { resource: Some("rg-0".into()), ..AuditQuery::default() });
    assert_eq!(first.len(), 1, "what the snapshot holds is still told");
    engine.stop();
}

#[test]
fn entries_go_when_they_are_too_many_or_too_old_and_a_snapshot_holds_them() {
    for (retention, left) in [
        (Retention { entries: 300, age: Duration::from_secs(86_400) }, 300),
        (Retention { entries: 10_000, age: Duration::from_secs(60) }, 1),
    ] {
        let mut site = Site::instant();
        site.retention = retention;
        let engine = site.start();
        for number in 0..1_200u32 {
            put(&engine, "Create", ONE, &format!("rg-{number}"));
        }
        engine.stop();
        site.wall.advance(ms(3_600_000));
        let engine = site.start();
        // Trimming goes on with the commits.
        for _ in 0..4 {
            put(&engine, "Create", ONE, "rg-after");
        }
        let kept = site.log.clone().head().expect("a head") - site.log.clone().trimmed().expect("a start");
        // Trimming comes after the answers, so it may go on between two looks.
        let told = all(&engine).len() as u64;
        for count in [kept, told] {
            assert!((left..=left + 8).contains(&count), "{retention:?} keeps {count}");
        }
        engine.stop();
    }
}

#[test]
fn the_past_of_before_the_first_version_of_the_trail_is_told_without_it() {
    let site = Site::instant();
    let old = br#"{"v":1,"at":7,"action":"Old","changes":[]}"#.to_vec();
    site.log.clone().append(0, &[old]).expect("a log in memory takes it");
    let engine = site.start();
    let told = all(&engine);
    assert_eq!((told[0].action.as_str(), told[0].at, told[0].request.is_empty()), ("Old", Time(7), true));
    engine.stop();
}

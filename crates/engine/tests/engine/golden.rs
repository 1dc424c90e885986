//! The form of the log. Logs that were written once stay readable for ever: nothing here ever writes these files.

use std::time::Duration;

use serde_json::Value;
use xconnect_engine::timing::{Step, Timing};
use xconnect_engine::{Nonce, Origin};
use xconnect_log::Log;
use xconnect_model::router_interface::{
    BusinessStatus, Charge, HealthCheck, Link, Opposite, Renewal, Role, Spec, Status,
};
use xconnect_model::{
    AccountId, ClockSetting, OrderId, ResourceGroup, RouterInterface, RouterRef, RouterType, Seq, Tag, Time,
    Token,
};
use xconnect_state::Record;

use crate::support::Site;

const LOG: &str = include_str!("../golden/log-v1.jsonl");
const STATE: &str = include_str!("../golden/log-v1.state.json");
const COMMIT: &str = include_str!("../golden/commit-v1.json");

#[test]
fn the_first_versions_log_is_read_as_it_was_meant() {
    // The log leaves records in states that end by themselves; here they are not to end.
    let never = Step::ALL.into_iter().fold(Timing::default(), |all, (_, step)| all.with(step, Duration::MAX));
    let site = Site::new(never);
    let bodies: Vec<_> = LOG.lines().map(|line| line.as_bytes().to_vec()).collect();
    site.log.clone().append(0, &bodies).expect("a log in memory takes it");
    let engine = site.start();
    let pieces: Vec<_> = engine.state().pieces(100).collect();
    let today = serde_json::to_value(&pieces).expect("rows can be written");
    let golden = serde_json::from_str(STATE).expect("the golden file is JSON");
    assert_holds(&today, &golden, "");
    assert_eq!(engine.clock().now(), Time(1_800_086_400_000));
    let nonces = [Nonce { at: Time(1_800_000_003_000), print: 17_293_822_569_102_704_640 }];
    assert_eq!(engine.recovered_nonces(), nonces);
    engine.stop();
}

#[test]
fn what_is_written_today_has_the_form_of_the_first_version() {
    let site = Site::instant();
    let engine = site.start();
    let origin = Origin {
        action: "CreateRouterInterface".into(),
        account: Some(AccountId(1_234_567_890_123_456)),
        access_key: "testid".into(),
        from: "192.0.2.1".into(),
        request_id: "6C7D3B0A-0000-4000-8000-000000000003".into(),
        nonce: Some(Nonce { at: Time(1_800_000_003_000), print: 17_293_822_569_102_704_640 }),
        ..Origin::default()
    };
    let outcome = engine.commit_blocking(origin, |_, draft| {
        let (group, interface) = (group(draft.seq(), draft.now()), interface(draft.seq()));
        let token = token(draft.seq(), draft.now());
        draft.put(Record::Clock(ClockSetting { wall: Time(1), service: Time(2), rate: 1.5 }));
        draft.put(group.clone());
        draft.put(interface);
        draft.put(token);
        draft.delete(&group);
        Ok::<_, String>(())
    });
    assert_eq!(outcome, Ok(()));
    let entry = site.log.clone().read(0, 1).expect("a log in memory can be read").remove(0);
    assert_eq!(String::from_utf8(entry.body).as_deref(), Ok(COMMIT.trim_end()));
    engine.stop();
}

/// Everything that the first version knew is still there, under its old name. Later versions may know more.
fn assert_holds(today: &Value, golden: &Value, path: &str) {
    match (today, golden) {
        (Value::Object(today), Value::Object(golden)) => {
            for (name, value) in golden {
                assert_holds(today.get(name).unwrap_or(&Value::Null), value, &format!("{path}/{name}"));
            }
        }
        (Value::Array(today), Value::Array(golden)) => {
            assert_eq!(today.len(), golden.len(), "at {path}");
            for (place, (today, golden)) in today.iter().zip(golden).enumerate() {
                assert_holds(today, golden, &format!("{path}/{place}"));
            }
        }
        _ => assert_eq!(today, golden, "at {path}"),
    }
}

fn group(seq: Seq, created_at: Time) -> ResourceGroup {
    ResourceGroup {
        seq,
        id: "rg-1".into(),
        account: AccountId(1_234_567_890_123_456),
        name: "east".into(),
        created_at,
        ..ResourceGroup::default()
    }
}

/// An interface none of whose fields has its default value, but for the VPC that a border router does not have.
fn interface(seq: Seq) -> RouterInterface {
    RouterInterface {
        seq,
        id: "ri-bp1000000000000000001".into(),
        account: AccountId(1_234_567_890_123_456),
        region: "cn-hangzhou".into(),
        role: Role::InitiatingSide,
        spec: Spec::Large2,
        router: RouterRef { kind: RouterType::Vbr, id: "vbr-bp100000000000000001".into() },
        vpc: "".into(),
        access_point: "ap-cn-hangzhou-yh-B".into(),
        opposite: Opposite {
            region: "cn-beijing".into(),
            access_point: "ap-cn-beijing-ft-A".into(),
            interface: "ri-2ze000000000000000001".into(),
            owner: "1234567890123456".into(),
            router_type: Some(RouterType::VRouter),
            router: "vrt-2ze00000000000000001".into(),
        },
        name: "杭州-1".into(),
        description: "to Beijing".into(),
        status: Status::Connecting,
        since: Time(1_800_000_004_000),
        business_status: BusinessStatus::FinancialLocked,
        link: Some(Box::new(Link {
            interface: "ri-2ze000000000000000001".into(),
            router: "vrt-2ze00000000000000001".into(),
            gone: false,
        })),
        failure: Some("no light on the line".into()),
        connected_at: Some(Time(1_800_000_003_000)),
        charge: Charge::PrePaid {
            order: OrderId(234_567_890_123_456),
            end_at: Some(Time(1_800_000_005_000)),
            auto_renew: true,
            renewal: Some(Box::new(Renewal {
                active_at: Time(1_800_000_006_000),
                term: xconnect_model::order::Term::default(),
                bandwidth_mbps: 5_000,
                changes_bandwidth: true,
            })),
        },
        health_check: HealthCheck {
            source: Some([192, 168, 1, 9].into()),
            target: Some([192, 0, 2, 9].into()),
            rate: Some(2_000),
            threshold: Some(8),
        },
        health: None,
        fast_link: true,
        cut: false,
        resource_group: "rg-acfm00000000001".into(),
        tags: vec![Tag { key: "team".into(), value: "b".into() }],
        created_at: Time(1_800_000_002_000),
        modified_at: Time(1_800_000_004_000),
    }
}

fn token(seq: Seq, created_at: Time) -> Token {
    Token {
        seq,
        account: AccountId(1_234_567_890_123_456),
        action: "CreateRouterInterface".into(),
        region: "cn-hangzhou".into(),
        token: "a-token".into(),
        parameters: "0123abcd".into(),
        answer: r#"{"RouterInterfaceId":"ri-bp1000000000000000001"}"#.into(),
        created_at,
    }
}

//! Stories at random, weighted so that things get far.

pub(crate) mod routing;

use std::ops::Range;
use std::time::Duration;

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use xconnect_state::steps::line::{LineStep, PortChoice};

use crate::step::{Action, Case, Lock, Operation, Pick, Step, Who};

/// Things of a kind that a case looks at: more would never meet.
const THINGS: Range<u8> = 0..10;
/// Steps of a case, at most.
const STEPS: usize = 60;
/// Passages of a case, about as many steps.
const PASSAGES: usize = 45;

pub(crate) fn case() -> impl Strategy<Value = Case> {
    // Always about as much, each part of which can go when a case is made smaller.
    let steps = vec(weighted(0.98, passage()), PASSAGES);
    (any::<[bool; 3]>(), [1..=2_usize, 1..=2, 0..=1], steps).prop_map(|(auto, ready, steps)| {
        let steps = steps.into_iter().flatten().flatten().take(STEPS).collect();
        Case { auto, ready, steps }
    })
}

/// Mostly a single step; now and then what makes sense one after the other, as far as nothing comes between.
fn passage() -> BoxedStrategy<Vec<Step>> {
    prop_oneof![10 => step().prop_map(|step| vec![step]), 1 => habit()].boxed()
}

/// What people do one after the other, mostly to its end.
fn habit() -> BoxedStrategy<Vec<Step>> {
    let habits = (0..13_usize, pick(), account(), 1..4_u16);
    let all = habits.prop_map(|(which, pick, account, vlan)| whole_habit(which, pick, account, vlan));
    (all, 1..=100_usize)
        .prop_map(|(mut steps, percent)| {
            steps.truncate(steps.len() * (percent + 60) / 100);
            steps
        })
        .boxed()
}

fn whole_habit(which: usize, pick: Pick, account: usize, vlan: u16) -> Vec<Step> {
    const NEWEST: Pick = Pick(0);
    let own = |action| Step::Call(Who::Owner, action);
    let wait = || Step::Pass(Duration::from_secs(1));
    let operate = |step| Step::Operate(Operation::Line(NEWEST, step));
    let router = |owner| own(Action::CreateVbr { line: pick, vlan, owner, mbps: Some(50) });
    let beside = |places: u8| {
        own(Action::CreateVbr { line: Pick(pick.0.wrapping_add(places)), vlan, owner: None, mbps: None })
    };
    match which {
        0 => vec![
            router(Some(account)),
            own(Action::AcceptVbr(NEWEST)),
            own(Action::Convert(NEWEST)),
            own(Action::LimitVbr { vbr: NEWEST, mbps: 50 * u32::from(vlan) }),
            own(Action::ConfirmLine(NEWEST)),
            own(Action::OrderOccupancy { line: NEWEST, auto_pay: true }),
            wait(),
            own(Action::AttachConverted { line: NEWEST, vbr: Pick(1) }),
        ],
        1 => vec![
            Step::Call(Who::Account(0), Action::CreateCen),
            Step::Call(Who::Account(1), Action::CreateCen),
            wait(),
            router(None),
            beside(1),
            beside(2),
            own(Action::AttachVbr { cen: NEWEST, vbr: NEWEST }),
            own(Action::AttachVbr { cen: NEWEST, vbr: Pick(1) }),
            own(Action::AttachVbr { cen: NEWEST, vbr: Pick(2) }),
            wait(),
            own(Action::CreateGroup { vbr: NEWEST, peer: NEWEST }),
            wait(),
            own(Action::DeleteGroup(NEWEST)),
        ],
        2 => vec![
            own(Action::Share { line: pick, tenant: account, vlan, spec: "50M", tenant_pays: true }),
            own(Action::ConfirmLine(NEWEST)),
            own(Action::EnableLine(NEWEST)),
            wait(),
            own(Action::TerminateLine(NEWEST)),
            wait(),
            own(Action::RecoverLine(NEWEST)),
            wait(),
        ],
        3 => vec![
            Step::Call(Who::Account(account), Action::CreateVpc),
            wait(),
            router(None),
            own(Action::CreateInterface { vbr: NEWEST, vpc: NEWEST, fast: true }),
            wait(),
            own(Action::DeactivateInterface(NEWEST)),
            wait(),
            own(Action::ActivateInterface(NEWEST)),
            wait(),
            own(Action::DeactivateInterface(NEWEST)),
            wait(),
            own(Action::DeleteInterface(NEWEST)),
        ],
        4 => vec![
            Step::Call(Who::Account(account), Action::CreateLine { redundant: None, mbps: 100 }),
            Step::Forward(NEWEST),
            Step::Forward(NEWEST),
            Step::Forward(NEWEST),
            own(Action::ApplyForLetter(NEWEST)),
            operate(LineStep::AcceptLoa),
            operate(LineStep::IssueLoa("company".into())),
            own(Action::CompleteLetter(NEWEST)),
            operate(LineStep::CompleteLoa),
            own(Action::OrderOccupancy { line: NEWEST, auto_pay: true }),
        ],
        5 | 6 => vec![
            router(None),
            own(Action::Associate { vbr: NEWEST, line: pick, vlan }),
            own(Action::TerminateVbr(NEWEST)),
            wait(),
            own(Action::Unassociate { vbr: NEWEST, line: NEWEST }),
        ],
        9 | 10 => routing::session(router(None), pick),
        11 => {
            routing::two_ways(Step::Call(Who::Account(account), Action::CreateVpc), [router(None), beside(1)])
        }
        12 => routing::targets(Step::Call(Who::Account(account), Action::CreateVpc)),
        7 => vec![
            Step::Call(Who::Account(account), Action::CreateCen),
            wait(),
            own(Action::Grant { vbr: pick, cen: NEWEST }),
            own(Action::AttachVbr { cen: NEWEST, vbr: pick }),
            own(Action::Revoke(NEWEST)),
        ],
        _ => vec![
            router(None),
            own(Action::TerminateVbr(NEWEST)),
            Step::Pass(Duration::from_secs(8 * 86_400)),
            router(None),
            own(Action::RecoverVbr(NEWEST)),
        ],
    }
}

fn step() -> BoxedStrategy<Step> {
    prop_oneof![
        12 => (who(), action()).prop_map(|(who, action)| Step::Call(who, action)),
        2 => operation().prop_map(Step::Operate),
        3 => pick().prop_map(Step::Forward),
        4 => ahead().prop_map(Step::Pass),
    ]
    .boxed()
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![8 => Just(Who::Owner), 3 => Just(Who::Other), 1 => account().prop_map(Who::Account)]
}

fn account() -> Range<usize> {
    0..3
}

fn pick() -> impl Strategy<Value = Pick> {
    prop_oneof![40 => THINGS.prop_map(Pick), 1 => Just(Pick::NONE)]
}

fn ahead() -> impl Strategy<Value = Duration> {
    const DAY: u64 = 86_400;
    prop_oneof![
        12 => Just(Duration::from_secs(1)),
        1 => Just(Duration::from_millis(150)),
        1 => Just(Duration::from_secs(7 * DAY)),
        2 => Just(Duration::from_secs(8 * DAY)),
        1 => Just(Duration::from_secs(40 * DAY)),
    ]
}

/// Few VLANs, so that they are fought for; 0 takes a whole line, and is rare.
fn vlan() -> impl Strategy<Value = u16> {
    prop_oneof![1 => Just(0), 12 => 1..4_u16]
}

fn mbps() -> impl Strategy<Value = u32> {
    select(vec![50, 100, 200, 500, 1_000])
}

fn size() -> impl Strategy<Value = &'static str> {
    select(vec!["50M", "100M", "500M", "1G", "2G"])
}

fn action() -> BoxedStrategy<Action> {
    prop_oneof![6 => lines(), 4 => shared(), 8 => routers(), 5 => networks(), 8 => routing::action()].boxed()
}

fn lines() -> BoxedStrategy<Action> {
    let redundant = || weighted(0.3, pick());
    prop_oneof![
        1 => Just(Action::OpenService),
        4 => (redundant(), mbps()).prop_map(|(redundant, mbps)| Action::CreateLine { redundant, mbps }),
        1 => any::<bool>().prop_map(|auto_pay| Action::OrderSetup { auto_pay }),
        3 => pick().prop_map(Action::ConfirmLine),
        3 => pick().prop_map(Action::EnableLine),
        2 => pick().prop_map(Action::CancelLine),
        3 => pick().prop_map(Action::TerminateLine),
        3 => pick().prop_map(Action::RecoverLine),
        4 => pick().prop_map(Action::DeleteLine),
        2 => (pick(), mbps()).prop_map(|(line, mbps)| Action::ResizeLine { line, mbps }),
        1 => (pick(), pick()).prop_map(|(line, redundant)| Action::RedirectLine { line, redundant }),
        2 => pick().prop_map(Action::ApplyForLetter),
        2 => pick().prop_map(Action::CompleteLetter),
        3 => (pick(), any::<bool>()).prop_map(|(line, auto_pay)| Action::OrderOccupancy { line, auto_pay }),
    ]
    .boxed()
}

fn shared() -> BoxedStrategy<Action> {
    let share = (pick(), account(), vlan(), size(), any::<bool>());
    prop_oneof![
        4 => share.prop_map(|(line, tenant, vlan, spec, tenant_pays)| {
            Action::Share { line, tenant, vlan, spec, tenant_pays }
        }),
        2 => (pick(), vlan(), weighted(0.5, size()))
            .prop_map(|(line, vlan, spec)| Action::UpdateShared { line, vlan, spec }),
        3 => pick().prop_map(Action::Convert),
        3 => (pick(), pick()).prop_map(|(line, vbr)| Action::AttachConverted { line, vbr }),
    ]
    .boxed()
}

fn routers() -> BoxedStrategy<Action> {
    let create = (pick(), vlan(), weighted(0.5, account()), weighted(0.3, mbps()));
    prop_oneof![
        6 => create.prop_map(|(line, vlan, owner, mbps)| Action::CreateVbr { line, vlan, owner, mbps }),
        4 => pick().prop_map(Action::AcceptVbr),
        2 => (pick(), vlan()).prop_map(|(vbr, vlan)| Action::MoveVbr { vbr, vlan }),
        1 => (pick(), mbps()).prop_map(|(vbr, mbps)| Action::LimitVbr { vbr, mbps }),
        3 => pick().prop_map(Action::TerminateVbr),
        3 => pick().prop_map(Action::RecoverVbr),
        2 => pick().prop_map(Action::DeleteVbr),
        4 => (pick(), pick(), vlan()).prop_map(|(vbr, line, vlan)| Action::Associate { vbr, line, vlan }),
        2 => (pick(), pick()).prop_map(|(vbr, line)| Action::Unassociate { vbr, line }),
    ]
    .boxed()
}

fn networks() -> BoxedStrategy<Action> {
    let interface = (pick(), pick(), any::<bool>());
    prop_oneof![
        3 => (pick(), pick()).prop_map(|(vbr, peer)| Action::CreateGroup { vbr, peer }),
        3 => pick().prop_map(Action::DeleteGroup),
        2 => Just(Action::CreateCen),
        2 => pick().prop_map(Action::DeleteCen),
        5 => (pick(), pick()).prop_map(|(cen, vbr)| Action::AttachVbr { cen, vbr }),
        1 => (pick(), pick()).prop_map(|(cen, vpc)| Action::AttachVpc { cen, vpc }),
        2 => pick().prop_map(Action::Detach),
        2 => (pick(), pick()).prop_map(|(vbr, cen)| Action::Grant { vbr, cen }),
        1 => pick().prop_map(Action::Revoke),
        2 => Just(Action::CreateVpc),
        1 => pick().prop_map(Action::DeleteVpc),
        2 => (pick(), 0..3_u8).prop_map(|(vpc, number)| Action::CreateVSwitch { vpc, number }),
        2 => pick().prop_map(Action::DeleteVSwitch),
        4 => interface.prop_map(|(vbr, vpc, fast)| Action::CreateInterface { vbr, vpc, fast }),
        1 => pick().prop_map(Action::ActivateInterface),
        1 => pick().prop_map(Action::DeactivateInterface),
        1 => pick().prop_map(Action::DeleteInterface),
        3 => (pick(), any::<bool>())
            .prop_map(|(interface, force)| Action::DeleteBothInterfaces { interface, force }),
    ]
    .boxed()
}

fn operation() -> BoxedStrategy<Operation> {
    let lock = select(vec![Lock::None, Lock::Bills, Lock::Security]);
    prop_oneof![
        8 => (pick(), line_step()).prop_map(|(line, step)| Operation::Line(line, step)),
        3 => pick().prop_map(Operation::Pay),
        1 => pick().prop_map(Operation::Void),
        1 => (pick(), lock).prop_map(|(line, lock)| Operation::Lock(line, lock)),
        1 => (pick(), any::<bool>()).prop_map(|(line, cut)| Operation::Cut(line, cut)),
        1 => pick().prop_map(Operation::Expire),
        1 => pick().prop_map(Operation::Renew),
        1 => account().prop_map(Operation::CloseTraffic),
        8 => routing::operation(),
        1 => (account(), weighted(0.5, select(vec![0, 3_000_000])))
            .prop_map(|(account, balance)| Operation::Balance(account, balance)),
    ]
    .boxed()
}

fn line_step() -> BoxedStrategy<LineStep> {
    let port = (select(vec!["D1", "D2", "D9"]), 1..4_u32)
        .prop_map(|(device, number)| PortChoice { device: device.into(), number });
    let plain = vec![
        LineStep::Approve,
        LineStep::Reject("no".into()),
        LineStep::StartAllocation,
        LineStep::FailAllocation("none".into()),
        LineStep::Construct("c-1".into()),
        LineStep::Confirm,
        LineStep::AcceptLoa,
        LineStep::RejectLoa("no".into()),
        LineStep::IssueLoa("company".into()),
        LineStep::CompleteLoa,
        LineStep::DeleteLoa,
        LineStep::Enabled,
        LineStep::Terminated,
        LineStep::Recovered,
        LineStep::Renew,
        LineStep::Forget,
    ];
    prop_oneof![4 => select(plain), 1 => weighted(0.7, port).prop_map(LineStep::Allocate)].boxed()
}

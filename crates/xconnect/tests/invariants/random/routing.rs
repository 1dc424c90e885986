//! Routes and BGP at random.

use proptest::sample::select;

use super::*;
use crate::step::{Address, GroupChange};

/// Destinations that are fought for: some cross vSwitches or the cloud's own, some are learned, too.
const DESTINATIONS: [&str; 9] = [
    "192.168.0.0/16",
    "192.168.1.0/24",
    "172.16.0.0/12",
    "10.0.1.0/24",
    "10.0.0.0/23",
    "10.0.0.0/8",
    "0.0.0.0/0",
    "100.64.1.0/24",
    "2001:db8:9::/48",
];

const NEWEST: Pick = Pick(0);

fn own(action: Action) -> Step {
    Step::Call(Who::Owner, action)
}

fn wait() -> Step {
    Step::Pass(Duration::from_secs(1))
}

/// A story on two lines of one account, about little else than routes and BGP: two routers, one of them with a session
/// to begin with, and a VPC that is connected to both.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let first = |step: Action| Step::Call(Who::Account(0), step);
    let router = move |line| first(Action::CreateVbr { line: Pick(line), vlan: 1, owner: None, mbps: None });
    let begin = (0..6_u8).prop_map(move |announces| {
        let mut steps = two_ways(first(Action::CreateVpc), [router(0), router(1)]);
        steps.truncate(7);
        steps.push(first(Action::Associate { vbr: Pick(1), line: Pick(0), vlan: 2 }));
        steps.extend(targets(first(Action::CreateVpc)).drain(2..5));
        // The router is there already.
        steps.extend(session(wait(), Pick(announces)).drain(1..9));
        steps
    });
    let step = prop_oneof![
        12 => (who(), action()).prop_map(|(who, action)| Step::Call(who, action)),
        2 => (who(), prop_oneof![routers(), networks()]).prop_map(|(who, action)| Step::Call(who, action)),
        6 => operation().prop_map(Step::Operate),
        2 => below().prop_map(Step::Operate),
        5 => prop_oneof![3 => Just(1_000), 1 => Just(3_000), 1 => Just(31_000), 1 => Just(150)]
            .prop_map(|ms| Step::Pass(Duration::from_millis(ms))),
    ];
    let steps = vec(weighted(0.98, step), 45);
    (begin, steps).prop_map(|(mut all, steps)| {
        all.extend(steps.into_iter().flatten());
        Case { auto: [true; 3], ready: [2, 0, 0], steps: all }
    })
}

/// What happens to the lines.
fn below() -> impl Strategy<Value = Operation> {
    let lock = select(vec![Lock::None, Lock::None, Lock::Bills]);
    prop_oneof![
        2 => (pick(), any::<bool>()).prop_map(|(line, cut)| Operation::Cut(line, cut)),
        1 => (pick(), lock).prop_map(|(line, lock)| Operation::Lock(line, lock)),
    ]
}

/// A router, and a session on it.
pub(super) fn session(router: Step, pick: Pick) -> Vec<Step> {
    let describe = Operation::Describe {
        vbr: NEWEST,
        address: Address(0, 2),
        apt: true,
        announces: usize::from(pick.0 % 6),
    };
    vec![
        router,
        own(Action::CreateBgpGroup(NEWEST)),
        wait(),
        own(Action::CreatePeer { group: NEWEST, address: None, bfd: pick.0.is_multiple_of(2) }),
        wait(),
        own(Action::AddNetwork { vbr: NEWEST, network: "10.1.0.0/16" }),
        Step::Operate(describe),
        wait(),
        Step::Pass(Duration::from_secs(10)),
        own(Action::CreateRoute { table: NEWEST, hop: NEWEST, to: "192.168.9.0/24" }),
        own(Action::CreatePeer { group: NEWEST, address: Some(Address(0, 3)), bfd: false }),
        wait(),
        own(Action::DeletePeer(NEWEST)),
        wait(),
        own(Action::DeletePeer(NEWEST)),
        own(Action::DeleteNetwork(NEWEST)),
        wait(),
        own(Action::DeleteBgpGroup(NEWEST)),
    ]
}

/// A VPC with connections to two routers, over which a route shares its traffic.
pub(super) fn two_ways(vpc: Step, routers: [Step; 2]) -> Vec<Step> {
    let connect = |vbr| own(Action::CreateInterface { vbr, vpc: NEWEST, fast: true });
    let [first, second] = routers;
    vec![
        vpc,
        wait(),
        first,
        connect(NEWEST),
        second,
        connect(NEWEST),
        wait(),
        own(Action::CreateSharedRoute { vpc: NEWEST, weights: [10, 0], to: "192.168.0.0/16" }),
        wait(),
        own(Action::DeleteInterface(NEWEST)),
        own(Action::DeleteRoute { route: NEWEST, by_id: false }),
        own(Action::DeleteBothInterfaces { interface: NEWEST, force: true }),
    ]
}

/// A VPC with a vSwitch, and routes to what is registered in it.
pub(super) fn targets(vpc: Step) -> Vec<Step> {
    let register = |kind| Step::Operate(Operation::Register { vpc: NEWEST, kind, ready: true });
    let route = |hop, to| own(Action::CreateRoute { table: NEWEST, hop: Pick(hop), to });
    vec![
        vpc,
        wait(),
        own(Action::CreateVSwitch { vpc: NEWEST, number: 1 }),
        register("Instance"),
        register("HaVip"),
        route(0, "192.168.0.0/16"),
        wait(),
        route(1, "192.168.1.0/24"),
        wait(),
        route(1, "192.168.2.0/24"),
        wait(),
        Step::Operate(Operation::Unregister(NEWEST)),
        own(Action::DeleteRoute { route: NEWEST, by_id: false }),
        wait(),
        own(Action::DeleteVSwitch(NEWEST)),
        own(Action::DeleteVpc(NEWEST)),
    ]
}

/// An address at the far end of a line, or one that is none.
fn address() -> impl Strategy<Value = Address> {
    (0..2_u8, prop_oneof![1 => Just(1), 10 => 2..5_u8, 1 => Just(7)])
        .prop_map(|(subnet, host)| Address(subnet, host))
}

fn to() -> impl Strategy<Value = &'static str> {
    select(DESTINATIONS.to_vec())
}

pub(super) fn action() -> BoxedStrategy<Action> {
    let change = prop_oneof![
        1 => Just(GroupChange::Name),
        2 => select(vec!["key", "another"]).prop_map(GroupChange::Key),
        2 => select(vec![65_001, 65_002]).prop_map(GroupChange::Asn),
        1 => (1..4_u32).prop_map(GroupChange::Limit),
    ];
    let change_peer = (pick(), weighted(0.4, address()), weighted(0.5, any::<bool>()), weighted(0.2, pick()));
    prop_oneof![
        8 => (pick(), pick(), to()).prop_map(|(table, hop, to)| Action::CreateRoute { table, hop, to }),
        2 => (pick(), any::<[u8; 2]>(), to())
            .prop_map(|(vpc, weights, to)| Action::CreateSharedRoute { vpc, weights, to }),
        1 => pick().prop_map(Action::RenameRoute),
        4 => (pick(), any::<bool>()).prop_map(|(route, by_id)| Action::DeleteRoute { route, by_id }),
        3 => pick().prop_map(Action::CreateBgpGroup),
        2 => (pick(), change).prop_map(|(group, change)| Action::ChangeBgpGroup { group, change }),
        1 => pick().prop_map(Action::DeleteBgpGroup),
        4 => (pick(), weighted(0.5, address()), any::<bool>())
            .prop_map(|(group, address, bfd)| Action::CreatePeer { group, address, bfd }),
        2 => change_peer
            .prop_map(|(peer, address, bfd, group)| Action::ChangePeer { peer, address, bfd, group }),
        1 => pick().prop_map(Action::DeletePeer),
        2 => (pick(), to()).prop_map(|(vbr, network)| Action::AddNetwork { vbr, network }),
        1 => pick().prop_map(Action::DeleteNetwork),
        1 => (pick(), 2..5_u8).prop_map(|(vbr, peer)| Action::MoveGateway { vbr, peer }),
    ]
    .boxed()
}

pub(super) fn operation() -> BoxedStrategy<Operation> {
    let kinds = vec!["Instance", "HaVip", "NetworkInterface", "NatGateway", "IPv6Gateway", "VpcPeer"];
    prop_oneof![
        4 => (pick(), address(), proptest::bool::weighted(0.9), 0..6_usize).prop_map(
            |(vbr, address, apt, announces)| {
                Operation::Describe { vbr, address, apt, announces }
            }
        ),
        2 => (pick(), 0..5_usize, 0..6_usize)
            .prop_map(|(router, from, count)| Operation::Announce { router, from, count }),
        2 => (pick(), any::<bool>()).prop_map(|(router, on)| Operation::Power { router, on }),
        1 => pick().prop_map(Operation::Forget),
        2 => (pick(), any::<bool>()).prop_map(|(peer, cut)| Operation::CutSession(peer, cut)),
        3 => (pick(), select(kinds), proptest::bool::weighted(0.9))
            .prop_map(|(vpc, kind, ready)| Operation::Register { vpc, kind, ready }),
        1 => pick().prop_map(Operation::Unregister),
    ]
    .boxed()
}

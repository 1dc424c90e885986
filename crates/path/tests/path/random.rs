//! On random networks the engine and the slow walker say the same, there and back.

use std::net::IpAddr;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use xconnect_model::bgp::SessionState;
use xconnect_model::border_router::{Association, VbrStatus};
use xconnect_model::cen::CenAttachmentStatus;
use xconnect_model::network::NetworkStatus;
use xconnect_model::physical_connection::{Shared, Status as LineStatus};
use xconnect_model::route::{NextHop, NextHopType, RouteKind, RouteStatus};
use xconnect_model::router_interface::{BusinessStatus, Health, HealthCheck, HealthState, Spec, Status};
use xconnect_model::{
    AccountId, BgpGroup, BgpPeer, CenAttachment, NextHopTarget, RouterInterface, VSwitch, Vpc,
};
use xconnect_path::{Paths, Question, Verdict, Walk};

use crate::support::{Net, net, peering};
use crate::walker::{Fate, Spot, Walker};

/// Decides what a random network looks like; zeros when it has run out, so that shorter is simpler.
pub(crate) struct Tape(pub(crate) std::vec::IntoIter<u8>);

impl Tape {
    pub(crate) fn up_to(&mut self, most: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % (most + 1)
    }

    /// True once in so many.
    pub(crate) fn once_in(&mut self, many: usize) -> bool {
        self.up_to(many - 1) == many - 1
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.up_to(all.len() - 1)]
    }
}

const DESTINATIONS: [&str; 16] = [
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.1.0.0/24",
    "10.2.0.0/16",
    "10.2.1.0/24",
    "10.3.0.0/24",
    "192.168.0.0/16",
    "192.168.1.0/24",
    "192.168.1.9/32",
    "172.31.0.0/16",
    "0.0.0.0/0",
    "100.64.0.0/10",
    "2001:db8::/32",
    "2001:db8:1::/48",
    "2001:db8:a::/48",
    "::/0",
];
pub(crate) const ADDRESSES: [&str; 14] = [
    "10.1.0.5",
    "10.1.1.5",
    "10.2.0.5",
    "10.2.1.5",
    "10.3.0.5",
    "192.168.1.9",
    "192.168.7.7",
    "172.31.1.2",
    "172.31.2.1",
    "100.100.2.136",
    "2001:db8:1:1::5",
    "2001:db8:1:2::5",
    "2001:db8:a::9",
    "2001:db8:ff01::2",
];

/// A network, the ids of what can fail in it, and where packets can start.
pub(crate) fn random_network(tape: &mut Tape) -> (Net, Vec<String>, Vec<String>) {
    let mut it = Net::default();
    let (mut failable, mut places) = (Vec::new(), Vec::new());
    let mut routers = Vec::new();
    let mut tables: Vec<(String, String)> = Vec::new();
    for n in 1..=1 + tape.up_to(3) {
        let (name, block) = (n.to_string(), tape.pick(&["10.1", "10.2", "10.3"]).to_string());
        let block = if tape.once_in(4) { block } else { format!("10.{n}") };
        it.vpc(&name, "cn-hangzhou", &format!("{block}.0.0/16"));
        for sub in 0..=tape.up_to(1) {
            let v6 = format!("2001:db8:1:{n}::/64");
            let v6 = if sub == 0 && tape.once_in(2) { v6.as_str() } else { "" };
            it.vswitch(&format!("{n}{sub}"), &name, &format!("{block}.{sub}.0/24"), v6);
            let mut vswitch = VSwitch::clone(it.state.vswitch(&format!("vsw-{n}{sub}")).unwrap());
            if tape.once_in(6) {
                vswitch.route_table = format!("vtb-{n}-own").as_str().into();
            }
            if tape.once_in(12) {
                vswitch.status = NetworkStatus::Pending;
            }
            it.put(vswitch);
        }
        if tape.once_in(3) {
            let target = NextHopTarget {
                seq: it.seq(),
                id: format!("i-{n}").as_str().into(),
                vpc: format!("vpc-{n}").as_str().into(),
                ready: !tape.once_in(3),
                ..NextHopTarget::default()
            };
            it.put(target);
        }
        routers.push(format!("vrt-{n}"));
        places.push(format!("vpc-{n}"));
        tables.push((format!("vtb-{n}"), format!("vrt-{n}")));
        tables.push((format!("vtb-{n}-own"), format!("vrt-{n}")));
    }
    for n in 1..=3 - tape.up_to(9) / 8 {
        it.line(&n.to_string(), 100);
        let id = format!("pc-{n}");
        let bad = tape.up_to(11);
        let is_shared = n > 1 && tape.once_in(4);
        it.change_line(&id, |line| {
            match bad {
                9 => line.cut = true,
                10 => line.business_status = BusinessStatus::FinancialLocked,
                11 => line.status = LineStatus::Terminated,
                _ => {}
            }
            if is_shared {
                line.shared = Some(Shared { parent: "pc-1".into(), ..Shared::default() });
            }
        });
        failable.push(format!("line:{id}"));
    }
    let vbrs = tape.up_to(3);
    for n in 1..=vbrs {
        let name = n.to_string();
        it.vbr(&name, "cn-beijing", &name, u8::try_from(n).unwrap());
        let (status, second, v6_off, v4_off, other) =
            (tape.once_in(8), tape.once_in(4), tape.once_in(4), tape.once_in(10), tape.once_in(6));
        let line = format!("pc-{}", 1 + tape.up_to(2));
        it.change_vbr(&format!("vbr-{n}"), |vbr| {
            if status {
                vbr.status = VbrStatus::Terminated;
            }
            if other {
                vbr.account = AccountId(2);
            }
            vbr.peering.ipv6_enabled = !v6_off;
            if v4_off {
                vbr.peering.v4 = None;
            }
            if second {
                vbr.associated.push(Association {
                    line: line.as_str().into(),
                    vlan_interface: format!("ri-vbr-{n}-b").as_str().into(),
                    peering: peering(u8::try_from(n + 10).unwrap()),
                    ..Association::default()
                });
            }
        });
        routers.push(format!("vbr-{n}"));
        places.push(format!("vbr-{n}"));
        tables.push((format!("vtb-vbr-{n}"), format!("vbr-{n}")));
        failable.extend([format!("vbr:vbr-{n}"), format!("interface:ri-vbr-{n}")]);
        for end in 0..tape.up_to(3).min(2) {
            random_customer(&mut it, tape, n, end);
            places.push(format!("cpe-{n}{end}"));
        }
        if tape.once_in(2) {
            let group = BgpGroup { seq: it.seq(), id: "bgpg-6".into(), ipv6: true, ..BgpGroup::default() };
            if it.state.bgp_group("bgpg-6").is_none() {
                it.put(group);
            }
            let address = match tape.up_to(3) {
                0 | 1 => None,
                2 => Some(IpAddr::from([172, 31, u8::try_from(n).unwrap(), 2])),
                _ => Some(IpAddr::from([172, 31, u8::try_from(n + 10).unwrap(), 2])),
            };
            it.peer(&name);
            let mut peer = BgpPeer::clone(it.state.bgp_peer(&format!("bgp-{n}")).unwrap());
            peer.address = address;
            if tape.once_in(4) {
                peer.group = "bgpg-6".into();
            }
            if tape.once_in(5) {
                peer.session.state = SessionState::Down;
            }
            it.put(peer);
            failable.push(format!("session:bgp-{n}"));
            for _ in 0..tape.up_to(3) {
                let to = *tape.pick(&DESTINATIONS);
                it.announce(&name, to);
            }
        }
    }
    let mut over: Vec<(String, String)> = Vec::new();
    for n in 1..=vbrs {
        over.push((format!("vbr-{n}"), format!("ri-vbr-{n}")));
        over.push((format!("vbr-{n}"), format!("ri-vbr-{n}-b")));
    }
    for _ in 0..3 + tape.up_to(6) {
        let (a, b) = (tape.pick(&routers).clone(), tape.pick(&routers).clone());
        if a == b {
            continue;
        }
        let (one, two) = it.pair(&a, &b, Spec::Large1);
        for id in [&one, &two] {
            let bad = tape.up_to(24);
            it.change_interface(id, |end| match bad {
                18 => probed(end, HealthState::Good),
                19 => probed(end, HealthState::Failed),
                20 => end.status = Status::Inactive,
                21 => end.cut = true,
                22 => end.business_status = BusinessStatus::FinancialLocked,
                23 => end.link = None,
                24 => end.link.as_mut().unwrap().gone = true,
                _ => {}
            });
            failable.push(format!("interface:{id}"));
        }
        over.extend([(a, one), (b, two)]);
    }
    if tape.once_in(2) {
        let all: Vec<String> = places.iter().filter(|place| !place.starts_with("cpe")).cloned().collect();
        let children: Vec<&str> = all.iter().filter(|_| !tape.once_in(4)).map(String::as_str).collect();
        it.cen(&children);
        if let Some(child) = children.first().filter(|_| tape.once_in(6)) {
            let mut attachment = CenAttachment::clone(it.state.cen_attachment(child).unwrap());
            attachment.status = CenAttachmentStatus::Detaching;
            it.put(attachment);
        }
        if vbrs > 1 && tape.once_in(2) {
            it.failover("vbr-1", "vbr-2");
        }
    }
    for (router, id) in &over {
        sensible_route(&mut it, tape, router, id);
    }
    for _ in 0..tape.up_to(20) {
        random_route(&mut it, tape, &tables, &over);
    }
    (it, failable, places)
}

fn probed(end: &mut RouterInterface, state: HealthState) {
    let (source, target) = (Some([10, 1, 0, 2].into()), Some([172, 31, 1, 2].into()));
    end.health_check = HealthCheck { source, target, ..HealthCheck::default() };
    end.health = Some(Health { state, ..Health::default() });
}

fn random_customer(it: &mut Net, tape: &mut Tape, n: usize, end: usize) {
    let ours = u8::try_from(n + 10 * end).unwrap();
    let mut some =
        |most: usize| -> Vec<&str> { (0..tape.up_to(most)).map(|_| *tape.pick(&DESTINATIONS)).collect() };
    let (mut networks, mut routes, announces) = (some(2), some(2), some(1));
    if !tape.once_in(3) {
        networks.extend(["192.168.0.0/16", "2001:db8:a::/48"]);
    }
    if !tape.once_in(3) {
        routes.extend(["10.0.0.0/8", "2001:db8:1::/48"]);
    }
    it.customer(&n.to_string(), ours, &networks, &routes);
    let mut router =
        xconnect_model::CustomerRouter::clone(it.state.customer_router(&format!("cpe-{n}")).unwrap());
    it.state.apply(&[xconnect_state::Change::Delete {
        kind: xconnect_state::Kind::CustomerRouter,
        seq: router.seq,
        label: String::new(),
    }]);
    router.id = format!("cpe-{n}{end}").as_str().into();
    router.announces = announces.into_iter().map(net).collect();
    router.on = !tape.once_in(6);
    if tape.once_in(5) {
        router.address = format!("2001:db8:ff{ours:02x}::2").parse().unwrap();
    }
    it.put(router);
}

/// Most ways lead somewhere: without these, few packets would get far.
fn sensible_route(it: &mut Net, tape: &mut Tape, router: &str, id: &str) {
    if tape.once_in(3) {
        return;
    }
    let table =
        router.strip_prefix("vrt-").map_or_else(|| format!("vtb-{router}"), |name| format!("vtb-{name}"));
    if !id.starts_with("ri-vbr") {
        for to in ["10.0.0.0/8", "192.168.0.0/16", "192.168.1.0/24", "2001:db8::/32"] {
            if !tape.once_in(3) {
                it.route(&table, to, &[(id, 0)]);
            }
        }
        return;
    }
    let to = *tape.pick(&["192.168.1.0/24", "192.168.1.9/32", "192.168.1.0/24", "2001:db8:a::/48"]);
    if tape.once_in(3) {
        it.learned(router.trim_start_matches("vbr-"), to, &router.replace("vbr-", "bgp-"));
    } else {
        it.route(&table, to, &[(id, 0)]);
    }
}

fn random_route(it: &mut Net, tape: &mut Tape, tables: &[(String, String)], over: &[(String, String)]) {
    let (table, router) = tape.pick(tables).clone();
    let own: Vec<&String> = over.iter().filter(|(at, _)| *at == router).map(|(_, id)| id).collect();
    if own.is_empty() && !tape.once_in(8) {
        return;
    }
    let to = *tape.pick(&DESTINATIONS);
    let kind = *tape.pick(&[
        RouteKind::Custom,
        RouteKind::Custom,
        RouteKind::Custom,
        RouteKind::Bgp,
        RouteKind::Bgp,
        RouteKind::System,
        RouteKind::Cen,
    ]);
    let is_vbr = router.starts_with("vbr-");
    let mut hops = Vec::new();
    for _ in 0..=tape.up_to(2) {
        let id = if own.is_empty() || tape.once_in(20) { "ri-none" } else { tape.pick(&own).as_str() };
        let hop = match tape.up_to(19) {
            19 => NextHop {
                kind: NextHopType::Instance,
                id: format!("i-{}", 1 + tape.up_to(2)).as_str().into(),
                weight: 0,
            },
            _ => NextHop {
                kind: NextHopType::RouterInterface,
                id: id.into(),
                weight: u32::try_from(tape.up_to(3)).unwrap(),
            },
        };
        hops.push(hop);
        if is_vbr && kind == RouteKind::Bgp {
            break;
        }
    }
    if kind == RouteKind::System && !is_vbr {
        hops.clear();
    }
    let peer = if is_vbr && kind == RouteKind::Bgp { router.replace("vbr-", "bgp-") } else { String::new() };
    let mut entry = it.entry(&table, kind, to, hops, &peer);
    entry.status = *tape.pick(&[
        RouteStatus::Available,
        RouteStatus::Available,
        RouteStatus::Available,
        RouteStatus::Available,
        RouteStatus::Available,
        RouteStatus::Modifying,
        RouteStatus::Pending,
        RouteStatus::Deleting,
    ]);
    it.put(entry);
}

/// Walks in a form that can be compared, in any order.
fn engine_view(walks: &[Walk]) -> Vec<(Vec<String>, String, i64)> {
    let view = |walk: &Walk| {
        let outcome = match (&walk.reason, &walk.end) {
            (Some(reason), _) => {
                format!("dead {}", serde_json::to_value(reason.code).unwrap().as_str().unwrap())
            }
            (None, Some(end)) => format!("ok {:?} {} {}", end.kind, end.id, end.at),
            (None, None) => "nowhere".into(),
        };
        let routers = walk.hops.iter().map(|hop| hop.router.id.to_string()).collect();
        (routers, outcome, rounded(walk.share))
    };
    let mut all: Vec<_> = walks.iter().map(view).collect();
    all.sort();
    all
}

fn walker_view(fates: &[Fate]) -> Vec<(Vec<String>, String, i64)> {
    let mut all: Vec<_> =
        fates.iter().map(|fate| (fate.routers.clone(), fate.outcome.clone(), rounded(fate.share))).collect();
    all.sort();
    all
}

#[expect(clippy::cast_possible_truncation, reason = "shares are at most 1")]
fn rounded(share: f64) -> i64 {
    (share * 1e6).round() as i64
}

fn agree(tape: Vec<u8>) -> Result<(), TestCaseError> {
    let mut tape = Tape(tape.into_iter());
    let (it, failable, places) = random_network(&mut tape);
    let state = Arc::new(it.state);
    let paths = Paths::new(Arc::clone(&state));
    for _ in 0..8 {
        let place = tape.pick(&places).clone();
        let failed: Vec<String> = match tape.up_to(2) {
            2 if !failable.is_empty() => (0..=tape.up_to(1)).map(|_| tape.pick(&failable).clone()).collect(),
            _ => Vec::new(),
        };
        let own: Vec<&str> = ADDRESSES.into_iter().filter(|text| fits(&state, &place, text)).collect();
        let source = if own.is_empty() || tape.once_in(16) { tape.pick(&ADDRESSES) } else { tape.pick(&own) };
        let source: IpAddr = source.parse().unwrap();
        let family: Vec<IpAddr> = ADDRESSES.iter().map(|text| text.parse().unwrap()).collect();
        let family: Vec<IpAddr> = family.into_iter().filter(|to| to.is_ipv4() == source.is_ipv4()).collect();
        let far: Vec<IpAddr> =
            family.iter().copied().filter(|to| !fits(&state, &place, &to.to_string())).collect();
        let destination =
            if far.is_empty() || tape.once_in(8) { *tape.pick(&family) } else { *tape.pick(&far) };
        agree_on(&state, &paths, &place, source, destination, &failed)?;
    }
    Ok(())
}

/// Whether an address is one of the place's own.
fn fits(state: &xconnect_state::State, place: &str, address: &str) -> bool {
    let address: IpAddr = address.parse().unwrap();
    if let Some(router) = state.customer_router(place) {
        return router.networks.iter().any(|network| network.contains(&address));
    }
    state.vswitches.iter().any(|one| {
        let v6 = one.ipv6_cidr.is_some_and(|block| ipnet::IpNet::from(block).contains(&address));
        one.vpc.as_str() == place && (v6 || one.cidr.contains_address(address))
    }) || (place.starts_with("vbr-") && !address.to_string().starts_with("10."))
}

fn agree_on(
    state: &xconnect_state::State,
    paths: &Paths,
    place: &str,
    source: IpAddr,
    destination: IpAddr,
    failed: &[String],
) -> Result<(), TestCaseError> {
    let question = Question {
        source,
        place: place.into(),
        destination,
        all: true,
        failed: failed.iter().map(|one| one.parse().unwrap()).collect(),
    };
    let answer = paths.trace(&question).unwrap();
    let said = format!("{source}@{place} to {destination} failed {failed:?}\n{answer}");
    let there = Walker { state, failed, destination };
    let back = Walker { state, failed, destination: source };

    let vpc = state.vpc(place).map(|vpc| Vpc::clone(vpc));
    let (start, account) = if let Some(vpc) = &vpc {
        let home = state.vswitches.iter().find(|one| {
            let holds = one.cidr.contains_address(source)
                || one.ipv6_cidr.is_some_and(|block| ipnet::IpNet::from(block).contains(&source));
            one.vpc == vpc.id && one.status == NetworkStatus::Available && holds
        });
        (home.map(|home| Spot::Vpc(place.into(), home.route_table.to_string())), AccountId(0))
    } else if let Some(vbr) = state.virtual_border_router(place) {
        (Some(Spot::Vbr(place.into())), vbr.account)
    } else {
        let router = state.customer_router(place).unwrap();
        let mut networks = router.networks.iter().chain(&router.announces);
        let has = router.address == source || networks.any(|network| network.contains(&source));
        let account = state.virtual_border_router(router.vbr.as_str()).unwrap().account;
        (has.then(|| Spot::Site(vec![place.into()])), account)
    };
    let Some(start) = start else {
        prop_assert!(answer.forward.hops.is_empty() && answer.verdict == Verdict::Unreachable, "{}", said);
        return Ok(());
    };
    let fates = there.fates(start);
    let expected = walker_view(&fates);
    prop_assert_eq!(engine_view(&answer.forward_branches), expected.clone(), "there: {}", said);
    // The one way that the flow takes is one of them.
    let one = engine_view(std::slice::from_ref(&answer.forward));
    prop_assert!(expected.contains(&one[0]), "one of several: {said}");

    let mut seen = Vec::new();
    let mut answers = Vec::new();
    for fate in &fates {
        let Some(from) = fate.answer_from.clone().filter(|from| !seen.contains(from)) else { continue };
        seen.push(from.clone());
        answers.extend(back.answers(from, vpc.as_ref().map(|vpc| vpc.id.as_str()), account));
    }
    let expected = walker_view(&answers);
    prop_assert_eq!(engine_view(&answer.return_branches), expected.clone(), "back: {}", said);
    if let Some(back) = &answer.back {
        let one = engine_view(std::slice::from_ref(back));
        prop_assert!(expected.contains(&one[0]), "one of several back: {said}");
    }
    let all_well = fates.iter().chain(&answers).all(|fate| fate.outcome.starts_with("ok"));
    let verdict_well = matches!(answer.verdict, Verdict::Reachable | Verdict::Assumed);
    prop_assert_eq!(verdict_well, all_well, "verdict: {}", said);
    prop_assert_eq!(answer.reason.is_none(), all_well, "reason: {}", said);
    Ok(())
}

trait HoldsAddress {
    fn contains_address(&self, address: IpAddr) -> bool;
}

impl HoldsAddress for ipnet::Ipv4Net {
    fn contains_address(&self, address: IpAddr) -> bool {
        matches!(address, IpAddr::V4(address) if self.contains(&address))
    }
}

fn run(cases: u32) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let tapes = prop::collection::vec(any::<u8>(), 600..1_500);
    if let Err(error) = TestRunner::new(config).run(&tapes, agree) {
        panic!("{error}");
    }
}

#[test]
fn the_engine_agrees_with_a_plain_walk() {
    // PROPTEST_CASES asks for more.
    run(Config::default().cases);
}

#[test]
#[ignore = "takes a while: ten thousand networks"]
fn the_engine_agrees_with_a_plain_walk_on_ten_thousand_networks() {
    run(10_000);
}

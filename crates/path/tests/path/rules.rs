//! One rule at a time.

use std::sync::Arc;

use xconnect_model::bgp::SessionState;
use xconnect_model::border_router::VbrStatus;
use xconnect_model::physical_connection::{Shared, Status as LineStatus};
use xconnect_model::route::{NextHop, NextHopType, RouteKind, RouteStatus};
use xconnect_model::router_interface::{BusinessStatus, Health, HealthCheck, HealthState, Spec, Status};
use xconnect_model::{AccountId, BgpPeer, NextHopTarget, RouteEntry, RouterInterface};
use xconnect_path::{Code, EndKind, MatchKind, Paths, Question, QuestionError, Verdict};

use crate::support::Net;

/// A VPC (10.1.0.0/16) and a data centre (192.168.0.0/16) on one line.
fn one_line() -> Net {
    let mut it = Net::default();
    it.vpc("a", "cn-hangzhou", "10.1.0.0/16");
    it.vswitch("a", "a", "10.1.0.0/24", "2001:db8:1::/64");
    it.line("1", 500);
    it.vbr("1", "cn-hangzhou", "1", 1);
    it.pair("vrt-a", "vbr-1", Spec::Large1);
    it.route("vtb-a", "192.168.0.0/16", &[("ri-1", 0)]);
    it.route("vtb-vbr-1", "192.168.0.0/16", &[("ri-vbr-1", 0)]);
    it.route("vtb-vbr-1", "10.1.0.0/16", &[("ri-2", 0)]);
    it.customer("1", 1, &["192.168.0.0/16"], &["10.0.0.0/8"]);
    it
}

const FROM: &str = "10.1.0.5@vpc-a";
const TO: &str = "192.168.1.9";

fn code(it: &Net) -> Option<Code> {
    it.trace(FROM, TO).reason.map(|reason| reason.code)
}

#[test]
fn there_and_back_over_one_line() {
    let answer = one_line().trace(FROM, TO);
    assert_eq!(answer.verdict, Verdict::Reachable, "{answer}");
    assert_eq!(answer.bandwidth_mbps, Some(500));
    assert_eq!(answer.forward.end.unwrap().kind, EndKind::CustomerNetwork);
    let back = answer.back.unwrap();
    let routers: Vec<_> = back.hops.iter().map(|hop| hop.router.id.as_str()).collect();
    assert_eq!(routers, ["cpe-1", "vbr-1", "vrt-a"]);
}

#[test]
fn the_smallest_bandwidth_counts() {
    let mut it = one_line();
    it.change_vbr("vbr-1", |vbr| vbr.bandwidth_mbps = Some(200));
    assert_eq!(it.trace(FROM, TO).bandwidth_mbps, Some(200));
    it.change_interface("ri-1", |end| end.spec = Spec::Mini2);
    assert_eq!(it.trace(FROM, TO).bandwidth_mbps, Some(2));
    it.line("0", 1);
    let shared = Shared { parent: "pc-0".into(), ..Shared::default() };
    it.change_line("pc-1", |line| line.shared = Some(shared));
    assert_eq!(it.trace(FROM, TO).bandwidth_mbps, Some(1));
}

#[test]
fn every_link_that_carries_nothing_is_named_with_what_would_mend_it() {
    type Break = fn(&mut Net);
    let breaks: [(Break, Code, &str); 21] = [
        (|it| it.change_interface("ri-1", unhealthy), Code::HealthCheckFailed, "ri-1"),
        (
            |it| it.change_interface("ri-1", |end| end.status = Status::Inactive),
            Code::InterfaceInactive,
            "ri-1",
        ),
        (
            |it| it.change_interface("ri-2", |end| end.status = Status::Inactive),
            Code::InterfaceInactive,
            "ri-2",
        ),
        (|it| it.change_interface("ri-1", |end| end.link = None), Code::InterfaceNotConnected, "ri-1"),
        (
            |it| it.change_interface("ri-1", |end| end.link.as_mut().unwrap().gone = true),
            Code::InterfaceNotConnected,
            "ri-1",
        ),
        (
            |it| it.change_interface("ri-2", |end| end.business_status = BusinessStatus::SecurityLocked),
            Code::InterfaceLocked,
            "ri-2",
        ),
        (|it| it.change_interface("ri-1", |end| end.cut = true), Code::InterfaceCut, "ri-1"),
        (|it| it.change_vbr("vbr-1", |vbr| vbr.status = VbrStatus::Terminated), Code::VbrNotActive, "vbr-1"),
        (|it| it.change_vbr("vbr-1", |vbr| vbr.peering.v4 = None), Code::NoPeeringAddress, "vbr-1"),
        (|it| it.change_vbr("vbr-1", |vbr| vbr.line = "pc-9".into()), Code::LineGone, "vbr-1"),
        (
            |it| it.change_line("pc-1", |line| line.status = LineStatus::Confirmed),
            Code::LineNotEnabled,
            "pc-1",
        ),
        (
            |it| it.change_line("pc-1", |line| line.business_status = BusinessStatus::FinancialLocked),
            Code::LineLocked,
            "pc-1",
        ),
        (|it| it.change_line("pc-1", |line| line.cut = true), Code::LineCut, "pc-1"),
        (
            |it| {
                it.line("0", 9);
                let shared = Shared { parent: "pc-0".into(), ..Shared::default() };
                it.change_line("pc-0", |line| line.cut = true);
                it.change_line("pc-1", |line| line.shared = Some(shared));
            },
            Code::LineCut,
            "pc-0",
        ),
        (|it| it.change_customer("cpe-1", |router| router.on = false), Code::CustomerRouterOff, "cpe-1"),
        (
            |it| it.change_customer("cpe-1", |router| router.networks.clear()),
            Code::NoCustomerNetwork,
            "cpe-1",
        ),
        (
            |it| it.change_customer("cpe-1", |router| router.address = [172, 31, 1, 9].into()),
            Code::NoCustomerRouter,
            "pc-1",
        ),
        (|it| it.change_customer("cpe-1", |router| router.routes.clear()), Code::NoReturnRoute, "cpe-1"),
        (|it| set_status(it, "rte-1", RouteStatus::Pending), Code::NoRoute, "rte-1"),
        (|it| set_status(it, "rte-2", RouteStatus::Deleting), Code::NoRoute, "vtb-vbr-1"),
        (|it| set_status(it, "rte-3", RouteStatus::Deleting), Code::NoReturnRoute, "vtb-vbr-1"),
    ];
    for (at, (do_break, code, names)) in breaks.into_iter().enumerate() {
        let mut it = one_line();
        do_break(&mut it);
        let answer = it.trace(FROM, TO);
        let reason = answer.reason.clone().unwrap_or_else(|| panic!("{at}: {answer}"));
        assert_eq!(reason.code, code, "{at}: {answer}");
        assert!(reason.sentence.contains(names) && !reason.mend.is_empty(), "{at}: {answer}");
        let never = matches!(answer.verdict, Verdict::Unreachable | Verdict::NoReturn);
        assert!(never, "{at}: {answer}");
    }
}

fn unhealthy(end: &mut RouterInterface) {
    let (source, target) = (Some([10, 1, 0, 2].into()), Some([172, 31, 1, 2].into()));
    end.health_check = HealthCheck { source, target, ..HealthCheck::default() };
    end.health = Some(Health { state: HealthState::Failed, ..Health::default() });
}

fn set_status(it: &mut Net, entry: &str, status: RouteStatus) {
    let entry = RouteEntry::clone(it.state.route_entry(entry).unwrap());
    it.put(RouteEntry { status, ..entry });
}

#[test]
fn an_entry_that_is_being_changed_still_carries() {
    let mut it = one_line();
    set_status(&mut it, "rte-1", RouteStatus::Modifying);
    assert_eq!(code(&it), None);
}

#[test]
fn what_the_question_takes_as_failed_is_out() {
    let it = one_line();
    for failure in ["line:pc-1", "interface:ri-1", "interface:ri-2", "interface:ri-vbr-1", "vbr:vbr-1"] {
        let reason = it.trace_failed(FROM, TO, &[failure]).reason.unwrap();
        assert_eq!(reason.code, Code::TakenAsFailed, "{failure}");
    }
    assert_eq!(code(&it), None);
    let failed = vec!["line:pc-7".parse().unwrap()];
    let question = Question { failed, ..Question::parse(FROM, TO).unwrap() };
    assert!(matches!(it.paths().trace(&question), Err(QuestionError::NoSuchFailure(_))));
}

#[test]
fn places_that_do_not_exist_are_refused_and_sources_that_are_not_there_die_first() {
    let it = one_line();
    let question = Question::parse("10.1.0.5@vpc-9", TO).unwrap();
    assert_eq!(it.paths().trace(&question), Err(QuestionError::NoSuchPlace("vpc-9".into())));
    let code = |from| it.trace(from, TO).reason.unwrap().code;
    assert_eq!(code("10.1.9.5@vpc-a"), Code::SourceNotInVswitch);
    assert_eq!(code("10.9.9.5@cpe-1"), Code::SourceNotBehindRouter);
}

#[test]
fn questions_from_the_data_centre_start_at_its_router_or_at_the_border() {
    let it = one_line();
    for from in ["192.168.1.9@cpe-1", "192.168.1.9@vbr-1"] {
        let answer = it.trace(from, "10.1.0.5");
        assert_eq!(answer.verdict, Verdict::Reachable, "{answer}");
        assert_eq!(answer.forward.end.unwrap().id, "vsw-a");
    }
}

/// Two accounts of one enterprise, each with a border router towards the same data centre; only the other account's
/// has a way back.
fn two_accounts() -> Net {
    let mut it = one_line();
    it.change_customer("cpe-1", |router| router.routes.clear());
    it.line("2", 500);
    it.vbr("2", "cn-hangzhou", "2", 2);
    it.change_vbr("vbr-2", |vbr| vbr.account = AccountId(2));
    it.pair("vrt-a", "vbr-2", Spec::Large1);
    it.route("vtb-vbr-2", "10.1.0.0/16", &[("ri-4", 0)]);
    it.customer("2", 2, &["192.168.0.0/16"], &["10.0.0.0/8"]);
    it
}

#[test]
fn a_network_behind_border_routers_of_several_accounts_answers_through_any_of_them_when_it_has_a_name() {
    let mut it = two_accounts();
    assert_eq!(code(&it), Some(Code::NoReturnRoute), "tenants may use the same blocks");
    for router in ["cpe-1", "cpe-2"] {
        it.change_customer(router, |router| router.site = "works".into());
    }
    let answer = it.trace(FROM, TO);
    assert_eq!(answer.verdict, Verdict::Reachable, "{answer}");
    let back = answer.back.unwrap();
    let routers: Vec<_> = back.hops.iter().map(|hop| hop.router.id.as_str()).collect();
    assert_eq!(routers, ["cpe-2", "vbr-2", "vrt-a"]);
    for from in ["192.168.1.9@cpe-2", "192.168.1.9@vbr-2"] {
        let answer = it.trace(from, "10.1.0.5");
        assert_eq!(answer.verdict, Verdict::Reachable, "its answer ends in the same network: {answer}");
    }
    it.change_customer("cpe-2", |router| router.site = "elsewhere".into());
    assert_eq!(code(&it), Some(Code::NoReturnRoute));
}

#[test]
fn without_a_description_the_data_centre_is_taken_to_answer() {
    let mut it = one_line();
    it.change_customer("cpe-1", |router| router.vbr = "vbr-other".into());
    let answer = it.trace(FROM, TO);
    assert_eq!((answer.verdict, answer.forward.assumed), (Verdict::Assumed, true), "{answer}");
    set_status(&mut it, "rte-3", RouteStatus::Deleting);
    assert_eq!(code(&it), Some(Code::NoReturnRoute));
}

#[test]
fn the_longest_prefix_wins_then_the_kind() {
    let mut it = one_line();
    it.route("vtb-a", "192.168.1.0/24", &[("ri-none", 0)]);
    assert_eq!(code(&it), Some(Code::NextHopGone));
    let other = "192.168.2.9";
    assert_eq!(it.trace(FROM, other).verdict, Verdict::Reachable);

    // Learned and custom routes to one prefix: the custom one counts.
    it.peer("1");
    it.learned("1", "192.168.0.0/16", "bgp-1");
    let hop = |it: &Net| it.trace(FROM, other).forward.hops[1].matched.clone().unwrap();
    assert_eq!(hop(&it).kind, MatchKind::Custom);
    set_status(&mut it, "rte-2", RouteStatus::Deleting);
    assert_eq!(hop(&it).kind, MatchKind::Bgp);
    let peer = BgpPeer::clone(it.state.bgp_peer("bgp-1").unwrap());
    assert_eq!(it.trace_failed(FROM, other, &["session:bgp-1"]).reason.unwrap().code, Code::NoRoute);
    let mut down = peer;
    down.session.state = SessionState::Down;
    it.put(down);
    assert_eq!(it.trace(FROM, other).reason.unwrap().code, Code::NoRoute);
}

#[test]
fn a_vswitch_comes_before_a_route_to_the_same_block_and_after_a_narrower_one() {
    let mut it = one_line();
    it.route("vtb-a", "10.1.0.0/24", &[("ri-1", 0)]);
    let answer = it.trace(FROM, "10.1.0.9");
    assert_eq!(answer.forward.end.as_ref().unwrap().kind, EndKind::VSwitch);
    assert!(answer.hints[0].contains("overlapping"), "{answer}");
    it.route("vtb-a", "10.1.0.9/32", &[("ri-none", 0)]);
    assert_eq!(it.trace(FROM, "10.1.0.9").reason.unwrap().code, Code::NextHopGone);
}

#[test]
fn the_cloud_s_own_services_and_empty_system_routes() {
    let mut it = one_line();
    let answer = it.trace(FROM, "100.100.2.136");
    assert_eq!((answer.verdict, answer.back), (Verdict::Reachable, None));
    it.entry("vtb-a", RouteKind::System, "10.1.7.0/24", Vec::new(), "");
    assert_eq!(it.trace(FROM, "10.1.7.7").reason.unwrap().code, Code::NotInVswitch);
}

#[test]
fn targets_are_the_end_of_what_is_looked_at() {
    let mut it = one_line();
    let hop = NextHop { kind: NextHopType::Instance, id: "i-1".into(), weight: 0 };
    it.entry("vtb-a", RouteKind::Custom, "0.0.0.0/0", vec![hop], "");
    let code = |it: &Net| it.trace(FROM, "8.8.8.8").reason.map(|reason| reason.code);
    assert_eq!(code(&it), Some(Code::NextHopGone));
    let target = NextHopTarget { seq: it.seq(), id: "i-1".into(), vpc: "vpc-a".into(), ..Default::default() };
    it.put(target.clone());
    assert_eq!(code(&it), Some(Code::TargetNotReady));
    it.put(NextHopTarget { ready: true, ..target });
    assert_eq!(it.trace(FROM, "8.8.8.8").verdict, Verdict::Assumed);
}

#[test]
fn loops_are_found_and_listed() {
    let mut it = one_line();
    it.route("vtb-a", "172.16.0.0/12", &[("ri-1", 0)]);
    it.route("vtb-vbr-1", "172.16.0.0/12", &[("ri-2", 0)]);
    let reason = it.trace(FROM, "172.16.1.1").reason.unwrap();
    assert_eq!(reason.code, Code::Loop);
    assert!(reason.sentence.contains("vrt-a > vbr-1 > vrt-a"), "{}", reason.sentence);
}

/// A second border router on a line of its own, beside the first.
fn two_lines() -> Net {
    let mut it = one_line();
    it.line("2", 500);
    it.vbr("2", "cn-hangzhou", "2", 2);
    it.pair("vrt-a", "vbr-2", Spec::Large1);
    it.route("vtb-vbr-2", "192.168.0.0/16", &[("ri-vbr-2", 0)]);
    it.route("vtb-vbr-2", "10.1.0.0/16", &[("ri-4", 0)]);
    it.customer("2", 2, &["192.168.0.0/16"], &["10.0.0.0/8"]);
    let one = it.state.route_entry("rte-1").unwrap();
    let hop = |id: &str, weight| NextHop { kind: NextHopType::RouterInterface, id: id.into(), weight };
    let next_hops = vec![hop("ri-1", 3), hop("ri-3", 1)];
    it.put(RouteEntry { next_hops, ..RouteEntry::clone(one) });
    it
}

#[test]
fn ways_share_by_weight_and_those_that_fail_are_out() {
    let mut it = two_lines();
    it.probe("ri-1");
    it.probe("ri-3");
    let paths = it.paths();
    let mut over_the_first = 0;
    for host in 0..4_000u16 {
        let to = format!("192.168.{}.{}", host / 250, host % 250);
        let question = Question::parse(FROM, &to).unwrap();
        let answer = paths.trace(&question).unwrap();
        assert_eq!(answer.verdict, Verdict::Reachable, "{answer}");
        assert_eq!(answer, paths.trace(&question).unwrap(), "one flow, one way");
        over_the_first += usize::from(answer.forward.hops[1].router.id == "vbr-1");
    }
    assert!((2_800..3_200).contains(&over_the_first), "{over_the_first} of 4,000 by a weight of 3 to 1");

    let answer = it.trace_failed(FROM, TO, &["line:pc-1"]);
    assert_eq!(answer.verdict, Verdict::Reachable, "{answer}");
    assert_eq!(answer.forward.hops[1].router.id, "vbr-2");
    assert_eq!(answer.forward.hops[0].others[0].reason.as_ref().unwrap().code, Code::TakenAsFailed);
    assert_eq!(answer.back.unwrap().hops[0].router.id, "cpe-2");

    let all = Question { all: true, ..Question::parse(FROM, TO).unwrap() };
    let answer = paths.trace(&all).unwrap();
    let shares: Vec<_> = answer.forward_branches.iter().map(|walk| walk.share).collect();
    assert_eq!(shares, [0.75, 0.25]);
    it.change_customer("cpe-2", |router| router.on = false);
    let answer = it.paths().trace(&all).unwrap();
    assert_eq!(answer.verdict, Verdict::Partial, "{answer}");
}

#[test]
fn without_a_health_check_traffic_goes_on_to_a_border_router_with_a_dead_line() {
    let all = Question { all: true, ..Question::parse(FROM, TO).unwrap() };
    let failed = Question { failed: vec!["line:pc-1".parse().unwrap()], ..all.clone() };
    let mut it = two_lines();
    let dies = |it: &Net, question: &Question, code: Code| {
        let answer = it.paths().trace(question).unwrap();
        assert_eq!(answer.verdict, Verdict::Partial, "{answer}");
        assert_eq!(answer.reason.as_ref().unwrap().code, code, "{answer}");
    };
    dies(&it, &failed, Code::TakenAsFailed);
    it.probe("ri-3");
    dies(&it, &failed, Code::TakenAsFailed);
    // What is taken as failed, the probes have noticed; what has just been cut, they have not.
    it.probe("ri-1");
    let answer = it.paths().trace(&failed).unwrap();
    assert_eq!(answer.verdict, Verdict::Reachable, "{answer}");
    it.change_line("pc-1", |line| line.cut = true);
    dies(&it, &all, Code::LineCut);
    it.change_interface("ri-1", unhealthy);
    let answer = it.paths().trace(&all).unwrap();
    assert_eq!(answer.verdict, Verdict::Reachable, "{answer}");
    assert_eq!(answer.forward.hops[0].others[0].reason.as_ref().unwrap().code, Code::LineCut);
}

#[test]
fn over_cen_a_failover_group_carries_by_one_border_router_at_a_time() {
    let mut it = two_lines();
    set_status(&mut it, "rte-1", RouteStatus::Deleting);
    for entry in ["rte-3", "rte-5"] {
        set_status(&mut it, entry, RouteStatus::Deleting);
    }
    it.cen(&["vpc-a", "vbr-1", "vbr-2"]);
    let all = Question { all: true, ..Question::parse(FROM, TO).unwrap() };
    let answer = it.paths().trace(&all).unwrap();
    assert_eq!((answer.verdict, answer.forward_branches.len()), (Verdict::Reachable, 2), "{answer}");
    assert_eq!(answer.forward.hops[0].matched.as_ref().unwrap().kind, MatchKind::Cen);

    it.failover("vbr-2", "vbr-1");
    let answer = it.paths().trace(&all).unwrap();
    assert_eq!(answer.forward_branches.len(), 1, "{answer}");
    assert_eq!(answer.forward.hops[1].router.id, "vbr-2");
    assert_eq!(answer.forward.hops[0].others[0].reason.as_ref().unwrap().code, Code::Standby);
    let answer = it.trace_failed(FROM, TO, &["line:pc-2"]);
    assert_eq!(answer.forward.hops[1].router.id, "vbr-1");
    assert_eq!(answer.verdict, Verdict::Reachable, "{answer}");
}

#[test]
fn over_cen_traffic_moves_when_the_session_ends_and_not_before() {
    let mut it = two_lines();
    for entry in ["rte-1", "rte-2", "rte-3", "rte-4", "rte-5"] {
        set_status(&mut it, entry, RouteStatus::Deleting);
    }
    it.peer("1");
    it.peer("2");
    it.learned("1", "192.168.0.0/16", "bgp-1");
    it.learned("2", "192.168.0.0/16", "bgp-2");
    it.cen(&["vpc-a", "vbr-1", "vbr-2"]);
    it.failover("vbr-1", "vbr-2");
    it.change_line("pc-1", |line| line.cut = true);
    let answer = it.trace(FROM, TO);
    assert_eq!((answer.verdict, answer.forward.hops[1].router.id.as_str()), (Verdict::Unreachable, "vbr-1"));
    assert_eq!(answer.reason.unwrap().code, Code::LineCut);
    let answer = it.trace_failed(FROM, TO, &["line:pc-1"]);
    assert_eq!(
        answer.forward.hops[1].router.id, "vbr-2",
        "what is taken as failed has been noticed: {answer}"
    );
    let answer = it.trace_failed(FROM, TO, &["session:bgp-1"]);
    assert_eq!(answer.forward.hops[1].router.id, "vbr-2", "{answer}");

    for router in ["cpe-1", "cpe-2"] {
        it.change_customer(router, |router| router.announces = vec!["192.168.0.0/16".parse().unwrap()]);
    }
    let reason = it.trace_failed(FROM, TO, &["session:bgp-1", "session:bgp-2"]).reason.unwrap();
    assert_eq!(reason.code, Code::NoRoute);
    let lost = "cpe-1 would announce 192.168.0.0/16 over session bgp-1, which is not established.";
    assert!(reason.sentence.contains(lost), "{}", reason.sentence);
    assert!(reason.mend.contains("bgp-1"), "{}", reason.mend);
}

#[test]
fn two_networks_with_one_address_are_told_apart() {
    let mut it = one_line();
    it.vpc("b", "cn-beijing", "10.1.0.0/16");
    it.vswitch("b", "b", "10.1.0.0/24", "");
    it.vswitch("b2", "b", "10.1.9.0/24", "");
    it.pair("vrt-a", "vrt-b", Spec::Large1);
    it.route("vtb-a", "10.1.9.0/24", &[("ri-3", 0)]);
    let answer = it.trace(FROM, "10.1.9.1");
    assert_eq!(answer.verdict, Verdict::NoReturn);
    assert_eq!(answer.reason.unwrap().code, Code::OverlappingCidr);
    assert!(answer.hints[0].contains("overlap"));
}

#[test]
fn ipv6_goes_its_own_way() {
    let mut it = one_line();
    let (from, to) = ("2001:db8:1::5@vpc-a", "2001:db8:a::9");
    assert_eq!(it.trace(from, to).reason.unwrap().code, Code::NoRoute);
    it.route("vtb-a", "2001:db8:a::/48", &[("ri-1", 0)]);
    it.route("vtb-vbr-1", "2001:db8:a::/48", &[("ri-vbr-1", 0)]);
    it.route("vtb-vbr-1", "2001:db8:1::/48", &[("ri-2", 0)]);
    // Only an IPv4 router is described there.
    assert_eq!(it.trace(from, to).verdict, Verdict::Assumed);
    it.customer("1", 1, &["2001:db8:a::/48"], &["2001:db8:1::/48"]);
    let mut six = xconnect_model::CustomerRouter::clone(it.state.customer_routers.iter().last().unwrap());
    six.id = "cpe-6".into();
    six.address = "2001:db8:ff01::2".parse().unwrap();
    it.put(six);
    it.change_customer("cpe-1", |router| router.on = false);
    assert_eq!(it.trace(from, to).verdict, Verdict::Reachable, "{}", it.trace(from, to));
    it.change_vbr("vbr-1", |vbr| vbr.peering.ipv6_enabled = false);
    assert_eq!(it.trace(from, to).reason.unwrap().code, Code::NoPeeringAddress);
}

#[test]
fn what_is_known_of_one_state_is_taken_along_while_it_holds() {
    let mut it = one_line();
    let paths = it.paths();
    let question = Question::parse(FROM, TO).unwrap();
    assert_eq!(paths.trace(&question).unwrap().verdict, Verdict::Reachable);
    it.change_line("pc-1", |line| line.cut = true);
    let cut = paths.follow(Arc::new(it.state.clone()));
    assert_eq!(cut.trace(&question).unwrap().reason.unwrap().code, Code::LineCut);
    it.change_line("pc-1", |line| line.cut = false);
    set_status(&mut it, "rte-1", RouteStatus::Deleting);
    let changed: Paths = cut.follow(Arc::new(it.state.clone()));
    assert_eq!(changed.trace(&question).unwrap().reason.unwrap().code, Code::NoRoute);
    assert_eq!(paths.trace(&question).unwrap().verdict, Verdict::Reachable, "the old State is as it was");
}

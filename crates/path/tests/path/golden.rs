//! What a network engineer reads, for one reference network: two regions, two VPCs, and a data centre on two lines.

use xconnect_model::RouteEntry;
use xconnect_model::router_interface::Spec;
use xconnect_path::Question;

use crate::support::Net;

/// The VPC in Hangzhou has both border routers as weighted next hops, with health checks; the one in Beijing reaches them through CEN,
/// where they are a failover group. Line 1 learns over BGP, line 2 has static routes.
fn reference() -> Net {
    let mut it = Net::default();
    it.vpc("hz", "cn-hangzhou", "10.1.0.0/16");
    it.vswitch("hz", "hz", "10.1.0.0/24", "");
    it.vpc("bj", "cn-beijing", "10.2.0.0/16");
    it.vswitch("bj", "bj", "10.2.0.0/24", "");
    for (name, n) in [("1", 1), ("2", 2)] {
        it.line(name, 1_000);
        it.vbr(name, "cn-hangzhou", name, n);
        it.customer(name, n, &["192.168.0.0/16"], &[]);
    }
    it.change_vbr("vbr-2", |vbr| vbr.bandwidth_mbps = Some(200));
    it.change_customer("cpe-2", |router| router.routes = vec!["10.0.0.0/8".parse().unwrap()]);
    it.pair("vrt-hz", "vbr-1", Spec::Middle5);
    it.pair("vrt-hz", "vbr-2", Spec::Middle5);
    it.probe("ri-1");
    it.probe("ri-3");
    it.route("vtb-hz", "192.168.0.0/16", &[("ri-1", 60), ("ri-3", 40)]);
    it.route("vtb-vbr-1", "10.1.0.0/16", &[("ri-2", 0)]);
    it.route("vtb-vbr-2", "10.1.0.0/16", &[("ri-4", 0)]);
    it.peer("1");
    it.learned("1", "192.168.0.0/16", "bgp-1");
    it.announce("1", "10.1.0.0/16");
    it.announce("1", "10.2.0.0/16");
    it.route("vtb-vbr-2", "192.168.0.0/16", &[("ri-vbr-2", 0)]);
    it.cen(&["vpc-bj", "vbr-1", "vbr-2"]);
    it.failover("vbr-1", "vbr-2");
    it
}

#[test]
fn what_an_engineer_reads() {
    let it = reference();
    let all = Question { all: true, ..Question::parse("10.1.0.5@vpc-hz", "192.168.1.9").unwrap() };
    let mut texts = vec![
        it.trace("10.1.0.5@vpc-hz", "192.168.1.9").to_string(),
        it.trace_failed("10.1.0.5@vpc-hz", "192.168.1.9", &["line:pc-1"]).to_string(),
        it.trace("10.2.0.5@vpc-bj", "192.168.1.9").to_string(),
        it.trace_failed("10.2.0.5@vpc-bj", "192.168.1.9", &["session:bgp-1"]).to_string(),
        it.trace("192.168.1.9@cpe-2", "10.2.0.5").to_string(),
        it.trace("10.1.0.5@vpc-hz", "10.2.0.5").to_string(),
        it.paths().trace(&all).unwrap().to_string(),
    ];
    let mut one_way = it;
    let back = RouteEntry::clone(one_way.state.route_entry("rte-2").unwrap());
    one_way.put(RouteEntry { destination: "10.7.0.0/16".parse().unwrap(), ..back });
    texts.push(one_way.trace_failed("10.1.0.5@vpc-hz", "192.168.1.9", &["interface:ri-3"]).to_string());
    insta::assert_snapshot!(texts.join("\n----\n\n"));
}

#[test]
fn an_answer_in_json() {
    let answer = reference().trace_failed("10.1.0.5@vpc-hz", "192.168.1.9", &["line:pc-1"]);
    insta::assert_json_snapshot!(answer);
}

#[test]
fn the_network_as_a_graph() {
    let mut it = reference();
    it.change_line("pc-2", |line| line.cut = true);
    let topology = it.paths().topology(true);
    assert_eq!(topology.routes.len(), it.state.route_entries.len());
    insta::assert_snapshot!(topology.to_dot());
    insta::assert_json_snapshot!(topology.links);
}

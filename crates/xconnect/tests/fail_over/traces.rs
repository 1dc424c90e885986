//! What `xconnect trace` prints on the reference network: with nothing cut, and after each cut.

use crate::network::{HOST_HERE, HOST_OUTSIDE, HOST_THERE, Network};

/// The answers to these questions, each below its command.
fn printed(network: &Network, questions: &[(String, &str, &[&str])]) -> String {
    let answers = questions.iter().map(|(from, to, more)| {
        let command = network.named(&format!("xconnect trace --from {from} --to {to} {}", more.join(" ")));
        format!("$ {}\n{}", command.trim_end(), network.printed(from, to, more))
    });
    answers.collect::<Vec<_>>().join("\n----\n\n")
}

/// From each VPC to the data centre.
fn outwards<'a>(network: &Network, more: &'a [&'a str]) -> Vec<(String, &'static str, &'a [&'a str])> {
    let vpcs = [(HOST_HERE, &network.here.id), (HOST_THERE, &network.there.id)];
    vpcs.map(|(host, vpc)| (format!("{host}@{vpc}"), HOST_OUTSIDE, more)).into()
}

/// From behind each customer's router to each VPC.
fn inwards<'a>(network: &Network) -> Vec<(String, &'static str, &'a [&'a str])> {
    let hosts = [HOST_HERE, HOST_THERE];
    let from = network.ways.iter().map(|way| format!("{HOST_OUTSIDE}@{}", way.customer));
    from.flat_map(|from| hosts.map(|to| (from.clone(), to, &[][..]))).collect()
}

#[test]
fn with_nothing_cut() {
    let network = Network::new(true);
    let mut questions = outwards(&network, &[]);
    questions.extend(inwards(&network));
    insta::assert_snapshot!(printed(&network, &questions));
}

#[test]
fn every_way_that_shares_the_traffic() {
    let network = Network::new(true);
    insta::assert_snapshot!(printed(&network, &outwards(&network, &["--all"])));
}

#[test]
fn what_would_be_if_a_line_failed() {
    let network = Network::new(true);
    let line = format!("line:{}", network.way(1).line);
    insta::assert_snapshot!(printed(&network, &outwards(&network, &["--all", "--fail", &line])));
}

/// What is printed at once, and what when everybody has noticed.
fn after(cut: impl Fn(&Network)) -> String {
    let network = Network::new(true);
    cut(&network);
    let at_once = printed(&network, &outwards(&network, &["--all"]));
    network.advance(3_600_000);
    let mut questions = outwards(&network, &["--all"]);
    questions.extend(inwards(&network));
    let later = printed(&network, &questions);
    format!("AT ONCE\n\n{at_once}\n====\n\nONE HOUR LATER\n\n{later}")
}

#[test]
fn with_a_line_cut() {
    insta::assert_snapshot!(after(|network| network.line(1, "cut")));
}

#[test]
fn with_both_lines_cut() {
    insta::assert_snapshot!(after(|network| [1, 2].into_iter().for_each(|it| network.line(it, "cut"))));
}

#[test]
fn with_a_border_router_terminated() {
    insta::assert_snapshot!(after(|network| network.vbr(1, "TerminateVirtualBorderRouter")));
}

#[test]
fn with_an_interface_deactivated() {
    insta::assert_snapshot!(after(|network| network.interface(1, "DeactivateRouterInterface")));
}

#[test]
fn with_the_probed_host_gone() {
    insta::assert_snapshot!(after(|network| network.unplug_target(1)));
}

#[test]
fn with_a_session_cut() {
    insta::assert_snapshot!(after(|network| network.session(1, "cut")));
}

#[test]
fn with_both_customers_routers_off() {
    insta::assert_snapshot!(after(|network| [1, 2].into_iter().for_each(|it| network.customer(it, "off"))));
}

//! The application for a line.

use super::{Line, OPERATORS, PORTS, Point, file};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, check_region, check_texts, first_tags};
use crate::verdict::{Done, Rows, Verdict};
use crate::{region, resource_group};

pub(super) fn ask_create(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let home = region::any(random);
    let point = random.apt(&model.points, |point| point.region == home).map_or("ap-none", |point| &point.id);
    let mut ask = Ask::new("CreatePhysicalConnection", account)
        .with("RegionId", home)
        .with("AccessPointId", point)
        .with("LineOperator", if random.chance(95) { random.one(&OPERATORS) } else { "XX" })
        .sometimes(random, 5, "Type", &["VPC", "x"])
        .sometimes(random, 60, "bandwidth", &["2", "50", "100", "1000", "1000", "1001", "1"])
        .sometimes(random, 10, "Bandwidth", &["50", "500"])
        .sometimes(random, 40, "PeerLocation", &["Street 1", "x", "http://x"])
        .sometimes(random, 25, "PortType", &["100Base-T", "1000Base-LX", "10GBase-LR", "40GBase-LR", "x"])
        .sometimes(random, 20, "Name", &["one", "two", "1x"])
        .sometimes(random, 10, "Description", &["a line", "x"])
        .sometimes(random, 10, "CircuitCode", &["c-1", "c 1"])
        .sometimes(random, 10, "Tag.1.Key", &["team", "stage"])
        .sometimes(random, 6, "ClientToken", &["t1", "t2"]);
    if random.chance(25) {
        let fits = |line: &Line| line.account == account && can_be_redundant(line) && line.region == home;
        ask = ask
            .with_some("RedundantPhysicalConnectionId", random.apt(&model.lines, fits).map(|line| &line.id));
    }
    if random.chance(8) {
        ask.with("ResourceGroupId", resource_group::any(random, model, account))
    } else {
        ask
    }
}

pub(super) fn can_be_redundant(line: &Line) -> bool {
    line.shared.is_none() && ["Allocated", "Confirmed", "Enabled"].contains(&line.status)
}

/// What an application says, as far as it can be wrong, and the line that it asks for.
pub(crate) fn application(rows: &mut Rows, model: &Model, ask: &Ask) -> Line {
    rows.when(ask.given("Type").is_some_and(|kind| kind != "VPC"), 400, "InvalidType.Malformd");
    rows.when(!OPERATORS.contains(&ask.text("LineOperator")), 400, "InvalidLineOperator.Malformd");
    let port = ask.given("PortType").unwrap_or("1000Base-T");
    let most = PORTS[..5].iter().find(|known| known.0 == port).map(|port| port.1);
    rows.when(most.is_none(), 400, "InvalidPortType.Malformd");
    let mbps = ask.number("bandwidth").or(ask.number("Bandwidth")).unwrap_or(100);
    rows.when(mbps < 2 || most.is_some_and(|most| mbps > most), 400, "InvalidBandwidth");
    check_line_texts(rows, ask);
    let tags = first_tags(rows, ask, "Tag");
    let home = ask.text("RegionId");
    rows.when(!model.has_traffic(ask.account, home), 400, "OperationFailed.PconnTrafficNotEnable");
    let own = || model.lines.iter().filter(|line| line.account == ask.account && line.exists());
    rows.when(own().any(|line| line.lock == "FinancialLocked"), 400, "Forbidden.BillsOutstanding");
    let is_meant = |point: &&Point| point.id == ask.text("AccessPointId") && point.region == home;
    let point = model.points.iter().find(is_meant);
    rows.when(point.is_none(), 404, "InvalidAccessPointId.NotFound");
    check_redundant(rows, model, ask, "", 400);
    let group = model.group(rows, ask, "InvalidParameter");
    let dedicated = || own().filter(|line| line.shared.is_none());
    let unopened = dedicated().filter(|line| line.status != "Enabled").count();
    rows.when(unopened >= 5, 400, "QuotaExceeded.freePconnPerAP");
    let there = dedicated().filter(|line| line.point == ask.text("AccessPointId")).count();
    rows.when(there >= 4, 400, "QuotaExceeded.pConnPerAP");
    let city = point.map(|point| if point.location.is_empty() { &point.name } else { &point.location });
    Line {
        account: ask.account,
        region: home.to_owned(),
        point: ask.text("AccessPointId").to_owned(),
        name: ask.text("Name").to_owned(),
        description: ask.text("Description").to_owned(),
        operator: ask.text("LineOperator").to_owned(),
        port: port.to_owned(),
        mbps,
        location: ask.given("PeerLocation").or(city.map(String::as_str)).unwrap_or_default().to_owned(),
        circuit: ask.text("CircuitCode").to_owned(),
        redundant: ask.text("RedundantPhysicalConnectionId").to_owned(),
        lock: "Normal",
        group,
        tags,
        ..Line::default()
    }
}

pub(super) fn check_line_texts(rows: &mut Rows, ask: &Ask) {
    let location = |text: &str| (2..=256).contains(&text.chars().count()) && !is_web(text);
    rows.when(
        ask.given("PeerLocation").is_some_and(|text| !location(text)),
        400,
        "InvalidPeerLocation.Malformd",
    );
    check_texts(
        rows,
        ask,
        ("Name", "InvalidName.Malformed"),
        ("Description", "InvalidDescription.Malformed"),
    );
    let code = ask.given("CircuitCode").is_some_and(|code| !is_circuit_code(code));
    rows.when(code, 400, "InvalidCircuitCode.Malformed");
}

pub(super) fn is_web(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

pub(crate) fn is_circuit_code(code: &str) -> bool {
    code.chars().count() <= 64 && !code.chars().any(|c| c.is_whitespace() || c.is_control())
}

pub(super) fn check_redundant(rows: &mut Rows, model: &Model, ask: &Ask, own: &str, missing: u16) {
    let Some(id) = ask.given("RedundantPhysicalConnectionId") else { return };
    let is_meant = |line: &&Line| line.id == id && line.region == ask.text("RegionId") && line.id != own;
    let Some(line) = model.lines.iter().filter(|line| line.shared.is_none()).find(is_meant) else {
        rows.when(true, missing, "InvalidRedundantPhysicalConnectionId.NotFound");
        return;
    };
    rows.when(line.account != ask.account, 400, "InvalidRedundantPhysicalConnection");
    rows.when(!can_be_redundant(line), 400, "InvalidRedundantPhysicalConnectionStatus");
}

pub(super) fn create(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! AccessPointId! Type LineOperator! bandwidth:n Bandwidth:n PeerLocation PortType \
         RedundantPhysicalConnectionId Description Name CircuitCode ResourceGroupId ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let line = application(&mut rows, model, ask);
    rows.none()?;
    Done::write(move |model, answer| {
        let id = answer["PhysicalConnectionId"].as_str().unwrap_or_default().to_owned();
        model.lines.push(Line { id: id.clone(), ..line });
        file(model, &id);
    })
}

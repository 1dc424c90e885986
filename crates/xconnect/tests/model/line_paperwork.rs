//! Letters of authorisation, and the orders that lines are paid with.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::families::Action;
use crate::physical_connection::{Line, about, application, check_lock, file, work};
use crate::random::Random;
use crate::reference::{Model, STEP, check_region};
use crate::region;
use crate::verdict::{Done, Rows, Verdict};

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "ApplyPhysicalConnectionLOA", weight: 4, ask: ask_apply, judge: apply },
    Action { name: "DescribePhysicalConnectionLOA", weight: 2, ask: ask_describe, judge: describe },
    Action { name: "CompletePhysicalConnectionLOA", weight: 4, ask: ask_complete, judge: complete },
    Action {
        name: "CreatePhysicalConnectionOccupancyOrder",
        weight: 5,
        ask: ask_occupancy,
        judge: occupancy,
    },
    Action { name: "CreatePhysicalConnectionSetupOrder", weight: 2, ask: ask_setup, judge: setup },
];

const NOT_ALLOWED: &str = "Forbidden.NotAllowedInState";
const NOT_FOUND: &str = "InvalidPhysicalConnectionId.NotFound";
const TOLD: [&str; 4] = ["LineCode", "LineLabel", "LineServiceProvider", "LineSPContactInfo"];

/// A letter of authorisation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letter {
    pub(crate) status: &'static str,
    company: String,
    contractor: String,
    kind: String,
    time: String,
    /// What was told of the line when it was built, in the order of [`TOLD`].
    told: [String; 4],
    turn: u64,
}

impl Letter {
    /// The line ends, and with it what it was to be built on.
    pub(crate) fn end(&mut self, turn: u64) {
        (self.status, self.turn) = ("Deleted", turn);
    }
}

/// What a line is paid with.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) line: String,
    /// Setup, Occupancy, or Bandwidth.
    pub(crate) kind: &'static str,
    /// Unpaid, Paid, or Void.
    pub(crate) status: &'static str,
    turn: u64,
}

/// An order that is paid at once, or after a step's time.
pub(crate) fn place(model: &mut Model, line: &str, kind: &'static str, at_once: bool) {
    let turn = model.turn();
    model.orders.push(Order { line: line.to_owned(), kind, status: "Unpaid", turn });
    if at_once {
        return pay(model, turn);
    }
    model.later(STEP, move |model| pay(model, turn));
}

fn pay(model: &mut Model, turn: u64) {
    let Some(order) = model.orders.iter_mut().find(|order| order.turn == turn && order.status == "Unpaid")
    else {
        return;
    };
    order.status = "Paid";
    let (id, kind) = (order.line.clone(), order.kind);
    let Some(line) = model.lines.iter_mut().find(|line| line.id == id) else { return };
    match kind {
        "Setup" if line.status == "Initial" => file(model, &id),
        "Occupancy" => {
            line.is_paid = true;
            open_when_confirmed(model, &id);
        }
        "Bandwidth" => {
            if let Some(shared) = line.shared.as_mut().filter(|shared| !shared.expected.is_empty()) {
                shared.spec = std::mem::take(&mut shared.expected);
                line.mbps = crate::shared_line::bandwidth(&shared.spec).unwrap_or_default();
            }
        }
        _ => {}
    }
}

/// A line that is confirmed and paid for begins to open.
pub(crate) fn open_when_confirmed(model: &mut Model, id: &str) {
    let Some(line) = model.lines.iter().find(|line| line.id == id) else { return };
    let accepted = line.shared.as_ref().is_none_or(|shared| shared.status == "Confirmed");
    if line.status == "Confirmed" && accepted && line.work.is_empty() && line.is_paid {
        work(model, id, "Enabling");
    }
}

/// Voids what is not paid, of one kind or of all.
pub(crate) fn void(model: &mut Model, line: &str, kind: Option<&str>) {
    let open = model.orders.iter_mut().filter(|order| order.line == line && order.status == "Unpaid");
    open.filter(|order| kind.is_none_or(|kind| kind == order.kind)).for_each(|order| order.status = "Void");
    let lines = model.lines.iter_mut().filter(|own| own.id == line).filter_map(|own| own.shared.as_mut());
    lines.for_each(|shared| shared.expected.clear());
}

fn move_letter(model: &mut Model, id: &str, status: &'static str, then: &'static [&'static str]) {
    let turn = model.turn();
    let letter = model.lines.iter_mut().filter(|line| line.id == id).find_map(|line| line.letter.as_mut());
    letter.into_iter().for_each(|letter| (letter.status, letter.turn) = (status, turn));
    let Some((next, rest)) = then.split_first() else { return };
    let (id, next) = (id.to_owned(), *next);
    model.later(STEP, move |model| {
        let is_same =
            |line: &Line| line.id == id && line.letter.as_ref().is_some_and(|letter| letter.turn == turn);
        if model.lines.iter().any(is_same) {
            move_letter(model, &id, next, rest);
        }
    });
}

fn fits(text: &str) -> bool {
    (1..=256).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

fn ask_apply(random: &mut Random, model: &Model) -> Ask {
    let suits = |line: &Line| line.status == "Allocated" && line.shared.is_none() && line.letter.is_none();
    let ask = about(random, model, ("ApplyPhysicalConnectionLOA", "InstanceId"), suits)
        .with("CompanyName", random.one(&["company", "another"]))
        .with("LineType", random.one(&["FIBRE", "MSTP", "FIBRE", "MPLSVPN", "Other", "x"]))
        .with("Si", "contractor")
        .with("ConstructionTime", if random.chance(4) { "tomorrow" } else { "2026-12-28T16:00:00Z" })
        .with("PMInfo.1.PMName", "Li Si")
        .with("PMInfo.1.PMCertificateType", if random.chance(4) { "Badge" } else { "Passport" })
        .with("PMInfo.1.PMCertificateNo", "E12345678")
        .with("PMInfo.1.PMGender", "Male")
        .with("PMInfo.1.PMContactInfo", "13900001111");
    ask.sometimes(random, 10, "Bandwidth", &["2", "10240", "1", "10241"]).sometimes(
        random,
        10,
        "PeerLocation",
        &["a"],
    )
}

fn apply(model: &Model, ask: &Ask) -> Verdict {
    check_people(ask)?;
    ask.read(
        "RegionId! InstanceId! CompanyName! LineType! Si! ConstructionTime! Bandwidth:n PeerLocation \
         ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let texts = ["CompanyName", "Si"].iter().all(|name| fits(ask.text(name)));
    let mbps = ask.number("Bandwidth").is_none_or(|mbps| (2..=10_240).contains(&mbps));
    let kinds = ["MSTP", "MPLSVPN", "FIBRE", "Other"];
    let time = ask.text("ConstructionTime") == "2026-12-28T16:00:00Z";
    let fine = texts && mbps && time && kinds.contains(&ask.text("LineType"));
    rows.when(!fine, 400, "InvalidParameter");
    let Some(line) = Line::of(model, ask, "InstanceId") else { return Err(rows.and(404, NOT_FOUND)) };
    check_lock(&mut rows, line);
    rows.when(!model.has_traffic(ask.account, &line.region), 400, "OperationFailed.PconnTrafficNotEnable");
    let applied =
        line.letter.as_ref().is_some_and(|letter| !["Rejected", "Deleted"].contains(&letter.status));
    rows.when(line.shared.is_some() || line.status != "Allocated" || applied, 400, NOT_ALLOWED);
    rows.none()?;
    let letter = Letter {
        company: ask.text("CompanyName").to_owned(),
        contractor: ask.text("Si").to_owned(),
        kind: ask.text("LineType").to_owned(),
        time: ask.text("ConstructionTime").to_owned(),
        ..Letter::default()
    };
    let id = line.id.clone();
    Done::write(move |model, _| {
        model
            .lines
            .iter_mut()
            .filter(|line| line.id == id)
            .for_each(|line| line.letter = Some(letter.clone()));
        move_letter(model, &id, "Applying", &["Accept", "Available"]);
    })
}

/// Notes what is wrong with the people of a letter.
fn check_people(ask: &Ask) -> Result<(), Rows> {
    let mut rows = Rows::malformed();
    let names = ["PMName", "PMCertificateType", "PMCertificateNo", "PMGender", "PMContactInfo"];
    let parts = names.map(|name| ask.text(&format!("PMInfo.1.{name}")));
    rows.when(parts.iter().any(|part| part.is_empty()), 400, "MissingParameter");
    let known = ["", "IDCard", "Passport"].contains(&parts[1]) && ["", "Male", "Female"].contains(&parts[3]);
    rows.when(!known, 400, "InvalidParameter");
    // Whatever else cannot be read may be told first.
    if let Err(others) =
        ask.read("RegionId! InstanceId! CompanyName! LineType! Si! ConstructionTime! Bandwidth:n")
        && rows.clone().none().is_err()
    {
        rows.add(others);
    }
    rows.none()
}

fn ask_describe(random: &mut Random, model: &Model) -> Ask {
    let name = ("DescribePhysicalConnectionLOA", "InstanceId");
    let mut ask = about(random, model, name, |line| line.letter.is_some());
    ask.params.retain(|(name, _)| name != "ClientToken");
    ask
}

fn describe(model: &Model, ask: &Ask) -> Verdict {
    ask.read("RegionId! InstanceId!")?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(line) = Line::of(model, ask, "InstanceId") else { return Err(rows.and(404, NOT_FOUND)) };
    rows.none()?;
    let letter = line.letter.clone().unwrap_or_default();
    let mut view = json!({
        "InstanceId": line.id, "Status": letter.status, "CompanyName": letter.company,
        "SI": letter.contractor,
        "LineType": letter.kind, "ConstructionTime": letter.time,
    });
    for (name, told) in TOLD.iter().zip(&letter.told) {
        view[name] = Value::from(told.as_str());
    }
    Done::read(json!({"PhysicalConnectionLOAType": view}))
}

fn ask_complete(random: &mut Random, model: &Model) -> Ask {
    let suits = |line: &Line| line.letter.as_ref().is_some_and(|letter| letter.status == "Available");
    about(random, model, ("CompletePhysicalConnectionLOA", "InstanceId"), suits)
        .sometimes(random, 30, "LineCode", &["code"])
        .sometimes(random, 20, "LineLabel", &["label"])
        .sometimes(random, 20, "FinishWork", &["true", "false"])
}

fn complete(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! InstanceId! LineCode LineLabel LineServiceProvider LineSPContactInfo FinishWork:b \
         ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let Some(line) = Line::of(model, ask, "InstanceId") else { return Err(rows.and(404, NOT_FOUND)) };
    check_lock(&mut rows, line);
    let status = line.letter.as_ref().map_or("", |letter| letter.status);
    rows.when(!["Available", "Completing"].contains(&status), 400, NOT_ALLOWED);
    rows.none()?;
    let (ask, id) = (ask.clone(), line.id.clone());
    Done::write(move |model, _| {
        let letter =
            model.lines.iter_mut().filter(|line| line.id == id).find_map(|line| line.letter.as_mut());
        let Some(letter) = letter else { return };
        for (name, told) in TOLD.iter().zip(&mut letter.told) {
            ask.given(name).into_iter().for_each(|text| text.clone_into(told));
        }
        if ask.flag("FinishWork") != Some(false) && letter.status == "Available" {
            move_letter(model, &id, "Completing", &["Complete"]);
        }
    })
}

fn ask_occupancy(random: &mut Random, model: &Model) -> Ask {
    let name = ("CreatePhysicalConnectionOccupancyOrder", "PhysicalConnectionId");
    let mut ask =
        about(random, model, name, |line| ["Allocated", "Confirmed"].contains(&line.status) && !line.is_paid);
    let line = model.lines.iter().find(|line| line.id == ask.text("PhysicalConnectionId"));
    if let Some(line) = line.filter(|_| !random.chance(15)) {
        ask.account = line.payer();
    }
    ask.sometimes(random, 40, "AutoPay", &["true", "false"])
        .sometimes(random, 15, "Period", &["1", "9", "10", "0"])
        .sometimes(random, 10, "PricingCycle", &["Month", "Year", "x"])
        .sometimes(random, 10, "InstanceChargeType", &["PrePaid", "PostPaid"])
}

fn occupancy(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! PhysicalConnectionId! Period:n InstanceChargeType AutoPay:b PricingCycle AutoRenew:b \
         AutoRenewDuration:n ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let cycle = ask.given("PricingCycle").unwrap_or("Month");
    let period = ask.number("Period").unwrap_or(1);
    let fine = ["Month", "Year"].contains(&cycle)
        && ask.given("InstanceChargeType").is_none_or(|kind| kind == "PrePaid")
        && (1..=if cycle == "Year" { 5 } else { 9 }).contains(&period);
    rows.when(!fine, 400, "InvalidParameter");
    let is_meant = |line: &&Line| {
        let partner = line.shared.as_ref().map(|shared| shared.partner);
        line.id == ask.text("PhysicalConnectionId")
            && line.region == ask.text("RegionId")
            && (line.account == ask.account || partner == Some(ask.account))
    };
    let Some(line) = model.lines.iter().find(is_meant) else { return Err(rows.and(404, NOT_FOUND)) };
    if !line.exists() {
        return Err(rows.and(400, "Abs.InstanceNotExist"));
    }
    check_lock(&mut rows, line);
    let unopened = ["Allocated", "Confirmed"].contains(&line.status);
    let built = match line.letter.as_ref().map_or("", |letter| letter.status) {
        "" | "Deleted" => unopened,
        "Complete" => unopened || line.status == "Enabled",
        _ => false,
    };
    let is_ordered =
        |order: &Order| order.line == line.id && order.kind == "Occupancy" && order.status == "Unpaid";
    let ordered = model.orders.iter().any(is_ordered);
    let waits = built && !line.is_paid && !ordered;
    rows.when(line.payer() != ask.account || !waits, 400, NOT_ALLOWED);
    rows.none()?;
    let (id, at_once) = (line.id.clone(), ask.is_on("AutoPay"));
    Done::write(move |model, _| place(model, &id, "Occupancy", at_once))
}

fn ask_setup(random: &mut Random, model: &Model) -> Ask {
    let account = random.below(3);
    let home = region::any(random);
    let point = random.apt(&model.points, |point| point.region == home).map_or("ap-none", |point| &point.id);
    Ask::new("CreatePhysicalConnectionSetupOrder", account)
        .with("RegionId", home)
        .with("AccessPointId", point)
        .with("LineOperator", if random.chance(90) { "CU" } else { "XX" })
        .sometimes(random, 15, "PortType", &["10GBase-T", "x"])
        .sometimes(random, 40, "AutoPay", &["true", "false"])
        .sometimes(random, 4, "ClientToken", &["t1", "t2"])
}

fn setup(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! AccessPointId! LineOperator! PortType RedundantPhysicalConnectionId AutoPay:b \
         ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    let line = application(&mut rows, model, ask);
    rows.none()?;
    let at_once = ask.is_on("AutoPay");
    Done::write(move |model, answer| {
        let id = answer["PhysicalConnectionId"].as_str().unwrap_or_default().to_owned();
        model.lines.push(Line { id: id.clone(), status: "Initial", ..line });
        place(model, &id, "Setup", at_once);
    })
}

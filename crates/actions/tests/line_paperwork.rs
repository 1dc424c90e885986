//! Letters of authorisation, and orders for lines, as pure functions.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic, too")]

mod support;

use serde_json::{Value, json};
use support::{OTHER, OWN, World};
use xconnect_model::order::OrderStatus;
use xconnect_model::physical_connection::{
    Loa, LoaEvent, LoaStatus, OrderMode, Port, Shared, Status, VpconnStatus, Work,
};
use xconnect_model::router_interface::BusinessStatus;
use xconnect_model::{
    AccessPointId, Account, Order, PhysicalConnection, PhysicalConnectionId, RegionId, Time,
};
use xconnect_state::rows;

const LINE: &str = "pc-bp1line";
const IN: (&str, &str) = ("RegionId", "cn-hangzhou");

/// A dedicated line of the first account that has its port.
fn line() -> PhysicalConnection {
    PhysicalConnection {
        id: PhysicalConnectionId::new(LINE),
        account: OWN,
        region: RegionId::new("cn-hangzhou"),
        access_point: AccessPointId::new("ap-cn-hangzhou-yh-B"),
        bandwidth_mbps: 100,
        status: Status::Allocated,
        port: Some(Port { device: "D1".into(), number: 1, location: "rack".into() }),
        ..PhysicalConnection::default()
    }
}

fn world_with(line: PhysicalConnection) -> World {
    let mut world = World::new();
    let seq = world.state.next_seq();
    world.put(PhysicalConnection { seq, ..line });
    world
}

fn seen(world: &World) -> PhysicalConnection {
    PhysicalConnection::clone(world.state.physical_connection(LINE).unwrap())
}

fn edit(world: &mut World, change: impl FnOnce(&mut PhysicalConnection)) {
    let mut line = seen(world);
    change(&mut line);
    world.put(line);
}

/// Everything that an application for a letter says.
fn application() -> Vec<(&'static str, &'static str)> {
    vec![
        IN,
        ("InstanceId", LINE),
        ("CompanyName", "company"),
        ("LineType", "FIBRE"),
        ("Si", "阿里"),
        ("ConstructionTime", "2026-12-28T16:00:00Z"),
        ("PMInfo.1.PMName", "张三"),
        ("PMInfo.1.PMCertificateType", "IDCard"),
        ("PMInfo.1.PMCertificateNo", "330100199001011234"),
        ("PMInfo.1.PMGender", "Female"),
        ("PMInfo.1.PMContactInfo", "13900001111"),
    ]
}

/// The application with another value, or (blank) without it.
fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut params: Vec<(&str, &str)> = application();
    params.retain(|(known, _)| *known != name);
    if !value.is_empty() {
        params.push((name, value));
    }
    params
}

fn move_letter(world: &mut World, events: &[LoaEvent]) {
    edit(world, |line| {
        let loa = line.loa.as_mut().unwrap();
        loa.status = events.iter().fold(loa.status, |status, event| status.on(*event).unwrap());
    });
}

fn letter(world: &mut World) -> Value {
    world.call("DescribePhysicalConnectionLOA", &[IN, ("InstanceId", LINE)]).unwrap()
        ["PhysicalConnectionLOAType"]
        .clone()
}

#[test]
fn a_letter_is_applied_for_issued_and_reported_as_built() {
    let mut world = world_with(line());
    let mut params = application();
    params.extend([("Bandwidth", "50"), ("PeerLocation", "杭州")]);
    assert_eq!(world.call("ApplyPhysicalConnectionLOA", &params).unwrap(), json!({}));
    assert_eq!(
        letter(&mut world),
        json!({
            "InstanceId": LINE,
            "Status": "Applying",
            "LineType": "FIBRE",
            "CompanyName": "company",
            "CompanyLocalizedName": "",
            "SI": "阿里",
            "ConstructionTime": "2026-12-28T16:00:00Z",
            "LineCode": "",
            "LineLabel": "",
            "LineServiceProvider": "",
            "LineSPContactInfo": "",
            "Description": "",
            "LoaUrl": "",
            "PMInfo": {"PMInfo": [{
                "PMName": "张三",
                "PMCertificateType": "IDCard",
                "PMCertificateNo": "330100199001011234",
                "PMGender": "Female",
                "PMContactInfo": "13900001111",
            }]},
        })
    );
    assert_eq!(world.refused("ApplyPhysicalConnectionLOA", &params), "400 Forbidden.NotAllowedInState");
    let complete = [IN, ("InstanceId", LINE), ("LineCode", "aaa111"), ("LineSPContactInfo", "call us")];
    assert_eq!(world.refused("CompletePhysicalConnectionLOA", &complete), "400 Forbidden.NotAllowedInState");
    move_letter(&mut world, &[LoaEvent::Accept, LoaEvent::Issue]);
    let url = letter(&mut world)["LoaUrl"].as_str().unwrap().to_owned();
    let key = url.strip_prefix("http://127.0.0.1:8900/loa/pc-bp1line/").unwrap();
    assert_eq!(key.len(), 32);
    world.call("CompletePhysicalConnectionLOA", &complete).unwrap();
    let built = letter(&mut world);
    assert_eq!(
        [&built["Status"], &built["LineCode"], &built["LineLabel"], &built["LineSPContactInfo"]],
        ["Completing", "aaa111", "", "call us"]
    );
    assert_eq!(built["LoaUrl"], url, "the address stays");
    let since = seen(&world).loa.unwrap().since;
    world.pass(std::time::Duration::from_secs(60));
    let again = [IN, ("InstanceId", LINE), ("LineLabel", "bbb222")];
    world.call("CompletePhysicalConnectionLOA", &again).unwrap();
    let built = seen(&world).loa.unwrap();
    assert_eq!((built.line_code.as_str(), built.line_label.as_str()), ("aaa111", "bbb222"));
    assert_eq!(built.since, since, "the provider has been looking at it all the time");
}

#[test]
fn what_is_known_of_the_line_can_be_stored_before_it_is_built() {
    let mut world = world_with(PhysicalConnection {
        loa: Some(Loa { status: LoaStatus::Available, ..Loa::default() }),
        ..line()
    });
    let params = [IN, ("InstanceId", LINE), ("LineServiceProvider", "CT"), ("FinishWork", "false")];
    world.call("CompletePhysicalConnectionLOA", &params).unwrap();
    let stored = letter(&mut world);
    assert_eq!((&stored["Status"], &stored["LineServiceProvider"]), (&json!("Available"), &json!("CT")));
}

#[test]
fn people_can_be_sent_as_json_text() {
    let mut world = world_with(line());
    let mut params = application();
    params.retain(|(name, _)| !name.starts_with("PMInfo"));
    params.push((
        "PMInfo",
        r#"[{"PMName":"Li","PMCertificateType":"Passport","PMCertificateNo":"E1","PMGender":"Male","PMContactInfo":"1"}]"#,
    ));
    world.call("ApplyPhysicalConnectionLOA", &params).unwrap();
    assert_eq!(seen(&world).loa.unwrap().engineers[0].certificate_type, "Passport");
}

#[test]
fn an_application_is_refused_by_the_name_of_what_is_wrong() {
    let mut world = world_with(line());
    let long = "x".repeat(257);
    for (name, value) in [
        ("CompanyName", long.as_str()),
        ("Si", "a\u{7}b"),
        ("LineType", "fibre"),
        ("ConstructionTime", "2026-12-28 16:00:00"),
        ("Bandwidth", "1"),
        ("Bandwidth", "10241"),
        ("PeerLocation", &long),
        ("PMInfo.1.PMCertificateType", "Other"),
        ("PMInfo.1.PMGender", "female"),
        ("PMInfo.1.PMName", &long),
    ] {
        let error = world.call("ApplyPhysicalConnectionLOA", &with(name, value)).unwrap_err();
        let said = format!("The specified parameter \"{name}\" is not valid.");
        assert_eq!((error.code(), error.message()), ("InvalidParameter", said.as_str()));
    }
    for name in ["CompanyName", "PMInfo.1.PMName", "PMInfo.1.PMContactInfo"] {
        let error = world.call("ApplyPhysicalConnectionLOA", &with(name, "")).unwrap_err();
        assert!(error.code() == "MissingParameter" && error.message().contains(name), "{error}");
    }
    let nobody: Vec<_> = application().into_iter().filter(|(name, _)| !name.starts_with("PMInfo")).collect();
    assert_eq!(world.refused("ApplyPhysicalConnectionLOA", &nobody), "400 MissingParameter");
    let names: Vec<String> = (2..=17).map(|at| format!("PMInfo.{at}.")).collect();
    let fields: Vec<(String, &str)> = application()
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("PMInfo.1.")?, *value)))
        .flat_map(|(field, value)| names.iter().map(move |name| (format!("{name}{field}"), value)))
        .collect();
    let mut crowd = application();
    let crowd_params: Vec<(&str, &str)> =
        crowd.drain(..).chain(fields.iter().map(|(name, value)| (name.as_str(), *value))).collect();
    let error = world.call("ApplyPhysicalConnectionLOA", &crowd_params).unwrap_err();
    assert_eq!(error.message(), "The specified parameter \"PMInfo\" is not valid.");
    assert_eq!(seen(&world).loa, None);
}

#[test]
fn a_letter_can_be_applied_for_again_after_a_refusal_only() {
    for status in LoaStatus::ALL {
        let mut world = world_with(PhysicalConnection {
            loa: Some(Loa { status, reason: "no".into(), ..Loa::default() }),
            ..line()
        });
        let outcome = world.call("ApplyPhysicalConnectionLOA", &application());
        let again = matches!(status, LoaStatus::Rejected | LoaStatus::Deleted);
        assert_eq!(outcome.is_ok(), again, "{status:?}");
        if again {
            assert_eq!(letter(&mut world)["Description"], "", "the reason has gone");
        }
    }
}

#[test]
fn only_an_allocated_dedicated_line_needs_a_letter() {
    for status in Status::ALL {
        let mut world = world_with(PhysicalConnection { status, ..line() });
        let outcome = world.call("ApplyPhysicalConnectionLOA", &application());
        assert_eq!(outcome.is_ok(), status == Status::Allocated, "{status:?}");
    }
    let mut world = world_with(PhysicalConnection { shared: Some(Shared::default()), ..line() });
    assert_eq!(
        world.refused("ApplyPhysicalConnectionLOA", &application()),
        "400 Forbidden.NotAllowedInState"
    );
}

#[test]
fn a_line_without_a_letter_shows_blank_fields() {
    let mut world = world_with(line());
    let blank = letter(&mut world);
    assert_eq!(blank["InstanceId"], LINE);
    assert_eq!(blank["PMInfo"], json!({"PMInfo": []}));
    let blanks = blank.as_object().unwrap().values().filter(|value| **value == json!("")).count();
    assert_eq!(blanks, 12);
}

#[test]
fn letters_are_their_owners_and_wait_for_the_traffic_service_and_locks() {
    let mut world = world_with(line());
    let missing = "404 InvalidPhysicalConnectionId.NotFound";
    for action in ["DescribePhysicalConnectionLOA", "CompletePhysicalConnectionLOA"] {
        let error = world.call_other(action, &[IN, ("InstanceId", LINE)]).unwrap_err();
        assert_eq!(format!("{} {}", error.http(), error.code()), missing);
    }
    let elsewhere = with("RegionId", "cn-beijing");
    assert_eq!(world.refused("ApplyPhysicalConnectionLOA", &elsewhere), missing);
    edit(&mut world, |line| line.business_status = BusinessStatus::SecurityLocked);
    assert_eq!(world.refused("ApplyPhysicalConnectionLOA", &application()), "403 Forbidden.RiskControl");
    edit(&mut world, |line| line.business_status = BusinessStatus::FinancialLocked);
    edit_account(&mut world, |account| account.outbound_traffic_open = false);
    assert_eq!(
        world.refused("ApplyPhysicalConnectionLOA", &application()),
        "400 OperationFailed.PconnTrafficNotEnable"
    );
}

fn edit_account(world: &mut World, change: impl FnOnce(&mut Account)) {
    let mut account = Account::clone(world.state.account(OWN).unwrap());
    change(&mut account);
    world.put(account);
}

fn order_of(world: &World, line: &str) -> Order {
    let mut orders = world.state.orders.find(rows::order::of_line(line));
    let order = Order::clone(orders.next().unwrap());
    assert!(orders.next().is_none());
    order
}

const ORDER: &str = "CreatePhysicalConnectionOccupancyOrder";

#[test]
fn a_paid_occupancy_opens_a_confirmed_line() {
    let mut world = world_with(PhysicalConnection { status: Status::Confirmed, ..line() });
    edit_account(&mut world, |account| account.balance = Some(24_000_001));
    let params = [
        IN,
        ("PhysicalConnectionId", LINE),
        ("Period", "2"),
        ("PricingCycle", "Year"),
        ("InstanceChargeType", "PrePaid"),
        ("AutoPay", "true"),
        ("AutoRenew", "true"),
        ("AutoRenewDuration", "1"),
    ];
    let answer = world.call(ORDER, &params).unwrap();
    let order = order_of(&world, LINE);
    assert_eq!(answer, json!({"Data": {"OrderId": order.id.0.to_string()}}));
    assert_eq!((order.status, order.amount, order.term.months), (OrderStatus::Paid, 24_000_000, 24));
    let paid = seen(&world);
    assert_eq!(paid.end_at, Some(world.now.after_months(24)));
    assert_eq!(paid.work, Some(Work::Enabling(world.now)));
    assert_eq!(world.state.account(OWN).unwrap().balance, Some(1));
    assert_eq!(world.refused(ORDER, &params), "400 Forbidden.NotAllowedInState");
}

#[test]
fn an_order_that_is_not_paid_at_once_waits_and_one_that_cannot_be_is_abnormal() {
    let params = [IN, ("PhysicalConnectionId", LINE)];
    let mut world = world_with(line());
    world.call(ORDER, &params).unwrap();
    let order = order_of(&world, LINE);
    assert_eq!((order.status, order.amount, order.term.months), (OrderStatus::Unpaid, 1_000_000, 1));
    assert_eq!(seen(&world).end_at, None);
    assert_eq!(world.refused(ORDER, &params), "400 Forbidden.NotAllowedInState");

    let mut poor = world_with(line());
    edit_account(&mut poor, |account| account.balance = Some(999_999));
    poor.call(ORDER, &[IN, ("PhysicalConnectionId", LINE), ("AutoPay", "true")]).unwrap();
    assert_eq!(order_of(&poor, LINE).status, OrderStatus::Abnormal);
    assert_eq!((seen(&poor).end_at, poor.state.account(OWN).unwrap().balance), (None, Some(999_999)));
    poor.call(ORDER, &params).unwrap();
}

#[test]
fn occupancy_is_ordered_while_the_line_waits_for_payment() {
    let open = [Status::Allocated, Status::Confirmed];
    for status in Status::ALL {
        let letters = [LoaStatus::Available, LoaStatus::Complete, LoaStatus::Deleted].map(Some);
        for letter in [None].into_iter().chain(letters) {
            let loa = letter.map(|status| Loa { status, ..Loa::default() });
            let mut world = world_with(PhysicalConnection { status, loa, ..line() });
            let outcome = world.call(ORDER, &[IN, ("PhysicalConnectionId", LINE)]);
            let waits = match letter {
                // One that was taken back covers nothing any more.
                None | Some(LoaStatus::Deleted) => open.contains(&status),
                Some(letter) => {
                    letter == LoaStatus::Complete && (open.contains(&status) || status == Status::Enabled)
                }
            };
            assert_eq!(outcome.is_ok(), waits, "{status:?} {letter:?}");
        }
    }
    let paid = PhysicalConnection { end_at: Some(Time(1)), ..line() };
    let mut world = world_with(paid);
    assert_eq!(
        world.refused(ORDER, &[IN, ("PhysicalConnectionId", LINE)]),
        "400 Forbidden.NotAllowedInState"
    );
}

#[test]
fn terms_have_bounds() {
    let mut world = world_with(line());
    for (name, value) in
        [("Period", "0"), ("Period", "10"), ("PricingCycle", "Week"), ("InstanceChargeType", "PostPaid")]
    {
        let params = [IN, ("PhysicalConnectionId", LINE), (name, value)];
        let error = world.call(ORDER, &params).unwrap_err();
        assert!(error.code() == "InvalidParameter" && error.message().contains(name), "{error}");
    }
    let six_years = [IN, ("PhysicalConnectionId", LINE), ("Period", "6"), ("PricingCycle", "Year")];
    assert_eq!(world.refused(ORDER, &six_years), "400 InvalidParameter");
}

#[test]
fn nothing_is_paid_for_a_shared_line_that_has_been_deleted_and_is_still_listed() {
    let params = [IN, ("PhysicalConnectionId", LINE)];
    for (parent_account, by_others) in
        [(OTHER, "400 Abs.InstanceNotExist"), (OWN, "404 InvalidPhysicalConnectionId.NotFound")]
    {
        let shared = Shared { parent_account, status: VpconnStatus::Deleted, ..Shared::default() };
        let mut world = world_with(PhysicalConnection { shared: Some(shared), ..line() });
        assert_eq!(world.refused(ORDER, &params), "400 Abs.InstanceNotExist");
        let error = world.call_other(ORDER, &params).unwrap_err();
        assert_eq!(format!("{} {}", error.http(), error.code()), by_others);
    }
}

#[test]
fn a_shared_line_is_paid_by_whom_its_mode_names() {
    let shared = |order_mode, status| Shared {
        parent: PhysicalConnectionId::new("pc-bp1parent"),
        parent_account: OWN,
        order_mode,
        status,
        ..Shared::default()
    };
    let params = [IN, ("PhysicalConnectionId", LINE), ("AutoPay", "true")];
    for (mode, partner_pays) in
        [(OrderMode::ByPhysicalConnectionOwner, true), (OrderMode::ByVirtualPhysicalConnectionOwner, false)]
    {
        let shared = shared(mode, VpconnStatus::UnConfirmed);
        let mut world = world_with(PhysicalConnection { account: OTHER, shared: Some(shared), ..line() });
        let (partner, tenant) =
            (world.call(ORDER, &params).map(drop), world.call_other(ORDER, &params).map(drop));
        let (paid, refused) = if partner_pays { (partner, tenant) } else { (tenant, partner) };
        paid.unwrap();
        assert_eq!(refused.unwrap_err().code(), "Forbidden.NotAllowedInState");
        assert_eq!(order_of(&world, LINE).account, if partner_pays { OWN } else { OTHER });
        let line = seen(&world);
        assert!(line.end_at.is_some() && line.work.is_none(), "the tenant has not accepted it");
    }
    let mut strange = world_with(PhysicalConnection { account: OTHER, ..line() });
    assert_eq!(strange.refused(ORDER, &params), "404 InvalidPhysicalConnectionId.NotFound");
}

#[test]
fn an_installation_is_ordered_together_with_its_line() {
    let params = [IN, ("AccessPointId", "ap-cn-hangzhou-yh-B"), ("LineOperator", "CT")];
    let mut world = World::new();
    let answer = world.call("CreatePhysicalConnectionSetupOrder", &params).unwrap();
    let id = answer["PhysicalConnectionId"].as_str().unwrap();
    let line = PhysicalConnection::clone(world.state.physical_connection(id).unwrap());
    let order = order_of(&world, id);
    assert_eq!((line.status, line.setup_order), (Status::Initial, Some(order.id)));
    assert_eq!((order.status, order.amount), (OrderStatus::Unpaid, 1_000_000));
    assert_eq!(answer["OrderId"], order.id.0.to_string());

    for (balance, status) in [(1_000_000, OrderStatus::Paid), (999_999, OrderStatus::Abnormal)] {
        let mut world = World::new();
        edit_account(&mut world, |account| account.balance = Some(balance));
        let mut params = params.to_vec();
        params.extend([("AutoPay", "true"), ("PortType", "10GBase-LR")]);
        let answer = world.call("CreatePhysicalConnectionSetupOrder", &params).unwrap();
        let id = answer["PhysicalConnectionId"].as_str().unwrap();
        assert_eq!(order_of(&world, id).status, status);
        assert_eq!(world.state.physical_connection(id).unwrap().status, Status::Initial);
    }
}

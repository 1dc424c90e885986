//! `xconnect operator`: the same from the shell. Each subcommand against a running server.

use std::process::{Command, Output};

use serde_json::Value;
use xconnect_model::physical_connection::{Loa, LoaStatus, Status};
use xconnect_model::router_interface::Charge;
use xconnect_model::{Order, OrderId, PhysicalConnection, RouterInterface, Time};

use crate::support::records::{HANGZHOU, HANGZHOU_POINT, OWN};
use crate::support::{Setup, World};

/// The end of what is paid for in these tests: long after their clock's time.
fn paid_until() -> Option<Time> {
    Time::from_wire("2030-01-01T00:00:00Z")
}

fn run(world: &World, arguments: &[&str], token: Option<&str>) -> Output {
    let address = world.server.addresses().operator.unwrap().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xconnect"));
    command
        .arg("operator")
        .args(arguments)
        .args(["--operator", &address])
        .env_remove("XCONNECT_OPERATOR_TOKEN");
    command.envs(token.map(|token| ("XCONNECT_OPERATOR_TOKEN", token))).output().unwrap()
}

/// What is printed by a command that has to succeed, its words parted by one space.
fn ok(world: &World, line: &str) -> String {
    let arguments: Vec<_> = line.split(' ').collect();
    let output = run(world, &arguments, None);
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{line}: {out}{err}");
    assert!(!out.is_empty() && err.is_empty(), "{line}: {out}{err}");
    out
}

fn json(world: &World, line: &str) -> Value {
    serde_json::from_str(&ok(world, &format!("{line} --json"))).unwrap()
}

/// What a command says that has to fail.
fn refused(world: &World, line: &str) -> String {
    let arguments: Vec<_> = line.split(' ').collect();
    let output = run(world, &arguments, None);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]), "{line}");
    String::from_utf8(output.stderr).unwrap()
}

/// A server with a line and letter in every state that a command begins with.
fn world() -> World {
    let world = Setup::default().manual().start();
    let put = |id: &'static str, status, loa: Option<LoaStatus>, end_at| {
        world.edit(move |_, draft| {
            let seq = draft.seq();
            let loa = loa.map(|status| Loa { status, ..Loa::default() });
            let (region, access_point) = (HANGZHOU.into(), HANGZHOU_POINT.into());
            draft.put(PhysicalConnection {
                seq,
                id: id.into(),
                account: OWN,
                region,
                access_point,
                status,
                loa,
                end_at,
                ..Default::default()
            });
        });
    };
    put("pc-1", Status::Initial, None, None);
    put("pc-2", Status::Initial, None, None);
    put("pc-3", Status::Approved, None, None);
    put("pc-4", Status::Enabled, None, paid_until());
    put("pc-5", Status::Allocated, Some(LoaStatus::Applying), None);
    put("pc-6", Status::Allocated, Some(LoaStatus::Applying), None);
    put("pc-7", Status::Allocated, Some(LoaStatus::Completing), None);
    world.edit(|_, draft| {
        for (id, line) in [(7, "pc-1"), (8, "pc-2")] {
            let seq = draft.seq();
            let order = Order { seq, id: OrderId(id), account: OWN, line: line.into(), ..Order::default() };
            draft.put(order);
        }
        let order = OrderId(1);
        let charge = Charge::PrePaid { order, end_at: paid_until(), auto_renew: false, renewal: None };
        let (seq, region) = (draft.seq(), HANGZHOU.into());
        draft.put(RouterInterface {
            seq,
            id: "ri-1".into(),
            account: OWN,
            region,
            charge,
            ..Default::default()
        });
    });
    world
}

#[test]
fn lines_letters_interfaces_and_orders() {
    let world = world();
    let all =
        ok(&world, &format!("lines --account {OWN} --region {HANGZHOU} --access-point {HANGZHOU_POINT}"));
    assert!(all.starts_with("ID    NAME"), "{all}");
    assert_eq!(all.lines().count(), 8);
    assert_eq!(ok(&world, "lines --status Deleted"), "none\n");
    for step in [
        "line pc-1 approve",
        "line pc-1 start-allocation",
        "line pc-1 allocate --device ap-cn-hangzhou-yh-B-AD2 --port 7",
        "line pc-1 complete-construction --circuit-code CC-1",
        "line pc-1 confirm",
        "line pc-1 lock arrears",
        "line pc-1 unlock",
        "line pc-1 cut",
        "line pc-1 mend",
        "line pc-2 reject --reason full",
        "line pc-3 start-allocation",
        "line pc-3 fail-allocation --reason full",
        "line pc-4 renew 12 --amount 5",
        "line pc-4 expire",
        "loa pc-5 accept",
        "loa pc-5 issue --company Builders",
        "loa pc-6 reject --reason unclear",
        "loa pc-7 complete",
        "loa pc-7 delete",
        "interface ri-1 lock security",
        "interface ri-1 unlock",
        "interface ri-1 cut",
        "interface ri-1 mend",
        "interface ri-1 renew 1",
        "interface ri-1 expire",
        "order 7 pay",
        "order 8 void",
    ] {
        ok(&world, step);
    }
    let line = ok(&world, "line pc-1");
    assert!(line.lines().any(|line| line.split_whitespace().eq(["port.number", "7"])), "{line}");
    assert_eq!(json(&world, "line pc-1")["port"]["number"], 7);
    assert!(ok(&world, "interfaces --status Idle --router vrt-0") == "none\n");
    assert!(ok(&world, "interfaces").contains("ri-1"));
    assert!(ok(&world, "interface ri-1").contains("FinancialLocked"));
    assert!(ok(&world, "orders --status paid --line pc-1").lines().nth(1).unwrap().starts_with("7 "));
    assert!(ok(&world, "order 8").contains("void"));
    assert_eq!(refused(&world, "line pc-0"), "xconnect: not_found: there is no line pc-0\n");
    assert!(refused(&world, "line pc-1 approve").starts_with("xconnect: wrong_state: line pc-1 is"));
}

#[test]
fn accounts_and_keys() {
    let world = world();
    assert_eq!(ok(&world, "accounts").lines().count(), 5);
    ok(&world, "account 42 create name=lab balance=100 quotas.interfaces_per_router=9");
    let set = "account 42 set balance=null provider=manual outbound_traffic.cn-hangzhou=false";
    let changed = json(&world, set);
    assert_eq!((&changed["balance"], &changed["provider"]), (&Value::Null, &Value::from("manual")));
    assert!(ok(&world, "account 42").contains("quotas.interfaces_per_router"));
    let made = json(&world, "keys 42 create");
    let key = made["id"].as_str().unwrap();
    ok(&world, "keys 42 create --id k1 --secret s1 --security-token t1");
    ok(&world, &format!("keys 42 disable {key}"));
    assert!(ok(&world, "keys 42").contains("no"));
    ok(&world, &format!("keys 42 enable {key}"));
    assert_eq!(ok(&world, &format!("keys 42 delete {key}")), "done\n");
    assert_eq!(ok(&world, "account 42 delete"), "done\n");
    assert!(refused(&world, "account 42").contains("not_found"));
    assert!(refused(&world, "account 42 set balance").contains("name=value"));
}

#[test]
fn places_and_targets() {
    let world = world();
    let put = "access-point ap-lab put --region cn-hangzhou --name Lab --device D1=2@rack --device D2=1 \
               --feature AP_Support_IPv6=true --status hot --location Cellar";
    ok(&world, put);
    ok(&world, "access-point ap-lab status full");
    assert!(ok(&world, "access-point ap-lab").contains("devices[0].ports"));
    assert!(ok(&world, "access-points --region cn-hangzhou").lines().last().unwrap().starts_with("ap-lab"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("point.json");
    std::fs::write(&file, r#"{"region":"cn-hangzhou","name":"Lab","devices":[]}"#).unwrap();
    ok(&world, &format!("access-point ap-lab load {}", file.display()));
    assert_eq!(ok(&world, "access-point ap-lab delete"), "done\n");
    ok(&world, "region cn-lab put --code la0 --name-en Lab --zone cn-lab-a --zone cn-lab-b");
    assert!(ok(&world, "regions").contains("cn-lab-a, cn-lab-b"));
    assert_eq!(ok(&world, "region cn-lab delete"), "done\n");
    let vpc = world.ok("CreateVpc", &[("RegionId", HANGZHOU)])["VpcId"].as_str().unwrap().to_owned();
    let put = format!(
        "target havip-1 put --kind HaVip --account {OWN} --region {HANGZHOU} --vpc {vpc} --not-ready"
    );
    ok(&world, &put);
    assert!(ok(&world, "targets --kind HaVip").contains(&vpc));
    assert_eq!(ok(&world, "target havip-1 delete"), "done\n");
    let put =
        format!("target eni-1 put --kind NetworkInterface --account {OWN} --region {HANGZHOU} --vpc {vpc}");
    let shown = ok(&world, &format!("{put} --primary --ipv6 2001:db8::1 --ipv6 2001:db8::2=assigning"));
    assert!(shown.contains("ipv6[1].status"), "{shown}");
    let addresses = json(&world, "targets")["items"][0]["ipv6"].clone();
    assert_eq!((&addresses[0]["status"], &addresses[1]["status"]), (&"assigned".into(), &"assigning".into()));
    assert!(refused(&world, &format!("{put} --ipv6 10.0.0.1")).contains("unicast"));
    assert!(
        refused(&world, "access-point ap-lab put --region x --name y --device D1").contains("NAME=PORTS")
    );
}

#[test]
fn customers_routers_and_sessions() {
    let world = world();
    let vbr = world.vbr();
    let on = |action: &str, name: &str, id: &str| world.call(action, &[("RegionId", HANGZHOU), (name, id)]);
    let group = on("CreateBgpGroup", "RouterId", &vbr).with("PeerAsn", "65001").with("AuthKey", "k1");
    let group = world.send(&group).text("BgpGroupId");
    world.settle();
    let peer = world.send(&on("CreateBgpPeer", "BgpGroupId", &group)).text("BgpPeerId");
    world.settle();
    assert_eq!(ok(&world, "customer-routers"), "none\n");
    let put = format!(
        "customer-router dc-1 put --vbr {vbr} --address 10.0.0.2 --asn 65001 --auth-key k1 --site works \
         --announce 192.168.0.0/16 --network 172.20.0.0/16 --route 10.0.0.0/8 --bfd --off"
    );
    ok(&world, &put);
    let row = |text: &str, id: &str| {
        let line =
            text.lines().find(|line| line.starts_with(id)).unwrap_or_else(|| panic!("no {id}: {text}"));
        line.split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let listed = ok(&world, &format!("customer-routers --vbr {vbr}"));
    let expected = ["dc-1", &vbr, "10.0.0.2", "works", "65001", "yes", "yes", "no", "192.168.0.0/16"];
    assert_eq!(row(&listed, "dc-1"), expected);
    assert!(ok(&world, &format!("session {peer}")).contains("no router of the customer answers"));
    ok(&world, "customer-router dc-1 on");
    ok(&world, "customer-router dc-1 announce 192.168.0.0/16 10.66.0.0/16");
    world.finish();
    let sessions =
        ok(&world, &format!("sessions --account {OWN} --region {HANGZHOU} --vbr {vbr} --group {group}"));
    let shown = row(&sessions, &peer);
    assert_eq!(shown[5..8], ["dc-1", "Available", "established"], "{sessions}");
    assert_eq!(shown[9..], ["no", "no", "2", "-"], "{sessions}");
    assert_eq!(ok(&world, "sessions --vbr vbr-none"), "none\n");
    ok(&world, "customer-router dc-1 withdraw 10.66.0.0/16");
    assert_eq!(json(&world, &format!("session {peer}"))["learned"], 1);
    ok(&world, &format!("session {peer} cut"));
    world.finish();
    assert_eq!(json(&world, &format!("session {peer}"))["session"]["state"], "down");
    ok(&world, &format!("session {peer} mend"));
    world.finish();
    assert_eq!(json(&world, &format!("sessions --vbr {vbr}"))["items"][0]["session"]["state"], "established");
    ok(&world, "customer-router dc-1 off");
    world.finish();
    assert_eq!(json(&world, &format!("session {peer}"))["learned"], 0);
    assert_eq!(json(&world, "customer-router dc-1")["on"], false);
    assert_eq!(ok(&world, "customer-router dc-1 delete"), "done\n");
    assert!(refused(&world, "customer-router dc-1 on").starts_with("xconnect: not_found"));
    assert!(refused(&world, &format!("{put} --announce all")).contains("unfit"));
    assert_eq!(run(&world, &["customer-router", "dc-1", "announce"], None).status.code(), Some(2));
}

#[test]
fn a_target_that_a_route_leads_to_is_not_taken_away_from_the_shell_either() {
    let world = world();
    let made = world.ok("CreateVpc", &[("RegionId", HANGZHOU)]);
    let id = |name: &str| made[name].as_str().unwrap().to_owned();
    world.settle();
    let vpc = id("VpcId");
    let put = format!("target i-1 put --kind Instance --account {OWN} --region {HANGZHOU} --vpc {vpc}");
    ok(&world, &put);
    let route =
        world.call("CreateRouteEntry", &[("RouteTableId", &id("RouteTableId")), ("NextHopId", "i-1")]);
    let route = world.send(&route.with("DestinationCidrBlock", "192.168.0.0/16")).text("RouteEntryId");
    assert!(refused(&world, "target i-1 delete").contains("conflict: routes lead to i-1"));
    world.settle();
    assert!(refused(&world, "target i-1 delete").contains("conflict: routes lead to i-1"));
    assert!(refused(&world, &put.replace("Instance", "HaVip")).contains("conflict"));
    assert_eq!(json(&world, "targets")["items"][0]["routes"], 1);
    world.ok("DeleteRouteEntry", &[("RegionId", HANGZHOU), ("RouteEntryId", &route)]);
    assert!(refused(&world, "target i-1 delete").contains("conflict"), "it is still on its way out");
    world.settle();
    assert_eq!(ok(&world, "target i-1 delete"), "done\n");
}

#[test]
fn clock_faults_reset_and_audit() {
    let world = world();
    for line in ["clock", "clock freeze", "clock advance 8d", "clock run-dry --limit 10", "clock speed 60"] {
        ok(&world, line);
    }
    assert_eq!(json(&world, "clock")["rate"], 60.0);
    assert_eq!(ok(&world, "faults"), "none\n");
    ok(&world, &format!("fault add CreateVpc --account {OWN} --calls 3 --code Throttling --delay 1ms"));
    ok(&world, "fault add * --code Own --http 500 --message broken");
    assert!(ok(&world, "fault show 1").contains("Throttling"));
    assert_eq!(ok(&world, "faults").lines().count(), 3);
    assert_eq!(ok(&world, "fault remove 1"), "done\n");
    assert_eq!(ok(&world, "fault clear"), "done\n");
    ok(&world, &format!("reset --account {OWN}"));
    assert_eq!(json(&world, "reset --all")["deleted"], 0);
    let trail = ok(&world, "audit --action operator:Reset --limit 1");
    assert!(
        trail.contains("operator:Reset") && trail.ends_with('\n') && trail.contains("--before"),
        "{trail}"
    );
    assert!(ok(&world, "audit --resource pc-1 --refused false").contains("7, 8, ri-1, pc-1, and 6 more"));
    assert!(refused(&world, "audit --from noon").contains("bad_request"));
    assert_eq!(run(&world, &["reset"], None).status.code(), Some(2), "it has to be said what is reset");
}

#[test]
fn the_token_comes_from_the_environment_or_a_file() {
    const TOKEN: &str = "0123456789abcdef";
    let world = Setup::default().token(TOKEN).start();
    assert!(refused(&world, "clock").contains("unauthorized"));
    assert!(run(&world, &["clock"], Some(TOKEN)).status.success());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    assert!(refused(&world, &format!("clock --token-file {}", file.display())).contains("cannot be read"));
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    ok(&world, &format!("clock --token-file {}", file.display()));
    let nobody = Command::new(env!("CARGO_BIN_EXE_xconnect"))
        .args(["operator", "clock", "--operator", "127.0.0.1:1"])
        .output()
        .unwrap();
    assert!(String::from_utf8(nobody.stderr).unwrap().contains("127.0.0.1:1 does not answer"));
}

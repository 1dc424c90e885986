//! Where packets go, over real sockets and by the command.

use std::process::Command;

use xconnect_model::{VSwitch, Vpc};

use crate::client::Operator;
use crate::support::records::{HANGZHOU, OWN};
use crate::support::{Setup, World};

/// `vpc-p` with one vSwitch, 10.9.0.0/24.
fn vpc(world: &World) {
    world.edit(|_, draft| {
        let (seq, cidr) = (draft.seq(), "10.9.0.0/24".parse().unwrap());
        draft.put(Vpc {
            seq,
            id: "vpc-p".into(),
            account: OWN,
            region: HANGZHOU.into(),
            cidr,
            vrouter: "vrt-p".into(),
            route_table: "vtb-p".into(),
            ..Vpc::default()
        });
        let seq = draft.seq();
        draft.put(VSwitch {
            seq,
            id: "vsw-p".into(),
            account: OWN,
            region: HANGZHOU.into(),
            vpc: "vpc-p".into(),
            cidr,
            route_table: "vtb-p".into(),
            ..VSwitch::default()
        });
    });
}

/// Drives the operations of the group.
pub(crate) fn drive(world: &World, operator: &Operator<'_>) {
    vpc(world);
    let answer = operator.ok("POST", "/v1/trace", r#"{"from":"10.9.0.5@vpc-p","to":"10.9.0.6","all":true}"#);
    assert_eq!(answer["answer"]["verdict"], "reachable");
    operator.ok("GET", "/v1/topology?routes=true", "");
    let dot = operator.ask("GET", "/v1/topology.dot", "");
    assert!(dot.body.starts_with("graph xconnect {"), "{dot:?}");
    let nowhere = r#"{"from":"10.9.0.5@vpc-0","to":"10.9.0.6"}"#;
    assert_eq!(operator.refused("POST", "/v1/trace", nowhere), "404 not_found");
    assert_eq!(operator.refused("POST", "/v1/trace", "{}"), "400 bad_request");
    let unfit = r#"{"from":"10.9.0.5","to":"10.9.0.6"}"#;
    assert_eq!(operator.refused("POST", "/v1/trace", unfit), "422 unfit");
}

#[test]
fn the_command_prints_the_way_and_says_by_its_status_whether_there_is_one() {
    let world = Setup::default().start();
    vpc(&world);
    let operator = world.server.addresses().operator.unwrap().to_string();
    let trace = |from: &str, to: &str, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xconnect"));
        command.args(["trace", "--operator", &operator, "--from", from, "--to", to]).args(more);
        let output = command.env_remove("XCONNECT_OPERATOR_TOKEN").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), text, String::from_utf8(output.stderr).unwrap())
    };
    let (status, text, _) = trace("10.9.0.5@vpc-p", "10.9.0.6", &[]);
    assert!(status == 0 && text.contains("vSwitch vsw-p") && text.contains("Reachable"), "{status} {text}");
    let (status, text, _) = trace("10.9.0.5@vpc-p", "192.168.0.1", &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((status, &json["answer"]["reason"]["code"]), (1, &"no-route".into()));
    let (status, text, error) = trace("10.9.0.5@vpc-0", "192.168.0.1", &[]);
    assert!(status == 1 && text.is_empty() && error.contains("vpc-0"), "{status} {text} {error}");
}

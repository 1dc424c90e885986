//! `alicloud_express_connect_grant_rule_to_cen`.

use serde_json::Value;

use super::answer::{integers, list, texts};
use super::provider::Provider;
use crate::support::World;
use crate::support::records::PARTNER;

fn read(provider: &Provider<'_>, vbr: &str, cen: &str) -> Option<Value> {
    let token = provider.token("DescribeGrantRulesToCen");
    let form = [("InstanceId", vbr), ("InstanceType", "VBR"), ("ClientToken", &token)];
    let answer = match provider.tea("DescribeGrantRulesToCen", &form) {
        Ok(answer) => answer,
        Err(failure) if failure.is_not_found() => return None,
        Err(failure) => panic!("{failure:?}"),
    };
    list(&answer, &["CenGrantRules", "CbnGrantRule"]).into_iter().find(|rule| rule["CenInstanceId"] == cen)
}

#[test]
fn a_grant_to_anothers_cen() {
    let world = World::new();
    let provider = Provider::new(&world);
    let (vbr, cen, owner) = (world.vbr(), world.active_cen(PARTNER), PARTNER.to_string());
    let form =
        [("InstanceId", vbr.as_str()), ("InstanceType", "VBR"), ("CenId", &cen), ("CenOwnerId", &owner)];
    provider.create("GrantInstanceToCen", &form);
    let rule = read(&provider, &vbr, &cen).expect("it is read at once");
    integers(&rule, &["CenOwnerId"]);
    texts(&rule, &["CenInstanceId", "CreationTime"]);
    provider.create("RevokeInstanceFromCen", &form);
    assert!(read(&provider, &vbr, &cen).is_none());
}

//! What a request may look like.

use serde_json::Value;

use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

fn total(world: &World, call: &Call) -> u64 {
    world.send(call).success()["TotalCount"].as_u64().unwrap()
}

#[test]
fn parameters_come_in_the_query_in_the_body_or_in_both() {
    let world = World::new();
    world.interface(&[]);
    assert_eq!(total(&world, &world.list().method("GET")), 1);
    assert_eq!(total(&world, &world.list()), 1);
    assert_eq!(total(&world, &world.list().all_in_form()), 1);
    let filter = world.list().form("Filter.1.Key", "Status").form("Filter.1.Value.1", "Active");
    assert_eq!(total(&world, &filter), 0);
}

#[test]
fn the_body_wins_over_the_query() {
    let world = World::new();
    let call = world.list().with("RegionId", "cn-nowhere").form("RegionId", HANGZHOU);
    world.send(&call).success();
    let call = world.list().form("RegionId", "cn-nowhere");
    assert_eq!(world.send(&call).refusal(), "404 InvalidRegionId.NotFound");
}

#[test]
fn unknown_parameters_and_headers_are_ignored() {
    let world = World::new();
    let call =
        ["SourceIp", "SecureTransport", "AcceptLanguage", "SignatureType", "ClientToken", "Fancy.1.Thing"]
            .iter()
            .fold(world.list(), |call, name| call.with(name, ""));
    let call = call.header("x-sdk-invoke-type", "normal").header("x-acs-action", "describeRouterInterfaces");
    world.send(&call).success();
}

#[test]
fn lists_may_have_gaps_and_any_order() {
    let world = World::new();
    world.interface(&[("Name", "first")]);
    world.interface(&[("Name", "second")]);
    let call = world.list().with("Filter.7.Value.9", "second").with("Filter.7.Value.2", "first");
    assert_eq!(total(&world, &call.with("Filter.7.Key", "Name")), 2);
    let json = world.list().with("Filter", r#"[{"Key":"Name","Value":["second"]}]"#);
    assert_eq!(total(&world, &json), 1);
}

#[test]
fn booleans_may_be_pythons_and_timestamps_spelled_as_the_document_does() {
    let world = World::new();
    let now = "2026-11-21T00:00:00Z";
    let call =
        world.list().without("Timestamp").with("TimeStamp", now).with("IncludeReservationData", "True");
    world.send(&call).success();
}

#[test]
fn blank_values_count_as_absent_and_are_signed() {
    let world = World::new();
    world.send(&world.list().with("PageSize", "").with("ResourceGroupId", "")).success();
}

#[test]
fn the_signature_covers_what_the_query_means_not_how_it_is_spelled() {
    let world = World::new();
    let mut request = world.list().with("Description", "a b*(c)~!'").signed();
    for (encoded, raw) in [("%20", "+"), ("%2A", "*"), ("%28", "("), ("%29", ")"), ("~", "%7e"), ("%27", "'")]
    {
        assert!(request.target.contains(encoded), "{encoded}");
        request.target = request.target.replace(encoded, raw);
    }
    world.connect().exchange(&request).success();
}

#[test]
fn a_wrong_secret_is_told_in_the_form_that_clients_take_apart() {
    let world = World::new();
    let call = world.list().key("testid", "wrong");
    let answer = world.send(&call);
    assert_eq!(answer.refusal(), "400 SignatureDoesNotMatch");
    let message = answer.text("Message");
    let (before, string_to_sign) = message.split_once(':').unwrap();
    assert!(before.ends_with("server string to sign is"), "{message}");
    assert!(string_to_sign.starts_with("POST&%2F&AccessKeyId%3Dtestid%26Action%3D"), "{message}");
    assert!(!string_to_sign.contains(':'), "{message}");
    let answer = world.send(&world.list().forged("Signature", "no signature"));
    assert_eq!(answer.refusal(), "400 IncompleteSignature");
    assert!(answer.text("Message").contains("server string to sign is:POST&"), "{answer:?}");
}

#[test]
fn both_signatures_say_the_same() {
    let world = World::new();
    let interface = world.interface(&[]);
    let of = |answer: Value| answer["RouterInterfaceSet"]["RouterInterfaceType"][0].clone();
    let rpc = of(world.send(&world.list()).success());
    let acs3 = of(world.send(&world.list().acs3()).success());
    assert_eq!(rpc["RouterInterfaceId"], interface);
    assert_eq!(rpc, acs3);
    assert_eq!(
        world.send(&world.list().acs3().key("testid", "wrong")).refusal(),
        "400 SignatureDoesNotMatch"
    );
}

#[test]
fn acs3_signs_the_host_as_the_client_spelled_it() {
    let world = World::new();
    for host in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "vpc.aliyuncs.com"] {
        world.send(&world.list().acs3().host(host)).success();
        let refused = world.send(&world.list().acs3().host(host).with("RegionId", "cn-nowhere"));
        assert_eq!(refused.text("HostId"), host);
    }
    // What py-tea's asynchronous client adds to an empty body without signing it.
    world.send(&world.list().acs3().header("Content-Type", "application/octet-stream")).success();
}

#[test]
fn acs3_takes_json_bodies() {
    let world = World::new();
    world.interface(&[("Name", "first")]);
    let body = r#"{"Filter":[{"Key":"Name","Value":["first"]}]}"#;
    let call = world.list().acs3().header("Content-Type", "application/json; charset=utf-8").body(body);
    assert_eq!(total(&world, &call), 1);
}

#[test]
fn a_caller_speaks_for_its_own_account() {
    let world = World::new();
    let number = OWN.to_string();
    let own = [
        ("OwnerId", number.as_str()),
        ("OwnerAccount", "test"),
        ("OwnerAccount", &number),
        ("ResourceOwnerId", &number),
        ("ResourceOwnerAccount", "test"),
        ("OwnerId", ""),
    ];
    for (name, value) in own {
        world.send(&world.list().with(name, value)).success();
    }
    for (name, value, refusal) in [
        ("OwnerId", "one", "400 InvalidOwnerId"),
        ("OwnerAccount", "nobody", "400 InvalidOwnerAccount"),
        ("ResourceOwnerId", "6543210987654321", "403 Forbidden.RAM"),
        ("ResourceOwnerAccount", "partner", "403 Forbidden.RAM"),
    ] {
        assert_eq!(world.send(&world.list().with(name, value)).refusal(), refusal, "{name}={value}");
    }
    let both = world.list().with("OwnerId", &number).with("OwnerAccount", "test");
    assert_eq!(world.send(&both).refusal(), "400 InvalidOwner");
}

#[test]
fn keys_that_are_disabled_temporary_or_unknown() {
    let world = World::new();
    let with = |id: &str, secret: &str| world.list().key(id, secret);
    assert_eq!(
        world.send(&with("disabledid", "disabledsecret")).refusal(),
        "403 Forbidden.AccessKeyDisabled"
    );
    assert_eq!(world.send(&with("nobody", "x")).refusal(), "400 InvalidAccessKeyId.NotFound");
    let temporary = || with("STS.id", "stssecret");
    let mismatch = "400 InvalidSecurityToken.MismatchWithAccessKey";
    assert_eq!(world.send(&temporary()).refusal(), mismatch);
    assert_eq!(world.send(&temporary().with("SecurityToken", "ststoke")).refusal(), mismatch);
    world.send(&temporary().with("SecurityToken", "ststoken")).success();
    assert_eq!(
        world.send(&temporary().with("SecurityToken", "ststoken").key("STS.id", "x")).refusal(),
        "400 SignatureDoesNotMatch"
    );
}

#[test]
fn accounts_do_not_see_each_other() {
    let world = World::new();
    let pair = world.pair();
    assert_eq!(total(&world, &world.list().by_partner()), 0);
    assert_eq!(total(&world, &world.list().by_partner().with("RegionId", "cn-beijing")), 1);
    let params = [("RegionId", HANGZHOU), ("InstanceId", pair.initiator.as_str())];
    let seen = world.send(&world.call("DescribeRouterInterfaceAttribute", &params).by_partner()).success();
    assert_eq!(seen["RouterInterfaceId"], "");
}

#[test]
fn the_method_and_the_path_are_what_they_have_to_be() {
    let world = World::new();
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        assert_eq!(
            world.send(&world.list().method(method)).refusal(),
            "403 UnsupportedHTTPMethod",
            "{method}"
        );
    }
    for path in ["/api", "//", "/?"] {
        let answer = world.send(&world.list().path(path));
        if path == "/?" {
            // The first parameter's name begins with the second question mark, and is unknown.
            assert_eq!(answer.refusal(), "400 MissingParameter");
        } else {
            assert_eq!(answer.refusal(), "404 InvalidPath.NotFound", "{path}");
        }
    }
}

#[test]
fn a_dry_run_checks_everything_and_changes_nothing() {
    let world = World::new();
    let call = |cidr: &str| {
        let params =
            [("RegionId", HANGZHOU), ("CidrBlock", cidr), ("DryRun", "true"), ("ClientToken", "dry")];
        world.call("CreateVpc", &params)
    };
    let before = world.state();
    assert_eq!(world.send(&call("10.0.0.0/8")).refusal(), "400 DRYRUN.SUCCESS");
    assert_ne!(world.send(&call("8.8.8.0/99")).refusal(), "400 DRYRUN.SUCCESS");
    assert!(world.state() == before);
    // Its token has not been used up.
    world.send(&call("10.0.0.0/8").with("DryRun", "false")).success();
    assert_eq!(world.state().vpcs.len(), 1);
}

//! What every action can be refused with.

use std::sync::Arc;

use xconnect_engine::{CommitError, Origin};
use xconnect_log::Fault;
use xconnect_model::ClockSetting;
use xconnect_model::router_interface::BusinessStatus;
use xconnect_state::{Draft, Record, State};

use crate::case::{Case, shared};
use crate::support::World;
use crate::support::call::Call;
use crate::support::records::{HANGZHOU, OWN};

pub(crate) fn cases() -> Vec<Case> {
    [incomplete(), unsigned(), not_theirs(), too_busy(), refused(), out_of_bounds()]
        .into_iter()
        .flatten()
        .collect()
}

/// A write that succeeds, to be spoilt.
fn rename(world: &World) -> Call {
    rename_of(world, &world.interface(&[]))
}

fn rename_of(world: &World, interface: &str) -> Call {
    let params = [("RegionId", HANGZHOU), ("RouterInterfaceId", interface), ("Name", "renamed")];
    world.call("ModifyRouterInterfaceAttribute", &params)
}

/// A creation that succeeds, to be spoilt.
fn create(world: &World) -> Call {
    world.creation(&world.router(OWN, HANGZHOU))
}

/// Something that every request has is not there, or says nothing.
fn incomplete() -> Vec<Case> {
    vec![
        shared(
            400,
            "MissingParameter",
            r#"The input parameter "Action" that is mandatory for processing this request is not supplied"#,
            |world| world.list().without("Action"),
        ),
        shared(
            400,
            "MissingParameter",
            r#"The input parameter "AccessKeyId" that is mandatory for processing this request is not supplied"#,
            |world| world.list().without("AccessKeyId"),
        ),
        shared(
            400,
            "MissingParameter",
            r#"An input parameter "Signature" that is mandatory for processing the request is not supplied."#,
            |world| world.list().without("Signature"),
        ),
        shared(
            400,
            "MissingParameter",
            r#"The input parameter "TimeStamp" that is mandatory for processing this request is not supplied"#,
            |world| world.list().without("Timestamp"),
        ),
        shared(
            400,
            "MissingParameter",
            r#"The input parameter "Version" that is mandatory for processing this request is not supplied"#,
            |world| world.list().without("Version"),
        ),
        shared(
            400,
            "MissingParameter",
            r#"The input parameter "%s" that is mandatory for processing this request is not supplied."#,
            |world| world.list().without("SignatureNonce"),
        )
        .says(
            r#"The input parameter "SignatureNonce" that is mandatory for processing this request is not supplied."#,
        ),
        shared(
            400,
            "InvalidParameter",
            r#"The specified parameter "Action or Version" is not valid."#,
            |world| world.list().with("Action", "ConnectEverything"),
        ),
        shared(
            400,
            "InvalidParameter",
            r#"The specified parameter "Action or Version" is not valid."#,
            |world| world.list().with("Version", "2014-05-26"),
        ),
        // Half of a character.
        shared(400, "InvalidParameter", "The specified parameter is not valid", |world| {
            world.list().header("Content-Type", "application/x-www-form-urlencoded").body("Name=%C3")
        }),
        shared(400, "InvalidParameter", "The specified parameter is not valid", |world| {
            world.list().with("PageSize", "51")
        })
        .says(r#"The specified parameter "PageSize" is not valid."#),
    ]
}

/// Whose request it is, and of when, cannot be told.
fn unsigned() -> Vec<Case> {
    vec![
        shared(
            400,
            "InvalidAccessKeyId.NotFound",
            "The Access Key ID provided does not exist in our records.",
            |world| world.list().key("nobody", "secret"),
        ),
        shared(403, "Forbidden.AccessKeyDisabled", "The Access Key is disabled.", |world| {
            world.list().key("disabledid", "disabledsecret")
        }),
        shared(
            400,
            "IncompleteSignature",
            "The request signature does not conform to Alibaba Cloud standards.",
            |world| world.list().acs3().header("x-acs-date", "twice"),
        ),
        shared(
            400,
            "InvalidParamater",
            r#"The specified parameter "SignatureMethod" is not valid."#,
            |world| world.list().with("SignatureMethod", "HMAC-MD5"),
        ),
        shared(
            400,
            "InvalidParamater",
            r#"The specified parameter "SignatureVersion" is not valid."#,
            |world| world.list().with("SignatureVersion", "2.0"),
        ),
        shared(
            400,
            "IllegalTimestamp",
            r#"The input parameter "Timestamp" that is mandatory for processing this request is not supplied."#,
            |world| world.list().with("Timestamp", "2026-11-20T22:59:59Z"),
        ),
        shared(400, "SignatureNonceUsed", "The request signature nonce has been used.", |world| {
            let call = world.list();
            world.send(&call).success();
            call
        }),
        shared(
            400,
            "SignatureDoesNotMatch",
            "Specified signature is not matched with our calculation. server string to sign is:%s",
            |world| world.list().key("testid", "another secret"),
        ),
        shared(
            400,
            "InvalidSecurityToken.MismatchWithAccessKey",
            "The specified security token does not belong to the access key.",
            |world| world.list().key("STS.id", "stssecret").with("SecurityToken", "another token"),
        ),
    ]
}

/// The call is on behalf of somebody else.
fn not_theirs() -> Vec<Case> {
    vec![
        shared(400, "InvalidOwnerId", "The specified OwnerId is not valid.", |world| {
            world.list().with("OwnerId", "6543210987654321")
        }),
        shared(400, "InvalidOwnerAccount", "The specified OwnerAccount is not valid.", |world| {
            world.list().with("OwnerAccount", "partner")
        }),
        shared(400, "InvalidOwner", "OwnerId and OwnerAccount can't be used at one API access.", |world| {
            world.list().with("OwnerId", "1234567890123456").with("OwnerAccount", "test")
        }),
        shared(
            403,
            "Forbidden.RAM",
            "User not authorized to operate on the specified resource, or this API does not support RAM.",
            |world| world.list().with("ResourceOwnerId", "6543210987654321"),
        ),
    ]
}

/// The server has no room, or no log.
fn too_busy() -> Vec<Case> {
    vec![
        shared(400, "Throttling", "Request was denied due to request throttling.", |world| {
            let call = rename(world);
            fill_the_queue(world);
            call
        }),
        shared(400, "Throttling", "Request was denied due to request throttling.", |world| {
            world.send(&world.list()).success();
            world.list()
        })
        .config("[limits]\ncalls_per_minute = 1"),
        shared(
            503,
            "ServiceUnavailable",
            "The request has failed due to a temporary failure of the server.",
            |world| {
                let call = rename(world);
                world.faults().set(Fault::Always);
                call
            },
        ),
        shared(403, "LastTokenProcessing", "The last token request is processing", |world| {
            let call = create(world).with("ClientToken", "one at a time");
            world.gate().close();
            world.send_aside(&call);
            world.gate().wait_for_append();
            call.with("SignatureNonce", "another")
        }),
    ]
}

/// Fills the engine's queue: the log takes nothing, and so many commits wait that one more is refused.
fn fill_the_queue(world: &World) {
    world.gate().close();
    flood(world);
    // The writer has taken some of them out of the queue before it met the gate.
    world.gate().wait_for_append();
    flood(world);
}

/// Commits until one is refused.
fn flood(world: &World) {
    let engine = Arc::clone(world.server.engine());
    world.block_on(async move {
        let (refused, mut is_refused) = tokio::sync::mpsc::unbounded_channel();
        while is_refused.try_recv().is_err() {
            let (engine, refused) = (Arc::clone(&engine), refused.clone());
            tokio::spawn(async move {
                let work = |_: &State, draft: &mut Draft<'_>| {
                    draft.put(Record::Clock(ClockSetting::default()));
                    Ok::<(), String>(())
                };
                if engine.commit(Origin::service("Flood"), work).await == Err(CommitError::Overloaded) {
                    let _ = refused.send(());
                }
            });
            tokio::task::yield_now().await;
        }
    });
}

/// The rules that many actions have in common.
fn refused() -> Vec<Case> {
    vec![
        shared(
            403,
            "Forbidden.RiskControl",
            "This operation is forbidden by Alibaba Cloud Risk Control system.",
            |world| {
                let interface = world.interface(&[]);
                world.lock(&interface, BusinessStatus::SecurityLocked);
                rename_of(world, &interface)
            },
        ),
        shared(
            403,
            "Forbidden.RiskControl",
            "This operation is forbidden by Alibaba Cloud Risk Control system.",
            |world| {
                world.edit_account(OWN, |account| account.risk_control = "unpaid parking".into());
                world.list()
            },
        ),
        shared(400, "InsufficientBalance", "Your account does not have enough balance.", |world| {
            world.edit_account(OWN, |account| account.balance = Some(1));
            create(world).with("InstanceChargeType", "PrePaid").with("Period", "1").with("AutoPay", "true")
        }),
        shared(
            400,
            "IdempotentParameterMismatch",
            "Request uses a client token in a previous request but is not identical to that request.",
            |world| {
                let call = create(world).with("ClientToken", "once");
                world.send(&call).success();
                call.with("SignatureNonce", "another").with("Spec", "Mini.5")
            },
        ),
        shared(
            400,
            "DRYRUN.SUCCESS",
            "The request would have succeeded; nothing was changed, because DryRun is true.",
            |world| world.call("CreateVpc", &[("RegionId", HANGZHOU), ("DryRun", "true")]),
        ),
    ]
}

/// More, or something else, than this server takes.
fn out_of_bounds() -> Vec<Case> {
    vec![
        shared(403, "UnsupportedHTTPMethod", "This http method is not supported.", |world| {
            world.list().method("PUT")
        }),
        shared(404, "InvalidPath.NotFound", r#"The API answers at the path "/" only."#, |world| {
            world.list().path("/index.html")
        }),
        shared(
            414,
            "RequestTargetTooLong",
            "The request target is longer than this service accepts. Send the parameters in a form body.",
            |world| world.list().with("Description", &"x".repeat(17_000)),
        ),
        shared(
            431,
            "RequestHeadersTooLarge",
            "The request headers are larger than this service accepts.",
            |world| world.list().header("x-large", &"x".repeat(66_000)),
        ),
        shared(
            413,
            "RequestBodyTooLarge",
            "The request body is larger than this service accepts.",
            |world| world.list().body(vec![b'x'; 3 << 20]),
        ),
        shared(
            415,
            "UnsupportedContentEncoding",
            "The request body must not be compressed or otherwise encoded.",
            |world| world.list().header("Content-Encoding", "gzip"),
        ),
        shared(
            400,
            "TooManyParameters",
            "The request has more parameters than this service accepts.",
            |world| (0..1_001).fold(world.list(), |call, n| call.form(&format!("P{n}"), "")),
        ),
        shared(
            400,
            "ParameterNameTooLong",
            "The request has a parameter whose name is longer than this service accepts.",
            |world| world.list().with(&"N".repeat(257), ""),
        ),
        shared(
            400,
            "ListTooLong",
            r#"The list parameter "%s" has more elements than this service accepts."#,
            |world| (1..=101).fold(world.list(), |call, n| call.form(&format!("Tags.{n}.Key"), "k")),
        )
        .says(r#"The list parameter "Tags" has more elements than this service accepts."#),
        shared(
            400,
            "InvalidContentSha256.Mismatch",
            "The header x-acs-content-sha256 is not the SHA-256 of the request body.",
            |world| world.list().acs3().forged("x-acs-content-sha256", &"0".repeat(64)),
        ),
    ]
}

//! GetCallerIdentity of Sts: whose access key this is.

use serde::Serialize;
use xconnect_wire::ApiError;

use crate::declare::{Api, Context, Declaration, ReadAction};
use crate::request;

/// Says which account an access key speaks for. Accounts have no users and roles, so it is always the account
/// itself.
pub struct GetCallerIdentity;

request! {
    /// Parameters of GetCallerIdentity: none.
    pub struct Request {}
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    account_id: String,
    user_id: String,
    principal_id: String,
    arn: String,
    identity_type: &'static str,
}

impl ReadAction for GetCallerIdentity {
    const DECLARATION: Declaration = Declaration {
        name: "GetCallerIdentity",
        api: Api::Sts,
        summary: "Says which account an access key speaks for.",
        source: "the official clients' models",
        resource: "*",
        errors: &[],
        missing: None,
        token: None,
    };
    type Request = Request;
    type Response<'s> = Response;

    fn run<'s>(context: Context<'s>, _: &Request) -> Result<Response, ApiError> {
        let account = context.caller.account.to_string();
        Ok(Response {
            arn: format!("acs:ram::{account}:root"),
            user_id: account.clone(),
            principal_id: account.clone(),
            account_id: account,
            identity_type: "Account",
        })
    }
}

//! How an action is declared: once, in one place, for everybody who wants to know.
//!
//! An action is a type with a [`Declaration`], a request made with [`request!`](crate::request), and a function.
//! Decoding, validation, dispatch, the error catalogue, and the reference pages all read that one place. A new
//! action is a file of its own and a line in its family's `actions!` list.

mod parameter;
mod request;

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;
use xconnect_model::{Account, AccountId, RegionId, Text, Time};
use xconnect_state::{Draft, State};
use xconnect_wire::public::{INTERNAL_ERROR, MISSING_PARAMETER};
use xconnect_wire::{Answer, ApiError, ErrorSpec, Fields, Format, Params, RequestId};

pub use self::parameter::{FilterItem, Parameter, TagItem};
pub use self::request::{Mode, Param, Problem, Request};
use crate::settings::{Quotas, Settings};

/// What an action says of itself.
#[derive(Debug)]
pub struct Declaration {
    /// `Action` on the wire.
    pub name: &'static str,
    /// The API that it belongs to.
    pub api: Api,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Where it is documented.
    pub source: &'static str,
    /// The RAM resource that a policy names for it.
    pub resource: &'static str,
    /// The errors that it raises, in the order of the document; the public ones come on top.
    pub errors: &'static [&'static ErrorSpec],
    /// The row for a mandatory parameter that is missing, where it is not the public `MissingParameter`.
    pub missing: Option<&'static ErrorSpec>,
    /// The parameter that carries an idempotency token, where the action takes one: at most 64 ASCII characters.
    /// The dispatcher sees to it, so it is not among the parameters of the request.
    pub token: Option<&'static str>,
}

/// The APIs that share the listener. `Version` on the wire tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    /// Vpc 2016-04-28.
    Vpc,
    /// Sts 2015-04-01.
    Sts,
    /// Location 2015-06-12.
    Location,
    /// BssOpenApi 2017-12-14.
    BssOpenApi,
    /// Ecs 2014-05-26.
    Ecs,
    /// Alb 2020-06-16.
    Alb,
    /// ResourceManager 2020-03-31.
    ResourceManager,
    /// Cbn 2017-09-12.
    Cbn,
}

impl Api {
    /// `Version` on the wire.
    pub fn version(self) -> &'static str {
        match self {
            Self::Vpc => "2016-04-28",
            Self::Sts => "2015-04-01",
            Self::Location => "2015-06-12",
            Self::BssOpenApi => "2017-12-14",
            Self::Ecs => "2014-05-26",
            Self::Alb => "2020-06-16",
            Self::ResourceManager => "2020-03-31",
            Self::Cbn => "2017-09-12",
        }
    }
}

/// Who calls.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The account that the access key speaks for.
    pub account: AccountId,
    /// The access key.
    pub access_key: Text,
    /// The host name that the request was sent to, as the client spelled it.
    pub host: Text,
}

/// What an action sees of the world.
#[derive(Clone, Copy)]
pub struct Context<'s> {
    /// The State, at one position of the log.
    pub state: &'s State,
    /// Who calls.
    pub caller: &'s Caller,
    /// Service time.
    pub now: Time,
    /// Quotas, limits, prices.
    pub settings: &'s Settings,
}

/// An action that changes nothing.
pub trait ReadAction: 'static {
    /// What it says of itself.
    const DECLARATION: Declaration;
    /// Its parameters.
    type Request: Request;
    /// Its answer without the RequestId.
    type Response<'s>: Serialize;

    /// Answers from a State.
    fn run<'s>(context: Context<'s>, request: &Self::Request) -> Result<Self::Response<'s>, ApiError>;
}

/// An action that stages changes.
pub trait WriteAction: 'static {
    /// What it says of itself.
    const DECLARATION: Declaration;
    /// Its parameters.
    type Request: Request + Send;
    /// Its answer without the RequestId.
    type Response: Serialize;
    /// What makes two calls with one token the same.
    const TOKEN_SCOPE: TokenScope = TokenScope::Token;

    /// Checks everything, then stages what is to change. An error leaves the draft to be dropped.
    fn run(
        context: Context<'_>,
        request: &Self::Request,
        draft: &mut Draft<'_>,
    ) -> Result<Self::Response, ApiError>;
}

/// What makes two calls with one idempotency token the same call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenScope {
    /// The token alone: other parameters are a mistake.
    Token,
    /// The token and the parameters: with other parameters it is another call. For actions whose tokens the
    /// Terraform provider cuts so short that calls within 100 seconds share one.
    TokenAndParameters,
}

/// An answer that is nothing but its RequestId.
#[derive(Debug, Serialize)]
pub struct Empty {}

/// An action as the dispatcher holds it.
pub struct Entry {
    /// What it says of itself.
    pub declaration: Declaration,
    /// Its parameters, in the order of their declaration.
    pub params: &'static [Param],
    /// What makes two calls with one token the same.
    pub token_scope: TokenScope,
    /// How it is run.
    pub run: Run,
}

/// How an action is run.
pub enum Run {
    /// From any State, at once.
    Read(fn(Context<'_>, Fields<'_>, Reply) -> Result<Answer, ApiError>),
    /// By the writer: decoded first, then run on the newest State.
    Write(fn(Fields<'_>) -> Result<Box<dyn Operation>, ApiError>),
}

/// How an answer is to look.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    /// Its RequestId.
    pub request_id: RequestId,
    /// JSON or XML.
    pub format: Format,
}

/// A decoded write.
pub trait Operation: Send {
    /// Runs it; the answer is JSON without its RequestId.
    fn run(&self, context: Context<'_>, draft: &mut Draft<'_>) -> Result<String, ApiError>;
}

/// The dispatcher's entry of an action that reads.
pub const fn read<A: ReadAction>() -> Entry {
    Entry {
        declaration: A::DECLARATION,
        params: <A::Request as Request>::PARAMS,
        token_scope: TokenScope::Token,
        run: Run::Read(|context, fields, reply| {
            let response = A::run(context, &decode::<A::Request>(fields, &A::DECLARATION)?)?;
            xconnect_wire::success(A::DECLARATION.name, reply.request_id, reply.format, &response)
                .map_err(|_| ApiError::new(&INTERNAL_ERROR))
        }),
    }
}

/// The dispatcher's entry of an action that writes.
pub const fn write<A: WriteAction>() -> Entry {
    Entry {
        declaration: A::DECLARATION,
        params: <A::Request as Request>::PARAMS,
        token_scope: A::TOKEN_SCOPE,
        run: Run::Write(|fields| Ok(Box::new(Decoded::<A>(decode(fields, &A::DECLARATION)?)))),
    }
}

struct Decoded<A: WriteAction>(A::Request);

impl<A: WriteAction> Operation for Decoded<A> {
    fn run(&self, context: Context<'_>, draft: &mut Draft<'_>) -> Result<String, ApiError> {
        let response = A::run(context, &self.0, draft)?;
        serde_json::to_string(&response).map_err(|_| ApiError::new(&INTERNAL_ERROR))
    }
}

fn decode<R: Request>(fields: Fields<'_>, declaration: &Declaration) -> Result<R, ApiError> {
    R::decode(&fields).map_err(|problem| match (problem, declaration.missing) {
        (Problem::Missing(_), Some(row)) => ApiError::new(row),
        (Problem::Missing(name), None) => match row_for_missing(declaration, name) {
            Some(row) => ApiError::new(row),
            None => xconnect_wire::public::missing_parameter(name),
        },
        (Problem::Invalid(error), _) => error,
    })
}

/// The action's own row for this missing parameter: some pages print one for each of a few.
fn row_for_missing(declaration: &Declaration, name: &str) -> Option<&'static ErrorSpec> {
    let quoted = format!("'{name}'");
    let mut rows = declaration.errors.iter().copied();
    rows.find(|row| row.code == MISSING_PARAMETER.code && row.message.contains(&quoted))
}

impl<'s> Context<'s> {
    /// The region with this id, or the row that says it is unknown.
    pub fn region(&self, id: &str, unknown: &'static ErrorSpec) -> Result<Region, ApiError> {
        if let Some(known) = xconnect_model::catalogue::region(id) {
            let (code, mainland) = (known.code.into(), known.mainland);
            return Ok(Region { id: RegionId::new(known.id), code, mainland });
        }
        let own = self.state.own_region(id).ok_or(unknown)?;
        Ok(Region { id: own.id.clone(), code: own.code.clone(), mainland: true })
    }

    /// The caller's account.
    pub fn account(&self) -> Option<&'s Arc<Account>> {
        self.state.account(self.caller.account)
    }

    /// What the caller may have: the configured quotas, with what an operator has changed for the account.
    pub fn quotas(&self) -> Quotas {
        self.quotas_of(self.caller.account)
    }

    /// As [`Context::quotas`], for any account.
    pub fn quotas_of(&self, account: AccountId) -> Quotas {
        let mut quotas = self.settings.quotas;
        if let Some(account) = self.state.account(account) {
            for (name, value) in &account.quotas {
                quotas.set(name, usize::try_from(*value).unwrap_or(usize::MAX));
            }
        }
        quotas
    }

    /// Whether the caller has the outbound-traffic service open in a region.
    pub fn has_outbound_traffic(&self, region: &RegionId) -> bool {
        self.account().is_some_and(|account| account.has_outbound_traffic(region))
    }
}

/// A region that exists.
#[derive(Debug, Clone)]
pub struct Region {
    /// Its id.
    pub id: RegionId,
    /// What ids made there carry.
    pub code: Text,
    /// Whether it lies in mainland China.
    pub mainland: bool,
}

/// A row whose `%s` is this text.
pub fn filled(row: &'static ErrorSpec, text: &str) -> ApiError {
    ApiError::with_message(row, Cow::Owned(row.message.replace("%s", text)))
}

/// A digest of the parameters that make two calls the same: all but those of the wire, and the token itself.
pub(crate) fn digest(params: &Params, token: &str) -> String {
    use std::hash::Hasher;

    use siphasher::sip128::{Hasher128, SipHasher24};
    // Digests are compared over restarts and versions, so the key is fixed.
    let mut hasher = SipHasher24::new_with_keys(0x7863_6f6e_6e65_6374, 0x746f_6b65_6e73_2e31);
    for (name, value) in params.iter() {
        if name != token && !xconnect_wire::is_system_parameter(name) {
            for text in [name, value] {
                hasher.write(text.as_bytes());
                hasher.write_u8(0xff);
            }
        }
    }
    format!("{:032x}", hasher.finish128().as_u128())
}

/// Lists the actions of a family: one line an action, `read` or `write`, the file, the type.
macro_rules! actions {
    ($($kind:ident $file:ident::$action:ident),* $(,)?) => {
        $(pub mod $file;)*

        /// The actions of this family.
        pub static ACTIONS: &[$crate::declare::Entry] =
            &[$($crate::declare::$kind::<$file::$action>()),*];
    };
}
pub(crate) use actions;

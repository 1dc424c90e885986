//! From a name on the wire to an action, and what all writes have in common: idempotency tokens and dry runs.

use std::sync::{Arc, OnceLock};

use xconnect_model::{AccountId, RegionId, Text, Token};
use xconnect_state::{Draft, State, rows};
use xconnect_wire::public::{
    DRYRUN_SUCCESS, FORBIDDEN_RAM, FORBIDDEN_RISK_CONTROL, IDEMPOTENT_PARAMETER_MISMATCH, INVALID_OWNER,
    INVALID_OWNER_ACCOUNT, INVALID_OWNER_ID, invalid_parameter,
};
use xconnect_wire::{ApiError, Params};

use crate::declare::{self, Caller, Context, Entry, Operation, TokenScope};
use crate::settings::Settings;
use crate::{
    bgp, border_router, cen, failover_group, line_paperwork, neighbours, network, physical_connection,
    region, resource_group, route, router_interface, shared_line, tagging,
};

/// Characters that an idempotency token may have.
const TOKEN_LENGTH: usize = 64;
/// Old tokens that a new one carries away with it.
const TOKENS_CARRIED_AWAY: usize = 2;

/// Every action, family by family.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    [
        region::ACTIONS,
        router_interface::ACTIONS,
        physical_connection::ACTIONS,
        line_paperwork::ACTIONS,
        shared_line::ACTIONS,
        border_router::ACTIONS,
        route::ACTIONS,
        bgp::ACTIONS,
        failover_group::ACTIONS,
        cen::ACTIONS,
        network::ACTIONS,
        tagging::ACTIONS,
        resource_group::ACTIONS,
        neighbours::ACTIONS,
    ]
    .into_iter()
    .flatten()
}

/// The action with this name in the API with this version.
pub fn find(version: &str, action: &str) -> Option<&'static Entry> {
    // Sorted: among so many names, comparing a few costs less than hashing one.
    static INDEX: OnceLock<Vec<&'static Entry>> = OnceLock::new();
    let key = |entry: &Entry| (entry.declaration.name, entry.declaration.api.version());
    let index = INDEX.get_or_init(|| {
        let mut entries: Vec<_> = all().collect();
        entries.sort_unstable_by_key(|entry| key(entry));
        entries
    });
    index.binary_search_by_key(&(action, version), |entry| key(entry)).ok().map(|at| index[at])
}

/// Checks that risk control has nothing against the caller's account.
pub fn check_risk_control(state: &State, caller: &Caller) -> Result<(), ApiError> {
    let account = state.account(caller.account);
    let refused = account.is_some_and(|account| !account.risk_control.is_empty());
    if refused { Err(ApiError::new(&FORBIDDEN_RISK_CONTROL)) } else { Ok(()) }
}

/// Checks the parameters that say on whose behalf a call is made. A caller speaks for its own account only.
pub fn check_owner(state: &State, caller: &Caller, params: &Params) -> Result<(), ApiError> {
    let given = |name: &str| params.get(name).filter(|value| !value.is_empty());
    let (owner, account) = (given("OwnerId"), given("OwnerAccount"));
    if owner.is_some() && account.is_some() {
        return Err(ApiError::new(&INVALID_OWNER));
    }
    if owner.is_some_and(|number| !is_own_number(caller, number)) {
        return Err(ApiError::new(&INVALID_OWNER_ID));
    }
    if account.is_some_and(|name| !is_own_name(state, caller, name)) {
        return Err(ApiError::new(&INVALID_OWNER_ACCOUNT));
    }
    let foreign_number = given("ResourceOwnerId").is_some_and(|number| !is_own_number(caller, number));
    let foreign_name = given("ResourceOwnerAccount").is_some_and(|name| !is_own_name(state, caller, name));
    if foreign_number || foreign_name {
        return Err(ApiError::new(&FORBIDDEN_RAM));
    }
    Ok(())
}

fn is_own_number(caller: &Caller, number: &str) -> bool {
    AccountId::parse(number) == Some(caller.account)
}

fn is_own_name(state: &State, caller: &Caller, name: &str) -> bool {
    is_own_number(caller, name) || state.account(caller.account).is_some_and(|own| own.name == name)
}

/// A decoded write, with everything that it takes along to the writer.
pub struct Prepared {
    action: &'static str,
    operation: Box<dyn Operation>,
    caller: Caller,
    settings: Arc<Settings>,
    token: Option<TokenUse>,
    dry_run: bool,
}

/// An idempotency token, as a call uses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct TokenUse {
    region: Text,
    token: Text,
    parameters: String,
}

impl Entry {
    /// Decodes a write; `None` for an action that reads.
    pub fn prepare(
        &'static self,
        caller: &Caller,
        settings: &Arc<Settings>,
        params: &Params,
    ) -> Result<Option<Prepared>, ApiError> {
        let declare::Run::Write(decode) = self.run else { return Ok(None) };
        let operation = decode(params.root())?;
        let declares_dry_run = self.params.iter().any(|param| param.name == "DryRun");
        Ok(Some(Prepared {
            action: self.declaration.name,
            operation,
            caller: caller.clone(),
            settings: Arc::clone(settings),
            token: self.token(params)?,
            dry_run: declares_dry_run && matches!(params.get("DryRun"), Some("true" | "True")),
        }))
    }

    fn token(&self, params: &Params) -> Result<Option<TokenUse>, ApiError> {
        let Some(name) = self.declaration.token else { return Ok(None) };
        let Some(token) = params.get(name).filter(|token| !token.is_empty()) else { return Ok(None) };
        if token.len() > TOKEN_LENGTH || !token.is_ascii() {
            return Err(invalid_parameter(name));
        }
        let region = params.get("RegionId").unwrap_or_default().into();
        let parameters = declare::digest(params, name);
        let token = match self.token_scope {
            TokenScope::Token => token.into(),
            TokenScope::TokenAndParameters => format!("{token} {parameters}").into(),
        };
        Ok(Some(TokenUse { region, token, parameters }))
    }
}

impl Prepared {
    /// What no other call may use at the same time: the account's token of this action in this region.
    pub fn token(&self) -> Option<(u64, &'static str, Text, Text)> {
        let token = self.token.as_ref()?;
        Some((self.caller.account.0, self.action, token.region.clone(), token.token.clone()))
    }

    /// Whether the call only wants to know what would happen. Such a call is run, and its draft dropped.
    pub fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Runs the action; the answer is JSON without its RequestId.
    ///
    /// A dry run that passes every check is answered with `DRYRUN.SUCCESS`, an error in form, so that no client
    /// takes it for a created resource.
    pub fn run(&self, state: &State, draft: &mut Draft<'_>) -> Result<String, ApiError> {
        let context = Context { state, caller: &self.caller, now: draft.now(), settings: &self.settings };
        if self.dry_run {
            self.operation.run(context, draft)?;
            return Err(ApiError::new(&DRYRUN_SUCCESS));
        }
        let Some(token) = &self.token else { return self.operation.run(context, draft) };
        if let Some(used) = self.used(context, token) {
            let same = used.parameters == token.parameters.as_str();
            return if same {
                Ok(used.answer.clone())
            } else {
                Err(ApiError::new(&IDEMPOTENT_PARAMETER_MISMATCH))
            };
        }
        let answer = self.operation.run(context, draft)?;
        self.remember(context, token, &answer, draft);
        Ok(answer)
    }

    /// What an earlier call with this token has led to.
    fn used<'s>(&self, context: Context<'s>, token: &TokenUse) -> Option<&'s Arc<Token>> {
        let key = rows::token::id(self.caller.account, self.action, &token.region, &token.token);
        let used = context.state.tokens.first(key)?;
        (!is_forgotten(context, used)).then_some(used)
    }

    /// Stores what this call has led to, and lets go of the oldest tokens where it is time.
    fn remember(&self, context: Context<'_>, token: &TokenUse, answer: &str, draft: &mut Draft<'_>) {
        let full = context.state.tokens.len() >= self.settings.token_limit;
        for oldest in context.state.tokens.iter().take(TOKENS_CARRIED_AWAY) {
            if full || is_forgotten(context, oldest) {
                draft.delete(oldest.as_ref());
            }
        }
        let seq = draft.seq();
        draft.put(Token {
            seq,
            account: self.caller.account,
            action: self.action.into(),
            region: RegionId::new(token.region.clone()),
            token: token.token.clone(),
            parameters: token.parameters.as_str().into(),
            answer: answer.to_owned(),
            created_at: context.now,
        });
    }
}

fn is_forgotten(context: Context<'_>, token: &Token) -> bool {
    context.now.since(token.created_at) > context.settings.token_lifetime
}

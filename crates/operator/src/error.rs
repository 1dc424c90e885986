//! Refusals of the operator interface: one body, one list of codes, each with its HTTP status.

use std::collections::BTreeMap;
use std::fmt;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response as Documented, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};
use xconnect_engine::CommitError;
use xconnect_state::steps::StepError;

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// What went wrong, for programs.
    pub code: Code,
    /// What went wrong, for people.
    pub message: String,
}

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The body, a parameter, or a path is not what the document says.
    BadRequest,
    /// The bearer token is missing or wrong.
    Unauthorized,
    /// The account's balance does not cover the order.
    NotCovered,
    /// The request comes from a page in a browser, or by a name that is not this machine's.
    Forbidden,
    /// There is nothing with this id, or at this path.
    NotFound,
    /// The path does not answer this method.
    MethodNotAllowed,
    /// The record is not in a state that the step begins with.
    WrongState,
    /// There is something with this id already, or something hangs on it.
    Conflict,
    /// The body is larger than may be.
    TooLarge,
    /// What the body says does not fit what is there.
    Unfit,
    /// A defect of this program.
    Internal,
    /// Too many commits are waiting.
    Overloaded,
    /// The log does not accept commits.
    Unavailable,
}

impl Code {
    /// The HTTP status that it is answered with.
    pub fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotCovered => StatusCode::PAYMENT_REQUIRED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::WrongState | Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unfit => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Overloaded | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl Problem {
    /// A refusal with this text.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// There is no such thing with this id.
    pub(crate) fn no(what: &str, id: impl fmt::Display) -> Self {
        Self::new(Code::NotFound, format!("there is no {what} {id}"))
    }

    /// What the body says does not fit what is there.
    pub(crate) fn unfit(message: impl Into<String>) -> Self {
        Self::new(Code::Unfit, message)
    }

    /// Something is there already, or hangs on it.
    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(Code::Conflict, message)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<StepError> for Problem {
    fn from(error: StepError) -> Self {
        let code = match error {
            StepError::WrongState { .. } => Code::WrongState,
            StepError::NotCovered { .. } => Code::NotCovered,
            StepError::Unfit(_) => Code::Unfit,
        };
        Self::new(code, error.to_string())
    }
}

impl From<String> for Problem {
    /// Refusals of the engine itself are about what it was given.
    fn from(message: String) -> Self {
        Self::unfit(message)
    }
}

impl<E: Into<Problem> + fmt::Display> From<CommitError<E>> for Problem {
    fn from(error: CommitError<E>) -> Self {
        let code = match error {
            CommitError::Refused(problem) => return problem.into(),
            CommitError::Unavailable => Code::Unavailable,
            CommitError::Overloaded => Code::Overloaded,
            CommitError::Defect => Code::Internal,
        };
        Self::new(code, error.to_string())
    }
}

/// Why a request was refused, beside the answer: for the audit trail.
#[derive(Debug, Clone)]
pub(crate) struct Refusal(pub(crate) String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let code = self.code;
        let refusal = Refusal(self.message.clone());
        let mut response = (code.status(), Json(self)).into_response();
        response.extensions_mut().insert(refusal);
        if code == Code::Unauthorized {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// What a list can be refused with.
pub(crate) struct ListProblems;
/// What a look at the audit trail can be refused with.
pub(crate) struct AuditProblems;
/// What a look at one record can be refused with.
pub(crate) struct ReadProblems;
/// What making something can be refused with.
pub(crate) struct CreateProblems;
/// What a change of one record can be refused with.
pub(crate) struct ChangeProblems;
/// What a question that takes a body can be refused with.
pub(crate) struct QuestionProblems;
/// What a change that costs something can be refused with.
pub(crate) struct PayProblems;

const ANY: [Code; 2] = [Code::Unauthorized, Code::Forbidden];
const WRITE: [Code; 7] = [
    Code::BadRequest,
    Code::WrongState,
    Code::TooLarge,
    Code::Unfit,
    Code::Internal,
    Code::Overloaded,
    Code::Unavailable,
];

impl IntoResponses for ListProblems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        documented(&[&ANY, &[Code::BadRequest]])
    }
}

impl IntoResponses for AuditProblems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        documented(&[&ANY, &[Code::BadRequest, Code::Internal, Code::Unavailable]])
    }
}

impl IntoResponses for ReadProblems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        documented(&[&ANY, &[Code::BadRequest, Code::NotFound]])
    }
}

impl IntoResponses for CreateProblems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        documented(&[&ANY, &WRITE])
    }
}

impl IntoResponses for ChangeProblems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        documented(&[&ANY, &WRITE, &[Code::NotFound]])
    }
}

impl IntoResponses for QuestionProblems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        documented(&[&ANY, &[Code::BadRequest, Code::NotFound, Code::TooLarge, Code::Unfit, Code::Internal]])
    }
}

impl IntoResponses for PayProblems {
    fn responses() -> BTreeMap<String, RefOr<Documented>> {
        documented(&[&ANY, &WRITE, &[Code::NotFound, Code::NotCovered]])
    }
}

fn documented(codes: &[&[Code]]) -> BTreeMap<String, RefOr<Documented>> {
    let response = |code: &Code| {
        let status = code.status();
        let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
        let response = ResponseBuilder::new()
            .description(status.canonical_reason().unwrap_or_default())
            .content("application/json", ContentBuilder::new().schema(Some(schema)).build());
        (status.as_str().to_owned(), RefOr::T(response.build()))
    };
    codes.iter().copied().flatten().map(response).collect()
}

//! `xconnect trace`: asks a running server where a packet goes, and prints the answer for people.

use std::path::PathBuf;

use bytes::Bytes;
use clap::Args;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{Method, Request};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use thiserror::Error;
use tokio::net::TcpStream;

/// The largest answer that is read.
const ANSWER_BYTES: usize = 64 << 20;

/// What to ask.
#[derive(Debug, Args)]
pub struct TraceArgs {
    /// Where the packet starts: its source address, and a VPC, a border router, or a customer's router
    #[arg(long, value_name = "ADDRESS@PLACE")]
    from: String,
    /// The packet's destination
    #[arg(long, value_name = "ADDRESS")]
    to: String,
    /// Follow every way where several share the traffic
    #[arg(long)]
    all: bool,
    /// Take this as failed: line:ID, interface:ID, session:ID, or vbr:ID (may be given again)
    #[arg(long, value_name = "KIND:ID")]
    fail: Vec<String>,
    /// Also tell what this call of the cloud API would change; it is not made
    #[arg(long, value_name = "ACTION")]
    propose: Option<String>,
    /// A parameter of that call (may be given again)
    #[arg(long, value_name = "NAME=VALUE", requires = "propose", value_parser = pair)]
    param: Vec<(String, String)>,
    /// Who would make it; the owner of the place where the packet starts if not given
    #[arg(long, value_name = "ID", requires = "propose")]
    account: Option<String>,
    /// Print the whole answer as JSON
    #[arg(long)]
    json: bool,
    /// Where the operator interface listens
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8901")]
    operator: String,
    /// A file with the token of the operator interface (or set XCONNECT_OPERATOR_TOKEN)
    #[arg(long, value_name = "FILE")]
    operator_token_file: Option<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(name, _)| !name.is_empty());
    pair.map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| "not NAME=VALUE".to_owned())
}

/// What came back.
#[derive(Debug)]
pub struct TraceAnswer {
    /// Whether packets go there and back, with the proposed call if there is one.
    pub reachable: bool,
    /// The answer, to be printed.
    pub text: String,
}

/// Why nothing came back.
#[derive(Debug, Error)]
pub enum TraceError {
    /// The token cannot be read, or sent.
    #[error("the operator token cannot be used: {0}")]
    Token(String),
    /// The server did not answer.
    #[error("the operator interface at {0} does not answer: {1}")]
    Unreachable(String, String),
    /// The server refused the question.
    #[error("{0}")]
    Refused(String),
}

/// Asks, and puts the answer in the form that was asked for.
pub async fn trace(arguments: &TraceArgs) -> Result<TraceAnswer, TraceError> {
    let token = token(arguments)?;
    let question = question(arguments).to_string();
    let (status, body) = ask(&arguments.operator, token.as_deref(), question).await?;
    let unreadable = || TraceError::Refused(String::from_utf8_lossy(&body).into_owned());
    let answer: Value = serde_json::from_slice(&body).map_err(|_| unreadable())?;
    if status != 200 {
        return Err(answer["message"]
            .as_str()
            .map_or_else(unreadable, |text| TraceError::Refused(text.into())));
    }
    let text = if arguments.json { format!("{answer:#}\n") } else { readable(&answer) };
    Ok(TraceAnswer { reachable: is_reachable(&answer), text })
}

fn question(arguments: &TraceArgs) -> Value {
    let proposed = arguments.propose.as_ref().map(|action| {
        let params: serde_json::Map<_, _> =
            arguments.param.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
        json!({ "action": action, "params": params, "account": arguments.account })
    });
    json!({
        "from": arguments.from,
        "to": arguments.to,
        "all": arguments.all,
        "fail": arguments.fail,
        "proposed": proposed,
    })
}

fn readable(answer: &Value) -> String {
    let mut text = answer["text"].as_str().unwrap_or_default().to_owned();
    let after = &answer["after"];
    if let Some(after) = after["text"].as_str() {
        text = format!("{text}\n=== after the proposed call ===\n\n{after}");
    } else if let Some(code) = after["refused"]["code"].as_str() {
        let message = after["refused"]["message"].as_str().unwrap_or_default();
        text = format!("{text}\nThe proposed call would be refused: {code}: {message}\n");
    }
    text
}

fn is_reachable(answer: &Value) -> bool {
    let judged = if answer["after"].is_null() { &answer["answer"] } else { &answer["after"]["answer"] };
    matches!(judged["verdict"].as_str(), Some("reachable" | "assumed"))
}

fn token(arguments: &TraceArgs) -> Result<Option<String>, TraceError> {
    let text = match &arguments.operator_token_file {
        Some(file) => {
            let unreadable = |error| TraceError::Token(format!("{}: {error}", file.display()));
            Some(std::fs::read_to_string(file).map_err(unreadable)?)
        }
        None => std::env::var("XCONNECT_OPERATOR_TOKEN").ok(),
    };
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

async fn ask(address: &str, token: Option<&str>, question: String) -> Result<(u16, Bytes), TraceError> {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri("/v1/trace")
        .header(HOST, address)
        .header(CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = request.body(Full::new(Bytes::from(question)));
    let request = request.map_err(|error| TraceError::Token(error.to_string()))?;
    let answer = exchange(address, request).await;
    answer.map_err(|error| TraceError::Unreachable(address.to_owned(), error.to_string()))
}

async fn exchange(
    address: &str,
    request: Request<Full<Bytes>>,
) -> Result<(u16, Bytes), Box<dyn std::error::Error + Send + Sync>> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), ANSWER_BYTES).collect().await?.to_bytes();
    connection.abort();
    Ok((status, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_a_proposed_call_what_counts_is_what_it_leads_to() {
        let of = |before: &str, after: Value| {
            is_reachable(&json!({ "answer": { "verdict": before }, "after": after }))
        };
        assert!(of("reachable", Value::Null) && of("assumed", Value::Null));
        assert!(!of("partial", Value::Null) && !of("no_return", Value::Null));
        assert!(of("unreachable", json!({ "answer": { "verdict": "reachable" } })));
        assert!(!of("reachable", json!({ "refused": { "code": "Forbidden" }, "answer": null })));
    }

    #[test]
    fn a_refused_call_is_told_below_the_answer() {
        let refused = json!({ "code": "Forbidden", "message": "No." });
        let answer = json!({ "text": "There\n", "after": { "refused": refused, "text": null } });
        assert!(readable(&answer).ends_with("would be refused: Forbidden: No.\n"));
    }
}

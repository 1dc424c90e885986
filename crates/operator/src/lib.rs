//! The operator interface: what the provider and a test need beside the cloud API.
//!
//! JSON over HTTP. This crate knows paths and answers; the sockets are somebody else's.

use serde_json::{Value, json};
use xconnect_engine::Engine;

/// An answer of the operator interface.
#[derive(Debug, PartialEq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

/// Answers a request.
pub fn answer(engine: &Engine, version: &str, method: &str, path: &str) -> Reply {
    match (method, path) {
        ("GET", "/health") => health(engine),
        ("GET", "/version") => Reply { status: 200, body: json!({ "version": version }) },
        (_, "/health" | "/version") => problem(405, "this path answers GET only"),
        _ => problem(404, "there is nothing at this path"),
    }
}

/// Healthy is who accepts commits; a server that only reads says so with 503.
fn health(engine: &Engine) -> Reply {
    let state = engine.state();
    let accepts_writes = engine.accepts_commits();
    let body = json!({
        "status": if accepts_writes { "ok" } else { "read-only" },
        "serviceTime": engine.clock().now().to_wire(),
        "records": state.records(),
        "underWay": state.under_way(),
    });
    Reply { status: if accepts_writes { 200 } else { 503 }, body }
}

fn problem(status: u16, message: &str) -> Reply {
    Reply { status, body: json!({ "message": message }) }
}

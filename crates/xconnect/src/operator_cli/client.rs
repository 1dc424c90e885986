//! The operator interface's client: one connection a request, JSON both ways.

use std::path::Path;

use bytes::Bytes;
use http::{HeaderValue, Request, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use super::OperatorError;
use super::ask::Ask;

/// The largest answer that is read.
const ANSWER_BYTES: usize = 64 << 20;

/// Somebody who asks.
pub(super) struct Client {
    address: String,
    token: Option<String>,
}

impl Client {
    /// A client of the interface at an address, with the token of a file, or of the environment.
    pub(super) fn new(address: &str, token_file: Option<&Path>) -> Result<Self, OperatorError> {
        let token = match token_file {
            Some(path) => {
                let unreadable = |source| OperatorError::Token { path: path.to_owned(), source };
                Some(std::fs::read_to_string(path).map_err(unreadable)?)
            }
            None => std::env::var("XCONNECT_OPERATOR_TOKEN").ok(),
        };
        // Set to nothing is not set, as orchestrators have it.
        let token = token.map(|token| token.trim().to_owned()).filter(|token| !token.is_empty());
        let address = address.strip_prefix("http://").unwrap_or(address).trim_end_matches('/');
        Ok(Self { address: address.to_owned(), token })
    }

    /// The answer to a request; null where there is none.
    pub(super) async fn send(&self, ask: &Ask) -> Result<Value, OperatorError> {
        self.send_to(ask, &ask.target).await
    }

    /// A list in one piece, whatever pages it comes in.
    pub(super) async fn all_pages(&self, ask: &Ask) -> Result<Value, OperatorError> {
        let mut all = self.send(ask).await?;
        while let Some(after) = all["next"].as_u64() {
            let mut page = self.send_to(ask, &format!("{}&after={after}", ask.target)).await?;
            if let (Some(items), Some(more)) = (all["items"].as_array_mut(), page["items"].as_array_mut()) {
                items.append(more);
            }
            all["next"] = page["next"].take();
        }
        Ok(all)
    }

    async fn send_to(&self, ask: &Ask, target: &str) -> Result<Value, OperatorError> {
        let unreachable = |error: Box<dyn std::error::Error + Send + Sync>| OperatorError::Unreachable {
            address: self.address.clone(),
            reason: error.to_string(),
        };
        let (status, body) = self.exchange(ask, target).await.map_err(unreachable)?;
        let answer = serde_json::from_slice::<Value>(&body).unwrap_or_default();
        if (200..300).contains(&status) {
            return Ok(answer);
        }
        let text = |name: &str| answer[name].as_str().map(ToOwned::to_owned);
        Err(OperatorError::Refused {
            code: text("code").unwrap_or_else(|| status.to_string()),
            message: text("message").unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()),
        })
    }

    async fn exchange(
        &self,
        ask: &Ask,
        target: &str,
    ) -> Result<(u16, Bytes), Box<dyn std::error::Error + Send + Sync>> {
        let stream = TcpStream::connect(&self.address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        let mut request = Request::builder().method(&ask.method).uri(target);
        request = request.header(header::HOST, &self.address);
        if let Some(token) = &self.token {
            let mut value = HeaderValue::try_from(format!("Bearer {token}"))?;
            value.set_sensitive(true);
            request = request.header(header::AUTHORIZATION, value);
        }
        let body = ask.body.as_ref().map(Value::to_string).unwrap_or_default();
        let answer = sender.send_request(request.body(Full::new(Bytes::from(body)))?).await?;
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), ANSWER_BYTES).collect().await?.to_bytes();
        connection.abort();
        Ok((status, body))
    }
}

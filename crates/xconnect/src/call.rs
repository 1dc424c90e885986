//! `xconnect call`: signs one call, sends it, and prints the answer so that a person can read it.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use clap::Args;
use http::{Method, Request, Uri};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use xconnect_engine::OsRandom;
use xconnect_engine::clock::{SystemWall, Wall};
use xconnect_model::id::RandomBytes;
use xconnect_wire::sign;

/// The largest answer that is read.
const ANSWER_BYTES: usize = 64 << 20;

/// What to call.
#[derive(Debug, Args)]
pub struct CallArgs {
    /// The action, such as DescribeRouterInterfaces
    action: String,
    /// Where to send it
    #[arg(long, value_name = "URL", env = "XCONNECT_ENDPOINT", default_value = "http://127.0.0.1:8900")]
    endpoint: Uri,
    /// The access key
    #[arg(long, value_name = "ID", env = "ALIBABA_CLOUD_ACCESS_KEY_ID", default_value = "testid")]
    access_key_id: String,
    /// Its secret
    #[arg(
        long,
        value_name = "SECRET",
        env = "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        default_value = "testsecret",
        hide_env_values = true
    )]
    access_key_secret: String,
    /// The token of a temporary key
    #[arg(long, value_name = "TOKEN", env = "ALIBABA_CLOUD_SECURITY_TOKEN", hide_env_values = true)]
    security_token: Option<String>,
    /// The version of the API; by default that of the action here, or the Vpc API's
    #[arg(long, value_name = "DATE")]
    api_version: Option<String>,
    /// A certificate authority to trust beside the well-known ones (PEM)
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The action's parameters: --RegionId cn-hangzhou --Filter.1.Key Name ...
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "--Param value")]
    params: Vec<String>,
}

/// What came back.
#[derive(Debug)]
pub struct CallAnswer {
    /// Whether the call was carried out.
    pub success: bool,
    /// The answer, indented.
    pub text: String,
}

/// Why nothing came back.
#[derive(Debug, Error)]
pub enum CallError {
    /// The parameters are not pairs of a name and a value.
    #[error("parameters are given as --Name value; {0:?} has no value, or is no name")]
    Params(String),
    /// The address cannot be used.
    #[error("{0} is not an address of the form http://host:port or https://host:port")]
    Endpoint(Uri),
    /// The certificate authority cannot be used.
    #[error("{path}: {reason}")]
    Authority {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The server did not answer.
    #[error("{0} does not answer: {1}")]
    Unreachable(Uri, String),
}

/// Signs and sends a call.
pub async fn call(arguments: &CallArgs) -> Result<CallAnswer, CallError> {
    let query = sign::sign_query("POST", &signed_params(arguments)?, &arguments.access_key_secret);
    let (status, body) = send(arguments, &query).await?;
    let text = match serde_json::from_slice::<serde_json::Value>(&body) {
        Ok(json) => format!("{json:#}\n"),
        Err(_) => format!("{}\n", String::from_utf8_lossy(&body)),
    };
    Ok(CallAnswer { success: (200..300).contains(&status), text })
}

fn signed_params(arguments: &CallArgs) -> Result<Vec<(String, String)>, CallError> {
    let mut nonce = [0u8; 16];
    OsRandom::default().fill(&mut nonce);
    let known = xconnect_actions::all().find(|entry| entry.declaration.name == arguments.action);
    let version = arguments.api_version.as_deref();
    let version = version.or(known.map(|entry| entry.declaration.api.version())).unwrap_or("2016-04-28");
    let mut params: Vec<(String, String)> = [
        ("Action", arguments.action.as_str()),
        ("Version", version),
        ("Format", "JSON"),
        ("Timestamp", &SystemWall.now().to_wire()),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", &nonce.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        ("AccessKeyId", &arguments.access_key_id),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    params.extend(arguments.security_token.iter().map(|token| ("SecurityToken".to_owned(), token.clone())));
    let mut words = arguments.params.iter();
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word.as_str(), words.next().map(String::as_str)),
        };
        let name = name.strip_prefix("--").filter(|name| !name.is_empty());
        let (Some(name), Some(value)) = (name, value) else { return Err(CallError::Params(word.clone())) };
        params.push((name.to_owned(), value.to_owned()));
    }
    Ok(params)
}

async fn send(arguments: &CallArgs, query: &str) -> Result<(u16, Bytes), CallError> {
    let endpoint = &arguments.endpoint;
    let bad_endpoint = || CallError::Endpoint(endpoint.clone());
    let host = endpoint.host().ok_or_else(bad_endpoint)?.trim_matches(['[', ']']);
    let secure = match endpoint.scheme_str() {
        Some("http") => false,
        Some("https") => true,
        _ => return Err(bad_endpoint()),
    };
    let port = endpoint.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let authority = endpoint.authority().ok_or_else(bad_endpoint)?.as_str();
    let unreachable =
        |error: &dyn std::fmt::Display| CallError::Unreachable(endpoint.clone(), error.to_string());
    let stream = TcpStream::connect((host, port)).await.map_err(|error| unreachable(&error))?;
    if !secure {
        return exchange(stream, authority, query).await.map_err(|error| unreachable(&error));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| bad_endpoint())?;
    let connector = TlsConnector::from(Arc::new(trust(arguments)?));
    let stream = connector.connect(name, stream).await.map_err(|error| unreachable(&error))?;
    exchange(stream, authority, query).await.map_err(|error| unreachable(&error))
}

async fn exchange<S>(
    stream: S,
    authority: &str,
    query: &str,
) -> Result<(u16, Bytes), Box<dyn std::error::Error + Send + Sync>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/?{query}"))
        .header(http::header::HOST, authority)
        .body(Empty::<Bytes>::new())?;
    let answer = sender.send_request(request).await?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), ANSWER_BYTES).collect().await?.to_bytes();
    connection.abort();
    Ok((status, body))
}

fn trust(arguments: &CallArgs) -> Result<ClientConfig, CallError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = &arguments.ca {
        let failed = |reason: String| CallError::Authority { path: path.clone(), reason };
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| failed(error.to_string()))? {
            let certificate = certificate.map_err(|error| failed(error.to_string()))?;
            roots.add(certificate).map_err(|error| failed(error.to_string()))?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions();
    let builder =
        builder.map_err(|error| CallError::Endpoint(format!("/{error}").parse().unwrap_or_default()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

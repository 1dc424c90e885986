//! One connection: signed requests out, answers back, until the server dies.

use std::net::SocketAddr;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::net::TcpStream;
use xconnect_engine::clock::{SystemWall, Wall};
use xconnect_wire::sign::sign_query;

/// Everything happens in this region.
pub(crate) const REGION: &str = "cn-hangzhou";
/// The account that comes out of the box.
pub(crate) const ACCOUNT: &str = "1234567890123456";

/// Parameters of a request.
pub(crate) type Params = Vec<(&'static str, String)>;

/// Signs a request; the result is its whole query.
pub(crate) fn sign(action: &str, params: Params, nonce: String) -> String {
    let system = [
        ("AccessKeyId", "testid".to_owned()),
        ("Action", action.to_owned()),
        ("Format", "JSON".to_owned()),
        ("RegionId", REGION.to_owned()),
        ("SignatureMethod", "HMAC-SHA1".to_owned()),
        ("SignatureNonce", nonce),
        ("SignatureVersion", "1.0".to_owned()),
        ("Timestamp", SystemWall.now().to_wire()),
        ("Version", "2016-04-28".to_owned()),
    ];
    let pairs: Vec<_> =
        params.into_iter().chain(system).map(|(name, value)| (name.to_owned(), value)).collect();
    sign_query("GET", &pairs, "testsecret")
}

/// What a server said.
#[derive(Debug)]
pub(crate) enum Answer {
    /// It is done.
    Done(Value),
    /// It is refused, with this code.
    Refused(String),
}

impl Answer {
    /// What a request came to that has no reason to be refused.
    pub(crate) fn done<T: DeserializeOwned>(self) -> T {
        match self {
            Self::Done(body) => serde_json::from_value(body).unwrap(),
            Self::Refused(code) => panic!("refused with {code}"),
        }
    }
}

/// One connection.
pub(crate) struct Client {
    sender: SendRequest<Empty<Bytes>>,
    host: String,
}

impl Client {
    /// `None` when nobody listens.
    pub(crate) async fn connect(address: SocketAddr) -> Option<Self> {
        let stream = TcpStream::connect(address).await.ok()?;
        stream.set_nodelay(true).ok()?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        Some(Self { sender, host: address.to_string() })
    }

    /// Sends a query; `None` when the connection ended before the whole answer was there.
    pub(crate) async fn send(&mut self, query: &str) -> Option<Answer> {
        let request = Request::get(format!("/?{query}")).header(http::header::HOST, &self.host);
        self.sender.ready().await.ok()?;
        let answer = self.sender.send_request(request.body(Empty::new()).unwrap()).await.ok()?;
        let status = answer.status();
        let body = answer.into_body().collect().await.ok()?.to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert!(status.is_success() || status.is_client_error(), "{status} {body} to {query}");
        Some(match status.is_success() {
            true => Answer::Done(body),
            false => Answer::Refused(body["Code"].as_str().unwrap_or_default().to_owned()),
        })
    }

    /// As [`Client::send`], for a server that nobody kills meanwhile.
    pub(crate) async fn ask(&mut self, query: &str) -> Answer {
        self.send(query).await.expect("the server answers")
    }
}

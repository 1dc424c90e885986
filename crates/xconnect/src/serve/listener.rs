//! Sockets: accept, read one request after the other, answer, and never wait for anybody for ever.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

/// How long a connection may be silent between requests, and how long a request's head may take.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a request's body may take.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a TLS handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// What a request's head may take in memory; the wire's own, smaller bounds answer with a code.
const HEAD_BYTES: usize = 128 * 1024;
/// How long to wait when the system has no socket left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Answers requests.
pub(super) trait Handler: Send + Sync + 'static {
    /// The largest body that is read.
    fn body_limit(&self) -> usize;

    /// Answers one request.
    fn handle(
        &self,
        head: http::request::Parts,
        body: BodyRead,
        from: IpAddr,
    ) -> impl Future<Output = Response<Full<Bytes>>> + Send;
}

/// What came of reading a body.
pub(super) enum BodyRead {
    /// All of it.
    Whole(Bytes),
    /// It is larger than may be; what is here is one byte more than that.
    TooLarge,
    /// It did not come, or not in time.
    Broken,
}

/// What all listeners share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) connections: Arc<Semaphore>,
    pub(super) stopping: watch::Receiver<bool>,
}

/// Accepts connections until the server stops.
pub(super) async fn run<H: Handler>(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    handler: Arc<H>,
    mut shared: Shared,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut shared.stopping) => return,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        // Over the limit, one connection a listener waits here, and the others in the system's queue, which has a
        // bound of its own. A listener that nobody calls takes no place away from the others.
        let place = tokio::select! {
            place = Arc::clone(&shared.connections).acquire_owned() => place,
            () = stopped(&mut shared.stopping) => return,
        };
        let Ok(place) = place else { return };
        let _ = stream.set_nodelay(true);
        let (handler, stopping, tls) = (Arc::clone(&handler), shared.stopping.clone(), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => serve(stream, peer, handler, stopping).await,
                Some(tls) => {
                    let handshake = tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream)).await;
                    if let Ok(Ok(stream)) = handshake {
                        serve(stream, peer, handler, stopping).await;
                    }
                }
            }
            drop(place);
        });
    }
}

async fn serve<S, H>(stream: S, peer: SocketAddr, handler: Arc<H>, mut stopping: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    H: Handler,
{
    let service = service_fn(move |request: http::Request<Incoming>| {
        let handler = Arc::clone(&handler);
        async move {
            let (head, body) = request.into_parts();
            let body = read(body, handler.body_limit()).await;
            Ok::<_, std::convert::Infallible>(handler.handle(head, body, peer.ip()).await)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_BYTES)
        // Answers are small: copying one behind its head costs less than handing over two pieces.
        .writev(false)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        // Clients may hang up at any time; that is no news.
        _ = connection.as_mut() => {}
        () = stopped(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Returns when the server is to stop.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn read(body: Incoming, limit: usize) -> BodyRead {
    if body.is_end_stream() {
        return BodyRead::Whole(Bytes::new());
    }
    match tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, limit).collect()).await {
        Ok(Ok(whole)) => BodyRead::Whole(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => BodyRead::TooLarge,
        Ok(Err(_)) | Err(_) => BodyRead::Broken,
    }
}

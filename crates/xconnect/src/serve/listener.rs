//! Sockets: accept, read one request after the other, answer, and never wait for anybody for ever.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::MissedTickBehavior;
use tokio_rustls::TlsAcceptor;

use super::unreadable::Reworded;

/// How often it is looked whether a connection is silent.
const TICK: Duration = Duration::from_secs(5);
/// A connection may be silent between requests, and a request's head take, for so many ticks and the one that has
/// begun: a minute at most.
const SILENT_TICKS: u32 = 11;
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
    ) -> impl Future<Output = Response<Bytes>> + Send;

    /// The answer to what could not be read as HTTP, under the status that the HTTP library has found for it; `None`
    /// for one without a body.
    fn unreadable(&self, status: StatusCode) -> Option<Response<Bytes>> {
        let _ = status;
        None
    }
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

/// What the requests of a connection share.
struct Served<H> {
    handler: Arc<H>,
    from: IpAddr,
    /// How many requests have begun and ended, taken together: odd while one is under way.
    steps: AtomicU64,
}

impl<H: Handler> Served<H> {
    async fn answer(self: Arc<Self>, request: http::Request<Incoming>) -> Response<Full<Bytes>> {
        self.steps.fetch_add(1, Ordering::Relaxed);
        let (head, body) = request.into_parts();
        let body = if body.is_end_stream() {
            BodyRead::Whole(Bytes::new())
        } else {
            // A box, so that requests without a body need not carry about the room for reading one.
            Box::pin(read(body, self.handler.body_limit())).await
        };
        let answer = self.handler.handle(head, body, self.from).await;
        self.steps.fetch_add(1, Ordering::Relaxed);
        answer.map(Full::new)
    }

    /// Returns when no request has begun or ended for a while, and none is under way. One timer a connection, not one
    /// a request, because setting and clearing it is work that all threads wait for each other with.
    async fn silence(&self) {
        let mut ticks = tokio::time::interval(TICK);
        // A server that was held up has no reason to take its clients for silent.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut seen, mut silent) = (None, 0);
        while silent < SILENT_TICKS {
            ticks.tick().await;
            let steps = self.steps.load(Ordering::Relaxed);
            let is_silent = seen == Some(steps) && steps.is_multiple_of(2);
            silent = if is_silent { silent + 1 } else { 0 };
            seen = Some(steps);
        }
    }
}

async fn serve<S, H>(stream: S, peer: SocketAddr, handler: Arc<H>, mut stopping: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    H: Handler,
{
    let served = Arc::new(Served { handler, from: peer.ip(), steps: AtomicU64::new(0) });
    let service = service_fn(|request: http::Request<Incoming>| {
        let answer = Arc::clone(&served).answer(request);
        async move { Ok::<_, std::convert::Infallible>(answer.await) }
    });
    let stream = Reworded::new(TokioIo::new(stream), |status| served.handler.unreadable(status));
    let connection = http1::Builder::new()
        .max_buf_size(HEAD_BYTES)
        // Answers are small: copying one behind its head costs less than handing over two pieces.
        .writev(false)
        .serve_connection(stream, service);
    let mut connection = std::pin::pin!(connection);
    let mut silence = std::pin::pin!(served.silence());
    tokio::select! {
        biased;
        // Clients may hang up at any time; that is no news.
        _ = connection.as_mut() => return,
        () = stopped(&mut stopping) => connection.as_mut().graceful_shutdown(),
        () = silence.as_mut() => return,
    }
    tokio::select! {
        _ = connection => {}
        () = silence => {}
    }
}

/// Returns when the server is to stop.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn read(body: Incoming, limit: usize) -> BodyRead {
    match tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, limit).collect()).await {
        Ok(Ok(whole)) => BodyRead::Whole(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => BodyRead::TooLarge,
        Ok(Err(_)) | Err(_) => BodyRead::Broken,
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

    use super::*;

    /// Answers after this long.
    struct Slow(Duration);

    impl Handler for Slow {
        fn body_limit(&self) -> usize {
            1
        }

        async fn handle(&self, _: http::request::Parts, _: BodyRead, _: IpAddr) -> Response<Bytes> {
            tokio::time::sleep(self.0).await;
            Response::new(Bytes::from("done"))
        }
    }

    const SECOND: Duration = Duration::from_secs(1);
    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    /// A connection to a server that takes this long to answer.
    fn connect(answers_after: Duration) -> (DuplexStream, watch::Sender<bool>) {
        let (near, far) = tokio::io::duplex(1 << 10);
        let (stop, stopping) = watch::channel(false);
        let peer = SocketAddr::from(([127, 0, 0, 1], 1));
        tokio::spawn(serve(near, peer, Arc::new(Slow(answers_after)), stopping));
        (far, stop)
    }

    /// How long it takes until the server hangs up.
    async fn until_hung_up(mut connection: DuplexStream) -> Duration {
        let began = tokio::time::Instant::now();
        while connection.read(&mut [0; 1 << 10]).await.is_ok_and(|count| count > 0) {}
        began.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_silent_for_a_minute_at_most() {
        let minute = 50 * SECOND..=60 * SECOND;
        let (connection, _stop) = connect(SECOND);
        assert!(minute.contains(&until_hung_up(connection).await), "nothing is sent");
        let (mut connection, _stop) = connect(SECOND);
        connection.write_all(&REQUEST[..20]).await.unwrap();
        assert!(minute.contains(&until_hung_up(connection).await), "half a head is sent");
        let (mut connection, _stop) = connect(SECOND);
        for _ in 0..10 {
            connection.write_all(REQUEST).await.unwrap();
            tokio::time::sleep(49 * SECOND).await;
        }
        assert!(until_hung_up(connection).await <= 12 * SECOND, "a minute after its last answer");
        let (mut connection, _stop) = connect(300 * SECOND);
        connection.write_all(REQUEST).await.unwrap();
        assert!(until_hung_up(connection).await > 340 * SECOND, "an answer is under way");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_stops_answers_what_is_under_way() {
        let (mut connection, stop) = connect(4 * SECOND);
        connection.write_all(REQUEST).await.unwrap();
        tokio::time::sleep(SECOND).await;
        stop.send(true).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("\r\n\r\ndone"), "{answer}");
    }
}

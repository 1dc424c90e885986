//! Sockets: accept, read one request after the other, answer, and never wait for anybody for ever.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
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
/// As much of a body may be in memory on every connection; whoever sends more waits for one of the places for it.
const SMALL_BODY: usize = 16 * 1024;
/// Places for bodies that are larger, over all listeners of an interface: without them, a crowd of strangers could fill
/// the memory.
const LARGE_BODIES: usize = 64;
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
#[derive(Debug, PartialEq)]
pub(super) enum BodyRead {
    /// All of it.
    Whole(Bytes),
    /// It is larger than may be; what is here is one byte more than that.
    TooLarge,
    /// It did not come, or not in time.
    Broken,
}

/// What the listeners of the same interface share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) connections: Arc<Semaphore>,
    pub(super) stopping: watch::Receiver<bool>,
    large_bodies: Arc<Semaphore>,
}

impl Shared {
    /// Places for connections, and what tells when the server is to stop.
    pub(super) fn new(connections: Arc<Semaphore>, stopping: watch::Receiver<bool>) -> Self {
        Self { connections, stopping, large_bodies: Arc::new(Semaphore::new(LARGE_BODIES)) }
    }
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
        let (handler, shared, tls) = (Arc::clone(&handler), shared.clone(), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => serve(stream, peer, handler, shared).await,
                Some(tls) => {
                    let handshake = tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream)).await;
                    if let Ok(Ok(stream)) = handshake {
                        serve(stream, peer, handler, shared).await;
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
    large_bodies: Arc<Semaphore>,
    /// How many requests have begun and ended, taken together: odd while one is under way.
    steps: AtomicU64,
}

impl<H: Handler> Served<H> {
    async fn answer(self: Arc<Self>, request: http::Request<Incoming>) -> Response<Full<Bytes>> {
        self.steps.fetch_add(1, Ordering::Relaxed);
        let (head, body) = request.into_parts();
        // The place of a large body is kept until it has been answered.
        let (body, _place) = if body.is_end_stream() {
            (BodyRead::Whole(Bytes::new()), None)
        } else {
            // A box, so that requests without a body need not carry about the room for reading one.
            Box::pin(read(body, self.handler.body_limit(), &self.large_bodies)).await
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

async fn serve<S, H>(stream: S, peer: SocketAddr, handler: Arc<H>, shared: Shared)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    H: Handler,
{
    let Shared { mut stopping, large_bodies, .. } = shared;
    let served = Arc::new(Served { handler, from: peer.ip(), large_bodies, steps: AtomicU64::new(0) });
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

/// Reads a body, and takes a place for it where it is large.
async fn read<B>(body: B, limit: usize, places: &Arc<Semaphore>) -> (BodyRead, Option<OwnedSemaphorePermit>)
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut place = None;
    let whole = tokio::time::timeout(BODY_TIMEOUT, gather(body, limit, places, &mut place)).await;
    (whole.unwrap_or(BodyRead::Broken), place)
}

/// All of a body in one piece: pieces as they come would take a multiple of its size, should they be small.
async fn gather<B>(
    mut body: B,
    limit: usize,
    places: &Arc<Semaphore>,
    place: &mut Option<OwnedSemaphorePermit>,
) -> BodyRead
where
    B: Body<Data = Bytes> + Unpin,
{
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut whole = BytesMut::with_capacity(announced.min(SMALL_BODY));
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return BodyRead::Broken };
        let Ok(piece) = frame.into_data() else { continue };
        let size = whole.len() + piece.len();
        if size > limit {
            return BodyRead::TooLarge;
        }
        if size > SMALL_BODY && place.is_none() {
            *place = Arc::clone(places).acquire_owned().await.ok();
        }
        whole.extend_from_slice(&piece);
    }
    BodyRead::Whole(whole.freeze())
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

    use super::*;

    /// Answers after this long.
    struct Slow(Duration);

    impl Handler for Slow {
        fn body_limit(&self) -> usize {
            1 << 20
        }

        async fn handle(&self, _: http::request::Parts, body: BodyRead, _: IpAddr) -> Response<Bytes> {
            tokio::time::sleep(self.0).await;
            Response::new(match body {
                BodyRead::Whole(body) => format!("{} bytes", body.len()).into(),
                other => format!("{other:?}").into(),
            })
        }
    }

    const SECOND: Duration = Duration::from_secs(1);
    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    /// What several connections to one server share.
    struct Site {
        shared: Shared,
        stop: watch::Sender<bool>,
    }

    impl Site {
        /// With one place for a large body.
        fn new() -> Self {
            let (stop, stopping) = watch::channel(false);
            let one_place = || Arc::new(Semaphore::new(1));
            Self { shared: Shared { connections: one_place(), stopping, large_bodies: one_place() }, stop }
        }

        /// A connection to a server that takes this long to answer.
        fn connect(&self, answers_after: Duration) -> DuplexStream {
            let (near, far) = tokio::io::duplex(1 << 10);
            let peer = SocketAddr::from(([127, 0, 0, 1], 1));
            tokio::spawn(serve(near, peer, Arc::new(Slow(answers_after)), self.shared.clone()));
            far
        }

        /// What comes back, and after how long, when so many bytes are announced and so many sent.
        fn post(&self, announced: usize, sent: usize) -> impl Future<Output = (String, Duration)> + use<> {
            let connection = self.connect(Duration::ZERO);
            async move {
                let began = tokio::time::Instant::now();
                let (mut read, mut write) = tokio::io::split(connection);
                let head = format!(
                    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {announced}\r\n\r\n"
                );
                let mut answer = String::new();
                let send = async {
                    // A server that gives up does not read the rest.
                    let _ = write.write_all(head.as_bytes()).await;
                    let _ = write.write_all(&vec![b'x'; sent]).await;
                };
                let (_, answered) = tokio::join!(send, read.read_to_string(&mut answer));
                answered.unwrap();
                let body = answer.split_once("\r\n\r\n").unwrap().1;
                (body.to_owned(), began.elapsed())
            }
        }
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
        let site = Site::new();
        let connection = site.connect(SECOND);
        assert!(minute.contains(&until_hung_up(connection).await), "nothing is sent");
        let mut connection = site.connect(SECOND);
        connection.write_all(&REQUEST[..20]).await.unwrap();
        assert!(minute.contains(&until_hung_up(connection).await), "half a head is sent");
        let mut connection = site.connect(SECOND);
        for _ in 0..10 {
            connection.write_all(REQUEST).await.unwrap();
            tokio::time::sleep(49 * SECOND).await;
        }
        assert!(until_hung_up(connection).await <= 12 * SECOND, "a minute after its last answer");
        let mut connection = site.connect(300 * SECOND);
        connection.write_all(REQUEST).await.unwrap();
        assert!(until_hung_up(connection).await > 340 * SECOND, "an answer is under way");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_stops_answers_what_is_under_way() {
        let site = Site::new();
        let mut connection = site.connect(4 * SECOND);
        connection.write_all(REQUEST).await.unwrap();
        tokio::time::sleep(SECOND).await;
        site.stop.send(true).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("\r\n\r\n0 bytes"), "{answer}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_read_answers_is_hung_up_on_after_a_minute() {
        let site = Site::new();
        let mut connection = site.connect(Duration::ZERO);
        let began = tokio::time::Instant::now();
        while connection.write_all(REQUEST).await.is_ok() {}
        assert!((50 * SECOND..=60 * SECOND).contains(&began.elapsed()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_given_up() {
        let site = Site::new();
        assert_eq!(site.post(5, 5).await, ("5 bytes".to_owned(), Duration::ZERO));
        assert_eq!(site.post(5, 4).await, ("Broken".to_owned(), BODY_TIMEOUT));
        assert_eq!(site.post(1 << 20, 1 << 19).await, ("Broken".to_owned(), BODY_TIMEOUT));
        assert_eq!(site.post((1 << 20) + 1, (1 << 20) + 1).await.0, "TooLarge");
        // The place for a large body is free again.
        assert_eq!(site.post(1 << 20, 1 << 20).await, ("1048576 bytes".to_owned(), Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn a_large_body_waits_for_a_place_and_a_small_one_does_not() {
        let site = Site::new();
        let held_up = tokio::spawn(site.post(1 << 20, 1 << 19));
        tokio::time::sleep(10 * SECOND).await;
        let (small, large) = tokio::join!(site.post(SMALL_BODY, SMALL_BODY), site.post(1 << 18, 1 << 18));
        assert_eq!(small, ("16384 bytes".to_owned(), Duration::ZERO));
        assert_eq!(large, ("262144 bytes".to_owned(), 5 * SECOND));
        assert_eq!(held_up.await.unwrap().0, "Broken");
    }
}

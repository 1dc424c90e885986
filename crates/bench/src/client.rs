//! A closed loop of HTTP/1.1 over many kept-alive connections, driven by one thread.
//!
//! Each connection has one request under way; its answer starts the next. A request costs one write, one read, and
//! its share of one wait, and nothing is allocated for it. Where a server ends a connection with its answer, the next
//! request begins with a new connection, as it would for anybody. What a general HTTP client offers on top (pools, timers,
//! redirects, chunked bodies) would be paid for by the server under test.

#![expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]

use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Registry, Token};

use crate::request::Batch;
use crate::tally::Tally;

/// No server is this slow without being broken.
const PATIENCE: Duration = Duration::from_secs(30);

/// No answer that is asked for here comes near this size. One byte less fits, so that a read that leaves room in
/// the buffer is known to have drained the socket.
const LARGEST_ANSWER: usize = 1 << 16;

/// What ends a run. A status other than 200 does not: the tally counts it.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The operating system refused something.
    #[error("network: {0}")]
    Io(#[from] io::Error),
    /// The server hung up on a request, or between two.
    #[error("the server closed a connection")]
    Closed,
    /// Nothing was heard for [`PATIENCE`].
    #[error("no answer for {} seconds", PATIENCE.as_secs())]
    Stalled,
    /// The bytes are not the start of an HTTP/1.1 answer.
    #[error("malformed answer: {0}")]
    Malformed(#[from] httparse::Error),
    /// The answer has no `Content-Length`, is larger than anything asked for, or was not asked for.
    #[error("unusable answer: {0}")]
    Unusable(&'static str),
}

/// A set of open connections to one server.
#[derive(Debug)]
pub struct Client {
    addr: SocketAddr,
    poll: Poll,
    connections: Vec<Connection>,
    scratch: Vec<u8>,
}

impl Client {
    /// Opens `count` connections.
    pub fn connect(addr: SocketAddr, count: usize) -> Result<Self, ClientError> {
        let poll = Poll::new()?;
        let open = |index| -> io::Result<Connection> {
            let stream = open(addr, poll.registry(), Token(index))?;
            Ok(Connection { stream, unsent: 0..0, asked_at: None, number: 0, partial: Vec::new() })
        };
        let connections = (0..count).map(open).collect::<io::Result<_>>()?;
        Ok(Self { addr, poll, connections, scratch: vec![0; LARGEST_ANSWER] })
    }

    /// Number of connections.
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// Sends the whole batch, tallies every answer, and returns how long that took.
    pub fn run(&mut self, batch: &Batch, tally: &mut Tally) -> Result<Duration, ClientError> {
        let mut events = Events::with_capacity(self.connections.len().max(1));
        let mut requests = (0..batch.len()).map(|index| (batch.number(index), batch.range(index)));
        let mut awaited = batch.len();
        let started = Instant::now();
        for (connection, request) in self.connections.iter_mut().zip(requests.by_ref()) {
            connection.ask(request, batch.bytes(), started)?;
        }
        while awaited > 0 {
            self.wait(&mut events)?;
            for event in &events {
                let connection = &mut self.connections[event.token().0];
                connection.send(batch.bytes())?;
                let Some(answer) = connection.receive(&mut self.scratch)? else { continue };
                let now = Instant::now();
                tally.record(answer.number, now - answer.asked_at, answer.status, answer.body);
                awaited -= 1;
                if answer.last {
                    connection.stream = open(self.addr, self.poll.registry(), event.token())?;
                }
                if let Some(request) = requests.next() {
                    connection.ask(request, batch.bytes(), now)?;
                }
            }
        }
        Ok(started.elapsed())
    }

    fn wait(&mut self, events: &mut Events) -> Result<(), ClientError> {
        loop {
            match self.poll.poll(events, Some(PATIENCE)) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
                Ok(()) if events.is_empty() => return Err(ClientError::Stalled),
                Ok(()) => return Ok(()),
            }
        }
    }
}

/// A new connection, known to the readiness queue.
fn open(addr: SocketAddr, registry: &Registry, token: Token) -> io::Result<TcpStream> {
    let stream = std::net::TcpStream::connect_timeout(&addr, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_nonblocking(true)?;
    let mut stream = TcpStream::from_std(stream);
    registry.register(&mut stream, token, Interest::READABLE | Interest::WRITABLE)?;
    Ok(stream)
}

#[derive(Debug)]
struct Connection {
    stream: TcpStream,
    /// What the kernel has not taken yet, as a range of the batch.
    unsent: Range<usize>,
    /// When the request under way was sent; `None` between requests.
    asked_at: Option<Instant>,
    /// Its number in the run.
    number: u64,
    /// The start of an answer that came in more than one piece. Empty nearly always.
    partial: Vec<u8>,
}

struct Answer<'a> {
    number: u64,
    asked_at: Instant,
    status: u16,
    body: &'a [u8],
    last: bool,
}

impl Connection {
    fn ask(
        &mut self,
        (number, request): (u64, Range<usize>),
        batch: &[u8],
        now: Instant,
    ) -> Result<(), ClientError> {
        self.number = number;
        self.unsent = request;
        self.asked_at = Some(now);
        self.partial.clear();
        self.send(batch)
    }

    fn send(&mut self, batch: &[u8]) -> Result<(), ClientError> {
        while !self.unsent.is_empty() {
            match self.stream.write(&batch[self.unsent.clone()]) {
                Ok(0) => return Err(ClientError::Closed),
                Ok(count) => self.unsent.start += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// One read; the answer, if that completed it.
    fn receive<'a>(&'a mut self, scratch: &'a mut [u8]) -> Result<Option<Answer<'a>>, ClientError> {
        let count = match self.stream.read(scratch) {
            Ok(0) => return Err(ClientError::Closed),
            Ok(count) if count == scratch.len() => return Err(ClientError::Unusable("too large")),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let asked_at = self.asked_at.ok_or(ClientError::Unusable("nobody asked"))?;
        let whole = self.partial.is_empty();
        if !whole {
            self.partial.extend_from_slice(&scratch[..count]);
        }
        let Some(parsed) = parse(if whole { &scratch[..count] } else { &self.partial })? else {
            if whole {
                self.partial.extend_from_slice(&scratch[..count]);
            }
            return Ok(None);
        };
        self.asked_at = None;
        let bytes = if whole { &scratch[..count] } else { &self.partial };
        let Parsed { status, body, last } = parsed;
        Ok(Some(Answer { number: self.number, asked_at, status, body: &bytes[body], last }))
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Parsed {
    status: u16,
    body: Range<usize>,
    /// Whether the server ends the connection with this answer.
    last: bool,
}

/// Status and place of the body, once `bytes` hold the whole answer.
fn parse(bytes: &[u8]) -> Result<Option<Parsed>, ClientError> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut head = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = head.parse(bytes)? else {
        return if bytes.len() < LARGEST_ANSWER { Ok(None) } else { Err(ClientError::Unusable("too large")) };
    };
    let length = head.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|header| std::str::from_utf8(header.value).ok()?.parse::<usize>().ok());
    let length = length.ok_or(ClientError::Unusable("no length"))?;
    if length > LARGEST_ANSWER {
        return Err(ClientError::Unusable("too large"));
    }
    let is_last = |header: &httparse::Header<'_>| {
        header.name.eq_ignore_ascii_case("connection") && header.value.eq_ignore_ascii_case(b"close")
    };
    let (body, last) = (start..start + length, head.headers.iter().any(is_last));
    match bytes.len() {
        held if held < body.end => Ok(None),
        held if held > body.end => Err(ClientError::Unusable("more than was asked for")),
        _ => Ok(Some(Parsed { status: head.code.unwrap_or_default(), body, last })),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::net::TcpListener;

    use jiff::Timestamp;

    use super::*;
    use crate::request::{AccessKey, Mode, Presigner};

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 28\r\n\r\n{\"RouterInterfaceId\":\"ri-1\"}";

    #[test]
    fn an_answer_is_complete_only_with_its_last_byte() {
        let body = ANSWER.len() - 28..ANSWER.len();
        assert_eq!(parse(ANSWER).unwrap(), Some(Parsed { status: 200, body, last: false }));
        for end in 0..ANSWER.len() {
            assert_eq!(parse(&ANSWER[..end]).unwrap(), None, "at {end} bytes");
        }
        assert!(matches!(parse(&[ANSWER, b"x"].concat()), Err(ClientError::Unusable(_))));
    }

    #[test]
    fn what_is_not_a_bounded_answer_is_refused() {
        assert!(matches!(parse(b"SSH-2.0-x\r\n"), Err(ClientError::Malformed(_))));
        let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        assert!(matches!(parse(chunked), Err(ClientError::Unusable("no length"))));
        let huge = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n";
        assert!(matches!(parse(huge), Err(ClientError::Unusable("too large"))));
    }

    /// Answers every request on every connection, each answer cut in two.
    fn dribbling_server() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                stream.set_nodelay(true).unwrap();
                std::thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                    while let Some(Ok(line)) = lines.next() {
                        if line.is_empty() {
                            stream.write_all(&ANSWER[..30]).unwrap();
                            std::thread::sleep(Duration::from_millis(1));
                            stream.write_all(&ANSWER[30..]).unwrap();
                        }
                    }
                });
            }
        });
        addr
    }

    /// Answers one request on each connection.
    fn closing_server() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                std::thread::spawn(move || {
                    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                    if lines.map_while(Result::ok).any(|line| line.is_empty()) {
                        let answer = String::from_utf8_lossy(ANSWER);
                        let answer = answer.replacen("\r\n", "\r\nConnection: Close\r\n", 1);
                        stream.write_all(answer.as_bytes()).unwrap();
                    }
                });
            }
        });
        addr
    }

    #[test]
    fn a_server_that_ends_its_connections_is_asked_over_new_ones() {
        let addr = closing_server();
        let key = AccessKey { id: "testid".into(), secret: "testsecret".into() };
        let mut presigner = Presigner::new(Mode::Bare, addr, key, Vec::new(), 1);
        let mut client = Client::connect(addr, 4).unwrap();
        let mut tally = Tally::new(Mode::Bare.evidence(), false);
        for count in [3, 50] {
            client.run(&presigner.batch(count, Timestamp::UNIX_EPOCH), &mut tally).unwrap();
        }
        let report = tally.report("bare", client.connections(), Duration::from_secs(1));
        assert_eq!((report.requests, report.errors), (53, 0));
    }

    #[test]
    fn every_request_of_every_batch_is_answered_once() {
        let addr = dribbling_server();
        let key = AccessKey { id: "testid".into(), secret: "testsecret".into() };
        let mut presigner = Presigner::new(Mode::Bare, addr, key, Vec::new(), 1);
        let mut client = Client::connect(addr, 4).unwrap();
        let mut tally = Tally::new(Mode::Bare.evidence(), true);
        for count in [3, 50] {
            client.run(&presigner.batch(count, Timestamp::UNIX_EPOCH), &mut tally).unwrap();
        }
        let report = tally.report("bare", client.connections(), Duration::from_secs(1));
        assert_eq!((report.requests, report.errors), (53, 0));
        assert_eq!(tally.collected().len(), 53);
    }
}

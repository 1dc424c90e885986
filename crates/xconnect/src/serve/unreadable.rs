//! Requests that are no HTTP. The library refuses them by itself, with a bare head; here that becomes an answer.
//!
//! What the library writes in such a case is told from every other answer by its form: a 4xx without a body. Those
//! of the cloud API always have one.

use std::io;
use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use http::{Response, StatusCode};
use hyper::rt::{Read, ReadBufCursor, Write};

const NO_BODY: &[u8] = b"content-length: 0\r\n";
const END: &[u8] = b"\r\n\r\n";

/// A stream on which the library's own refusals are said in other words: those of `words`, where it has some for
/// the status.
pub(super) struct Reworded<S, W> {
    stream: S,
    words: W,
    /// What is still to be written in the place of a refusal.
    ours: Bytes,
}

impl<S, W> Reworded<S, W>
where
    W: Fn(StatusCode) -> Option<Response<Bytes>>,
{
    pub(super) fn new(stream: S, words: W) -> Self {
        Self { stream, words, ours: Bytes::new() }
    }
}

impl<S: Read + Unpin, W: Unpin> Read for Reworded<S, W> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl<S, W> Write for Reworded<S, W>
where
    S: Write + Unpin,
    W: Fn(StatusCode) -> Option<Response<Bytes>> + Unpin,
{
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let mut stream = Pin::new(&mut this.stream);
        if this.ours.is_empty() {
            let Some((start, status)) = refusal(bytes) else { return stream.poll_write(context, bytes) };
            if start > 0 {
                // An answer that has not gone out yet stands before it.
                return stream.poll_write(context, &bytes[..start]);
            }
            let Some(answer) = (this.words)(status) else { return stream.poll_write(context, bytes) };
            this.ours = reworded(bytes, &answer);
        }
        while this.ours.has_remaining() {
            let written = ready!(stream.as_mut().poll_write(context, &this.ours))?;
            if written == 0 {
                return Poll::Ready(Ok(0));
            }
            this.ours.advance(written);
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

/// Where the library's own refusal begins in what it writes, and its status. It ends there: the library says nothing
/// after it.
fn refusal(bytes: &[u8]) -> Option<(usize, StatusCode)> {
    if !bytes.ends_with(END) {
        return None;
    }
    let version = b"HTTP/1.";
    let start = bytes.windows(version.len()).rposition(|window| window == version)?;
    let head = &bytes[start..];
    let status = head.get(b"HTTP/1.1 ".len()..b"HTTP/1.1 400".len())?;
    let status = StatusCode::from_bytes(status).ok()?;
    (status.is_client_error() && no_body(head).is_some()).then_some((start, status))
}

fn no_body(head: &[u8]) -> Option<usize> {
    head.windows(NO_BODY.len()).position(|window| window == NO_BODY)
}

/// A refusal with the headers and the body of an answer; what the library says of the connection stays.
fn reworded(refusal: &[u8], answer: &Response<Bytes>) -> Bytes {
    let (before, after) = refusal.split_at(no_body(refusal).unwrap_or(0));
    let mut text = before.to_vec();
    for (name, value) in answer.headers() {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            text.extend_from_slice(part);
        }
    }
    let _ = write!(text, "content-length: {}\r\n", answer.body().len());
    text.extend_from_slice(after.strip_prefix(NO_BODY).unwrap_or(after));
    text.extend_from_slice(answer.body());
    text.into()
}

#[cfg(test)]
mod tests {
    use hyper_util::rt::TokioIo;
    use tokio::io::AsyncReadExt;

    use super::*;

    const BARE: &[u8] =
        b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\ndate: D\r\n\r\n";
    const ANSWERED: &[u8] =
        b"HTTP/1.1 400 Bad Request\r\ncontent-length: 33\r\n\r\n\"HTTP/1.1 400\r\ncontent-length: 0\r\n\"";

    /// What arrives of `written`, over a stream that takes a few bytes at a time.
    async fn arrives(written: &[u8]) -> String {
        let (near, mut far) = tokio::io::duplex(7);
        let words = |status: StatusCode| {
            let answer =
                Response::builder().header("content-type", "text/plain").body(Bytes::from("no\r\n\r\n"));
            answer.ok().filter(|_| status == 431)
        };
        let mut stream = Reworded::new(TokioIo::new(near), words);
        let all = async {
            let mut left = written;
            while !left.is_empty() {
                let write = |context: &mut Context<'_>| Pin::new(&mut stream).poll_write(context, left);
                left = &left[std::future::poll_fn(write).await.unwrap()..];
            }
            drop(stream);
        };
        let mut arrived = String::new();
        let (_, read) = tokio::join!(all, far.read_to_string(&mut arrived));
        read.unwrap();
        arrived
    }

    #[tokio::test]
    async fn a_bare_refusal_is_reworded_and_nothing_else_is() {
        let ours = "HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-type: text/plain\r\n\
                    content-length: 6\r\ndate: D\r\n\r\nno\r\n\r\n";
        assert_eq!(arrives(BARE).await, ours);
        let behind = [ANSWERED, BARE].concat();
        assert_eq!(arrives(&behind).await, [str::from_utf8(ANSWERED).unwrap(), ours].concat());
        for other in [
            ANSWERED,
            b"HTTP/1.1 100 Continue\r\n\r\n",
            b"HTTP/1.1 403 Forbidden\r\ncontent-length: 207\r\n\r\n",
            b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n",
            b"\r\n\r\n",
        ] {
            assert_eq!(arrives(other).await, str::from_utf8(other).unwrap());
        }
    }
}

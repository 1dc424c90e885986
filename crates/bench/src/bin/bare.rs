//! The bare server: the ceiling that the real server is compared with.
//!
//! It has the real server's bones (hyper's HTTP/1.1 on a tokio runtime of two workers, one task a connection), checks
//! the cheapest honest signature (see [`xconnect_bench::bare`]), and answers a fixed text of the size of a real
//! description of one router interface. Nothing can be taken away from it without ceasing to be a server of signed
//! requests; what the real server does not reach of its speed is what the product itself costs.

#![expect(clippy::print_stderr, reason = "a program that cannot start says why")]

use std::convert::Infallible;
use std::net::SocketAddr;
use std::process::ExitCode;

use bytes::Bytes;
use clap::Parser;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use xconnect_bench::bare;

/// A server that does as little as a server of signed requests can.
#[derive(Debug, Parser)]
struct Options {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8910")]
    addr: SocketAddr,
    /// The secret that requests are signed with.
    #[arg(long, default_value = "testsecret")]
    access_key_secret: String,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_io().build();
    match runtime.and_then(|runtime| runtime.block_on(serve(options))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bare: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> std::io::Result<()> {
    let listener = TcpListener::bind(options.addr).await?;
    // One secret for the life of the process: every connection borrows it, none counts references.
    let secret: &'static str = options.access_key_secret.leak();
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(converse(stream, secret));
    }
}

/// Answers until the client hangs up. How it hangs up is nobody's concern here.
async fn converse(stream: TcpStream, secret: &'static str) {
    let service = service_fn(move |request| async move { Ok::<_, Infallible>(answer(&request, secret)) });
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

fn answer(request: &Request<Incoming>, secret: &str) -> Response<Full<Bytes>> {
    let genuine = request.uri().query().is_some_and(|query| bare::verify(query, secret));
    let (status, body) = if genuine { (StatusCode::OK, ANSWER) } else { (StatusCode::BAD_REQUEST, REFUSAL) };
    let mut response = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=utf-8"));
    response
}

const REFUSAL: &str =
    r#"{"RequestId":"00000000-0000-4000-8000-000000000000","Code":"SignatureDoesNotMatch"}"#;

/// One router interface with every member filled in.
const ANSWER: &str = concat!(
    r#"{"RequestId":"079874CD-AEC1-43E6-AC03-ADD96B6E4907","PageNumber":1,"PageSize":10,"TotalCount":1,"#,
    r#""RouterInterfaceSet":{"RouterInterfaceType":[{"AccessPointId":"ap-cn-hangzhou-yh-C","Bandwidth":200,"#,
    r#""BusinessStatus":"Normal","ChargeType":"AfterPay","ConnectedTime":"2026-11-20T08:57:27Z","#,
    r#""CreationTime":"2026-11-20T08:57:24Z","CrossBorder":false,"Description":"between the two bench routers","#,
    r#""EndTime":"2999-09-08T16:00:00Z","FastLinkMode":false,"GmtModified":"2026-11-20T08:57:27Z","HcRate":2,"#,
    r#""HcThreshold":"8","HasReservationData":"false","HealthCheckSourceIp":"172.16.0.6","#,
    r#""HealthCheckTargetIp":"172.16.0.8","Name":"bench-interface","OppositeAccessPointId":"","#,
    r#""OppositeBandwidth":200,"OppositeInterfaceBusinessStatus":"Normal","#,
    r#""OppositeInterfaceId":"ri-bp1xkrzttximaoxblqwer","OppositeInterfaceOwnerId":"1234567890123456","#,
    r#""OppositeInterfaceSpec":"Negative","OppositeInterfaceStatus":"Active","OppositeRegionId":"cn-shanghai","#,
    r#""OppositeRouterId":"vrt-bp11xvy6lb9photuuasdf","OppositeRouterType":"VRouter","#,
    r#""OppositeVpcInstanceId":"vpc-bp1b49rqrybk45nioqwer","ReservationActiveTime":"","#,
    r#""ReservationBandwidth":"","ReservationInternetChargeType":"","ReservationOrderType":"","#,
    r#""ResourceGroupId":"rg-acfmxazb4ph6aiy","Role":"InitiatingSide","RouterId":"vrt-bp1lhl0taikrteen8zxcv","#,
    r#""RouterInterfaceId":"ri-bp1a2b3c4d5e6f7g8h9j0","RouterType":"VRouter","Spec":"Middle.2","#,
    r#""Status":"Active","Tags":{"Tags":[]},"VpcInstanceId":"vpc-bp1b49rqrybk45nioasdf"}]}}"#,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_json_of_the_size_of_a_real_one() {
        let parsed: serde_json::Value = serde_json::from_str(ANSWER).unwrap();
        assert_eq!(parsed["RouterInterfaceSet"]["RouterInterfaceType"].as_array().unwrap().len(), 1);
        assert!((1400..1700).contains(&ANSWER.len()), "{} bytes", ANSWER.len());
    }
}

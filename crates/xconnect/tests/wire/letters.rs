//! Letters of authorisation, from the application to the downloaded document.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::World;
use crate::support::call::Request;
use crate::support::client::Answer;
use crate::support::records::HANGZHOU;

/// The path of the only line's letter, once it is issued; the line comes with it.
fn issued(world: &World) -> (String, String) {
    let line = world.line(&[]);
    world.finish();
    let params = [
        ("RegionId", HANGZHOU),
        ("InstanceId", &line),
        ("CompanyName", "company"),
        ("LineType", "FIBRE"),
        ("Si", "contractor"),
        ("ConstructionTime", "2026-12-28T16:00:00Z"),
        ("PMInfo.1.PMName", "Li Si"),
        ("PMInfo.1.PMCertificateType", "Passport"),
        ("PMInfo.1.PMCertificateNo", "E12345678"),
        ("PMInfo.1.PMGender", "Male"),
        ("PMInfo.1.PMContactInfo", "13900001111"),
    ];
    world.ok("ApplyPhysicalConnectionLOA", &params);
    assert_eq!(url(world, &line, "127.0.0.1:8900"), "", "it is not issued yet");
    world.finish();
    let url = url(world, &line, "127.0.0.1:8900");
    (url.strip_prefix("http://127.0.0.1:8900").unwrap().to_owned(), line)
}

/// `LoaUrl`, as a client that calls this host is told it.
fn url(world: &World, line: &str, host: &str) -> String {
    let params = [("RegionId", HANGZHOU), ("InstanceId", line)];
    let answer = world.send(&world.call("DescribePhysicalConnectionLOA", &params).host(host)).success();
    answer["PhysicalConnectionLOAType"]["LoaUrl"].as_str().unwrap().to_owned()
}

/// Asks for a path without any signature.
fn get(world: &World, method: &str, path: &str) -> Answer {
    let headers = vec![("Host".to_owned(), "127.0.0.1".to_owned())];
    let request = Request { method: method.into(), target: path.into(), headers, body: Vec::new() };
    world.connect().exchange(&request)
}

/// Downloads a document: its head, and its bytes.
fn download(world: &World, path: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(world.server.addresses().api).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_ascii_lowercase();
    (head, answer[end + 4..].to_vec())
}

#[test]
fn an_issued_letter_is_downloaded_by_whoever_has_its_address() {
    let world = World::new();
    let (path, line) = issued(&world);
    let (head, document) = download(&world, &path);
    assert!(head.starts_with("http/1.1 200"), "{head}");
    for header in ["content-type: application/pdf", "cache-control: private, no-store"] {
        assert!(head.contains(header), "{header} is not in {head}");
    }
    assert!(document.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&document);
    for part in [line.as_str(), "company", "contractor", "Li Si, Passport *****5678"] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(download(&world, &path).1, document, "the document stays the same");
    let elsewhere = url(&world, &line, "cloud.example:80");
    assert_eq!(elsewhere, format!("http://cloud.example:80{path}"), "the host is the client's own");
}

#[test]
fn a_letter_survives_a_restart_under_its_address() {
    let world = World::new();
    let (path, _) = issued(&world);
    let (_, before) = download(&world, &path);
    assert_eq!(download(&world.restart(), &path).1, before);
}

#[test]
fn a_guess_finds_nothing() {
    let world = World::new();
    let (path, line) = issued(&world);
    let guesses = [
        format!("/loa/{line}"),
        format!("/loa/{line}/"),
        format!("/loa/{line}/{}", "0".repeat(32)),
        format!("{path}0"),
        path[..path.len() - 1].to_owned(),
        path.replace(&line, "pc-none"),
        "/loa/".to_owned(),
    ];
    for guess in guesses {
        let answer = get(&world, "GET", &guess);
        assert_eq!(answer.refusal(), "404 InvalidLoaUrl.NotFound", "{guess}");
        assert!(answer.json()["RequestId"].is_string());
    }
    assert_eq!(get(&world, "POST", &path).refusal(), "404 InvalidPath.NotFound", "a letter is only read");
    let waiting = world.line(&[]);
    assert_eq!(get(&world, "GET", &format!("/loa/{waiting}/")).refusal(), "404 InvalidLoaUrl.NotFound");
    world.edit_line(&line, |line| line.loa = None);
    assert_eq!(get(&world, "GET", &path).refusal(), "404 InvalidLoaUrl.NotFound");
}

//! Requests, signed and framed before any clock starts.
//!
//! A [`Presigner`] makes [`Batch`]es: up to some ten thousand whole HTTP requests in one buffer, each with a
//! `SignatureNonce` of its own. Batches are kept small enough that a request is sent within seconds of its
//! `Timestamp`, and that a run of a million requests needs no gigabyte of memory.

use std::net::SocketAddr;
use std::ops::Range;

use jiff::Timestamp;
use xconnect_wire::sign::sign_query;

use crate::aws::Service;
use crate::bare;
use crate::template::Template;

/// What is asked of the server, over and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Mode {
    /// The same bytes as `describe`, but signed the way the bare server checks.
    Bare,
    /// `DescribeRouterInterfaces` for one interface, by its id.
    Describe,
    /// `CreateRouterInterface` on a VPC router.
    Create,
    /// `CreateVpc`, for the router that comes with it: what `create` needs first.
    Routers,
    /// Whatever a template says.
    Call,
    /// The same, of an emulator of AWS's EC2.
    Ec2,
    /// The same, of an emulator of AWS's Direct Connect.
    DirectConnect,
}

impl Mode {
    /// The member that only a real answer has: 200 with an empty list is not what was measured.
    pub fn evidence(self) -> &'static str {
        match self {
            Mode::Bare | Mode::Describe | Mode::Create => "RouterInterfaceId",
            Mode::Routers => "VRouterId",
            Mode::Call | Mode::Ec2 | Mode::DirectConnect => "RequestId",
        }
    }

    /// Whether requests need something to act on: interface ids to describe, router ids to create on.
    pub fn needs_subjects(self) -> bool {
        matches!(self, Mode::Describe | Mode::Create)
    }

    /// Whether requests are what a template says.
    pub fn follows_template(self) -> bool {
        self == Mode::Call || self.service().is_some()
    }

    /// The service of AWS that is asked, if it is one of those.
    pub fn service(self) -> Option<Service> {
        match self {
            Mode::Ec2 => Some(Service::Ec2),
            Mode::DirectConnect => Some(Service::DirectConnect),
            _ => None,
        }
    }

    fn parameters(self, subject: &str) -> Vec<(&'static str, &str)> {
        match self {
            Mode::Bare | Mode::Describe => vec![
                ("Action", "DescribeRouterInterfaces"),
                ("Filter.1.Key", "RouterInterfaceId"),
                ("Filter.1.Value.1", subject),
            ],
            Mode::Create => vec![
                ("Action", "CreateRouterInterface"),
                ("OppositeRegionId", REGION),
                ("Role", "InitiatingSide"),
                ("RouterId", subject),
                ("RouterType", "VRouter"),
                ("Spec", "Large.2"),
            ],
            Mode::Routers => vec![("Action", "CreateVpc")],
            Mode::Call | Mode::Ec2 | Mode::DirectConnect => Vec::new(),
        }
    }
}

const REGION: &str = "cn-hangzhou";

/// The subject of `bare` requests, so that they are as long as real ones.
const NO_SUBJECT: &str = "ri-bp1a2b3c4d5e6f7g8h9j0";

/// Who signs.
#[derive(Debug, Clone)]
pub struct AccessKey {
    /// `AccessKeyId`, sent.
    pub id: String,
    /// `AccessKeySecret`, never sent.
    pub secret: String,
}

/// Makes batches of one mode for one server.
#[derive(Debug)]
pub struct Presigner {
    mode: Mode,
    template: Template,
    key: AccessKey,
    subjects: Vec<String>,
    host: String,
    head_tail: String,
    run: u64,
    made: u64,
}

impl Presigner {
    /// `subjects` are interface ids for `describe`, router ids for `create`, and unused otherwise. `run` tells this
    /// run's nonces from those of every other; take it from the system's randomness.
    pub fn new(mode: Mode, addr: SocketAddr, key: AccessKey, subjects: Vec<String>, run: u64) -> Self {
        let head_tail =
            format!(" HTTP/1.1\r\nHost: {addr}\r\nUser-Agent: xconnect-bench\r\nAccept: */*\r\n\r\n");
        let host = addr.to_string();
        Self { mode, template: Template::default(), key, subjects, host, head_tail, run, made: 0 }
    }

    /// Calls what the template says, in the modes that follow one.
    pub fn with_template(self, template: Template) -> Self {
        Self { template, ..self }
    }

    /// The next `count` requests, all with the timestamp `now`.
    pub fn batch(&mut self, count: usize, now: Timestamp) -> Batch {
        let timestamp = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let (bytes, ends) = (Vec::with_capacity(count * 640), Vec::with_capacity(count));
        let mut batch = Batch { bytes, ends, first: self.made };
        for _ in 0..count {
            match self.mode.service() {
                Some(service) => {
                    let request = service.request(&self.host, &self.filled(), &self.key, now);
                    batch.bytes.extend_from_slice(request.as_bytes());
                }
                None => {
                    let query = self.query(&timestamp);
                    for part in ["GET /?", &query, &self.head_tail] {
                        batch.bytes.extend_from_slice(part.as_bytes());
                    }
                }
            }
            batch.ends.push(batch.bytes.len());
            self.made += 1;
        }
        batch
    }

    fn query(&self, timestamp: &str) -> String {
        let nonce = format!("{:016x}{:016x}", self.run, self.made);
        let subject = self.subject();
        let filled = self.filled();
        let mut pairs = self.mode.parameters(subject);
        pairs.extend(filled.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let given = pairs.len();
        pairs.extend([
            ("AccessKeyId", self.key.id.as_str()),
            ("Format", "JSON"),
            ("RegionId", REGION),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", &nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", timestamp),
            ("Version", "2016-04-28"),
        ]);
        // A template may speak of another region, or to another API.
        for index in (given..pairs.len()).rev() {
            if pairs[..given].iter().any(|(name, _)| *name == pairs[index].0) {
                pairs.remove(index);
            }
        }
        match self.mode {
            Mode::Bare => bare::sign(&plain_query(&pairs), &self.key.secret),
            _ => {
                let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
                let pairs: Vec<(String, String)> = pairs.iter().map(owned).collect();
                sign_query("GET", &pairs, &self.key.secret)
            }
        }
    }

    /// The template's parameters for the next request.
    fn filled(&self) -> Vec<(String, String)> {
        let turn = self.made / (self.subjects.len() as u64).max(1) + 1;
        self.template.filled(self.subject(), self.made + 1, turn)
    }

    /// Reads jump about, so that no cache is flattered; writes go round, so that every router gets its equal share
    /// and none exceeds its quota before the others are full.
    fn subject(&self) -> &str {
        let count = self.subjects.len() as u64;
        if count == 0 {
            return NO_SUBJECT;
        }
        let pick = match self.mode {
            Mode::Create => self.made % count,
            mode if mode.follows_template() && !self.template.reads() => self.made % count,
            _ => scatter(self.made) % count,
        };
        &self.subjects[pick as usize]
    }
}

/// Whole HTTP requests, back to back in one buffer.
#[derive(Debug)]
pub struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    first: u64,
}

impl Batch {
    /// Number of requests.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of request `index` in the run, from 0.
    pub fn number(&self, index: usize) -> u64 {
        self.first + index as u64
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where request `index` lies in [`Batch::bytes`].
    pub fn range(&self, index: usize) -> Range<usize> {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        start..self.ends[index]
    }

    /// The requests' bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A fixed permutation of the 64-bit numbers that leaves no order behind (the finaliser of SplitMix64).
fn scatter(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The pairs in the order of their names, as `name=value`; nothing that is sent to the bare server needs escaping
/// but for the timestamp, and the bare server does not decode.
fn plain_query(pairs: &[(&str, &str)]) -> String {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    let fields: Vec<String> = sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
    fields.join("&")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use xconnect_wire::{Incoming, Limits, decode};

    use super::*;

    fn presigner(mode: Mode, subjects: &[&str]) -> Presigner {
        let key = AccessKey { id: "testid".into(), secret: "testsecret".into() };
        let subjects = subjects.iter().map(|id| (*id).to_owned()).collect();
        Presigner::new(mode, "127.0.0.1:8900".parse().unwrap(), key, subjects, 7)
    }

    fn targets(batch: &Batch) -> Vec<String> {
        let request = |index| {
            let text = std::str::from_utf8(&batch.bytes()[batch.range(index)]).unwrap();
            let (target, head) = text.strip_prefix("GET /?").unwrap().split_once(" HTTP/1.1\r\n").unwrap();
            assert!(head.starts_with("Host: 127.0.0.1:8900\r\n") && head.ends_with("\r\n\r\n"));
            target.to_owned()
        };
        (0..batch.len()).map(request).collect()
    }

    #[test]
    fn no_two_requests_share_a_nonce_within_or_across_batches() {
        let mut presigner = presigner(Mode::Describe, &["ri-1", "ri-2"]);
        let mut seen = HashSet::new();
        for _ in 0..2 {
            let batch = presigner.batch(50, Timestamp::UNIX_EPOCH);
            assert_eq!(batch.len(), 50);
            for target in targets(&batch) {
                let nonce = target.split('&').find(|field| field.starts_with("SignatureNonce=")).unwrap();
                assert!(seen.insert(nonce.to_owned()), "{nonce} was used twice");
            }
        }
    }

    #[test]
    fn creates_go_round_the_routers_evenly_across_batches() {
        let mut presigner = presigner(Mode::Create, &["vrt-1", "vrt-2", "vrt-3"]);
        let mut per_router = [0; 3];
        for _ in 0..3 {
            for target in targets(&presigner.batch(4, Timestamp::UNIX_EPOCH)) {
                let router = (1..=3).find(|n| target.contains(&format!("RouterId=vrt-{n}&"))).unwrap();
                per_router[router - 1] += 1;
            }
        }
        assert_eq!(per_router, [4, 4, 4]);
    }

    #[test]
    fn real_requests_decode_and_verify_as_the_product_does_it() {
        let (method, headers) = (hyper::Method::GET, hyper::HeaderMap::new());
        for mode in [Mode::Describe, Mode::Create, Mode::Routers] {
            let batch = presigner(mode, &["vrt-1"]).batch(2, Timestamp::UNIX_EPOCH);
            for query in targets(&batch) {
                let target = format!("/?{query}");
                let incoming = Incoming { method: &method, target: &target, headers: &headers, body: b"" };
                let call = decode(&incoming, &Limits::default()).unwrap();
                assert_eq!(call.verify("testsecret"), Ok(()));
                assert!(call.verify("Testsecret").is_err());
            }
        }
    }

    #[test]
    fn bare_requests_pass_the_bare_check() {
        let batch = presigner(Mode::Bare, &[]).batch(3, Timestamp::UNIX_EPOCH);
        assert!(targets(&batch).iter().all(|query| bare::verify(query, "testsecret")));
    }

    #[test]
    fn the_timestamp_is_in_the_form_that_clients_send() {
        let batch =
            presigner(Mode::Describe, &["ri-1"]).batch(1, Timestamp::from_second(1_800_000_000).unwrap());
        assert!(targets(&batch)[0].contains("Timestamp=2027-01-15T08%3A00%3A00Z"));
    }
}

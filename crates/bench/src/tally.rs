//! What came back: how long each answer took, how many were not the answer asked for, and the first of those.

use std::time::Duration;

use hdrhistogram::Histogram;
use memchr::memmem;
use serde::Serialize;

/// Latencies are kept to one part in a thousand, up to a minute.
const LONGEST_US: u64 = 60_000_000;
const DIGITS: u8 = 3;

/// Counts the answers of a run.
#[derive(Debug)]
pub struct Tally {
    latencies: Histogram<u64>,
    evidence: memmem::Finder<'static>,
    form: Form,
    errors: u64,
    first_error: Option<String>,
    collected: Option<Vec<(u64, String)>>,
}

impl Tally {
    /// A tally for answers whose member `evidence` has to be there; with `collect`, it keeps what that member says.
    pub fn new(evidence: &str, collect: bool) -> Self {
        Self::in_form(Form::Json, &format!("\"{evidence}\":"), collect)
    }

    /// The same for answers in XML, whose element `evidence` has to be there.
    pub fn of_elements(evidence: &str, collect: bool) -> Self {
        Self::in_form(Form::Xml, &format!("<{evidence}>"), collect)
    }

    fn in_form(form: Form, evidence: &str, collect: bool) -> Self {
        Self {
            latencies: Histogram::new_with_bounds(1, LONGEST_US, DIGITS).expect("the bounds are in order"),
            evidence: memmem::Finder::new(evidence).into_owned(),
            form,
            errors: 0,
            first_error: None,
            collected: collect.then(Vec::new),
        }
    }

    /// Takes the answer to request `number`. Only 200 with the evidence of a real result counts as one.
    pub fn record(&mut self, number: u64, latency: Duration, status: u16, body: &[u8]) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(LONGEST_US);
        self.latencies.saturating_record(micros.clamp(1, LONGEST_US));
        match self.find_id(body).filter(|_| status == 200) {
            Some(id) => {
                if let Some(ids) = &mut self.collected {
                    ids.push((number, String::from_utf8_lossy(id).into_owned()));
                }
            }
            None => {
                self.errors += 1;
                self.first_error.get_or_insert_with(|| format!("{status} {}", String::from_utf8_lossy(body)));
            }
        }
    }

    fn find_id<'a>(&self, body: &'a [u8]) -> Option<&'a [u8]> {
        let ends = self.evidence.find_iter(body).map(|start| start + self.evidence.needle().len());
        ends.filter_map(|end| self.form.id_at(&body[end..])).next()
    }

    /// Status and body of the first answer that was not the one asked for.
    pub fn first_error(&self) -> Option<&str> {
        self.first_error.as_deref()
    }

    /// The ids that the answers named, in the order of the requests.
    pub fn collected(&self) -> Vec<&str> {
        let mut ids: Vec<_> = self.collected.iter().flatten().collect();
        ids.sort_unstable_by_key(|(number, _)| *number);
        ids.into_iter().map(|(_, id)| id.as_str()).collect()
    }

    /// The figures of a run that took `elapsed` in all.
    pub fn report(&self, mode: &str, connections: usize, elapsed: Duration) -> Report {
        let requests = self.latencies.len();
        Report {
            mode: mode.to_owned(),
            connections,
            requests,
            seconds: elapsed.as_secs_f64(),
            rps: requests as f64 / elapsed.as_secs_f64().max(f64::MIN_POSITIVE),
            p50_us: self.latencies.value_at_quantile(0.50),
            p99_us: self.latencies.value_at_quantile(0.99),
            max_us: self.latencies.max(),
            errors: self.errors,
        }
    }
}

/// How answers are written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Json,
    Xml,
}

impl Form {
    /// The text that `rest` starts with, unless it is empty or something else than a text. Some servers put a space
    /// before it.
    fn id_at(self, rest: &[u8]) -> Option<&[u8]> {
        let (text, end) = match self {
            Form::Json => (rest.trim_ascii_start().strip_prefix(b"\"")?, b'"'),
            Form::Xml => (rest, b'<'),
        };
        let length = memchr::memchr(end, text)?;
        text.get(..length).filter(|id| !id.is_empty())
    }
}

/// One run in figures: the line that `load` prints.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What was asked.
    pub mode: String,
    /// How many connections asked at the same time.
    pub connections: usize,
    /// Answers received, errors among them.
    pub requests: u64,
    /// Time spent measuring.
    pub seconds: f64,
    /// Answers a second.
    pub rps: f64,
    /// Half of the answers came within this many microseconds.
    pub p50_us: u64,
    /// All but one answer in a hundred came within this many microseconds.
    pub p99_us: u64,
    /// The slowest answer, in microseconds.
    pub max_us: u64,
    /// Answers that were not the one asked for.
    pub errors: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn only_200_with_a_result_in_it_counts() {
        let mut tally = Tally::new("RouterInterfaceId", true);
        tally.record(3, MS, 200, br#"{"RequestId":"A","RouterInterfaceId":"ri-1"}"#);
        tally.record(1, MS, 200, br#"{"RequestId":"B"}"#);
        tally.record(2, MS, 200, br#"{"RouterInterfaceId":""}"#);
        tally.record(0, MS, 400, br#"{"Code":"Nope","RouterInterfaceId":"ri-2"}"#);
        let report = tally.report("create", 1, 4 * MS);
        assert_eq!((report.requests, report.errors), (4, 3));
        assert_eq!(tally.first_error(), Some(r#"200 {"RequestId":"B"}"#));
        assert_eq!(tally.collected(), ["ri-1"]);
    }

    #[test]
    fn what_answers_name_is_told_in_the_order_of_the_requests() {
        let mut tally = Tally::new("VbrId", true);
        tally.record(1, MS, 200, br#"{"VbrId":"vbr-2"}"#);
        tally.record(0, MS, 200, br#"{"VbrId":"vbr-1"}"#);
        assert_eq!(tally.collected(), ["vbr-1", "vbr-2"]);
    }

    #[test]
    fn answers_may_be_spaced_or_xml() {
        let mut spaced = Tally::new("connectionId", true);
        spaced.record(0, MS, 200, br#"{"connections": [{"connectionId": "dxcon-1"}]}"#);
        spaced.record(1, MS, 200, br#"{"connections": []}"#);
        assert_eq!((spaced.collected(), spaced.errors), (vec!["dxcon-1"], 1));

        let mut xml = Tally::of_elements("vpcId", true);
        xml.record(0, MS, 200, b"<vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet>");
        xml.record(1, MS, 200, b"<vpcSet><item><vpcId></vpcId></item></vpcSet>");
        assert_eq!((xml.collected(), xml.errors), (vec!["vpc-1"], 1));
    }

    #[test]
    fn figures_are_in_the_units_they_name() {
        let mut tally = Tally::new("RouterInterfaceId", false);
        for ms in 1..=100 {
            tally.record(0, ms * MS, 200, br#""RouterInterfaceId":"ri-1""#);
        }
        let report = tally.report("bare", 64, Duration::from_secs(2));
        assert_eq!(report.rps, 50.0);
        let near = |value: u64, wanted: u64| value.abs_diff(wanted) * 1000 <= wanted;
        assert!(near(report.p50_us, 50_000) && near(report.p99_us, 99_000) && near(report.max_us, 100_000));
        assert!(tally.collected().is_empty());
    }
}

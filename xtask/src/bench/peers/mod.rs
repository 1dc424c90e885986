//! The product beside other emulators of a cloud's control plane, and beside the bare server.
//!
//! Nobody else emulates Express Connect, so each is asked for what it has that is nearest: to create and describe a
//! connection (Direct Connect's, where it has that) and a VPC. Each gets its requests as its users' clients send them,
//! from the same load generator, in turn, with the machine to itself; what each leaves out of what the product does
//! is in the name of its rows. A server that ends a connection with each answer is asked over new ones, as its users
//! ask it.

mod calls;
mod contender;
mod install;

use std::collections::BTreeMap;

use serde_json::json;

use self::calls::Thing;
use self::contender::Contender;
use super::report::{Row, Unit};
use super::{Bench, Load, median};

/// Of the bare server's rate.
const SHARE_OF_BARE: f64 = 0.5;

/// What is measured of a server, in the order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Measure {
    FirstAnswer,
    Resident,
    Rate(Call),
    Half(Call),
    NinetyNine(Call),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    CreateConnection,
    DescribeConnection,
    CreateVpc,
    DescribeVpc,
    /// The bare server's only one.
    Bare,
}

/// What the rounds have measured.
#[derive(Debug, Default)]
struct Figures(BTreeMap<Measure, Vec<(Contender, f64)>>);

/// All of them.
pub(super) fn peers(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    compare(bench, &Contender::ALL)
}

/// Those that are there within a minute.
pub(super) fn python_peers(bench: &mut Bench<'_>) -> Result<Vec<Row>, String> {
    compare(bench, &[Contender::Bare, Contender::Xconnect, Contender::Moto, Contender::Ministack])
}

fn compare(bench: &mut Bench<'_>, contenders: &[Contender]) -> Result<Vec<Row>, String> {
    contenders.iter().try_for_each(|contender| contender.install(bench.workspace))?;
    let mut figures = Figures::default();
    for round in 1..=bench.choose(3, 1) {
        for &contender in contenders {
            println!("--- round {round}: {}", contender.name());
            let (tag, runs_before) = (format!("{contender:?}-{round}"), bench.runs.len());
            let started = contender.start(bench, &tag)?;
            super::parts::settle();
            let (start, resident) = (started.server.start_ms(), started.server.resident_mb()?);
            figures.add(Measure::FirstAnswer, contender, start);
            figures.add(Measure::Resident, contender, resident);
            bench.runs.push(json!({ "mode": "rest", "start_ms": start, "resident_mb": resident }));
            if contender == Contender::Bare {
                let run = Load {
                    warmup: bench.choose(20_000, 5_000),
                    ..Load::new("bare", bench.choose(100_000, 20_000))
                };
                figures.add_call(Call::Bare, contender, bench.load(&started.server, &run)?);
            }
            for thing in Thing::ALL {
                let Some(measured) = thing.measure(bench, contender, &started, &tag)? else { continue };
                let (create, describe) = Call::about(thing);
                figures.add_call(create, contender, measured.create);
                figures.add_call(describe, contender, measured.describe);
            }
            for run in &mut bench.runs[runs_before..] {
                run["server"] = json!(contender.name());
                run["round"] = json!(round);
            }
        }
    }
    Ok(figures.rows())
}

impl Call {
    /// Creating this thing and describing it.
    fn about(thing: Thing) -> (Self, Self) {
        match thing {
            Thing::Connection => (Call::CreateConnection, Call::DescribeConnection),
            Thing::Vpc => (Call::CreateVpc, Call::DescribeVpc),
        }
    }

    fn text(self) -> &'static str {
        match self {
            Call::CreateConnection => "create a connection",
            Call::DescribeConnection => "describe a connection",
            Call::CreateVpc => "create a VPC",
            Call::DescribeVpc => "describe a VPC",
            Call::Bare => "a fixed answer",
        }
    }
}

impl Measure {
    fn text(self) -> String {
        match self {
            Measure::FirstAnswer => "first answer".to_owned(),
            Measure::Resident => "resident at rest".to_owned(),
            Measure::Rate(call) => format!("{}, 64 connections", call.text()),
            Measure::Half(call) => format!("{}, half within", call.text()),
            Measure::NinetyNine(call) => format!("{}, 99 of 100 within", call.text()),
        }
    }

    fn unit(self) -> Unit {
        match self {
            Measure::FirstAnswer => Unit::Milliseconds,
            Measure::Resident => Unit::Megabytes,
            Measure::Rate(_) => Unit::PerSecond,
            Measure::Half(_) | Measure::NinetyNine(_) => Unit::Microseconds,
        }
    }
}

impl Figures {
    fn add(&mut self, measure: Measure, contender: Contender, figure: f64) {
        self.0.entry(measure).or_default().push((contender, figure));
    }

    fn add_call(&mut self, call: Call, contender: Contender, figures: super::Figures) {
        self.add(Measure::Rate(call), contender, figures.rps);
        self.add(Measure::Half(call), contender, figures.p50_us);
        self.add(Measure::NinetyNine(call), contender, figures.p99_us);
    }

    /// The middle of the rounds; nothing for what was not measured.
    fn middle(&self, measure: Measure, of: Contender) -> Option<f64> {
        let rounds = self.0.get(&measure)?.iter().filter(|(contender, _)| *contender == of);
        let rounds: Vec<f64> = rounds.map(|(_, figure)| *figure).collect();
        (!rounds.is_empty()).then(|| median(rounds))
    }

    /// Each measure of each server, and then the product's beside each peer's, and beside the bare server's.
    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for &measure in self.0.keys() {
            let of = |contender| self.middle(measure, contender);
            for contender in Contender::ALL {
                let text = format!("{}: {}", measure.text(), contender.name());
                rows.extend(of(contender).map(|figure| Row::plain(text, figure, measure.unit())));
            }
            let Some(ours) = of(Contender::Xconnect) else { continue };
            for peer in Contender::PEERS {
                rows.extend(of(peer).map(|theirs| ahead(measure, peer, ours, theirs)));
            }
            rows.extend(self.share_of_bare(measure, ours));
        }
        rows
    }

    /// The bare server keeps nothing: a rate of descriptions is held against it, a rate of durable creations only
    /// shown.
    fn share_of_bare(&self, measure: Measure, ours: f64) -> Option<Row> {
        let Measure::Rate(call) = measure else { return None };
        let share = ours / self.middle(Measure::Rate(Call::Bare), Contender::Bare)?;
        let text = format!("{}: xconnect beside {}", call.text(), Contender::Bare.name());
        Some(match call {
            Call::DescribeConnection | Call::DescribeVpc => {
                Row::at_least(text, share, Unit::Ratio, SHARE_OF_BARE)
            }
            Call::CreateConnection | Call::CreateVpc | Call::Bare => Row::plain(text, share, Unit::Ratio),
        })
    }
}

/// How many times as good as the peer's: a rate should be higher, everything else lower.
fn ahead(measure: Measure, peer: Contender, ours: f64, theirs: f64) -> Row {
    let text = format!("{}: times ahead of {}", measure.text(), peer.name());
    let times = match measure {
        Measure::Rate(_) => ours / theirs,
        _ => theirs / ours,
    };
    Row::at_least(text, times, Unit::Ratio, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(figures: &Figures) -> Vec<(String, f64, Option<bool>)> {
        figures.rows().into_iter().map(|row| (row.measure.clone(), row.value, row.met())).collect()
    }

    #[test]
    fn the_product_is_held_against_every_peer_and_the_bare_server() {
        let mut figures = Figures::default();
        let rate = Measure::Rate(Call::DescribeVpc);
        for (contender, value) in [
            (Contender::Xconnect, 30.0),
            (Contender::Xconnect, 50.0),
            (Contender::Xconnect, 40.0),
            (Contender::Moto, 10.0),
            (Contender::Fakecloud, 80.0),
        ] {
            figures.add(rate, contender, value);
        }
        figures.add(Measure::Rate(Call::Bare), Contender::Bare, 100.0);
        let rows = shown(&figures);
        let find =
            |text: &str| rows.iter().find(|(measure, ..)| measure.contains(text)).map(|row| (row.1, row.2));
        assert_eq!(find("connections: xconnect (verified"), Some((40.0, None)));
        assert_eq!(find("times ahead of moto"), Some((4.0, Some(true))));
        assert_eq!(find("times ahead of fakecloud"), Some((0.5, Some(false))));
        assert_eq!(find("xconnect beside the bare server"), Some((0.4, Some(false))));
        assert_eq!(find("ministack"), None);
    }

    #[test]
    fn less_is_better_but_for_rates() {
        let met = |measure| ahead(measure, Contender::Moto, 5.0, 10.0).met();
        assert_eq!(met(Measure::Resident), Some(true));
        assert_eq!(met(Measure::NinetyNine(Call::CreateVpc)), Some(true));
        assert_eq!(met(Measure::Rate(Call::CreateVpc)), Some(false));
    }
}

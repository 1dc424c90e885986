//! Figures as people and programs read them: a Markdown table with a verdict each, and a file per part.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::shell::{capture, command};
use crate::workspace::Workspace;

/// One figure and what it should be.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) measure: String,
    pub(crate) value: f64,
    pub(crate) unit: Unit,
    /// `None` where a figure is there to explain another.
    pub(crate) target: Option<Target>,
}

impl Row {
    /// A figure without a promise.
    pub(crate) fn plain(measure: impl Into<String>, value: f64, unit: Unit) -> Self {
        Self { measure: measure.into(), value, unit, target: None }
    }

    /// A figure that must reach `least`.
    pub(crate) fn at_least(measure: impl Into<String>, value: f64, unit: Unit, least: f64) -> Self {
        Self { target: Some(Target::AtLeast(least)), ..Self::plain(measure, value, unit) }
    }

    /// A figure that must not exceed `most`.
    pub(crate) fn at_most(measure: impl Into<String>, value: f64, unit: Unit, most: f64) -> Self {
        Self { target: Some(Target::AtMost(most)), ..Self::plain(measure, value, unit) }
    }

    /// Whether the target is met, if there is one.
    pub(crate) fn met(&self) -> Option<bool> {
        self.target.map(|target| match target {
            Target::AtLeast(least) => self.value >= least,
            Target::AtMost(most) => self.value <= most,
        })
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit {
    PerSecond,
    Ratio,
    Milliseconds,
    Microseconds,
    Megabytes,
    Bytes,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Unit::PerSecond => format!("{}/s", grouped(value)),
            Unit::Ratio => format!("{value:.2}"),
            Unit::Milliseconds => format!("{value:.1} ms"),
            Unit::Microseconds => format!("{} µs", grouped(value)),
            Unit::Megabytes => format!("{value:.1} MB"),
            Unit::Bytes => format!("{} B", grouped(value)),
        }
    }
}

/// The figures of one part and how they came about.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) part: &'static str,
    pub(crate) quick: bool,
    pub(crate) rows: Vec<Row>,
    /// What the load generator printed, run by run, and how long each start took.
    pub(crate) runs: Vec<Value>,
}

impl Report {
    /// Writes `<part>.json` into `folder`.
    pub(crate) fn write(&self, workspace: &Workspace, folder: &Path) -> Result<PathBuf, String> {
        let quick = if self.quick { "quick " } else { "" };
        let rows = self.rows.iter().map(|row| {
            let target = row.target.map(|target| target_text(target, row.unit));
            json!({
                "measure": row.measure,
                "value": row.value,
                "shown": row.unit.show(row.value),
                "target": target,
                "met": row.met(),
            })
        });
        let text = json!({
            "command": format!("cargo xtask bench {quick}{}", self.part),
            "machine": machine(workspace),
            "figures": rows.collect::<Vec<_>>(),
            "runs": self.runs,
        });
        let path = folder.join(format!("{}.json", self.part));
        fs::write(&path, format!("{text:#}\n")).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(path)
    }
}

/// All figures as one Markdown table.
pub(crate) fn table(reports: &[Report]) -> String {
    let mut table = "| Figure | Measured | Target | |\n|---|---:|---:|---|\n".to_owned();
    for row in reports.iter().flat_map(|report| &report.rows) {
        let target = row.target.map(|target| target_text(target, row.unit)).unwrap_or_default();
        let verdict = row.met().map_or("", |met| if met { "pass" } else { "FAIL" });
        let measured = row.unit.show(row.value);
        // Writing to a string does not fail.
        let _ = writeln!(table, "| {} | {measured} | {target} | {verdict} |", row.measure);
    }
    table
}

fn target_text(target: Target, unit: Unit) -> String {
    match target {
        Target::AtLeast(least) => format!("≥ {}", unit.show(least)),
        Target::AtMost(most) => format!("≤ {}", unit.show(most)),
    }
}

/// What the figures were measured on, and of what. What cannot be found out is left empty.
fn machine(workspace: &Workspace) -> Value {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let commit =
        capture(command("git", workspace.top(), &["describe", "--always", "--dirty"])).unwrap_or_default();
    json!({
        "processor": model.map(|(_, model)| model),
        "processors": std::thread::available_parallelism().map_or(0, usize::from),
        "kernel": kernel.trim(),
        "commit": commit.trim(),
    })
}

/// A whole number with its thousands set apart.
pub(crate) fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_shows_figures_targets_and_verdicts() {
        let rows = vec![
            Row::at_least("describe", 1_234_567.4, Unit::PerSecond, 40_000.0),
            Row::at_most("start", 31.26, Unit::Milliseconds, 30.0),
            Row::plain("99 of 100", 950.0, Unit::Microseconds),
        ];
        let report = Report { part: "describe", quick: false, rows, runs: Vec::new() };
        assert_eq!(
            table(&[report]),
            "| Figure | Measured | Target | |\n\
             |---|---:|---:|---|\n\
             | describe | 1,234,567/s | ≥ 40,000/s | pass |\n\
             | start | 31.3 ms | ≤ 30.0 ms | FAIL |\n\
             | 99 of 100 | 950 µs |  |  |\n"
        );
    }

    #[test]
    fn thousands_are_set_apart() {
        let texts = [0.0, 12.0, 999.0, 1000.0, 65_536.0, 1_000_000.0].map(grouped);
        assert_eq!(texts, ["0", "12", "999", "1,000", "65,536", "1,000,000"]);
    }
}

//! An answer for people: one line a hop, then the verdict, the reason, and what would mend it.

use std::fmt;

use crate::answer::{Answer, EndKind, Hop, Next, NextKind, Node, NodeKind, Verdict, Walk};
use crate::reason::Reason;

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {} to {}", self.source, self.place, self.destination)?;
        for (nth, failure) in self.failed.iter().enumerate() {
            write!(f, "{}{failure}", if nth == 0 { ", with failed " } else { ", " })?;
        }
        writeln!(f)?;
        write_way(f, "There", "Ways there", &self.forward, &self.forward_branches)?;
        if let Some(back) = &self.back {
            write_way(f, "Back", "Ways back", back, &self.return_branches)?;
        }
        if self.more_branches {
            writeln!(f, "\nThere are more ways than are shown.")?;
        }
        writeln!(f, "\n{}", self.summary())?;
        if let Some(reason) = &self.reason {
            writeln!(f, "Why:  {}", reason.sentence)?;
            writeln!(f, "Mend: {}", reason.mend)?;
        }
        self.hints.iter().try_for_each(|hint| writeln!(f, "Note: {hint}"))
    }
}

impl Answer {
    /// The verdict in one sentence.
    pub fn summary(&self) -> String {
        let bandwidth = self.bandwidth_mbps.map(|mbps| format!(", {mbps} Mbps")).unwrap_or_default();
        match self.verdict {
            Verdict::Reachable => format!("Reachable, there and back{bandwidth}."),
            Verdict::Assumed => {
                format!(
                    "Reachable as far as is known{bandwidth}: what is behind the last hop is not described."
                )
            }
            Verdict::Partial => "Some of the ways work, and some do not.".to_owned(),
            Verdict::Unreachable => "Not reachable: the packet does not arrive.".to_owned(),
            Verdict::NoReturn => {
                "Not reachable: the packet arrives, and answers do not come back.".to_owned()
            }
        }
    }
}

fn write_way(
    f: &mut fmt::Formatter<'_>,
    one: &str,
    many: &str,
    walk: &Walk,
    branches: &[Walk],
) -> fmt::Result {
    if branches.len() < 2 {
        writeln!(f, "\n{one}")?;
        return write_walk(f, walk);
    }
    for (nth, branch) in branches.iter().enumerate() {
        let of = branches.len();
        writeln!(f, "\n{many}, {} of {of}, {} of the traffic", nth + 1, percent(branch.share))?;
        write_walk(f, branch)?;
    }
    Ok(())
}

fn write_walk(f: &mut fmt::Formatter<'_>, walk: &Walk) -> fmt::Result {
    let last = walk.hops.len();
    let rows = walk.hops.iter().enumerate().map(|(at, hop)| {
        let died = walk.reason.as_ref().filter(|_| at + 1 == last && !walk.arrived);
        row(at + 1, hop, died)
    });
    let rows: Vec<_> = rows.collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; COLUMNS] = std::array::from_fn(width);
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("  {cell:width$}"));
        }
        writeln!(f, "{}", line.trim_end())?;
    }
    match (&walk.end, &walk.reason) {
        (Some(end), _) if walk.arrived => {
            let what = match end.kind {
                EndKind::VSwitch => format!("delivered in vSwitch {} of {}", end.id, end.at),
                EndKind::CloudService => "delivered to the cloud's own services".to_owned(),
                EndKind::Target => format!("handed to {} in {}", end.id, end.at),
                EndKind::BorderRouter => format!("delivered to {} itself", end.id),
                EndKind::CustomerNetwork => format!("delivered behind {}, which faces {}", end.id, end.at),
                EndKind::Line => format!("handed to line {} of {}", end.id, end.at),
            };
            writeln!(f, "  => {what}")
        }
        (_, Some(reason)) => writeln!(f, "  => dies: {}", reason.sentence),
        _ => Ok(()),
    }
}

const COLUMNS: usize = 7;

fn row(number: usize, hop: &Hop, died: Option<&Reason>) -> [String; COLUMNS] {
    let matched = hop.matched.as_ref();
    let matched = matched.map(|it| format!("{} {}", it.destination, it.kind.as_str())).unwrap_or_default();
    let (way, bandwidth) = match (&hop.next, died) {
        (Some(next), _) => (way(next), bandwidth(next)),
        (None, Some(_)) => ("X".to_owned(), String::new()),
        (None, None) => Default::default(),
    };
    [
        format!("{number:>2}"),
        router(&hop.router),
        if hop.table.is_empty() { "-".to_owned() } else { hop.table.to_string() },
        if matched.is_empty() { "-".to_owned() } else { matched },
        way,
        bandwidth,
        beside(hop),
    ]
}

fn router(node: &Node) -> String {
    let kind = match node.kind {
        NodeKind::Vrouter => "VRouter",
        NodeKind::Vbr => "VBR",
        NodeKind::CustomerRouter => "customer",
        NodeKind::DataCentre => "data centre",
    };
    let place = match node.kind {
        NodeKind::Vrouter => format!(" ({}, {})", node.of, node.region),
        NodeKind::Vbr => format!(" ({})", node.region),
        NodeKind::CustomerRouter | NodeKind::DataCentre => format!(" (at {})", node.of),
    };
    format!("{kind} {}{place}", node.id)
}

fn way(next: &Next) -> String {
    let to = if next.to.is_empty() { String::new() } else { format!(" to {}", next.to) };
    let kind = match next.kind {
        NextKind::VSwitch => "vSwitch",
        NextKind::CloudService => return "-> cloud services".to_owned(),
        NextKind::Interface => "interface",
        NextKind::Vlan => "VLAN",
        NextKind::Cen => "CEN",
        NextKind::Target => "target",
        NextKind::Own => return "-> itself".to_owned(),
        NextKind::Network => return format!("-> {}", next.id),
    };
    format!("-> {kind} {}{to}", next.id)
}

fn bandwidth(next: &Next) -> String {
    next.bandwidth_mbps.map(|mbps| format!("{mbps} Mbps")).unwrap_or_default()
}

/// The share of the way that is taken, and the others.
fn beside(hop: &Hop) -> String {
    if hop.others.is_empty() {
        return String::new();
    }
    let taken = hop.next.iter().map(|next| percent(next.share));
    let others = hop.others.iter().map(|other| {
        let name = if other.to.is_empty() { other.id.as_str() } else { other.to.as_str() };
        match &other.reason {
            Some(reason) => format!("{name} out: {}", reason.sentence.trim_end_matches('.')),
            None => format!("{name} {}", percent(other.share)),
        }
    });
    taken.chain(others).collect::<Vec<_>>().join("; ")
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

//! ModifyPhysicalConnectionAttribute.

use super::application::{can_be_redundant, check_line_texts, check_redundant};
use super::{LINE, Line, OPERATORS, PORTS, about, check_lock, file, is_on};
use crate::ask::Ask;
use crate::random::Random;
use crate::reference::{Model, check_region};
use crate::verdict::{Done, Rows, Verdict};

pub(super) fn ask_modify(random: &mut Random, model: &Model) -> Ask {
    let name = ("ModifyPhysicalConnectionAttribute", LINE);
    let mut ask =
        about(random, model, name, |line| ["Initial", "Enabled", "Rejected"].contains(&line.status))
            .sometimes(random, 20, "LineOperator", &["CT", "CU", "x"])
            .sometimes(random, 25, "bandwidth", &["50", "200", "1000", "1001", "1"])
            .sometimes(random, 20, "PeerLocation", &["Street 2", "x"])
            .sometimes(random, 15, "PortType", &["1000Base-T", "100Base-T", "10GBase-T", "x"])
            .sometimes(random, 20, "Name", &["three", "four", "1x"])
            .sometimes(random, 10, "Description", &["a line", "x"])
            .sometimes(random, 10, "CircuitCode", &["c-2", "c 2"]);
    if random.chance(20) {
        let owner = ask.account;
        let fits = |line: &Line| line.account == owner && can_be_redundant(line);
        ask = ask
            .with_some("RedundantPhysicalConnectionId", random.apt(&model.lines, fits).map(|line| &line.id));
    }
    ask
}

pub(super) fn modify(model: &Model, ask: &Ask) -> Verdict {
    ask.read(
        "RegionId! PhysicalConnectionId! LineOperator bandwidth:n Bandwidth:n PeerLocation PortType \
         RedundantPhysicalConnectionId Description Name CircuitCode ClientToken:t",
    )?;
    let mut rows = Rows::default();
    check_region(&mut rows, ask, "RegionId", 404, "InvalidRegionId.NotFound");
    check_line_texts(&mut rows, ask);
    let known = |operator| OPERATORS.contains(&operator);
    rows.when(
        ask.given("LineOperator").is_some_and(|text| !known(text)),
        400,
        "InvalidLineOperator.Malformd",
    );
    let Some(line) = Line::of(model, ask, LINE) else {
        return Err(rows.and(404, "InvalidPhysicalConnectionId.NotFound"));
    };
    check_lock(&mut rows, line);
    let open =
        ["Initial", "Approved", "Allocated", "Confirmed", "Enabled", "Rejected"].contains(&line.status);
    rows.when(!open, 400, "InvalidStatus");
    let after = changed(&mut rows, model, ask, line);
    let rebuilt = (&after.port, after.mbps, &after.redundant) != (&line.port, line.mbps, &line.redundant);
    let may = line.shared.is_none() && ["Initial", "Enabled", "Rejected"].contains(&line.status);
    rows.when(rebuilt && !may, 400, "InvalidStatus");
    rows.when(line.shared.is_some() && after.operator != line.operator, 400, "InvalidStatus");
    rows.none()?;
    Done::write(move |model, _| {
        let (id, again) = (after.id.clone(), after.status == "Rejected");
        if let Some(line) = model.lines.iter_mut().find(|line| line.id == id) {
            *line = after;
        }
        if again {
            file(model, &id);
        }
    })
}

/// The line as a change leaves it.
pub(super) fn changed(rows: &mut Rows, model: &Model, ask: &Ask, line: &Line) -> Line {
    let or = |name: &str, before: &str| ask.given(name).unwrap_or(before).to_owned();
    let after = Line {
        operator: or("LineOperator", &line.operator),
        port: or("PortType", &line.port),
        mbps: ask.number("bandwidth").or(ask.number("Bandwidth")).unwrap_or(line.mbps),
        location: or("PeerLocation", &line.location),
        redundant: or("RedundantPhysicalConnectionId", &line.redundant),
        name: or("Name", &line.name),
        description: or("Description", &line.description),
        circuit: or("CircuitCode", &line.circuit),
        ..line.clone()
    };
    let most = PORTS[..5].iter().find(|port| port.0 == after.port).map(|port| port.1);
    rows.when(after.port != line.port && most.is_none(), 400, "InvalidPortType.Malformd");
    if (&after.port, after.mbps) != (&line.port, line.mbps) {
        let of_routers = model.vbrs.iter().filter(|vbr| vbr.is_on(&line.id)).filter_map(|vbr| vbr.mbps);
        let of_shared = model.lines.iter().filter(|other| is_on(other, &line.id)).map(|other| {
            let expected =
                other.shared.as_ref().and_then(|shared| crate::shared_line::bandwidth(&shared.expected));
            other.mbps.max(expected.unwrap_or(0))
        });
        let used = of_routers.chain(of_shared).max().unwrap_or(0);
        let unfit = after.mbps < 2 || most.is_some_and(|most| after.mbps > most) || after.mbps < used;
        rows.when(unfit, 400, "InvalidBandwidth");
    }
    if after.redundant != line.redundant {
        check_redundant(rows, model, ask, &line.id, 404);
    }
    after
}

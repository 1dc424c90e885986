//! Whether the cases and the declared rows are the same.

use std::collections::BTreeMap;

use xconnect_actions::declare::Entry;
use xconnect_wire::ErrorSpec;
use xconnect_wire::public::{BOUNDS, EXPECTED, PUBLIC};

use crate::case::{Case, Row};

/// What stands for the action in rows that all actions share.
pub(crate) const SHARED: &str = "*";

/// How many rows look the same, and why none of them can be provoked, where that is so.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    provokable: usize,
    beyond_reach: Option<&'static str>,
}

/// The rows of these actions, and those that all actions share.
pub(crate) fn declared<'e>(actions: impl Iterator<Item = &'e Entry>) -> BTreeMap<Row, Declared> {
    let mut rows = BTreeMap::<Row, Declared>::new();
    let shared = [PUBLIC, EXPECTED, BOUNDS].into_iter().flatten().map(|spec| (SHARED, *spec));
    let own = actions.flat_map(|entry| {
        let declaration = &entry.declaration;
        declaration.errors.iter().map(|spec| (declaration.name, *spec))
    });
    for (action, spec) in shared.chain(own) {
        let declared = rows.entry(row(action, spec)).or_default();
        match spec.unprovoked {
            Some(reason) => declared.beyond_reach = Some(reason),
            None => declared.provokable += 1,
        }
    }
    rows
}

fn row(action: &'static str, spec: &'static ErrorSpec) -> Row {
    Row { action, http: spec.http, code: spec.code, template: spec.message }
}

/// Rows without a case, cases without a row, and cases for rows that are said to be beyond reach. Rows that
/// look the same and differ in their condition need a case each.
pub(crate) fn gaps(declared: &BTreeMap<Row, Declared>, cases: &[Case]) -> Vec<String> {
    let mut provoked = BTreeMap::<Row, usize>::new();
    for case in cases {
        *provoked.entry(case.row()).or_default() += 1;
    }
    let mut gaps = Vec::new();
    for (row, Declared { provokable, .. }) in declared {
        let cases = provoked.get(row).copied().unwrap_or_default();
        if cases < *provokable {
            gaps.push(format!("{row:?} stands for {provokable} rows and has {cases} cases"));
        }
    }
    for row in provoked.keys() {
        match declared.get(row) {
            None => gaps.push(format!("{row:?} has a case and is not declared")),
            Some(Declared { provokable: 0, beyond_reach: Some(reason) }) => {
                gaps.push(format!("{row:?} has a case although it is said to be beyond reach: {reason}"));
            }
            Some(_) => {}
        }
    }
    gaps
}

#[test]
fn a_row_without_a_case_and_a_case_without_a_row_are_found() {
    let case = |code| crate::case::shared(400, code, "text", |world| world.call("DescribeRegions", &[]));
    let row = |code| Row { action: SHARED, http: 400, code, template: "text" };
    let declared = BTreeMap::from([
        (row("Provoked"), Declared { provokable: 1, beyond_reach: None }),
        (row("Twins"), Declared { provokable: 2, beyond_reach: None }),
        (row("BeyondReach"), Declared { provokable: 0, beyond_reach: Some("there is none") }),
    ]);
    let found = gaps(&declared, &[case("Provoked"), case("Twins"), case("BeyondReach"), case("Unheard")]);
    for (found, needed) in found.iter().zip(["Twins", "there is none", "not declared"]) {
        assert!(found.contains(needed), "{found}");
    }
    assert_eq!(found.len(), 3);
}

//! The outcomes that are kept in `baseline/`, one file an action, one line a variant.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use xconnect_actions::declare::{Api, Entry};

use crate::Outcome;

/// Where the outcomes of an action's variants stand.
fn file(entry: &Entry) -> PathBuf {
    let name = match entry.declaration.api {
        Api::Vpc => entry.declaration.name.to_owned(),
        api => format!("{}.{api:?}", entry.declaration.name),
    };
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/variants/baseline").join(format!("{name}.txt"))
}

/// What differs from the baseline, by variant; or, where it is to be written anew, nothing.
pub(crate) fn differences(entry: &Entry, outcomes: &[(String, String)]) -> BTreeMap<String, String> {
    if std::env::var_os("UPDATE_BASELINE").is_some() {
        let text: String = outcomes.iter().map(|(name, outcome)| format!("{name}: {outcome}\n")).collect();
        fs::write(file(entry), text).unwrap();
        return BTreeMap::new();
    }
    let text = fs::read_to_string(file(entry)).unwrap_or_default();
    let mut known: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.rsplit_once(": ")).collect();
    let mut differences = BTreeMap::new();
    for (name, outcome) in outcomes {
        match known.remove(name.as_str()) {
            Some(known) if known == outcome => {}
            Some(known) => {
                differences.insert(name.clone(), format!("{outcome}; the baseline has {known}"));
            }
            None => {
                differences.insert(name.clone(), format!("{outcome}; not in the baseline"));
            }
        }
    }
    let gone = known.keys().map(|name| ((*name).to_owned(), "in the baseline, and not generated".to_owned()));
    differences.extend(gone);
    differences
}

/// Files for which there is no action any more.
pub(crate) fn orphans<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<String> {
    let known: BTreeSet<PathBuf> = entries.map(file).collect();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/variants/baseline");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|file| !known.contains(file))
        .map(|file| format!("{}: no such action", file.display()))
        .collect()
}

/// Leaves the numbers of variants to whoever collects evidence.
pub(crate) fn leave_evidence(outcomes: &BTreeMap<String, Outcome>) {
    let Some(folder) = std::env::var_os("XCONNECT_EVIDENCE") else { return };
    let counted = |(name, outcome): (&String, &Outcome)| {
        let passed = outcome.generated.saturating_sub(outcome.failed);
        (name.clone(), serde_json::json!({ "generated": outcome.generated, "passed": passed }))
    };
    let all: serde_json::Map<String, serde_json::Value> = outcomes.iter().map(counted).collect();
    let text = serde_json::to_string_pretty(&all).unwrap();
    fs::write(PathBuf::from(folder).join("variants.json"), text + "\n").unwrap();
}

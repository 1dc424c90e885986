//! The table: for every row, whether it is proved, or why it cannot be.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use xconnect_actions::declare::Entry;
use xconnect_wire::public::{EXPECTED, PUBLIC};

use crate::calls::Variants;
use crate::catalogue::{Action, Catalogue, Row, SURROUNDINGS, name_of};
use crate::limits;
use crate::proof::{Proof, Proofs};

/// Everything, by the name of the action.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Table {
    pub(crate) actions: BTreeMap<String, Verdicts>,
}

/// What is known of an action. The axes are never added up.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Verdicts {
    pub(crate) family: String,
    /// Accepted at least once.
    pub(crate) parameters: BTreeMap<String, Verdict>,
    /// Tried at least once, with the right outcome.
    pub(crate) limits: BTreeMap<String, Verdict>,
    /// Had a value at least once.
    pub(crate) fields: BTreeMap<String, Verdict>,
    /// Provoked through HTTP.
    pub(crate) errors: BTreeMap<String, Verdict>,
    /// Rows that the document itself shows to be no matter of this action's.
    pub(crate) not_its_own: BTreeSet<String>,
    /// Seen in an answer.
    pub(crate) states: BTreeMap<String, Verdict>,
    pub(crate) clients: BTreeSet<String>,
    pub(crate) forms: BTreeSet<String>,
    pub(crate) variants: Option<Variants>,
}

/// Whether a row is proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// A test has done it.
    Proved,
    /// Nothing can do it, for this reason.
    Beyond(String),
    /// No test has done it yet.
    Open,
}

/// Why rows cannot be proved: by action (`*`: any), axis, and row.
type Reasons = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

impl Table {
    /// The verdicts on all rows.
    pub(crate) fn of(
        catalogue: &Catalogue,
        proofs: &Proofs,
        variants: &BTreeMap<String, Variants>,
    ) -> Result<Self, String> {
        let reasons: Reasons = serde_json::from_str(include_str!("reasons.json"))
            .map_err(|error| format!("reasons.json: {error}"))?;
        let nothing = Proof::default();
        let entries: BTreeMap<String, &Entry> =
            xconnect_actions::all().map(|entry| (name_of(entry), entry)).collect();
        let mut actions = BTreeMap::new();
        for (name, action) in &catalogue.actions {
            let Some(entry) = entries.get(name) else { continue };
            let proof = proofs.of(name).unwrap_or(&nothing);
            let judge = Judge { name, action, entry, proof, proofs, reasons: &reasons };
            actions.insert(name.clone(), Verdicts { variants: variants.get(name).copied(), ..judge.all() });
        }
        Ok(Self { actions })
    }

    /// The rows that another table has proved and this one has not.
    pub(crate) fn lost_in(&self, other: &Self, verb: &str) -> Vec<String> {
        let mut lost = Vec::new();
        for (name, theirs) in &other.actions {
            let ours = self.actions.get(name);
            for (axis, rows) in theirs.axes() {
                let same = ours.and_then(|ours| ours.axes().into_iter().find(|(own, _)| *own == axis));
                for (row, _) in rows.iter().filter(|(_, verdict)| **verdict == Verdict::Proved) {
                    let proved = same.as_ref().and_then(|(_, rows)| rows.get(row)) == Some(&Verdict::Proved);
                    if !proved {
                        lost.push(format!("{name}, {axis}: {row} {verb}"));
                    }
                }
            }
            for (what, theirs, ours) in [
                ("client", &theirs.clients, ours.map(|ours| &ours.clients)),
                ("form", &theirs.forms, ours.map(|ours| &ours.forms)),
            ] {
                let missing = theirs.iter().filter(|it| !ours.is_some_and(|ours| ours.contains(*it)));
                lost.extend(missing.map(|it| format!("{name}, {what}: {it} {verb}")));
            }
            let passed = |verdicts: &Verdicts| verdicts.variants.map_or(0, |variants| variants.passed);
            if ours.map_or(0, passed) < passed(theirs) {
                lost.push(format!("{name}: some of {} variants {verb}", passed(theirs)));
            }
        }
        lost
    }

    /// One line.
    pub(crate) fn summary(&self) -> String {
        let mut axes = BTreeMap::<&str, (usize, usize, usize)>::new();
        for (axis, rows) in self.actions.values().flat_map(Verdicts::axes) {
            let (proved, beyond, all) = axes.entry(axis).or_default();
            *proved += rows.values().filter(|verdict| **verdict == Verdict::Proved).count();
            *beyond += rows.values().filter(|verdict| matches!(verdict, Verdict::Beyond(_))).count();
            *all += rows.len();
        }
        let axis = |(axis, (proved, beyond, all)): (&&str, &(usize, usize, usize))| {
            format!("{axis} {proved} of {all}, {beyond} beyond reach")
        };
        let own = self.actions.values().filter(|verdicts| verdicts.family != SURROUNDINGS);
        let own = own.flat_map(|verdicts| {
            verdicts.errors.iter().filter(|(row, _)| !verdicts.not_its_own.contains(*row))
        });
        let (rows, provoked) = own.fold((0, 0), |(rows, provoked), (_, verdict)| {
            (rows + 1, provoked + usize::from(*verdict == Verdict::Proved))
        });
        let axes = axes.iter().map(axis).collect::<Vec<_>>().join("; ");
        format!("{axes}; documented errors that are an action's own: {provoked} of {rows} provoked")
    }

    /// As it is kept.
    pub(crate) fn to_json(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| error.to_string())
    }
}

impl Verdicts {
    /// The axes that are made of rows.
    pub(crate) fn axes(&self) -> [(&'static str, &BTreeMap<String, Verdict>); 5] {
        [
            ("parameters", &self.parameters),
            ("limits", &self.limits),
            ("fields", &self.fields),
            ("errors", &self.errors),
            ("states", &self.states),
        ]
    }
}

/// What the verdicts on an action rest on.
struct Judge<'a> {
    name: &'a str,
    action: &'a Action,
    entry: &'a Entry,
    proof: &'a Proof,
    proofs: &'a Proofs,
    reasons: &'a Reasons,
}

impl Judge<'_> {
    fn all(&self) -> Verdicts {
        let mut verdicts = Verdicts {
            family: self.action.family.clone(),
            clients: self.proof.clients.clone(),
            forms: self.proof.forms.clone(),
            ..Verdicts::default()
        };
        for parameter in &self.action.parameters {
            let name = &parameter.name;
            let verdict = self.verdict("parameters", name, self.proof.accepted.contains(name));
            verdicts.parameters.insert(name.clone(), verdict);
            for point in limits::points(parameter) {
                let row = format!("{name}: {}", point.text());
                let tried = self.proof.tried.contains(&(name.clone(), point.text()));
                let verdict = self.verdict("limits", &row, tried);
                verdicts.limits.insert(row, verdict);
            }
        }
        for field in &self.action.fields {
            let verdict = self.verdict("fields", &field.path, self.proof.has_field(&field.plain()));
            verdicts.fields.insert(field.path.clone(), verdict);
        }
        for row in &self.action.errors {
            let text = format!("{} {}: {}", row.http, row.code, row.message);
            verdicts.errors.insert(text.clone(), self.on_error(row, &text));
            if row.relevance.is_some() {
                verdicts.not_its_own.insert(text);
            }
        }
        for state in &self.action.states {
            let entered = self.proofs.entered(&self.action.family, state);
            verdicts.states.insert(state.clone(), self.verdict("states", state, entered));
        }
        verdicts
    }

    fn verdict(&self, axis: &str, row: &str, proved: bool) -> Verdict {
        if proved {
            return Verdict::Proved;
        }
        let reason =
            [self.name, "*"].iter().find_map(|action| self.reasons.get(*action)?.get(axis)?.get(row));
        reason.map_or(Verdict::Open, |reason| Verdict::Beyond(reason.clone()))
    }

    fn on_error(&self, row: &Row, text: &str) -> Verdict {
        let proved = self.proof.errors.iter().any(|(http, code, message)| row.is(*http, code, message));
        let shared = [PUBLIC, EXPECTED].into_iter().flatten();
        let mut declared = self.entry.declaration.errors.iter().chain(shared);
        let reason =
            declared.find(|spec| row.is(spec.http, spec.code, spec.message)).and_then(|spec| spec.unprovoked);
        match (proved, reason) {
            (false, Some(reason)) => Verdict::Beyond(reason.to_owned()),
            _ => self.verdict("errors", text, proved),
        }
    }
}

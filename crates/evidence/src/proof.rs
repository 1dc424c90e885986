//! What the calls of the tests have proved.

use std::collections::{BTreeMap, BTreeSet};

use xconnect_wire::ErrorSpec;

use crate::calls::Call;
use crate::catalogue::{Catalogue, name_of};
use crate::limits;

/// Proofs, by the name of their action.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    actions: BTreeMap<String, Proof>,
    /// States that anything of a family was seen in.
    states: BTreeMap<String, BTreeSet<String>>,
}

/// What has been seen of an action.
#[derive(Debug, Default)]
pub(crate) struct Proof {
    /// Parameters that came with a call that succeeded.
    pub(crate) accepted: BTreeSet<String>,
    /// Limits that were tried: the parameter, and the point.
    pub(crate) tried: BTreeSet<(String, String)>,
    /// Fields with a value, by their plain paths.
    pub(crate) fields: BTreeSet<String>,
    /// Rows of the declaration, by status, code, and message.
    pub(crate) errors: BTreeSet<(u16, &'static str, &'static str)>,
    pub(crate) clients: BTreeSet<String>,
    pub(crate) forms: BTreeSet<String>,
}

impl Proofs {
    /// Takes a call into account. What an injected fault answered proves nothing.
    pub(crate) fn add(&mut self, catalogue: &Catalogue, call: &Call) {
        let Some(entry) = xconnect_actions::find(&call.version, &call.action).filter(|_| !call.fault) else {
            return;
        };
        let name = name_of(entry);
        let Some(action) = catalogue.actions.get(&name) else { return };
        let proof = self.actions.entry(name).or_default();
        let accepted = call.succeeded();
        let named = call.named();
        for parameter in &action.parameters {
            let Some(values) = named.get(&parameter.name) else { continue };
            let tried =
                limits::points(parameter).into_iter().filter(|point| point.is_tried_by(values, accepted));
            proof.tried.extend(tried.map(|point| (parameter.name.clone(), point.text())));
        }
        proof.clients.extend(call.official_client());
        if accepted {
            // Where only a declaration knows a list, it stands there as a whole.
            let whole = |name: &String| name.split_once(".N.").map(|(list, _)| format!("{list}.N"));
            proof.accepted.extend(named.keys().filter_map(whole));
            proof.accepted.extend(named.into_keys());
            proof.accepted.insert("Action".to_owned());
            proof.fields.extend(call.fields.iter().cloned());
            proof.forms.insert(call.format.clone());
            let states = self.states.entry(action.family.clone()).or_default();
            states.extend(call.states.values().flatten().cloned());
        } else {
            let public = [xconnect_wire::public::PUBLIC, xconnect_wire::public::EXPECTED];
            let shared = public.into_iter().flatten().copied();
            let rows = entry.declaration.errors.iter().copied().chain(shared);
            let answered = rows.filter(|row| is_answered_by(row, call));
            proof.errors.extend(answered.map(|row| (row.http, row.code, row.message)));
        }
    }

    /// What is proved of an action.
    pub(crate) fn of(&self, action: &str) -> Option<&Proof> {
        self.actions.get(action)
    }

    /// Whether anything of a family was seen in a state.
    pub(crate) fn entered(&self, family: &str, state: &str) -> bool {
        self.states.get(family).is_some_and(|states| states.contains(state))
    }
}

impl Proof {
    /// Whether a field had a value, or a part of it had.
    pub(crate) fn has_field(&self, plain: &str) -> bool {
        let below = format!("{plain}.");
        self.fields.contains(plain)
            || self.fields.range(below.clone()..).next().is_some_and(|it| it.starts_with(&below))
    }
}

/// Whether a call was refused with this row, whose `%s` stands for anything.
fn is_answered_by(row: &ErrorSpec, call: &Call) -> bool {
    let says_it = match row.message.split_once("%s") {
        Some((start, end)) => call.message.starts_with(start) && call.message.ends_with(end),
        None => call.message == row.message,
    };
    row.http == call.status && row.code == call.code && says_it
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(fault: bool) -> Call {
        serde_json::from_value(serde_json::json!({
            "action": "DeleteRouterInterface", "version": "2016-04-28", "status": 404, "fault": fault,
            "code": "InvalidRegionId.NotFound",
            "message": "The specified RegionId does not exist in our records.",
        }))
        .unwrap()
    }

    #[test]
    fn an_injected_fault_proves_nothing() {
        let catalogue = Catalogue::read().unwrap();
        let proved = |call: &Call| {
            let mut proofs = Proofs::default();
            proofs.add(&catalogue, call);
            proofs.of("DeleteRouterInterface").is_some_and(|proof| !proof.errors.is_empty())
        };
        assert!(proved(&refused(false)) && !proved(&refused(true)));
    }

    #[test]
    fn a_part_of_a_field_proves_the_field() {
        let proof = Proof { fields: ["Set.Item.Name".to_owned()].into(), ..Proof::default() };
        assert!(proof.has_field("Set") && proof.has_field("Set.Item.Name") && !proof.has_field("Set.It"));
    }
}

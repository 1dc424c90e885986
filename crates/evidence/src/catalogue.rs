//! What is documented: the rows of `catalogue.json`, and for the actions that it does not know, what their
//! declarations and the official clients' models say.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use xconnect_actions::declare::{Api, Entry, Mode};

/// The family of the actions whose rows stand in no document of the product's.
pub(crate) const SURROUNDINGS: &str = "surroundings";

/// Everything that a proof can be for, by the name of its action.
pub(crate) struct Catalogue {
    pub(crate) actions: BTreeMap<String, Action>,
}

/// What is documented of an action.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Action {
    pub(crate) family: String,
    /// The states that it leads through.
    pub(crate) states: Vec<String>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) fields: Vec<Field>,
    pub(crate) errors: Vec<Row>,
}

/// A parameter and its limits.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The longest text, the largest number, or the most elements of a list.
    pub(crate) max: Option<u64>,
    pub(crate) max_items: Option<u64>,
    /// `1-100`, `>=1`.
    pub(crate) range: Option<String>,
    pub(crate) values: Vec<Value>,
}

/// A field of an answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Field {
    /// `Set.Item[].Field`.
    pub(crate) path: String,
}

/// A row of an error table.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) http: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    /// `shared_table`: printed on the page although nothing in this action can raise it. `internal`: a failure of the
    /// backend.
    pub(crate) relevance: Option<String>,
}

impl Catalogue {
    /// All actions that there are.
    pub(crate) fn read() -> Result<Self, String> {
        let text = include_str!("catalogue.json");
        let mut documented: BTreeMap<String, Action> =
            serde_json::from_str(text).map_err(|error| format!("catalogue.json: {error}"))?;
        let shapes: BTreeMap<String, Value> =
            serde_json::from_str(include_str!("../../actions/tests/shapes.json"))
                .map_err(|error| format!("shapes.json: {error}"))?;
        let mut actions = BTreeMap::new();
        for entry in xconnect_actions::all() {
            let own = (entry.declaration.api == Api::Vpc).then_some(entry.declaration.name);
            let action = match own.and_then(|name| documented.remove(name)) {
                Some(action) => action,
                None => declared(entry, own.and_then(|name| shapes.get(name))),
            };
            actions.insert(name_of(entry), action);
        }
        match documented.keys().next() {
            None => Ok(Self { actions }),
            Some(missing) => Err(format!("{missing} is documented, and there is no such action")),
        }
    }
}

/// What an action goes by in the table: actions of other APIs have its version with them.
pub(crate) fn name_of(entry: &Entry) -> String {
    match entry.declaration.api {
        Api::Vpc => entry.declaration.name.to_owned(),
        api => format!("{} ({api:?})", entry.declaration.name),
    }
}

fn declared(entry: &Entry, shape: Option<&Value>) -> Action {
    let parameter = |param: &xconnect_actions::declare::Param| Parameter {
        name: match param.mode {
            Mode::List => format!("{}.N", param.name),
            _ => param.name.to_owned(),
        },
        kind: param.kind.to_owned(),
        ..Parameter::default()
    };
    let row = |spec: &&xconnect_wire::ErrorSpec| Row {
        http: spec.http,
        code: spec.code.to_owned(),
        message: spec.message.to_owned(),
        relevance: None,
    };
    let mut fields = Vec::new();
    shape.into_iter().for_each(|shape| leaves(shape, "", &mut fields));
    Action {
        family: SURROUNDINGS.to_owned(),
        parameters: entry.params.iter().map(parameter).collect(),
        fields: fields.into_iter().map(|path| Field { path }).collect(),
        errors: entry.declaration.errors.iter().map(row).collect(),
        ..Action::default()
    }
}

fn leaves(shape: &Value, path: &str, found: &mut Vec<String>) {
    match shape {
        Value::Object(fields) => {
            for (name, shape) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                leaves(shape, &path, found);
            }
        }
        Value::Array(elements) => {
            elements.iter().for_each(|shape| leaves(shape, &format!("{path}[]"), found))
        }
        _ => found.push(path.to_owned()),
    }
}

impl Row {
    /// Whether it is the row of a declaration, where `%s` stands for all that a refusal fills in.
    pub(crate) fn is(&self, http: u16, code: &str, template: &str) -> bool {
        http == self.http && code == self.code && template == self.message.replace("Filter.X.", "Filter.%s.")
    }
}

impl Field {
    /// The path without the signs for lists, as records have it.
    pub(crate) fn plain(&self) -> String {
        self.path.replace("[]", "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_rows() {
        let catalogue = Catalogue::read().unwrap();
        let documented = catalogue.actions.values().filter(|action| action.family != SURROUNDINGS).count();
        assert_eq!(documented, 62);
        assert!(catalogue.actions.contains_key("DescribeRegions (Ecs)"));
        let route = &catalogue.actions["CreateRouteEntry"];
        assert_eq!((route.errors.len(), route.fields.len()), (58, 2));
    }

    #[test]
    fn every_documented_row_is_declared() {
        let catalogue = Catalogue::read().unwrap();
        for entry in xconnect_actions::all() {
            let public = [xconnect_wire::public::PUBLIC, xconnect_wire::public::EXPECTED];
            let specs = || entry.declaration.errors.iter().chain(public.into_iter().flatten());
            for row in &catalogue.actions[&name_of(entry)].errors {
                let declared = specs().any(|spec| row.is(spec.http, spec.code, spec.message));
                assert!(declared, "{}: {} {}: {}", name_of(entry), row.http, row.code, row.message);
            }
        }
    }
}

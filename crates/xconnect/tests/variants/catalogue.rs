//! The catalogue of documented parameters and limits, as far as it says what to try.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;
use xconnect_actions::declare::{Api, Entry, Mode};

/// What is documented of an action.
#[derive(Debug, Default, Deserialize)]
struct Action {
    parameters: Vec<Parameter>,
}

/// A parameter and its limits.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) required: bool,
    max: Option<u64>,
    max_items: Option<u64>,
    range: Option<String>,
    values: Vec<Value>,
}

/// A value at a limit, or beyond it.
#[derive(Debug, Clone)]
pub(crate) enum Point {
    /// A text of so many characters.
    Length(u64),
    /// This value.
    Value(String),
    /// So many elements.
    Elements(u64),
}

/// What an action goes by: actions of other APIs have their API with them.
pub(crate) fn name_of(entry: &Entry) -> String {
    match entry.declaration.api {
        Api::Vpc => entry.declaration.name.to_owned(),
        api => format!("{} ({api:?})", entry.declaration.name),
    }
}

/// The documented parameters of an action, and those that only its declaration knows. The names of lists have an `N` for
/// each index.
pub(crate) fn parameters(entry: &Entry) -> Vec<Parameter> {
    static DOCUMENTED: LazyLock<BTreeMap<String, Action>> =
        LazyLock::new(|| serde_json::from_str(include_str!("../../../evidence/src/catalogue.json")).unwrap());
    let documented = DOCUMENTED.get(&name_of(entry)).map_or(&[][..], |action| &action.parameters);
    let mut all: Vec<Parameter> = documented.iter().filter(|it| it.name != "Action").cloned().collect();
    for param in entry.params.iter().filter(|param| param.mode != Mode::List) {
        match all.iter_mut().find(|known| known.name == param.name) {
            Some(known) => {
                known.kind = param.kind.to_owned();
                known.required = param.mode == Mode::Required;
            }
            None => all.push(Parameter {
                name: param.name.to_owned(),
                kind: param.kind.to_owned(),
                required: param.mode == Mode::Required,
                ..Parameter::default()
            }),
        }
    }
    all
}

impl Parameter {
    pub(crate) fn is_list(&self) -> bool {
        self.name.contains(".N")
    }

    pub(crate) fn has_values(&self) -> bool {
        !self.values.is_empty()
    }

    /// What to try: whether it is to be accepted, how the variant is called, and the value.
    pub(crate) fn points(&self) -> Vec<(bool, String, Point)> {
        let mut points = Vec::new();
        let number = |it: i128| Point::Value(it.to_string());
        let is_number = matches!(self.kind.as_str(), "Integer" | "Long");
        let most_elements = self.max_items.or(self.max.filter(|_| self.is_list()));
        if let Some(most) = most_elements {
            points.push((true, format!("{most} elements"), Point::Elements(most)));
            points.push((false, format!("{} elements", most + 1), Point::Elements(most + 1)));
        } else if let Some(max) = self.max.filter(|_| is_number) {
            points.push((true, max.to_string(), number(max.into())));
            points.push((false, (max + 1).to_string(), number(i128::from(max) + 1)));
        } else if let Some(max) = self.max {
            points.push((true, format!("{max} characters"), Point::Length(max)));
            points.push((false, format!("{} characters", max + 1), Point::Length(max + 1)));
        }
        if let Some((least, most)) = self.range.as_deref().and_then(bounds) {
            let (least, most) = (i128::from(least), most.map(i128::from));
            points.push((true, least.to_string(), number(least)));
            points.push((false, (least - 1).to_string(), number(least - 1)));
            for most in most.into_iter() {
                points.push((true, most.to_string(), number(most)));
                points.push((false, (most + 1).to_string(), number(most + 1)));
            }
        }
        for value in &self.values {
            let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            points.push((true, text.clone(), Point::Value(text)));
        }
        if self.has_values() {
            let other = if is_number { "102401" } else { "Another" };
            points.push((false, other.to_owned(), Point::Value(other.to_owned())));
        }
        points
    }
}

/// `1-100`, `>=1`, `>= 1`; `None` for a range that depends on something else.
fn bounds(range: &str) -> Option<(u64, Option<u64>)> {
    if let Some(least) = range.strip_prefix(">=") {
        return Some((least.trim().parse().ok()?, None));
    }
    let (least, most) = range.split_once('-')?;
    Some((least.parse().ok()?, Some(most.parse().ok()?)))
}

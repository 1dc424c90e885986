//! Answers as trees, so that JSON and XML can be compared, and JSON with the official clients' models.

use std::collections::HashMap;
use std::sync::LazyLock;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// Every leaf of an answer: its path, with the places of equal names, and its text. Sorted.
pub(crate) type Leaves = Vec<(String, String)>;

/// The leaves of a JSON answer. An object without any is a leaf itself, as its element is in XML.
pub(crate) fn of_json(answer: &Value) -> Leaves {
    let mut leaves = Vec::new();
    json(answer, "", &mut leaves);
    leaves.sort();
    leaves
}

fn json(value: &Value, path: &str, leaves: &mut Leaves) {
    match value {
        Value::Object(members) => {
            let before = leaves.len();
            for (name, value) in members {
                match value {
                    Value::Array(elements) => elements.iter().enumerate().for_each(|(place, element)| {
                        json(element, &format!("{path}/{name}[{place}]"), leaves);
                    }),
                    value => json(value, &format!("{path}/{name}[0]"), leaves),
                }
            }
            if leaves.len() == before && !path.is_empty() {
                leaves.push((path.to_owned(), String::new()));
            }
        }
        Value::Null => {}
        Value::String(text) => leaves.push((path.to_owned(), text.clone())),
        other => leaves.push((path.to_owned(), other.to_string())),
    }
}

/// The leaves of an XML answer without its root, and the root's name.
pub(crate) fn of_xml(text: &str) -> Result<(String, Leaves), String> {
    let mut reader = Reader::from_str(text);
    let (mut root, mut leaves) = (String::new(), Vec::new());
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                let path = match open.last_mut() {
                    None => {
                        root = name;
                        String::new()
                    }
                    Some(parent) => parent.child(&name),
                };
                open.push(Element { path, ..Element::default() });
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| error.to_string())?;
                open.last_mut().ok_or("a text outside")?.text.push_str(&text);
            }
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| error.to_string())?;
                let text = match reference.resolve_char_ref().map_err(|error| error.to_string())? {
                    Some(character) => character.to_string(),
                    None => {
                        quick_xml::escape::resolve_predefined_entity(&name).ok_or("an entity")?.to_owned()
                    }
                };
                open.last_mut().ok_or("a text outside")?.text.push_str(&text);
            }
            Event::End(_) => {
                let element = open.pop().ok_or("an end without a start")?;
                if element.children.is_empty() && !open.is_empty() {
                    leaves.push((element.path, element.text));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    leaves.sort();
    Ok((root, leaves))
}

/// An element that is open.
#[derive(Default)]
struct Element {
    path: String,
    text: String,
    children: HashMap<String, usize>,
}

impl Element {
    fn child(&mut self, name: &str) -> String {
        let place = self.children.entry(name.to_owned()).or_default();
        let path = format!("{}/{name}[{place}]", self.path);
        *place += 1;
        path
    }
}

/// What is wrong with an answer by the official clients' model of its action; nothing where there is no model.
pub(crate) fn misshapen(action: &str, answer: &Value) -> Option<String> {
    static SHAPES: LazyLock<Map<String, Value>> =
        LazyLock::new(|| serde_json::from_str(include_str!("../../../actions/tests/shapes.json")).unwrap());
    misfit("", SHAPES.get(action)?, answer)
}

fn misfit(path: &str, shape: &Value, value: &Value) -> Option<String> {
    let fits = match (shape, value) {
        (Value::Object(fields), Value::Object(values)) => {
            return values.iter().find_map(|(name, value)| match fields.get(name) {
                Some(shape) => misfit(&format!("{path}/{name}"), shape, value),
                None => Some(format!("{path}/{name} is not declared")),
            });
        }
        (Value::Array(element), Value::Array(values)) => {
            return values.iter().find_map(|value| misfit(path, &element[0], value));
        }
        (Value::String(kind), value) => match kind.as_str() {
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "int32" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            "int64" | "integer" => value.is_i64(),
            _ => false,
        },
        _ => false,
    };
    (!fits).then(|| format!("{path} should be {shape}, and is {value}"))
}

//! What an answer holds, without what it says: a record is read by more people than the answer.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use serde::Serialize;
use serde_json::Value;

/// The fields of an answer.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Seen {
    /// The code of a refusal.
    #[serde(skip_serializing_if = "String::is_empty")]
    code: String,
    /// Its message.
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
    /// Fields with a value, in the spelling `Set.Item.Field`, whatever the form.
    fields: BTreeSet<String>,
    /// What the fields say that tell where something is in its life.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    states: BTreeMap<String, BTreeSet<String>>,
}

impl Seen {
    /// What an answer in JSON holds.
    pub(super) fn in_json(body: &[u8]) -> Self {
        let mut seen = Self::default();
        if let Ok(body) = serde_json::from_slice(body) {
            seen.walk("", &body);
        }
        seen
    }

    fn walk(&mut self, path: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    self.walk(&path, value);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| self.walk(path, element)),
            Value::String(text) => self.note(path, text),
            Value::Bool(_) | Value::Number(_) => self.note(path, &value.to_string()),
            Value::Null => {}
        }
    }

    /// What an answer in XML holds. Its outermost element is the answer itself.
    pub(super) fn in_xml(body: &[u8]) -> Self {
        let mut seen = Self::default();
        let mut reader = Reader::from_reader(body);
        let (mut path, mut text) = (Vec::<String>::new(), String::new());
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => {
                    path.push(String::from_utf8_lossy(element.name().as_ref()).into_owned());
                    text.clear();
                }
                Ok(Event::Text(part)) => text.push_str(&part.decode().unwrap_or_default()),
                Ok(Event::GeneralRef(name)) => {
                    let name = name.decode().unwrap_or_default();
                    text.push_str(resolve_predefined_entity(&name).unwrap_or_default());
                }
                Ok(Event::End(_)) => {
                    if path.len() > 1 {
                        seen.note(&path[1..].join("."), text.trim());
                    }
                    path.pop();
                    text.clear();
                }
                Ok(Event::Eof) | Err(_) => return seen,
                Ok(_) => {}
            }
        }
    }

    fn note(&mut self, path: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.fields.insert(path.to_owned());
        match path {
            "Code" => text.clone_into(&mut self.code),
            "Message" => text.clone_into(&mut self.message),
            _ if path.ends_with("Status") => {
                self.states.entry(path.to_owned()).or_default().insert(text.to_owned());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_an_answer_look_the_same() {
        let json = br#"{"RequestId":"R","Set":{"Item":[{"Status":"Idle","Note":"","Tags":[]},{"Status":"Active","AuthKey":"hush"}]}}"#;
        let xml = b"<?xml version='1.0'?><Answer><RequestId>R</RequestId><Set><Item><Status>Idle</Status><Note></Note>\
            <Tags/></Item><Item><Status>Active</Status><AuthKey>hush</AuthKey></Item></Set></Answer>";
        let seen = Seen::in_json(json);
        assert_eq!(seen, Seen::in_xml(xml));
        let line = serde_json::to_value(&seen).unwrap();
        assert_eq!(line["fields"], serde_json::json!(["RequestId", "Set.Item.AuthKey", "Set.Item.Status"]));
        assert_eq!(line["states"], serde_json::json!({"Set.Item.Status": ["Active", "Idle"]}));
        assert!(!line.to_string().contains("hush"));
    }

    #[test]
    fn a_refusal_is_known_by_its_code_and_message() {
        let json = Seen::in_json(br#"{"Code":"QuotaExceeded","Message":"No \"more\".","HostId":"h"}"#);
        assert_eq!((json.code.as_str(), json.message.as_str()), ("QuotaExceeded", "No \"more\"."));
        let xml = b"<Error><Code>QuotaExceeded</Code><Message>No &quot;more&quot;.</Message><HostId>h</HostId></Error>";
        assert_eq!(json, Seen::in_xml(xml));
    }
}

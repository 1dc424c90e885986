//! A request to the operator interface, and how its answer is shown.

use http::Method;
use serde_json::{Map, Value};

/// A request.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) method: Method,
    /// Path and query.
    pub(super) target: String,
    pub(super) body: Option<Value>,
    pub(super) show: Show,
    /// The answer is a page, and the others are wanted, too.
    pub(super) pages: bool,
}

/// How an answer is shown to people.
#[derive(Debug, Clone, Copy)]
pub(super) enum Show {
    /// The items of a list, a line each.
    Table(&'static [Column]),
    /// One record, a line each field; nothing at all is `done`.
    Record,
    /// The audit trail.
    Audit,
}

/// A column: its heading, and where its value stands in an item, such as `port/device`.
pub(super) type Column = (&'static str, &'static str);

impl Ask {
    /// Looks at one thing.
    pub(super) fn get(path: &[&str]) -> Self {
        let target = path_of(path);
        Self { method: Method::GET, target, body: None, show: Show::Record, pages: false }
    }

    /// Looks at a list in one piece.
    pub(super) fn list(path: &[&str], columns: &'static [Column]) -> Self {
        Self { show: Show::Table(columns), ..Self::get(path) }
    }

    /// Looks at all pages of a list.
    pub(super) fn pages(path: &[&str], columns: &'static [Column]) -> Self {
        Self { pages: true, ..Self::list(path, columns).with("limit", Some("500")) }
    }

    /// Asks for a change.
    pub(super) fn change(method: Method, path: &[&str], body: Option<Value>) -> Self {
        Self { method, body, ..Self::get(path) }
    }

    /// Asks for a step that needs to know these fields.
    pub(super) fn post(path: &[&str], fields: Vec<(&str, Option<Value>)>) -> Self {
        Self::change(Method::POST, path, Some(object(fields)))
    }

    /// With a parameter, where it is given.
    pub(super) fn with(mut self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        if let Some(value) = value {
            self.target.push(if self.target.contains('?') { '&' } else { '?' });
            self.target.push_str(name);
            self.target.push('=');
            encode(&mut self.target, value.as_ref());
        }
        self
    }
}

/// An object of the fields that are given.
pub(super) fn object(fields: Vec<(&str, Option<Value>)>) -> Value {
    let given = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(Map::from_iter(given))
}

/// A text that may not be given, as a field.
pub(super) fn text(value: Option<&String>) -> Option<Value> {
    value.map(|value| Value::from(value.as_str()))
}

fn path_of(parts: &[&str]) -> String {
    parts.iter().fold("/v1".to_owned(), |mut path, part| {
        path.push('/');
        encode(&mut path, part);
        path
    })
}

/// Appends a text in percent encoding.
fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_parameters_are_encoded() {
        let ask =
            Ask::get(&["lines", "a/b"]).with("x", Some("1 2")).with("y", None::<&str>).with("z", Some("路"));
        assert_eq!(ask.target, "/v1/lines/a%2Fb?x=1%202&z=%E8%B7%AF");
    }
}

//! What the provider makes of an answer.

use serde_json::Value;

/// Codes after which any call is sent again.
const RETRIED_EVERYWHERE: [&str; 2] = ["ServiceUnavailable", "Rejected.Throttling"];

/// An answer that the provider takes for an error.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: String,
    message: String,
    body: String,
}

/// Judges an answer as the provider does: errors need not have an error's status, and numbers in an envelope make
/// it panic.
pub(crate) fn judge(status: u16, body: &str) -> Result<Value, Failure> {
    let json: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
    assert!(json.is_object(), "every answer is an object: {body}");
    assert!(status < 500, "a 5xx would stall it for minutes: {body}");
    assert!(json["RequestId"].is_string(), "{body}");
    if status != 200 {
        for field in ["Code", "Message", "HostId", "Recommend"] {
            assert!(json[field].is_string(), "{field} is text in an error: {body}");
        }
        return Err(Failure::of(status, &json, body));
    }
    let ok = match &json["Code"] {
        Value::Null => true,
        Value::Number(number) => [0, 200].contains(&number.as_i64().unwrap()),
        Value::String(text) => ["200", "0", "success", "ok"].contains(&text.to_lowercase().as_str()),
        _ => false,
    };
    let has_message = json["Message"].as_str().is_some_and(|message| !message.is_empty());
    if (!ok || json["Success"] == false) && has_message {
        return Err(Failure::of(status, &json, body));
    }
    Ok(json)
}

impl Failure {
    fn of(status: u16, json: &Value, body: &str) -> Self {
        let text = |field: &str| json[field].as_str().unwrap_or_default().to_owned();
        Self { status, code: text("Code"), message: text("Message"), body: body.to_owned() }
    }

    /// Not found, as the newer resources see it: by the message, not by the code.
    pub(crate) fn is_not_found(&self) -> bool {
        self.status == 404 || self.message.contains("NotFound")
    }

    /// Not found, as the older resources see it.
    pub(crate) fn is_not_found_old(&self) -> bool {
        let codes = ["Instance.Notfound", "Forbidden.InstanceNotFound", "NotFound"];
        self.status == 404
            || codes.contains(&self.code.as_str())
            || self.message.contains("instance is not found")
    }

    /// One of the codes that a resource expects: exactly, by a prefix, or anywhere in the body.
    pub(crate) fn is_one_of(&self, codes: &[&str]) -> bool {
        codes.iter().any(|code| code.starts_with(&self.code) || self.body.contains(code))
    }

    /// Whether any call that fails so is sent again.
    pub(crate) fn is_retried_everywhere(&self) -> bool {
        RETRIED_EVERYWHERE.contains(&self.code.as_str()) || self.code.contains("Throttling")
    }
}

/// Fields that have to be there.
#[track_caller]
pub(crate) fn present(value: &Value, fields: &[&str]) {
    for field in fields {
        assert!(value.get(field).is_some(), "{field} is missing in {value}");
    }
}

/// Fields that have to be JSON booleans.
#[track_caller]
pub(crate) fn booleans(value: &Value, fields: &[&str]) {
    for field in fields {
        assert!(value[field].is_boolean(), "{field} is no boolean in {value}");
    }
}

/// Fields that have to be JSON numbers.
#[track_caller]
pub(crate) fn numbers(value: &Value, fields: &[&str]) {
    for field in fields {
        assert!(value[field].is_number(), "{field} is no number in {value}");
    }
}

/// Fields of which the provider makes an integer: a number, or nothing but digits, or blank; all else makes it panic.
#[track_caller]
pub(crate) fn integers(value: &Value, fields: &[&str]) {
    for field in fields {
        let is_integer = match &value[field] {
            Value::Null => true,
            Value::Number(number) => number.is_i64() || number.is_u64(),
            Value::String(text) => text.is_empty() || text.parse::<i64>().is_ok(),
            _ => false,
        };
        assert!(is_integer, "{field} is no integer in {value}");
    }
}

/// Fields that go into lists as text: they are there, and neither booleans nor lists nor objects.
#[track_caller]
pub(crate) fn texts(value: &Value, fields: &[&str]) {
    for field in fields {
        let is_plain = matches!(value[field], Value::String(_) | Value::Number(_));
        assert!(is_plain, "{field} is no plain text in {value}");
    }
}

/// The list at a path; the provider fails where the path does not exist.
#[track_caller]
pub(crate) fn list(value: &Value, path: &[&str]) -> Vec<Value> {
    let found = path.iter().fold(value, |value, name| &value[name]);
    found.as_array().unwrap_or_else(|| panic!("no list at {path:?} in {value}")).clone()
}

/// The text of a field.
#[track_caller]
pub(crate) fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("{field} is no text in {value}")).to_owned()
}

//! Answers as aligned text.

use serde_json::Value;

use super::ask::Column;

/// What stands where there is nothing.
const NOTHING: &str = "-";

/// The items of a list, a line each, under headings.
pub(super) fn list(items: &Value, columns: &[Column]) -> String {
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "none\n".to_owned();
    }
    let headings = columns.iter().map(|(heading, _)| (*heading).to_owned()).collect();
    let row = |item: &Value| columns.iter().map(|(_, path)| cell(at(item, path))).collect();
    aligned(&std::iter::once(headings).chain(items.iter().map(row)).collect::<Vec<_>>())
}

/// A record, a line each field; those of what is inside it are named with a dot.
pub(super) fn record(record: &Value) -> String {
    let mut rows = Vec::new();
    flatten(&mut rows, "", record);
    aligned(&rows)
}

/// Rows with their columns below each other.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max();
    let widths: Vec<_> = (0..columns).map(|column| widest(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, wanted) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', wanted - width(cell) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn flatten(rows: &mut Vec<Vec<String>>, name: &str, value: &Value) {
    let inner = |field: &str| if name.is_empty() { field.to_owned() } else { format!("{name}.{field}") };
    match value {
        Value::Object(fields) if !fields.is_empty() || name.is_empty() => {
            fields.iter().for_each(|(field, value)| flatten(rows, &inner(field), value));
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (index, item) in items.iter().enumerate() {
                flatten(rows, &format!("{name}[{index}]"), item);
            }
        }
        value => rows.push(vec![name.to_owned(), cell(value)]),
    }
}

/// What stands at a place such as `port/device`.
fn at<'v>(item: &'v Value, path: &str) -> &'v Value {
    path.split('/').fold(item, |value, name| &value[name])
}

/// A value in one line.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        value => value.to_string(),
    };
    // What users write may hold anything; a terminal shall not obey it.
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.is_empty() { NOTHING.to_owned() } else { text }
}

/// Columns that a text takes on a terminal: Chinese characters take two.
fn width(text: &str) -> usize {
    let is_wide = |c| {
        matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}')
    };
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let items = json!([
            {"id": "ap-1", "name": "杭州", "port": {"number": 7}, "on": true},
            {"id": "ap-22", "name": "Lab\u{1b}[2J", "port": null, "on": false},
        ]);
        let columns = [("ID", "id"), ("NAME", "name"), ("PORT", "port/number"), ("ON", "on")];
        assert_eq!(
            list(&items, &columns),
            "ID     NAME     PORT  ON\nap-1   杭州     7     yes\nap-22  Lab [2J  -     no\n"
        );
        assert_eq!(list(&json!([]), &columns), "none\n");
    }

    #[test]
    fn a_record_is_told_field_by_field() {
        let value =
            json!({"id": "pc-1", "port": {"device": "D1"}, "orders": [{"id": "7"}], "tags": ["a", "b"]});
        let rows = ["id            pc-1", "orders[0].id  7", "port.device   D1", "tags          a, b"];
        assert_eq!(record(&value).lines().collect::<Vec<_>>(), rows);
    }
}

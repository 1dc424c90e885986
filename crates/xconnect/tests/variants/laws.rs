//! What holds for every variant, whatever the baseline says.

use serde_json::Value;
use xconnect_actions::declare::{Api, Entry, Run};
use xconnect_wire::ErrorSpec;
use xconnect_wire::public::{BOUNDS, EXPECTED, INVALID_PARAMETER, MISSING_PARAMETER, PUBLIC};

use crate::support::client::Answer;
use crate::tree;
use crate::variant::Law;

/// What the baseline says of an answer: `200`, or status and code.
pub(crate) fn outcome(answer: &Answer) -> String {
    if answer.status == 200 {
        return "200".to_owned();
    }
    let code = match tree::of_xml(&answer.body) {
        Ok((root, leaves)) if root == "Error" => leaves.into_iter().find(|(path, _)| path == "/Code[0]"),
        _ => return answer.refusal(),
    };
    format!("{} {}", answer.status, code.unwrap_or_default().1)
}

/// What is wrong with an answer by itself, in JSON.
pub(crate) fn wrong(entry: &Entry, answer: &Answer) -> Option<String> {
    let Ok(body) = serde_json::from_str::<Value>(&answer.body) else {
        return Some(format!("no JSON: {}", answer.body));
    };
    match answer.status {
        200 => body["RequestId"].is_string().then_some(()).map_or_else(
            || Some("no RequestId".to_owned()),
            |()| tree::misshapen(entry.declaration.name, &body).filter(|_| entry.declaration.api == Api::Vpc),
        ),
        500.. => Some(format!("the service itself fails: {}", answer.body)),
        _ => wrong_refusal(entry, answer.status, &body),
    }
}

fn wrong_refusal(entry: &Entry, status: u16, body: &Value) -> Option<String> {
    let envelope = ["RequestId", "HostId", "Code", "Message", "Recommend"];
    if let Some(missing) = envelope.iter().find(|field| !body[**field].is_string()) {
        return Some(format!("no {missing}: {body}"));
    }
    let shared = [PUBLIC, EXPECTED, BOUNDS].into_iter().flatten();
    let mut rows = entry.declaration.errors.iter().chain(shared);
    let declared = rows.any(|row| is(row, status, body)) || names_a_parameter(status, body);
    (!declared).then(|| format!("a row that is neither declared nor public: {body}"))
}

/// Whether it is the public row for a value that is not valid, with the parameter's name in it.
fn names_a_parameter(status: u16, body: &Value) -> bool {
    let message = body["Message"].as_str().unwrap_or_default();
    let named =
        message.strip_prefix("The specified parameter \"").and_then(|it| it.strip_suffix("\" is not valid."));
    status == INVALID_PARAMETER.http && body["Code"] == INVALID_PARAMETER.code && named.is_some()
}

fn is(row: &ErrorSpec, status: u16, body: &Value) -> bool {
    let message = body["Message"].as_str().unwrap_or_default();
    let says_it = match row.message.split_once("%s") {
        Some((start, end)) => message.starts_with(start) && message.ends_with(end),
        None => message == row.message,
    };
    row.http == status && body["Code"] == row.code && says_it
}

/// What is wrong with an answer by the law for its variant. `nothing` are the outcomes of calls about nothing.
pub(crate) fn broken(entry: &Entry, law: Law, outcome: &str, nothing: &[String]) -> Option<String> {
    let refused_for_lack = || {
        let (_, code) = outcome.split_once(' ')?;
        let declaration = &entry.declaration;
        let own = declaration.missing.map(|row| row.code);
        let known = code == MISSING_PARAMETER.code
            || own == Some(code)
            || declaration.errors.iter().any(|row| row.code == code);
        known.then_some(())
    };
    let kept = match law {
        Law::Any | Law::Nothing => true,
        Law::Accepted => outcome == "200",
        Law::Refused => outcome != "200",
        Law::Missing => refused_for_lack().is_some(),
        Law::LikeNothing => nothing.iter().any(|known| known == outcome),
    };
    (!kept).then(|| format!("{law:?} by law, and {outcome}"))
}

/// What differs between an answer in JSON and the same in XML. Writes make ids of their own each time.
pub(crate) fn differing(entry: &Entry, json: &Answer, xml: &Answer) -> Option<String> {
    let (root, in_xml) = match tree::of_xml(&xml.body) {
        Ok(read) => read,
        Err(error) => return Some(format!("{error}: {}", xml.body)),
    };
    let expected =
        if json.status == 200 { format!("{}Response", entry.declaration.name) } else { "Error".into() };
    if root != expected || xml.status != json.status {
        return Some(format!("in XML: {} {root}", xml.status));
    }
    let same_texts = json.status != 200 || matches!(entry.run, Run::Read(_));
    let comparable = |leaves: tree::Leaves| -> tree::Leaves {
        // A refusal in XML has no recommendation.
        let leaves = leaves.into_iter().filter(|(path, _)| json.status == 200 || path != "/Recommend[0]");
        let leaves = leaves.map(|(path, text)| {
            let own = path == "/RequestId[0]" || !same_texts;
            (path, if own { String::new() } else { carried(&text) })
        });
        leaves.collect()
    };
    let (in_json, in_xml) = (comparable(tree::of_json(&json.json())), comparable(in_xml));
    let odd = in_json.iter().zip(&in_xml).find(|(json, xml)| json != xml);
    match odd {
        Some((json, xml)) => Some(format!("JSON has {json:?}, XML {xml:?}")),
        None if in_json.len() != in_xml.len() => {
            Some(format!("in JSON {}, in XML {} leaves", in_json.len(), in_xml.len()))
        }
        None => None,
    }
}

/// A text as XML can carry it.
fn carried(text: &str) -> String {
    text.chars().map(|c| if c < ' ' && !matches!(c, '\t' | '\n' | '\r') { '\u{fffd}' } else { c }).collect()
}

//! The limits of a parameter, as values that a test has to send: each is to be accepted, or to be refused.

use crate::catalogue::Parameter;

/// A value at or beyond a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Point {
    /// A text of so many characters is accepted.
    Length(u64),
    /// A longer one is refused.
    Longer(u64),
    /// This number is accepted.
    Number(u64),
    /// A larger one is refused.
    Larger(u64),
    /// A smaller one is refused.
    Smaller(u64),
    /// This text is accepted.
    Value(String),
    /// Any other than these is refused.
    Other(Vec<String>),
    /// So many elements are accepted.
    Elements(u64),
    /// More are refused.
    More(u64),
}

/// What there is to try of a parameter.
pub(crate) fn points(parameter: &Parameter) -> Vec<Point> {
    let mut points = Vec::new();
    let is_list = parameter.name.contains(".N");
    let is_number = matches!(parameter.kind.as_str(), "Integer" | "Long");
    if let Some(most) = parameter.max_items.or(parameter.max.filter(|_| is_list)) {
        points.extend([Point::Elements(most), Point::More(most)]);
    } else if let Some(max) = parameter.max {
        points.extend(if is_number {
            [Point::Number(max), Point::Larger(max)]
        } else {
            [Point::Length(max), Point::Longer(max)]
        });
    }
    if let Some((least, most)) = parameter.range.as_deref().and_then(bounds) {
        points.push(Point::Number(least));
        points.extend((least > 0).then_some(Point::Smaller(least)));
        points.extend(most.into_iter().flat_map(|most| [Point::Number(most), Point::Larger(most)]));
    }
    let values: Vec<String> = parameter
        .values
        .iter()
        .map(|value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned))
        .collect();
    if !values.is_empty() && parameter.name != "Action" {
        points.extend(values.iter().cloned().map(Point::Value));
        points.push(Point::Other(values));
    }
    points
}

/// `1-100`, `>=1`, `>= 1`; `None` for a range that depends on something else.
fn bounds(range: &str) -> Option<(u64, Option<u64>)> {
    if let Some(least) = range.strip_prefix(">=") {
        return Some((least.trim().parse().ok()?, None));
    }
    let (least, most) = range.split_once('-')?;
    Some((least.parse().ok()?, Some(most.parse().ok()?)))
}

impl Point {
    /// Whether a call with these values of the parameter tries this, if its outcome is that which is meant.
    pub(crate) fn is_tried_by(&self, values: &[&str], accepted: bool) -> bool {
        let length = |text: &str| text.chars().count() as u64;
        let number = |text: &str| text.parse::<i64>().ok();
        let beyond = |text: &str, test: &dyn Fn(i64) -> bool| number(text).is_some_and(test);
        let elements = values.len() as u64;
        match self {
            Self::Length(max) => accepted && values.iter().any(|text| length(text) == *max),
            Self::Longer(max) => !accepted && values.iter().any(|text| length(text) > *max),
            Self::Number(it) => accepted && values.iter().any(|text| text.parse() == Ok(*it)),
            Self::Larger(most) => {
                !accepted && values.iter().any(|text| beyond(text, &|it| i128::from(it) > i128::from(*most)))
            }
            Self::Smaller(least) => {
                !accepted && values.iter().any(|text| beyond(text, &|it| i128::from(it) < i128::from(*least)))
            }
            Self::Value(value) => accepted && values.iter().any(|text| text == value),
            Self::Other(known) => {
                !accepted && values.iter().any(|text| !known.iter().any(|value| value == text))
            }
            Self::Elements(most) => accepted && elements == *most,
            Self::More(most) => !accepted && elements > *most,
        }
    }

    /// As it stands in the table.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Length(max) => format!("{max} characters"),
            Self::Longer(max) => format!("more than {max} characters"),
            Self::Number(it) => it.to_string(),
            Self::Larger(most) => format!("more than {most}"),
            Self::Smaller(least) => format!("less than {least}"),
            Self::Value(value) => value.clone(),
            Self::Other(_) => "any other value".to_owned(),
            Self::Elements(most) => format!("{most} elements"),
            Self::More(most) => format!("more than {most} elements"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(name: &str, kind: &str) -> Parameter {
        Parameter { name: name.into(), kind: kind.into(), ..Parameter::default() }
    }

    #[test]
    fn each_limit_is_tried_on_both_sides() {
        let of = |parameter: &Parameter| points(parameter).iter().map(Point::text).collect::<Vec<_>>();
        let name = Parameter { max: Some(64), ..parameter("Name", "String") };
        assert_eq!(of(&name), ["64 characters", "more than 64 characters"]);
        let list = Parameter { max: Some(5), ..parameter("Filter.N.Key", "String") };
        assert_eq!(of(&list), ["5 elements", "more than 5 elements"]);
        let ranged = Parameter { range: Some("1-255".into()), ..parameter("Hop", "Integer") };
        assert_eq!(of(&ranged), ["1", "less than 1", "255", "more than 255"]);
        let open = Parameter { range: Some(">= 1".into()), ..parameter("PageNumber", "Integer") };
        assert_eq!(of(&open), ["1", "less than 1"]);
        let told = Parameter { range: Some("1-9 when Month".into()), ..parameter("Period", "Integer") };
        assert!(of(&told).is_empty());
        let chosen = Parameter { values: vec!["A".into(), 50.into()], ..parameter("Kind", "String") };
        assert_eq!(of(&chosen), ["A", "50", "any other value"]);
    }

    #[test]
    fn a_value_proves_something_by_its_outcome() {
        assert!(
            Point::Length(2).is_tried_by(&["杭州"], true) && !Point::Length(2).is_tried_by(&["杭州"], false)
        );
        assert!(
            Point::Smaller(1).is_tried_by(&["-1"], false) && Point::Smaller(1).is_tried_by(&["0"], false)
        );
        assert!(
            Point::More(1).is_tried_by(&["a", "b"], false) && !Point::More(2).is_tried_by(&["a", "b"], false)
        );
        assert!(!Point::Other(vec!["A".into()]).is_tried_by(&["A"], false));
    }
}

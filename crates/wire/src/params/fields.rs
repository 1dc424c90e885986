//! Lists and objects among the parameters: `Name.1=a`, `Name.1.Sub=b`, or one JSON text for the whole list.

use super::{Pair, Params};
use crate::ApiError;
use crate::public::{LIST_TOO_LONG, invalid_parameter};

/// A view of the parameters under a prefix: the whole request, or one element of a list (`Filter.2.`).
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    params: &'a Params,
    /// Empty, or ending with a dot. Always the head of some parameter's name.
    prefix: &'a str,
}

impl<'a> Fields<'a> {
    pub(super) fn root(params: &'a Params) -> Self {
        Self { params, prefix: "" }
    }

    /// The value of the field with exactly this name, blank values included.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.params.find(self.prefix, name).map(|at| self.params.value(&self.params.pairs[at]))
    }

    /// The elements of a list of scalars, by rising index. Indexes start at 1 and may have gaps.
    ///
    /// Reads `Name.1=a&Name.2=b` and, where there is none of these, the JSON text `Name=["a","b"]`. A list
    /// that was not sent is empty.
    ///
    /// # Errors
    /// `InvalidParameter` for an index out of bounds, an element that is not a scalar, or broken JSON text;
    /// `ListTooLong`.
    pub fn list(&self, name: &str) -> Result<Vec<(u32, &'a str)>, ApiError> {
        let source = self.source(name)?;
        let mut list = Vec::new();
        for pair in source.pairs {
            let element = source.element(pair).filter(|element| element.field.is_none());
            let element = element.ok_or_else(|| invalid_parameter(&source.full_name(pair)))?;
            list.push((element.index, source.params.value(pair)));
            self.check_length(name, list.len())?;
        }
        list.sort_unstable_by_key(|(index, _)| *index);
        Ok(list)
    }

    /// The elements of a list of objects, by rising index. Indexes start at 1 and may have gaps.
    ///
    /// Reads `Name.1.Sub=a` and, where there is none of these, the JSON text `Name=[{"Sub":"a"}]`. A list
    /// that was not sent is empty.
    ///
    /// # Errors
    /// `InvalidParameter` for an index out of bounds, an element that is not an object, or broken JSON text;
    /// `ListTooLong`.
    pub fn objects(&self, name: &str) -> Result<Vec<(u32, Fields<'a>)>, ApiError> {
        let source = self.source(name)?;
        let mut list: Vec<(u32, Fields<'a>)> = Vec::new();
        for pair in source.pairs {
            let element = source.element(pair).filter(|element| element.field.is_some());
            let element = element.ok_or_else(|| invalid_parameter(&source.full_name(pair)))?;
            // The fields of one element are neighbours, since names are sorted.
            if list.last().is_none_or(|(index, _)| *index != element.index) {
                list.push((element.index, Fields { params: source.params, prefix: element.prefix }));
                self.check_length(name, list.len())?;
            }
        }
        list.sort_unstable_by_key(|(index, _)| *index);
        Ok(list)
    }

    fn check_length(&self, name: &str, length: usize) -> Result<(), ApiError> {
        if length > self.params.limits.list_length {
            let message = LIST_TOO_LONG.message.replace("%s", &format!("{}{name}", self.prefix));
            return Err(ApiError::with_message(&LIST_TOO_LONG, message));
        }
        Ok(())
    }

    /// Where the elements of the list `name` are: among these parameters, or inside a JSON text.
    fn source(&self, name: &str) -> Result<Source<'a>, ApiError> {
        let params = self.params;
        let pairs = &params.pairs[params.under(self.prefix, name)];
        if pairs.is_empty()
            && let Some(at) = params.find(self.prefix, name)
            && let text = &params.pairs[at]
            && params.value(text).starts_with('[')
        {
            let parsed = params.parsed(at).ok_or_else(|| invalid_parameter(params.name(text)))?;
            return Ok(Source {
                params: parsed,
                pairs: &parsed.pairs,
                stem: 0,
                text: Some(params.name(text)),
            });
        }
        Ok(Source { params, pairs, stem: self.prefix.len() + name.len() + 1, text: None })
    }
}

/// The pairs that make up one list.
struct Source<'a> {
    params: &'a Params,
    pairs: &'a [Pair],
    /// How many bytes of each name come before the index.
    stem: usize,
    /// The parameter in whose JSON text the list stands, if it stands in one.
    text: Option<&'a str>,
}

/// What one pair's name says about its place in the list.
struct Element<'a> {
    index: u32,
    /// What follows the index and its dot, if anything.
    field: Option<&'a str>,
    /// The name up to and with the dot after the index.
    prefix: &'a str,
}

impl<'a> Source<'a> {
    /// `None` if there is no proper index: decimal, without leading zeros (`1` and `01` would be two elements
    /// with one index), from 1 to the bound.
    fn element(&self, pair: &Pair) -> Option<Element<'a>> {
        let name = self.params.name(pair);
        let rest = &name[self.stem..];
        let (digits, field) = match rest.bytes().position(|byte| byte == b'.') {
            Some(dot) => (&rest[..dot], Some(&rest[dot + 1..])),
            None => (rest, None),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.starts_with('0') {
            return None;
        }
        let index = digits.parse().ok().filter(|index| *index <= self.params.limits.list_index)?;
        let prefix = &name[..name.len() - field.map_or(0, str::len)];
        Some(Element { index, field, prefix })
    }

    /// The name of a pair as an error names it.
    fn full_name(&self, pair: &Pair) -> String {
        let name = self.params.name(pair);
        self.text.map_or_else(|| name.to_owned(), |text| format!("{text}.{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn form(form: &str) -> Params {
        let mut params = Params::new(Limits::default());
        params.add_form(form).unwrap();
        params
    }

    fn list(text: &str) -> Result<Vec<(u32, String)>, String> {
        let params = form(text);
        let list = params.root().list("L").map_err(|error| error.message().to_owned())?;
        Ok(list.into_iter().map(|(index, value)| (index, value.to_owned())).collect())
    }

    #[test]
    fn a_list_is_ordered_by_number_and_keeps_its_gaps() {
        let got = list("L.10=c&L.2=b&L.1=a&LL.1=x&L=&M.3=y").unwrap();
        assert_eq!(got, [(1, "a".into()), (2, "b".into()), (10, "c".into())]);
        assert_eq!(list("M.1=a").unwrap(), []);
    }

    #[test]
    fn objects_gather_their_fields_in_any_order() {
        let params = form("F.2.Value.2=y&F.1.Key=A&F.10.Key=C&F.2.Key=B&F.2.Value.1=x&F.1.Value.1=");
        let objects = params.root().objects("F").unwrap();
        let keys: Vec<_> =
            objects.iter().map(|(index, fields)| (*index, fields.get("Key").unwrap())).collect();
        assert_eq!(keys, [(1, "A"), (2, "B"), (10, "C")]);
        assert_eq!(objects[0].1.list("Value").unwrap(), [(1, "")]);
        assert_eq!(objects[1].1.list("Value").unwrap(), [(1, "x"), (2, "y")]);
        assert_eq!(objects[2].1.list("Value").unwrap(), []);
        assert_eq!(objects[2].1.get("F.1.Key"), None);
    }

    #[test]
    fn json_text_stands_for_a_list() {
        let params =
            form(r#"F=[{"Key":"Name","Value":["x","y"]},null,{"Key":"B","N":1}]&L=["a",null,2,true]"#);
        let objects = params.root().objects("F").unwrap();
        assert_eq!(objects.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(objects[0].1.get("Key"), Some("Name"));
        assert_eq!(objects[0].1.list("Value").unwrap(), [(1, "x"), (2, "y")]);
        assert_eq!(objects[1].1.get("N"), Some("1"));
        assert_eq!(params.root().list("L").unwrap(), [(1, "a"), (3, "2"), (4, "true")]);
    }

    #[test]
    fn json_text_is_left_alone_unless_a_list_is_asked_for() {
        let params = form("Description=[draft] line&L=[]&X=x");
        assert_eq!(params.get("Description"), Some("[draft] line"));
        assert_eq!(params.iter().count(), 3);
        assert_eq!(params.root().list("L").unwrap(), []);
        assert_eq!(params.root().list("X").unwrap(), [], "not JSON text and not dotted: not a list");
        let error = params.root().list("Description").unwrap_err();
        assert_eq!(error.message(), r#"The specified parameter "Description" is not valid."#);
    }

    #[test]
    fn dotted_names_come_before_json_text() {
        assert_eq!(list(r#"L=["x"]&L.1=a"#).unwrap(), [(1, "a".into())]);
    }

    #[test]
    fn an_improper_index_or_element_is_refused_by_name() {
        for (text, name) in [
            ("L.0=a", "L.0"),
            ("L.01=a", "L.01"),
            ("L.1001=a", "L.1001"),
            ("L.99999999999=a", "L.99999999999"),
            ("L.=a", "L."),
            ("L.x=a", "L.x"),
            ("L.%2B1=a", "L.+1"),
            ("L.1.Key=a", "L.1.Key"),
            (r#"L=[{"Key":1}]"#, "L.1.Key"),
            (r#"L=["a""#, "L"),
        ] {
            let message = format!("The specified parameter \"{name}\" is not valid.");
            assert_eq!(list(text), Err(message), "{text}");
        }
        let params = form("F.1=[object Object]");
        assert!(params.root().objects("F").is_err());
    }

    #[test]
    fn lists_have_a_length_bound() {
        let full: String = (1..=100).map(|index| format!("L.{index}=a&F.{index}.K=b&")).collect();
        let params = form(&full);
        assert_eq!(params.root().list("L").unwrap().len(), 100);
        assert_eq!(params.root().objects("F").unwrap().len(), 100);
        let params = form(&format!("{full}L.101=a&F.101.K=b"));
        assert_eq!(params.root().list("L").unwrap_err().spec(), &LIST_TOO_LONG);
        assert_eq!(params.root().objects("F").unwrap_err().spec(), &LIST_TOO_LONG);
    }
}

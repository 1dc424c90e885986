//! The parameters of a request: decoded, merged, and sorted, and read as scalars, lists, and objects.
//!
//! All names and values lie in one text, so that a request costs two allocations however many parameters it
//! has.

mod fields;
mod json;

use std::sync::OnceLock;

pub use fields::Fields;

use crate::public::{INVALID_PARAMETER, PARAMETER_NAME_TOO_LONG, TOO_MANY_PARAMETERS};
use crate::{ApiError, Limits, percent};

/// Name and value pairs, each name once, sorted by the names' bytes. Names are case-sensitive.
///
/// Where a name is given more than once, the last one counts, and the body comes after the query.
#[derive(Debug, Clone)]
pub struct Params {
    text: String,
    pairs: Vec<Pair>,
    limits: Limits,
}

/// Up to so many pairs, the one with a name is searched one after the other.
const FEW: usize = 32;

/// Where one pair lies in the text: the name is `start..middle`, the value `middle..end`.
#[derive(Debug, Clone)]
struct Pair {
    start: usize,
    middle: usize,
    end: usize,
    /// The name's first bytes as a number that sorts like them, which settles most comparisons.
    head: u64,
    /// The value read as JSON text, once someone has asked for it as a list; `None` if it is not JSON.
    ///
    /// Only then, because whether `[x]` is a list or a description is for the action to know.
    parsed: OnceLock<Option<Box<Params>>>,
}

impl Params {
    /// Parameters that come from elsewhere than a request, within the default [`Limits`].
    ///
    /// # Errors
    /// As for a request with these parameters, if a bound is exceeded.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, ApiError> {
        let mut params = Self::new(Limits::default());
        for (name, value) in pairs {
            params.push(name.as_ref(), value.as_ref())?;
        }
        params.settle();
        Ok(params)
    }

    /// The value of the parameter with exactly this name, blank values included.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.find("", name).map(|pair| self.value(pair))
    }

    /// Every name and value, sorted by the names' bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|pair| (self.name(pair), self.value(pair)))
    }

    /// A view of all of them, from which lists and objects are read.
    pub fn root(&self) -> Fields<'_> {
        Fields::root(self)
    }

    /// No parameters yet.
    pub(crate) fn new(limits: Limits) -> Self {
        Self { text: String::new(), pairs: Vec::new(), limits }
    }

    /// Adds the pairs of a query string or form body. They override what is there.
    pub(crate) fn add_form(&mut self, form: &str) -> Result<(), ApiError> {
        self.text.reserve(form.len());
        self.pairs.reserve(form.bytes().filter(|&byte| byte == b'&').count().min(self.limits.parameters) + 1);
        for piece in form.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let start = self.text.len();
            percent::decode(&mut self.text, name).map_err(|_| &INVALID_PARAMETER)?;
            let middle = self.text.len();
            percent::decode(&mut self.text, value).map_err(|_| &INVALID_PARAMETER)?;
            self.note(start, middle)?;
        }
        self.settle();
        Ok(())
    }

    /// Adds what a JSON object flattens to: `{"A":[{"B":1}]}` is `A.1.B=1`. It overrides what is there.
    pub(crate) fn add_json_object(&mut self, json: &[u8]) -> Result<(), ApiError> {
        if json.trim_ascii_start().first() != Some(&b'{') {
            return Err(ApiError::new(&INVALID_PARAMETER));
        }
        self.add_json(json)
    }

    fn add_json(&mut self, json: &[u8]) -> Result<(), ApiError> {
        json::flatten(json, self)?;
        self.settle();
        Ok(())
    }

    fn push(&mut self, name: &str, value: &str) -> Result<(), ApiError> {
        let start = self.text.len();
        self.text.push_str(name);
        let middle = self.text.len();
        self.text.push_str(value);
        self.note(start, middle)
    }

    /// Notes that the text now ends with one more pair.
    fn note(&mut self, start: usize, middle: usize) -> Result<(), ApiError> {
        if middle - start > self.limits.name {
            return Err(ApiError::new(&PARAMETER_NAME_TOO_LONG));
        }
        if self.pairs.len() == self.limits.parameters {
            return Err(ApiError::new(&TOO_MANY_PARAMETERS));
        }
        let head = head(&self.text.as_bytes()[start..middle]);
        self.pairs.push(Pair { start, middle, end: self.text.len(), head, parsed: OnceLock::new() });
        Ok(())
    }

    /// Restores order and uniqueness after additions.
    fn settle(&mut self) {
        let Self { text, pairs, .. } = self;
        let name = |pair: &Pair| &text[pair.start..pair.middle];
        // Of equal names the one added later lies later in the text.
        pairs.sort_unstable_by(|a, b| {
            a.head.cmp(&b.head).then_with(|| name(a).cmp(name(b))).then(a.start.cmp(&b.start))
        });
        pairs.dedup_by(|later, kept| {
            let same = name(later) == name(kept);
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
    }

    fn name(&self, pair: &Pair) -> &str {
        &self.text[pair.start..pair.middle]
    }

    fn value(&self, pair: &Pair) -> &str {
        &self.text[pair.middle..pair.end]
    }

    /// The pair whose name is `prefix` and `name` together.
    fn find(&self, prefix: &str, name: &str) -> Option<&Pair> {
        // Among a handful of names hardly two have the same length: looking at the lengths of all is quicker than
        // comparing the bytes of a few.
        if self.pairs.len() <= FEW {
            let length = prefix.len() + name.len();
            return self.pairs.iter().find(|pair| {
                pair.middle - pair.start == length && {
                    let full = self.name(pair).as_bytes();
                    full.ends_with(name.as_bytes()) && full.starts_with(prefix.as_bytes())
                }
            });
        }
        let found = self.pairs.binary_search_by(|pair| {
            let full = self.name(pair).as_bytes();
            let (head, tail) = full.split_at(full.len().min(prefix.len()));
            head.cmp(prefix.as_bytes()).then_with(|| tail.cmp(name.as_bytes()))
        });
        found.ok().map(|at| &self.pairs[at])
    }

    /// The pairs whose names start with `stem`; they are neighbours.
    fn under(&self, stem: &str) -> &[Pair] {
        let from = self.pairs.partition_point(|pair| self.name(pair) < stem);
        let count = self.pairs[from..].partition_point(|pair| self.name(pair).starts_with(stem));
        &self.pairs[from..from + count]
    }

    /// What the JSON text in this pair's value flattens to, or `None` if it is not JSON within the bounds.
    fn parsed<'a>(&'a self, pair: &'a Pair) -> Option<&'a Params> {
        let parse = || {
            let mut elements = Params::new(self.limits);
            elements.add_json(self.value(pair).as_bytes()).ok()?;
            Some(Box::new(elements))
        };
        pair.parsed.get_or_init(parse).as_deref()
    }
}

/// The first eight bytes, shorter names filled up with zeros.
fn head(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = name.len().min(bytes.len());
    bytes[..length].copy_from_slice(&name[..length]);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(form: &str) -> Params {
        let mut params = Params::new(Limits::default());
        params.add_form(form).unwrap();
        params
    }

    #[test]
    fn blank_values_are_kept_and_empty_pieces_are_not() {
        let params = form("&Description=&SignatureType&&A=1&");
        let pairs: Vec<_> = params.iter().collect();
        assert_eq!(pairs, [("A", "1"), ("Description", ""), ("SignatureType", "")]);
    }

    #[test]
    fn names_sort_by_their_bytes_and_keep_their_case() {
        let params = form("b=1&a.10=2&a.1=3&B=4&%C3%A9=5&a.1.x=6");
        let names: Vec<_> = params.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["B", "a.1", "a.1.x", "a.10", "b", "é"]);
        assert_eq!((params.get("b"), params.get("B"), params.get("bb")), (Some("1"), Some("4"), None));
    }

    #[test]
    fn the_last_of_equal_names_counts_and_the_body_wins() {
        let mut params = form("A=1&B=1&A=2");
        params.add_form("B=3&C=4&B=5").unwrap();
        let pairs: Vec<_> = params.iter().collect();
        assert_eq!(pairs, [("A", "2"), ("B", "5"), ("C", "4")]);
    }

    #[test]
    fn only_the_first_equals_sign_separates() {
        assert_eq!(form("Token=a=b==").get("Token"), Some("a=b=="));
    }

    #[test]
    fn pieces_of_a_character_in_name_and_value_do_not_make_one() {
        let error = Params::new(Limits::default()).add_form("%C3=%A9").unwrap_err();
        assert_eq!(error, ApiError::new(&INVALID_PARAMETER));
    }

    #[test]
    fn parameters_and_names_have_bounds() {
        let limits = Limits { parameters: 2, name: 3, ..Limits::default() };
        assert!(Params::new(limits).add_form("abc=1&b=2").is_ok());
        let error = Params::new(limits).add_form("a=1&a=2&a=3").unwrap_err();
        assert_eq!(error.spec(), &TOO_MANY_PARAMETERS);
        let error = Params::new(limits).add_form("abcd=1").unwrap_err();
        assert_eq!(error.spec(), &PARAMETER_NAME_TOO_LONG);
    }

    #[test]
    fn a_json_body_flattens_to_dotted_names_over_the_query() {
        let mut params = form("A=query&RegionId=r");
        let body = r#"{"A":"body","List":[{"Id":"ri-1","Weight":10},null,{"On":true}],
            "Gone":null,"N":9007199254740993}"#;
        params.add_json_object(body.as_bytes()).unwrap();
        assert!(params.add_json_object(b"[1]").is_err());
        let pairs: Vec<_> = params.iter().collect();
        assert_eq!(
            pairs,
            [
                ("A", "body"),
                ("List.1.Id", "ri-1"),
                ("List.1.Weight", "10"),
                ("List.3.On", "true"),
                ("N", "9007199254740993"),
                ("RegionId", "r"),
            ]
        );
    }
}

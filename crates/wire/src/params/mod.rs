//! The parameters of a request: decoded, merged, and sorted, and read as scalars, lists, and objects.
//!
//! All names and values lie in one text, so that a request costs two allocations however many parameters it
//! has. A form goes into the text as it came: what needs no decoding, which is nearly all of it, stays there.

mod fields;
mod json;

use std::ops::Range;
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
    /// For each pair, its value read as JSON text, once someone has asked for one as a list; `None` if it is not
    /// JSON.
    ///
    /// Only then, because whether `[x]` is a list or a description is for the action to know.
    parsed: OnceLock<Vec<OnceLock<Option<Params>>>>,
}

/// Up to so many pairs, the one with a name is searched one after the other.
const FEW: usize = 32;
/// How many pairs most requests have at most.
const TYPICAL: usize = 16;

/// A piece of the text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Span {
    start: usize,
    len: usize,
}

impl Span {
    pub(crate) fn is_empty(self) -> bool {
        self.len == 0
    }

    fn range(self) -> Range<usize> {
        self.start..self.start + self.len
    }
}

/// Where one pair lies in the text.
#[derive(Debug, Clone, Copy)]
struct Pair {
    name: Span,
    value: Span,
    /// The name's first bytes as a number that sorts like them, which settles most comparisons.
    head: u128,
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
        self.find("", name).map(|at| self.value(&self.pairs[at]))
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
        Self { text: String::new(), pairs: Vec::new(), limits, parsed: OnceLock::new() }
    }

    /// Every name, and where its value is, as [`Params::at`] reads it.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (&[u8], Span)> {
        self.pairs.iter().map(|pair| (self.name_bytes(pair), pair.value))
    }

    /// Keeps a text that belongs to the request but is no parameter.
    pub(crate) fn keep(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span { start, len: text.len() }
    }

    /// The piece of the text that is there.
    pub(crate) fn at(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Adds the pairs of a query string or form body. They override what is there.
    pub(crate) fn add_form(&mut self, form: &str) -> Result<(), ApiError> {
        // Room for what has to be decoded, which is little: a timestamp, a signature.
        self.text.reserve(form.len() + form.len() / 4);
        self.pairs.reserve(TYPICAL);
        let base = self.keep(form).start;
        let bytes = form.as_bytes();
        let mut start = 0;
        for end in memchr::memchr_iter(b'&', bytes).chain([bytes.len()]) {
            let piece = start..end;
            start = end + 1;
            if piece.is_empty() {
                continue;
            }
            let equals = memchr::memchr(b'=', &bytes[piece.clone()]);
            let middle = equals.map_or(piece.end, |at| piece.start + at);
            let (name, value) = (piece.start..middle, (middle + 1).min(piece.end)..piece.end);
            let (name, value) = if percent::is_plain(&bytes[piece]) {
                let at = |part: Range<usize>| Span { start: base + part.start, len: part.len() };
                (at(name), at(value))
            } else {
                (self.decoded(&form[name])?, self.decoded(&form[value])?)
            };
            self.note(name, value)?;
        }
        self.settle();
        Ok(())
    }

    fn decoded(&mut self, raw: &str) -> Result<Span, ApiError> {
        let start = self.text.len();
        percent::decode(&mut self.text, raw).map_err(|_| &INVALID_PARAMETER)?;
        Ok(Span { start, len: self.text.len() - start })
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
        let (name, value) = (self.keep(name), self.keep(value));
        self.note(name, value)
    }

    /// Notes one more pair.
    fn note(&mut self, name: Span, value: Span) -> Result<(), ApiError> {
        if name.len > self.limits.name {
            return Err(ApiError::new(&PARAMETER_NAME_TOO_LONG));
        }
        if self.pairs.len() == self.limits.parameters {
            return Err(ApiError::new(&TOO_MANY_PARAMETERS));
        }
        let head = head(self.text.as_bytes(), name);
        self.pairs.push(Pair { name, value, head });
        Ok(())
    }

    /// Restores order and uniqueness after additions.
    fn settle(&mut self) {
        let Self { text, pairs, .. } = self;
        let name = |pair: &Pair| &text.as_bytes()[pair.name.range()];
        // The sort is stable: of equal names the one added later comes later.
        pairs.sort_by(|a, b| a.head.cmp(&b.head).then_with(|| name(a).cmp(name(b))));
        pairs.dedup_by(|later, kept| {
            let same = later.head == kept.head && name(later) == name(kept);
            if same {
                *kept = *later;
            }
            same
        });
    }

    fn name(&self, pair: &Pair) -> &str {
        self.at(pair.name)
    }

    /// The name to be compared, which does not ask where its characters begin.
    fn name_bytes(&self, pair: &Pair) -> &[u8] {
        &self.text.as_bytes()[pair.name.range()]
    }

    fn value(&self, pair: &Pair) -> &str {
        self.at(pair.value)
    }

    /// The place of the pair whose name is `prefix` and `name` together.
    fn find(&self, prefix: &str, name: &str) -> Option<usize> {
        // Among a handful of names hardly two have the same length: looking at the lengths of all is quicker than
        // comparing the bytes of a few.
        if self.pairs.len() <= FEW {
            let length = prefix.len() + name.len();
            return self.pairs.iter().position(|pair| {
                pair.name.len == length && {
                    let (head, tail) = self.name_bytes(pair).split_at(prefix.len());
                    tail == name.as_bytes() && head == prefix.as_bytes()
                }
            });
        }
        let full = || prefix.bytes().chain(name.bytes());
        self.pairs.binary_search_by(|pair| self.name_bytes(pair).iter().copied().cmp(full())).ok()
    }

    /// The places of the pairs whose names start with `prefix`, `name`, and a dot; they are neighbours.
    fn under(&self, prefix: &str, name: &str) -> Range<usize> {
        let dot = prefix.len() + name.len();
        let starts = |pair: &Pair| {
            pair.name.len > dot && {
                let full = self.name_bytes(pair);
                full[dot] == b'.'
                    && full[prefix.len()..dot] == *name.as_bytes()
                    && full[..prefix.len()] == *prefix.as_bytes()
            }
        };
        if self.pairs.len() <= FEW {
            let from = self.pairs.iter().position(starts).unwrap_or(0);
            return from..from + self.pairs[from..].iter().take_while(|pair| starts(pair)).count();
        }
        let stem = || prefix.bytes().chain(name.bytes()).chain(*b".");
        let from =
            self.pairs.partition_point(|pair| self.name_bytes(pair).iter().copied().cmp(stem()).is_lt());
        from..from + self.pairs[from..].partition_point(starts)
    }

    /// What the JSON text in the value of the pair in this place flattens to, or `None` if it is not JSON within the
    /// bounds.
    fn parsed(&self, at: usize) -> Option<&Params> {
        let parse = || {
            let mut elements = Params::new(self.limits);
            elements.add_json(self.value(&self.pairs[at]).as_bytes()).ok()?;
            Some(elements)
        };
        let all = self.parsed.get_or_init(|| vec![OnceLock::new(); self.pairs.len()]);
        all[at].get_or_init(parse).as_ref()
    }
}

/// The first sixteen bytes of this piece of a text, a shorter one filled up with zeros.
fn head(text: &[u8], piece: Span) -> u128 {
    const WIDTH: usize = size_of::<u128>();
    let Some(bytes) = text[piece.start..].first_chunk::<WIDTH>() else {
        let mut bytes = [0; WIDTH];
        bytes[..piece.len].copy_from_slice(&text[piece.range()]);
        return u128::from_be_bytes(bytes);
    };
    let beyond = WIDTH.saturating_sub(piece.len);
    let kept = u128::MAX.checked_shl(beyond as u32 * u8::BITS).unwrap_or(0);
    u128::from_be_bytes(*bytes) & kept
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

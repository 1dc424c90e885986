//! A call, and how its parameters are read: plainly, once more, apart from how the product reads them.

use crate::random::Random;
use crate::verdict::Rows;

/// What a call is put into its place with when it is to be spoilt.
const ODD: [&str; 14] = [
    "x",
    "0",
    "-1",
    "+1",
    "7",
    "99999999999999999999",
    "true",
    "False",
    "maybe",
    "http://a",
    "中文",
    "10.0.0.1/8",
    "cn-nowhere",
    "a b",
];

/// A call by an account, which is named by its place in the list of accounts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ask {
    pub(crate) action: &'static str,
    pub(crate) account: usize,
    pub(crate) params: Vec<(String, String)>,
}

impl Ask {
    pub(crate) fn new(action: &'static str, account: usize) -> Self {
        Self { action, account, params: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.retain(|(known, _)| known != name);
        self.params.push((name.to_owned(), value.to_string()));
        self
    }

    pub(crate) fn with_some(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Now and then, one of these values.
    pub(crate) fn sometimes(self, random: &mut Random, percent: usize, name: &str, of: &[&str]) -> Self {
        if random.chance(percent) { self.with(name, random.one(of)) } else { self }
    }

    /// Takes something away, or puts something odd in its place.
    pub(crate) fn spoilt(mut self, random: &mut Random) -> Self {
        if self.params.is_empty() {
            return self;
        }
        let at = random.below(self.params.len());
        let is_element = self.params[at].0.contains('.');
        match random.below(4) {
            0 => drop(self.params.remove(at)),
            1 if !is_element => self.params[at].1.clear(),
            _ => random.one(&ODD).clone_into(&mut self.params[at].1),
        }
        self
    }

    /// A parameter's text; blank when it is absent, as a blank one counts as absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.params.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.given(name).is_some()
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.given(name).and_then(|text| text.parse().ok())
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.given(name).map(|text| text.eq_ignore_ascii_case("true"))
    }

    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.flag(name) == Some(true)
    }

    /// `ResourceId.1`, `ResourceId.2`, in the order of their numbers.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        (1..=60).filter_map(|number| self.element(&format!("{name}.{number}"))).collect()
    }

    /// `Tag.1.Key`, `Tag.1.Value`, and so on.
    pub(crate) fn tags(&self, name: &str) -> Vec<(String, Option<String>)> {
        let part = |number: usize, part: &str| self.element(&format!("{name}.{number}.{part}"));
        let tag = |number| match (part(number, "Key"), part(number, "Value")) {
            (None, None) => None,
            (key, value) => Some((key.unwrap_or_default().to_owned(), value.map(ToOwned::to_owned))),
        };
        (1..=60).filter_map(tag).collect()
    }

    /// `Filter.1.Key` with `Filter.1.Value.1` and so on.
    pub(crate) fn filters(&self) -> Vec<(&str, Vec<&str>)> {
        let filter = |number: usize| {
            let key = self.element(&format!("Filter.{number}.Key"));
            let values = self.list(&format!("Filter.{number}.Value"));
            (key.is_some() || !values.is_empty()).then(|| (key.unwrap_or_default(), values))
        };
        (1..=10).filter_map(filter).collect()
    }

    fn element(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Reads the parameters as the reference declares them: `Name` is a text, `!` makes it mandatory, and
    /// after a colon stands `n` for a number of 32 bits, `l` for one of 64, `b` for a boolean, `t` for a
    /// token.
    pub(crate) fn read(&self, declared: &str) -> Result<(), Rows> {
        self.read_or(declared, "MissingParameter")
    }

    /// As [`Ask::read`], where the action has a code of its own for what is missing.
    pub(crate) fn read_or(&self, declared: &str, missing: &'static str) -> Result<(), Rows> {
        let mut rows = Rows::malformed();
        for declaration in declared.split_whitespace() {
            let (name, kind) = declaration.split_once(':').unwrap_or((declaration, ""));
            let (name, mandatory) = (name.trim_end_matches('!'), name.ends_with('!'));
            let text = self.text(name);
            rows.when(mandatory && text.is_empty(), 400, missing);
            rows.when(!text.is_empty() && !reads_as(text, kind), 400, "InvalidParameter");
        }
        rows.none()
    }
}

fn reads_as(text: &str, kind: &str) -> bool {
    let digits = text.chars().all(|c| c.is_ascii_digit());
    match kind {
        "n" => digits && text.parse::<u32>().is_ok(),
        "l" => digits && text.parse::<u64>().is_ok(),
        "b" => ["true", "false", "True", "False"].contains(&text),
        "t" => text.is_ascii() && text.len() <= 64,
        _ => text.len() <= 2_048,
    }
}

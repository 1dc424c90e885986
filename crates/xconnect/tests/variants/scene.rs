//! What the calls of an action need, and which values of its parameters are good.

use std::fmt::Display;

use crate::list::List;
use crate::support::call::Call;
use crate::variant::{Pairs, with};

/// An action on a stage that is set: the call with all that is required succeeds.
pub(crate) struct Scene {
    pub(crate) base: Call,
    /// A good value of each optional parameter, with what has to come with it.
    options: Vec<(String, Pairs)>,
    /// Values that need something else to come with them.
    values: Vec<(String, String, Pairs)>,
    pub(crate) lists: Vec<List>,
    /// Parameters that name something of the caller's.
    pub(crate) ids: Vec<&'static str>,
    /// More calls, each with its name, that are to succeed.
    pub(crate) accepted: Vec<(String, Pairs)>,
    /// More calls that are to be refused.
    pub(crate) refused: Vec<(String, Pairs)>,
}

impl Scene {
    pub(crate) fn of(base: Call) -> Self {
        let (options, values, lists, ids, accepted, refused) = Default::default();
        Self { base, options, values, lists, ids, accepted, refused }
    }

    /// A good value of an optional parameter.
    pub(crate) fn option(self, name: &str, value: impl Display) -> Self {
        self.option_with(name, value, &[])
    }

    /// A good value of an optional parameter, with what it needs beside it.
    pub(crate) fn option_with(mut self, name: &str, value: impl Display, beside: &[(&str, &str)]) -> Self {
        let own = (name.to_owned(), value.to_string());
        let pairs = std::iter::once(own).chain(owned(beside)).collect();
        self.options.push((name.to_owned(), pairs));
        self
    }

    /// A value that needs something else beside it than others do.
    pub(crate) fn value(mut self, name: &str, value: &str, beside: &[(&str, &str)]) -> Self {
        self.values.push((name.to_owned(), value.to_owned(), owned(beside)));
        self
    }

    /// Parameters that name something of the caller's.
    pub(crate) fn ids(mut self, names: &[&'static str]) -> Self {
        self.ids.extend(names);
        self
    }

    /// One more call that is to succeed.
    pub(crate) fn accepted(mut self, name: &str, pairs: &[(&str, &str)]) -> Self {
        self.accepted.push((name.to_owned(), owned(pairs)));
        self
    }

    /// One more call that is to be refused.
    pub(crate) fn refused(mut self, name: &str, pairs: &[(&str, &str)]) -> Self {
        self.refused.push((name.to_owned(), owned(pairs)));
        self
    }

    /// A list.
    pub(crate) fn list(mut self, list: List) -> Self {
        self.lists.push(list);
        self
    }

    /// Filters, each with a value that it may look for.
    pub(crate) fn filters(self, filters: &[(&str, &str)]) -> Self {
        self.list(List::filters(filters))
    }

    /// Page by page.
    pub(crate) fn pages(self) -> Self {
        self.option("PageNumber", 1).option("PageSize", 10)
    }

    /// The call with a good value of this parameter.
    pub(crate) fn given(&self, name: &str) -> Option<Call> {
        let (_, pairs) = self.options.iter().find(|(known, _)| known == name)?;
        Some(with(self.base.clone(), pairs))
    }

    /// The call with this value of a parameter, and what it needs.
    pub(crate) fn with_value(&self, name: &str, value: &str) -> Call {
        let call = self.given(name).unwrap_or_else(|| self.base.clone()).with(name, value);
        self.values
            .iter()
            .find(|(known, of, _)| known == name && of == value)
            .map_or(call.clone(), |(_, _, beside)| with(call, beside))
    }

    /// What a value of a list's part needs beside it.
    pub(crate) fn beside(&self, name: &str, value: &str) -> &[(String, String)] {
        let found = self.values.iter().find(|(known, of, _)| known == name && of == value);
        found.map_or(&[], |(_, _, beside)| beside)
    }

    /// The value that the call has, or would have if the parameter were given.
    pub(crate) fn good(&self, name: &str) -> Option<String> {
        let of = |call: &Call| {
            call.query().iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        };
        of(&self.base).or_else(|| of(&self.given(name)?))
    }

    /// Whether the call as it is has this parameter.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.base.query().iter().any(|(known, _)| known == name)
    }
}

fn owned(pairs: &[(&str, &str)]) -> Pairs {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

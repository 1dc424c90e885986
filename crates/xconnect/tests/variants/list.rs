//! Parameters that are lists, and every way to write one.

use serde_json::{Value, json};

use crate::variant::Pairs;

/// A list whose elements are good.
pub(crate) struct List {
    pub(crate) name: &'static str,
    /// The parts of an element, by its place from 1 on; one part without a name where it is a scalar.
    element: Box<dyn Fn(usize) -> Vec<(&'static str, String)>>,
    /// So many of them at least, where there are any.
    pub(crate) least: usize,
    /// So many of them at most.
    pub(crate) most: usize,
    /// Whether the call has one element by itself.
    pub(crate) required: bool,
    /// What the call may not have beside it.
    pub(crate) instead_of: Vec<&'static str>,
    /// What so many elements need beside them.
    needs: Box<dyn Fn(usize) -> Pairs>,
}

impl List {
    pub(crate) fn new(
        name: &'static str,
        most: usize,
        element: impl Fn(usize) -> Vec<(&'static str, String)> + 'static,
    ) -> Self {
        Self {
            name,
            least: 1,
            most,
            element: Box::new(element),
            required: false,
            instead_of: Vec::new(),
            needs: Box::new(|_| Vec::new()),
        }
    }

    /// A list that has to be there.
    pub(crate) fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// A list that has two elements or more.
    pub(crate) fn of_several(self) -> Self {
        Self { least: 2, ..self }
    }

    /// A list that stands for these parameters.
    pub(crate) fn in_place_of(self, names: &[&'static str]) -> Self {
        Self { instead_of: names.to_vec(), ..self }
    }

    /// A list that needs something beside it, which depends on how many elements it has.
    pub(crate) fn beside(self, needs: impl Fn(usize) -> Pairs + 'static) -> Self {
        Self { needs: Box::new(needs), ..self }
    }

    /// As many elements as there have to be, the first under this index.
    pub(crate) fn from(&self, index: &str) -> Pairs {
        let elements = (2..=self.least).flat_map(|place| self.under(&place.to_string(), place));
        let all = self.under(index, 1).into_iter().chain(elements).chain(self.needs(self.least));
        all.collect()
    }

    /// What so many elements need beside them.
    pub(crate) fn needs(&self, count: usize) -> Pairs {
        (self.needs)(count)
    }

    /// A list of texts.
    pub(crate) fn texts(name: &'static str, most: usize, text: impl Fn(usize) -> String + 'static) -> Self {
        Self::new(name, most, move |place| vec![("", text(place))])
    }

    /// `Filter`, with these keys in turn.
    pub(crate) fn filters(filters: &[(&str, &str)]) -> Self {
        let owned: Vec<(String, String)> =
            filters.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Self::new("Filter", 5, move |place| {
            let (key, value) = owned[(place - 1) % owned.len()].clone();
            vec![("Key", key), ("Value.1", value)]
        })
    }

    /// Tags.
    pub(crate) fn tags(name: &'static str) -> Self {
        Self::new(name, 20, |place| vec![("Key", format!("key{place}")), ("Value", format!("value{place}"))])
    }

    /// Whether the elements have parts.
    pub(crate) fn has_parts(&self) -> bool {
        !(self.element)(1)[0].0.is_empty()
    }

    /// The element for a place, under an index.
    pub(crate) fn under(&self, index: &str, place: usize) -> Pairs {
        let parts = (self.element)(place).into_iter();
        let named = |(part, value): (&str, String)| match part {
            "" => (format!("{}.{index}", self.name), value),
            part => (format!("{}.{index}.{part}", self.name), value),
        };
        parts.map(named).collect()
    }

    /// So many elements, and what they need.
    pub(crate) fn of(&self, count: usize) -> Pairs {
        let elements = (2..=count).flat_map(|place| self.under(&place.to_string(), place));
        let all = self.under("1", 1).into_iter().chain(elements).chain(self.needs(count));
        all.collect()
    }

    /// As many elements as there have to be, as JSON text.
    pub(crate) fn json(&self) -> String {
        Value::Array((1..=self.least).map(|place| self.json_element(place)).collect()).to_string()
    }

    fn json_element(&self, place: usize) -> Value {
        let mut element = json!({});
        for (part, value) in (self.element)(place) {
            match (part, part.split_once('.')) {
                ("", _) => return Value::String(value),
                (_, Some((part, _))) => element[part] = json!([value]),
                (part, None) => element[part] = Value::String(value),
            }
        }
        element
    }
}

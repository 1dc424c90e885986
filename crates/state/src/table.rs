//! Tables: records in the order of their creation, and an index that answers every documented filter.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use xconnect_model::Seq;

use crate::key::{Key, Posting};
use crate::tree::Tree;

/// A kind of record that a table can hold.
pub trait Row: PartialEq + Send + Sync + 'static {
    /// The record's place in the order of creation; it never changes.
    fn seq(&self) -> Seq;

    /// The key that no other record of the table has.
    fn identity(&self) -> Key;

    /// Every other key under which the record is to be found.
    fn keys(&self, keys: &mut Keys);

    /// The record's name in the log, for people.
    fn label(&self) -> String;
}

/// The keys of one record.
#[derive(Default)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// Adds a key.
    pub fn add(&mut self, key: Key) {
        self.0.push(key);
    }

    /// Adds a key if the condition holds.
    pub fn add_if(&mut self, condition: bool, key: impl FnOnce() -> Key) {
        if condition {
            self.0.push(key());
        }
    }
}

/// Records of one kind.
#[derive(Clone)]
pub struct Table<R> {
    rows: Tree<Seq, Arc<R>>,
    index: Tree<Posting, ()>,
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self { rows: Tree::default(), index: Tree::default() }
    }
}

impl<R: Row> Table<R> {
    /// A table of these records, built on all cores.
    pub fn from_rows(rows: Vec<Arc<R>>) -> Self {
        let mut rows: Vec<_> = rows.into_iter().map(|row| (row.seq(), row)).collect();
        // They mostly come in order, which costs no more than a look at each.
        rows.sort_unstable_by_key(|(seq, _)| *seq);
        let index = index(rows.len(), &|share, file| {
            let mut keys = Keys::default();
            for (seq, row) in &rows[share] {
                keys.add(row.identity());
                row.keys(&mut keys);
                keys.0.drain(..).for_each(|key| file(Posting(key, *seq)));
            }
        });
        Self { index, rows: Tree::from_sorted(rows) }
    }

    /// Whether both tables are one and the same version: the one is a copy of the other, and neither has changed
    /// since. Two tables of equal records may still differ here.
    pub fn same_as(&self, other: &Self) -> bool {
        self.rows.same_as(&other.rows)
    }

    /// The records that are not the same in both tables, in the order of their creation: as each is here, and as it is
    /// in the other. Between two versions of one table this costs what has changed, not what they hold.
    pub fn difference<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (Option<&'a Arc<R>>, Option<&'a Arc<R>>)> {
        self.rows.difference(&other.rows, Arc::ptr_eq)
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All records in the order of their creation.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<R>> {
        self.rows.iter().map(|(_, row)| row)
    }

    /// The records from this place on, in the order of their creation.
    pub fn iter_from(&self, seq: Seq) -> impl Iterator<Item = &Arc<R>> {
        self.rows.iter_from(&seq).map(|(_, row)| row)
    }

    /// The record in this place.
    pub fn at(&self, seq: Seq) -> Option<&Arc<R>> {
        self.rows.get(&seq)
    }

    /// The first record under a key; the one record, if the key is its identity.
    pub fn first(&self, key: Key) -> Option<&Arc<R>> {
        let (posting, ()) = self.index.next_from(&Posting(key, 0))?;
        if posting.0 == key { self.at(posting.1) } else { None }
    }

    /// The records under a key, in the order of their creation.
    pub fn find(&self, key: Key) -> impl Iterator<Item = &Arc<R>> {
        self.postings(key, 0).filter_map(|seq| self.at(seq))
    }

    /// How many records are under a key. Costs the same for one as for a million.
    pub fn count(&self, key: Key) -> usize {
        self.index.rank(&Posting(key, Seq::MAX)) - self.index.rank(&Posting(key, 0))
    }

    /// Sets the record in its place.
    pub(crate) fn put(&mut self, row: Arc<R>) {
        let new = sorted_postings(row.as_ref());
        let old = self.rows.insert(row.seq(), row);
        let old = old.map(|old| sorted_postings(old.as_ref())).unwrap_or_default();
        for posting in old.iter().filter(|posting| new.binary_search(posting).is_err()) {
            self.index.remove(posting);
        }
        for posting in new.iter().filter(|posting| old.binary_search(posting).is_err()) {
            self.index.insert(*posting, ());
        }
    }

    /// Removes the record in a place.
    pub(crate) fn remove(&mut self, seq: Seq) {
        if let Some(row) = self.rows.remove(&seq) {
            for posting in postings(row.as_ref()) {
                self.index.remove(&posting);
            }
        }
    }

    fn has(&self, key: Key, seq: Seq) -> bool {
        self.index.get(&Posting(key, seq)).is_some()
    }

    fn postings(&self, key: Key, skip: usize) -> impl Iterator<Item = Seq> {
        let first = Posting(key, 0);
        let all = match skip {
            0 => self.index.iter_from(&first),
            _ => self.index.iter_at(self.index.rank(&first).saturating_add(skip)),
        };
        all.map(|(posting, ())| posting).take_while(move |posting| posting.0 == key).map(|posting| posting.1)
    }
}

/// Files every posting of a share of the records.
type FileShare<'f> = dyn Fn(Range<usize>, &mut dyn FnMut(Posting)) + Sync + 'f;

/// The index of so many records. It knows nothing of their kind, so that there is one of it in the program.
///
/// Postings are cut into parts by their keys before anything is sorted: to sort many short lists takes less than to
/// sort a long one, and no more memory than the parts is held beside the index.
fn index(records: usize, file: &FileShare<'_>) -> Tree<Posting, ()> {
    let share = records.div_ceil(rayon::current_num_threads() * 2).max(1 << 12);
    let shares = (0..records.div_ceil(share)).into_par_iter().map(|nth| {
        let mut parts: Vec<Vec<(Posting, ())>> = vec![Vec::new(); Key::PARTS];
        file(nth * share..records.min((nth + 1) * share), &mut |posting| {
            parts[posting.0.part()].push((posting, ()));
        });
        parts
    });
    let mut parts = vec![Vec::new(); Key::PARTS];
    for share in shares.collect::<Vec<_>>() {
        for (part, postings) in parts.iter_mut().zip(share) {
            part.push(postings);
        }
    }
    Tree::from_sorted_runs(parts.into_par_iter().map(|shares| {
        let mut part = shares.concat();
        part.sort_unstable();
        // A record may name one key twice; it still stands under it once.
        part.dedup();
        part
    }))
}

/// The first `identity` posting and all others of a record.
fn postings<R: Row>(row: &R) -> impl Iterator<Item = Posting> + use<R> {
    let mut keys = Keys(Vec::with_capacity(16));
    keys.add(row.identity());
    row.keys(&mut keys);
    let seq = row.seq();
    keys.0.into_iter().map(move |key| Posting(key, seq))
}

fn sorted_postings<R: Row>(row: &R) -> Vec<Posting> {
    let mut all: Vec<_> = postings(row).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What a list is narrowed by: all terms must hold; a term holds when one of its keys does.
#[derive(Debug, Clone, Default)]
pub struct Query {
    terms: Vec<Vec<Key>>,
}

/// One page of an answer.
pub struct Page<'a, R> {
    /// How many records match in all.
    pub total: usize,
    /// Those on the page, in the order of their creation.
    pub rows: Vec<&'a Arc<R>>,
}

impl Query {
    /// Everything under one key.
    pub fn new(key: Key) -> Self {
        Self { terms: vec![vec![key]] }
    }

    /// Narrows to records that also have one of these keys.
    pub fn and_any(mut self, keys: impl IntoIterator<Item = Key>) -> Self {
        let mut term: Vec<Key> = keys.into_iter().collect();
        // A key given twice must not be counted twice.
        term.sort_unstable();
        term.dedup();
        self.terms.push(term);
        self
    }

    /// Narrows to records that also have this key.
    pub fn and(self, key: Key) -> Self {
        self.and_any([key])
    }
}

impl<R: Row> Table<R> {
    /// The page of a query that skips `skip` records and holds at most `limit`.
    ///
    /// The work is that of the term that matches fewest records; a query whose terms are all one key costs no more
    /// than its page, however many records match.
    pub fn page(&self, query: &Query, skip: usize, limit: usize) -> Page<'_, R> {
        if let [term] = query.terms.as_slice()
            && let [key] = term.as_slice()
        {
            return self.page_of_one(*key, skip, limit);
        }
        self.narrowed(query, limit, |rank, _| rank >= skip)
    }

    /// The page of a query that begins with the first record from this place on, and holds at most `limit`. What it
    /// begins with stays when records are added or removed meanwhile. The work is that of [`Table::page`].
    pub fn page_from(&self, query: &Query, from: Seq, limit: usize) -> Page<'_, R> {
        if let [term] = query.terms.as_slice()
            && let [key] = term.as_slice()
        {
            let filed = self.index.iter_from(&Posting(*key, from)).map(|(posting, ())| posting);
            let filed = filed.take_while(|posting| posting.0 == *key);
            let rows = filed.take(limit).filter_map(|posting| self.at(posting.1)).collect();
            return Page { total: self.count(*key), rows };
        }
        self.narrowed(query, limit, |_, seq| seq >= from)
    }

    /// The records of a query with more than one key that stand on a page, which is told their rank and place.
    fn narrowed(&self, query: &Query, limit: usize, on_page: impl Fn(usize, Seq) -> bool) -> Page<'_, R> {
        let size = |term: &Vec<Key>| term.iter().map(|key| self.count(*key)).sum::<usize>();
        let Some(at) = (0..query.terms.len()).min_by_key(|at| size(&query.terms[*at])) else {
            return Page { total: 0, rows: Vec::new() };
        };
        let smallest = &query.terms[at];
        let others: Vec<_> =
            (0..query.terms.len()).filter(|other| *other != at).map(|o| &query.terms[o]).collect();
        let mut total = 0;
        let mut rows = Vec::new();
        for seq in self.merged(smallest) {
            if others.iter().all(|term| term.iter().any(|key| self.has(*key, seq))) {
                if on_page(total, seq) && rows.len() < limit {
                    rows.extend(self.at(seq));
                }
                total += 1;
            }
        }
        Page { total, rows }
    }

    fn page_of_one(&self, key: Key, skip: usize, limit: usize) -> Page<'_, R> {
        let rows: Vec<_> = self.postings(key, skip).take(limit).filter_map(|seq| self.at(seq)).collect();
        // A page that is not full ends the list, so that there is nothing left to count.
        let ends_here = rows.len() < limit && (skip == 0 || !rows.is_empty());
        Page { total: if ends_here { skip + rows.len() } else { self.count(key) }, rows }
    }

    /// The places under any of the keys, in order, each once.
    fn merged(&self, keys: &[Key]) -> Vec<Seq> {
        let mut all: Vec<Seq> = keys.iter().flat_map(|key| self.postings(*key, 0)).collect();
        if keys.len() > 1 {
            all.sort_unstable();
            all.dedup();
        }
        all
    }
}

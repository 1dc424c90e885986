//! A persistent, counted B+ tree: an ordered map whose copies share what they have in common, and which knows how
//! many keys stand before any other.
//!
//! A clone costs a pointer; a change copies only the path to the changed leaf, and not even that while nobody else
//! holds the old one. The counts answer "how many match" and "the page that begins at the 5,000th" without walking
//! over what lies before, which a plain ordered map cannot.

mod difference;

use std::sync::Arc;

use arrayvec::ArrayVec;
use rayon::prelude::*;

/// Entries in a leaf, children in an inner node.
const WIDTH: usize = 32;
/// A node with fewer entries is merged into a neighbour that has room.
const SPARSE: usize = WIDTH / 4;

/// A key of a [`Tree`].
pub trait TreeKey: Ord + Copy {
    /// The place in the order as far as a number tells it: a smaller key never has a larger one.
    fn rough(&self) -> u64;
}

impl TreeKey for u64 {
    fn rough(&self) -> u64 {
        *self
    }
}

/// An ordered map that is cheap to copy and can count.
#[derive(Clone)]
pub struct Tree<K, V> {
    root: Option<Node<K, V>>,
    len: usize,
}

#[derive(Clone)]
enum Node<K, V> {
    Leaf(Arc<Leaf<K, V>>),
    Inner(Arc<Inner<K, V>>),
}

#[derive(Clone)]
struct Leaf<K, V> {
    entries: ArrayVec<(K, V), WIDTH>,
}

#[derive(Clone)]
struct Inner<K, V> {
    children: ArrayVec<Child<K, V>, WIDTH>,
}

#[derive(Clone)]
struct Child<K, V> {
    /// The smallest key below, or a smaller one left over from a removal.
    first: K,
    /// Entries below.
    count: usize,
    node: Node<K, V>,
}

impl<K, V> Default for Tree<K, V> {
    fn default() -> Self {
        Self { root: None, len: 0 }
    }
}

impl<K: TreeKey, V: Clone> Tree<K, V> {
    /// Builds a tree from entries in ascending order of their keys, every key once.
    pub fn from_sorted(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        Self::over(leaves(entries).collect())
    }

    /// The same on all cores, from entries in as many runs as there are.
    pub fn from_sorted_runs(runs: impl IndexedParallelIterator<Item = Vec<(K, V)>>) -> Self
    where
        K: Send + Sync,
        V: Send + Sync,
    {
        Self::over(runs.flat_map_iter(leaves).collect())
    }

    /// The tree over these leaves.
    fn over(mut level: Vec<Child<K, V>>) -> Self {
        while level.len() > 1 {
            let mut above = Vec::with_capacity(level.len() / WIDTH + 1);
            let mut below = level.into_iter().peekable();
            while below.peek().is_some() {
                let inner = Inner { children: below.by_ref().take(WIDTH).collect() };
                above.extend(Child::of(Node::Inner(Arc::new(inner))));
            }
            level = above;
        }
        match level.pop() {
            Some(root) => Self { len: root.count, root: Some(root.node) },
            None => Self::default(),
        }
    }

    /// Whether both are the same nodes. Costs a comparison of pointers.
    pub fn same_as(&self, other: &Self) -> bool {
        match (&self.root, &other.root) {
            (None, None) => true,
            (Some(one), Some(two)) => one.is(two),
            _ => false,
        }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let mut node = self.root.as_ref()?;
        loop {
            match node {
                Node::Leaf(leaf) => return leaf.find(key).ok().map(|at| &leaf.entries[at].1),
                Node::Inner(inner) => node = &inner.children[inner.child_for(key)].node,
            }
        }
    }

    /// How many keys are smaller than this one.
    pub fn rank(&self, key: &K) -> usize {
        let Some(mut node) = self.root.as_ref() else { return 0 };
        let mut before = 0;
        loop {
            match node {
                Node::Leaf(leaf) => return before + leaf.find(key).unwrap_or_else(|at| at),
                Node::Inner(inner) => {
                    let at = inner.child_for(key);
                    before += inner.children[..at].iter().map(|child| child.count).sum::<usize>();
                    node = &inner.children[at].node;
                }
            }
        }
    }

    /// The entries in order, from the one with this rank on.
    pub fn iter_at(&self, rank: usize) -> Iter<'_, K, V> {
        let mut iter = Iter { above: Vec::new(), leaf: [].iter() };
        let Some(mut node) = self.root.as_ref().filter(|_| rank < self.len) else { return iter };
        let mut rank = rank;
        loop {
            match node {
                Node::Leaf(leaf) => {
                    iter.leaf = leaf.entries[rank..].iter();
                    return iter;
                }
                Node::Inner(inner) => {
                    let mut at = 0;
                    while rank >= inner.children[at].count {
                        rank -= inner.children[at].count;
                        at += 1;
                    }
                    iter.above.push(inner.children[at + 1..].iter());
                    node = &inner.children[at].node;
                }
            }
        }
    }

    /// The entry with the first key that is not smaller than this one.
    pub fn next_from(&self, key: &K) -> Option<(&K, &V)> {
        let mut node = self.root.as_ref()?;
        let mut right = None;
        loop {
            match node {
                Node::Leaf(leaf) => {
                    let at = leaf.find(key).unwrap_or_else(|at| at);
                    let found = leaf.entries.get(at).map(|(key, value)| (key, value));
                    return found.or_else(|| right.and_then(Node::leftmost));
                }
                Node::Inner(inner) => {
                    let at = inner.child_for(key);
                    right = inner.children.get(at + 1).map(|child| &child.node).or(right);
                    node = &inner.children[at].node;
                }
            }
        }
    }

    /// The entries in order, from the first key that is not smaller than this one.
    pub fn iter_from(&self, key: &K) -> Iter<'_, K, V> {
        let mut iter = Iter { above: Vec::new(), leaf: [].iter() };
        let mut next = self.root.as_ref();
        while let Some(node) = next {
            match node {
                Node::Leaf(leaf) => {
                    iter.leaf = leaf.entries[leaf.find(key).unwrap_or_else(|at| at)..].iter();
                    next = None;
                }
                Node::Inner(inner) => {
                    let at = inner.child_for(key);
                    iter.above.push(inner.children[at + 1..].iter());
                    next = Some(&inner.children[at].node);
                }
            }
        }
        iter
    }

    /// All entries in order.
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.iter_at(0)
    }

    /// Sets the value of a key, and returns the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let Some(root) = &mut self.root else {
            let entries = ArrayVec::from_iter([(key, value)]);
            *self = Self { root: Some(Node::Leaf(Arc::new(Leaf { entries }))), len: 1 };
            return None;
        };
        let (replaced, split) = root.insert(key, value);
        self.len += usize::from(replaced.is_none());
        if let Some(right) = split {
            let left = self.root.take().and_then(Child::of);
            let children = left.into_iter().chain([right]).collect();
            self.root = Some(Node::Inner(Arc::new(Inner { children })));
        }
        replaced
    }

    /// Removes a key, and returns its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        // Looked up first, so that a miss copies nothing.
        self.get(key)?;
        let root = self.root.as_mut()?;
        let removed = root.remove(key);
        self.len -= usize::from(removed.is_some());
        if self.len == 0 {
            self.root = None;
        } else {
            self.lower_the_root();
        }
        removed
    }

    fn lower_the_root(&mut self) {
        while let Some(Node::Inner(inner)) = &self.root {
            let [only] = inner.children.as_slice() else { return };
            self.root = Some(only.node.clone());
        }
    }
}

impl<K: TreeKey, V: Clone> Child<K, V> {
    /// A node with its count and first key; `None` for a node without entries.
    fn of(node: Node<K, V>) -> Option<Self> {
        let (first, count) = match &node {
            Node::Leaf(leaf) => (leaf.entries.first()?.0, leaf.entries.len()),
            Node::Inner(inner) => {
                (inner.children.first()?.first, inner.children.iter().map(|child| child.count).sum())
            }
        };
        Some(Self { first, count, node })
    }
}

impl<K, V> Node<K, V> {
    /// Whether both are one and the same node.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Node::Leaf(one), Node::Leaf(two)) => Arc::ptr_eq(one, two),
            (Node::Inner(one), Node::Inner(two)) => Arc::ptr_eq(one, two),
            (Node::Leaf(_), Node::Inner(_)) | (Node::Inner(_), Node::Leaf(_)) => false,
        }
    }
}

impl<K: TreeKey, V: Clone> Node<K, V> {
    /// Returns the value that was replaced, and the right half if the node had to be split.
    fn insert(&mut self, key: K, value: V) -> (Option<V>, Option<Child<K, V>>) {
        match self {
            Node::Leaf(leaf) => Arc::make_mut(leaf).insert(key, value),
            Node::Inner(inner) => Arc::make_mut(inner).insert(key, value),
        }
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        match self {
            Node::Leaf(leaf) => {
                let leaf = Arc::make_mut(leaf);
                leaf.find(key).ok().map(|at| leaf.entries.remove(at).1)
            }
            Node::Inner(inner) => Arc::make_mut(inner).remove(key),
        }
    }

    fn leftmost(&self) -> Option<(&K, &V)> {
        match self {
            Node::Leaf(leaf) => leaf.entries.first().map(|(key, value)| (key, value)),
            Node::Inner(inner) => inner.children.first().and_then(|child| child.node.leftmost()),
        }
    }

    fn width(&self) -> usize {
        match self {
            Node::Leaf(leaf) => leaf.entries.len(),
            Node::Inner(inner) => inner.children.len(),
        }
    }

    /// Takes over everything that a right neighbour of the same height holds.
    fn absorb(&mut self, right: &Self) {
        match (self, right) {
            (Node::Leaf(left), Node::Leaf(right)) => {
                Arc::make_mut(left).entries.extend(right.entries.iter().cloned());
            }
            (Node::Inner(left), Node::Inner(right)) => {
                Arc::make_mut(left).children.extend(right.children.iter().cloned());
            }
            (Node::Leaf(_), Node::Inner(_)) | (Node::Inner(_), Node::Leaf(_)) => {
                unreachable!("neighbours have the same height")
            }
        }
    }
}

impl<K: TreeKey, V: Clone> Leaf<K, V> {
    fn find(&self, key: &K) -> Result<usize, usize> {
        let at = smaller(&self.entries, |(present, _)| present, key);
        if self.entries.get(at).is_some_and(|(present, _)| present == key) { Ok(at) } else { Err(at) }
    }

    fn insert(&mut self, key: K, value: V) -> (Option<V>, Option<Child<K, V>>) {
        let at = match self.find(&key) {
            Ok(at) => return (Some(std::mem::replace(&mut self.entries[at].1, value)), None),
            Err(at) => at,
        };
        if !self.entries.is_full() {
            self.entries.insert(at, (key, value));
            return (None, None);
        }
        let mut right = Leaf { entries: self.entries.drain(split_point(at)..).collect() };
        if at > self.entries.len() || self.entries.is_full() {
            right.entries.insert(at - self.entries.len(), (key, value));
        } else {
            self.entries.insert(at, (key, value));
        }
        (None, Child::of(Node::Leaf(Arc::new(right))))
    }
}

impl<K: TreeKey, V: Clone> Inner<K, V> {
    /// The child that holds the key, or that it would go to.
    fn child_for(&self, key: &K) -> usize {
        let at = smaller(&self.children, |child| &child.first, key);
        let begins_with_it = self.children.get(at).is_some_and(|child| child.first == *key);
        if begins_with_it { at } else { at.saturating_sub(1) }
    }

    fn insert(&mut self, key: K, value: V) -> (Option<V>, Option<Child<K, V>>) {
        let at = self.child_for(&key);
        let child = &mut self.children[at];
        child.first = child.first.min(key);
        let (replaced, split) = child.node.insert(key, value);
        child.count += usize::from(replaced.is_none());
        let Some(new) = split else { return (replaced, None) };
        child.count -= new.count;
        (replaced, self.adopt(at + 1, new))
    }

    /// Puts a child at a place; returns the right half if there was no room.
    fn adopt(&mut self, at: usize, new: Child<K, V>) -> Option<Child<K, V>> {
        if !self.children.is_full() {
            self.children.insert(at, new);
            return None;
        }
        let mut right = Inner { children: self.children.drain(split_point(at)..).collect() };
        if at > self.children.len() || self.children.is_full() {
            right.children.insert(at - self.children.len(), new);
        } else {
            self.children.insert(at, new);
        }
        Child::of(Node::Inner(Arc::new(right)))
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        let at = self.child_for(key);
        let child = &mut self.children[at];
        let removed = child.node.remove(key)?;
        child.count -= 1;
        if child.count == 0 {
            self.children.remove(at);
        } else if child.node.width() < SPARSE {
            self.merge_around(at);
        }
        Some(removed)
    }

    fn merge_around(&mut self, at: usize) {
        for left in [at, at.wrapping_sub(1)] {
            let Some([one, other]) = self.children.get_mut(left..left.wrapping_add(2)) else { continue };
            if one.node.width() + other.node.width() <= WIDTH {
                one.node.absorb(&other.node);
                one.count += other.count;
                self.children.remove(left + 1);
                return;
            }
        }
    }
}

/// How many of some ascending keys are smaller than this one.
///
/// In a large tree nearly every node is met outside the processor's caches. A binary search would wait for one line
/// of it after the other; this asks for all of them at once, and has few left to search when they come.
fn smaller<T, K: TreeKey>(items: &[T], key_of: impl Fn(&T) -> &K, key: &K) -> usize {
    let rough = key.rough();
    let before = items.iter().map(|item| usize::from(key_of(item).rough() < rough)).sum();
    before + items[before..].partition_point(|item| key_of(item) < key)
}

/// The leaves of some entries.
fn leaves<K: TreeKey, V: Clone, I: IntoIterator<Item = (K, V)>>(
    entries: I,
) -> impl Iterator<Item = Child<K, V>> + use<K, V, I> {
    let mut left = entries.into_iter();
    std::iter::from_fn(move || {
        Child::of(Node::Leaf(Arc::new(Leaf { entries: left.by_ref().take(WIDTH).collect() })))
    })
}

/// Where to cut a full node for a new entry at this place: in the middle, but behind the end for an entry that
/// comes last, because keys that only grow would otherwise leave every node half empty.
fn split_point(at: usize) -> usize {
    if at == WIDTH { WIDTH } else { WIDTH / 2 }
}

/// Entries of a [`Tree`] in ascending order.
pub struct Iter<'a, K, V> {
    above: Vec<std::slice::Iter<'a, Child<K, V>>>,
    leaf: std::slice::Iter<'a, (K, V)>,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.leaf.next() {
                return Some((key, value));
            }
            let child = loop {
                match self.above.last_mut()?.next() {
                    Some(child) => break child,
                    None => self.above.pop(),
                };
            };
            match &child.node {
                Node::Leaf(leaf) => self.leaf = leaf.entries.iter(),
                Node::Inner(inner) => self.above.push(inner.children.iter()),
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! What differs between two trees, at the cost of what does: nodes that both share are passed over unread.

use super::{Node, Tree, TreeKey};

/// The values that two trees have for keys that they do not agree on, in the order of the keys.
pub struct Difference<'a, K, V> {
    left: Vec<Part<'a, K, V>>,
    right: Vec<Part<'a, K, V>>,
    is_same: fn(&V, &V) -> bool,
}

/// What is still ahead in a tree: the next part is the last of its list.
enum Part<'a, K, V> {
    /// A node, and the smallest key below, or a smaller one.
    Node(K, &'a Node<K, V>),
    Entry(K, &'a V),
}

impl<K: TreeKey, V: Clone> Tree<K, V> {
    /// Every key whose value is not the same in both trees: its value in this one, and in the other.
    pub fn difference<'a>(&'a self, other: &'a Self, is_same: fn(&V, &V) -> bool) -> Difference<'a, K, V> {
        Difference { left: self.root_part(), right: other.root_part(), is_same }
    }

    fn root_part(&self) -> Vec<Part<'_, K, V>> {
        let root = self.root.as_ref();
        root.and_then(|node| Some(Part::Node(*node.leftmost()?.0, node))).into_iter().collect()
    }
}

impl<'a, K: TreeKey, V> Part<'a, K, V> {
    fn first(&self) -> K {
        match self {
            Self::Node(first, _) | Self::Entry(first, _) => *first,
        }
    }

    fn is_node(&self) -> bool {
        matches!(self, Self::Node(..))
    }
}

/// The value of the next part, or, of a node, what it consists of in its stead.
fn step<'a, K: TreeKey, V>(ahead: &mut Vec<Part<'a, K, V>>) -> Option<&'a V> {
    match ahead.pop()? {
        Part::Entry(_, value) => return Some(value),
        Part::Node(_, Node::Leaf(leaf)) => {
            ahead.extend(leaf.entries.iter().rev().map(|(key, value)| Part::Entry(*key, value)));
        }
        Part::Node(_, Node::Inner(inner)) => {
            ahead.extend(inner.children.iter().rev().map(|child| Part::Node(child.first, &child.node)));
        }
    }
    None
}

impl<'a, K: TreeKey, V> Iterator for Difference<'a, K, V> {
    type Item = (Option<&'a V>, Option<&'a V>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (left, right) = (self.left.last(), self.right.last());
            if let (Some(Part::Node(_, one)), Some(Part::Node(_, two))) = (left, right)
                && one.is(two)
            {
                self.left.pop();
                self.right.pop();
                continue;
            }
            // What begins first is taken first, so that what both share comes up on both sides at once.
            let (left_first, right_first) = (left.map(Part::first), right.map(Part::first));
            let (mut take_left, mut take_right) = match (left_first, right_first) {
                (None, None) => return None,
                (Some(left), Some(right)) => (left <= right, right <= left),
                (left, right) => (left.is_some(), right.is_some()),
            };
            if take_left && take_right && left.map(Part::is_node) != right.map(Part::is_node) {
                // A node is opened before it is held against an entry.
                (take_left, take_right) = (left.is_some_and(Part::is_node), right.is_some_and(Part::is_node));
            }
            let one = if take_left { step(&mut self.left) } else { None };
            let two = if take_right { step(&mut self.right) } else { None };
            match (one, two) {
                (None, None) => {}
                (Some(one), Some(two)) if (self.is_same)(one, two) => {}
                differing => return Some(differing),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    thread_local! {
        static COMPARED: Cell<usize> = const { Cell::new(0) };
    }

    fn is_same(one: &u64, two: &u64) -> bool {
        COMPARED.set(COMPARED.get() + 1);
        one == two
    }

    fn filled(keys: u64) -> Tree<u64, u64> {
        Tree::from_sorted((0..keys).map(|key| (key * 2, key)))
    }

    fn by_hand(one: &Tree<u64, u64>, two: &Tree<u64, u64>) -> Vec<(Option<u64>, Option<u64>)> {
        let keys: std::collections::BTreeSet<u64> =
            one.iter().chain(two.iter()).map(|(key, _)| *key).collect();
        let values = keys.iter().map(|key| (one.get(key).copied(), two.get(key).copied()));
        values.filter(|(one, two)| one != two).collect()
    }

    proptest! {
        #[test]
        fn says_what_a_comparison_of_everything_says(
            size in 0u64..3_000,
            before in prop::collection::vec((0u64..6_000, any::<Option<u64>>()), 0..400),
            after in prop::collection::vec((0u64..6_000, any::<Option<u64>>()), 0..400),
        ) {
            let change = |tree: &mut Tree<u64, u64>, changes: &[(u64, Option<u64>)]| {
                for (key, value) in changes {
                    match value {
                        Some(value) => drop(tree.insert(*key, *value)),
                        None => drop(tree.remove(key)),
                    }
                }
            };
            let mut one = filled(size);
            change(&mut one, &before);
            let mut two = one.clone();
            change(&mut two, &after);
            for (one, two) in [(&one, &two), (&two, &one), (&one, &one), (&filled(size), &two)] {
                let said: Vec<_> =
                    one.difference(two, is_same).map(|(one, two)| (one.copied(), two.copied())).collect();
                prop_assert_eq!(said, by_hand(one, two));
            }
        }
    }

    #[test]
    fn what_is_shared_is_not_read() {
        for key in [0, 77_001, 99_998, 199_998, 200_001] {
            let one = filled(100_000);
            let mut two = one.clone();
            two.insert(key, 7);
            COMPARED.set(0);
            assert_eq!(one.difference(&two, is_same).count(), 1);
            assert!(COMPARED.get() < 500, "{key}: compared {}", COMPARED.get());
        }
    }
}

//! The tree beside a plain sorted map.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Tens stand for what the key tells beyond its number.
impl TreeKey for u32 {
    fn rough(&self) -> u64 {
        u64::from(self / 10)
    }
}

fn agrees(tree: &Tree<u32, u32>, model: &BTreeMap<u32, u32>) {
    assert_eq!(tree.len(), model.len());
    assert!(tree.iter().map(|(k, v)| (*k, *v)).eq(model.iter().map(|(k, v)| (*k, *v))));
    for probe in [0, 1, 17, 500, 999, 5_000] {
        assert_eq!(tree.get(&probe), model.get(&probe));
        assert_eq!(tree.rank(&probe), model.range(..probe).count());
        assert_eq!(tree.next_from(&probe), tree.iter_from(&probe).next());
        assert!(tree.iter_from(&probe).map(|(k, _)| k).eq(model.range(probe..).map(|(k, _)| k)));
    }
    for rank in [0, 1, 31, 32, 33, 100, 1_000] {
        assert!(tree.iter_at(rank).map(|(k, _)| k).eq(model.keys().skip(rank)));
    }
}

proptest! {
    #[test]
    fn behaves_like_a_sorted_map(steps in prop::collection::vec((any::<bool>(), 0u32..1_000, any::<u32>()), 0..2_000)) {
        let mut tree = Tree::default();
        let mut model = BTreeMap::new();
        for (insert, key, value) in steps {
            if insert {
                prop_assert_eq!(tree.insert(key, value), model.insert(key, value));
            } else {
                prop_assert_eq!(tree.remove(&key), model.remove(&key));
            }
        }
        agrees(&tree, &model);
    }

    #[test]
    fn a_bulk_load_is_the_same_tree(
        keys in prop::collection::btree_map(0u32..5_000, any::<u32>(), 0..3_000),
        run in 1_usize..2_000,
    ) {
        let entries: Vec<_> = keys.clone().into_iter().collect();
        let runs: Vec<_> = entries.chunks(run).map(<[_]>::to_vec).collect();
        agrees(&Tree::from_sorted_runs(runs.into_par_iter()), &keys);
        agrees(&Tree::from_sorted(keys.clone()), &keys);
    }
}

#[test]
fn a_copy_does_not_see_later_changes() {
    let mut tree: Tree<u32, u32> = Tree::from_sorted((0..10_000).map(|key| (key, key)));
    let copy = tree.clone();
    for key in 0..10_000 {
        tree.remove(&key);
    }
    assert!(tree.is_empty() && !copy.same_as(&tree) && copy.same_as(&copy.clone()));
    assert!(copy.iter().map(|(key, _)| *key).eq(0..10_000));
}

#[test]
fn growing_and_shrinking_in_order_leaves_nothing_behind() {
    let mut tree = Tree::default();
    for key in 0..100_000u32 {
        tree.insert(key, ());
    }
    assert_eq!(tree.rank(&77_777), 77_777);
    for key in (0..100_000).rev() {
        assert_eq!(tree.remove(&key), Some(()));
    }
    assert!(tree.is_empty() && tree.root.is_none());
}

//! The order of things by key, for whoever is not in a hurry: one copy of a sort for all of them.

/// The places of the keys in ascending order of the keys; of equal keys, the earlier place first.
pub fn ranks(keys: impl IntoIterator<Item = (u64, u64)>) -> Vec<usize> {
    let mut ranked: Vec<((u64, u64), usize)> = keys.into_iter().zip(0..).collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn the_least_comes_first_and_equals_keep_their_order() {
        assert_eq!(ranks([(3, 0), (1, 2), (1, 1), (3, 0)]), [2, 1, 0, 3]);
        assert!(ranks([]).is_empty());
    }
}

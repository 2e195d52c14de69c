//! Lists of the index that are spread over several partitions.
//!
//! A partition takes 1,000 write units a second
//! (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html>), and each entry of a list is
//! one, so a list in one partition takes 1,000 entries a second. A list that is spread takes as many times more, and a page of it
//! is read from all of its partitions.

use std::ops::RangeInclusive;

use uuid::Uuid;

/// Over how many partitions the lists are spread that grow with what runs: the executions of an owner, and the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListParts(u8);

impl ListParts {
    /// A partition for each list.
    pub const ONE: Self = Self(1);
    /// How many there may be.
    pub const ALLOWED: RangeInclusive<u8> = 1..=64;

    /// `count` partitions; `None` unless that is allowed.
    pub fn new(count: u8) -> Option<Self> {
        Self::ALLOWED.contains(&count).then_some(Self(count))
    }

    /// The partition of `list` for the entry `id`.
    pub(crate) fn of_entry(self, list: &str, id: Uuid) -> String {
        let [.., last] = *id.as_bytes();
        part(list, last % self.0)
    }

    /// All partitions of `list`.
    pub(crate) fn of_list(self, list: &str) -> impl Iterator<Item = String> {
        (0..self.0).map(move |number| part(list, number))
    }
}

/// The first part has the name of the list, so a list that was not spread before keeps its entries.
fn part(list: &str, number: u8) -> String {
    if number == 0 { list.to_owned() } else { format!("{list}#{number}") }
}

/// The list that `partition` is a part of.
pub(crate) fn list_of(partition: &str) -> &str {
    match partition.rsplit_once('#') {
        Some((list, number)) if number.parse::<u8>().is_ok() => list,
        _ => partition,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_entry_is_in_one_of_the_parts_and_all_are_used() {
        for count in ListParts::ALLOWED {
            let parts = ListParts::new(count).unwrap();
            let all: BTreeSet<String> = parts.of_list("O#ada#E").collect();
            let used: BTreeSet<String> =
                (0..256).map(|id| parts.of_entry("O#ada#E", Uuid::from_u128(id))).collect();
            assert_eq!((all.len(), &used), (usize::from(count), &all));
            assert!(all.iter().all(|partition| list_of(partition) == "O#ada#E"));
        }
        assert_eq!([0, 65].map(ListParts::new), [None, None]);
    }

    #[test]
    fn a_list_that_is_not_spread_is_its_own_part() {
        assert_eq!(ListParts::ONE.of_list("A").collect::<Vec<_>>(), ["A"]);
        assert_eq!(["A", "O#7#E", "O#a#5#T"].map(list_of), ["A", "O#7#E", "O#a#5#T"]);
    }
}

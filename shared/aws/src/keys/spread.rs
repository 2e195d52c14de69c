//! Lists that are spread over several partitions.
//!
//! A partition takes 1,000 write units a second
//! (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html>), and each entry of a list in
//! the index is one, so a list in one partition takes 1,000 entries a second; executions that their keys list are written
//! three times, so a partition takes 333 a second. A list that is spread takes as many times more, and a page of it
//! is read from all of its partitions.

use beadle_values::id::ListParts;
use uuid::Uuid;

/// The partition of `list` for the entry `id`.
pub(crate) fn partition_of(list: &str, parts: ListParts, id: Uuid) -> String {
    part(list, parts.part_of(id))
}

/// All partitions of `list`.
pub(crate) fn partitions(list: &str, parts: ListParts) -> impl Iterator<Item = String> {
    parts.numbers().map(move |number| part(list, number))
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
            let all: BTreeSet<String> = partitions("O#ada#E", parts).collect();
            let used: BTreeSet<String> =
                (0..256).map(|id| partition_of("O#ada#E", parts, Uuid::from_u128(id))).collect();
            assert_eq!((all.len(), &used), (usize::from(count), &all));
            assert!(all.iter().all(|partition| list_of(partition) == "O#ada#E"));
        }
    }

    #[test]
    fn a_list_that_is_not_spread_is_its_own_part() {
        assert_eq!(partitions("A", ListParts::ONE).collect::<Vec<_>>(), ["A"]);
        assert_eq!(["A", "O#7#E", "O#a#5#T"].map(list_of), ["A", "O#7#E", "O#a#5#T"]);
    }
}

//! Ids of executions that say where the list of their owner has them.
//!
//! A store that lists an owner's executions by their keys needs no entry in an index beside each row, and finds the row by the id
//! alone: what the key consists of is in the id. It is a `UUIDv8` (RFC 9562 section 5.8):
//!
//! | bits | |
//! | --- | --- |
//! | 48 | when the execution was requested, in milliseconds since the epoch, as in `UUIDv7` |
//! | 4 | the version, 8 |
//! | 1 | whether its record is written when it begins, and not when it is accepted |
//! | 11 | random |
//! | 2 | the variant |
//! | 32 | random |
//! | 6 | the part of the list |
//! | 24 | the list, which follows from the owner |
//!
//! Two executions of one owner and one millisecond have the same id once in 2<sup>43</sup>.

use std::ops::{Range, RangeInclusive};

use jiff::Timestamp;
use uuid::{Builder, Uuid};

use super::{ExecutionId, OwnerId};

const VERSION: usize = 8;
/// The byte after the time, and its bit that says that the record is deferred. The counter of a `UUIDv7` begins with it, so it is
/// the last one that a generator uses.
const RECORD: (usize, u8) = (6, 0b0000_1000);
/// The namespace of the lists of owners.
const LISTS: Uuid = Uuid::from_u128(0x2b0e_54a7_6c1d_4f83_9d6b_71c2_e05f_a834);
/// The number of parts that an id can tell.
const MAX_PARTS: u8 = 64;

/// Over how many parts the lists are spread that grow with what runs: the executions of an owner, and the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListParts(u8);

impl ListParts {
    /// Each list is in one part.
    pub const ONE: Self = Self(1);
    /// How many there may be.
    pub const ALLOWED: RangeInclusive<u8> = 1..=MAX_PARTS;

    /// `count` parts; `None` unless that is allowed.
    pub fn new(count: u8) -> Option<Self> {
        Self::ALLOWED.contains(&count).then_some(Self(count))
    }

    /// The part for the entry `id`.
    pub fn part_of(self, id: Uuid) -> u8 {
        let [.., last] = *id.as_bytes();
        last % self.0
    }

    /// All parts.
    pub fn numbers(self) -> Range<u8> {
        0..self.0
    }

    /// Whether one of the parts has the execution `id` that `owner` requested at `requested_at`. One that was imported may have the
    /// id of another owner or time, or a part that there is not.
    pub fn lists(self, id: ExecutionId, owner: &OwnerId, requested_at: Timestamp) -> bool {
        id.list_place().is_some_and(|place| self.numbers().contains(&place.part))
            && id.lists_itself(owner, requested_at)
    }
}

/// Where a list has an execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPlace {
    /// The list: 24 bits that follow from the owner. A few owners share one.
    pub list: u32,
    /// The part of the list, one of the [`ListParts`].
    pub part: u8,
    /// When the execution was requested, in milliseconds since the epoch.
    pub milliseconds: i64,
}

impl OwnerId {
    /// The list of the owner's executions, as [`ListPlace::list`].
    pub fn list(&self) -> u32 {
        let [.., first, second, third] = *Uuid::new_v5(&LISTS, self.as_str().as_bytes()).as_bytes();
        u32::from_be_bytes([0, first, second, third])
    }
}

impl ExecutionId {
    /// The id of an execution that `owner` requests at `requested_at`, in the part `part` of its list. `fresh` makes it unique.
    pub fn in_list_of(owner: &OwnerId, part: u8, requested_at: Timestamp, fresh: Uuid) -> Self {
        let mut bytes = *fresh.as_bytes();
        let milliseconds = u64::try_from(requested_at.as_millisecond()).unwrap_or_default();
        let [_, _, time @ ..] = milliseconds.to_be_bytes();
        let [_, list @ ..] = owner.list().to_be_bytes();
        let (byte, deferred) = RECORD;
        bytes[..6].copy_from_slice(&time);
        bytes[byte] &= !deferred;
        bytes[12] = bytes[12] - bytes[12] % MAX_PARTS + part % MAX_PARTS;
        bytes[13..].copy_from_slice(&list);
        Self(Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// Where the list of its owner has it; `None` if the id does not say so.
    pub fn list_place(self) -> Option<ListPlace> {
        if self.0.get_version_num() != VERSION {
            return None;
        }
        let [a, b, c, d, e, f, .., part, first, second, third] = *self.0.as_bytes();
        Some(ListPlace {
            list: u32::from_be_bytes([0, first, second, third]),
            part: part % MAX_PARTS,
            milliseconds: i64::from_be_bytes([0, 0, a, b, c, d, e, f]),
        })
    }

    /// The same id of an execution whose record is written when it begins. One that says no list stays as it is.
    #[must_use]
    pub fn deferring_its_record(self) -> Self {
        if self.list_place().is_none() {
            return self;
        }
        let mut bytes = *self.0.as_bytes();
        let (byte, deferred) = RECORD;
        bytes[byte] |= deferred;
        Self(Uuid::from_bytes(bytes))
    }

    /// Whether the record of the execution is written when it begins, so that there is none while it waits in the queue.
    pub fn defers_its_record(self) -> bool {
        let (byte, deferred) = RECORD;
        self.list_place().is_some() && self.0.as_bytes()[byte] & deferred != 0
    }

    /// Whether the id says the list of `owner` and the time `requested_at`, whatever parts the list has.
    pub fn lists_itself(self, owner: &OwnerId, requested_at: Timestamp) -> bool {
        self.list_place().is_some_and(|place| {
            place.milliseconds == requested_at.as_millisecond() && place.list == owner.list()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    proptest! {
        #[test]
        fn an_id_says_where_its_owner_lists_it(
            name in "[a-z|]{1,12}", part in 0..MAX_PARTS, time in 0..1_i64 << 47, random in any::<u128>(),
        ) {
            let owner = OwnerId::parse(name).unwrap();
            let id = ExecutionId::in_list_of(&owner, part, at(time), Uuid::from_u128(random));
            prop_assert_eq!(id.list_place(), Some(ListPlace { list: owner.list(), part, milliseconds: time }));
            prop_assert!(id.lists_itself(&owner, at(time)));
            prop_assert!(!id.lists_itself(&owner, at(time + 1)));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            prop_assert!(!id.defers_its_record());
            let deferring = id.deferring_its_record();
            prop_assert!(deferring.defers_its_record());
            prop_assert_eq!(deferring.list_place(), id.list_place());
        }

        #[test]
        fn ids_sort_by_time(earlier in 0..1_i64 << 46, later in 0..1_i64 << 46, one in any::<u128>(), other in any::<u128>()) {
            let owner = OwnerId::parse("ada").unwrap();
            let [one, other] = [(earlier, one), (later, other)]
                .map(|(time, random)| ExecutionId::in_list_of(&owner, 0, at(time), Uuid::from_u128(random)));
            prop_assume!(earlier != later);
            prop_assert_eq!(one < other, earlier < later);
        }
    }

    #[test]
    fn only_so_many_parts_are_allowed() {
        assert_eq!([0, 65].map(ListParts::new), [None, None]);
        assert_eq!([1, 64].map(|count| ListParts::new(count).unwrap().numbers()), [0..1, 0..64]);
    }

    #[test]
    fn other_ids_say_nothing() {
        let owner = OwnerId::parse("ada").unwrap();
        for id in [ExecutionId::for_key(&owner, "execute", "a"), ExecutionId::from_uuid(Uuid::from_u128(7))] {
            assert_eq!((id.list_place(), id.lists_itself(&owner, at(0))), (None, false));
            assert_eq!((id.deferring_its_record(), id.defers_its_record()), (id, false));
        }
    }

    #[test]
    fn the_list_of_an_owner_never_changes() {
        assert_eq!(OwnerId::parse("ada").unwrap().list(), 0xce_c0_a0);
    }

    #[test]
    fn random_bits_stay() {
        let owner = OwnerId::parse("ada").unwrap();
        let ids: BTreeSet<ExecutionId> = (0..43)
            .map(|bit| {
                let place = if bit < 32 { 30 + bit } else { 32 + bit };
                ExecutionId::in_list_of(&owner, 0, at(5), Uuid::from_u128(1 << place))
            })
            .collect();
        assert_eq!(ids.len(), 43);
    }
}

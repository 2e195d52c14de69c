//! The partitions of the executions that their keys list: those whose id says where ([`ListPlace`]).

use beadle_values::id::{ExecutionId, ListPlace, OwnerId};

use super::{EXECUTION_SK, Key, position::position_at};

const OWN_LIST: &str = "P#";

impl Key {
    /// The key of the row of an execution: in the list of its owner, or by itself.
    pub fn execution(id: ExecutionId) -> Self {
        match id.list_place() {
            Some(ListPlace { list, part, milliseconds }) => {
                Self { pk: own_list(list, part), sk: position_at(milliseconds, id) }
            }
            None => Self { pk: by_itself(id), sk: EXECUTION_SK.to_owned() },
        }
    }

    /// The key of a part of a large spec, which is in no list.
    pub fn spec_chunk(id: ExecutionId, digest: &str, number: usize) -> Self {
        Self { pk: by_itself(id), sk: format!("{}{number:02}", spec_chunks(digest)) }
    }

    /// Whether this is the key of an execution.
    pub fn is_of_execution(pk: &str, sk: &str) -> bool {
        sk == EXECUTION_SK || pk.starts_with(OWN_LIST)
    }
}

/// The part `part` of the list of an owner's executions. Owners with the same [`OwnerId::list`] share it.
pub(crate) fn own_list_of(owner: &OwnerId, part: u8) -> String {
    own_list(owner.list(), part)
}

fn own_list(list: u32, part: u8) -> String {
    format!("{OWN_LIST}{list:06x}{part:02x}")
}

/// The partition of one execution alone.
pub(crate) fn by_itself(id: ExecutionId) -> String {
    format!("E#{id}")
}

/// The prefix of the sort keys of the chunks of one spec.
pub(crate) fn spec_chunks(digest: &str) -> String {
    format!("R#{digest}#")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::keys::position;

    #[test]
    fn an_execution_is_in_the_list_of_its_owner_at_its_position_or_by_itself() {
        let (owner, at) = (OwnerId::parse("ada").unwrap(), Timestamp::from_millisecond(5).unwrap());
        let listed = ExecutionId::in_list_of(&owner, 63, at, Uuid::from_u128(7 << 32));
        let key = Key::execution(listed);
        assert_eq!((key.pk, key.sk), (own_list_of(&owner, 63), position(at, listed)));
        let of_key = ExecutionId::for_key(&owner, "execute", "a");
        let key = Key::execution(of_key);
        assert_eq!((key.pk, key.sk.as_str()), (format!("E#{of_key}"), "E"));
    }
}

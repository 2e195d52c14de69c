//! Keys of tasks and configs: who has one. A unique index holds what is decided here.

use beadle_domain::resource_key::ResourceKey;
use beadle_values::id::OwnerId;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Error;

/// Those whose keys are unique for an owner.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keyed {
    Tasks,
    Configs,
}

impl Keyed {
    /// The one of `owner` that has `key`. A deleted task has none.
    pub(crate) fn holder(
        self,
        sql: &Connection,
        owner: &OwnerId,
        key: &ResourceKey,
    ) -> Result<Option<[u8; 16]>, Error> {
        let find = match self {
            Self::Tasks => "SELECT id FROM tasks WHERE owner = ?1 AND key = ?2 AND deleted_at IS NULL",
            Self::Configs => "SELECT id FROM configs WHERE owner = ?1 AND key = ?2",
        };
        let mut statement = sql.prepare_cached(find)?;
        Ok(statement.query_row([owner.as_str(), key.as_str()], |row| row.get(0)).optional()?)
    }

    /// Refuses a key that another one of `owner` than `id` has.
    pub(crate) fn ensure_free(
        self,
        sql: &Connection,
        owner: &OwnerId,
        key: Option<&ResourceKey>,
        id: &[u8; 16],
    ) -> Result<(), Error> {
        let Some(key) = key else { return Ok(()) };
        match self.holder(sql, owner, key)? {
            Some(holder) if holder != *id => Err(Error::KeyTaken),
            _ => Ok(()),
        }
    }
}

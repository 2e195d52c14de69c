//! Stores of versioned rows: a write on a version that is not the current one changes nothing, so of many
//! concurrent writes on one version exactly one succeeds.
//!
//! The cases are written once over [`Versioned`]; [`stores`] says how each port writes its rows.

pub mod racing;
pub mod removing;
mod stores;
pub mod versions;

use std::fmt::Debug;

use async_trait::async_trait;
use uuid::Uuid;

/// A store of rows that have a key and a version.
#[async_trait]
pub trait Versioned: Send + Sync + 'static {
    /// A row.
    type Row: Clone + PartialEq + Debug + Send + Sync + 'static;

    /// Version `version` of the row `key`. Rows with different marks differ.
    fn row(key: Uuid, version: u64, mark: u32) -> Self::Row;

    /// The stored row with its version; `None` if there is none, or if it was removed.
    async fn read(&self, key: Uuid) -> anyhow::Result<Stored<Self::Row>>;

    /// Writes the first version of a row.
    async fn create(&self, key: Uuid, row: &Self::Row) -> anyhow::Result<Written<Self::Row>>;

    /// Writes `row` in place of the version `expected`.
    async fn replace(&self, key: Uuid, expected: u64, row: &Self::Row) -> anyhow::Result<Written<Self::Row>>;
}

/// A store whose rows can be removed.
#[async_trait]
pub trait Removable: Versioned {
    /// Removes the row if it has the version `expected`.
    async fn remove(&self, key: Uuid, expected: u64) -> anyhow::Result<Written<Self::Row>>;
}

/// A stored row with its version.
pub type Stored<R> = Option<(u64, R)>;

/// Result of a write.
#[derive(Debug, PartialEq)]
pub enum Written<R> {
    /// It is written.
    Done,
    /// The row has another version. What is stored instead, if the port says so.
    Conflict(Option<Stored<R>>),
}

/// Makes tests of all cases for a store; with `removable` also of those about removal.
macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        $crate::conformance::versioned::suite!(@ $adapter: $fixture;);
    };
    (removable $adapter:ident: $fixture:expr) => {
        $crate::conformance::versioned::suite!(@ $adapter: $fixture;
            removing:
                a_removal_and_a_change_on_one_version_exclude_each_other,
                a_removed_row_is_not_changed,
                removing_a_wrong_version_changes_nothing;
        );
    };
    (@ $adapter:ident: $fixture:expr; $($removing:tt)*) => {
        mod $adapter {
            $crate::conformance::cases! { versioned on $fixture;
                racing:
                    one_of_sixteen_first_writes_succeeds,
                    one_of_sixteen_changes_succeeds,
                    no_change_of_racing_writers_is_lost;
                versions:
                    a_first_write_of_an_existing_row_is_refused,
                    a_wrong_version_changes_nothing,
                    a_change_without_a_row_is_refused;
                $($removing)*
            }
        }
    };
}
pub(crate) use suite;

macro_rules! stores {
    ($($store:ident $($removable:ident)?),+ $(,)?) => {$(
        mod $store {
            use crate::conformance::adapters::{
                sqlite::{self, Place},
                table::{self, Server},
            };

            suite!($($removable)? sqlite_memory: sqlite::$store(Place::Memory));
            suite!($($removable)? sqlite_file: sqlite::$store(Place::File));
            suite!($($removable)? dynamodb: table::$store(Server::InProcess));
        }
    )+};
}

stores! {
    accounts,
    configs removable,
    dependencies,
    executions,
    gates,
    tasks removable,
    templates removable,
    tokens,
    watches,
}

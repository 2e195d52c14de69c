//! Accounts, and the usage of their owners.

pub mod usage;
pub mod writing;

use std::{any::Any, sync::Arc};

use beadle_application::port::{Accounts, ProjectionStore, Tasks};

use super::adapters::{
    sqlite::{self, Place},
    table::{self, Server},
};

/// A store of accounts under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Accounts>,
    /// Reads usage.
    pub usage: Arc<dyn Accounts>,
    /// Writes the tasks that are counted.
    pub tasks: Arc<dyn Tasks>,
    /// Counts executions.
    pub projections: Arc<dyn ProjectionStore>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { accounts on $fixture;
                writing:
                    an_unwritten_account_has_version_0,
                    a_written_account_can_be_read,
                    what_this_process_wrote_is_recent;
                usage:
                    tasks_that_are_not_deleted_are_counted,
                    executions_are_counted_by_the_hour;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::accounts(Place::Memory));
suite!(sqlite_file: sqlite::accounts(Place::File));
suite!(dynamodb: table::accounts(Server::InProcess));

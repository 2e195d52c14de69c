//! Numbers for tasks.

pub mod counting;

use std::{any::Any, sync::Arc};

use beadle_application::port::Tasks;

use super::adapters::{
    sqlite::{self, Place},
    table::{self, Server},
};

/// Numbers under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Tasks>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { numbers on $fixture;
                counting:
                    numbers_start_at_one_and_grow,
                    a_number_identifies_its_task,
                    an_unassigned_number_identifies_no_task,
                    sixteen_concurrent_calls_get_sixteen_numbers;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::numbers(Place::Memory));
suite!(sqlite_file: sqlite::numbers(Place::File));
suite!(dynamodb: table::numbers(Server::InProcess));

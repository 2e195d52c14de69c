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
    /// What has to outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { numbers on $fixture;
                counting:
                    numbers_begin_at_one_and_grow,
                    a_number_stands_for_its_task,
                    a_number_that_was_not_given_stands_for_nothing,
                    sixteen_at_once_get_sixteen_numbers;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::numbers(Place::Memory));
suite!(sqlite_file: sqlite::numbers(Place::File));
suite!(dynamodb: table::numbers(Server::InProcess));

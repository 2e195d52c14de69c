//! Functions.

pub mod writing;

use std::{any::Any, sync::Arc};

use beadle_application::port::Functions;

use super::adapters::{
    sqlite::{self, Place},
    table::{self, Server},
};

/// A store of functions under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Functions>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { functions on $fixture;
                writing:
                    a_written_function_is_read_back_with_its_source,
                    a_source_of_a_megabyte_is_read_back_as_written,
                    a_change_of_another_version_than_the_stored_one_is_a_conflict,
                    functions_are_listed_by_name,
                    a_dropped_version_has_no_source_and_the_others_do,
                    a_removed_function_is_gone_with_its_sources;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::functions(Place::Memory));
suite!(sqlite_file: sqlite::functions(Place::File));
suite!(dynamodb: table::functions(Server::InProcess));

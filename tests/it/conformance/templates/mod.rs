//! Templates.

pub mod writing;

use std::{any::Any, sync::Arc};

use beadle_application::port::Templates;

use super::adapters::{
    sqlite::{self, Place},
    table::{self, Server},
};

/// A store of templates under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Templates>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { templates on $fixture;
                writing:
                    a_written_template_is_read_back_as_written,
                    templates_are_listed_by_id,
                    a_removed_template_is_gone;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::templates(Place::Memory));
suite!(sqlite_file: sqlite::templates(Place::File));
suite!(dynamodb: table::templates(Server::InProcess));

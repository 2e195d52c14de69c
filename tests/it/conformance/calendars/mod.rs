//! Calendars.

pub mod writing;

use std::{any::Any, sync::Arc};

use beadle_application::port::Calendars;

use super::adapters::{
    sqlite::{self, Place},
    table::{self, Server},
};

/// A store of calendars under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Calendars>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { calendars on $fixture;
                writing:
                    a_written_calendar_is_read_back_as_written,
                    the_largest_calendar_is_read_back_as_written,
                    a_calendar_belongs_to_its_owner_or_to_everyone,
                    a_change_of_another_version_than_the_stored_one_is_a_conflict,
                    a_removed_calendar_is_gone;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::calendars(Place::Memory));
suite!(sqlite_file: sqlite::calendars(Place::File));
suite!(dynamodb: table::calendars(Server::InProcess));

//! Conformance of token stores.

pub mod writing;

use std::{any::Any, sync::Arc};

use beadle_application::port::{TokenKey, TokenRow, Tokens};
use jiff::SignedDuration;
use uuid::Uuid;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    specimen::T0,
};

/// A token store under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Tokens>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// A unique key.
pub fn fresh_key() -> TokenKey {
    TokenKey::new(format!("{0}{0}", Uuid::now_v7().simple()))
}

/// A row of version `version` with the content `mark`, which expires in an hour.
pub fn row(version: u64, mark: u8) -> TokenRow {
    TokenRow {
        version,
        sealed: Some(vec![mark, 0, 0xff]),
        leased_until: None,
        keep_until: T0 + SignedDuration::from_hours(1),
    }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { tokens on $fixture;
                writing:
                    an_unknown_token_is_none,
                    every_field_round_trips,
                    keys_are_isolated;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::tokens(Place::Memory));
suite!(sqlite_file: sqlite::tokens(Place::File));
suite!(dynamodb: table::tokens(Server::InProcess));

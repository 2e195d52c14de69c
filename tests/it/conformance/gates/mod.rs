//! Conformance of gate stores.

pub mod contents;
pub mod writing;

use std::{any::Any, sync::Arc};

use beadle_application::port::GateStore;
use beadle_domain::{
    gate::{
        GateKey, GatePart, GateState, Holder,
        limiter::{self, Share},
    },
    policy::{RateLimit, RateStrategy},
};
use beadle_values::id::ConfigId;
use jiff::Timestamp;
use uuid::Uuid;

use super::adapters::{
    sqlite::{self, Place},
    table::{self, Server},
};

/// A gate store under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn GateStore>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// A document of a unique config.
pub fn fresh_key(part: GatePart) -> GateKey {
    GateKey::of_config(ConfigId::from_uuid(Uuid::now_v7()), part)
}

/// The rate limit of the cases.
pub fn limit(strategy: RateStrategy) -> RateLimit {
    RateLimit {
        strategy,
        rate: 100,
        per: std::time::Duration::from_secs(1),
        burst: 100,
        key: None,
        per_key: None,
    }
}

/// A shard of a rate limit after this many tokens were taken at `now`.
pub fn limiter(strategy: RateStrategy, taken: u32, now: Timestamp) -> GateState {
    let request = limiter::Request {
        may_wait: 5,
        spare: 3,
        places: 2,
        back: 3,
        lined_up: 1,
        ..asks(Holder::of(Uuid::from_u128(7)), taken)
    };
    let share = Share::of(&limit(strategy), 0, 1.0);
    GateState::Limiter(limiter::lease(None, &share, now, &request).0)
}

/// A request of `holder` for `newcomers`.
pub fn asks(holder: Holder, newcomers: u32) -> limiter::Request {
    limiter::Request {
        holder,
        unused: 0,
        returning: 0,
        newcomers,
        may_wait: 0,
        spare: 0,
        places: 0,
        back: 0,
        lined_up: 0,
        urgent: 0,
    }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { gates on $fixture;
                writing:
                    a_document_that_was_never_written_has_version_0,
                    a_written_document_can_be_read,
                    slots_that_racing_processes_book_are_all_different,
                    parts_and_configs_are_isolated;
                contents:
                    every_kind_of_document_round_trips;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::gates(Place::Memory));
suite!(sqlite_file: sqlite::gates(Place::File));
suite!(dynamodb: table::gates(Server::InProcess));

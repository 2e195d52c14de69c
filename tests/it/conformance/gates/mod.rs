//! The documents of gates.

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

/// A store of gates under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn GateStore>,
    /// What has to outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// A document of a config that no other case knows.
pub fn fresh_key(part: GatePart) -> GateKey {
    GateKey::of_config(ConfigId::from_uuid(Uuid::now_v7()), part)
}

/// The limit that the cases go by.
pub fn limit(strategy: RateStrategy) -> RateLimit {
    RateLimit { strategy, rate: 100, per: std::time::Duration::from_secs(1), burst: 100 }
}

/// A shard of a rate limit after so many of its tokens were taken at `now`.
pub fn limiter(strategy: RateStrategy, taken: u32, now: Timestamp) -> GateState {
    let request = limiter::Request {
        holder: Holder::of(Uuid::from_u128(7)),
        unused: 0,
        returning: 0,
        newcomers: taken,
        spare: 3,
        places: 2,
        back: 3,
    };
    let share = Share::of(&limit(strategy), 0, 1.0);
    GateState::Limiter(limiter::lease(None, &share, now, &request).0)
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { gates on $fixture;
                writing:
                    a_document_that_was_never_written_has_version_0,
                    a_written_document_can_be_read,
                    a_write_on_another_version_is_told_the_current_one,
                    a_first_write_finds_that_there_is_one,
                    a_write_on_a_document_that_was_never_written_is_refused,
                    one_of_sixteen_writes_on_a_version_is_done,
                    every_increment_of_racing_writers_counts,
                    parts_and_configs_do_not_touch_one_another;
                contents:
                    every_kind_of_document_comes_back_as_it_was;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::gates(Place::Memory));
suite!(sqlite_file: sqlite::gates(Place::File));
suite!(dynamodb: table::gates(Server::InProcess));

//! The services over the store of one machine in memory.

#![allow(clippy::unwrap_used, reason = "a test that fails panics")]

mod api_keys;
mod cancelling;
mod configs;

use std::sync::Arc;

use beadle_domain::access::{Principal, Role};
use beadle_embedded::{Embedded, Options};
use beadle_testing::StillClock;
use beadle_values::id::OwnerId;
use jiff::Timestamp;

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

fn principal(name: &str, role: Role) -> Principal {
    Principal::in_person(OwnerId::parse(name).unwrap(), role)
}

/// An empty store whose clock stands still at [`NOW`].
fn store() -> Embedded {
    Embedded::open(Options { clock: Arc::new(StillClock::at(NOW)), ..Options::in_memory() }).unwrap()
}

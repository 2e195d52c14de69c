//! Test doubles that several crates share. The store of a test is `beadle_embedded::Embedded` in memory; what
//! is here replaces time and randomness, and makes a store fail.

mod clock;
mod code;
mod failing;
mod ids;
mod narrow;
mod services;

pub use beadle_domain::specimen;

pub use self::{
    clock::StillClock,
    code::without_scripts,
    failing::{FailingStore, Fault},
    ids::{CountedIds, HalfJitter},
    narrow::NarrowStore,
    services::{services, services_at},
};

//! The values that every other crate is written in: ids, durations, numbers, pages, and the faults of an input.

pub mod duration;
pub mod hexadecimal;
pub mod id;
pub mod integer;
pub mod names;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod page;
pub mod suggestion;
pub mod time;
pub mod violation;

//! The values that every other crate uses: ids, durations, numbers, pages, and the violations of an input.

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

//! The values that every other crate is written in: ids, durations, numbers, pages, the faults of an input, and the tables
//! of request bodies.

pub mod body;
pub mod cause;
pub mod duration;
pub mod hexadecimal;
pub mod id;
pub mod integer;
pub mod json_text;
pub mod names;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod page;
pub mod suggestion;
pub mod time;
pub mod violation;

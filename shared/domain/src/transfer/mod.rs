//! Records: what an owner has, one JSON object each, as it is moved from one service to another.
//!
//! A record has a `kind` and a version of its form. What callers may write is in `members`, in the words of the request that
//! would create it, so that it is read by the same rules; what only Beadle writes is in `state`. The owner is left out: whoever
//! imports a record owns what it describes.

pub mod alerts;
pub mod batch;
pub mod calendar;
pub mod config;
pub mod execution;
pub mod function;
pub mod ids;
pub mod left_out;
mod record;
pub mod secrets;
mod stamp;
pub mod task;
pub mod template;
#[cfg(test)]
mod tests;

pub use self::{
    ids::{AnyId, replace_ids},
    left_out::{LeftOut, Withheld},
    record::{RECORD_VERSION, Record, RecordKind},
    stamp::Stamp,
};

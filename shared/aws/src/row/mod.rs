//! The items of the table, private to this crate.
//!
//! What users define freely (requests, tasks, progress) is JSON in a text attribute, or compressed in one of bytes:
//! DynamoDB's own types would limit its depth and its numbers. Only what conditions and counters need has attributes
//! of its own.

pub(crate) mod audit;
pub(crate) mod batch;
pub(crate) mod config;
pub(crate) mod dependency;
pub(crate) mod early_cancel;
pub(crate) mod execution;
pub(crate) mod json;
pub(crate) mod spec;
pub(crate) mod stats;
pub(crate) mod task;

use beadle_application::port::StoreError;

/// Inserts `members`, such as `"a":1`, before the members of `object`, which must have at least one.
fn with_members(members: &str, object: &str) -> Result<String, StoreError> {
    match object.strip_prefix('{') {
        Some(own) => Ok(format!("{{{members},{own}")),
        None => Err(StoreError::Corrupt("a stored document is not an object".into())),
    }
}

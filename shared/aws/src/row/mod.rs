//! The items of the table, private to this crate.
//!
//! What the domain defines freely (requests, tasks, progress) is JSON in a text attribute: DynamoDB's own types would
//! limit its depth and its numbers. Attributes of their own have only what conditions and counters need.

pub(crate) mod audit;
pub(crate) mod config;
pub(crate) mod dependency;
pub(crate) mod execution;
pub(crate) mod spec;
pub(crate) mod stats;
pub(crate) mod task;

/// `{"b":2}` with the members `"a":1` before its own. `object` has at least one member.
fn with_members(members: &str, object: &str) -> String {
    format!("{{{members},{}", object.get(1..).unwrap_or_default())
}

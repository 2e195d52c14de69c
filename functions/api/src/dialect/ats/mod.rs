//! The dialect of the Automated Task System (seed 002): camelCase, priorities `low`, `normal` and `high`,
//! schedules as English phrases.

mod body;
pub(crate) mod create;
pub(crate) mod delete;
mod dependencies;
pub(crate) mod execute;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod logs;
mod response;
#[cfg(test)]
mod schema;
pub(crate) mod stats;
pub(crate) mod update;

//! Saved tasks.

mod respond;

pub(crate) mod cancel;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod execute;
pub(crate) mod executions;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod pause;
pub(crate) mod upcoming;
pub(crate) mod update;

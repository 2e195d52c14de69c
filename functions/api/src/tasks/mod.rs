//! Saved tasks.

pub(crate) mod response;

pub(crate) mod batch;
pub(crate) mod calendar;
pub(crate) mod cancel;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod execute;
pub(crate) mod executions;
pub(crate) mod from_template;
pub(crate) mod get;
pub(crate) mod graph;
pub(crate) mod list;
pub(crate) mod logs;
pub(crate) mod toggle;
pub(crate) mod toggle_many;
pub(crate) mod upcoming;
pub(crate) mod update;

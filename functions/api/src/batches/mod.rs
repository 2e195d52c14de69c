//! Batches of executions.

pub(crate) mod add;
pub(crate) mod cancel;
pub(crate) mod close;
pub(crate) mod executions;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod replay;
pub(crate) mod response;

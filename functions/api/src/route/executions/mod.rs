//! Executions.

pub(crate) mod batch;
pub(crate) mod cancel;
pub(crate) mod explain;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod logs;
pub(crate) mod replay;
pub(crate) mod retry;

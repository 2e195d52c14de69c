//! Executions: runs of tasks and of requests that are not saved.

pub(crate) mod batch;
pub(crate) mod cancel;
pub(crate) mod cancel_many;
pub(crate) mod count;
pub(crate) mod events;
pub(crate) mod execute;
pub(crate) mod explain;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod logs;
pub(crate) mod members;
pub(crate) mod order_keys;
pub(crate) mod replay;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod skip;

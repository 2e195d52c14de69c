//! What tasks and executions add up to, and the audit trail.

pub(crate) mod analytics;
pub(crate) mod audit;
mod response;

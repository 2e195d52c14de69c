//! Reports: analytics, task counts and the audit trail.

pub(crate) mod analytics;
pub(crate) mod audit;
mod response;

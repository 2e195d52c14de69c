//! The routes, one file each: read the request, call one use case, word its result.

pub(crate) mod accounts;
pub(crate) mod analytics;
pub(crate) mod api_keys;
pub(crate) mod audit;
pub(crate) mod automated;
mod batch;
pub(crate) mod configs;
pub(crate) mod events;
pub(crate) mod execute;
pub(crate) mod executions;
pub(crate) mod health;
mod idempotent;
pub(crate) mod numbered;
pub(crate) mod schedules;
mod started;
pub(crate) mod tasks;
pub(crate) mod templates;

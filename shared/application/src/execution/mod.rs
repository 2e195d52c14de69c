//! Executions: start, read, cancel, explain and retry them.

mod begin;
mod cancel;
mod cancel_by_system;
mod configs;
mod explain;
mod list;
mod needed;
mod replay_many;
mod retry;
mod run_task;
mod service;
mod skip;
mod start_ad_hoc;

pub(crate) use self::cancel_by_system::attempt_cancel;
pub use self::{
    begin::Begun,
    cancel::Cancelled,
    cancel_by_system::{CancelOutcome, cancel_by_system},
    configs::ConfigsInForce,
    list::ListOf,
    replay_many::{Planned, ReplayOutcome, ReplayPlan, Total, Verdict},
    run_task::RunTask,
    service::ExecutionService,
    skip::OrderKey,
};

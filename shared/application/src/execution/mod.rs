//! Executions: start, read, cancel, explain and retry them.

mod begin;
mod cancel;
mod cancel_by_system;
mod cancel_many;
mod configs;
mod explain;
mod list;
mod needed;
mod replay_many;
mod retry;
mod run_task;
mod select;
mod service;
mod skip;
mod start_ad_hoc;
mod unrecorded;

pub use self::{
    begin::Begun,
    cancel::Cancelled,
    cancel_by_system::{CancelOutcome, cancel_by_system},
    cancel_many::CancelPlan,
    configs::ConfigsInForce,
    list::ListOf,
    replay_many::{Planned, ReplayOutcome, ReplayPlan, Verdict},
    run_task::RunTask,
    service::ExecutionService,
    skip::OrderKey,
    start_ad_hoc::Member,
    unrecorded::Unrecorded,
};
pub(crate) use self::{cancel_by_system::attempt_cancel, start_ad_hoc::PREPARED_AT_ONCE};

//! What callers can ask about executions.

mod begin;
mod cancel;
mod explain;
mod find;
mod list;
mod replay;
mod run_task;
mod start_ad_hoc;

pub use self::{
    begin::Begun,
    cancel::{Cancelled, cancel},
    explain::{ExplainPorts, explain},
    find::find,
    list::{ListOf, list},
    replay::replay,
    run_task::run_task,
    start_ad_hoc::start_ad_hoc,
};

//! What callers can ask about executions.

mod begin;
mod call_off;
mod cancel;
mod explain;
mod find;
mod list;
mod needed;
mod replay;
mod run_task;
mod start_ad_hoc;

pub use self::{
    begin::Begun,
    call_off::call_off,
    cancel::{Cancelled, cancel},
    explain::{ExplainPorts, explain},
    find::find,
    list::{ListOf, list},
    replay::replay,
    run_task::run_task,
    start_ad_hoc::start_ad_hoc,
};

//! What callers can ask about executions.

mod begin;
mod call_off;
mod cancel;
mod explain;
mod find;
mod list;
mod needed;
mod replay;
mod replay_many;
mod run_task;
mod start_ad_hoc;

pub use self::{
    begin::Begun,
    call_off::{CalledOff, call_off},
    cancel::{Cancelled, cancel},
    explain::{ExplainPorts, explain},
    find::find,
    list::{ListOf, list},
    replay::replay,
    replay_many::{Planned, ReplayOutcome, ReplayPlan, ReplayPorts, Verdict, plan_replay},
    run_task::run_task,
    start_ad_hoc::start_ad_hoc,
};

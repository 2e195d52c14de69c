//! Accounts: what their owners may use, the credits that executions cost, and what other services report
//! about users.

mod admit;
mod change;
mod check;
mod close;
mod event;
mod level;
mod overview;
mod recent;
mod release;
mod service;
mod set;
mod settle;
mod snapshot;
mod top_up;

pub use self::{
    admit::{Admission, Admit, admit},
    check::{may_save, may_start},
    close::{AccountClosing, Closed},
    event::{AccountEventService, Handled},
    level::LevelChange,
    overview::Overview,
    recent::RecentAccounts,
    release::release,
    service::AccountService,
    set::AccountChange,
    settle::settle,
    top_up::TopUp,
};
pub(crate) use self::{
    check::Allowance,
    release::{held, release_where},
    snapshot::snapshot,
};

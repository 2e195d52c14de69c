//! Tasks: create, read, change and delete them, switch their states, and limit them.

mod calendar;
mod change;
mod create;
pub mod dependencies;
mod edit;
mod enforce_limits;
mod find;
mod graph;
mod import;
mod named;
mod pause_after_gone;
mod replace;
mod service;
mod take_back;
mod toggle;
mod toggle_many;
mod update;

pub use self::{
    calendar::MAX_SHOWN,
    create::Created,
    enforce_limits::LimitsEnforced,
    graph::{Dependent, GraphService, MAX_NODES, TaskGraph},
    pause_after_gone::pause_after_gone,
    service::TaskService,
    toggle::Toggle,
    toggle_many::TogglePlan,
};
pub(crate) use self::{
    create::NewNumber,
    find::{find, find_kept},
    update::may_redirect,
};

//! What callers can ask about tasks.

mod calendar;
mod complete;
mod create;
mod delete;
pub mod dependencies;
mod edit;
mod find;
mod fit;
mod graph;
mod list;
mod pause;
mod replace;
mod restore;
mod silence;
#[cfg(test)]
mod tests;
mod update;

pub(crate) use self::create::save;
pub use self::{
    calendar::calendar_of,
    complete::set_completed,
    create::{Created, create},
    delete::delete,
    find::find,
    fit::{Fitted, fit},
    graph::{MOST_NODES, TaskGraph, graph},
    list::list,
    pause::set_paused,
    replace::TaskPorts,
    restore::restore,
    silence::silence,
    update::update,
};

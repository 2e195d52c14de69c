//! What callers can ask who know tasks by numbers and let them run once (seed 004).

mod create;
mod find;
mod list;

pub use self::{
    create::{NumberedPorts, create},
    find::{Numbered, find, look_at},
    list::{NumberedPage, list},
};

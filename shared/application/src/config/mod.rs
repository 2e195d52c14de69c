//! What callers can ask about configs.

mod create;
mod delete;
mod edit;
mod find;
mod gate;
mod list;
#[cfg(test)]
mod tests;
mod update;
mod usable;

pub use self::{
    create::{Created, create},
    delete::delete,
    find::find,
    gate::{gate, reset_gate},
    list::list,
    update::update,
};
pub(super) use self::{gate::view, usable::usable};
use crate::port::Configs;

/// How often a config may change under our hands before the caller is asked to try again.
const TRIES: usize = 8;

/// What it takes to change configs.
#[derive(Clone, Copy)]
pub struct ConfigPorts<'a> {
    /// Where they are read.
    pub reader: &'a dyn Configs,
    /// Where they are written.
    pub writer: &'a dyn Configs,
}

//! What callers can ask about templates. Those that come with Beadle are there without being stored; what is stored under the
//! id of one takes its place.

mod fill;
mod find;
mod write;

pub use self::{
    fill::fill,
    find::{TemplateFilter, find, list},
    write::{create, delete, update},
};

//! Plans: files that say what a server has, and the mark that shows which one keeps a saved thing.
//!
//! `beadle apply` sets the mark with each thing that it saves, in the same write: a thing and its mark never disagree, and a run
//! that ends in the middle loses nothing. Nothing in the service depends on it (ADR 50). [`PlanFile`] is the file,
//! [`written`](written()) the form in which it is compared with what a server has, [`schema`](schema()) what editors read.

mod file;
mod schema;
mod written;

use beadle_values::{
    body,
    body::{required, text},
};
use serde::{Deserialize, Serialize};

pub use self::{
    file::{Kind, PlanFile, schema},
    written::written,
};
use crate::resource_key::{ResourceKey, resource_key};

/// The member of a function in a file that names the file or the folder of its source.
pub const SOURCE: &str = "source";

body! {
    /// The plan that keeps it: set by `beadle apply`.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct PlanMark as "PlanMark" {
        /// The name of the plan.
        pub name: ResourceKey = required(resource_key()),
        /// A digest of what the plan says about it, from which the plan knows whether somebody else has changed it since.
        pub digest: String = required(text(1, 64)),
    }
    example {"name": "shop", "digest": "9f86d081884c7d65"}
}

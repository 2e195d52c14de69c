//! The stages of an execution, a file each. `Parsed → Claimed → Admitted → Prepared → Ran → Judged`; a stage that ends the
//! way early hands its verdict straight to [`settle`].

pub mod admit;
pub mod claim;
pub mod judge;
pub mod parse;
pub mod prepare;
pub mod run;
pub mod settle;

use std::time::Duration;

use beadle_domain::execution::Execution;

/// What every stage after the claim carries on.
#[derive(Debug)]
pub(crate) struct Job {
    /// The claimed execution; its version is the fence.
    pub(crate) execution: Box<Execution>,
    /// How often it was put off.
    pub(crate) hops: u32,
    /// How long its message waited beyond its time, where that is known.
    pub(crate) queue_age: Option<Duration>,
}

//! Tasks that run after other tasks: when one is ready, what a release of it is made of, and what a write may not tie.
//!
//! Pure. The projector asks [`readiness`] whenever an execution of a task has ended; who reads and writes for it is
//! the application layer (`follow`).

pub mod cycle;
mod readiness;
mod release;

pub use self::{
    cycle::{Cycle, UpstreamWalk},
    readiness::{Readiness, keeping_back, readiness, unmet},
    release::{Consumed, Release},
};

/// How many tasks one task may depend on.
pub const MAX_DEPENDENCIES: usize = 250;

/// How many releases may follow one another. Tasks that depend on one another in a circle, which two writes at the same
/// moment can tie, stop here.
pub const MAX_CHAINED_RELEASES: u32 = 1_000;

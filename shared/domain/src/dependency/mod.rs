//! Dependencies between tasks: when a task is ready, what its release consists of, and which dependencies are
//! cyclic.
//!
//! Pure. The projector evaluates [`fn@readiness`] whenever an execution of a task has ended; the application
//! layer (`follow`) reads and writes for it.

pub mod cycle;
mod readiness;
mod release;

pub use self::{
    cycle::{Cycle, UpstreamWalk},
    readiness::{Readiness, blocking, readiness, unmet},
    release::{Consumed, Release},
};

/// How many tasks one task may depend on.
pub const MAX_DEPENDENCIES: usize = 250;

/// How many releases may follow one another. A release that would close a circle is refused before
/// ([`Release::may_close_circle`]).
pub const MAX_CHAINED_RELEASES: u32 = 1_000;

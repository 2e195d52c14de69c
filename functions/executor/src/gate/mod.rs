//! The gates of configs and owners, as one process keeps them: it holds tokens and permits for the calls that come next, asks
//! the store once for all that wait at a moment, and never waits for a gate itself.
//!
//! [`Gates::admit`] lets an execution through or says when to come back; [`Gates::report`] tells how its call went. A store
//! that fails is an error of `admit`: the message comes again, and nothing is called that was not let through. An error of
//! `report` is only logged: the call is made, and its outcome is worth more than the count.

mod breaker;
mod document;
mod held;
mod keeper;
mod owners;
mod pass;
mod permits;
#[cfg(test)]
mod tests;
mod tokens;
mod waiting;

use std::sync::Arc;

use beadle_application::port::{Clock, GateStore, Jitter};
use beadle_domain::{execution::Hold, gate::Holder};
use beadle_values::id::ConfigId;
use jiff::Timestamp;

pub use self::{held::Held, keeper::Gates, owners::OwnerAdmission, pass::Pass};

/// Whether an execution may make its call now.
#[derive(Debug)]
pub enum GateAdmission {
    /// It may, within [`beadle_domain::gate::limiter::TRANSIT`]; see [`Pass::is_fresh`].
    Go(Pass),
    /// It may not; no attempt is burnt.
    Defer {
        /// When to ask again.
        due: Timestamp,
        /// What keeps it back.
        hold: Hold,
    },
}

/// What follows from how a call went.
#[derive(Debug, Clone, PartialEq)]
pub enum Reported {
    /// The attempt counts.
    Settle,
    /// The attempt told about the destination, not about the execution: it does not count, and comes back then.
    Defer {
        /// When to ask again.
        due: Timestamp,
        /// What keeps it back.
        hold: Hold,
    },
}

/// The permit of a call was lost: another call may be running in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uncovered;

/// What the gates ask of the world, and as whom.
struct World {
    store: Arc<dyn GateStore>,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
    holder: Holder,
}

/// What this process keeps of one config's gate.
struct Local {
    config: ConfigId,
    breaker: breaker::Breaker,
    tokens: tokens::Tokens,
    permits: Arc<permits::Permits>,
}

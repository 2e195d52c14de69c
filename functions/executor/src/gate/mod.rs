//! The gates of configs and owners, as one process sees them. A process leases tokens and permits in blocks, and
//! asks the store once for all executions that wait at that moment.
//!
//! [`Gates::admit`] admits an execution, has it wait in this process for a slot or a permit, two seconds at most, or says when to ask again;
//! [`Gates::report`] reports its call result. A failing store is an error of `admit`: the message is delivered again and no call is made. An
//! error of `report` is only logged, because the call has been made and its outcome matters more than the
//! count.

mod breaker;
mod document;
mod gates;
mod holds;
mod keys;
mod local_wait;
mod owners;
mod pass;
mod pauses;
mod permit_guard;
mod permits;
mod rate;
#[cfg(test)]
mod tests;
mod tokens;
mod waiting;

use std::sync::{Arc, atomic::AtomicU32};

use beadle_application::port::{Clock, GateStore, Jitter};
use beadle_domain::{execution::Hold, gate::Holder};
use beadle_values::id::ConfigId;
use jiff::Timestamp;

pub use self::{
    gates::Gates, local_wait::LocalWait, owners::OwnerAdmission, pass::Pass, permit_guard::PermitGuard,
};

/// Whether an execution may make its call now.
#[derive(Debug)]
pub enum GateAdmission {
    /// It may, within [`beadle_domain::gate::limiter::TRANSIT`]; see [`Pass::is_fresh`].
    Go(Pass),
    /// It may soon: it waits in this process and asks again with this.
    Wait(LocalWait),
    /// It may not; this uses up no retry.
    Defer {
        /// When to ask again.
        due: Timestamp,
        /// What blocks it.
        hold: Hold,
    },
}

/// What a report means for the attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Reported {
    /// The attempt counts.
    Settle,
    /// The failure says something about the destination, not about the execution. The attempt does not count
    /// and is repeated at `due`.
    Defer {
        /// When to ask again.
        due: Timestamp,
        /// What blocks it.
        hold: Hold,
    },
}

/// The permit of a call was lost, so another call may run in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermitLost;

/// The ports of the gates, and this process's identity in them.
struct GateContext {
    store: Arc<dyn GateStore>,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
    holder: Holder,
    /// How many executions of this process wait for slots and permits.
    waiting: AtomicU32,
}

/// One config's gate in this process.
struct ConfigGate {
    config: ConfigId,
    breaker: breaker::Breaker,
    tokens: tokens::Tokens,
    keys: keys::Keys,
    permits: Arc<permits::Permits>,
}

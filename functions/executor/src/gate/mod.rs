//! The gates of configs, as one process keeps them: it holds tokens and permits for the calls that come next, asks the store
//! once for all that wait at a moment, and never waits for a gate itself.
//!
//! [`Gates::admit`] lets an execution through or says when to come back; [`Gates::report`] tells how its call went.

mod pass;

use std::{sync::Arc, time::Duration};

use beadle_domain::{
    config::Config,
    execution::{Execution, Hold},
    gate::{Holder, Verdict},
    port::{Clock, GateStore, Jitter, StoreError},
};
use jiff::Timestamp;
use uuid::Uuid;

pub use self::pass::Pass;

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

/// The permit of a call was lost: others may be running in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uncovered;

/// The gates, as this process keeps them.
pub struct Gates {
    store: Arc<dyn GateStore>,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
    holder: Holder,
}

impl Gates {
    /// The gates in `store`, as the process with the fresh id `process` keeps them.
    pub fn new(
        store: Arc<dyn GateStore>,
        clock: Arc<dyn Clock>,
        jitter: Arc<dyn Jitter>,
        process: Uuid,
    ) -> Self {
        Self { store, clock, jitter, holder: Holder::of(process) }
    }

    /// Whether `execution`, which was put off `hops` times, may make its call under `config` now.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be told; the message has to come again.
    pub async fn admit(
        &self,
        config: &Config,
        execution: &Execution,
        hops: u32,
    ) -> Result<GateAdmission, StoreError> {
        let _ = (&self.store, &self.jitter, self.holder, hops);
        Ok(GateAdmission::Go(Pass::free(config.id, execution.id(), self.clock.now())))
    }

    /// Notes how the call of `pass` went, which took `took`.
    pub async fn report(&self, config: &Config, pass: Pass, verdict: Verdict, took: Duration) -> Reported {
        let _ = (config, pass, verdict, took);
        Reported::Settle
    }

    /// Keeps the permit of `pass` for as long as its call takes; to be polled beside the call. Comes back only when the
    /// permit is lost.
    pub async fn keep(&self, pass: &Pass) -> Uncovered {
        let _ = pass;
        std::future::pending().await
    }

    /// Gives back what no call uses and tells what is not told yet; at the end of a batch, before the process may be frozen.
    pub async fn release_idle(&self) {}
}

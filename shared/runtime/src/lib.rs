//! What every process needs at its start: settings from the environment, logs, metrics, and the clock, ids and chance of
//! the system.

pub mod env;
pub mod logging;
pub mod metrics;
#[cfg(test)]
mod page;
pub mod settings;
pub mod system;

pub use self::{
    env::{EnvError, Environment},
    logging::Format,
    metrics::{Emf, Metric, Metrics, Silent},
    system::{SystemClock, SystemIds, SystemJitter},
};

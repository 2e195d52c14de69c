//! What every process needs at its start: settings from the environment, logs, metrics, the clock, ids and chance of the
//! system, and on one machine its secrets.

pub mod env;
pub mod logging;
pub mod metrics;
#[cfg(test)]
mod page;
pub mod secrets;
pub mod settings;
pub mod system;

pub use self::{
    env::{EnvError, Environment},
    logging::Format,
    metrics::{Emf, Metric, Metrics, Silent},
    secrets::{LocalSecrets, SecretsFileError},
    system::{SystemClock, SystemIds, SystemJitter},
};

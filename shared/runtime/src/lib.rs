//! What every process needs at its start: settings from the environment, logs, metrics, the system's clock,
//! ids and randomness, and on one machine its secrets.

pub mod env;
#[cfg(test)]
mod log_buffer;
pub mod logging;
pub mod metrics;
pub mod secrets;
pub mod settings;
pub mod spans;
pub mod system;
pub mod time_zones;

pub use self::{
    env::{EnvError, Environment},
    logging::Format,
    metrics::{Emf, Labels, Metric, Metrics, Silent},
    secrets::{LocalSecrets, SecretsFileError},
    spans::{NoSpans, Spans},
    system::{SystemClock, SystemIds, SystemJitter},
};

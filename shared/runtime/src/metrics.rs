//! Metrics: what is counted and measured about executions.

mod emf;

use beadle_values::names;

pub use self::emf::Emf;

names! {
    /// A metric, by its name in CloudWatch.
    pub enum Metric {
        /// Executions that ended.
        Executions = "Executions",
        /// Executions that failed for good.
        Failures = "Failures",
        /// Attempts that are followed by another one.
        Retries = "Retries",
        /// From the time a message was due to the time it was handled, in milliseconds.
        QueueAge = "QueueAge",
        /// From the claim of an attempt to its outcome, in milliseconds.
        Duration = "Duration",
    }
}

impl Metric {
    /// Its unit in CloudWatch (`MetricDatum` in its API reference).
    pub fn unit(self) -> &'static str {
        match self {
            Self::Executions | Self::Failures | Self::Retries => "Count",
            Self::QueueAge | Self::Duration => "Milliseconds",
        }
    }
}

/// Takes metrics.
pub trait Metrics: Send + Sync {
    /// Notes a value; `dimension` is the type of the task.
    fn record(&self, metric: Metric, value: f64, dimension: &str);

    /// Hands on what was noted since the last time; at the end of each invocation.
    fn flush(&self);
}

/// Takes no notice.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Metrics for Silent {
    fn record(&self, _metric: Metric, _value: f64, _dimension: &str) {}

    fn flush(&self) {}
}

//! Metrics about executions.

mod emf;

use beadle_domain::{
    execution::{Execution, Status},
    spec::TaskType,
};
use beadle_values::{id::ConfigId, names};

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

/// What a value was measured at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labels {
    /// The type of the task.
    pub task_type: TaskType,
    /// The state of the execution after it.
    pub status: Status,
    /// The config that the execution calls with, if any.
    pub destination: Option<ConfigId>,
}

impl Labels {
    /// Those of `execution` as it is.
    pub fn of(execution: &Execution) -> Self {
        Self {
            task_type: execution.request.spec.task_type(),
            status: execution.status(),
            destination: execution.request.config_id,
        }
    }
}

/// Records metrics.
pub trait Metrics: Send + Sync {
    /// Records a value.
    fn record(&self, metric: Metric, value: f64, labels: &Labels);

    /// Publishes the values since the last flush; called at the end of each invocation.
    fn flush(&self);
}

/// Discards all metrics.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Metrics for Silent {
    fn record(&self, _metric: Metric, _value: f64, _labels: &Labels) {}

    fn flush(&self) {}
}

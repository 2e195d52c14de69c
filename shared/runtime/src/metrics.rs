//! Metrics about executions.

mod emf;

pub use self::emf::Emf;

/// A metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Executions that ended.
    Executions,
    /// Executions that finally failed.
    Failures,
    /// Attempts that are followed by another one.
    Retries,
    /// From the time a message was due to the time it was handled, in milliseconds.
    QueueAge,
    /// From the claim of an attempt to its outcome, in milliseconds.
    Duration,
}

impl Metric {
    /// Its name in CloudWatch.
    pub fn name(self) -> &'static str {
        match self {
            Self::Executions => "Executions",
            Self::Failures => "Failures",
            Self::Retries => "Retries",
            Self::QueueAge => "QueueAge",
            Self::Duration => "Duration",
        }
    }

    /// Its unit in CloudWatch (`MetricDatum` in the API reference).
    pub fn unit(self) -> &'static str {
        match self {
            Self::Executions | Self::Failures | Self::Retries => "Count",
            Self::QueueAge | Self::Duration => "Milliseconds",
        }
    }
}

/// Records metrics.
pub trait Metrics: Send + Sync {
    /// Records a value; `dimension` is the type of the task.
    fn record(&self, metric: Metric, value: f64, dimension: &str);

    /// Publishes the values since the last flush; called at the end of each invocation.
    fn flush(&self);
}

/// Discards all metrics.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Metrics for Silent {
    fn record(&self, _metric: Metric, _value: f64, _dimension: &str) {}

    fn flush(&self) {}
}

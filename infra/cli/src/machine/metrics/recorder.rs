//! Counts what the executor reports.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use beadle_runtime::{Labels, Metric, Metrics};
use beadle_values::id::ConfigId;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};

use super::PREFIX;

/// The most configs that are told apart, so that the series of a process are bounded; further ones are counted as
/// [`OTHERS`].
const MAX_DESTINATIONS: usize = 500;

/// The label of an execution that calls without a config.
const NO_DESTINATION: &str = "none";

/// The label of the configs beyond [`MAX_DESTINATIONS`].
const OTHERS: &str = "other";

/// The upper bounds of durations in seconds, from a call on the same machine to the longest attempt.
const SECONDS: [f64; 16] =
    [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 300.0, 900.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    task_type: &'static str,
    status: &'static str,
    destination: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Called {
    task_type: &'static str,
    destination: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfType {
    task_type: &'static str,
}

type Durations = Family<OfType, Histogram, fn() -> Histogram>;

/// The counters and histograms of a process.
pub struct Recorder {
    registry: Registry,
    executions: Family<Ended, Counter>,
    retries: Family<Called, Counter>,
    durations: Durations,
    queue_ages: Durations,
    destinations: Mutex<HashSet<ConfigId>>,
}

impl Recorder {
    /// Counts from 0.
    pub fn new(version: &'static str) -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        registry.register("build", "The build of this process", Info::new([("version", version)]));
        let (executions, retries) = (Family::default(), Family::default());
        let (durations, queue_ages) = (durations(), durations());
        registry.register("executions", "Executions that ended", executions.clone());
        registry.register("retries", "Attempts that are followed by another one", retries.clone());
        registry.register_with_unit(
            "attempt_duration",
            "From the claim of an attempt to its outcome",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register_with_unit(
            "queue_age",
            "From the time an execution was due to the time it was claimed",
            Unit::Seconds,
            queue_ages.clone(),
        );
        Self { registry, executions, retries, durations, queue_ages, destinations: Mutex::default() }
    }

    /// What it has counted.
    pub(super) fn registry(&self) -> &Registry {
        &self.registry
    }

    fn destination(&self, config: Option<ConfigId>) -> String {
        let Some(config) = config else { return NO_DESTINATION.to_owned() };
        let mut known = self.destinations.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MAX_DESTINATIONS {
            known.insert(config);
        }
        if known.contains(&config) { config.to_string() } else { OTHERS.to_owned() }
    }
}

fn durations() -> Durations {
    Family::new_with_constructor(|| Histogram::new(SECONDS))
}

impl Metrics for Recorder {
    fn record(&self, metric: Metric, value: f64, labels: &Labels) {
        let (task_type, seconds) = (labels.task_type.as_str(), value / 1_000.0);
        match metric {
            Metric::Executions => {
                let (status, destination) = (labels.status.as_str(), self.destination(labels.destination));
                self.executions.get_or_create(&Ended { task_type, status, destination }).inc();
            }
            Metric::Retries => {
                let destination = self.destination(labels.destination);
                self.retries.get_or_create(&Called { task_type, destination }).inc();
            }
            Metric::Duration => self.durations.get_or_create(&OfType { task_type }).observe(seconds),
            Metric::QueueAge => self.queue_ages.get_or_create(&OfType { task_type }).observe(seconds),
            // Those of the executions whose status is `failed`.
            Metric::Failures => {}
        }
    }

    fn flush(&self) {}
}

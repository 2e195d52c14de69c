//! Metrics as log lines in CloudWatch's Embedded Metric Format
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).

use std::{
    collections::BTreeMap,
    fmt,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use beadle_application::port::Clock;
use serde_json::{Map, Value, json};

use super::{Labels, Metric, Metrics};
use crate::{logging::write_line, system::SystemClock};

const NAMESPACE: &str = "Beadle";
/// The format's limit on the values of one metric in one line.
const MAX_VALUES: usize = 100;

/// Writes one line per task type at every flush. The type is the only dimension: CloudWatch bills each combination of
/// dimensions as a metric of its own. Counts are summed; measured values are listed, so that
/// CloudWatch can compute percentiles, with further lines beyond 100 of them.
pub struct Emf {
    service: String,
    clock: Arc<dyn Clock>,
    noted: Mutex<BTreeMap<String, BTreeMap<Metric, Vec<f64>>>>,
    writer: Mutex<Box<dyn Write + Send>>,
}

impl Emf {
    /// Metrics of `service` to standard output, which Lambda forwards to CloudWatch.
    pub fn stdout(service: impl Into<String>) -> Self {
        Self::new(service, Arc::new(SystemClock), Box::new(io::stdout()))
    }

    /// Metrics of `service` to `writer`.
    pub fn new(service: impl Into<String>, clock: Arc<dyn Clock>, writer: Box<dyn Write + Send>) -> Self {
        Self { service: service.into(), clock, noted: Mutex::default(), writer: Mutex::new(writer) }
    }

    fn line(&self, dimension: &str, metrics: &BTreeMap<Metric, &[f64]>) -> Value {
        let definitions: Vec<Value> =
            metrics.keys().map(|metric| json!({"Name": metric.as_str(), "Unit": metric.unit()})).collect();
        let mut line = Map::new();
        let directive =
            json!({"Namespace": NAMESPACE, "Dimensions": [["Service", "TaskType"]], "Metrics": definitions});
        let now = self.clock.now().as_millisecond();
        line.insert("_aws".into(), json!({"Timestamp": now, "CloudWatchMetrics": [directive]}));
        line.insert("Service".into(), self.service.as_str().into());
        line.insert("TaskType".into(), dimension.into());
        for (metric, values) in metrics {
            let value = match values {
                [single] => json!(single),
                several => json!(several),
            };
            line.insert(metric.as_str().into(), value);
        }
        Value::Object(line)
    }
}

impl Metrics for Emf {
    fn record(&self, metric: Metric, value: f64, labels: &Labels) {
        if !value.is_finite() {
            return;
        }
        let dimension = labels.task_type.as_str();
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if !noted.contains_key(dimension) {
            noted.insert(dimension.to_owned(), BTreeMap::new());
        }
        let Some(metrics) = noted.get_mut(dimension) else { return };
        let values = metrics.entry(metric).or_default();
        match values.first_mut() {
            Some(sum) if metric.unit() == "Count" => *sum += value,
            _ => values.push(value),
        }
    }

    fn flush(&self) {
        let noted = std::mem::take(&mut *self.noted.lock().unwrap_or_else(PoisonError::into_inner));
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        for (dimension, metrics) in &noted {
            let longest = metrics.values().map(Vec::len).max().unwrap_or_default();
            for part in 0..longest.div_ceil(MAX_VALUES) {
                let values = metrics
                    .iter()
                    .filter_map(|(metric, values)| Some((*metric, values.chunks(MAX_VALUES).nth(part)?)))
                    .collect();
                write_line(&mut **writer, &self.line(dimension, &values).to_string());
            }
        }
    }
}

impl fmt::Debug for Emf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emf").field("service", &self.service).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use beadle_domain::{execution::Status, spec::TaskType};
    use jiff::Timestamp;

    use super::*;
    use crate::log_buffer::LogBuffer;

    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> Timestamp {
            Timestamp::from_millisecond(1_800_000_000_000).unwrap()
        }
    }

    fn of(task_type: TaskType) -> Labels {
        Labels { task_type, status: Status::Completed, destination: None }
    }

    fn written(record: impl FnOnce(&Emf)) -> Vec<Value> {
        let buffer = LogBuffer::default();
        let emf = Emf::new("executor", Arc::new(Noon), Box::new(buffer.clone()));
        record(&emf);
        buffer.lines()
    }

    #[test]
    fn a_line_names_its_metrics_as_the_format_requires() {
        let lines = written(|emf| {
            emf.record(Metric::Executions, 1.0, &of(TaskType::Http));
            emf.record(Metric::Executions, 1.0, &of(TaskType::Http));
            emf.record(Metric::Duration, 12.5, &of(TaskType::Http));
            emf.record(Metric::Duration, 40.0, &of(TaskType::Http));
            emf.flush();
        });
        let expected = json!({
            "_aws": {
                "Timestamp": 1_800_000_000_000_i64,
                "CloudWatchMetrics": [{
                    "Namespace": "Beadle",
                    "Dimensions": [["Service", "TaskType"]],
                    "Metrics": [
                        {"Name": "Executions", "Unit": "Count"},
                        {"Name": "Duration", "Unit": "Milliseconds"},
                    ],
                }],
            },
            "Service": "executor",
            "TaskType": "http",
            "Executions": 2.0,
            "Duration": [12.5, 40.0],
        });
        assert_eq!(lines, [expected]);
    }

    #[test]
    fn no_line_lists_more_values_than_the_format_allows_and_none_is_lost() {
        let lines = written(|emf| {
            emf.record(Metric::Executions, 1.0, &of(TaskType::Http));
            for value in 0..250 {
                emf.record(Metric::Duration, f64::from(value), &of(TaskType::Http));
            }
            emf.flush();
        });
        let listed: Vec<usize> =
            lines.iter().map(|line| line["Duration"].as_array().unwrap().len()).collect();
        assert_eq!(listed, [100, 100, 50]);
        assert_eq!(lines.iter().filter(|line| line.get("Executions").is_some()).count(), 1);
    }

    #[test]
    fn each_type_has_its_line_and_is_flushed_once() {
        let lines = written(|emf| {
            emf.record(Metric::Failures, 1.0, &of(TaskType::Webhook));
            emf.record(Metric::Failures, 1.0, &of(TaskType::Http));
            emf.record(Metric::QueueAge, f64::NAN, &of(TaskType::Http));
            emf.flush();
            emf.flush();
        });
        let types: Vec<&Value> = lines.iter().map(|line| &line["TaskType"]).collect();
        assert_eq!(types, ["http", "webhook"]);
        assert!(lines[0].get("QueueAge").is_none());
    }
}

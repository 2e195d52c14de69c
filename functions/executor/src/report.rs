//! Reports an attempt: one log line, its metrics and its span.

use std::time::Duration;

use beadle_domain::{
    call::trace::{TraceId, attempt_span, execution_span},
    execution::{Execution, State, Status, conclude::Outcome},
};
use beadle_runtime::{Labels, Metric, Metrics, Spans};
use beadle_values::duration;

use crate::stage::Job;

/// The name of the outcome of an attempt that was put off before its call.
const DEFERRED: &str = "deferred";

/// The name of an outcome.
pub(crate) fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded { .. } => "succeeded",
        Outcome::Failed { .. } => "failed",
        Outcome::Cancelled { .. } | Outcome::Withdrawn { .. } => "cancelled",
        Outcome::Deferred { .. } => DEFERRED,
        Outcome::Waiting { .. } => "waiting",
    }
}

/// Records the outcome of the claimed job, whose execution is `next` afterwards.
pub(crate) fn attempt_settled(
    (metrics, spans): (&dyn Metrics, &dyn Spans),
    job: &Job,
    outcome: &'static str,
    next: &Execution,
) {
    let State::Running { attempt, since, .. } = job.execution.state() else { return };
    let took = duration::millis(duration::between(*since, next.progress.updated_at));
    let request = &next.request;
    let failure = next.progress.failure();
    tracing::info!(
        execution.id = %request.id,
        task.id = request.task_id.map(tracing::field::display),
        task.r#type = request.spec.task_type().as_str(),
        trace.id = %TraceId::of(request),
        attempt,
        outcome,
        status = next.status().as_str(),
        http.status = next.progress.attempts.last().and_then(|attempt| attempt.http_status),
        failure.code = failure.map(|failure| failure.code.as_str()),
        duration_ms = took,
        queue_age_ms = job.queue_age.map(duration::millis),
        "attempt settled"
    );
    count(metrics, next, outcome, took);
    // What a gate deferred made no call.
    let attempt = (outcome != DEFERRED).then(|| attempt_span(&job.execution, next)).flatten();
    attempt.into_iter().chain(execution_span(next)).for_each(|span| spans.ended(span));
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a duration fit")]
fn count(metrics: &dyn Metrics, next: &Execution, outcome: &'static str, took: u64) {
    let labels = Labels::of(next);
    if labels.status.is_final() {
        metrics.record(Metric::Executions, 1.0, &labels);
    }
    match labels.status {
        Status::Failed => metrics.record(Metric::Failures, 1.0, &labels),
        Status::Retrying => metrics.record(Metric::Retries, 1.0, &labels),
        _ => {}
    }
    if outcome != DEFERRED {
        metrics.record(Metric::Duration, took as f64, &labels);
    }
}

/// Records how long a message waited beyond its due time.
pub(crate) fn queue_age(metrics: &dyn Metrics, age: Duration, execution: &Execution) {
    metrics.record(Metric::QueueAge, age.as_secs_f64() * 1_000.0, &Labels::of(execution));
}

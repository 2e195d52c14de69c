//! What the log says about ticks.

use beadle_domain::tick::Tick;
use beadle_values::cause::Chain;

use super::{RunOutcome, TickError, TickOutcome};

/// Logs the result of `tick`.
pub(super) fn report(tick: &Tick, result: Result<&TickOutcome, &TickError>) {
    let (task, version) = (tick.task_id, tick.schedule_version);
    let time = tick.scheduled_time.map(tracing::field::display);
    match result {
        Ok(TickOutcome::Handled(runs)) => {
            for (execution, outcome) in runs {
                let (outcome, unended) = match outcome {
                    RunOutcome::Started => ("started", None),
                    RunOutcome::Repeated => ("repeated", None),
                    RunOutcome::Skipped(other) => ("skipped", Some(tracing::field::display(other))),
                };
                tracing::info!(task.id = %task, execution.id = %execution, unended, outcome, "tick handled");
            }
        }
        Ok(TickOutcome::Missed) => {
            tracing::warn!(task.id = %task, scheduled_time = time, "tick is too late")
        }
        Ok(TickOutcome::Excluded(execution, reason)) => {
            tracing::info!(task.id = %task, execution.id = %execution, %reason, outcome = "excluded", "tick handled");
        }
        Ok(TickOutcome::Rearmed) => {
            tracing::warn!(task.id = %task, version, "tick of an earlier schedule; armed the current one");
        }
        Ok(TickOutcome::Disarmed) => {
            tracing::warn!(task.id = %task, version, "tick of a task without a schedule; disarmed it");
        }
        Err(error) => {
            tracing::error!(task.id = %task, scheduled_time = time, error = %Chain(error), "tick will be redelivered")
        }
    }
}

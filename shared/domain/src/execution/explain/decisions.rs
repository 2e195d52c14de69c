//! Lists the decisions about an execution in chronological order.

use beadle_schedule::Schedule;
use beadle_values::duration;

use super::{
    Decision, job,
    needed::{Needed, listed},
};
use crate::{
    config::Config,
    execution::{
        Attempt, AttemptOutcome, CancelReason, Execution, FailureCode, HoldKind, HoldRecord, State, Trigger,
        TriggerKind, cancellation::CUT_OFF,
    },
    hook::Delivery,
    policy::RetryPolicy,
    task::Task,
};

pub(super) fn of(
    execution: &Execution,
    config: Option<&Config>,
    task: Option<&Task>,
    needed: &[Needed],
) -> Vec<Decision> {
    let (request, progress) = (&*execution.request, &execution.progress);
    let policy =
        config.map_or_else(|| request.policy.clone(), |config| request.policy.under(&config.profile.policy));
    let mut decisions =
        vec![Decision { at: request.created_at, what: "created", detail: created(&request.trigger, task) }];
    decisions.extend(progress.holds.iter().map(held));
    decisions.extend(progress.attempts.iter().map(|attempt| ended(attempt, &policy.retry)));
    decisions.extend(job::how_it_ended(execution));
    decisions.extend(now(execution, needed));
    decisions.extend(job::late(&progress.job));
    // The sort is stable: decisions at the same time keep their order.
    decisions.sort_by_key(|decision| decision.at);
    decisions
}

fn created(trigger: &Trigger, task: Option<&Task>) -> String {
    let asked = match trigger.kind {
        TriggerKind::Manual => "its task was asked to run".to_owned(),
        TriggerKind::Api => "it was asked for".to_owned(),
        TriggerKind::Schedule => "its task's schedule was due".to_owned(),
        TriggerKind::Reminder => "it was the time of its task's reminder".to_owned(),
        TriggerKind::Completion => "its task was completed by a person".to_owned(),
        TriggerKind::Dependency => "the tasks that its task depends on have completed".to_owned(),
        TriggerKind::Batch => match &trigger.batch {
            Some(batch) => format!(
                "all {} executions of the batch {} had ended, {} of them completed",
                batch.total, batch.id, batch.completed
            ),
            None => "all executions of a batch had ended".to_owned(),
        },
        TriggerKind::Event => "an event started it".to_owned(),
        TriggerKind::Webhook => delivered(trigger.delivery.as_deref()),
        TriggerKind::Replay => match trigger.replay_of {
            Some(id) => format!("it was asked to do again what {id} did"),
            None => "it was asked to do again what an earlier one did".to_owned(),
        },
    };
    let gone = task.and_then(|task| task.schedule.as_ref()).filter(|_| trigger.kind == TriggerKind::Schedule);
    let gone: Vec<String> =
        gone.into_iter().flat_map(Schedule::unknown_calendars).map(|name| format!("`{name}`")).collect();
    let gone = match gone.as_slice() {
        [] => String::new(),
        names => format!(
            "; its schedule names {}, and there is no such calendar: it excludes no day",
            names.join(", ")
        ),
    };
    match trigger.scheduled_for {
        Some(time) => format!("{asked}, for {time}{gone}"),
        None => asked,
    }
}

fn delivered(delivery: Option<&Delivery>) -> String {
    let Some(Delivery { scheme, id }) = delivery else { return "a webhook was delivered".to_owned() };
    let id = id.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
    match scheme {
        Some(scheme) => format!("the delivery{id} came to its task's hook, verified as {scheme} asks for"),
        None => format!("the delivery{id} came to its task's hook, which verifies nobody"),
    }
}

fn held(held: &HoldRecord) -> Decision {
    let by = match held.kind {
        HoldKind::RateLimit => "the rate limit of its config",
        HoldKind::RateLimitKey => "the rate limit of its key in its config",
        HoldKind::Throttled => "the destination, which asked for fewer calls",
        HoldKind::Breaker => "the circuit breaker of its config",
        HoldKind::Concurrency => "the most calls at once of its config",
        HoldKind::Overlap => "an earlier execution of its task",
        HoldKind::Order => "an earlier execution with its order key",
        HoldKind::Credential => "a credential that was being fetched",
        HoldKind::OutOfTime => "a runner that had no time left",
        HoldKind::Credits => "its owner's budget of credits, which is used up",
        HoldKind::Limit => "a limit of its owner's subscription level",
        HoldKind::Paused => "a pause of its config, of its owner's account or of everything",
    };
    let often = match held.times {
        0 | 1 => String::new(),
        times => format!(", {times} times until {}", held.last),
    };
    let detail = format!("attempt {} was kept back by {by}{often}", held.attempt);
    Decision { at: held.since, what: "held", detail }
}

fn ended(attempt: &Attempt, retry: &RetryPolicy) -> Decision {
    let number = attempt.number;
    let why = attempt.failure.as_ref().map_or("no reason was noted", |failure| failure.message.as_str());
    let (what, detail) = match attempt.outcome {
        AttemptOutcome::Succeeded => (
            "attempt_succeeded",
            match attempt.http_status {
                Some(status) => format!("attempt {number} succeeded: the destination answered {status}"),
                None => format!("attempt {number} succeeded"),
            },
        ),
        AttemptOutcome::Failed => {
            let follows = match (attempt.next_attempt_at, &attempt.failure) {
                (Some(next), _) => match &attempt.ruling {
                    Some(ruling) => format!("{ruling}, and the next attempt follows at {next}"),
                    None => format!("the next attempt follows at {next}"),
                },
                (None, Some(failure)) if failure.code == FailureCode::GaveUp => {
                    "none follows, since the time for all attempts is used up".to_owned()
                }
                (None, Some(failure)) if !retry.covers(failure) => {
                    "none follows, since it would not help".to_owned()
                }
                (None, _) if let Some(ruling) = &attempt.ruling => format!("none follows, since {ruling}"),
                (None, _) if number <= retry.max_retries && retry.stop_when.is_some() => {
                    "none follows, since `stop_when` holds".to_owned()
                }
                (None, _) => format!("none follows, since {} retries are allowed", retry.max_retries),
            };
            ("attempt_failed", format!("attempt {number} failed: {why}; {follows}"))
        }
        AttemptOutcome::Cancelled if attempt.cut_off => {
            ("attempt_cancelled", format!("attempt {number} was called off: {CUT_OFF}"))
        }
        AttemptOutcome::Cancelled => ("attempt_cancelled", format!("attempt {number} was called off")),
        AttemptOutcome::Interrupted => {
            ("attempt_interrupted", format!("the runner of attempt {number} vanished; it is made again"))
        }
        AttemptOutcome::Waiting => {
            ("attempt_waiting", format!("attempt {number} was made; its result comes later"))
        }
    };
    let at = duration::after(attempt.started_at, std::time::Duration::from_millis(attempt.duration_ms));
    Decision { at, what, detail }
}

/// The decision that the current state adds to those of the attempts.
fn now(execution: &Execution, needed: &[Needed]) -> Option<Decision> {
    let made = execution.progress.attempts.len();
    let attempts = if made == 1 { "1 attempt".to_owned() } else { format!("{made} attempts") };
    match execution.state() {
        State::Running { attempt, since, lease_until } => Some(Decision {
            at: *since,
            what: "attempt_started",
            detail: format!("a runner took attempt {attempt} and holds it until {lease_until}"),
        }),
        // The trigger shows what a person did.
        State::Completed { .. } if execution.request.trigger.kind == TriggerKind::Completion => None,
        State::Completed { at } => {
            Some(Decision { at: *at, what: "completed", detail: format!("it completed after {attempts}") })
        }
        State::Failed { at, failure } => Some(Decision {
            at: *at,
            what: "failed",
            detail: format!("it failed for good after {attempts}: {}", failure.message),
        }),
        State::Cancelled { at, reason } => Some(Decision {
            at: *at,
            what: "cancelled",
            detail: match reason {
                Some(reason) => {
                    let which = match (reason, listed(needed)) {
                        (CancelReason::DependencyFailed, Some(needed)) => format!(": {needed}"),
                        (CancelReason::DependenciesUnmet, Some(needed)) => format!(": as of now {needed}"),
                        (CancelReason::DayExcluded, _) => {
                            let why = execution.request.trigger.excluded.as_ref();
                            why.map(|why| format!(": {why}")).unwrap_or_default()
                        }
                        _ => String::new(),
                    };
                    let asked = execution.progress.cancellation.as_ref();
                    let why = match asked.filter(|asked| asked.reason == *reason) {
                        Some(asked) => asked.sentence(),
                        None => reason.sentence().into(),
                    };
                    format!("it was cancelled after {attempts}: {why}{which}")
                }
                None => format!("it was cancelled after {attempts}"),
            },
        }),
        _ => None,
    }
}

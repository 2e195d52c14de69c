//! Saves the outcome of the attempt.

use std::sync::Arc;

use beadle_application::{
    port::{Saved, StoreError},
    task,
};
use beadle_domain::{
    execution::{
        AnswerBody, CancelReason, Execution, Failure, Status,
        conclude::{self, Outcome},
        job,
    },
    spec::TaskSpec,
};
use beadle_values::cause::Chain;
use jiff::Timestamp;

use super::{Job, abandon, evaluate::Evaluated, gate, hand_over, rule};
use crate::{HandleError, Ports, report};

/// Settles the attempt: ends the execution, or sends its follow-up message. A lost claim is no error,
/// because the runner that holds it now drives the execution.
///
/// # Errors
/// [`HandleError`] if the outcome may not have been saved; the message is then delivered again.
pub async fn settle(
    ports: &Ports,
    Evaluated { mut job, outcome, report: gate_report }: Evaluated,
) -> Result<(), HandleError> {
    let outcome = gate::report(ports, &job, gate_report, outcome).await;
    let mut outcome = goes_on_waiting(&mut job, outcome);
    let now = ports.clock.now();
    let mut jitter = ports.jitter.fraction();
    let mut changes = 0;
    let (name, next, saved) = loop {
        let name = report::outcome_name(&outcome);
        let ruling = rule::ask(ports, &job, &outcome, jitter).await;
        let policy =
            ruling.as_ref().map_or_else(|| job.policy.clone(), |ruling| job.policy.ruled(&ruling.ruling));
        let mut next = conclude::conclude(&job.execution, outcome, &policy, now, jitter)?;
        if let Some(ruling) = ruling {
            next.note_ruling(ruling);
        }
        if let Some(reported) = &job.reported {
            next.progress.job.reported = Some(reported.clone());
            next.progress.job.early = None;
        }
        if job.cut_off {
            next.note_cut_off();
        }
        keep_run(&job, &mut next);
        abandon::abandon(ports, &mut job, &next).await;
        let saved = save(ports, &job, &mut next).await?;
        changes += 1;
        outcome = match saved {
            // A cancellation and a report may come, each once.
            _ if changes > MAX_CHANGES => break (name, next, saved),
            Saved::Done | Saved::Conflict => break (name, next, saved),
            Saved::CancelRequested => {
                let row = ports.runs.get(job.execution.id()).await?;
                let asked = row.and_then(|row| row.progress.cancellation);
                job.cancelled(asked.unwrap_or_else(|| CancelReason::Requested.into()))
            }
            Saved::Reported => match reported_meanwhile(ports, &mut job).await? {
                Some(outcome) => outcome,
                None => break (name, next, saved),
            },
        };
        jitter = 0.0;
    };
    if matches!(saved, Saved::CancelRequested | Saved::Reported) {
        let id = job.execution.id();
        return Err(StoreError::Unavailable(format!("{id} changed too often to be settled").into()).into());
    }
    if saved == Saved::Done {
        report::attempt_settled((&*ports.metrics, &*ports.spans), &job, name, &next);
        pause_gone_webhook(ports, &next, now).await;
        hand_over::after(ports, &job, &next, now).await;
    } else {
        tracing::warn!(
            execution.id = %job.execution.id(), outcome = name, "claim lost; the outcome is dropped"
        );
    }
    Ok(())
}

/// How often an outcome is decided again because of what others wrote meanwhile.
const MAX_CHANGES: usize = 2;

/// A job that runs already is not deferred as a call is: what holds its poll back puts the poll off.
fn goes_on_waiting(job: &mut Job, outcome: Outcome) -> Outcome {
    let Outcome::Deferred { due, .. } = outcome else { return outcome };
    let execution = &mut *job.execution;
    let request = Arc::clone(&execution.request);
    match (&request.spec, &mut execution.progress.job.accepted) {
        (TaskSpec::Wait(spec), Some(accepted)) => {
            accepted.put_off(due);
            match job::waits(execution, spec) {
                Outcome::Waiting { until, what } => Outcome::Waiting { until: until.max(due), what },
                other => other,
            }
        }
        _ => outcome,
    }
}

/// The outcome of a job that was reported while its attempt was being settled.
async fn reported_meanwhile(ports: &Ports, job: &mut Job) -> Result<Option<Outcome>, StoreError> {
    let Some(row) = ports.runs.get(job.execution.id()).await? else { return Ok(None) };
    let Some((outcome, reported)) = job::early(&row).map(job::Report::settled) else { return Ok(None) };
    job.reported = Some(reported);
    Ok(Some(outcome))
}

/// Keeps what the attempt wrote, and which version of a function it called.
fn keep_run(job: &Job, next: &mut Execution) {
    if let Some(output) = &job.output {
        output.clone_into(&mut next.progress.output);
    }
    if job.function.is_some() {
        job.function.clone_into(&mut next.progress.function);
    }
}

/// Pauses the schedule of a task whose destination answered 410. If that fails, its next run is answered 410
/// again.
async fn pause_gone_webhook(ports: &Ports, ended: &Execution, now: Timestamp) {
    let gone = |failure: &Failure| failure.http_status == Some(410);
    let stops = ended.request.spec.task_type().stops_when_gone();
    let Some(task) = ended.request.task_id.filter(|_| stops) else { return };
    if ended.status() != Status::Failed || !ended.progress.failure().is_some_and(gone) {
        return;
    }
    if let Err(error) = task::pause_after_gone(&*ports.tasks, task, now).await {
        tracing::warn!(task.id = %task, error = %Chain(&error), "failed to pause the schedule of a webhook that is gone");
    }
}

/// Saves `next` in place of the claim. A response that is too large for the store loses its body, not the
/// outcome.
async fn save(ports: &Ports, job: &Job, next: &mut Execution) -> Result<Saved, StoreError> {
    if job.config.is_some() {
        next.note_policy(&job.policy);
    }
    match (ports.runs.settle(next, &job.execution, job.hops).await, &mut next.progress.answer) {
        (Err(StoreError::TooLarge(_)), Some(answer)) if !answer.body.is_empty() => {
            answer.body = AnswerBody::Empty;
            answer.truncated = true;
            ports.runs.settle(next, &job.execution, job.hops).await
        }
        (saved, _) => saved,
    }
}

//! Writes what became of the attempt, and what follows.

use beadle_application::{
    port::{Saved, StoreError},
    task,
};
use beadle_domain::{
    execution::{AnswerBody, CancelReason, Execution, Failure, Status, conclude},
    spec::TaskType,
};
use jiff::Timestamp;

use super::{Job, gate, judge::Judged};
use crate::{HandleError, Ports, report};

/// Settles the attempt: ends the execution, or sends the message of what follows. A claim that was lost meanwhile is no
/// fault: whoever has it drives the execution.
///
/// # Errors
/// [`HandleError`] when it may not be written; the message has to come again.
pub async fn settle(ports: &Ports, Judged { job, outcome, told }: Judged) -> Result<(), HandleError> {
    let outcome = gate::report(ports, &job, told, outcome).await;
    let mut name = report::outcome_name(&outcome);
    let now = ports.clock.now();
    let retry = &job.policy.retry;
    let mut next = conclude::conclude(&job.execution, outcome, retry, now, ports.jitter.fraction())?;
    let mut saved = save(ports, &job, &mut next).await?;
    if saved == Saved::CancelRequested {
        let cancelled = conclude::Outcome::Cancelled { reason: CancelReason::Requested };
        name = report::outcome_name(&cancelled);
        next = conclude::conclude(&job.execution, cancelled, retry, now, 0.0)?;
        saved = save(ports, &job, &mut next).await?;
    }
    if saved == Saved::Done {
        report::settled(&*ports.metrics, &job, name, &next);
        silence_gone_webhook(ports, &next, now).await;
    } else {
        tracing::warn!(
            execution.id = %job.execution.id(), outcome = name, "the claim was lost; the outcome is dropped"
        );
    }
    Ok(())
}

/// A webhook that was answered 410 is not sent by its schedule again. Where that fails its next run is answered 410 too.
async fn silence_gone_webhook(ports: &Ports, ended: &Execution, now: Timestamp) {
    let gone = |failure: &Failure| failure.http_status == Some(410);
    let is_webhook = ended.request.spec.task_type() == TaskType::Webhook;
    let Some(task) = ended.request.task_id.filter(|_| is_webhook) else { return };
    if ended.status() != Status::Failed || !ended.progress.failure().is_some_and(gone) {
        return;
    }
    if let Err(error) = task::silence(&*ports.tasks, &*ports.task_writer, task, now).await {
        tracing::warn!(task.id = %task, %error, "the schedule of a webhook that is gone was not paused");
    }
}

/// Writes `next` in place of the claim. An answer that is too large for the store loses its body, not the outcome.
async fn save(ports: &Ports, job: &Job, next: &mut Execution) -> Result<Saved, StoreError> {
    let fence = job.execution.version();
    match (ports.runs.save(next, fence, job.hops).await, &mut next.progress.answer) {
        (Err(StoreError::TooLarge(_)), Some(answer)) if !answer.body.is_empty() => {
            answer.body = AnswerBody::Empty;
            answer.truncated = true;
            ports.runs.save(next, fence, job.hops).await
        }
        (saved, _) => saved,
    }
}

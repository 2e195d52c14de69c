//! Decides whether a claimed execution may run now.
//!
//! An ad-hoc execution is admitted without a read. An execution of a saved task reads its task (half a
//! DynamoDB read unit) if its schedule started it, if it waited, and before every further attempt; right
//! after a manual start it does not, because the caller has just read the task. So deleting a task stops all
//! its executions that have not begun. A tick that begins an execution has just read it too. An execution that a schedule made is compared with its task then
//! ([`tick::judge`]): it may be withdrawn, or run what the task is now. An execution that names a config reads it before every attempt, so a
//! change to the config applies from the next attempt. Then a pause may hold it.

mod account;
mod config;
mod current;
mod dependencies;
mod order;
mod overlap;
mod pause;

use std::{ops::ControlFlow, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::{
    execution::{CancelReason, Execution, Failure, Hold, TriggerKind, conclude::Outcome},
    tick::{self, Judgement},
};
use beadle_schedule::{Overlap, Schedule};
use beadle_values::duration;
use jiff::Timestamp;

use super::{Job, claim::Claimed, evaluate::Evaluated};
use crate::{HandleError, Ports};

/// An execution that may run now.
#[derive(Debug)]
pub struct Admitted(pub(super) Job);

/// Whether an execution may run now.
#[derive(Debug, Clone, PartialEq)]
pub enum Admission {
    /// It may run.
    Go,
    /// It waits until `due`, which uses up no retry.
    Defer {
        /// When to ask again.
        due: Timestamp,
        /// What blocks it.
        hold: Hold,
    },
    /// It fails without being run.
    Refuse {
        /// Why it fails.
        failure: Failure,
    },
    /// It is cancelled.
    Cancel {
        /// Why it is cancelled.
        reason: CancelReason,
    },
}

/// For how long after its creation an execution relies on the task that its caller has just read.
const TASK_FRESH_FOR: Duration = Duration::from_secs(10);

/// Admits the execution, or breaks with its outcome.
///
/// # Errors
/// [`HandleError::Store`] if the decision needs data that can't be read, or the claim was lost before its
/// request was replaced.
pub async fn admit(
    ports: &Ports,
    Claimed(mut job): Claimed,
) -> Result<ControlFlow<Evaluated, Admitted>, HandleError> {
    let admission = match decide(ports, &mut job).await? {
        Admission::Go => order::admit(ports, &job).await?,
        other => other,
    };
    let admission = match admission {
        Admission::Go => config::admit(ports, &mut job).await?,
        other => other,
    };
    let admission = match admission {
        Admission::Go => pause::admit(ports, &job).await?,
        other => other,
    };
    let admission = match admission {
        Admission::Go => account::admit(ports, &mut job).await?,
        other => other,
    };
    let outcome = match admission {
        // A personal task has no call: becoming due is all that its execution does.
        Admission::Go if job.execution.request.spec.task_type().is_personal() => {
            Outcome::Succeeded { answer: None }
        }
        Admission::Go => return Ok(ControlFlow::Continue(Admitted(job))),
        Admission::Defer { due, hold } => Outcome::Deferred { due, hold },
        Admission::Refuse { failure } => Outcome::Failed { failure, answer: None },
        Admission::Cancel { reason } => Outcome::Withdrawn { reason },
    };
    Ok(ControlFlow::Break(Evaluated::without_call(job, outcome)))
}

async fn decide(ports: &Ports, job: &mut Job) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    if execution.progress.cancel_requested {
        return Ok(Admission::Cancel { reason: execution.progress.cancel_reason() });
    }
    let Some(task_id) = execution.request.task_id else { return Ok(Admission::Go) };
    if !execution.request.trigger.skipped_for.is_empty() {
        return Ok(Admission::Cancel { reason: CancelReason::DependencyFailed });
    }
    let now = ports.clock.now();
    if !has_to_read_task(job, now) {
        return Ok(Admission::Go);
    }
    let task = match job.task.take() {
        Some(task) => *task,
        None => match ports.tasks.get(task_id).await? {
            Some(saved) => saved.task,
            None => return Ok(Admission::Cancel { reason: CancelReason::TaskDeleted }),
        },
    };
    let queued = |schedule: &Schedule| schedule.overlap() == Overlap::Queue;
    job.hands_over = task.schedule.as_ref().is_some_and(queued);
    let execution = &*job.execution;
    let is_stale = match tick::judge(&task, execution, now) {
        Judgement::Withdraw(reason) => return Ok(Admission::Cancel { reason }),
        Judgement::AsTheTaskIs => true,
        Judgement::AsMade => false,
    };
    let begins = is_scheduled(execution) && job.attempt() == 1 && !execution.progress.has_waited();
    if begins && !dependencies::met(ports, &task).await? {
        return Ok(Admission::Cancel { reason: CancelReason::DependenciesUnmet });
    }
    let admission = match &task.schedule {
        Some(schedule) if begins => overlap::admit(ports, job, &task, schedule.overlap(), now).await?,
        _ => Admission::Go,
    };
    if is_stale && admission == Admission::Go {
        current::rebuild(ports, job, &task).await?;
    }
    Ok(admission)
}

fn has_to_read_task(job: &Job, now: Timestamp) -> bool {
    let execution = &*job.execution;
    is_scheduled(execution)
        || job.attempt() > 1
        || duration::between(execution.request.created_at, now) > TASK_FRESH_FOR
}

fn is_scheduled(execution: &Execution) -> bool {
    matches!(execution.request.trigger.kind, TriggerKind::Schedule | TriggerKind::Reminder)
}

//! Asks whether a claimed execution may run now.
//!
//! An ad-hoc execution asks nothing. One of a saved task reads its task (half a read unit of DynamoDB) when its schedule
//! started it, when it waited, and before every further attempt; one that a person started a moment ago does not, since
//! whoever started it has just read the task. So a task that is deleted stops everything of it that has not begun. One that
//! names a config reads it before every attempt, so a change of it holds from the next attempt on.

mod account;
mod dependencies;
mod overlap;
mod under_config;

use std::{ops::ControlFlow, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::execution::{CancelReason, Execution, Failure, Hold, TriggerKind, conclude::Outcome};
use beadle_values::duration;
use jiff::Timestamp;

use super::{Job, claim::Claimed, judge::Judged};
use crate::{HandleError, Ports};

/// An execution that may run now.
#[derive(Debug)]
pub struct Admitted(pub(super) Job);

/// Whether an execution may run now.
#[derive(Debug, Clone, PartialEq)]
pub enum Admission {
    /// Run it.
    Go,
    /// Ask again then; no attempt is burnt.
    Defer {
        /// When.
        due: Timestamp,
        /// What keeps it back.
        hold: Hold,
    },
    /// It fails without being run.
    Refuse {
        /// Why.
        failure: Failure,
    },
    /// It is called off.
    Cancel {
        /// Why.
        reason: CancelReason,
    },
}

/// How recently an execution was asked for whose task need not be read again.
const JUST_NOW: Duration = Duration::from_secs(10);

/// Lets the execution run, or breaks off with what becomes of it instead.
///
/// # Errors
/// [`HandleError::Store`] when it can't be told.
pub async fn admit(
    ports: &Ports,
    Claimed(mut job): Claimed,
) -> Result<ControlFlow<Judged, Admitted>, HandleError> {
    let admission = match decide(ports, &job).await? {
        Admission::Go => under_config::admit(ports, &mut job).await?,
        other => other,
    };
    let admission = match admission {
        Admission::Go => account::admit(ports, &mut job).await?,
        other => other,
    };
    let outcome = match admission {
        // What calls nobody has done what it does by being due.
        Admission::Go if job.execution.request.spec.task_type().is_personal() => {
            Outcome::Succeeded { answer: None }
        }
        Admission::Go => return Ok(ControlFlow::Continue(Admitted(job))),
        Admission::Defer { due, hold } => Outcome::Deferred { due, hold },
        Admission::Refuse { failure } => Outcome::Failed { failure, answer: None },
        Admission::Cancel { reason } => Outcome::Cancelled { reason },
    };
    Ok(ControlFlow::Break(Judged::without_call(job, outcome)))
}

async fn decide(ports: &Ports, job: &Job) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    if execution.progress.cancel_requested {
        return Ok(Admission::Cancel { reason: CancelReason::Requested });
    }
    let Some(task_id) = execution.request.task_id else { return Ok(Admission::Go) };
    if !execution.request.trigger.skipped_for.is_empty() {
        return Ok(Admission::Cancel { reason: CancelReason::DependencyFailed });
    }
    let now = ports.clock.now();
    if !asks_for_its_task(job, now) {
        return Ok(Admission::Go);
    }
    let Some(saved) = ports.tasks.get(task_id).await? else {
        return Ok(Admission::Cancel { reason: CancelReason::TaskDeleted });
    };
    let task = saved.task;
    let scheduled = is_scheduled(execution);
    if task.deleted_at.is_some() {
        return Ok(Admission::Cancel { reason: CancelReason::TaskDeleted });
    }
    if scheduled && task.completed_at.is_some() {
        return Ok(Admission::Cancel { reason: CancelReason::TaskCompleted });
    }
    if scheduled && task.paused {
        return Ok(Admission::Cancel { reason: CancelReason::TaskPaused });
    }
    let begins = scheduled && job.attempt() == 1 && !execution.progress.has_waited();
    if begins && !dependencies::met(ports, &task).await? {
        return Ok(Admission::Cancel { reason: CancelReason::DependenciesUnmet });
    }
    match task.schedule {
        Some(schedule) if begins => overlap::admit(ports, job, task_id, schedule.overlap(), now).await,
        _ => Ok(Admission::Go),
    }
}

fn asks_for_its_task(job: &Job, now: Timestamp) -> bool {
    let execution = &*job.execution;
    is_scheduled(execution)
        || job.attempt() > 1
        || duration::between(execution.request.created_at, now) > JUST_NOW
}

fn is_scheduled(execution: &Execution) -> bool {
    matches!(execution.request.trigger.kind, TriggerKind::Schedule | TriggerKind::Reminder)
}

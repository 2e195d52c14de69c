//! A task after an edit.

use beadle_domain::{
    policy::RetryPolicy,
    spec::TaskSpec,
    task::{Task, TaskDraft},
};
use beadle_schedule::Schedule;
use beadle_values::{
    body::Body,
    violation::{Path, Violations},
};

use crate::edit::{Edit, Shape, Within};

const LEAVE_OUT: &str = "leave it out";
const IN_SCHEDULE: &str = "write it inside `schedule`";
const BY_ROUTE: &str = "use the routes `pause` and `resume`";

/// The shape of the document of a task. Read-only members are those that Beadle maintains.
const SHAPE: Shape = Shape {
    read_only: &[
        ("id", LEAVE_OUT),
        ("task_id", LEAVE_OUT),
        ("user_id", LEAVE_OUT),
        ("status", BY_ROUTE),
        ("paused", BY_ROUTE),
        ("version", LEAVE_OUT),
        ("created_at", LEAVE_OUT),
        ("updated_at", LEAVE_OUT),
        ("updated_by", LEAVE_OUT),
        ("deleted_at", "use DELETE and the route `restore`"),
        ("completed_at", "write `is_completed`, or use the routes `complete` and `reopen`"),
        ("template_id", LEAVE_OUT),
        ("number", LEAVE_OUT),
        ("total_credits_consumed", LEAVE_OUT),
        ("last_result", LEAVE_OUT),
        ("run_count", LEAVE_OUT),
        ("skipped_count", LEAVE_OUT),
        ("last_skip", LEAVE_OUT),
        ("success_count", LEAVE_OUT),
        ("failure_count", LEAVE_OUT),
        ("next_run_time", LEAVE_OUT),
        ("last_run_time", LEAVE_OUT),
        ("last_success_time", LEAVE_OUT),
        ("last_error", LEAVE_OUT),
        ("overlap", IN_SCHEDULE),
        ("catch_up", IN_SCHEDULE),
        ("idempotency_key", LEAVE_OUT),
        ("stated_policy", "write `timeout`, `retry` and `give_up_after`"),
    ],
    names: TaskDraft::names,
    within: &[
        Within { member: "config", names: TaskSpec::names_of_config, kind: None, text: None },
        Within {
            member: "schedule",
            names: |_, names| Schedule::names(names),
            kind: None,
            text: Some(Schedule::change_by_text),
        },
        Within {
            member: "retry",
            names: |_, names| RetryPolicy::names(names),
            kind: Some(("strategy", &["max_retries", "retry_on", "stop_when"])),
            text: None,
        },
    ],
};

/// `task` after `edit`.
///
/// # Errors
/// Every violation of the edit, including read-only members.
pub(super) fn apply(edit: &Edit, task: &Task) -> Result<TaskDraft, Violations> {
    let path = Path::body();
    let (document, mut violations) = edit.over(TaskDraft::document(task), &SHAPE, &path)?;
    match violations.take(TaskDraft::parse(&document, &path)) {
        Some(draft) if violations.is_empty() => Ok(draft),
        _ => Err(violations),
    }
}

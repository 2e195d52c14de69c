//! Responses of `TaskTrack` (seed 004): tasks identified by numbers.

mod elapsed;

use axum::response::Response;
use beadle_application::{tasktrack::NumberedPage, tasktrack::NumberedTask};
use beadle_domain::{
    execution::Execution,
    task::{SavedTask, Task, TaskStatus},
};
use beadle_values::duration;
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;

use crate::http::page;

/// Confirmation of a change.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = NumberedMessage))]
pub(crate) struct TasktrackMessage {
    /// What was done.
    #[cfg_attr(test, schema(example = "Task created successfully"))]
    pub(crate) message: &'static str,
    /// Number of the task.
    #[cfg_attr(test, schema(example = 1))]
    pub(crate) task_id: u64,
}

/// A task in a list.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = NumberedItem))]
pub(crate) struct TasktrackItem<'a> {
    /// Number.
    #[cfg_attr(test, schema(example = 1))]
    id: u64,
    /// Name.
    #[cfg_attr(test, schema(example = "someName"))]
    name: &'a str,
    /// Description; empty if there is none.
    #[cfg_attr(test, schema(example = "some description"))]
    description: &'a str,
    /// `pending`, `running`, `done` or `failed`. In lists it may lag by a moment.
    #[cfg_attr(test, schema(example = "running"))]
    status: &'static str,
}

/// A task.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = NumberedTask))]
pub(crate) struct TasktrackTask<'a> {
    #[serde(flatten)]
    item: TasktrackItem<'a>,
    /// Time of creation.
    #[cfg_attr(test, schema(value_type = String, format = DateTime, example = "2025-06-19T12:00:00Z"))]
    created_at: Timestamp,
    /// Elapsed time, in the format of Go durations.
    #[cfg_attr(test, schema(example = "4m2.348501s"))]
    duration: String,
}

impl<'a> TasktrackTask<'a> {
    /// Builds the response as of `now`.
    pub(crate) fn of(number: u64, found: &'a NumberedTask, now: Timestamp) -> Self {
        let NumberedTask { saved, latest } = found;
        let task = &saved.task;
        let status =
            latest.as_ref().map_or(TaskStatus::Pending, |latest| TaskStatus::of_execution(latest.status()));
        Self {
            item: TasktrackItem::of(number, task, status),
            created_at: task.created_at,
            duration: elapsed::text(latest.as_ref().map(|latest| took(latest, now)).unwrap_or_default()),
        }
    }
}

impl<'a> TasktrackItem<'a> {
    fn of(number: u64, task: &'a Task, status: TaskStatus) -> Self {
        let description = task.description.as_deref().unwrap_or_default();
        Self { id: number, name: &task.name, description, status: name(status) }
    }

    pub(crate) fn respond(page: &NumberedPage, uri: &Uri, now: Timestamp) -> Response {
        let tasks = page.tasks.iter();
        let items = tasks.map(|(number, SavedTask { task, stats })| {
            TasktrackItem::of(*number, task, TaskStatus::of(task, stats, now))
        });
        page::respond(&items.collect::<Vec<_>>(), uri, page.next.as_ref())
    }
}

/// Elapsed time of an execution: until its end, or until `now`.
fn took(execution: &Execution, now: Timestamp) -> std::time::Duration {
    let progress = &execution.progress;
    let until = progress.state.ended_at().unwrap_or(now);
    progress.started_at().map(|began| duration::between(began, until)).unwrap_or_default()
}

/// The dialect's name of a status.
fn name(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Pending | TaskStatus::Scheduled | TaskStatus::Paused => "pending",
        TaskStatus::Running => "running",
        TaskStatus::Completed => "done",
        TaskStatus::Failed | TaskStatus::Cancelled | TaskStatus::Skipped => "failed",
    }
}

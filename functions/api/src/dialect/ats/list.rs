//! List tasks.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::TaskQuery;
use beadle_domain::{
    spec::TaskType,
    task::{Priority, TaskStatus},
};
use beadle_values::{
    body::{one_of, optional},
    id::OwnerId,
    page::Page,
    query,
};

use super::response::AtsTaskList;
use crate::{
    http::{Caller, PageParameters, Problem, Query, extract::user},
    state::Api,
};

/// Maximum number of store pages read to fill one page of the response.
const MAX_PAGES: usize = 10;

query! {
    /// Which tasks to list.
    pub(crate) struct AutomatedFilters {
        /// Only those with this status: `pending`, `running`, `completed`, `failed`, `cancelled`, `scheduled` or `paused`.
        status: Option<TaskStatus> = optional(one_of()),
        /// Only those of this type.
        "type" => kind: Option<TaskType> = optional(one_of()),
        /// Only those of this priority: `low`, `normal` or `high`; `medium` is read as `normal`.
        priority: Option<Priority> = optional(one_of().spelled("PriorityText")),
        /// Only those assigned to this user.
        "assignedTo" => assigned: Option<OwnerId> = optional(user()),
    }
}

/// List all tasks (with optional filters), newest first
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/tasks",
    operation_id = "list_automated_tasks",
    tag = "automated tasks",
    params(AutomatedFilters, PageParameters),
    responses(
        (status = 200, description = "A page of tasks", body = AtsTaskList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (page, filters), uri }: Query<(PageParameters, AutomatedFilters)>,
) -> Result<Response, Problem> {
    let AutomatedFilters { status, kind, priority, assigned } = filters;
    let mut filter = TaskQuery {
        // The dialect's `pending` includes tasks that wait for their schedule.
        status: status.filter(|status| *status != TaskStatus::Pending),
        task_type: kind,
        priority,
        cursor: page.cursor,
        ..TaskQuery::newest(by.owner.clone(), page.limit, api.now())
    };
    let mut page = Page { items: Vec::new(), next: None };
    for _ in 0..MAX_PAGES {
        page = api.services.tasks.list(&by, &filter).await?;
        page.items.retain(|saved| {
            let waits = matches!(
                TaskStatus::of(&saved.task, &saved.stats, filter.now),
                TaskStatus::Pending | TaskStatus::Scheduled
            );
            (status != Some(TaskStatus::Pending) || waits)
                && assigned.as_ref().is_none_or(|user| saved.task.assigned_to.as_ref() == Some(user))
        });
        match &page.next {
            Some(next) if page.items.is_empty() => filter.cursor = Some(next.clone()),
            _ => break,
        }
    }
    Ok(AtsTaskList::respond(&page, &uri, &api.task_defaults, api.now()))
}

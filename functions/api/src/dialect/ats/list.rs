//! List tasks.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::TaskQuery;
use beadle_domain::task::{Priority, TaskStatus};
use beadle_values::{id::OwnerId, page::Page};

use super::response::AtsTaskList;
use crate::{
    http::{Caller, Problem, Query},
    state::Api,
};

/// Maximum number of store pages read to fill one page of the response.
const MAX_PAGES: usize = 10;

/// Which tasks to list.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, non_snake_case, reason = "describes what the route reads")]
pub(crate) struct AutomatedFilters {
    /// Only those with this status: `pending`, `running`, `completed`, `failed`, `cancelled`, `scheduled` or `paused`.
    #[param(inline)]
    status: Option<TaskStatus>,
    /// Only those of this type; those of the document that nothing runs yet are never found.
    #[param(inline)]
    r#type: Option<AutomatedTypeFilter>,
    /// Only those of this priority: `low`, `normal` or `high`; `medium` is read as `normal`.
    #[param(inline)]
    priority: Option<crate::http::parameters::PriorityText>,
    /// Only those assigned to this user.
    assignedTo: Option<String>,
}

/// A task type of the dialect, with or without an executor.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes names that the route reads")]
pub(crate) enum AutomatedTypeFilter {
    Http,
    ApiCall,
    Webhook,
    Graphql,
    Database,
    Simulated,
    Script,
    Custom,
}

/// List all tasks (with optional filters), newest first
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/tasks",
    operation_id = "list_automated_tasks",
    tag = "automated tasks",
    params(AutomatedFilters, crate::http::parameters::PageParameters),
    responses(
        (status = 200, description = "A page of tasks", body = AtsTaskList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let (limit, cursor) = query.page();
    let status = query.parsed::<TaskStatus>("status", "enum");
    // Tasks of these types can't be saved, but clients of the dialect filter by them.
    let kind = query.text("type");
    let unsupported = matches!(kind.as_deref(), Some("script" | "custom"));
    let task_type = kind.filter(|_| !unsupported).and_then(|name| {
        let parsed = name.parse();
        parsed.map_err(|_| query.violation("type", "enum", "unknown task type")).ok()
    });
    let assigned = query.parsed::<OwnerId>("assignedTo", "user_id");
    let mut filter = TaskQuery {
        // The dialect's `pending` includes tasks that wait for their schedule.
        status: status.filter(|status| *status != TaskStatus::Pending),
        task_type,
        priority: query.value("priority", Priority::parse),
        cursor,
        ..TaskQuery::newest(by.owner.clone(), limit, api.clock.now())
    };
    let uri = query.finish()?;
    let mut page = Page { items: Vec::new(), next: None };
    for _ in 0..MAX_PAGES {
        page = if unsupported { page } else { api.tasks.list(&by, &filter).await? };
        page.items.retain(|saved| {
            let waits = matches!(
                TaskStatus::of(&saved.task, &saved.stats),
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
    Ok(AtsTaskList::respond(&page, &uri, &api.task_defaults, api.clock.now()))
}

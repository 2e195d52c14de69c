//! List tasks of the Automated Task System.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::TaskQuery;
use beadle_domain::task::{Priority, TaskStatus};
use beadle_values::{id::OwnerId, page::Page, violation::Path};

use super::response::AtsTaskList;
use crate::{
    document::{AutomatedFilters, PageParameters},
    http::{Caller, Problem, Query},
    state::Api,
};

/// How many pages of the store are looked through for tasks to answer.
const ROUNDS: usize = 10;

/// List all tasks (with optional filters), newest first
#[utoipa::path(
    get,
    path = "/api/tasks",
    operation_id = "list_automated_tasks",
    tag = "automated tasks",
    params(AutomatedFilters, PageParameters),
    responses(
        (status = 200, description = "A page of tasks", body = AtsTaskList<'_>),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let (limit, cursor) = query.page();
    let status = query.parsed::<TaskStatus>("status", "enum");
    // Nothing of these types can be saved, but a client may well ask for them.
    let kind = query.text("type");
    let nothing = matches!(kind.as_deref(), Some("script" | "custom"));
    let task_type = kind.filter(|_| !nothing).and_then(|name| {
        let parsed = name.parse();
        parsed.map_err(|_| query.fault("type", "enum", "is no type of task")).ok()
    });
    let assigned = query.parsed::<OwnerId>("assignedTo", "user_id");
    let mut asked = TaskQuery {
        // What the document calls pending waits for its schedule, too.
        status: status.filter(|status| *status != TaskStatus::Pending),
        task_type,
        priority: priority(&mut query),
        cursor,
        ..TaskQuery::newest(by.owner.clone(), limit, api.clock.now())
    };
    let uri = query.finish()?;
    let mut page = Page { items: Vec::new(), next: None };
    for _ in 0..ROUNDS {
        page = if nothing { page } else { api.tasks.list(&by, &asked).await? };
        page.items.retain(|saved| {
            let waits = matches!(
                TaskStatus::of(&saved.task, &saved.stats),
                TaskStatus::Pending | TaskStatus::Scheduled
            );
            (status != Some(TaskStatus::Pending) || waits)
                && assigned.as_ref().is_none_or(|user| saved.task.assigned_to.as_ref() == Some(user))
        });
        match &page.next {
            Some(next) if page.items.is_empty() => asked.cursor = Some(next.clone()),
            _ => break,
        }
    }
    Ok(AtsTaskList::respond(&page, &uri, &api.task_defaults, api.clock.now()))
}

fn priority(query: &mut Query) -> Option<Priority> {
    let text = query.text("priority")?;
    let parsed = Priority::parse(&text.into(), &Path::of("query").key("priority"));
    parsed.map_err(|violation| query.push(violation)).ok()
}

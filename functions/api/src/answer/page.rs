//! Lists come in pages.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_domain::{config::Config, execution::Execution, policy::RunDefaults, task::SavedTask};
use beadle_values::page::{Cursor, Page};
use http::{Uri, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ExecutionAnswer, LogList, ProfileAnswer, TaskAnswer};
use crate::extract::Query;

/// A page of tasks, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskList<'a> {
    /// The tasks.
    tasks: Vec<TaskAnswer<'a>>,
    /// The `cursor` of the next page; null on the last one. A page may be short, or empty, and still have a next one.
    next_cursor: Option<&'a str>,
}

/// A page of executions, newest first, without bodies.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExecutionList<'a> {
    /// The executions.
    executions: Vec<ExecutionAnswer<'a>>,
    /// The `cursor` of the next page; null on the last one. A page may be short, or empty, and still have a next one.
    next_cursor: Option<&'a str>,
}

/// A page of configs, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConfigList<'a> {
    /// The configs.
    configs: Vec<ProfileAnswer<'a>>,
    /// The `cursor` of the next page; null on the last one. A page may be short, or empty, and still have a next one.
    next_cursor: Option<&'a str>,
}

impl ConfigList<'_> {
    pub(crate) fn respond(page: &Page<Config>, uri: &Uri) -> Response {
        let configs = page.items.iter().map(ProfileAnswer::of).collect();
        respond(&ConfigList { configs, next_cursor: cursor(page) }, uri, page.next.as_ref())
    }
}

impl TaskList<'_> {
    pub(crate) fn respond(
        page: &Page<SavedTask>,
        uri: &Uri,
        defaults: &RunDefaults,
        now: Timestamp,
    ) -> Response {
        let tasks = page.items.iter().map(|saved| TaskAnswer::of(saved, defaults, now)).collect();
        respond(&TaskList { tasks, next_cursor: cursor(page) }, uri, page.next.as_ref())
    }
}

impl ExecutionList<'_> {
    pub(crate) fn respond(page: &Page<Execution>, uri: &Uri) -> Response {
        let executions = page.items.iter().map(ExecutionAnswer::brief).collect();
        respond(&ExecutionList { executions, next_cursor: cursor(page) }, uri, page.next.as_ref())
    }
}

impl LogList<'_> {
    pub(crate) fn respond(page: &Page<Execution>, uri: &Uri) -> Response {
        respond(&LogList::of(&page.items, cursor(page)), uri, page.next.as_ref())
    }
}

fn cursor<T>(page: &Page<T>) -> Option<&str> {
    page.next.as_ref().map(|next| next.0.as_str())
}

pub(super) fn respond(list: &impl Serialize, uri: &Uri, next: Option<&Cursor>) -> Response {
    let mut response = Json(list).into_response();
    if let Some(link) = next.and_then(|next| Query::next_link(uri, next)) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

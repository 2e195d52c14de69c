//! Logs of a task as a plain list (seed 002).

use axum::response::Response;
use beadle_domain::execution::{Execution, logs};
use beadle_values::page::Page;
use http::Uri;

use crate::{executions::response::log::LogResponse, http::page};

/// Log entries of a task's executions.
pub(crate) struct AtsLog;

impl AtsLog {
    /// Responds with the log entries of a page of executions, oldest first.
    pub(crate) fn respond(page: &Page<Execution>, uri: &Uri) -> Response {
        let executions = page.items.iter().rev();
        let lines = executions.flat_map(logs::entries).map(LogResponse::from);
        page::respond(&lines.collect::<Vec<_>>(), uri, page.next.as_ref())
    }
}

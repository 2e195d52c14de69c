//! What happened to a task, as seed 002 tells it: a list of lines.

use axum::response::Response;
use beadle_domain::execution::{Execution, logs};
use beadle_values::page::Page;
use http::Uri;

use crate::{executions::response::log::LogResponse, http::page};

/// The lines of a task's executions.
pub(crate) struct AtsLog;

impl AtsLog {
    /// The lines of a page, in the order of their times.
    pub(crate) fn respond(page: &Page<Execution>, uri: &Uri) -> Response {
        let executions = page.items.iter().rev();
        let lines = executions.flat_map(logs::entries).map(LogResponse::from);
        page::respond(&lines.collect::<Vec<_>>(), uri, page.next.as_ref())
    }
}

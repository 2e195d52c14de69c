//! Export what the caller has.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_values::{body::optional, page::Cursor, query};
use serde::Serialize;
use serde_json::Value;

use crate::{
    http::{Caller, Problem, Query, extract::cursor, page},
    state::Api,
};

/// A page of records.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Export, example = json!({
    "records": [{
        "kind": "calendar", "version": 1, "id": "closed",
        "members": {"days": [{"days": "2027-05-06"}], "weekly": ["sunday"], "recurring": [], "description": null},
        "state": {"created_at": "2026-11-20T09:00:00Z", "updated_at": "2026-11-20T09:00:00Z", "version": 1}
    }],
    "next_cursor": null
})))]
pub(crate) struct ExportPage<'a> {
    /// The records, each with its `kind`, the `version` of its form, and its `id`. Those of kind `left_out` say what is not
    /// moved, and why.
    #[cfg_attr(test, schema(value_type = Vec<Object>))]
    records: &'a [Value],
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

query! {
    /// Where a page of an export begins.
    pub(crate) struct ExportParameters {
        /// The `next_cursor` of the page before.
        cursor: Option<Cursor> = optional(cursor()),
    }
}

/// Export what you have
///
/// All that the caller has, a page at a time: configs, calendars, tasks with their state, the rules of alerts, batches that have
/// ended and executions that have ended or not begun; for operators functions, for admins templates. Records refer to secrets
/// and mask credentials: neither is told. `POST /api/v1/import` of another service takes them.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/export",
    operation_id = "export_account",
    tag = "moving",
    params(ExportParameters),
    responses(
        (status = 200, description = "A page of records", body = ExportPage<'_>),
        (status = 403, description = "The caller may only look"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn export(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: ExportParameters { cursor }, uri }: Query<ExportParameters>,
) -> Result<Response, Problem> {
    let found = api.services.transfers().export(api.call(&by), cursor.as_ref()).await?;
    let list = ExportPage { records: &found.items, next_cursor: page::cursor(&found) };
    Ok(page::respond(&list, &uri, found.next.as_ref()))
}

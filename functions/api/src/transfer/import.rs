//! Import what was exported from another service.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{
    Error,
    transfer::{ImportOptions, Imported, ImportedRecord, TransferService},
};
use beadle_domain::access::Principal;
use beadle_values::{
    body,
    body::{custom, flag, list, otherwise, required},
    names,
    violation::Path,
};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    http::{
        Caller, Problem, UploadBody,
        batch::{MAX_CONCURRENT, MAX_ITEMS},
    },
    state::Api,
};

body! {
    /// Records to import.
    pub(crate) struct ImportBody as "ImportRequest" {
        /// The records, as `GET /api/v1/export` answers them; each is imported on its own, in their order.
        records: Vec<Value> = required(
            list("records", custom(|value, _| Ok(value.clone()), |_| json!({"type": "object"}))).min(1).max(MAX_ITEMS),
        ),
        /// Whether what has an id that is somebody else's here is imported under another one. References follow.
        map_ids: bool = otherwise(flag(), || false),
        /// Whether executions that had not begun are imported too: they run here. Cancel them where they come from.
        pending: bool = otherwise(flag(), || false),
    }
    example {"records": [{
        "kind": "calendar", "version": 1, "id": "closed",
        "members": {"days": ["2027-05-06"], "weekly": ["sunday"]},
        "state": {"created_at": "2026-11-20T09:00:00Z", "updated_at": "2026-11-20T09:00:00Z", "version": 1}
    }]}
}

names! {
    /// What became of a record.
    pub(crate) enum ImportOutcome {
        /// It was written.
        Created = "created",
        /// It is here already.
        Same = "same",
        /// It is not moved, or not unless that is asked for.
        LeftOut = "left_out",
        /// It was refused, or differs from what is here.
        Refused = "refused",
    }
}

/// Results of an import.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = ImportResult, example = json!({
    "succeeded": 1, "failed": 0,
    "results": [{"index": 0, "status": 201, "outcome": "created", "id": "closed"}]
})))]
pub(crate) struct ImportResults {
    /// Number of records that were not refused.
    succeeded: usize,
    /// Number of records refused.
    failed: usize,
    /// Results in the order in which the records were sent.
    results: Vec<ImportItem>,
}

/// Result of one record.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct ImportItem {
    /// Index in the request, counted from 0.
    index: usize,
    /// 201 if it was written, 200 if nothing was to be done, otherwise the status of the problem.
    #[cfg_attr(test, schema(example = 201))]
    status: u16,
    /// What became of it.
    #[cfg_attr(test, schema(value_type = String, example = "created"))]
    outcome: ImportOutcome,
    /// Its id here, which is another one than in the record if that was somebody else's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(required = false, value_type = String))]
    id: Option<String>,
    /// The problem, if the record was refused: as in other responses, without `instance` and `request_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(required = false, value_type = Object))]
    problem: Option<Value>,
}

/// Import what was exported
///
/// Up to 100 records of `GET /api/v1/export`. Each is written by the rules of what it describes, belongs to the caller, and keeps
/// its id. To import it again changes nothing; one that differs from what is here is refused. Executions that have ended are
/// history: they are listed and counted, and nothing follows from them. Paths of violations in `members` are relative to these.
/// The body may have 4 MB.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/import",
    operation_id = "import_records",
    tag = "moving",
    request_body = ImportBody,
    responses(
        (status = 207, description = "The result of each record", body = ImportResults),
        (status = 403, description = "The caller may not change anything"),
        (status = 422, description = "The body is no list of records"),
    )
))]
pub(crate) async fn import(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    UploadBody(body): UploadBody,
) -> Result<Response, Problem> {
    let transfers = &api.services.transfers();
    transfers.may_import(api.call(&by), ImportOptions::default())?;
    let ImportBody { records, map_ids, pending } = ImportBody::parse(&body, &Path::body())?;
    let options = ImportOptions { map_ids, pending };
    transfers.may_import(api.call(&by), options)?;
    let done: Vec<_> =
        records.iter().map(|record| import_one(&api, transfers, &by, record, options)).collect();
    let done: Vec<_> = stream::iter(done).buffered(at_once(&records, options)).collect().await;
    let results: Vec<ImportItem> =
        done.into_iter().enumerate().map(|(index, done)| ImportItem::of(index, done)).collect();
    if results.iter().any(|item| item.outcome == ImportOutcome::Created) {
        transfers.note_import(api.call(&by)).await;
    }
    let failed = results.iter().filter(|item| item.problem.is_some()).count();
    let results = ImportResults { succeeded: results.len() - failed, failed, results };
    Ok((StatusCode::MULTI_STATUS, Json(results)).into_response())
}

async fn import_one(
    api: &Api,
    transfers: &TransferService,
    by: &Principal,
    record: &Value,
    options: ImportOptions,
) -> Result<ImportedRecord, Error> {
    transfers.import(api.call(by), record, options).await
}

/// How many records are imported at once: history has no order, all else is named by what follows it.
fn at_once(records: &[Value], options: ImportOptions) -> usize {
    let is_history = records.iter().all(|record| record.get("kind").is_some_and(|kind| kind == "execution"))
        && !options.pending;
    if is_history { MAX_CONCURRENT } else { 1 }
}

impl ImportItem {
    fn of(index: usize, done: Result<ImportedRecord, Error>) -> Self {
        match done {
            Ok(ImportedRecord { id, outcome }) => {
                let (status, outcome) = match outcome {
                    Imported::Created => (StatusCode::CREATED, ImportOutcome::Created),
                    Imported::Same => (StatusCode::OK, ImportOutcome::Same),
                    Imported::LeftOut => (StatusCode::OK, ImportOutcome::LeftOut),
                };
                Self { index, status: status.as_u16(), outcome, id: Some(id), problem: None }
            }
            Err(error) => {
                let problem = Problem::from(error);
                Self {
                    index,
                    status: problem.status().as_u16(),
                    outcome: ImportOutcome::Refused,
                    id: None,
                    problem: Some(problem.as_item()),
                }
            }
        }
    }
}

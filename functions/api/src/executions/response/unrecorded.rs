//! Response about an execution that waits in the queue and has no record yet.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_application::execution::Unrecorded;
use beadle_domain::{adhoc::Record, execution::Status};
use beadle_values::id::ExecutionId;
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use jiff::Timestamp;
use serde::Serialize;

/// An execution that waits in the queue, and whose record is deferred: what is known of it before it begins.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = UnrecordedExecution, example = json!({
    "id": "exe_0198c1f4a2b38c7e9d1a2b3c4d5e6f70", "execution_id": "exe_0198c1f4a2b38c7e9d1a2b3c4d5e6f70",
    "status": "pending", "record": "deferred", "created_at": "2027-01-15T08:00:00Z"
})))]
pub(crate) struct UnrecordedResponse {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "exe_0198c1f4a2b38c7e9d1a2b3c4d5e6f70"))]
    id: ExecutionId,
    /// Same as `id`.
    #[cfg_attr(test, schema(value_type = String, example = "exe_0198c1f4a2b38c7e9d1a2b3c4d5e6f70"))]
    execution_id: ExecutionId,
    /// `pending`, or `cancelled` if it was cancelled meanwhile.
    status: Status,
    /// `deferred`: the record, with all other members, is written when it begins.
    record: Record,
    /// When it was requested.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
}

impl UnrecordedResponse {
    pub(crate) fn of(found: &Unrecorded) -> Self {
        let Unrecorded { id, status, created_at, owner: _ } = *found;
        Self { id, execution_id: id, status, record: Record::Deferred, created_at }
    }

    /// Responds with it, and says when to ask again.
    pub(crate) fn accepted(found: &Unrecorded) -> Response {
        let mut response = (StatusCode::ACCEPTED, Json(Self::of(found))).into_response();
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        response
    }
}

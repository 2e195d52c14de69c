//! Responses to reports.

use beadle_application::callback::Taken;
use beadle_domain::execution::job::JobEnd;
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde::Serialize;

/// What became of a report: it was the end of the job, or the job goes on.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(
    as = JobReport,
    example = json!({
        "execution_id": "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70",
        "outcome": "completed",
        "received_at": "2027-01-15T08:00:00Z"
    })
))]
pub(crate) struct ReportResponse {
    /// Id of the execution.
    #[cfg_attr(test, schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    execution_id: ExecutionId,
    /// How the job ended; omitted while it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<JobEnd>,
    /// When that was reported for the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    received_at: Option<Timestamp>,
    /// Whether the job is to stop; omitted once it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_requested: Option<bool>,
    /// When its time is up; omitted once it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    deadline: Option<Timestamp>,
}

impl From<Taken> for ReportResponse {
    fn from(taken: Taken) -> Self {
        match taken {
            Taken::Ended(execution_id, reported) => Self {
                execution_id,
                outcome: Some(reported.end),
                received_at: Some(reported.at),
                cancel_requested: None,
                deadline: None,
            },
            Taken::Alive(execution_id, alive) => Self {
                execution_id,
                outcome: None,
                received_at: None,
                cancel_requested: Some(alive.cancel_requested),
                deadline: Some(alive.deadline),
            },
        }
    }
}

/// The problems that answer a report, wherever it is sent.
#[cfg(test)]
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "declares what the document says")]
pub(crate) enum ReportProblems {
    /// There is no token, or the report is not signed as the task asks for
    #[response(status = 401)]
    Unsigned,
    /// The token does not belong to an execution, or not to this one
    #[response(status = 404)]
    Unknown,
    /// Another report was taken before; `outcome` and `received_at` are its
    #[response(status = 409)]
    Other,
    /// Nobody waits for it any more: the job can stop
    #[response(status = 410)]
    Gone,
    /// The body is larger than 256 KB
    #[response(status = 413)]
    TooLarge,
}

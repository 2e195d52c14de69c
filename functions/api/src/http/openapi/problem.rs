//! What went wrong.

use serde_json::Value;

/// What went wrong (RFC 9457), with members of its own for some codes, such as `task_id` or `action`.
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Problem, example = json!({
    "type": "about:blank",
    "title": "Not Found",
    "status": 404,
    "detail": "Task not found",
    "instance": "/api/v1/tasks/tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70",
    "code": "task_not_found",
    "request_id": "0198c1f4a2b37c7e9d1a2b3c4d5e6f71",
    "task_id": "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"
})))]
#[cfg(test)]
#[expect(dead_code, reason = "describes what problems serialize to")]
pub(crate) struct ProblemDocument {
    /// Always `about:blank`: `code` tells problems apart.
    r#type: String,
    /// The HTTP status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened: a text; for the code `validation` the list of all faults, each with `loc` (where), `msg` (what),
    /// `type` (the kind) and often `hint` (what to write instead). It lists 100 at most; the member `omitted` counts the
    /// others.
    detail: Value,
    /// The path that was asked for.
    instance: String,
    /// A stable word for what happened.
    code: String,
    /// The id of the request, as in `X-Request-Id`.
    request_id: String,
}

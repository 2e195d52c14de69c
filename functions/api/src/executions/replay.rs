//! Run executions that failed again, by a filter.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{
    Refusal,
    execution::{Planned, ReplayOutcome, ReplayPlan, plan_replay},
    port::StoreError,
};
use beadle_domain::{
    access::Principal,
    projection::audit::{Subject, Verb},
    replay::Replay,
};
use beadle_values::violation::{Path, Violation};
use futures_util::{StreamExt, stream};
use http::StatusCode;

use super::response::replay::{ReplayPreview, ReplayResults};
use crate::{
    document::{CreateHeaders, ReplayRequest},
    http::{Caller, IdempotencyKey, JsonBody, Problem, batch::AT_ONCE, idempotent},
    state::Api,
};

/// Run executions that failed again
///
/// Those that the filter names, a page at a time, newest first: each by a new execution, spread over time as the pace says.
/// Whoever asks twice starts nothing twice, whatever the `Idempotency-Key`: what a replay has run again before is answered
/// with status 200 and the execution that did. One that failed again is run again in its own turn. `dry_run` only tells
/// which would be started. To go on, send the same with `next_cursor` as `cursor`, and `next_start_at` as `start_at`.
#[utoipa::path(
    post,
    path = "/api/v1/executions/replay",
    operation_id = "replay_executions",
    tag = "executions",
    params(CreateHeaders),
    request_body = ReplayRequest,
    responses(
        (status = 200, description = "What would be started, for a dry run", body = ReplayPreview<'_>),
        (status = 207, description = "What came of each", body = ReplayResults<'_>),
        (status = 403, description = "They are another user's"),
        (status = 404, description = "There is no such task"),
        (status = 422, description = "The request has faults, all of which are listed"),
    )
)]
pub(crate) async fn replay(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let asked = Replay::parse(&body.value, now, &Path::body())?;
    let key = key.given("executions/replay", &body.bytes);
    let plan = plan_replay(api.replay_ports(), &by, &asked, key.as_ref(), now).await.map_err(refused)?;
    if asked.dry_run {
        return Ok(Json(ReplayPreview::of(&plan)).into_response());
    }
    let ReplayPlan { items, next, next_start_at } = plan;
    let done = stream::iter(items.into_iter().map(async |item| (item.of, one(&api, &by, item).await)));
    let done: Vec<_> = done.buffered(AT_ONCE).collect().await;
    let results = ReplayResults::of(&done, next.as_ref(), next_start_at);
    let replayed = key.is_some() && results.is_repeat();
    let response = (StatusCode::MULTI_STATUS, Json(results)).into_response();
    Ok(idempotent::mark(response, replayed))
}

async fn one(api: &Api, by: &Principal, item: Planned) -> Result<ReplayOutcome, Problem> {
    let (of, task, owner) = (item.of, item.task_id, item.owner.clone());
    let outcome = item.carry_out(&*api.starter).await?;
    if matches!(outcome, ReplayOutcome::Started(_)) {
        api.note((Subject::Execution, Verb::Retried), by, Some(&owner), of, task).await;
    }
    Ok(outcome)
}

/// The cursor of a replay stands in its body.
fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Store(StoreError::InvalidCursor) => {
            let path = Path::body().key("cursor");
            Violation::new(path, "cursor", "is not a cursor of this filter").hint("start without one").into()
        }
        other => other.into(),
    }
}

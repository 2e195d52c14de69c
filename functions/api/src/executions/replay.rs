//! Run executions that failed again, by a filter.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{
    Call, Error, execution::Planned, execution::ReplayOutcome, execution::ReplayPlan, port::StoreError,
};
use beadle_domain::replay::Replay;
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
    let call = Call::new(&by, now).with_key(key.as_ref());
    let plan = api.executions.plan_replay(call, &asked).await.map_err(refused)?;
    if asked.dry_run {
        return Ok(Json(ReplayPreview::of(&plan)).into_response());
    }
    let ReplayPlan { items, next, next_start_at } = plan;
    let done = stream::iter(items.into_iter().map(async |item| (item.of, one(&api, call, item).await)));
    let done: Vec<_> = done.buffered(AT_ONCE).collect().await;
    let results = ReplayResults::of(&done, next.as_ref(), next_start_at);
    let replayed = key.is_some() && results.is_repeat();
    let response = (StatusCode::MULTI_STATUS, Json(results)).into_response();
    Ok(idempotent::mark(response, replayed))
}

async fn one(api: &Api, call: Call<'_>, item: Planned) -> Result<ReplayOutcome, Problem> {
    Ok(api.executions.carry_out(call, item).await?)
}

/// The cursor of a replay stands in its body.
fn refused(error: Error) -> Problem {
    match error {
        Error::Store(StoreError::InvalidCursor) => {
            let path = Path::body().key("cursor");
            Violation::new(path, "cursor", "is not a cursor of this filter").hint("start without one").into()
        }
        other => other.into(),
    }
}

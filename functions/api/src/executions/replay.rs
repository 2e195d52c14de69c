//! Replay failed executions that match a filter.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{
    Call,
    execution::{ReplayOutcome, ReplayPlan},
};
use beadle_domain::{access::Principal, replay::Replay};
use beadle_values::violation::Path;
use http::StatusCode;
use jiff::Timestamp;

use super::response::replay::{ReplayPreview, ReplayResults};
use crate::{
    http::{Caller, IdempotencyKey, JsonBody, Problem, idempotent, page::in_body},
    state::Api,
};

/// Replay failed executions
///
/// `/api/v1/executions/retry` is the same.
///
/// Starts a new execution for each failed execution that matches the filter, one page per request, newest
/// first, spread over time at the given pace. No execution is replayed twice, whatever the `Idempotency-Key`:
/// for one that was replayed before, the result has status 200 and the existing replay. A replay that failed
/// is replayed only with `include_replays`. `dry_run` only lists what would be started. To continue, send the same request
/// with `next_cursor` as `cursor` and `next_start_at` as `start_at`.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/replay",
    operation_id = "replay_executions",
    tag = "executions",
    params(IdempotencyKey),
    request_body = Replay,
    responses(
        (status = 200, description = "What would be started, for a dry run", body = ReplayPreview<'_>),
        (status = 207, description = "The result of each item", body = ReplayResults<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "The request is invalid; all violations are listed"),
    )
))]
pub(crate) async fn replay(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let replay = Replay::parse_at(&body.value, now, &Path::body())?;
    let key = key.scoped("executions/replay", &body.value)?;
    replay_selected(&api, &by, key.as_ref(), now, &replay).await
}

/// Replays a page of what was asked for at `now` under `key`, and responds with the results.
pub(crate) async fn replay_selected(
    api: &Api,
    by: &Principal,
    key: Option<&beadle_application::IdempotencyKey>,
    now: Timestamp,
    replay: &Replay,
) -> Result<Response, Problem> {
    let call = Call::new(by, now).with_key(key);
    let plan = api.services.executions.plan_replay(call, replay).await.map_err(in_body)?;
    if replay.dry_run {
        return Ok(Json(ReplayPreview::of(&plan)).into_response());
    }
    let ReplayPlan { total, items, next, next_start_at } = plan;
    let replayed: Vec<_> = items.iter().map(|item| item.of).collect();
    let outcomes = api.services.executions.carry_out(call, items).await;
    let done: Vec<_> = replayed
        .into_iter()
        .zip(outcomes.into_iter().map(|outcome| outcome.map_err(Problem::from)))
        .collect();
    let started = done.iter().filter_map(|(_, outcome)| match outcome {
        Ok(ReplayOutcome::Started(execution) | ReplayOutcome::Before(execution)) => Some(&**execution),
        Err(_) => None,
    });
    let configs = api.services.executions.configs_in_force(started).await?;
    let results = ReplayResults::of(&done, (next.as_ref(), next_start_at), total, &configs);
    let replayed = key.is_some() && results.is_repeat();
    let response = (StatusCode::MULTI_STATUS, Json(results)).into_response();
    Ok(idempotent::mark_replayed(response, replayed))
}

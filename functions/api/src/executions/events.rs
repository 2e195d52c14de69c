//! Executions as server-sent events (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).

use std::{convert::Infallible, future, sync::Arc, time::Duration};

use axum::{
    extract::State,
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use beadle_application::{
    Error, Operation,
    port::{ExecutionFeeds, FeedItem, FeedScope, StoreError},
};
use beadle_domain::{
    execution::{Execution, Status},
    spec::TaskType,
};
use beadle_values::{
    body::{length, one_of, optional},
    cause::Chain,
    id::{OwnerId, TaskId},
    query,
};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::RETRY_AFTER};
use tokio::sync::OwnedSemaphorePermit;

use super::response::ExecutionResponse;
use crate::{
    http::{
        Caller, ExecutionPath, Problem, Query,
        extract::{task_id, user},
    },
    state::Api,
};

/// How often a comment is sent while nothing happens, so that proxies keep the connection and a client that has gone is
/// noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The id of the last event that a reconnecting client has.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The shortest and the longest stream that may be asked for.
const MIN_STREAM: Duration = Duration::from_millis(100);
const MAX_STREAM: Duration = Duration::from_secs(60 * 60);

/// The names of events.
const CHANGED: &str = "execution";
const MISSED: &str = "missed";

/// An event of a stream.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[schema(example = json!({
    "event": "execution",
    "id": "3",
    "data": "{\"id\":\"exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70\",\"status\":\"completed\"}"
}))]
#[expect(dead_code, reason = "describes what `event` writes")]
pub(crate) struct FollowEvent {
    /// `execution` or `missed`.
    event: &'static str,
    /// The version of the execution.
    #[schema(required = false)]
    id: String,
    /// The execution as JSON; an empty object if changes were missed.
    data: String,
}

query! {
    /// How long to follow.
    pub(crate) struct FollowTime {
        /// When the stream ends at the latest, such as `30s`; 100 ms to an hour.
        "for" => at_most: Option<Duration> = optional(length(MIN_STREAM, MAX_STREAM)),
    }
}

/// Follow an execution
///
/// Server-sent events: `execution` with the execution as lists show it, at first as it is and then after each change,
/// until it has ended. The id of an event is the version of the execution; a client that reconnects with the last one
/// (`Last-Event-ID`) is answered 204, which ends its attempts. On AWS only at the address of the stack's event streams; everywhere else 406.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions/{id}/events",
    operation_id = "follow_execution",
    tag = "executions",
    params(("id" = String, Path, description = "The id of the execution"), FollowTime),
    responses(
        (status = 200, description = "The events", body = FollowEvent, content_type = "text/event-stream"),
        (status = 204, description = "It has ended, and the client knows how"),
        (status = 404, description = "The execution does not exist"),
        (status = 406, description = "This address does not stream; the detail says what does"),
    )
))]
pub(crate) async fn of_one(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
    Query { given: time, .. }: Query<FollowTime>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    api.services.executions.find(&by, id, Operation::ReadExecution).await?;
    let (feeds, place) = open(&api)?;
    // Followed first and read then, so that no change falls between.
    let feed = feeds.follow(FeedScope::Execution(id)).await.map_err(Error::from)?;
    let now = api.services.executions.find(&by, id, Operation::ReadExecution).await?;
    let known = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if now.status().is_final() && known == Some(now.version()) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let first = stream::iter([Ok(FeedItem::Changed(Box::new(now)))]);
    // The end of the execution is followed by the end of the stream.
    let until_its_end = first
        .chain(feed)
        .flat_map(|item| {
            let ended = matches!(&item, Ok(FeedItem::Changed(execution)) if execution.status().is_final());
            stream::iter([Some(item)].into_iter().chain(ended.then_some(None)))
        })
        .take_while(|item| future::ready(item.is_some()))
        .filter_map(future::ready);
    Ok(respond(api, until_its_end, (place, time.at_most), |_| true))
}

query! {
    /// Which executions to follow.
    pub(crate) struct FollowFilters {
        /// Another user; for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
        /// Only executions of this task.
        task_id: Option<TaskId> =
            optional(task_id()),
        /// Only those with this status.
        status: Option<Status> = optional(one_of()),
        /// Only those of this type.
        "type" => task_type: Option<TaskType> = optional(one_of()),
    }
}

impl FollowFilters {
    fn admit(&self, execution: &Execution) -> bool {
        self.task_id.is_none_or(|task| execution.request.listed_with() == Some(task))
            && self.status.is_none_or(|status| execution.status() == status)
            && self.task_type.is_none_or(|of| execution.request.spec.task_type() == of)
    }
}

/// Follow all executions
///
/// Server-sent events: `execution` after each change of an execution of the caller's, as lists show it, and `missed` if
/// changes were missed: then read the list. What happened before the connection is not repeated. On AWS only at the address of
/// the stack's event streams; everywhere else 406.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/events",
    operation_id = "follow_executions",
    tag = "executions",
    params(FollowFilters, FollowTime),
    responses(
        (status = 200, description = "The events", body = FollowEvent, content_type = "text/event-stream"),
        (status = 406, description = "This address does not stream; the detail says what does"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn of_all(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (given, time), .. }: Query<(FollowFilters, FollowTime)>,
) -> Result<Response, Problem> {
    let owner = api.services.executions.readable_owner(&by, given.user_id.clone())?;
    let (feeds, place) = open(&api)?;
    let feed = feeds.follow(FeedScope::Owner(owner)).await.map_err(Error::from)?;
    Ok(respond(api, feed, (place, time.at_most), move |execution| given.admit(execution)))
}

/// The feeds and a place for one more stream.
fn open(api: &Api) -> Result<(Arc<dyn ExecutionFeeds>, OwnedSemaphorePermit), Problem> {
    let Some(feeds) = &api.feeds else {
        let detail = "This address does not stream: API Gateway's HTTP APIs send a response as a whole. Poll the execution \
            or the list, or use the address of the stack's event streams (the output EventStreamUrl), if it has them";
        return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "not_streamed", detail));
    };
    let place = Arc::clone(&api.streams).try_acquire_owned();
    let place = place.map_err(|_| {
        let detail = "Too many event streams are open; try again later, or poll";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too_many_streams", detail)
            .header(RETRY_AFTER, HeaderValue::from_static("60"))
    })?;
    Ok((Arc::clone(feeds), place))
}

/// The events of `feed` that are about an execution which `admit` admits, until the time is over or the process is about to
/// stop.
fn respond(
    api: Arc<Api>,
    feed: impl Stream<Item = Result<FeedItem, StoreError>> + Send + 'static,
    (place, at_most): (OwnedSemaphorePermit, Option<Duration>),
    admit: impl Fn(&Execution) -> bool + Send + Sync + 'static,
) -> Response {
    let stopping = api.stopping.clone();
    let admitted = feed.filter(move |item| {
        future::ready(!matches!(item, Ok(FeedItem::Changed(execution)) if !admit(execution)))
    });
    let events = admitted.then(move |item| {
        let api = Arc::clone(&api);
        async move { event(&api, item).await }
    });
    // The place is taken as long as the stream lives.
    let events = events
        .filter_map(move |event| {
            let _ = &place;
            future::ready(event.map(Ok::<_, Infallible>))
        })
        .take_until(async move {
            tokio::select! {
                () = stopping.cancelled_owned() => {}
                () = over(at_most) => {}
            }
        });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// Waits until the time of a stream is over.
async fn over(at_most: Option<Duration>) {
    match at_most {
        Some(time) => tokio::time::sleep(time).await,
        None => future::pending().await,
    }
}

/// The event of `item`. What can't be read is told as missed, for the client can read it later.
async fn event(api: &Api, item: Result<FeedItem, StoreError>) -> Option<Event> {
    let execution = match item {
        Ok(FeedItem::Changed(execution)) => execution,
        Ok(FeedItem::Missed) => return Some(Event::default().event(MISSED).data("{}")),
        Err(error) => {
            tracing::warn!(error = %Chain(&error), "an execution that changed can't be read; its follower is told");
            return Some(Event::default().event(MISSED).data("{}"));
        }
    };
    let configs = crate::http::started::configs_in_force(api, &execution).await;
    let shown = serde_json::to_string(&ExecutionResponse::brief(&execution, &configs));
    let shown =
        shown.inspect_err(|error| tracing::error!(%error, "an execution can't be written as JSON")).ok()?;
    Some(Event::default().event(CHANGED).id(execution.version().to_string()).data(shown))
}

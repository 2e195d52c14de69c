//! Count executions by time and status.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{
    port::ExecutionQuery,
    report::{Counted, Span},
};
use beadle_domain::{
    access::Principal,
    analytics::{Bucket, BucketLength},
};
use beadle_values::{
    body::{one_of, optional, otherwise},
    duration,
    page::Cursor,
    query,
};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::list::{ExecutionFilters, ExecutionScope};
use crate::{
    http::{Caller, Problem, Query, extract::cursor},
    state::Api,
};

query! {
    /// Where to go on counting.
    pub(crate) struct Resumption {
        /// The `next_cursor` of the call before, whose `from` and `to` have to be repeated too.
        cursor: Option<Cursor> = optional(cursor()),
    }
}

query! {
    /// The buckets of a histogram.
    pub(crate) struct Buckets {
        /// The length of a bucket in UTC: a minute, an hour (unless given) or a day.
        bucket: BucketLength = otherwise(one_of(), BucketLength::default),
    }
}

/// The parameters of a histogram, beside whose executions it counts.
type HistogramParameters = (ExecutionFilters, (Buckets, Resumption));

/// Counts of executions.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Counts))]
pub(crate) struct CountsResponse<'a> {
    /// Start of the span.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    from: Timestamp,
    /// End of the span, which is not part of it.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    to: Timestamp,
    /// `rollups`: exact sums that may lag by a moment; `by_status` has the executions that ended in the span, whenever they
    /// were requested. `executions`: those that were requested in the span, by their status now.
    #[cfg_attr(test, schema(example = "executions"))]
    source: &'static str,
    /// Number of executions that were requested in the span.
    started: u64,
    /// Number of executions by status. Statuses without any are omitted.
    by_status: BTreeMap<&'static str, u64>,
    /// The `cursor` of a call that counts what this one did not: add up the counts. Null if all are counted.
    next_cursor: Option<&'a str>,
}

/// Counts of executions by time.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Histogram))]
pub(crate) struct HistogramResponse<'a> {
    /// The counts of the whole span.
    #[serde(flatten)]
    total: CountsResponse<'a>,
    /// Length of the buckets: `1m`, `1h` or `1d`.
    #[cfg_attr(test, schema(example = "1h"))]
    bucket: &'static str,
    /// The buckets in order, including those without executions.
    buckets: Vec<BucketResponse>,
}

/// The executions of a bucket.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = HistogramBucket))]
pub(crate) struct BucketResponse {
    /// Start of the bucket.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    start: Timestamp,
    /// Number of executions that were requested in its time.
    started: u64,
    /// Number of executions by status. Statuses without any are omitted.
    by_status: BTreeMap<&'static str, u64>,
}

/// Count executions by status
///
/// Counts the executions that a list with these filters has. `to` is by default the end of this hour, `from` 24 hours before it.
/// All executions of a user in whole hours, without another filter, are sums of the projector: one read for each hour with any.
/// Everything else is read from the executions, at most 5,000 for a call: on AWS 2,500 read units for rows of up to 4 KB, and up
/// to ten times as many if filters drop most of them. `next_cursor` goes on.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions/counts",
    operation_id = "count_executions",
    tag = "executions",
    params(ExecutionScope, ExecutionFilters, Resumption),
    responses(
        (status = 200, description = "The counts", body = CountsResponse<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn counts(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (scope, (filters, Resumption { cursor })), .. }: Query<(
        ExecutionScope,
        (ExecutionFilters, Resumption),
    )>,
) -> Result<Response, Problem> {
    let span = Span { length: None, ..span_of(&filters, BucketLength::Hour, api.now()) };
    let counted = count(&api, &by, scope, filters, cursor, span).await?;
    Ok(Json(CountsResponse::of(span, &counted)).into_response())
}

/// Count executions by time and status
///
/// A histogram of the executions that a list with these filters has: counts for each minute, hour or day, at most 1,000 of
/// them. `to` is by default the end of this bucket, `from` an hour, 24 hours or 30 days before it. What is counted, and what it
/// costs, is as for `GET /api/v1/executions/counts`.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions/histogram",
    operation_id = "histogram_of_executions",
    tag = "executions",
    params(ExecutionScope, ExecutionFilters, Buckets, Resumption),
    responses(
        (status = 200, description = "The histogram", body = HistogramResponse<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn histogram(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (scope, (filters, (Buckets { bucket }, Resumption { cursor }))), .. }: Query<(
        ExecutionScope,
        HistogramParameters,
    )>,
) -> Result<Response, Problem> {
    let span = span_of(&filters, bucket, api.now());
    let counted = count(&api, &by, scope, filters, cursor, span).await?;
    let buckets = counted.histogram.buckets();
    let histogram = HistogramResponse {
        total: CountsResponse::of(span, &counted),
        bucket: bucket.as_str(),
        buckets: buckets.map(|(start, bucket)| BucketResponse::of(start, bucket)).collect(),
    };
    Ok(Json(histogram).into_response())
}

/// The span that the filters state, with the defaults at `now` for buckets of `length`.
fn span_of(filters: &ExecutionFilters, length: BucketLength, now: Timestamp) -> Span {
    let to = filters.to.unwrap_or_else(|| duration::after(length.start(now), length.duration()));
    let back = SignedDuration::try_from(length.reach()).unwrap_or_default();
    let from = filters.from.unwrap_or_else(|| to.checked_sub(back).unwrap_or(Timestamp::MIN));
    Span { from, to, length: Some(length) }
}

async fn count(
    api: &Api,
    by: &Principal,
    scope: ExecutionScope,
    filters: ExecutionFilters,
    cursor: Option<Cursor>,
    span: Span,
) -> Result<Counted, Problem> {
    let query = |scope| {
        let query = filters.clone().query(scope, 1);
        ExecutionQuery { cursor: cursor.clone(), ..query }
    };
    Ok(api.services.reports.count(api.call(by), scope.list(), span, query).await?)
}

fn by_status(bucket: &Bucket) -> BTreeMap<&'static str, u64> {
    bucket.by_status.iter().map(|(status, count)| (status.as_str(), *count)).collect()
}

impl<'a> CountsResponse<'a> {
    fn of(span: Span, counted: &'a Counted) -> Self {
        let total = counted.histogram.total();
        Self {
            from: span.from,
            to: span.to,
            source: counted.source.as_str(),
            started: total.started,
            by_status: by_status(&total),
            next_cursor: counted.next.as_ref().map(|cursor| cursor.0.as_str()),
        }
    }
}

impl BucketResponse {
    fn of(start: Timestamp, bucket: &Bucket) -> Self {
        Self { start, started: bucket.started, by_status: by_status(bucket) }
    }
}

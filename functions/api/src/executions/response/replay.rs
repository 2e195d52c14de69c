//! Responses to a replay.

use beadle_application::{
    Total,
    execution::{ConfigsInForce, ReplayOutcome, ReplayPlan, Verdict},
};
use beadle_values::{id::ExecutionId, page::Cursor};
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::ExecutionResponse;
use crate::http::Problem;

/// Preview of a page of a replay.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct ReplayPreview<'a> {
    /// Always true.
    #[cfg_attr(test, schema(example = true))]
    dry_run: bool,
    /// Number of executions that the filter selects, on all pages. Null on a page that is not the first.
    total: Option<usize>,
    /// Whether these are all: at most 10,000 are counted. Null without a total.
    total_is_exact: Option<bool>,
    /// Number of executions on this page that would be replayed.
    count: usize,
    /// Ids of the executions that would be replayed, newest first.
    #[cfg_attr(test, schema(value_type = Vec<String>))]
    execution_ids: Vec<ExecutionId>,
    /// Ids of executions that were replayed before.
    #[cfg_attr(test, schema(value_type = Vec<String>))]
    replayed_before: Vec<ExecutionId>,
    /// Ids of executions that would be refused because their task was deleted or a limit is reached.
    #[cfg_attr(test, schema(value_type = Vec<String>))]
    refused: Vec<ExecutionId>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// Result of a page of a replay.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = ReplayResult))]
pub(crate) struct ReplayResults<'a> {
    /// Always false.
    #[cfg_attr(test, schema(example = false))]
    dry_run: bool,
    /// Number of executions that the filter selects, on all pages. Null on a page that is not the first.
    total: Option<usize>,
    /// Whether these are all: at most 10,000 are counted. Null without a total.
    total_is_exact: Option<bool>,
    /// Number of replays that this request started.
    started: usize,
    /// Number of executions replayed, now or before.
    succeeded: usize,
    /// Number of executions refused.
    failed: usize,
    /// Results of the executions that match the filter, newest first.
    results: Vec<ReplayItem<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
    /// The `start_at` for the next page, which continues the pace.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    next_start_at: Timestamp,
}

/// Result for one execution.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct ReplayItem<'a> {
    /// Index in the page, counted from 0.
    index: usize,
    /// Id of the execution to replay.
    #[cfg_attr(test, schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    replay_of: ExecutionId,
    /// 202 if the replay is started now, 200 if it was started before, otherwise the status of the problem.
    #[cfg_attr(test, schema(example = 202))]
    status: u16,
    /// The replay, if it was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(required = false, value_type = ExecutionResponse<'_>))]
    execution: Option<ExecutionResponse<'a>>,
    /// The problem, if the item was refused: as in other responses, without `instance` and `request_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(required = false, value_type = Object))]
    problem: Option<Value>,
}

impl<'a> ReplayPreview<'a> {
    pub(crate) fn of(plan: &'a ReplayPlan) -> Self {
        let those = |wanted: fn(&Verdict) -> bool| -> Vec<ExecutionId> {
            plan.items.iter().filter(|item| wanted(&item.verdict)).map(|item| item.of).collect()
        };
        let execution_ids = those(|verdict| matches!(verdict, Verdict::Start { .. }));
        Self {
            dry_run: true,
            total: plan.total.map(|total| total.count),
            total_is_exact: plan.total.map(|total| total.exact),
            count: execution_ids.len(),
            execution_ids,
            replayed_before: those(|verdict| matches!(verdict, Verdict::Before(_))),
            refused: those(|verdict| matches!(verdict, Verdict::Refused(_))),
            next_cursor: plan.next.as_ref().map(|next| next.0.as_str()),
        }
    }
}

impl<'a> ReplayResults<'a> {
    pub(crate) fn of(
        done: &'a [(ExecutionId, Result<ReplayOutcome, Problem>)],
        (next, next_start_at): (Option<&'a Cursor>, Timestamp),
        total: Option<Total>,
        configs: &ConfigsInForce,
    ) -> Self {
        let results: Vec<_> = done
            .iter()
            .enumerate()
            .map(|(index, (of, outcome))| ReplayItem::of(index, *of, outcome, configs))
            .collect();
        let failed = results.iter().filter(|item| item.problem.is_some()).count();
        Self {
            dry_run: false,
            total: total.map(|total| total.count),
            total_is_exact: total.map(|total| total.exact),
            started: results.iter().filter(|item| item.status == StatusCode::ACCEPTED.as_u16()).count(),
            succeeded: results.len() - failed,
            failed,
            results,
            next_cursor: next.map(|next| next.0.as_str()),
            next_start_at,
        }
    }

    /// Whether every execution had been replayed before.
    pub(crate) fn is_repeat(&self) -> bool {
        !self.results.is_empty() && self.results.iter().all(|item| item.status == StatusCode::OK.as_u16())
    }
}

impl<'a> ReplayItem<'a> {
    fn of(
        index: usize,
        replay_of: ExecutionId,
        outcome: &'a Result<ReplayOutcome, Problem>,
        configs: &ConfigsInForce,
    ) -> Self {
        let (status, execution, problem) = match outcome {
            Ok(ReplayOutcome::Started(execution)) => (StatusCode::ACCEPTED, Some(execution), None),
            Ok(ReplayOutcome::Before(execution)) => (StatusCode::OK, Some(execution), None),
            Err(problem) => (problem.status(), None, Some(problem.as_item())),
        };
        let execution = execution.map(|execution| ExecutionResponse::brief(execution, configs));
        Self { index, replay_of, status: status.as_u16(), execution, problem }
    }
}

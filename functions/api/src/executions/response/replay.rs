//! What a replay comes to.

use beadle_application::{execution::ReplayOutcome, execution::ReplayPlan, execution::Verdict};
use beadle_values::{id::ExecutionId, page::Cursor};
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::ExecutionResponse;
use crate::http::Problem;

/// What a page of a replay would start.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReplayPreview<'a> {
    /// It is one.
    #[schema(example = true)]
    dry_run: bool,
    /// How many of the page would be run again.
    count: usize,
    /// Those, newest first.
    #[schema(value_type = Vec<String>)]
    execution_ids: Vec<ExecutionId>,
    /// Others of the page that a replay has run again before.
    #[schema(value_type = Vec<String>)]
    replayed_before: Vec<ExecutionId>,
    /// Others of the page that would not be run again: their task was deleted, or a limit is reached.
    #[schema(value_type = Vec<String>)]
    refused: Vec<ExecutionId>,
    /// The `cursor` of the next page; null on the last one. A page may be short, or empty, and still have a next one.
    next_cursor: Option<&'a str>,
}

/// What came of a page of a replay.
#[derive(Serialize, ToSchema)]
#[schema(as = ReplayResult)]
pub(crate) struct ReplayResults<'a> {
    /// It is none.
    #[schema(example = false)]
    dry_run: bool,
    /// How many are started, now or before.
    succeeded: usize,
    /// How many are not.
    failed: usize,
    /// The executions that the filter names, newest first.
    results: Vec<ReplayItem<'a>>,
    /// The `cursor` of the next page; null on the last one. A page may be short, or empty, and still have a next one.
    next_cursor: Option<&'a str>,
    /// The `start_at` of the next page, with which the pace goes on.
    #[schema(value_type = String, format = DateTime)]
    next_start_at: Timestamp,
}

/// What came of one execution that is to run again.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReplayItem<'a> {
    /// Its place in the page, counted from 0.
    index: usize,
    /// The execution that is to run again.
    #[schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    replay_of: ExecutionId,
    /// 202 where it is started now, 200 where a replay has started it before, otherwise that of the problem.
    #[schema(example = 202)]
    status: u16,
    /// The execution that runs it again, if it is started.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = ExecutionResponse<'_>)]
    execution: Option<ExecutionResponse<'a>>,
    /// What is wrong, if it is not: as in other answers, without `instance` and `request_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = Object)]
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
        next: Option<&'a Cursor>,
        next_start_at: Timestamp,
    ) -> Self {
        let results: Vec<_> = done
            .iter()
            .enumerate()
            .map(|(index, (of, outcome))| ReplayItem::of(index, *of, outcome))
            .collect();
        let failed = results.iter().filter(|item| item.problem.is_some()).count();
        Self {
            dry_run: false,
            succeeded: results.len() - failed,
            failed,
            results,
            next_cursor: next.map(|next| next.0.as_str()),
            next_start_at,
        }
    }

    /// Whether all of it was started before.
    pub(crate) fn is_repeat(&self) -> bool {
        !self.results.is_empty() && self.results.iter().all(|item| item.status == StatusCode::OK.as_u16())
    }
}

impl<'a> ReplayItem<'a> {
    fn of(index: usize, replay_of: ExecutionId, outcome: &'a Result<ReplayOutcome, Problem>) -> Self {
        let (status, execution, problem) = match outcome {
            Ok(ReplayOutcome::Started(execution)) => (StatusCode::ACCEPTED, Some(execution), None),
            Ok(ReplayOutcome::Before(execution)) => (StatusCode::OK, Some(execution), None),
            Err(problem) => (problem.status(), None, Some(problem.alone())),
        };
        let execution = execution.map(|execution| ExecutionResponse::brief(execution));
        Self { index, replay_of, status: status.as_u16(), execution, problem }
    }
}

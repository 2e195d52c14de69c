//! Why an execution stands where it stands, as it is answered.

use beadle_domain::{
    execution::{
        Status,
        explain::{Decision, Explanation},
    },
    id::ExecutionId,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::gate::GateFigures;
use crate::document::ExecutionStatusName;

/// Why an execution stands where it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(crate) struct ExplanationAnswer<'a> {
    /// The execution.
    #[schema(value_type = String)]
    execution_id: ExecutionId,
    /// Where it stands.
    #[schema(value_type = ExecutionStatusName)]
    status: Status,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// What it waits for; null when it has ended.
    waiting_for: Option<WaitingForAnswer<'a>>,
    /// What happens next; null when it has ended.
    next: Option<NextAnswer<'a>>,
    /// What was decided so far, in the order of time.
    decisions: Vec<DecisionAnswer<'a>>,
}

/// What an execution waits for.
#[derive(Serialize, ToSchema)]
#[schema(as = WaitingFor)]
pub(crate) struct WaitingForAnswer<'a> {
    /// `time`, `runner`, `attempt`, `retry_delay`, `result`, or what keeps it back: `rate_limit`, `throttled`, `breaker`,
    /// `concurrency`, `overlap`, `credential`, `out_of_time`.
    #[schema(value_type = String, example = "breaker")]
    kind: &'static str,
    /// The same in one sentence.
    reason: &'a str,
    /// The gate of its config, if it has one.
    gate: Option<GateFigures<'a>>,
}

/// What happens next.
#[derive(Serialize, ToSchema)]
#[schema(as = NextStep)]
pub(crate) struct NextAnswer<'a> {
    /// In one sentence.
    #[schema(example = "attempt 2 is made")]
    what: &'a str,
    /// When, at the latest or about.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Something that was decided.
#[derive(Serialize, ToSchema)]
#[schema(as = Decision)]
pub(crate) struct DecisionAnswer<'a> {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// What: `created`, `held`, `attempt_started`, `attempt_succeeded`, `attempt_failed`, `attempt_interrupted`,
    /// `attempt_cancelled`, `attempt_waiting`, `completed`, `failed` or `cancelled`.
    #[schema(value_type = String, example = "attempt_failed")]
    what: &'static str,
    /// The same in one sentence.
    detail: &'a str,
}

impl<'a> ExplanationAnswer<'a> {
    pub(crate) fn of(execution_id: ExecutionId, explanation: &'a Explanation) -> Self {
        let Explanation { status, since, waiting_for, next, decisions } = explanation;
        Self {
            execution_id,
            status: *status,
            since: *since,
            waiting_for: waiting_for.as_ref().map(|waiting| WaitingForAnswer {
                kind: waiting.kind.as_str(),
                reason: &waiting.reason,
                gate: waiting.gate.as_ref().map(GateFigures::from),
            }),
            next: next.as_ref().map(|next| NextAnswer { what: &next.what, at: next.at }),
            decisions: decisions.iter().map(DecisionAnswer::from).collect(),
        }
    }
}

impl<'a> From<&'a Decision> for DecisionAnswer<'a> {
    fn from(decision: &'a Decision) -> Self {
        Self { at: decision.at, what: decision.what, detail: &decision.detail }
    }
}

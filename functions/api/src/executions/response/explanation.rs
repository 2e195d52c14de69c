//! Why an execution stands where it stands, as it is answered.

use beadle_domain::{
    account::{Credits, LimitType},
    execution::{
        Status,
        explain::{AccountView, Decision, Explanation},
    },
};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::destinations::response::gate::GateFigures;

/// Why an execution stands where it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(crate) struct ExplanationResponse<'a> {
    /// The execution.
    #[schema(value_type = String)]
    execution_id: ExecutionId,
    /// Where it stands.
    status: Status,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// What it waits for; null when it has ended.
    waiting_for: Option<WaitingForResponse<'a>>,
    /// What happens next; null when it has ended.
    next: Option<NextStepResponse<'a>>,
    /// What was decided so far, in the order of time.
    decisions: Vec<DecisionResponse<'a>>,
}

/// What an execution waits for.
#[derive(Serialize, ToSchema)]
#[schema(as = WaitingFor)]
pub(crate) struct WaitingForResponse<'a> {
    /// `time`, `runner`, `attempt`, `retry_delay`, `result`, or what keeps it back: `rate_limit`, `throttled`, `breaker`,
    /// `concurrency`, `overlap`, `credential`, `out_of_time`, `credits`, `limit`.
    #[schema(value_type = String, example = "breaker")]
    kind: &'static str,
    /// The same in one sentence.
    reason: &'a str,
    /// The gate of its config, if it has one.
    gate: Option<GateFigures<'a>>,
    /// The account of its owner, where that keeps it back (`credits`, `limit`) and you may look at it.
    account: Option<AccountFigures>,
}

/// How the account of its owner stands towards an execution that it keeps back.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountFigures {
    /// What is reached now: `credits`, `executions_per_day`, or null where there is room by now.
    #[schema(value_type = Option<String>, example = "credits")]
    limit_type: Option<&'static str>,
    /// What the execution costs.
    #[schema(value_type = f64, minimum = 0)]
    credits: Credits,
    /// What may still be spent this month; null without a budget.
    #[schema(value_type = Option<f64>, minimum = 0)]
    available: Option<Credits>,
    /// The budget of a month; null without one.
    #[schema(value_type = Option<f64>, minimum = 0)]
    monthly_credits: Option<Credits>,
    /// When the month ends (UTC).
    #[schema(value_type = String, format = DateTime)]
    month_ends_at: Timestamp,
    /// How many executions may run in a day; null without a limit.
    executions_per_day: Option<u32>,
    /// How many have run today.
    executions_today: u64,
    /// When the day ends (UTC).
    #[schema(value_type = String, format = DateTime)]
    day_ends_at: Timestamp,
}

/// What happens next.
#[derive(Serialize, ToSchema)]
#[schema(as = NextStep)]
pub(crate) struct NextStepResponse<'a> {
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
pub(crate) struct DecisionResponse<'a> {
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

impl<'a> ExplanationResponse<'a> {
    pub(crate) fn of(execution_id: ExecutionId, explanation: &'a Explanation) -> Self {
        let Explanation { status, since, waiting_for, next, decisions } = explanation;
        Self {
            execution_id,
            status: *status,
            since: *since,
            waiting_for: waiting_for.as_ref().map(|waiting| WaitingForResponse {
                kind: waiting.kind.as_str(),
                reason: &waiting.reason,
                gate: waiting.gate.as_ref().map(GateFigures::from),
                account: waiting.account.as_ref().map(AccountFigures::from),
            }),
            next: next.as_ref().map(|next| NextStepResponse { what: &next.what, at: next.at }),
            decisions: decisions.iter().map(DecisionResponse::from).collect(),
        }
    }
}

impl From<&AccountView> for AccountFigures {
    fn from(view: &AccountView) -> Self {
        Self {
            limit_type: view.reached().map(LimitType::as_str),
            credits: view.cost,
            available: view.available,
            monthly_credits: view.monthly_credits,
            month_ends_at: view.month_ends,
            executions_per_day: view.executions_per_day,
            executions_today: view.executions_today,
            day_ends_at: view.day_ends,
        }
    }
}

impl<'a> From<&'a Decision> for DecisionResponse<'a> {
    fn from(decision: &'a Decision) -> Self {
        Self { at: decision.at, what: decision.what, detail: &decision.detail }
    }
}

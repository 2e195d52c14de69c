//! Response that explains the status of an execution.

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

use crate::{destinations::response::gate::GateFigures, pauses::response::PauseResponse};

/// Explanation of the status of an execution.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Explanation))]
pub(crate) struct ExplanationResponse<'a> {
    /// Id of the execution.
    #[cfg_attr(test, schema(value_type = String))]
    execution_id: ExecutionId,
    /// Status.
    status: Status,
    /// Time since which it has this status.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    since: Timestamp,
    /// What the execution waits for; null once it has ended.
    waiting_for: Option<WaitingForResponse<'a>>,
    /// What happens next; null once it has ended.
    next: Option<NextStepResponse<'a>>,
    /// Decisions made so far, oldest first.
    decisions: Vec<DecisionResponse<'a>>,
}

/// What an execution waits for.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = WaitingFor))]
pub(crate) struct WaitingForResponse<'a> {
    /// `time`, `runner`, `attempt`, `retry_delay`, what is awaited of a job (`callback`, `poll`,
    /// `callback_or_poll`), or the reason of a deferral: `rate_limit`, `rate_limit_key`,
    /// `throttled`, `breaker`, `concurrency`, `overlap`, `order`, `credential`, `out_of_time`, `credits`, `limit`, `paused`.
    #[cfg_attr(test, schema(value_type = String, example = "breaker"))]
    kind: &'static str,
    /// Explanation in one sentence.
    reason: &'a str,
    /// The gate of its config, if it uses one.
    gate: Option<GateFigures<'a>>,
    /// The account of its owner, if that defers the execution (`credits`, `limit`) and the caller may see it.
    account: Option<AccountFigures>,
    /// The execution that it waits for in the order of its `order_key` (`order`); null otherwise.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    execution_id: Option<ExecutionId>,
    /// The pause that holds the execution, if one does (`paused`). Of several it is the one that ends last.
    pause: Option<HoldingPause<'a>>,
}

/// A pause that holds an execution.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct HoldingPause<'a> {
    /// What is paused: `config`, `account` or `service`.
    #[cfg_attr(test, schema(example = "config"))]
    scope: &'static str,
    /// The pause.
    #[serde(flatten)]
    pause: PauseResponse<'a>,
}

/// The account of the owner of an execution that is deferred by a limit of the account.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct AccountFigures {
    /// The limit that is reached: `credits` or `executions_per_day`; null if no limit is reached any more.
    #[cfg_attr(test, schema(value_type = Option<String>, example = "credits"))]
    limit_type: Option<&'static str>,
    /// Credits that the execution costs.
    #[cfg_attr(test, schema(value_type = f64, minimum = 0))]
    credits: Credits,
    /// Credits that may still be spent this month; null without a budget.
    #[cfg_attr(test, schema(value_type = Option<f64>, minimum = 0))]
    available: Option<Credits>,
    /// Monthly budget; null without one.
    #[cfg_attr(test, schema(value_type = Option<f64>, minimum = 0))]
    monthly_credits: Option<Credits>,
    /// End of the month (UTC).
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    month_ends_at: Timestamp,
    /// Maximum number of executions per day; null without a limit.
    executions_per_day: Option<u32>,
    /// Number of executions today.
    executions_today: u64,
    /// End of the day (UTC).
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    day_ends_at: Timestamp,
}

/// The next step.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = NextStep))]
pub(crate) struct NextStepResponse<'a> {
    /// Description in one sentence.
    #[cfg_attr(test, schema(example = "attempt 2 is made"))]
    what: &'a str,
    /// Approximate or latest time of the step.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    at: Timestamp,
}

/// A decision.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Decision))]
pub(crate) struct DecisionResponse<'a> {
    /// Time of the decision.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    at: Timestamp,
    /// `created`, `held`, `attempt_started`, `attempt_succeeded`, `attempt_failed`, `attempt_interrupted`,
    /// `attempt_cancelled`, `attempt_waiting`, `job_reported`, `job_polled`, `late_report`, `completed`, `failed` or
    /// `cancelled`.
    #[cfg_attr(test, schema(value_type = String, example = "attempt_failed"))]
    what: &'static str,
    /// Explanation in one sentence.
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
                execution_id: waiting.execution,
                pause: waiting
                    .pause
                    .as_ref()
                    .map(|(target, pause)| HoldingPause { scope: target.scope(), pause: pause.into() }),
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

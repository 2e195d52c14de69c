//! Response about an execution: the fields of `task.task_executions` of seed 003 and the outcome of each
//! attempt.

pub(crate) mod cost;
pub(super) mod explanation;
mod job;
pub(crate) mod log;
mod order;
mod output;
mod received;
pub(crate) mod replay;
mod trigger;
pub(crate) mod unrecorded;

use std::borrow::Cow;

use beadle_application::execution::ConfigsInForce;
use beadle_domain::{
    call::{self, ResultBody},
    execution::{
        Attempt, AttemptOutcome, CancelReason, Execution, Failure, State, Status, TriggerKind,
        cancellation::CUT_OFF,
    },
    policy::RetryPolicy,
    spec::TaskType,
    task::Priority,
};
use beadle_values::{
    duration,
    id::{BatchId, ConfigId, ExecutionId, TaskId},
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use self::{
    cost::CostResponse, job::JobResponse, order::OrderResponse, output::OutputResponse,
    received::ReceivedResponse, trigger::TriggerData,
};
use crate::{functions::response::RanResponse, tasks::response::config::ConfigResponse};

/// A run of a task, or of a request that is not saved.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Execution))]
pub(crate) struct ExecutionResponse<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    id: ExecutionId,
    /// Same as `id`.
    #[cfg_attr(test, schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    execution_id: ExecutionId,
    /// Id of the saved task; null for an ad-hoc request.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    task_id: Option<TaskId>,
    /// Id of the owner.
    user_id: &'a str,
    /// Status.
    status: Status,
    /// Task type.
    #[serde(rename = "type")]
    task_type: TaskType,
    /// Priority.
    priority: Priority,
    /// What triggered the execution.
    trigger_type: TriggerKind,
    /// Details of the trigger.
    trigger_data: TriggerData<'a>,
    /// Id of the batch that counts it, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>))]
    batch_id: Option<BatchId>,
    /// The request that is made, with credentials masked.
    request: ConfigResponse<'a>,
    /// Id of the config it uses.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    config_id: Option<ConfigId>,
    /// The order in which it runs; null without an order key.
    order: Option<OrderResponse<'a>>,
    /// Input: values of `${input…}`. Omitted in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a Map<String, Value>>,
    /// Timeout of an attempt: its own, else that of its config, else the default. Once it has ended, that of its
    /// last attempt.
    timeout_ms: u64,
    /// Retry policy, chosen like `timeout_ms`.
    #[cfg_attr(test, schema(value_type = RetryPolicy))]
    retry: Cow<'a, RetryPolicy>,
    /// Time for all attempts together, chosen like `timeout_ms`; null for as long as its retries take.
    give_up_after_ms: Option<u64>,
    /// Result, once the execution has completed: the extracted value, the `data` of GraphQL, else the
    /// response body. Omitted in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Value))]
    result: Option<Option<ResultBody<'a>>>,
    /// Last response of the destination. Omitted in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<ReceivedResponse<'a>>))]
    response: Option<Option<ReceivedResponse<'a>>>,
    /// What a script or a function wrote, oldest first: its beginning and its end, if it is much. Omitted in lists and for
    /// other types.
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<Vec<OutputResponse<'a>>>,
    /// Version of the function that the latest attempt called. Omitted for other types.
    #[serde(skip_serializing_if = "Option::is_none")]
    function: Option<RanResponse<'a>>,
    /// Error message of the failure, or of the last failed attempt.
    error_message: Option<&'a str>,
    /// Machine-readable details of the error.
    error_details: Option<ErrorDetails>,
    /// Credits consumed, once the execution has ended.
    credits_consumed: f64,
    /// Tokens that the destination reports as used (`usage.total_tokens` of a JSON body), once the execution
    /// has ended.
    tokens_used: Option<u64>,
    /// Usage on AWS so far, and its cost.
    cost: CostResponse,
    /// Number of attempts.
    api_calls_made: usize,
    /// Number of retries among them.
    retries: usize,
    /// Attempts that have ended, oldest first.
    attempts: Vec<AttemptResponse<'a>>,
    /// Time at which the next attempt is due.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    next_attempt_at: Option<Timestamp>,
    /// End of the wait, while the status is `waiting`.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    waiting_until: Option<Timestamp>,
    /// Reason of the deferral, while the status is `deferred`.
    deferred_reason: Option<&'a str>,
    /// Why it was cancelled; null unless it was. `dependency_failed`, `dependencies_unmet`, `task_paused` and
    /// `task_completed` mean that it was skipped.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    cancel_reason: Option<CancelReason>,
    /// Whether cancellation was requested while it was running.
    cancel_requested: bool,
    /// Time for which it was scheduled: by the schedule, `run_at` or `delay`.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    scheduled_for: Option<Timestamp>,
    /// The `Idempotency-Key` of the request.
    idempotency_key: Option<&'a str>,
    /// Milliseconds from the first attempt to the end.
    duration_ms: Option<u64>,
    /// Time of the request.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Start of the first attempt.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    started_at: Option<Timestamp>,
    /// End of the execution.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    completed_at: Option<Timestamp>,
    /// Time of the last change.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    updated_at: Timestamp,
    /// The job that it waits for, or waited for; only of type `wait`.
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<JobResponse<'a>>,
}

/// Machine-readable details of a failure.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct ErrorDetails {
    /// Code of the failure.
    #[cfg_attr(test, schema(example = "http_status"))]
    code: &'static str,
    /// HTTP status of the response, if there was one.
    #[cfg_attr(test, schema(example = 500))]
    http_status: Option<u16>,
    /// Whether a failure of this kind is usually worth a retry.
    retryable: bool,
}

/// An attempt.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Attempt))]
pub(crate) struct AttemptResponse<'a> {
    /// Number, counted from 1.
    number: u32,
    /// Start of the attempt.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    started_at: Timestamp,
    /// Duration.
    duration_ms: u64,
    /// Outcome.
    outcome: AttemptOutcome,
    /// HTTP status of the response, if there was one.
    http_status: Option<u16>,
    /// Error message.
    error: Option<&'a str>,
    /// Code of the failure.
    error_code: Option<&'static str>,
    /// Time at which the next attempt was due.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    next_attempt_at: Option<Timestamp>,
}

impl<'a> ExecutionResponse<'a> {
    /// The full response.
    pub(crate) fn of(execution: &'a Execution, configs: &ConfigsInForce) -> Self {
        let answer = execution.progress.answer.as_ref();
        let completed = execution.status() == Status::Completed;
        let runs_code = execution.request.spec.task_type().runs_code();
        Self {
            request: ConfigResponse::of(&execution.request.spec),
            input: Some(&execution.request.input),
            result: Some(
                answer
                    .filter(|_| completed)
                    .map(|answer| call::result(execution.request.spec.task_type(), answer)),
            ),
            response: Some(answer.map(ReceivedResponse::from)),
            output: runs_code
                .then(|| execution.progress.output.lines.iter().map(OutputResponse::from).collect()),
            ..Self::brief(execution, configs)
        }
    }

    /// The response without members that may be large, for lists.
    pub(crate) fn brief(execution: &'a Execution, configs: &ConfigsInForce) -> Self {
        let policy = execution.policy(configs.policy(execution));
        let (request, progress) = (&*execution.request, &execution.progress);
        let (started_at, completed_at) = (progress.started_at(), progress.state.ended_at());
        let elapsed = |(from, to)| duration::millis(duration::between(from, to));
        let deferred_reason = match &progress.state {
            State::Deferred { hold, .. } => Some(hold.reason.as_str()),
            _ => None,
        };
        let waiting_until = match &progress.state {
            State::Waiting { until, .. } => Some(*until),
            _ => None,
        };
        Self {
            id: request.id,
            execution_id: request.id,
            task_id: request.task_id,
            user_id: request.owner.as_str(),
            status: progress.state.status(),
            task_type: request.spec.task_type(),
            priority: request.priority,
            trigger_type: request.trigger.kind,
            trigger_data: TriggerData::of(&request.trigger),
            batch_id: request.batch_id,
            request: ConfigResponse::without_body(&request.spec),
            config_id: request.config_id,
            order: request.order.as_ref().map(OrderResponse::from),
            input: None,
            timeout_ms: duration::millis(policy.timeout),
            give_up_after_ms: policy.give_up_after.map(|length| duration::millis(length.0)),
            retry: match policy {
                Cow::Borrowed(policy) => Cow::Borrowed(&policy.retry),
                Cow::Owned(policy) => Cow::Owned(policy.retry),
            },
            result: None,
            response: None,
            output: None,
            function: progress.function.as_ref().map(RanResponse::of),
            error_message: progress
                .failure()
                .map(|failure| failure.message.as_str())
                .or_else(|| progress.attempts.last().and_then(cut_off)),
            error_details: progress.failure().map(ErrorDetails::from),
            credits_consumed: execution.credits_consumed().as_number(),
            tokens_used: Some(execution.tokens_consumed()).filter(|tokens| *tokens > 0),
            cost: CostResponse::of(execution),
            api_calls_made: progress.attempts.len(),
            retries: progress.attempts.len().saturating_sub(1),
            attempts: progress.attempts.iter().map(AttemptResponse::from).collect(),
            next_attempt_at: progress.state.due().filter(|_| waiting_until.is_none()),
            waiting_until,
            deferred_reason,
            cancel_reason: progress.state.cancel_reason(),
            // A job that is stopped first waits under a request to cancel it.
            cancel_requested: progress.cancel_requested
                || progress.cancellation.is_some() && !progress.state.status().is_final(),
            scheduled_for: request.trigger.scheduled_for,
            idempotency_key: request.idempotency.as_ref().map(|stamp| stamp.key.as_str()),
            duration_ms: started_at.zip(completed_at).map(elapsed),
            created_at: request.created_at,
            started_at,
            completed_at,
            updated_at: progress.updated_at,
            job: JobResponse::of(execution),
        }
    }
}

impl From<&Failure> for ErrorDetails {
    fn from(failure: &Failure) -> Self {
        Self {
            code: failure.code.as_str(),
            http_status: failure.http_status,
            retryable: failure.is_retryable(),
        }
    }
}

/// What is known of the effect of an attempt whose call was cut off.
fn cut_off(attempt: &Attempt) -> Option<&'static str> {
    attempt.cut_off.then_some(CUT_OFF)
}

impl<'a> From<&'a Attempt> for AttemptResponse<'a> {
    fn from(attempt: &'a Attempt) -> Self {
        let failure = attempt.failure.as_ref();
        Self {
            number: attempt.number,
            started_at: attempt.started_at,
            duration_ms: attempt.duration_ms,
            outcome: attempt.outcome,
            http_status: attempt.http_status,
            error: failure.map(|failure| failure.message.as_str()).or_else(|| cut_off(attempt)),
            error_code: failure.map(|failure| failure.code.as_str()),
            next_attempt_at: attempt.next_attempt_at,
        }
    }
}

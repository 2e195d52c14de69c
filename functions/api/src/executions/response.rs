//! An execution, as it is answered: every field of `task.task_executions` of seed 003, and what became of each attempt.

pub(crate) mod cost;
pub(super) mod explanation;
pub(crate) mod log;
mod received;
pub(super) mod replay;

use beadle_domain::{
    call::{self, ResultBody},
    execution::{Attempt, AttemptOutcome, Execution, Failure, State, Status, TriggerKind},
    policy::RetryPolicy,
    spec::TaskType,
    task::Priority,
};
use beadle_values::{
    duration,
    id::{ConfigId, ExecutionId, TaskId},
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use self::{cost::CostResponse, received::ReceivedResponse};
use crate::{document::RetryPolicyObject, tasks::response::config::ConfigResponse};

/// One run of a task, or of a request that was never saved.
#[derive(Serialize, ToSchema)]
#[schema(as = Execution)]
pub(crate) struct ExecutionResponse<'a> {
    /// Its id.
    #[schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    id: ExecutionId,
    /// The same.
    #[schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    execution_id: ExecutionId,
    /// The saved task it runs; null for an ad-hoc request.
    #[schema(value_type = Option<String>)]
    task_id: Option<TaskId>,
    /// Whose it is.
    user_id: &'a str,
    /// Where it stands.
    status: Status,
    /// What it does.
    #[serde(rename = "type")]
    task_type: TaskType,
    /// Which queue it takes.
    priority: Priority,
    /// What started it.
    trigger_type: TriggerKind,
    /// More about what started it.
    trigger_data: TriggerData,
    /// What is sent.
    request: ConfigResponse<'a>,
    /// The config it names.
    #[schema(value_type = Option<String>)]
    config_id: Option<ConfigId>,
    /// What `${input…}` stands for; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a Map<String, Value>>,
    /// How long one attempt may take.
    timeout_ms: u64,
    /// Whether and when it is tried again.
    #[schema(value_type = RetryPolicyObject)]
    retry: &'a RetryPolicy,
    /// What it came to, once it has completed: what was extracted, the data of GraphQL, else the answer's body; left out
    /// in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    result: Option<Option<ResultBody<'a>>>,
    /// What the destination answered last; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ReceivedResponse<'a>>)]
    response: Option<Option<ReceivedResponse<'a>>>,
    /// Why it failed, or its last attempt did.
    error_message: Option<&'a str>,
    /// The same for programs.
    error_details: Option<ErrorDetails>,
    /// What it has consumed, once it has ended.
    credits_consumed: f64,
    /// The tokens that its destination says it used (`usage.total_tokens` of a JSON body), once it has ended.
    tokens_used: Option<u64>,
    /// What it used on AWS so far, and what that costs.
    cost: CostResponse,
    /// How many attempts were made.
    api_calls_made: usize,
    /// How many of them were retries.
    retries: usize,
    /// The attempts that have ended, first one first.
    attempts: Vec<AttemptResponse<'a>>,
    /// When the next attempt is due, while it waits for one.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
    /// Until when it waits, while it is `waiting`.
    #[schema(value_type = Option<String>, format = DateTime)]
    waiting_until: Option<Timestamp>,
    /// What keeps it back, while it is `deferred`.
    deferred_reason: Option<&'a str>,
    /// Whether someone asked to cancel it while it ran.
    cancel_requested: bool,
    /// The time it was to run at: of the schedule, or asked for by `run_at` or `delay`.
    #[schema(value_type = Option<String>, format = DateTime)]
    scheduled_for: Option<Timestamp>,
    /// The caller's `Idempotency-Key`.
    idempotency_key: Option<&'a str>,
    /// From the first attempt to the end, in milliseconds.
    duration_ms: Option<u64>,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When its first attempt began.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Timestamp>,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// More about what started an execution.
#[derive(Serialize, ToSchema)]
pub(crate) struct TriggerData {
    /// The time it runs for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    scheduled_for: Option<Timestamp>,
    /// The execution it repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    replay_of: Option<ExecutionId>,
}

/// Why it failed, for programs.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErrorDetails {
    /// The kind of failure.
    #[schema(example = "http_status")]
    code: &'static str,
    /// The HTTP status that was answered, if one was.
    #[schema(example = 500)]
    http_status: Option<u16>,
    /// Whether such a failure is usually worth another attempt.
    retryable: bool,
}

/// One try.
#[derive(Serialize, ToSchema)]
#[schema(as = Attempt)]
pub(crate) struct AttemptResponse<'a> {
    /// Counted from 1.
    number: u32,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    /// How long it took.
    duration_ms: u64,
    /// How it ended.
    outcome: AttemptOutcome,
    /// The HTTP status that was answered, if one was.
    http_status: Option<u16>,
    /// Why it failed.
    error: Option<&'a str>,
    /// The kind of failure.
    error_code: Option<&'static str>,
    /// When the next attempt was due.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
}

impl<'a> ExecutionResponse<'a> {
    /// Everything about it.
    pub(crate) fn of(execution: &'a Execution) -> Self {
        let answer = execution.progress.answer.as_ref();
        let completed = execution.status() == Status::Completed;
        Self {
            request: ConfigResponse::of(&execution.request.spec),
            input: Some(&execution.request.input),
            result: Some(
                answer
                    .filter(|_| completed)
                    .map(|answer| call::result(execution.request.spec.task_type(), answer)),
            ),
            response: Some(answer.map(ReceivedResponse::from)),
            ..Self::brief(execution)
        }
    }

    /// Without what may be large: an item of a list.
    pub(crate) fn brief(execution: &'a Execution) -> Self {
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
            trigger_data: TriggerData {
                scheduled_for: request.trigger.scheduled_for,
                replay_of: request.trigger.replay_of,
            },
            request: ConfigResponse::without_body(&request.spec),
            config_id: request.config_id,
            input: None,
            timeout_ms: duration::millis(request.policy.timeout),
            retry: &request.policy.retry,
            result: None,
            response: None,
            error_message: progress.failure().map(|failure| failure.message.as_str()),
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
            cancel_requested: progress.cancel_requested,
            scheduled_for: request.trigger.scheduled_for,
            idempotency_key: request.idempotency.as_ref().map(|stamp| stamp.key.as_str()),
            duration_ms: started_at.zip(completed_at).map(elapsed),
            created_at: request.created_at,
            started_at,
            completed_at,
            updated_at: progress.updated_at,
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

impl<'a> From<&'a Attempt> for AttemptResponse<'a> {
    fn from(attempt: &'a Attempt) -> Self {
        let failure = attempt.failure.as_ref();
        Self {
            number: attempt.number,
            started_at: attempt.started_at,
            duration_ms: attempt.duration_ms,
            outcome: attempt.outcome,
            http_status: attempt.http_status,
            error: failure.map(|failure| failure.message.as_str()),
            error_code: failure.map(|failure| failure.code.as_str()),
            next_attempt_at: attempt.next_attempt_at,
        }
    }
}

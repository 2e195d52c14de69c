//! The spans of an execution and of its attempts, made from what they did.

use jiff::Timestamp;

use super::{SpanId, TraceId, TraceParent, is_sampled};
use crate::{
    execution::{Execution, FailureCode, State},
    spec::TaskType,
};

/// What a span is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// An execution, from its request to its end.
    Execution,
    /// An attempt, from its claim to its outcome.
    Attempt(u32),
}

/// A span that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its trace.
    pub trace: TraceId,
    /// Its id.
    pub id: SpanId,
    /// The span that it is a part of.
    pub parent: Option<SpanId>,
    /// Whether that one is of another process.
    pub parent_is_remote: bool,
    /// What it is about.
    pub kind: SpanKind,
    /// The type of the task.
    pub task_type: TaskType,
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// What it is searched by: names as in the log, and their values.
    pub attributes: Vec<(&'static str, String)>,
    /// Why it failed, if it did.
    pub failure: Option<FailureCode>,
}

/// The version that stands for the whole execution; claims have later ones.
const WHOLE: u64 = 0;

/// The span of the attempt for which `claimed` was claimed, and after which the execution is `next`; `None` if its trace is
/// not sampled.
pub fn attempt_span(claimed: &Execution, next: &Execution) -> Option<Span> {
    let State::Running { attempt, since, .. } = claimed.state() else { return None };
    let request = &next.request;
    let last = next.progress.attempts.last().filter(|last| last.number == *attempt);
    let mut attributes = attributes(next);
    attributes.push(("attempt", attempt.to_string()));
    attributes
        .extend(last.and_then(|last| Some(("http.response.status_code", last.http_status?.to_string()))));
    is_sampled(request).then(|| Span {
        trace: TraceId::of(request),
        id: SpanId::of(request, claimed.version()),
        parent: Some(SpanId::of(request, WHOLE)),
        parent_is_remote: false,
        kind: SpanKind::Attempt(*attempt),
        task_type: request.spec.task_type(),
        start: *since,
        end: next.progress.updated_at,
        attributes,
        failure: last.and_then(|last| Some(last.failure.as_ref()?.code)),
    })
}

/// The span of `execution`; `None` unless it has ended and its trace is sampled.
pub fn execution_span(execution: &Execution) -> Option<Span> {
    let request = &execution.request;
    let ended = execution.status().is_final() && is_sampled(request);
    ended.then(|| Span {
        trace: TraceId::of(request),
        id: SpanId::of(request, WHOLE),
        parent: request.trigger.trace.map(TraceParent::span),
        parent_is_remote: request.trigger.trace.is_some(),
        kind: SpanKind::Execution,
        task_type: request.spec.task_type(),
        start: request.created_at,
        end: execution.progress.updated_at,
        attributes: attributes(execution),
        failure: execution.progress.failure().map(|failure| failure.code),
    })
}

fn attributes(execution: &Execution) -> Vec<(&'static str, String)> {
    let request = &execution.request;
    let mut attributes = vec![
        ("execution.id", request.id.to_string()),
        ("task.type", request.spec.task_type().as_str().to_owned()),
        ("status", execution.status().as_str().to_owned()),
        ("trigger", request.trigger.kind.as_str().to_owned()),
    ];
    attributes.extend(request.task_id.map(|task| ("task.id", task.to_string())));
    attributes.extend(request.config_id.map(|config| ("config.id", config.to_string())));
    attributes
}

//! The log of an execution in the format of seed 002, derived from its attempts, holds, warnings and end.
//! Nothing is written for it: all of this is stored anyway.

use beadle_values::{id::OwnerId, names};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Attempt, AttemptOutcome, Execution, OutputStream, State, cancellation::CUT_OFF, hold::HoldRecord,
};

names! {
    /// The level of a line.
    pub enum LogLevel {
        /// What happened as it should.
        Info = "INFO",
        /// What deserves attention.
        Warn = "WARN",
        /// A final failure.
        Error = "ERROR",
    }
}

impl LogLevel {
    /// The level, or `WARN` for a higher one.
    fn at_most_warn(self) -> Self {
        match self {
            Self::Error => Self::Warn,
            level => level,
        }
    }
}

/// A log line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogEntry {
    /// When it happened.
    pub timestamp: Timestamp,
    /// The severity.
    pub level: LogLevel,
    /// What happened, as one sentence.
    pub message: String,
    /// Structured data for programs; always contains `execution_id`.
    pub data: Map<String, Value>,
}

/// The log lines of `execution` in chronological order.
pub fn entries(execution: &Execution) -> Vec<LogEntry> {
    let (request, progress) = (&*execution.request, &execution.progress);
    let line = |timestamp, level, message: String, data: Value| {
        let mut members = Map::from_iter([("execution_id".to_owned(), json!(request.id))]);
        if let Value::Object(data) = data {
            members.extend(data.into_iter().filter(|(_, value)| !value.is_null()));
        }
        LogEntry { timestamp, level, message, data: members }
    };
    let trigger = &request.trigger;
    // The task did what it is for: what failed is only the word of it.
    let is_notice = trigger.notice_of.is_some();
    let mut lines = vec![line(
        request.created_at,
        LogLevel::Info,
        format!("Execution created: {}", trigger.kind.as_str()),
        json!({"trigger": trigger.kind, "scheduled_for": trigger.scheduled_for, "replay_of": trigger.replay_of,
            "notice_of": trigger.notice_of}),
    )];
    lines.extend(progress.holds.iter().map(|held| {
        let (message, data) = deferral_line(held);
        line(held.since, LogLevel::Warn, message, data)
    }));
    for attempt in &progress.attempts {
        let began = format!("Attempt {} began", attempt.number);
        lines.push(line(attempt.started_at, LogLevel::Info, began, json!({"attempt": attempt.number})));
        let (level, message, data) = attempt_line(attempt);
        let level = if is_notice { level.at_most_warn() } else { level };
        lines.push(line(ended_at(attempt), level, message, data));
        lines.extend(attempt.ruling.as_deref().map(|ruling| {
            let level = if ruling.is_fault() { LogLevel::Warn } else { LogLevel::Info };
            let data = json!({"attempt": attempt.number, "function": ruling.ran});
            line(ended_at(attempt), level, format!("After attempt {} {ruling}", attempt.number), data)
        }));
    }
    if let State::Running { attempt, since, .. } = &progress.state {
        let began = format!("Attempt {attempt} began");
        lines.push(line(*since, LogLevel::Info, began, json!({"attempt": attempt})));
    }
    for (index, written) in progress.output.lines.iter().enumerate() {
        if let Some(gap) = progress.output.gap.filter(|gap| gap.after == index) {
            let message = format!("{} lines are not kept", gap.lines);
            lines.push(line(written.at, LogLevel::Warn, message, json!({"lines": gap.lines})));
        }
        let level = match written.stream {
            OutputStream::Stdout => LogLevel::Info,
            OutputStream::Stderr => LogLevel::Warn,
        };
        let data = json!({"attempt": written.attempt, "stream": written.stream});
        lines.push(line(written.at, level, written.text.clone(), data));
    }
    if let Some(answer) = &progress.answer {
        let at = progress.attempts.last().map_or(progress.updated_at, ended_at);
        lines.extend(
            answer.warnings.iter().map(|warning| line(at, LogLevel::Warn, warning.clone(), Value::Null)),
        );
    }
    let end = match &progress.state {
        State::Completed { at } => {
            Some(line(*at, LogLevel::Info, "Execution completed".to_owned(), Value::Null))
        }
        State::Failed { at, failure } => {
            let data = json!({"error": failure.code, "http_status": failure.http_status, "attempts": progress.attempts.len()});
            Some(match is_notice {
                true => {
                    let message = format!("The notification was not delivered: {}", failure.message);
                    line(*at, LogLevel::Warn, message, data)
                }
                false => line(*at, LogLevel::Error, failure.message.clone(), data),
            })
        }
        State::Cancelled { at, reason } => {
            let asked = progress.cancellation.as_ref().filter(|asked| Some(asked.reason) == *reason);
            let why = match (asked, reason) {
                (Some(asked), _) => format!(": {}", asked.sentence()),
                (None, Some(reason)) => format!(": {}", reason.sentence()),
                (None, None) => String::new(),
            };
            let by = asked.and_then(|asked| asked.by.as_ref()).map(OwnerId::as_str);
            let data = json!({"reason": reason, "requested_by": by});
            Some(line(*at, LogLevel::Warn, format!("Execution cancelled{why}"), data))
        }
        _ => None,
    };
    lines.extend(end);
    lines.sort_by_key(|line| line.timestamp);
    lines
}

fn ended_at(attempt: &Attempt) -> Timestamp {
    let took = SignedDuration::from_millis(i64::try_from(attempt.duration_ms).unwrap_or(i64::MAX));
    attempt.started_at.checked_add(took).unwrap_or(attempt.started_at)
}

fn deferral_line(held: &HoldRecord) -> (String, Value) {
    let kind = held.kind.as_str();
    let times = match held.times {
        0 | 1 => String::new(),
        times => format!(" {times} times"),
    };
    let data = json!({
        "attempt": held.attempt, "kept_back_by": kind, "times": held.times, "until": held.last.max(held.since),
    });
    (format!("Attempt {} put off{times}: {kind}", held.attempt), data)
}

fn attempt_line(attempt: &Attempt) -> (LogLevel, String, Value) {
    let number = attempt.number;
    let mut data = json!({
        "attempt": number, "duration_ms": attempt.duration_ms, "http_status": attempt.http_status,
    });
    let (level, message) = match (attempt.outcome, &attempt.failure) {
        (AttemptOutcome::Succeeded, _) => (LogLevel::Info, format!("Attempt {number} succeeded")),
        (AttemptOutcome::Waiting, _) => (LogLevel::Info, format!("Attempt {number} waits for its result")),
        (AttemptOutcome::Cancelled, _) if attempt.cut_off => {
            (LogLevel::Warn, format!("Attempt {number} was called off: {CUT_OFF}"))
        }
        (AttemptOutcome::Cancelled, _) => (LogLevel::Warn, format!("Attempt {number} was called off")),
        (AttemptOutcome::Interrupted, _) => {
            (LogLevel::Warn, format!("Attempt {number} was interrupted: its runner vanished"))
        }
        (AttemptOutcome::Failed, Some(failure)) => {
            data["error"] = json!(failure.code);
            data["next_attempt_at"] = json!(attempt.next_attempt_at);
            let retried = attempt.next_attempt_at.is_some();
            let level = if retried { LogLevel::Warn } else { LogLevel::Error };
            (level, format!("Attempt {number} failed: {}", failure.message))
        }
        (AttemptOutcome::Failed, None) => (LogLevel::Error, format!("Attempt {number} failed")),
    };
    (level, message, data)
}

#[cfg(test)]
mod tests;

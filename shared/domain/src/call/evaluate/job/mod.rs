//! Evaluates what is heard of a job: the answer to its start, callbacks, and answers to polls.

mod poll;

use std::time::Duration;

use beadle_values::{
    body,
    body::{any, number, optional, text},
    duration,
    violation::{Path, Violation, Violations},
};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

pub use self::poll::{Polled, judge_poll};
use super::{
    charset, evaluate, expect,
    extract::{self, Extracted},
    read::{self, Body},
    shortened,
};
use crate::{
    call::{
        HttpResponse, Redactor, retry_after,
        stored_response::{self, RawResponse},
    },
    execution::{
        Answer, AnswerBody, Failure, FailureCode,
        conclude::Outcome,
        job::{Accepted, NextPoll},
    },
    spec::{
        TaskSpec,
        address::callable,
        response::Expect,
        wait::{MAX_PAUSE, MIN_PAUSE, PollPreset, WaitSpec},
    },
};

/// The longest message of a job, in characters.
const MAX_MESSAGE: usize = 500;

/// The largest answer to a start that is kept while its job runs, in bytes. A report has to fit beside it.
const MAX_START: u64 = 64 * 1024;

/// What a report means.
#[derive(Debug, Clone, PartialEq)]
pub enum Judged {
    /// The job has ended.
    Ended {
        /// The body that it sent.
        answer: Answer,
        /// Why it failed, if it did.
        failure: Option<Failure>,
    },
    /// It goes on.
    Progress {
        /// How much is done, 0 to 100.
        percent: Option<f64>,
        /// What it does.
        message: Option<String>,
        /// What it needs to go on from there.
        checkpoint: Option<Value>,
    },
}

/// What the answer to a start means.
#[derive(Debug, Clone, PartialEq)]
pub enum Started {
    /// The job runs.
    Runs {
        /// When to look after it.
        accepted: Box<Accepted>,
        /// The answer, as far as it is kept.
        answer: Option<Answer>,
    },
    /// It ended at once, or was not started.
    Ended(Outcome),
}

body! {
    /// A sign of life of a job.
    pub struct HeartbeatBody as "HeartbeatRequest" {
        /// How much is done, 0 to 100.
        pub percent: Option<f64> = optional(number(0, 100)),
        /// What it does, at most 500 characters.
        pub message: Option<String> = optional(text(0, MAX_MESSAGE)),
        /// Whatever the job needs to go on from there, should it be started again; at most 16 KB.
        pub checkpoint: Option<Value> = optional(any()),
    }
    example {"percent": 40, "message": "frame 400 of 1000"}
    check |given, _members, path, violations| {
        if let Some(Some(checkpoint)) = &given.checkpoint
            && checkpoint.to_string().len() > MAX_CHECKPOINT
        {
            violations.add(path.key("checkpoint"), "length", "has more than 16 KB");
        }
    }
}

/// The largest checkpoint as JSON, in bytes.
const MAX_CHECKPOINT: usize = 16 * 1024;

/// Reads the body of a heartbeat; an empty one says nothing more.
///
/// # Errors
/// All its faults.
pub fn read_heartbeat(bytes: &Bytes, path: &Path) -> Result<Judged, Violations> {
    if bytes.trim_ascii().is_empty() {
        return Ok(Judged::Progress { percent: None, message: None, checkpoint: None });
    }
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|_| Violation::new(path.clone(), "type_error", "must be a JSON object, or empty"))?;
    let HeartbeatBody { percent, message, checkpoint } = HeartbeatBody::parse(&value, path)?;
    Ok(Judged::Progress { percent, message, checkpoint })
}

/// What a callback means. `fails` says that the job has failed whatever its body holds.
pub fn judge_callback(
    spec: &WaitSpec,
    content_type: Option<&str>,
    bytes: Bytes,
    fails: bool,
    redactor: &Redactor,
) -> Judged {
    let headers =
        content_type.map(|value| ("content-type".to_owned(), value.to_owned())).into_iter().collect();
    let mut response = HttpResponse { status: 200, headers, body: bytes, truncated: false, lost_body: None };
    let size = response.body.len() as u64;
    response.body = charset::in_utf_8(&response);
    let rules = spec.callback.clone().unwrap_or_default();
    // A body that is not what it is to be read as stays text.
    let body = match read::read(&response, rules.parse) {
        Body::Unreadable { .. } => Body::Plain,
        body => body,
    };
    let matched =
        |rule: &Option<Expect>| rule.as_ref().is_some_and(|rule| matches(rule, &response, &body, false));
    let failed = fails || matched(&spec.fail_when);
    if !failed && !matched(&spec.until) && (spec.until.is_some() || spec.fail_when.is_some()) {
        let value = |name: &str| match &body {
            Body::Value(value) => value.get(name),
            _ => None,
        };
        let percent =
            value("percent").and_then(Value::as_f64).filter(|percent| (0.0..=100.0).contains(percent));
        let message = value("message").or_else(|| value("status")).and_then(Value::as_str);
        let message = message.map(|message| redactor.text(&shortened(message, MAX_MESSAGE)).into_owned());
        return Judged::Progress { percent, message, checkpoint: None };
    }
    let failure = failed.then(|| redactor.failure(job_failed(&message_of(&body, &response))));
    let Extracted { value, warnings } = extracted(spec, &body, failure.is_none());
    let raw = RawResponse {
        status: None,
        headers: response.headers,
        bytes: response.body,
        size,
        truncated: false,
        body,
    };
    Judged::Ended { answer: stored_response::build(raw, value, warnings, redactor), failure }
}

/// What the answer to the start of a job means, which came at `now` from `url`.
pub fn judge_start(
    task: &TaskSpec,
    spec: &WaitSpec,
    response: HttpResponse,
    url: &Url,
    now: Timestamp,
    redactor: &Redactor,
) -> Started {
    let location = location(&response, url);
    let status = response.status;
    let asked = asked_pause(&response, now);
    let preset = spec.poll.as_ref().and_then(|poll| poll.preset);
    let is_done = preset == Some(PollPreset::GoogleLro) && is_done(&response);
    if is_done && (200..300).contains(&status) {
        let accepted = accepted(spec, location, asked, now);
        return match judge_poll(spec, &accepted, response, url, false, now, redactor) {
            Polled::Ended(outcome) => Started::Ended(outcome),
            Polled::Fetch(_) | Polled::Runs(_) => {
                Started::Runs { accepted: Box::new(accepted), answer: None }
            }
        };
    }
    let answer = match evaluate(task, response, now, redactor) {
        Outcome::Succeeded { answer } => answer,
        other => return Started::Ended(other),
    };
    if preset == Some(PollPreset::Azure) && location.is_none() && matches!(status, 200 | 204) {
        return Started::Ended(Outcome::Succeeded { answer });
    }
    let nowhere = spec.poll.as_ref().is_some_and(|poll| poll.url.is_none()) && location.is_none();
    if nowhere && !spec.expects_callback() {
        let message =
            "the answer has neither `Operation-Location` nor `Location`, and `poll.url` is not given";
        let failure =
            Failure { http_status: Some(status), ..Failure::new(FailureCode::InvalidResponse, message) };
        return Started::Ended(Outcome::Failed { failure, answer });
    }
    let mut accepted = accepted(spec, location, asked, now);
    if nowhere {
        accepted.poll = None;
    }
    Started::Runs { accepted: Box::new(accepted), answer: answer.map(kept) }
}

fn accepted(spec: &WaitSpec, location: Option<Url>, asked: Option<Duration>, now: Timestamp) -> Accepted {
    let poll = spec.poll.as_ref().map(|rules| {
        let first = rules.after.map_or(rules.interval.0, |after| after.0);
        NextPoll {
            at: duration::after(now, asked.unwrap_or_default().max(first)),
            pause: rules.interval,
            made: 0,
        }
    });
    Accepted {
        heartbeat_timeout: spec.heartbeat_timeout,
        location: location.map(String::from),
        poll,
        ..Accepted::new(now, duration::after(now, spec.deadline.0))
    }
}

fn is_done(response: &HttpResponse) -> bool {
    let body: Option<Value> = serde_json::from_slice(&response.body).ok();
    body.is_some_and(|body| body.get("done") == Some(&Value::Bool(true)))
}

/// The pause that the response asks for, within bounds.
fn asked_pause(response: &HttpResponse, now: Timestamp) -> Option<Duration> {
    let asked = response.header("retry-after").and_then(|value| retry_after(value, now));
    asked.map(|asked| asked.clamp(MIN_PAUSE, MAX_PAUSE))
}

/// Where the job is.
fn location(response: &HttpResponse, url: &Url) -> Option<Url> {
    let names = ["operation-location", "azure-asyncoperation", "location"];
    let named = names.into_iter().find_map(|name| response.header(name))?;
    url.join(named.trim()).ok().filter(|url| callable(url).is_ok())
}

/// Whether the response is as `rule` says. A callback has no status.
fn matches(rule: &Expect, response: &HttpResponse, body: &Body, has_status: bool) -> bool {
    let status = || has_status && rule.status.iter().any(|rule| rule.matches(response.status));
    (rule.status.is_empty() || status()) && expect::contents(response, body, rule).is_ok()
}

fn extracted(spec: &WaitSpec, body: &Body, succeeded: bool) -> Extracted {
    let rule = spec.callback.as_ref().and_then(|rules| rules.extract.as_ref()).filter(|_| succeeded);
    rule.map(|rule| extract::extract(rule, body)).unwrap_or_default()
}

/// The answer without a body that leaves too little room.
fn kept(mut answer: Answer) -> Answer {
    if answer.size > MAX_START {
        answer.body = AnswerBody::Empty;
        answer.truncated = true;
    }
    answer
}

/// What a failed job says about itself.
fn message_of(body: &Body, response: &HttpResponse) -> String {
    match body {
        Body::Value(value) => message_in(value),
        _ => shortened(String::from_utf8_lossy(&response.body).trim(), MAX_MESSAGE),
    }
}

fn message_in(value: &Value) -> String {
    let error = value.get("error");
    let texts =
        [error.and_then(|error| error.get("message")), error, value.get("message"), value.get("cause")];
    let text = texts.into_iter().flatten().find_map(Value::as_str).unwrap_or_default();
    shortened(text, MAX_MESSAGE)
}

fn job_failed(message: &str) -> Failure {
    let message = if message.is_empty() {
        "the job has failed".to_owned()
    } else {
        format!("the job has failed: {message}")
    };
    Failure::new(FailureCode::JobFailed, message)
}

fn invalid(message: &str) -> Failure {
    Failure::new(FailureCode::InvalidResponse, message)
}

fn failed(failure: Failure, answer: Option<Answer>) -> Outcome {
    Outcome::Failed { failure, answer }
}

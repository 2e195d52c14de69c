//! Evaluates answers to polls.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::{asked_pause, extracted, failed, invalid, job_failed, matches, message_in, message_of};
use crate::{
    call::{
        CallError, HttpResponse, Redactor,
        evaluate::{
            charset,
            read::{self, Body},
            refused,
        },
        stored_response::{self, RawResponse},
    },
    execution::{
        Failure,
        conclude::Outcome,
        job::{Accepted, NextPoll},
    },
    policy::Milliseconds,
    spec::{
        address::callable,
        response::{Expect, ReadAs},
        wait::{PollPreset, PollRules, WaitSpec},
    },
};

/// How long a job may be unknown to its provider after its start.
const UNKNOWN_AT_FIRST: Duration = Duration::from_secs(60);

/// The longest pause between two polls that was not asked for.
const MAX_GROWN: Duration = Duration::from_secs(300);

/// What the answer to a poll means.
#[derive(Debug, Clone, PartialEq)]
pub enum Polled {
    /// The job has ended.
    Ended(Outcome),
    /// It has ended, and its result is there.
    Fetch(Url),
    /// It goes on.
    Runs(Box<Accepted>),
}

/// What the answer to a poll means, which came at `now` from `url`; `is_result` says that it is the result of a job that
/// has ended.
pub fn judge_poll(
    spec: &WaitSpec,
    accepted: &Accepted,
    mut response: HttpResponse,
    url: &Url,
    is_result: bool,
    now: Timestamp,
    redactor: &Redactor,
) -> Polled {
    let size = response.body.len() as u64;
    response.body = charset::in_utf_8(&response);
    let rules = spec.poll.clone().unwrap_or_default();
    let asked = asked_pause(&response, now);
    let again = |seen: bool| Polled::Runs(Box::new(next_poll(accepted, &rules, asked, seen, now)));
    let target = || response.header("location").and_then(|target| place(url, target));
    match response.status {
        202 => return again(true),
        302 | 303 => {
            return match target() {
                Some(target) => Polled::Fetch(target),
                None => Polled::Ended(failed(invalid("a redirect without a usable `Location`"), None)),
            };
        }
        301 | 307 | 308 => {
            return match target() {
                Some(target) => {
                    let mut next = next_poll(accepted, &rules, asked, true, now);
                    next.location = Some(target.into());
                    Polled::Runs(Box::new(next))
                }
                None => Polled::Ended(failed(invalid("a redirect without a usable `Location`"), None)),
            };
        }
        404 if duration::after(accepted.at, UNKNOWN_AT_FIRST) > now => return again(false),
        408 | 425 | 429 | 500..=599 => return again(false),
        _ => {}
    }
    let body = match read::read(&response, ReadAs::Auto) {
        Body::Unreadable { .. } => Body::Plain,
        body => body,
    };
    let is_success = (200..300).contains(&response.status);
    let by_rule = |rule: &Option<Expect>| {
        rule.as_ref().filter(|_| !is_result).is_some_and(|rule| matches(rule, &response, &body, true))
    };
    let end = match rules.preset.filter(|_| !is_result && is_success) {
        _ if by_rule(&spec.fail_when) => End::Failed(message_of(&body, &response)),
        _ if by_rule(&spec.until) => End::Succeeded,
        _ if !is_success => End::Refused,
        Some(PollPreset::Azure) => azure(&body, url),
        Some(PollPreset::GoogleLro) => google(&body),
        None if spec.until.is_some() && !is_result => End::None,
        None => End::Succeeded,
    };
    let failure = match end {
        End::None => return again(true),
        End::Fetch(target) => return Polled::Fetch(target),
        End::Succeeded => None,
        End::Failed(message) => Some(redactor.failure(job_failed(&message))),
        End::Refused => Some(refused(&response, now)),
    };
    let mut found = extracted(spec, &body, failure.is_none());
    if found.value.is_none()
        && failure.is_none()
        && rules.preset == Some(PollPreset::GoogleLro)
        && let Body::Value(value) = &body
    {
        found.value = value.get("response").cloned();
    }
    let HttpResponse { status, headers, body: bytes, truncated, .. } = response;
    let raw = RawResponse { status: Some(status), headers, bytes, size, truncated, body };
    let answer = Some(stored_response::build(raw, found.value, found.warnings, redactor));
    Polled::Ended(match failure {
        None => Outcome::Succeeded { answer },
        Some(failure) => Outcome::Failed { failure, answer },
    })
}

impl Polled {
    /// What a poll means that got no answer: the job goes on, unless no later poll could get one.
    pub fn unanswered(spec: &WaitSpec, accepted: &Accepted, error: CallError, now: Timestamp) -> Self {
        let failure = Failure::from(error);
        if failure.is_retryable() {
            let rules = spec.poll.clone().unwrap_or_default();
            return Self::Runs(Box::new(next_poll(accepted, &rules, None, false, now)));
        }
        Self::Ended(failed(failure, None))
    }
}

/// Where `target`, which an answer of `url` names, can be called.
fn place(url: &Url, target: &str) -> Option<Url> {
    url.join(target.trim()).ok().filter(|url| callable(url).is_ok())
}

/// How a job ended, by the answer to a poll.
enum End {
    None,
    Fetch(Url),
    Succeeded,
    Failed(String),
    Refused,
}

/// The guidelines of Azure's REST APIs, "Long-running operations": `status` is `Succeeded`, `Failed` or `Canceled` in the
/// end, and `resourceLocation` says where the result is.
fn azure(body: &Body, url: &Url) -> End {
    let Body::Value(value) = body else { return End::None };
    match value.get("status").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase().as_str() {
        "succeeded" => {
            let place = value.get("resourceLocation").and_then(Value::as_str);
            place.and_then(|found| self::place(url, found)).map_or(End::Succeeded, End::Fetch)
        }
        "failed" | "canceled" | "cancelled" => End::Failed(message_in(value)),
        _ => End::None,
    }
}

/// `google.longrunning.Operation`: `done` with either `error` or `response`.
fn google(body: &Body) -> End {
    let Body::Value(value) = body else { return End::None };
    match (value.get("done"), value.get("error").filter(|error| !error.is_null())) {
        (Some(Value::Bool(true)), Some(_)) => End::Failed(message_in(value)),
        (Some(Value::Bool(true)), None) => End::Succeeded,
        _ => End::None,
    }
}

/// The job after a poll: the pause that was asked for, or else the next one, which grows by half.
fn next_poll(
    accepted: &Accepted,
    rules: &PollRules,
    asked: Option<Duration>,
    seen: bool,
    now: Timestamp,
) -> Accepted {
    let before = accepted.poll.clone().unwrap_or(NextPoll { at: now, pause: rules.interval, made: 0 });
    let pause = before.pause.0;
    let grown = pause.saturating_mul(3) / 2;
    let grown = grown.min(MAX_GROWN.max(rules.interval.0));
    let poll = NextPoll {
        at: duration::after(now, asked.unwrap_or(pause)),
        pause: Milliseconds(grown),
        made: before.made.saturating_add(1),
    };
    let seen_at = if seen { now } else { accepted.seen_at };
    Accepted { seen_at, poll: Some(poll), ..accepted.clone() }
}

//! What a report of a job does to its execution. Pure: the callers write what it decides, and decide again if the row has
//! changed meanwhile.

use beadle_values::{
    hexadecimal,
    violation::{Path, Violations},
};
use bytes::Bytes;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Heartbeat, JobEnd, Late, Note, Report, Reported, WRITE_EVERY};
use crate::{
    call::{Judged, Redactor, judge_callback, read_heartbeat},
    callback::CallbackToken,
    execution::{Execution, State, Status, conclude, conclude::Outcome},
    policy::{Ruling, RulingRecord},
    spec::{TaskSpec, wait::WaitSpec},
};
use beadle_values::{duration, names};

names! {
    /// What a report says.
    pub enum SentKind {
        /// The job has ended, or made progress: the task's rules decide.
        Complete = "complete",
        /// The job has failed.
        Fail = "fail",
        /// The job goes on.
        Heartbeat = "heartbeat",
    }
}

/// A report as it was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// What it says.
    pub kind: SentKind,
    /// The content type of its body.
    pub content_type: Option<String>,
    /// Its headers, with names in lower case, but those that say who calls this service: its sender may have signed it.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Bytes,
}

/// What follows from a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    /// It ends the execution: write this in its place.
    End(Box<Execution>, Reported),
    /// Its end is to be kept for the runner that holds the execution.
    Keep(Box<Report>),
    /// It is a sign of life: write it, unless there is none to write.
    Alive(Option<Box<Heartbeat>>, Alive),
    /// It was taken before.
    Again(Reported),
    /// Another one was taken before.
    Other(Reported),
    /// Nobody waits for it any more.
    Gone(Late),
    /// The execution is between two states; the same report is taken in a moment.
    NotYet,
    /// A heartbeat that can't be read.
    Invalid(Violations),
}

/// The response to a sign of life of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alive {
    /// Whether it is to stop.
    pub cancel_requested: bool,
    /// When its time is up.
    pub deadline: Timestamp,
}

/// What `sent`, which came at `now` with `token`, does to `execution`; `text` is the token as it was sent, which is not
/// stored.
pub fn receive(
    execution: &Execution,
    token: &CallbackToken,
    text: &str,
    sent: &Sent,
    now: Timestamp,
) -> Received {
    let job = &execution.progress.job;
    let late = || {
        let times = job.late.as_ref().map_or(0, |late| late.times).saturating_add(1);
        Received::Gone(Late { at: now, times })
    };
    let TaskSpec::Wait(spec) = &execution.request.spec else { return late() };
    let known = job.reported.as_ref().or_else(|| job.early.as_deref().map(|early| &early.reported));
    if let Some(known) = known.filter(|known| known.attempt == token.attempt) {
        return match sent.kind {
            SentKind::Heartbeat => late(),
            _ if known.digest == digest(sent) => Received::Again(known.clone()),
            _ => Received::Other(known.clone()),
        };
    }
    let (attempt, deadline) = match (execution.state(), &job.accepted) {
        (State::Waiting { attempt, .. }, Some(accepted)) => (*attempt, accepted.deadline),
        // A poll is being made, or an answer to one is being settled.
        (State::Running { attempt, .. }, Some(accepted)) => (*attempt, accepted.deadline),
        (State::Running { attempt, since, .. }, None) if token.expires_at > now => {
            (*attempt, duration::after(*since, spec.deadline.0))
        }
        (State::Deferred { attempt, .. }, _) if *attempt == token.attempt => return Received::NotYet,
        _ => return late(),
    };
    if attempt != token.attempt {
        return late();
    }
    let redactor = Redactor::new([text]);
    let alive = Alive { cancel_requested: execution.progress.is_to_be_cancelled(), deadline };
    match judged(spec, sent, &redactor) {
        Ok(Judged::Progress { percent, message, checkpoint }) => {
            let before = job.heartbeat_of(attempt);
            let is_fresh = before.is_some_and(|before| duration::after(before.at, WRITE_EVERY) > now);
            let heartbeat = Heartbeat { attempt, at: now, percent, message, checkpoint }.after(before);
            Received::Alive((!is_fresh).then(|| Box::new(heartbeat)), alive)
        }
        Ok(Judged::Ended { answer, failure }) => {
            let end = if failure.is_some() { JobEnd::Failed } else { JobEnd::Completed };
            let reported = Reported { attempt, at: now, end, digest: digest(sent) };
            let report = Report { reported, answer, failure };
            if execution.status() == Status::Running {
                return Received::Keep(Box::new(report));
            }
            let reported = report.reported.clone();
            match ended(execution, &report, now) {
                Some(next) => Received::End(Box::new(next), reported),
                None => late(),
            }
        }
        Err(violations) => Received::Invalid(violations),
    }
}

/// The outcome of an attempt whose job was reported so.
pub fn outcome(report: &Report) -> Outcome {
    let answer = Some(report.answer.clone());
    match &report.failure {
        Some(failure) => Outcome::Failed { failure: failure.clone(), answer },
        None => Outcome::Succeeded { answer },
    }
}

/// The waiting execution after `report` at `now`.
fn ended(execution: &Execution, report: &Report, now: Timestamp) -> Option<Execution> {
    let policy = execution.policy(None);
    let mut next = conclude::conclude(execution, outcome(report), &policy, now, 0.0).ok()?;
    if let (State::Waiting { attempt, .. }, Some(failure)) = (execution.state(), &report.failure)
        && let Some(rule) = policy.retry.asks(*attempt, failure, 0.0)
    {
        // Whoever takes a callback runs no code.
        let ruling = Ruling::fault("it is not asked about a failure that a callback reports");
        next.note_ruling(RulingRecord { function: rule.name.clone(), ran: None, ruling });
    }
    next.progress.job.reported = Some(report.reported.clone());
    Some(next)
}

fn judged(spec: &WaitSpec, sent: &Sent, redactor: &Redactor) -> Result<Judged, Violations> {
    match sent.kind {
        SentKind::Heartbeat => read_heartbeat(&sent.body, &Path::body()),
        SentKind::Complete | SentKind::Fail => {
            let fails = sent.kind == SentKind::Fail;
            Ok(judge_callback(spec, sent.content_type.as_deref(), sent.body.clone(), fails, redactor))
        }
    }
}

/// A digest of the kind and the body of a report.
fn digest(sent: &Sent) -> String {
    let mut hash = Sha256::new();
    hash.update(sent.kind.as_str().as_bytes());
    hash.update(b"\n");
    hash.update(&sent.body);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(&hash.finalize());
    hexadecimal::write(bytes)
}

impl Note {
    /// What is to be noted of what was received, if anything is.
    pub fn of(received: &Received) -> Option<Self> {
        match received {
            Received::Keep(report) => Some(Self::Early(report.clone())),
            Received::Alive(Some(heartbeat), _) => Some(Self::Heartbeat(heartbeat.clone())),
            Received::Gone(late) => Some(Self::Late(late.clone())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;

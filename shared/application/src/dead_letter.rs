//! A message that could not be handled becomes the end of its execution: the row says that it failed, why,
//! and how often the message was delivered.

use std::{sync::Arc, time::Duration};

use beadle_domain::execution::{Event, Execution, Failure, FailureCode, Message, State};
use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{Claim, RunExecutions, Saved, StoreError},
};

/// How long a message that is newer than the dead one may take, after it was due, to continue its execution.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// A message of the dead-letter queue.
#[derive(Debug, Clone, Copy)]
pub struct DeadLetter<'a> {
    /// The message, as it was sent.
    pub body: &'a str,
    /// The number of deliveries before it was given up; 0 if unknown.
    pub deliveries: u32,
}

/// Result of recording a dead letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// The execution is failed.
    Failed(ExecutionId),
    /// The execution had ended, or waits for something else than this message.
    Settled(ExecutionId),
    /// Another message or executor may still continue the execution: check again at this time.
    Later {
        /// The execution.
        id: ExecutionId,
        /// When.
        until: Timestamp,
    },
    /// It can't be read, and its execution has no row to say so: the letter is all there is of it, and has to be kept.
    OnlyLetter(ExecutionId),
    /// It names no execution.
    Unreadable {
        /// Identifies the message without its contents.
        fingerprint: Uuid,
    },
}

/// Records dead letters as the end of their executions.
#[derive(Clone)]
pub struct DeadLetterService {
    /// The executions, also to claim one whose row was never written.
    pub executions: Arc<dyn RunExecutions>,
}

impl DeadLetterService {
    /// Fails the execution of `letter`, unless it has ended or an executor holds it.
    ///
    /// # Errors
    /// [`StoreError`] when the letter must be redelivered.
    pub async fn record(&self, letter: DeadLetter<'_>, now: Timestamp) -> Result<Recorded, StoreError> {
        let message = serde_json::from_str::<Message>(letter.body).ok();
        let named = message.as_ref().map(|message| message.execution().id());
        let unreadable = Recorded::Unreadable { fingerprint: fingerprint(letter.body) };
        let Some(id) = named.or_else(|| named_in(letter.body)) else { return Ok(unreadable) };
        retry_on_conflict(CAS_RETRIES, (), |()| {
            let (message, unreadable) = (message.as_ref(), unreadable);
            async move {
                let failure = failure(letter.deliveries);
                let verdict = match (self.executions.get(id).await?, message) {
                    (Some(row), message) => evaluate(&row, message, failure, now),
                    (None, None) if id.defers_its_record() => {
                        return Ok(Attempt::Done(Recorded::OnlyLetter(id)));
                    }
                    (None, None) => return Ok(Attempt::Done(unreadable)),
                    // The row was never written. A claim writes it from the message.
                    (None, Some(message)) => match self.executions.claim(message, now).await? {
                        Claim::Taken(claimed) => give_up(&claimed, failure, now),
                        Claim::Done => Verdict::Settled,
                        Claim::Later(until) => Verdict::Later(until),
                        Claim::Reissue(_) => return Ok(Attempt::Conflict(())),
                    },
                };
                Ok(match verdict {
                    Verdict::Settled => Attempt::Done(Recorded::Settled(id)),
                    Verdict::Later(until) => Attempt::Done(Recorded::Later { id, until }),
                    Verdict::Fail { failed, version } => {
                        let saved = self.executions.save(&failed, version, 0).await?;
                        Attempt::done_if(saved == Saved::Done, Recorded::Failed(id))
                    }
                })
            }
        })
        .await
    }
}

/// What to do about a row.
enum Verdict {
    Settled,
    Later(Timestamp),
    Fail { failed: Box<Execution>, version: u64 },
}

fn evaluate(row: &Execution, message: Option<&Message>, failure: Failure, now: Timestamp) -> Verdict {
    let dead = message.map_or_else(|| row.version(), |message| message.execution().version());
    match row.state() {
        State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } => Verdict::Settled,
        State::Running { lease_until, .. } if *lease_until > now => Verdict::Later(*lease_until),
        State::Pending { due }
        | State::Retrying { due, .. }
        | State::Deferred { due, .. }
        | State::Waiting { until: due, .. }
            if row.version() > dead && duration::after(*due, PATIENCE) > now =>
        {
            Verdict::Later(duration::after(*due, PATIENCE))
        }
        _ => give_up(row, failure, now),
    }
}

fn give_up(row: &Execution, failure: Failure, now: Timestamp) -> Verdict {
    match row.apply(Event::Abandon { failure }, now) {
        Ok(failed) => Verdict::Fail { failed: Box::new(failed), version: row.version() },
        Err(_) => Verdict::Settled,
    }
}

fn failure(deliveries: u32) -> Failure {
    let how_often = match deliveries {
        0 => String::new(),
        1 => ", although it was delivered once".into(),
        times => format!(", although it was delivered {times} times"),
    };
    Failure::new(FailureCode::Undeliverable, format!("its message could not be handled{how_often}"))
}

/// The execution that an unreadable message names: the first text in it that has the form of an execution's
/// id.
fn named_in(body: &str) -> Option<ExecutionId> {
    let rest = &body[body.find("\"exe_")? + 1..];
    rest.split('"').next()?.parse().ok()
}

fn fingerprint(body: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, body.as_bytes())
}

//! A message that could not be handled becomes the end of its execution: the row says that it failed, why, and how often it
//! was tried.

#[cfg(test)]
mod tests;

use std::time::Duration;

use beadle_domain::execution::{Event, Execution, Failure, FailureCode, Message, State};
use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::port::{Claim, Executions, RunExecutions, Saved, StoreError};

/// How often the execution may change under our hands before the letter has to come again.
const TRIES: usize = 8;

/// How long a message that is newer than the dead one has, after it was due, to bring its execution on.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// A message of the dead-letter queue.
#[derive(Debug, Clone, Copy)]
pub struct DeadLetter<'a> {
    /// The message, as it was sent.
    pub body: &'a str,
    /// How often it was delivered before it was given up; 0 where that is not known.
    pub deliveries: u32,
}

/// What became of a dead letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abandoned {
    /// The execution has failed now.
    Failed(ExecutionId),
    /// The execution had ended already, or waits for something else than this message.
    Settled(ExecutionId),
    /// Someone may still bring the execution on: look again then.
    Later {
        /// The execution.
        id: ExecutionId,
        /// When.
        until: Timestamp,
    },
    /// No execution could be found in it.
    Unreadable {
        /// Tells this message from others, without its contents.
        fingerprint: Uuid,
    },
}

/// Fails the execution of `letter`, unless it has ended or is in someone's hands.
///
/// # Errors
/// [`StoreError`] when the letter has to come again.
pub async fn abandon(
    reader: &dyn Executions,
    runner: &dyn RunExecutions,
    letter: DeadLetter<'_>,
    now: Timestamp,
) -> Result<Abandoned, StoreError> {
    let message = serde_json::from_str::<Message>(letter.body).ok();
    let found = message.as_ref().map(|message| message.execution().id()).or_else(|| named_in(letter.body));
    let unreadable = Abandoned::Unreadable { fingerprint: fingerprint(letter.body) };
    let Some(id) = found else { return Ok(unreadable) };
    let failure = || failure(letter.deliveries);
    for _ in 0..TRIES {
        let verdict = match (reader.get(id).await?, &message) {
            (Some(row), message) => judge(&row, message.as_ref(), failure(), now),
            (None, None) => return Ok(unreadable),
            // The row was never written. A claim writes it from the message.
            (None, Some(message)) => match runner.claim(message, now).await? {
                Claim::Taken(claimed) => give_up(&claimed, failure(), now),
                Claim::Done => Verdict::Settled,
                Claim::Later(until) => Verdict::Later(until),
                Claim::Reissue(_) => continue,
            },
        };
        match verdict {
            Verdict::Settled => return Ok(Abandoned::Settled(id)),
            Verdict::Later(until) => return Ok(Abandoned::Later { id, until }),
            Verdict::Fail { failed, instead_of } => {
                if runner.save(&failed, instead_of, 0).await? == Saved::Done {
                    return Ok(Abandoned::Failed(id));
                }
            }
        }
    }
    Err(StoreError::Unavailable(format!("{id} keeps changing")))
}

/// What a row leaves to do.
enum Verdict {
    Settled,
    Later(Timestamp),
    Fail { failed: Box<Execution>, instead_of: u64 },
}

fn judge(row: &Execution, message: Option<&Message>, failure: Failure, now: Timestamp) -> Verdict {
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
        Ok(failed) => Verdict::Fail { failed: Box::new(failed), instead_of: row.version() },
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

/// The execution that a message names which can't be read as one: what stands first in it as an execution's id.
fn named_in(body: &str) -> Option<ExecutionId> {
    let rest = &body[body.find("\"exe_")? + 1..];
    rest.split('"').next()?.parse().ok()
}

fn fingerprint(body: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, body.as_bytes())
}

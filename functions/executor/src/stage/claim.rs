//! Claims the execution of a message, so that only one runner runs it.

use std::{ops::ControlFlow, time::Duration};

use beadle_application::port::Claim;
use beadle_domain::{
    execution::{Execution, Message},
    task::Task,
};
use beadle_values::duration;
use jiff::Timestamp;

use super::Job;
use crate::{HandleError, Ports, report};

/// An execution that this runner has claimed.
#[derive(Debug)]
pub struct Claimed(pub(super) Job);

impl Claimed {
    /// An execution that was claimed before its delivery.
    pub(crate) fn before(execution: Box<Execution>, hops: u32) -> Self {
        Self(Job::new(execution, hops, None))
    }

    /// With its task, which was read just now.
    pub(super) fn of(mut self, task: Box<Task>) -> Self {
        self.0.task = Some(task);
        self
    }
}

/// Claims the execution of `message`, which was sent at `sent_at`. Breaks if there is nothing to run. If the
/// message is due later, or another message is due in its place, that message is sent before this one is
/// acknowledged.
///
/// # Errors
/// [`HandleError`] if the claim failed, or the message in its place could not be sent.
pub async fn claim(
    ports: &Ports,
    message: &Message,
    sent_at: Option<Timestamp>,
) -> Result<ControlFlow<(), Claimed>, HandleError> {
    let now = ports.clock.now();
    let claim = ports.runs.claim(message, now).await?;
    follow(ports, claim, message, sent_at, now).await
}

/// Claims the execution of a tick that was sent at `sent_at`, as [`claim`] does for a message. Most likely it has no row; `start` is
/// the message that would start it.
///
/// # Errors
/// [`HandleError`] as for [`claim`].
pub async fn claim_new(
    ports: &Ports,
    start: &Message,
    sent_at: Option<Timestamp>,
) -> Result<ControlFlow<(), Claimed>, HandleError> {
    let now = ports.clock.now();
    let claim = ports.runs.claim_new(start, now).await?;
    follow(ports, claim, start, sent_at, now).await
}

async fn follow(
    ports: &Ports,
    claim: Claim,
    message: &Message,
    sent_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<ControlFlow<(), Claimed>, HandleError> {
    match claim {
        Claim::Taken(execution) => {
            let queue_age = queue_age(message, sent_at, now);
            if let Some(age) = queue_age {
                report::queue_age(&*ports.metrics, age, &execution);
            }
            Ok(ControlFlow::Continue(Claimed(Job::new(execution, message.hops(), queue_age))))
        }
        Claim::Done => Ok(ControlFlow::Break(())),
        Claim::Later(time) => {
            ports.queue.send(message, Some(time)).await?;
            Ok(ControlFlow::Break(()))
        }
        Claim::Reissue(newer) => {
            ports.queue.send(&newer, newer.due()).await?;
            Ok(ControlFlow::Break(()))
        }
    }
}

/// How long the message waited since it was both sent and due.
fn queue_age(message: &Message, sent_at: Option<Timestamp>, now: Timestamp) -> Option<Duration> {
    let ready = message.due().max(sent_at)?;
    Some(duration::between(ready, now))
}

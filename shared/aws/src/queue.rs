//! The queues to the executor: two SQS queues, and one-time schedules for long delays.

mod outbox;

use std::sync::Arc;

use async_trait::async_trait;
use aws_lc_rs::digest::{SHA256, digest};
use aws_sdk_sqs::Client;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use beadle_application::port::{Clock, Queue, QueueError};
use beadle_domain::{execution::Message, task::Priority};
use beadle_values::{cause::Cause, id::OwnerId};
use futures_util::future::try_join_all;
use jiff::Timestamp;

use self::outbox::{Outbox, Place};
use crate::{
    one_time::OneTimeSchedules,
    settings::{QueueAddress, QueueSettings},
};

/// The longest delay of a queue, in seconds.
const MAX_DELAY: i64 = 900;

/// The largest message of a queue, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// The longest name of a message group.
const MAX_GROUP: usize = 128;

/// The dispatch and the express queue.
pub struct SqsQueue {
    outbox: Outbox,
    /// Whether messages name their owner.
    fair: bool,
    dispatch: QueueAddress,
    express: QueueAddress,
    later: OneTimeSchedules,
    clock: Arc<dyn Clock>,
}

impl SqsQueue {
    /// The queues of `settings`.
    pub fn new(
        client: Client,
        scheduler: aws_sdk_scheduler::Client,
        settings: QueueSettings,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let QueueSettings { dispatch, express, group, role_arn, dead_letter_arn, fair } = settings;
        let later = OneTimeSchedules::new(scheduler, group, role_arn, dead_letter_arn);
        Self { outbox: Outbox::new(client), fair, dispatch, express, later, clock }
    }

    async fn post(
        &self,
        message: &Message,
        not_before: Option<Timestamp>,
        apart: bool,
    ) -> Result<(), QueueError> {
        let request = &message.execution().request;
        let queue = if request.priority == Priority::High { &self.express } else { &self.dispatch };
        let body = body(message)?;
        let delay = not_before.map_or(0, |due| seconds_until(due, self.clock.now()));
        match not_before {
            Some(due) if delay > MAX_DELAY && body.len() <= OneTimeSchedules::MAX_BODY => {
                self.later.send_at(due, message, &body, &queue.arn).await
            }
            _ => {
                let place = Place {
                    queue: queue.url.clone(),
                    group: self.fair.then(|| group(&request.owner)),
                    delay: i32::try_from(delay.min(MAX_DELAY)).unwrap_or_default(),
                };
                self.outbox.send(place, body, apart).await
            }
        }
    }
}

#[async_trait]
impl Queue for SqsQueue {
    async fn send(&self, message: &Message, not_before: Option<Timestamp>) -> Result<(), QueueError> {
        self.post(message, not_before, false).await
    }

    async fn send_apart(&self, messages: &[Message]) -> Result<(), QueueError> {
        let sent = messages.iter().map(|message| self.post(message, message.due(), true));
        try_join_all(sent).await.map(drop)
    }
}

/// Whole seconds from `now` until `due`, rounded up; 0 if `due` has passed.
fn seconds_until(due: Timestamp, now: Timestamp) -> i64 {
    let milliseconds = due.as_millisecond().saturating_sub(now.as_millisecond()).max(0);
    milliseconds.div_euclid(1_000) + i64::from(milliseconds % 1_000 > 0)
}

/// The message as JSON in characters that SQS accepts: those of XML, which exclude U+FFFE and U+FFFF. In JSON
/// they only occur in strings, where they may be escaped.
fn body(message: &Message) -> Result<String, QueueError> {
    let json = serde_json::to_string(message)
        .map_err(|error| QueueError::Unavailable(Cause::new("write a message", error)))?;
    let body = json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff");
    if body.len() > MAX_BODY {
        let message = format!("a message has {} bytes, more than {MAX_BODY}", body.len());
        return Err(QueueError::TooLarge(message.into()));
    }
    Ok(body)
}

/// The name of an owner's message group: the owner if SQS accepts it as a name, otherwise a digest.
fn group(owner: &OwnerId) -> String {
    let name = owner.as_str();
    if name.len() <= MAX_GROUP && name.bytes().all(|byte| byte.is_ascii_graphic()) {
        return name.to_owned();
    }
    format!("sha256:{}", URL_SAFE_NO_PAD.encode(digest(&SHA256, name.as_bytes())))
}

#[cfg(test)]
mod tests;

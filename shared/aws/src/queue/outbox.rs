//! Messages that are sent at the same time share a request, and those of one owner that are due at the same time share a
//! body ([`bundle`]).
//!
//! A sender leaves its message and waits for its result. The first of them starts the task that sends all that were left
//! until it runs: on a runtime with one thread, everything that the running task had to send.

use std::{
    collections::BTreeMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use aws_sdk_sqs::{
    Client,
    error::ProvideErrorMetadata,
    types::{BatchResultErrorEntry, SendMessageBatchRequestEntry},
};
use beadle_application::port::QueueError;
use beadle_domain::execution::bundle;
use beadle_values::cause::Cause;
use futures_util::future::join_all;
use tokio::sync::oneshot;

use crate::errors::failed;

/// What is being done, for errors.
const SENDING: &str = "send a message";

/// The most bodies in a request, and their greatest size together, in bytes
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html>).
const MAX_BODIES: usize = 10;
const MAX_REQUEST: usize = 1024 * 1024;

/// Where and when a message is to be delivered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The address of the queue.
    pub(super) queue: String,
    /// The message group, if any. On a standard queue it is the unit of fairness:
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html>
    pub(super) group: Option<String>,
    /// The delay, in seconds.
    pub(super) delay: i32,
}

/// The messages that wait to be sent.
#[derive(Clone)]
pub(super) struct Outbox {
    client: Client,
    waiting: Arc<Mutex<Vec<Unsent>>>,
}

/// A message to send.
struct Unsent {
    place: Place,
    body: String,
    /// Whether it must not share a body.
    apart: bool,
    sent: oneshot::Sender<Result<(), QueueError>>,
}

impl Outbox {
    pub(super) fn new(client: Client) -> Self {
        Self { client, waiting: Arc::default() }
    }

    /// Sends `body` to `place`, in a body of its own if it is to be `apart` from others.
    pub(super) async fn send(&self, place: Place, body: String, apart: bool) -> Result<(), QueueError> {
        let (sent, result) = oneshot::channel();
        let message = Unsent { place, body, apart, sent };
        let is_first = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(message);
            waiting.len() == 1
        };
        if is_first {
            // A task of its own: the first sender may give up, and the others still wait.
            tokio::spawn(self.clone().send_all());
        }
        result
            .await
            .unwrap_or_else(|_| Err(QueueError::Unavailable("the sending of a message was stopped".into())))
    }

    async fn send_all(self) {
        let messages = mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        join_all(requests(bodies(messages)).into_iter().map(|request| self.send_request(request))).await;
    }

    async fn send_request(&self, bodies: Vec<Body>) {
        match <[Body; 1]>::try_from(bodies) {
            Ok([only]) => self.send_one(only).await,
            Err(several) => self.send_several(several).await,
        }
    }

    async fn send_one(&self, body: Body) {
        let Place { queue, group, delay } = &body.place;
        let call = self
            .client
            .send_message()
            .queue_url(queue)
            .message_body(&body.text)
            .set_message_group_id(group.clone());
        let result = call.set_delay_seconds(Some(*delay).filter(|delay| *delay > 0)).send().await;
        body.report(&result.map(drop).map_err(|error| {
            let is_too_large = error.message().is_some_and(too_large);
            SendFailure { is_too_large, cause: failed(SENDING, error) }
        }));
    }

    /// Sends bodies to one queue.
    async fn send_several(&self, bodies: Vec<Body>) {
        let entries: Result<Vec<_>, _> = bodies.iter().enumerate().map(|(id, body)| body.entry(id)).collect();
        let outcome = match (entries, bodies.first()) {
            (Ok(entries), Some(Body { place, .. })) => {
                let call =
                    self.client.send_message_batch().queue_url(&place.queue).set_entries(Some(entries));
                call.send().await.map(|output| output.failed).map_err(|error| failed(SENDING, error))
            }
            (Err(error), _) => Err(Cause::new("write a message", error)),
            (_, None) => return,
        };
        for (id, body) in bodies.into_iter().enumerate() {
            body.report(&match &outcome {
                Err(cause) => Err(SendFailure { is_too_large: false, cause: cause.clone() }),
                Ok(refused) => {
                    refused.iter().find(|entry| entry.id == id.to_string()).map_or(Ok(()), failure)
                }
            });
        }
    }
}

/// Why a body was not sent.
struct SendFailure {
    is_too_large: bool,
    cause: Cause,
}

fn failure(entry: &BatchResultErrorEntry) -> Result<(), SendFailure> {
    let text = entry.message().unwrap_or_default();
    let cause = format!("{SENDING}: {} {text}", entry.code());
    Err(SendFailure { is_too_large: too_large(text), cause: cause.into() })
}

/// Whether SQS says so of a message.
fn too_large(text: &str) -> bool {
    text.contains("must be shorter than")
}

/// A body to send, and who waits for it.
struct Body {
    place: Place,
    text: String,
    sent: Vec<oneshot::Sender<Result<(), QueueError>>>,
}

impl Body {
    fn of(place: Place, messages: Vec<Unsent>) -> Self {
        let bodies: Vec<&str> = messages.iter().map(|message| message.body.as_str()).collect();
        let text = bundle::body(&bodies);
        Self { place, text, sent: messages.into_iter().map(|message| message.sent).collect() }
    }

    fn entry(&self, id: usize) -> Result<SendMessageBatchRequestEntry, aws_sdk_sqs::error::BuildError> {
        let entry = SendMessageBatchRequestEntry::builder().id(id.to_string()).message_body(&self.text);
        let delay = Some(self.place.delay).filter(|delay| *delay > 0);
        entry.set_message_group_id(self.place.group.clone()).set_delay_seconds(delay).build()
    }

    /// Reports the result to all who wait. One that no longer does has lost interest.
    fn report(self, result: &Result<(), SendFailure>) {
        for sent in self.sent {
            let result = result.as_ref().copied().map_err(|failure| match failure.is_too_large {
                true => QueueError::TooLarge(failure.cause.clone()),
                false => QueueError::Unavailable(failure.cause.clone()),
            });
            let _ = sent.send(result);
        }
    }
}

/// Puts messages to the same place together, in the order in which they were left.
fn bodies(messages: Vec<Unsent>) -> Vec<Body> {
    let mut of_place: BTreeMap<Place, Vec<Unsent>> = BTreeMap::new();
    let mut bodies = Vec::new();
    for message in messages {
        let place = message.place.clone();
        if message.apart {
            bodies.push(Body::of(place, vec![message]));
            continue;
        }
        let open = of_place.entry(place.clone()).or_default();
        let size = open.iter().map(|message| message.body.len()).sum::<usize>() + message.body.len();
        if !open.is_empty() && !bundle::fits(open.len() + 1, size) {
            bodies.push(Body::of(place, mem::take(open)));
        }
        open.push(message);
    }
    bodies.extend(of_place.into_iter().map(|(place, messages)| Body::of(place, messages)));
    bodies
}

/// Divides bodies into requests, each to one queue.
fn requests(bodies: Vec<Body>) -> Vec<Vec<Body>> {
    let mut of_queue: BTreeMap<String, Vec<Body>> = BTreeMap::new();
    let mut requests = Vec::new();
    for body in bodies {
        let open = of_queue.entry(body.place.queue.clone()).or_default();
        let size = open.iter().map(|body| body.text.len()).sum::<usize>() + body.text.len();
        if open.len() == MAX_BODIES || size > MAX_REQUEST {
            requests.push(mem::take(open));
        }
        open.push(body);
    }
    requests.extend(of_queue.into_values());
    requests.retain(|request| !request.is_empty());
    requests
}

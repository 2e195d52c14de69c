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
    waiting: Arc<Mutex<Vec<Letter>>>,
}

/// A message to send.
struct Letter {
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
        let letter = Letter { place, body, apart, sent };
        let is_first = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(letter);
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
        let letters = mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        join_all(requests(parcels(letters)).into_iter().map(|request| self.send_request(request))).await;
    }

    async fn send_request(&self, mut parcels: Vec<Parcel>) {
        match parcels.pop() {
            Some(only) if parcels.is_empty() => self.send_one(only).await,
            Some(last) => {
                parcels.push(last);
                self.send_several(parcels).await;
            }
            None => {}
        }
    }

    async fn send_one(&self, parcel: Parcel) {
        let Place { queue, group, delay } = &parcel.place;
        let call = self
            .client
            .send_message()
            .queue_url(queue)
            .message_body(&parcel.body)
            .set_message_group_id(group.clone());
        let result = call.set_delay_seconds(Some(*delay).filter(|delay| *delay > 0)).send().await;
        parcel.tell(&result.map(drop).map_err(|error| {
            let is_too_large = error.message().is_some_and(too_large);
            Refusal { is_too_large, cause: failed(SENDING, error) }
        }));
    }

    /// Sends parcels to one queue.
    async fn send_several(&self, parcels: Vec<Parcel>) {
        let entries: Result<Vec<_>, _> =
            parcels.iter().enumerate().map(|(id, parcel)| parcel.entry(id)).collect();
        let outcome = match (entries, parcels.first()) {
            (Ok(entries), Some(Parcel { place, .. })) => {
                let call =
                    self.client.send_message_batch().queue_url(&place.queue).set_entries(Some(entries));
                call.send().await.map(|output| output.failed).map_err(|error| failed(SENDING, error))
            }
            (Err(error), _) => Err(Cause::new("write a message", error)),
            (_, None) => return,
        };
        for (id, parcel) in parcels.into_iter().enumerate() {
            parcel.tell(&match &outcome {
                Err(cause) => Err(Refusal { is_too_large: false, cause: cause.clone() }),
                Ok(refused) => {
                    refused.iter().find(|entry| entry.id == id.to_string()).map_or(Ok(()), refusal)
                }
            });
        }
    }
}

/// Why a body was not sent.
struct Refusal {
    is_too_large: bool,
    cause: Cause,
}

fn refusal(entry: &BatchResultErrorEntry) -> Result<(), Refusal> {
    let text = entry.message().unwrap_or_default();
    let cause = format!("{SENDING}: {} {text}", entry.code());
    Err(Refusal { is_too_large: too_large(text), cause: cause.into() })
}

/// Whether SQS says so of a message.
fn too_large(text: &str) -> bool {
    text.contains("must be shorter than")
}

/// A body to send, and who waits for it.
struct Parcel {
    place: Place,
    body: String,
    sent: Vec<oneshot::Sender<Result<(), QueueError>>>,
}

impl Parcel {
    fn of(place: Place, letters: Vec<Letter>) -> Self {
        let bodies: Vec<&str> = letters.iter().map(|letter| letter.body.as_str()).collect();
        let body = bundle::body(&bodies);
        Self { place, body, sent: letters.into_iter().map(|letter| letter.sent).collect() }
    }

    fn entry(&self, id: usize) -> Result<SendMessageBatchRequestEntry, aws_sdk_sqs::error::BuildError> {
        let entry = SendMessageBatchRequestEntry::builder().id(id.to_string()).message_body(&self.body);
        let delay = Some(self.place.delay).filter(|delay| *delay > 0);
        entry.set_message_group_id(self.place.group.clone()).set_delay_seconds(delay).build()
    }

    /// Tells all who wait. One that no longer does has lost interest.
    fn tell(self, result: &Result<(), Refusal>) {
        for sent in self.sent {
            let result = result.as_ref().copied().map_err(|refusal| match refusal.is_too_large {
                true => QueueError::TooLarge(refusal.cause.clone()),
                false => QueueError::Unavailable(refusal.cause.clone()),
            });
            let _ = sent.send(result);
        }
    }
}

/// Puts letters to the same place together, in the order in which they were left.
fn parcels(letters: Vec<Letter>) -> Vec<Parcel> {
    let mut of_place: BTreeMap<Place, Vec<Letter>> = BTreeMap::new();
    let mut parcels = Vec::new();
    for letter in letters {
        let place = letter.place.clone();
        if letter.apart {
            parcels.push(Parcel::of(place, vec![letter]));
            continue;
        }
        let open = of_place.entry(place.clone()).or_default();
        let size = open.iter().map(|letter| letter.body.len()).sum::<usize>() + letter.body.len();
        if !open.is_empty() && !bundle::fits(open.len() + 1, size) {
            parcels.push(Parcel::of(place, mem::take(open)));
        }
        open.push(letter);
    }
    parcels.extend(of_place.into_iter().map(|(place, letters)| Parcel::of(place, letters)));
    parcels
}

/// Divides parcels into requests, each to one queue.
fn requests(parcels: Vec<Parcel>) -> Vec<Vec<Parcel>> {
    let mut of_queue: BTreeMap<String, Vec<Parcel>> = BTreeMap::new();
    let mut requests = Vec::new();
    for parcel in parcels {
        let open = of_queue.entry(parcel.place.queue.clone()).or_default();
        let size = open.iter().map(|parcel| parcel.body.len()).sum::<usize>() + parcel.body.len();
        if open.len() == MAX_BODIES || size > MAX_REQUEST {
            requests.push(mem::take(open));
        }
        open.push(parcel);
    }
    requests.extend(of_queue.into_values());
    requests.retain(|request| !request.is_empty());
    requests
}

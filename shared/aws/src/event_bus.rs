//! Publishes domain events to an EventBridge bus.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_eventbridge::{Client, primitives::DateTime, types::PutEventsRequestEntry};
use beadle_application::port::{EventBus, EventBusError};
use beadle_domain::event::{DomainEvent, EventKind};
use beadle_values::cause::Cause;

use crate::{errors::failed, settings::EventBusSettings};

/// The `source` of the events.
const SOURCE: &str = "beadle";

/// The most entries, and bytes, of one call.
const BATCH: usize = 10;
const BATCH_BYTES: usize = 256 * 1024;

/// The size of an entry beside its texts: 14 bytes for its time.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size>
const TIME_BYTES: usize = 14;

/// How often rejected entries are sent, and the first pause between two calls, which doubles.
const MAX_CALLS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(50);

/// An event bus of EventBridge. Publishes only the configured kinds and what a task asks for, since each
/// event costs money.
pub struct EventBridge {
    client: Client,
    bus: String,
    published: Vec<EventKind>,
}

impl EventBridge {
    /// The bus of `settings`.
    pub fn new(client: Client, settings: EventBusSettings) -> Self {
        let EventBusSettings { bus, published } = settings;
        Self { client, bus, published }
    }

    fn entry(&self, event: &DomainEvent) -> Result<PutEventsRequestEntry, EventBusError> {
        let detail = serde_json::to_string(event)
            .map_err(|error| EventBusError(Cause::new("write an event", error)))?;
        Ok(PutEventsRequestEntry::builder()
            .event_bus_name(&self.bus)
            .source(SOURCE)
            .detail_type(event.kind().as_str())
            .detail(detail)
            .time(DateTime::from_millis(event.time.as_millisecond()))
            .build())
    }

    /// Sends a batch; rejected entries are sent again.
    async fn put(&self, mut entries: Vec<PutEventsRequestEntry>) -> Result<(), EventBusError> {
        let mut pause = PAUSE;
        let mut why = String::new();
        for _ in 0..MAX_CALLS {
            let call = self.client.put_events().set_entries(Some(entries.clone()));
            let output = call.send().await.map_err(|error| EventBusError(failed("publish events", error)))?;
            let results = output.entries.unwrap_or_default();
            let (left, faults): (Vec<_>, Vec<_>) = entries
                .into_iter()
                .zip(results)
                .filter_map(|(entry, result)| Some((entry, result.error_code?)))
                .unzip();
            let Some(fault) = faults.into_iter().next() else { return Ok(()) };
            (entries, why) = (left, fault);
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(EventBusError(format!("{} events were rejected: {why}", entries.len()).into()))
    }
}

#[async_trait]
impl EventBus for EventBridge {
    async fn publish(&self, events: &[DomainEvent]) -> Result<(), EventBusError> {
        let is_wanted = |kind: EventKind| kind.is_asked_for_by_tasks() || self.published.contains(&kind);
        let published = events.iter().filter(|event| is_wanted(event.kind()));
        let entries: Vec<_> = published.map(|event| self.entry(event)).collect::<Result<_, _>>()?;
        for batch in batches(entries) {
            self.put(batch).await?;
        }
        Ok(())
    }
}

/// Splits the entries into batches that fit one call.
fn batches(entries: Vec<PutEventsRequestEntry>) -> Vec<Vec<PutEventsRequestEntry>> {
    let mut batches: Vec<Vec<_>> = Vec::new();
    let mut bytes = 0;
    for entry in entries {
        let size = size(&entry);
        match batches.last_mut() {
            Some(batch) if batch.len() < BATCH && bytes + size <= BATCH_BYTES => {
                batch.push(entry);
                bytes += size;
            }
            _ => {
                batches.push(vec![entry]);
                bytes = size;
            }
        }
    }
    batches
}

fn size(entry: &PutEventsRequestEntry) -> usize {
    let texts = [entry.source(), entry.detail_type(), entry.detail()];
    TIME_BYTES + texts.into_iter().flatten().map(str::len).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_keep_the_order_and_both_limits() {
        let entry = |number: usize, bytes: usize| {
            PutEventsRequestEntry::builder().detail(format!("{number}{}", "x".repeat(bytes))).build()
        };
        let small = (0..25).map(|number| entry(number, 100)).collect();
        assert_eq!(batches(small).iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 5]);
        let large: Vec<_> = (0..5).map(|number| entry(number, 100 * 1024)).collect();
        let batches = batches(large.clone());
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
        assert_eq!(batches.concat(), large);
    }
}

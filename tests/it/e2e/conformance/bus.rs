//! A bus of EventBridge, and a rule that sends all of its events to a queue.

use std::sync::Arc;

use anyhow::{Context, ensure};
use async_trait::async_trait;
use aws_sdk_eventbridge::types::Target;
use aws_sdk_sqs::Client;
use beadle_aws::{Aws, EventBusSettings, settings::QueueAddress};
use beadle_domain::event::{DomainEvent, EventKind};
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::emulator;
use crate::conformance::{
    event_bus::{Fixture, Subscriber},
    specimen::PATIENCE,
};

/// The queue that the events go to.
struct EventQueue {
    client: Client,
    queue: QueueAddress,
}

/// A bus of its own, and its subscriber.
pub async fn subscribed() -> anyhow::Result<Fixture> {
    let config = emulator::config().await?;
    let (client, name) = (Client::new(&config), emulator::fresh_name());
    let queue = emulator::queue(&client, &name).await?;
    let events = aws_sdk_eventbridge::Client::new(&config);
    events.create_event_bus().name(&name).send().await?;
    let rule = events.put_rule().event_bus_name(&name).name(&name);
    rule.event_pattern(r#"{"source": ["beadle"]}"#).send().await?;
    let target = Target::builder().id("all").arn(&queue.arn).build()?;
    events.put_targets().event_bus_name(&name).rule(&name).targets(target).send().await?;
    let settings = EventBusSettings { bus: name, published: EventKind::ALL.into() };
    let bus = Arc::new(Aws::with_config(config).event_bus(settings));
    Ok(Fixture { bus, subscriber: Box::new(EventQueue { client, queue }), _held: Box::new(()) })
}

#[async_trait]
impl Subscriber for EventQueue {
    async fn received(&self, count: usize) -> anyhow::Result<Vec<DomainEvent>> {
        let deadline = Instant::now() + PATIENCE;
        let mut events = Vec::new();
        while events.len() < count {
            let bodies = timeout_at(deadline, emulator::drain(&self.client, &self.queue, 1)).await;
            for body in bodies.with_context(|| format!("of {count} events {} came", events.len()))?? {
                events.push(read(&body)?);
            }
        }
        Ok(events)
    }
}

/// Reads what EventBridge delivers to a target.
fn read(body: &str) -> anyhow::Result<DomainEvent> {
    let mut envelope: Value = serde_json::from_str(body)?;
    let event: DomainEvent = serde_json::from_value(envelope["detail"].take())?;
    ensure!(envelope["detail-type"] == event.kind().as_str(), "{body}");
    Ok(event)
}

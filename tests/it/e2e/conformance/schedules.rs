//! A group of EventBridge Scheduler whose ticks go to a queue.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use beadle_application::port::Clock;
use beadle_aws::{Aws, SchedulerSettings, settings::QueueAddress};
use beadle_domain::tick::Tick;
use beadle_runtime::system::SystemClock;
use beadle_values::duration;
use jiff::Timestamp;
use serde_json::Value;

use super::emulator;
use crate::conformance::scheduler::{Fixture, Ticks};

/// The emulator checks what is due every ten seconds.
const SWEEP: Duration = Duration::from_secs(12);

/// The queue that the ticks go to.
struct TickQueue {
    client: Client,
    queue: QueueAddress,
}

/// A schedule group of its own.
pub async fn grouped() -> anyhow::Result<Fixture> {
    let config = emulator::config().await?;
    let (client, name) = (Client::new(&config), emulator::fresh_name());
    let queue = emulator::queue(&client, &name).await?;
    let schedules = aws_sdk_scheduler::Client::new(&config);
    schedules.create_schedule_group().name(&name).send().await?;
    let settings = SchedulerSettings {
        group: name,
        role_arn: emulator::ROLE.into(),
        tick_queue_arn: queue.arn.clone(),
        dead_letter_arn: None,
    };
    let scheduler = Arc::new(Aws::with_config(config).scheduler(settings, Arc::new(SystemClock)));
    let ticks = Box::new(TickQueue { client, queue });
    Ok(Fixture { scheduler, ticks, clock: Arc::new(SystemClock), _held: Box::new(()) })
}

#[async_trait]
impl Ticks for TickQueue {
    async fn until(&self, time: Timestamp) -> anyhow::Result<Vec<Tick>> {
        let end = duration::after(time, SWEEP);
        let mut ticks = Vec::new();
        while SystemClock.now() < end {
            for body in emulator::drain(&self.client, &self.queue, 1).await? {
                ticks.push(Tick::try_from(serde_json::from_str::<Value>(&body)?)?);
            }
        }
        Ok(ticks)
    }
}

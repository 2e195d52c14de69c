//! What the role of a function does not grant.

use async_trait::async_trait;
use beadle_application::port::{
    Arming, EventBus, EventBusError, Queue, QueueError, Scheduler, SchedulerError,
};
use beadle_domain::{event::DomainEvent, execution::Message};
use beadle_values::id::TaskId;
use jiff::Timestamp;

/// Stands for a queue, a scheduler or a bus that a function does not have. Every call fails.
#[derive(Debug, Clone, Copy, Default)]
pub struct Absent;

#[async_trait]
impl Queue for Absent {
    async fn send(&self, _: &Message, _: Option<Timestamp>) -> Result<(), QueueError> {
        Err(QueueError::Unavailable("this function sends no messages".into()))
    }
}

#[async_trait]
impl Scheduler for Absent {
    async fn arm(&self, _: &Arming) -> Result<(), SchedulerError> {
        Err(SchedulerError::Unavailable("this function arms no schedules".into()))
    }

    async fn disarm(&self, _: TaskId) -> Result<(), SchedulerError> {
        Err(SchedulerError::Unavailable("this function disarms no schedules".into()))
    }
}

#[async_trait]
impl EventBus for Absent {
    async fn publish(&self, _: &[DomainEvent]) -> Result<(), EventBusError> {
        Err(EventBusError("this function publishes no events".into()))
    }
}

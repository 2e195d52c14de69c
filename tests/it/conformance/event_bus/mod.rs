//! The bus for domain events.

pub mod publishing;

use std::{any::Any, sync::Arc};

use async_trait::async_trait;
use beadle_application::port::EventBus;
use beadle_domain::event::DomainEvent;

use super::adapters::sqlite::{self, Place};

/// A bus under test, and a subscriber to all of its events.
pub struct Fixture {
    /// The bus.
    pub bus: Arc<dyn EventBus>,
    /// The subscriber.
    pub subscriber: Box<dyn Subscriber>,
    /// Resources that must outlive the bus, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Receives events.
#[async_trait]
pub trait Subscriber: Send + Sync {
    /// The published events that were not returned before: waits until there are at least `count`.
    async fn received(&self, count: usize) -> anyhow::Result<Vec<DomainEvent>>;
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { event_bus on $fixture;
                publishing:
                    every_kind_of_event_arrives_unchanged,
                    many_events_arrive,
                    publishing_no_events_succeeds,
                    awkward_text_arrives_unchanged;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::event_bus(Place::Memory));
suite!(sqlite_file: sqlite::event_bus(Place::File));

//! The way out for domain events.

pub mod publishing;

use std::{any::Any, sync::Arc};

use async_trait::async_trait;
use beadle_application::port::EventBus;
use beadle_domain::event::DomainEvent;

use super::adapters::sqlite::{self, Place};

/// A bus under test, and a subscriber to all of it.
pub struct Fixture {
    /// The bus.
    pub bus: Arc<dyn EventBus>,
    /// The subscriber.
    pub subscriber: Box<dyn Subscriber>,
    /// What has to outlive the bus, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Receives events.
#[async_trait]
pub trait Subscriber: Send + Sync {
    /// The events that came out and have not been answered before: at least `count`, once they are there.
    async fn received(&self, count: usize) -> anyhow::Result<Vec<DomainEvent>>;
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { event_bus on $fixture;
                publishing:
                    every_kind_of_event_comes_out_as_it_went_in,
                    many_events_come_out,
                    no_events_are_no_fault,
                    awkward_text_comes_out_as_it_went_in;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::event_bus(Place::Memory));
suite!(sqlite_file: sqlite::event_bus(Place::File));

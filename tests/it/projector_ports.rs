//! The projector's ports over one SQLite store.

use std::{collections::BTreeSet, sync::Arc};

use beadle_application::port::EventBus;
use beadle_domain::{event::EventKind, policy::RunDefaults};
use beadle_embedded::Embedded;
use beadle_projector::{Ports, Projector, Settings};

use crate::conformance::adapters::stepped_clock::SteppedClock;

/// A projector over `store` that publishes events of these `kinds` on `bus`.
pub fn over(store: &Embedded, bus: Arc<dyn EventBus>, kinds: BTreeSet<EventKind>) -> Projector {
    let store = Arc::new(store.clone());
    let ports = Ports {
        store: store.clone(),
        bus,
        dependencies: store.clone(),
        accounts: store.clone(),
        releases: store.clone(),
        tasks: store.clone(),
        starter: store,
        clock: Arc::new(SteppedClock::default()),
    };
    let settings = Settings { kinds, task_defaults: RunDefaults::TASK, ad_hoc_defaults: RunDefaults::AD_HOC };
    Projector::new(ports, settings)
}

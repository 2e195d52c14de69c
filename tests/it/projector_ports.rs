//! The projector's ports over one SQLite store.

use std::{collections::BTreeSet, sync::Arc};

use beadle_application::port::EventBus;
use beadle_domain::event::EventKind;
use beadle_embedded::Embedded;
use beadle_projector::Projector;

use crate::conformance::adapters::stepped_clock::SteppedClock;

/// A projector over `store` that publishes events of these `kinds` on `bus`.
pub fn over(store: &Embedded, bus: Arc<dyn EventBus>, kinds: BTreeSet<EventKind>) -> Projector {
    let store = Arc::new(store.clone());
    let clock = Arc::new(SteppedClock::default());
    let mut projections = beadle_testing::services_at(&store, clock).projections;
    projections.kinds = kinds;
    projections.follow_up.bus = bus;
    Projector::new(projections)
}

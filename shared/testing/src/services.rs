//! Services over one store.

use std::sync::Arc;

use beadle_application::{Policies, Ports, Services, WholeStore, port::Clock};
use jiff::Timestamp;

use crate::{CountedIds, StillClock};

/// The services over `store`, with counted ids, a clock that stands still, and the policies that come with Beadle.
pub fn services<S: WholeStore>(store: &Arc<S>) -> Services {
    services_at(store, Arc::new(StillClock::at(Timestamp::UNIX_EPOCH)))
}

/// The same with another clock.
pub fn services_at<S: WholeStore>(store: &Arc<S>, clock: Arc<dyn Clock>) -> Services {
    Ports::over(store, clock, Arc::new(CountedIds::default())).services(Policies::default())
}

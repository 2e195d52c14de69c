//! Watches: the watchdog finds what did not happen in time and reports it, each once.
//!
//! Whoever looks reports first and writes down then that it did: a report has the id of its cause, so a look that crashed
//! in between, or that another one overtook, repeats the same reports and starts nothing twice.

mod keep;
mod look;
mod monitor;
mod report;

use std::{collections::BTreeSet, sync::Arc};

use beadle_domain::{
    event::EventKind,
    task::DELETED_RETENTION,
    watch::{Seen, Watch, WatchKey},
};
use beadle_values::{duration, id::TaskId};

use jiff::Timestamp;

pub use self::{look::Looked, monitor::PingError};
use crate::{
    PolicyDefaults,
    alert::AlertService,
    port::{Clock, EventBus, Executions, Replaced, StartExecutions, StoreError, Tasks, Watches},
};

/// Keeps the watches of tasks, and looks at those that are due.
#[derive(Clone)]
pub struct WatchService {
    /// The watches.
    pub watches: Arc<dyn Watches>,
    /// Takes what did not come as facts, and tells what turned.
    pub alerts: AlertService,
    /// The tasks, which say what is expected.
    pub tasks: Arc<dyn Tasks>,
    /// The executions, which say what happened.
    pub executions: Arc<dyn Executions>,
    /// Starts the calls of notifications.
    pub starter: Arc<dyn StartExecutions>,
    /// Publishes events.
    pub bus: Arc<dyn EventBus>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The policies that apply where nothing is stated.
    pub defaults: PolicyDefaults,
    /// Whether `task.missed` is published.
    pub publishes: bool,
}

impl WatchService {
    /// Whether an installation that publishes `kinds` publishes `task.missed`.
    pub fn publishes(kinds: &BTreeSet<EventKind>) -> bool {
        kinds.contains(&EventKind::TaskMissed)
    }

    /// Writes what was seen of `task` in place of `before`; with nothing left to watch, the row is kept for a while.
    async fn save(
        &self,
        task: TaskId,
        before: Option<&Watch>,
        seen: Option<(Seen, Option<Timestamp>)>,
    ) -> Result<Replaced, StoreError> {
        let (key, version) = (WatchKey::Task(task), before.map_or(0, |before| before.version));
        match seen {
            Some((seen, due)) => {
                if before.is_some_and(|before| {
                    before.seen == seen && before.due == due && before.keep_until.is_none()
                }) {
                    return Ok(Replaced::Done);
                }
                let version = version.saturating_add(1);
                self.watches.write(&Watch { key, version, due, keep_until: None, seen }).await
            }
            None => {
                let Some(before) = before.filter(|before| before.keep_until.is_none()) else {
                    return Ok(Replaced::Done);
                };
                let keep_until = Some(duration::after(self.clock.now(), DELETED_RETENTION));
                let (version, seen) = (version.saturating_add(1), before.seen.clone());
                self.watches.write(&Watch { key, version, due: None, keep_until, seen }).await
            }
        }
    }
}

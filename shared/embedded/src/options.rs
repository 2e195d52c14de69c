//! Options for opening a store.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use beadle_application::port::Clock;
use beadle_domain::event::EventKind;
use beadle_values::time::whole_milliseconds;
use jiff::Timestamp;

const DELETED_TASKS: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Options for opening a store.
#[derive(Clone)]
pub struct Options {
    /// The data folder, created if it is missing; `None` keeps everything in memory.
    pub path: Option<PathBuf>,
    /// Decides what is due.
    pub clock: Arc<dyn Clock>,
    /// Whether the clock is moved by hand. Then the store looks for what is due when it is [told](crate::Embedded::poll_now),
    /// and takes no notice of how much time passes.
    pub manual_clock: bool,
    /// The kinds of events that are kept in the store; others are dropped.
    pub event_kinds: Vec<EventKind>,
    /// How long a deleted task stays readable by its id; by default 30 days.
    pub deleted_task_retention: Duration,
    /// How long an execution is kept after it ended; by default forever.
    pub execution_retention: Option<Duration>,
    /// How long an entry of the audit trail is kept; by default forever.
    pub audit_retention: Option<Duration>,
}

impl Options {
    /// A store in memory, lost when it is closed.
    pub fn in_memory() -> Self {
        Self {
            path: None,
            clock: Arc::new(SystemClock),
            manual_clock: false,
            event_kinds: Vec::new(),
            deleted_task_retention: DELETED_TASKS,
            execution_retention: None,
            audit_retention: None,
        }
    }

    /// A store in the data folder `path`.
    pub fn in_folder(path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()), ..Self::in_memory() }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The clock of the machine.
struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        whole_milliseconds(Timestamp::now())
    }
}

//! What is expected to happen by a time, and what is reported when it does not: runs of a schedule, and pings of a
//! monitor.
//!
//! Each watched thing has one row, which says when to look at it next; so what is overdue is found without reading the
//! tasks. The row also says what was judged and what was reported, so that nothing is reported twice.

mod event;
pub mod key;
pub mod monitor;
pub mod runs;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::alert::AlertBook;

pub use self::{
    key::{InvalidWatchKey, WatchKey},
    monitor::{MonitorCondition, MonitorWatch, Ping, Turn},
    runs::{MissedBecause, RunDeadlines, RunWatch},
};

/// The row of a watched thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// What is watched.
    pub key: WatchKey,
    /// The number of writes, from 1. A write names the version it replaces by its own.
    pub version: u64,
    /// When to look at it next; `None` while there is nothing to wait for.
    pub due: Option<Timestamp>,
    /// When the row may be removed, once nothing is watched any more.
    pub keep_until: Option<Timestamp>,
    /// What was seen of it.
    pub seen: Seen,
}

/// What was seen of a watched thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Seen {
    /// The runs of a schedule.
    Runs(RunWatch),
    /// The pings of a monitor.
    Monitor(MonitorWatch),
    /// What the alerts of an owner wait for.
    Alerts(Box<AlertBook>),
}

/// The place of a watch among those that are due: the order in which they are looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueWatch {
    /// When it is due.
    pub due: Timestamp,
    /// What is watched.
    pub key: WatchKey,
}

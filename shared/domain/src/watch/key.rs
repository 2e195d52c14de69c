//! Keys of watched things.

use std::{fmt, str::FromStr};

use beadle_values::id::{OwnerId, TaskId};

/// What is watched. Displays as the id of a task, or `owner:` and the owner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WatchKey {
    /// A task: the runs of its schedule, or its pings if it is a monitor.
    Task(TaskId),
    /// The alerts of an owner.
    Owner(OwnerId),
}

/// What the key of an owner begins with; no id of a task does.
const OWNER: &str = "owner:";

/// A text that is not the key of a watched thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no key of a watched thing")]
pub struct InvalidWatchKey;

impl fmt::Display for WatchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task(task) => task.fmt(f),
            Self::Owner(owner) => write!(f, "{OWNER}{owner}"),
        }
    }
}

impl FromStr for WatchKey {
    type Err = InvalidWatchKey;

    fn from_str(text: &str) -> Result<Self, InvalidWatchKey> {
        match text.strip_prefix(OWNER) {
            Some(owner) => OwnerId::parse(owner).map(Self::Owner).map_err(|_| InvalidWatchKey),
            None => text.parse().map(Self::Task).map_err(|_| InvalidWatchKey),
        }
    }
}

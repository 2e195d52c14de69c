//! The states of an execution; the diagram is in ARCHITECTURE.md.

use beadle_values::names;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{cancel_reason::CancelReason, failure::Failure, hold::Hold};

/// Where an execution stands, with what that state needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// Waits for its first attempt, which is due at `due`.
    Pending {
        /// When it may run.
        due: Timestamp,
    },
    /// An attempt is being made under a lease.
    Running {
        /// The attempt, counted from 1.
        attempt: u32,
        /// When it was claimed.
        since: Timestamp,
        /// Until when nobody else may take it over.
        lease_until: Timestamp,
    },
    /// An attempt failed; the next one is due at `due`.
    Retrying {
        /// The next attempt, counted from 1.
        attempt: u32,
        /// When it may run.
        due: Timestamp,
    },
    /// Something that is not its own fault keeps it back; no attempt is burnt.
    Deferred {
        /// The attempt that was kept back, counted from 1.
        attempt: u32,
        /// When to ask again.
        due: Timestamp,
        /// What keeps it back.
        #[serde(flatten)]
        hold: Hold,
    },
    /// The attempt was made and its result comes later, at `until` at the latest: then it is taken up again.
    Waiting {
        /// The attempt that waits, counted from 1.
        attempt: u32,
        /// Until when it waits.
        until: Timestamp,
        /// What it waits for.
        what: Awaited,
    },
    /// It succeeded.
    Completed {
        /// When.
        at: Timestamp,
    },
    /// It failed for good.
    Failed {
        /// When.
        at: Timestamp,
        /// Why.
        failure: Failure,
    },
    /// It was cancelled.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<CancelReason>,
    },
}

impl State {
    /// The name of the state.
    pub fn status(&self) -> Status {
        match self {
            Self::Pending { .. } => Status::Pending,
            Self::Running { .. } => Status::Running,
            Self::Retrying { .. } => Status::Retrying,
            Self::Deferred { .. } => Status::Deferred,
            Self::Waiting { .. } => Status::Waiting,
            Self::Completed { .. } => Status::Completed,
            Self::Failed { .. } => Status::Failed,
            Self::Cancelled { .. } => Status::Cancelled,
        }
    }

    /// When its message is due, for the states that wait for a message.
    pub fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Pending { due } | Self::Retrying { due, .. } | Self::Deferred { due, .. } => Some(*due),
            Self::Waiting { until, .. } => Some(*until),
            _ => None,
        }
    }

    /// Why it was cancelled, where it was and that is known.
    pub fn cancel_reason(&self) -> Option<CancelReason> {
        match self {
            Self::Cancelled { reason, .. } => *reason,
            _ => None,
        }
    }

    /// When it ended, if it has.
    pub fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Completed { at } | Self::Failed { at, .. } | Self::Cancelled { at, .. } => Some(*at),
            _ => None,
        }
    }
}

names! {
    /// What a waiting execution waits for.
    pub enum Awaited {
        /// The end of its time, and nothing else.
        Time = "time",
    }
}

names! {
    /// The status of an execution.
    pub enum Status, schema "ExecutionStatus" {
        /// Waits for its first attempt.
        Pending = "pending",
        /// An attempt is being made.
        Running = "running",
        /// Waits for its next attempt.
        Retrying = "retrying",
        /// Deferred by a gate or a policy.
        Deferred = "deferred",
        /// Waits for the result of its attempt.
        Waiting = "waiting",
        /// Succeeded.
        Completed = "completed",
        /// Failed for good.
        Failed = "failed",
        /// Cancelled.
        Cancelled = "cancelled",
    }
}

impl Status {
    /// Whether nothing follows.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

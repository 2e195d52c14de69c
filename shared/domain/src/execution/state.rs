//! The states of an execution; the diagram is in ARCHITECTURE.md.

use beadle_values::names;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{cancel_reason::CancelReason, failure::Failure, hold::Hold};

/// The state of an execution and its data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// Waits for its first attempt.
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
        /// Until when no other runner may take it over.
        lease_until: Timestamp,
    },
    /// An attempt failed and another one follows.
    Retrying {
        /// The next attempt, counted from 1.
        attempt: u32,
        /// When it may run.
        due: Timestamp,
    },
    /// Held back for a reason other than a failure; no attempt is used up.
    Deferred {
        /// The attempt that is held, counted from 1.
        attempt: u32,
        /// When to ask again.
        due: Timestamp,
        /// What holds it back.
        #[serde(flatten)]
        hold: Hold,
    },
    /// The attempt was made and its result is pending. It is resumed at `until` at the latest.
    Waiting {
        /// The waiting attempt, counted from 1.
        attempt: u32,
        /// The end of the wait.
        until: Timestamp,
        /// What it waits for.
        what: Awaited,
    },
    /// It succeeded.
    Completed {
        /// When it ended.
        at: Timestamp,
    },
    /// It failed for good.
    Failed {
        /// When it ended.
        at: Timestamp,
        /// The reason.
        failure: Failure,
    },
    /// It was cancelled.
    Cancelled {
        /// When it ended.
        at: Timestamp,
        /// The reason, if it is known.
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

    /// When its message is due, in states that wait for a message.
    pub fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Pending { due } | Self::Retrying { due, .. } | Self::Deferred { due, .. } => Some(*due),
            Self::Waiting { until, .. } => Some(*until),
            _ => None,
        }
    }

    /// Why it was cancelled, if it was and the reason is known.
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
        /// A report of its job.
        Callback = "callback",
        /// The answer to a poll of its job.
        Poll = "poll",
        /// A report of its job, or the answer to a poll.
        CallbackOrPoll = "callback_or_poll",
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

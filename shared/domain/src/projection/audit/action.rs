//! Actions of the audit trail: `task.updated`, `request.denied`.

use std::{fmt, str::FromStr};

use beadle_values::names;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

names! {
    /// The kind of thing that was changed.
    pub enum Subject {
        /// A task.
        Task = "task",
        /// An execution.
        Execution = "execution",
        /// A batch.
        Batch = "batch",
        /// A config.
        Config = "config",
        /// The gate of a config.
        Gate = "gate",
        /// A template.
        Template = "template",
        /// A calendar.
        Calendar = "calendar",
        /// A function.
        Function = "function",
        /// An API key.
        ApiKey = "api_key",
        /// An account.
        Account = "account",
        /// The alerts of an owner.
        Alerts = "alerts",
        /// The whole service.
        Service = "service",
        /// A request to the API.
        Request = "request",
    }
}

names! {
    /// What was done.
    pub enum Verb {
        /// It was created.
        Created = "created",
        /// It was changed.
        Updated = "updated",
        /// It was paused: the schedule of a task, the executions of anything else.
        Paused = "paused",
        /// It was resumed.
        Resumed = "resumed",
        /// It was deleted.
        Deleted = "deleted",
        /// It was restored.
        Restored = "restored",
        /// Nothing can be added to it any more.
        Closed = "closed",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// Its order key went on without it.
        Skipped = "skipped",
        /// It was run again.
        Retried = "retried",
        /// It was reset to its initial state.
        Reset = "reset",
        /// It was exported, with all that belongs to it.
        Exported = "exported",
        /// What was exported elsewhere was imported into it.
        Imported = "imported",
        /// It was denied.
        Denied = "denied",
    }
}

/// A verb and its subject; written as `<subject>.<verb>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AuditAction {
    /// The kind of thing that was changed.
    pub subject: Subject,
    /// What was done to it.
    pub verb: Verb,
}

impl fmt::Display for AuditAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.subject, self.verb)
    }
}

/// A text that is not an action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be an action of the audit trail, such as task.updated or request.denied")]
pub struct UnknownAction;

impl FromStr for AuditAction {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, UnknownAction> {
        let (subject, verb) = text.split_once('.').ok_or(UnknownAction)?;
        match (subject.parse(), verb.parse()) {
            (Ok(subject), Ok(verb)) => Ok(Self { subject, verb }),
            _ => Err(UnknownAction),
        }
    }
}

impl Serialize for AuditAction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AuditAction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_round_trips() {
        for subject in Subject::ALL {
            for verb in Verb::ALL {
                let action = AuditAction { subject, verb };
                assert_eq!(action.to_string().parse(), Ok(action));
            }
        }
        for text in ["", "task", "task.", ".created", "task.created.", "Task.created"] {
            assert_eq!(text.parse::<AuditAction>(), Err(UnknownAction), "{text}");
        }
    }
}

//! Actions of the audit trail: `task.updated`, `request.denied`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The kind of thing that something was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A task.
    Task,
    /// An execution.
    Execution,
    /// A config.
    Config,
    /// The gate of a config.
    Gate,
    /// A template.
    Template,
    /// An API key.
    ApiKey,
    /// An account.
    Account,
    /// A request to the API.
    Request,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// It was created.
    Created,
    /// It was changed.
    Updated,
    /// Its schedule was suspended.
    Paused,
    /// Its schedule goes on.
    Resumed,
    /// It was deleted.
    Deleted,
    /// Its deletion was taken back.
    Restored,
    /// It was called off.
    Cancelled,
    /// It was run again.
    Retried,
    /// It was set back to its beginning.
    Reset,
    /// It was refused.
    Denied,
}

impl Subject {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Task,
        Self::Execution,
        Self::Config,
        Self::Gate,
        Self::Template,
        Self::ApiKey,
        Self::Account,
        Self::Request,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Execution => "execution",
            Self::Config => "config",
            Self::Gate => "gate",
            Self::Template => "template",
            Self::ApiKey => "api_key",
            Self::Account => "account",
            Self::Request => "request",
        }
    }
}

impl Verb {
    /// Every verb.
    pub const ALL: [Self; 10] = [
        Self::Created,
        Self::Updated,
        Self::Paused,
        Self::Resumed,
        Self::Deleted,
        Self::Restored,
        Self::Cancelled,
        Self::Retried,
        Self::Reset,
        Self::Denied,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
            Self::Cancelled => "cancelled",
            Self::Retried => "retried",
            Self::Reset => "reset",
            Self::Denied => "denied",
        }
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
        write!(f, "{}.{}", self.subject.as_str(), self.verb.as_str())
    }
}

/// A text that is not an action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is no action of the audit trail, such as task.updated or request.denied")]
pub struct UnknownAction;

impl FromStr for AuditAction {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, UnknownAction> {
        let (subject, verb) = text.split_once('.').ok_or(UnknownAction)?;
        let subject = Subject::ALL.into_iter().find(|known| known.as_str() == subject);
        let verb = Verb::ALL.into_iter().find(|known| known.as_str() == verb);
        Ok(Self { subject: subject.ok_or(UnknownAction)?, verb: verb.ok_or(UnknownAction)? })
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

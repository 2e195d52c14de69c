//! The ids in a record, wherever they stand: in members of their own, in placeholders and in keys.

use std::collections::BTreeSet;

use beadle_values::id::{BatchId, ConfigId, ExecutionId, OwnerId, TaskId};
use serde_json::Value;

/// The length of what follows the prefix of an id.
const DIGITS: usize = 32;

/// The id of something that records describe or name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnyId {
    /// A task.
    Task(TaskId),
    /// A config.
    Config(ConfigId),
    /// A batch.
    Batch(BatchId),
    /// An execution.
    Execution(ExecutionId),
}

impl AnyId {
    /// The id in `text`, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('_')?.0 {
            TaskId::PREFIX => text.parse().ok().map(Self::Task),
            ConfigId::PREFIX => text.parse().ok().map(Self::Config),
            BatchId::PREFIX => text.parse().ok().map(Self::Batch),
            ExecutionId::PREFIX => text.parse().ok().map(Self::Execution),
            _ => None,
        }
    }

    /// The id under which `owner` imports what has this id, if that is somebody else's. It is always the same.
    #[must_use]
    pub fn for_import(self, owner: &OwnerId) -> Self {
        match self {
            Self::Task(id) => Self::Task(TaskId::for_import(owner, id)),
            Self::Config(id) => Self::Config(ConfigId::for_import(owner, id)),
            Self::Batch(id) => Self::Batch(BatchId::for_import(owner, id)),
            Self::Execution(id) => Self::Execution(ExecutionId::for_import(owner, id)),
        }
    }
}

impl std::fmt::Display for AnyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Task(id) => id.fmt(f),
            Self::Config(id) => id.fmt(f),
            Self::Batch(id) => id.fmt(f),
            Self::Execution(id) => id.fmt(f),
        }
    }
}

/// The ids in `value`.
pub fn ids_in(value: &Value) -> BTreeSet<AnyId> {
    let mut found = BTreeSet::new();
    replace_ids(value, &mut |id| {
        found.insert(id);
        None
    });
    found
}

/// `value` with each id replaced by what `new` says; `None` leaves it.
pub fn replace_ids(value: &Value, new: &mut dyn FnMut(AnyId) -> Option<AnyId>) -> Value {
    match value {
        Value::String(text) => Value::String(in_text(text, new)),
        Value::Array(items) => Value::Array(items.iter().map(|item| replace_ids(item, new)).collect()),
        Value::Object(members) => Value::Object(
            members.iter().map(|(name, member)| (in_text(name, new), replace_ids(member, new))).collect(),
        ),
        other => other.clone(),
    }
}

fn in_text(text: &str, new: &mut dyn FnMut(AnyId) -> Option<AnyId>) -> String {
    let (mut replaced, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(underscore) = rest.find('_') {
        let begin = underscore.checked_sub(TaskId::PREFIX.len());
        let end = underscore + 1 + DIGITS;
        let id = begin.and_then(|begin| rest.get(begin..end)).and_then(AnyId::parse);
        match (id, begin) {
            (Some(id), Some(begin)) => {
                replaced.push_str(&rest[..begin]);
                replaced.push_str(&new(id).unwrap_or(id).to_string());
                rest = &rest[end..];
            }
            _ => {
                replaced.push_str(&rest[..=underscore]);
                rest = &rest[underscore + 1..];
            }
        }
    }
    replaced.push_str(rest);
    replaced
}

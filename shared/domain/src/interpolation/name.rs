//! Names in placeholders.

use beadle_values::names;

use super::SecretRef;
use crate::batch::BatchFact;

/// The name in a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// `input.…`: the input of the execution.
    Input(Vec<Step>),
    /// A bare name: a member of the input or else a variable of the config.
    Bare(String, Vec<Step>),
    /// `secret:name#field`.
    Secret(SecretRef),
    /// `execution.…`.
    Execution(ExecutionFact),
    /// `task.id`.
    TaskId,
    /// `now`.
    Now,
    /// `dep.<task>.…`: the results of dependencies.
    Dep(Vec<Step>),
    /// `callback.url`.
    CallbackUrl,
    /// `callback.token`.
    CallbackToken,
    /// `job.location` or `job.response…`: what the answer to a start said, where there was one; else a bare name.
    Job(Vec<Step>),
    /// `batch.…`: the batch whose end the execution follows, where there is one; else a bare name.
    Batch(Vec<Step>),
}

names! {
    /// A property of the execution that a placeholder can name.
    pub(super) enum ExecutionFact {
        /// Its id.
        Id = "id",
        /// The number of the attempt.
        Attempt = "attempt",
        /// The time of the schedule that it runs for.
        ScheduledFor = "scheduled_for",
        /// When it was created.
        CreatedAt = "created_at",
    }
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Element(usize),
}

/// Why a name is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NameError {
    #[error("it names nothing")]
    Empty,
    #[error("it is no name")]
    Syntax,
    #[error("it is no name of a secret")]
    Secret,
    #[error("an execution has no such fact")]
    Execution,
    #[error("a task has no such fact")]
    Task,
    #[error("`now` has no parts")]
    Now,
    #[error("a dependency is named by its task")]
    Dep,
    #[error("a callback has a `url` and a `token` only")]
    Callback,
}

impl NameError {
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Empty | Self::Syntax => {
                "such as ${input.user.id}, ${items[0]} or ${token:-default}; write `$${` for a literal `${`"
            }
            Self::Secret => "such as ${secret:payments/key} or ${secret:payments#key}",
            Self::Execution => {
                "${execution.id}, ${execution.attempt}, ${execution.scheduled_for} or ${execution.created_at}"
            }
            Self::Task => "${task.id}; a member of the input is ${input.task}",
            Self::Now => "${now}; a member of the input is ${input.now}",
            Self::Dep => "such as ${dep.fetch.result.items}",
            Self::Callback => {
                "${callback.url} or ${callback.token}; a member of the input is ${input.callback}"
            }
        }
    }
}

impl Name {
    /// Parses a name.
    pub(super) fn parse(text: &str) -> Result<Self, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if let Some(place) = text.strip_prefix("secret:") {
            return place.parse().map(Self::Secret).map_err(|_| NameError::Secret);
        }
        let (root, steps) = path(text).ok_or(NameError::Syntax)?;
        let member = match steps.as_slice() {
            [Step::Member(name)] => Some(name.as_str()),
            _ => None,
        };
        match root.as_str() {
            "input" => Ok(Self::Input(steps)),
            "now" if steps.is_empty() => Ok(Self::Now),
            "now" => Err(NameError::Now),
            "execution" => {
                let fact = member.and_then(|name| name.parse().ok());
                fact.map(Self::Execution).ok_or(NameError::Execution)
            }
            "task" if member == Some("id") => Ok(Self::TaskId),
            "task" => Err(NameError::Task),
            "dep" if matches!(steps.first(), Some(Step::Member(_))) => Ok(Self::Dep(steps)),
            "dep" => Err(NameError::Dep),
            "callback" if member == Some("url") => Ok(Self::CallbackUrl),
            "callback" if member == Some("token") => Ok(Self::CallbackToken),
            "job" if matches!(steps.first(), Some(Step::Member(name)) if name == "response") => {
                Ok(Self::Job(steps))
            }
            "job" if member == Some("location") => Ok(Self::Job(steps)),
            "callback" => Err(NameError::Callback),
            "batch" if member.is_some_and(|name| name.parse::<BatchFact>().is_ok()) => Ok(Self::Batch(steps)),
            _ => Ok(Self::Bare(root, steps)),
        }
    }
}

/// Parses `root` and the following `.member` and `[index]` steps.
fn path(text: &str) -> Option<(String, Vec<Step>)> {
    let (root, mut rest) = identifier(text)?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let (name, after) = identifier(after)?;
            steps.push(Step::Member(name.to_owned()));
            rest = after;
        } else {
            let (digits, after) = rest.strip_prefix('[')?.split_once(']')?;
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            steps.push(Step::Element(digits.parse().ok().filter(|_| plain)?));
            rest = after;
        }
    }
    Some((root.to_owned(), steps))
}

/// Splits off the identifier at the beginning of `text`: letters and digits of any script, `_` and `-`.
fn identifier(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    (!name.is_empty()).then_some((name, rest))
}

//! Looks up the value of a name.

use std::borrow::Cow;

use beadle_values::names::Named;
use secrecy::ExposeSecret;
use serde_json::{Map, Value};

use super::{
    Scope,
    name::{ExecutionFact, Name, Step},
    parse::{Placeholder, shortened},
};
use crate::execution::{Failure, FailureCode};

/// How many names a failure message lists.
const LISTED: usize = 20;

/// The value of a placeholder.
///
/// # Errors
/// A failure that names the placeholder and the available names, if there is no value.
pub(super) fn value<'v>(placeholder: &Placeholder<'v>, scope: &Scope<'v>) -> Result<Cow<'v, Value>, Failure> {
    let found =
        named(&placeholder.name, scope).filter(|value| !value.is_null() || placeholder.default.is_none());
    match (found, placeholder.default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) if !ambiguous(&placeholder.name, scope) => {
            Ok(Cow::Owned(default_value(default)))
        }
        (None, _) => Err(nothing(placeholder, scope)),
    }
}

/// Parses a default: numbers, `true`, `false` and `null` as in JSON, everything else as text.
fn default_value(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => value,
        _ => Value::String(text.to_owned()),
    }
}

fn named<'v>(name: &Name, scope: &Scope<'v>) -> Option<Cow<'v, Value>> {
    let text = |text: String| Some(Cow::Owned(Value::String(text)));
    match name {
        Name::Input(steps) if steps.is_empty() => Some(Cow::Owned(Value::Object(scope.input.clone()))),
        Name::Input(steps) => {
            let (Step::Member(first), rest) = steps.split_first()? else { return None };
            walk(scope.input.get(first)?, rest).map(Cow::Borrowed)
        }
        Name::Bare(root, steps) => {
            let value = scope.input.get(root).or_else(|| scope.variables.get(root))?;
            walk(value, steps).map(Cow::Borrowed)
        }
        Name::Secret(place) => text(scope.secrets.get(place)?.expose_secret().to_owned()),
        Name::Execution(ExecutionFact::Id) => text(scope.facts.id.to_string()),
        Name::Execution(ExecutionFact::Attempt) => Some(Cow::Owned(scope.facts.attempt.into())),
        Name::Execution(ExecutionFact::ScheduledFor) => text(scope.facts.scheduled_for?.to_string()),
        Name::Execution(ExecutionFact::CreatedAt) => text(scope.facts.created_at.to_string()),
        Name::TaskId => text(scope.facts.task_id?.to_string()),
        Name::Now => text(scope.now.to_string()),
        Name::Dep(steps) => {
            let (Step::Member(task), rest) = steps.split_first()? else { return None };
            walk(scope.dep?.get(task)?, rest).map(Cow::Borrowed)
        }
        Name::CallbackUrl => text(scope.callback?.url.to_owned()),
        Name::CallbackToken => text(scope.callback?.token.to_owned()),
        Name::Job(steps) => {
            let Some(job) = scope.job else {
                return named(&Name::Bare("job".to_owned(), steps.clone()), scope);
            };
            let (Step::Member(first), rest) = steps.split_first()? else { return None };
            walk(job.get(first)?, rest).map(Cow::Borrowed)
        }
        Name::Batch(steps) => {
            let Some(batch) = scope.batch else {
                return named(&Name::Bare("batch".to_owned(), steps.clone()), scope);
            };
            let [Step::Member(fact)] = steps.as_slice() else { return None };
            batch.value(fact.parse().ok()?).map(Cow::Owned)
        }
    }
}

/// Whether the name refers to several tasks. Then a default is not used, because it would hide the ambiguity.
fn ambiguous(name: &Name, scope: &Scope<'_>) -> bool {
    match (name, scope.dep) {
        (Name::Dep(steps), Some(upstream)) => {
            matches!(steps.first(), Some(Step::Member(task)) if upstream.is_ambiguous(task))
        }
        _ => false,
    }
}

fn walk<'v>(value: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Member(name) => value.get(name),
        Step::Element(index) => value.get(index),
    })
}

fn nothing(placeholder: &Placeholder<'_>, scope: &Scope<'_>) -> Failure {
    let source = shortened(placeholder.source);
    let there_is = match &placeholder.name {
        Name::Secret(_) => "there is no such secret".to_owned(),
        Name::Execution(_) => {
            format!("it has none of it; an execution has {}", ExecutionFact::NAMES.join(", "))
        }
        Name::TaskId => "no saved task is run".to_owned(),
        Name::Batch(_) => match scope.batch {
            Some(_) => "the batch has no name".to_owned(),
            None => "the execution follows no batch".to_owned(),
        },
        Name::Now | Name::CallbackUrl | Name::CallbackToken => "there is none".to_owned(),
        Name::Job(_) => "the answer to its start did not say so".to_owned(),
        Name::Dep(_) if ambiguous(&placeholder.name, scope) => {
            "it runs after several tasks with this name; name one by its id".to_owned()
        }
        Name::Dep(_) => match scope.dep {
            Some(upstream) => format!("there are {}", names("dep.", upstream.values())),
            None => "it depends on no task".to_owned(),
        },
        Name::Input(_) => format!("there are {}", names("input.", scope.input)),
        Name::Bare(..) => format!(
            "there are {} and of the config {}",
            names("input.", scope.input),
            names("", scope.variables)
        ),
    };
    Failure::new(FailureCode::Interpolation, format!("`{source}` stands for nothing: {there_is}"))
}

fn names(prefix: &str, members: &Map<String, Value>) -> String {
    if members.is_empty() {
        return if prefix.is_empty() { "no variables".to_owned() } else { format!("no `{prefix}…`") };
    }
    let shown = |name: &String| format!("`{prefix}{}`", name.chars().take(60).collect::<String>());
    let mut listed: Vec<String> = members.keys().take(LISTED).map(shown).collect();
    if members.len() > LISTED {
        listed.push(format!("{} more", members.len() - LISTED));
    }
    listed.join(", ")
}

//! Dependencies by name: the documents of seed 002 name the tasks that a task runs after as their owner does.

use std::collections::BTreeSet;

use beadle_application::Error;
use beadle_domain::access::Principal;
use beadle_values::{
    id::TaskId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::Value;

use crate::state::Api;

/// How many ids a hint lists.
const LISTED: usize = 5;

/// Replaces each name in `dependencies` of `document` by the id of the caller's task of that name. Whatever is no
/// name stays for the parser of a task to judge.
///
/// # Errors
/// [`Error::Invalid`] for a name that no task has, or more than one; [`Error::Denied`], [`Error::Store`].
pub(super) async fn resolve(
    api: &Api,
    by: &Principal,
    document: &mut Value,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(Value::Array(given)) = document.get_mut("dependencies") else { return Ok(()) };
    let names: BTreeSet<String> = given.iter().filter_map(name).map(str::to_owned).collect();
    if names.is_empty() {
        return Ok(());
    }
    let found = api.services.tasks.named(by, &names, now).await?;
    let mut violations = Violations::new();
    for (index, value) in given.iter_mut().enumerate() {
        let Some(named) = name(value).map(str::to_owned) else { continue };
        match found.get(&named).map(Vec::as_slice).unwrap_or_default() {
            [only] => *value = Value::String(only.to_string()),
            several => {
                violations.push(refused(&named, several, &Path::body().key("dependencies").index(index)))
            }
        }
    }
    Ok(violations.into_result(())?)
}

/// The text of a value that is no id of a task.
fn name(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty() && text.parse::<TaskId>().is_err())
}

fn refused(name: &str, several: &[TaskId], path: &Path) -> Violation {
    if several.is_empty() {
        return Violation::new(path.clone(), "unknown_task", format!("no task of yours is named `{name}`"))
            .hint("the name or the id of a task; GET /api/tasks lists them");
    }
    let message = format!("{} tasks of yours are named `{name}`", several.len());
    let listed: Vec<String> = several.iter().take(LISTED).map(TaskId::to_string).collect();
    Violation::new(path.clone(), "ambiguous", message)
        .hint(format!("give the id of the one that is meant: {}", listed.join(", ")))
}

//! The dialect of `TaskTrack` (seed 004): tasks that take some minutes and are identified by integers.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
mod response;
pub(crate) mod update;

use beadle_domain::labels;
use beadle_values::{
    body,
    body::{Body, Members, Names, as_object, optional, refuse_unknown, required},
    violation::{Path, Violation, Violations},
};
use serde_json::Value;

body! {
    /// A task that takes some minutes.
    pub(crate) struct TasktrackTask as "NumberedTaskRequest" {
        /// Name, 1 to 255 characters.
        name: String = required(labels::name()),
        /// Description, at most 10,000 characters.
        description: Option<String> = optional(labels::description()),
    }
    example {"name": "someName", "description": "some description"}
    /// A change of a task.
    change pub(crate) enum NumberedTaskChange example {"name": "newName", "description": "new description"}
}

/// Whether `path` belongs to this dialect.
pub(crate) fn is_path(path: &str) -> bool {
    let rest = path.strip_prefix("/api").unwrap_or(path).strip_prefix("/task");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the members of `body`, with a violation for each that is not writable.
fn members(body: Value) -> Result<(Members, Violations), Violation> {
    let path = Path::body();
    let (mut names, mut violations) = (Names::default(), Violations::new());
    TasktrackTask::names(&mut names);
    let mut members = as_object(&body, &path)?.clone();
    refuse_unknown(&members, &names, &[], &path, &mut violations);
    members.retain(|name, _| names.known.contains(&name.as_str()));
    Ok((members, violations))
}

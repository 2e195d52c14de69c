//! The dialect of `TaskTrack` (seed 004): tasks that take some minutes and are identified by integers.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
mod response;
pub(crate) mod update;

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::{Map, Value};

/// Writable members.
const MEMBERS: [&str; 2] = ["name", "description"];

/// Whether `path` belongs to this dialect.
pub(crate) fn is_path(path: &str) -> bool {
    let rest = path.strip_prefix("/api").unwrap_or(path).strip_prefix("/task");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the members of `body`, with a violation for each that is not writable.
fn members(body: Value) -> Result<(Map<String, Value>, Violations), Violation> {
    let path = Path::body();
    let Value::Object(members) = body else {
        return Err(Violation::new(path, "type_error", "must be a JSON object"));
    };
    let mut violations = Violations::new();
    for name in members.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
        let unknown = Violation::new(path.key(name), "unknown_field", "unknown field");
        violations.push(unknown.hint(format!("members: {}", MEMBERS.join(", "))));
    }
    Ok((members, violations))
}

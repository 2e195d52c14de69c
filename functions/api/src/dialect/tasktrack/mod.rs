//! Tasks that take some minutes and are known by integers, as clients of `TaskTrack` know them (seed 004).

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
mod response;
pub(crate) mod update;

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::{Map, Value};

/// What may be written.
const MEMBERS: [&str; 2] = ["name", "description"];

/// Whether a path is one of these routes.
pub(crate) fn is_path(path: &str) -> bool {
    let rest = path.strip_prefix("/api").unwrap_or(path).strip_prefix("/task");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The members of `body`, and a fault for each that can't be written.
fn members(body: Value) -> Result<(Map<String, Value>, Violations), Violation> {
    let path = Path::body();
    let Value::Object(members) = body else {
        return Err(Violation::new(path, "type_error", "must be a JSON object"));
    };
    let mut violations = Violations::new();
    for name in members.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
        let unknown = Violation::new(path.key(name), "unknown_field", "is not known here");
        violations.push(unknown.hint(format!("members: {}", MEMBERS.join(", "))));
    }
    Ok((members, violations))
}
